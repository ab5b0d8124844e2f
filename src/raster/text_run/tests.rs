use super::*;
use crate::asset::MemoryBlobs;
use crate::geom::{Angle, Point, Px};
use crate::plan::{FaceKey, Glyph};

const FONT: &[u8] = include_bytes!("../../../fonts/Figtree_700Bold.ttf");
const BOUNDS: PixelRect = PixelRect { x: 0, y: 0, w: 120, h: 60 };

fn run(blobs: &mut MemoryBlobs, text: &str, step: f64) -> GlyphRun {
    let face = rustybuzz::Face::from_slice(FONT, 0).expect("a font");
    let glyph = |(n, c): (usize, char)| Glyph {
        id: face.glyph_index(c).expect("in the font").0,
        x: Px::from_f64(step * n as f64).to_quarter(),
        y: Px::ZERO,
    };
    let glyphs = text.chars().enumerate().map(glyph).collect();
    GlyphRun { face: FaceKey { file: blobs.put(FONT), index: 0 }, size: Px::whole(32), glyphs }
}

fn set(blobs: &MemoryBlobs, run: &GlyphRun, transform: Affine, bounds: PixelRect) -> Mask {
    text_run(std::slice::from_ref(run), transform, bounds, blobs, &Memo::new(1 << 20)).expect("a good font")
}

fn ink(mask: &Mask) -> f64 {
    mask.data.iter().map(|v| f64::from(*v)).sum::<f64>() / 255.0
}

#[test]
fn a_move_by_whole_pixels_moves_the_pixels() {
    let mut blobs = MemoryBlobs::default();
    let run = run(&mut blobs, "Ago", 20.25);
    let at = |x: f64, y: f64| Affine::translate(Px::from_f64(x), Px::from_f64(y));
    let here = set(&blobs, &run, at(10.3, 40.0), BOUNDS);
    let there = set(&blobs, &run, at(17.3, 45.0), BOUNDS.offset(7, 5));
    assert_eq!(here, there);
    assert_eq!(here, set(&blobs, &run, at(10.3, 40.4), BOUNDS), "baselines snap to whole pixels");
    assert_eq!(here, set(&blobs, &run, at(10.2, 40.0), BOUNDS), "pens snap to quarters");
    assert_ne!(here, set(&blobs, &run, at(10.5, 40.0), BOUNDS));
}

#[test]
fn glyphs_on_the_grid_and_free_outlines_agree() {
    let mut blobs = MemoryBlobs::default();
    let run = run(&mut blobs, "Ag", 24.0);
    let transform = Affine::translate(Px::from_f64(10.25), Px::whole(40));
    let grid = set(&blobs, &run, transform, BOUNDS);
    let free = free(std::slice::from_ref(&run), transform, BOUNDS, &blobs).expect("a good font");
    let worst = grid.data.iter().zip(&free.data).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(worst <= Some(4), "{worst:?}");
    let turned = Affine::rotate_about(Angle::degrees(20.0), Point { x: Px::whole(40), y: Px::whole(30) });
    let turned = set(&blobs, &run, turned.after(transform), BOUNDS);
    assert!(
        (ink(&turned) - ink(&grid)).abs() < 3.0,
        "turning keeps the ink: {} {}",
        ink(&turned),
        ink(&grid)
    );
}

#[test]
fn overlapping_glyphs_saturate() {
    let mut blobs = MemoryBlobs::default();
    let twice = run(&mut blobs, "oo", 0.0);
    let once = GlyphRun { glyphs: twice.glyphs[..1].to_vec(), ..twice.clone() };
    let transform = Affine::translate(Px::whole(10), Px::whole(40));
    let (one, two) = (set(&blobs, &once, transform, BOUNDS), set(&blobs, &twice, transform, BOUNDS));
    assert!(one.data.iter().zip(&two.data).all(|(one, two)| one.saturating_add(*one) == *two));
}

#[test]
fn broken_fonts_are_errors_and_missing_glyphs_are_not() {
    let mut blobs = MemoryBlobs::default();
    let mut good = run(&mut blobs, "A", 0.0);
    good.glyphs[0].id = 65_000;
    assert!(set(&blobs, &good, Affine::IDENTITY, BOUNDS).data.iter().all(|v| *v == 0));
    for cut in [0, 4, 100, 1000, FONT.len() / 2] {
        let file = blobs.put(FONT[..cut].to_vec());
        let bad = GlyphRun { face: FaceKey { file, index: 0 }, ..good.clone() };
        // refused, or harmless: never a panic
        let _ = text_run(&[bad], Affine::IDENTITY, BOUNDS, &blobs, &Memo::new(0));
    }
    let bad = GlyphRun { face: FaceKey { file: blobs.put(&b"no font"[..]), index: 0 }, ..good };
    let found = text_run(&[bad], Affine::IDENTITY, BOUNDS, &blobs, &Memo::new(0));
    assert!(matches!(found, Err(RasterError::Font(_))));
}

#[test]
fn absurd_sizes_are_refused_or_empty() {
    let mut blobs = MemoryBlobs::default();
    let good = run(&mut blobs, "A", 0.0);
    let set = |size, transform, bounds| {
        let huge = GlyphRun { size, ..good.clone() };
        text_run(&[huge], transform, bounds, &blobs, &Memo::new(0))
    };
    let turned = Affine::rotate_about(Angle::degrees(10.0), Point::default());
    assert!(matches!(set(Px::MAX, Affine::IDENTITY, BOUNDS), Err(RasterError::TooLarge { .. })));
    assert!(set(Px::MAX, turned, BOUNDS).is_ok(), "only what lies in the box is drawn");
    assert!(set(Px::ZERO, Affine::IDENTITY, BOUNDS).is_ok_and(|mask| mask.data.iter().all(|v| *v == 0)));
    let wide = PixelRect { w: u32::MAX, h: 9, ..BOUNDS };
    assert!(matches!(set(Px::whole(9), Affine::IDENTITY, wide), Err(RasterError::TooLarge { .. })));
}
