use super::*;
use crate::font::EMOJI;
use crate::geom::{Angle, Point};
use crate::raster::glyph::face;

const PICTURES: &[u8] = include_bytes!("../../../fixtures/fonts/emoji-cbdt.ttf");
const LETTERS: &[u8] = include_bytes!("../../../fixtures/fonts/figtree-700.ttf");
const BOX: PixelRect = PixelRect { x: 0, y: 0, w: 140, h: 140 };

fn id(bytes: &[u8], c: char) -> u16 {
    face(bytes, 0).expect("a font").glyph_index(c).expect("in the font").0
}

fn at(x: f64, y: f64) -> Affine {
    Affine::translate(Px::from_f64(x), Px::from_f64(y))
}

fn drawn(bytes: &[u8], id: u16, size: i32, transform: Affine) -> Pixels {
    color_glyph(&face(bytes, 0).expect("a font"), id, Px::whole(size), transform, BOX).expect("is painted")
}

fn pixel(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    pixels.row(y).as_chunks::<4>().0[x as usize]
}

fn inked(pixels: &Pixels) -> usize {
    pixels.data.as_chunks::<4>().0.iter().filter(|pixel| pixel[3] > 127).count()
}

#[test]
fn a_glyph_brings_its_own_colours_within_its_outline() {
    let heart = drawn(EMOJI, id(EMOJI, '❤'), 100, at(5.0, 110.0));
    let [r, g, b, a] = pixel(&heart, 67, 70);
    assert!(r > 200 && g < 90 && b < 90 && a == 255, "{:?}", [r, g, b, a]);
    assert_eq!(pixel(&heart, 12, 125), [0; 4]);
    assert!(heart.data.as_chunks::<4>().0.iter().all(|[r, g, b, a]| r <= a && g <= a && b <= a));
    let letter = drawn(LETTERS, id(LETTERS, 'A'), 100, at(5.0, 110.0));
    assert!(letter.data.iter().all(|v| *v == 0), "letters take the colour of the text");
}

#[test]
fn tiles_have_no_seams_and_moves_by_whole_pixels_move_pixels() {
    let sun = id(EMOJI, '🌞');
    let face = face(EMOJI, 0).expect("a font");
    let all = color_glyph(&face, sun, Px::whole(150), at(3.25, 160.0), PixelRect { w: 200, h: 200, ..BOX });
    let all = all.expect("is painted");
    let part = PixelRect { x: 90, y: 70, w: 60, h: 80 };
    let cut = color_glyph(&face, sun, Px::whole(150), at(3.25, 160.0), part).expect("is painted");
    let moved = color_glyph(&face, sun, Px::whole(150), at(-86.75, 90.0), part.offset(-90, -70));
    assert_eq!(cut, moved.expect("is painted"));
    for y in 0..part.h {
        let row = &all.row(y + 70)[90 * 4..][..60 * 4];
        let worst = row.iter().zip(cut.row(y)).map(|(a, b)| a.abs_diff(*b)).max();
        // Curves that the edge of a tile cuts are flattened anew.
        assert!(worst <= Some(10), "row {y}: {worst:?}");
    }
}

#[test]
fn pictures_in_a_font_are_drawn_as_large_as_outlines_are_and_turn_with_them() {
    let (outlined, picture) = (id(EMOJI, '😎'), id(PICTURES, '😎'));
    for size in [16, 32, 96] {
        let [one, two] = [(EMOJI, outlined), (PICTURES, picture)]
            .map(|(bytes, id)| inked(&drawn(bytes, id, size, at(8.0, 110.0))) as f64);
        assert!((one / two - 1.0).abs() < 0.06, "at {size}: {one} and {two} pixels");
    }
    let straight = drawn(PICTURES, picture, 90, at(8.0, 110.0));
    let middle = Point { x: Px::whole(64), y: Px::whole(78) };
    let turned = Affine::rotate_about(Angle::degrees(30.0), middle).after(at(8.0, 110.0));
    let turned = drawn(PICTURES, picture, 90, turned);
    let (one, two) = (inked(&straight) as f64, inked(&turned) as f64);
    assert!((one / two - 1.0).abs() < 0.03, "{one} and {two} pixels");
    assert_ne!(straight, turned);
}

#[test]
fn a_damaged_font_is_refused_or_harmless() {
    let sun = id(EMOJI, '🌞');
    let table = |tag: &[u8; 4]| {
        let at = EMOJI.windows(4).position(|four| four == tag).expect("is there");
        let number = |at: usize| EMOJI[at..at + 4].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        (number(at + 8), number(at + 12))
    };
    let (from, length) = table(b"COLR");
    let mut seed = 7u32;
    let (mut refused, mut drawn) = (0, 0);
    for _ in 0..40 {
        let mut bytes = EMOJI.to_vec();
        for _ in 0..60 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // The front of the table: lists and offsets.
            bytes[from + seed as usize % (length / 8)] = (seed >> 24) as u8;
        }
        if crate::font::FontBook::new([("damaged".to_owned(), bytes.clone().into())]).1.is_empty()
            && let Ok(face) = face(&bytes, 0)
        {
            let _ = color_glyph(&face, sun, Px::whole(20), at(2.0, 20.0), PixelRect { w: 30, h: 30, ..BOX });
            drawn += 1;
        } else {
            refused += 1;
        }
    }
    assert!(refused > 0 && drawn > 0, "{refused} refused, {drawn} drawn");
}

#[test]
fn absurd_sizes_are_refused() {
    let face = face(EMOJI, 0).expect("a font");
    let wide = PixelRect { w: u32::MAX, h: 9, ..BOX };
    let found = color_glyph(&face, 9, Px::whole(9), Affine::IDENTITY, wide);
    assert!(matches!(found, Err(RasterError::TooLarge { .. })));
    let huge = color_glyph(&face, id(EMOJI, '🌞'), Px::MAX, Affine::IDENTITY, BOX);
    assert!(huge.is_ok(), "only what lies in the box is drawn");
}

#[test]
fn paths_held_at_once_are_bounded_and_every_clip_keeps_its_step() {
    let face = face(LETTERS, 0).expect("a font");
    let steps = vec![Step::ClipGlyph(id(LETTERS, 'g'), Map::IDENTITY); 100_000];
    let ready = prepared(&face, &steps, Map::IDENTITY);
    let verbs = |step: &Ready<'_>| if let Ready::Clip(Some(path)) = step { path.len() } else { 0 };
    let sum: usize = ready.iter().map(verbs).sum();
    assert!(sum > MAX_VERBS && sum < MAX_VERBS + 200, "{sum} verbs");
    assert_eq!(ready.len(), steps.len());
}
