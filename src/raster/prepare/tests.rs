use super::*;
use crate::asset::MemoryBlobs;
use crate::color::{BlendMode, Gradient, GradientLine, Rgba, Stop};
use crate::encode::{JpegSettings, PngSettings, Settings, encode_whole};
use crate::geom::{Affine, Outline, PixelRect, PixelSize, Point, Px, Ratio, Rect};
use crate::plan::{Coverage, FaceKey, Glyph, GlyphRun, PaintOp, Source};
use crate::raster::{Kernels, paint_area};

const PHOTO: &[u8] = include_bytes!("../../../fixtures/photos/odd/exif-orientation-6.jpg");
const FONT: &[u8] = include_bytes!("../../../fonts/Figtree_700Bold.ttf");
const CANVAS: PixelRect = PixelRect { x: 0, y: 0, w: 300, h: 250 };

/// A photo, a scrim, a button with a shadow, and a word: what an ad is made of.
fn plan(blobs: &mut MemoryBlobs) -> Plan {
    let size = PixelSize::new(300, 250).expect("valid");
    let photo = blobs.put(PHOTO);
    let font = blobs.put(FONT);
    let crop = Rect::new(Px::from_f64(30.5), Px::ZERO, Px::whole(960), Px::whole(800));
    let button = Rect::new(Px::whole(20), Px::whole(190), Px::whole(120), Px::whole(40));
    let outline = Outline::rounded_rect(button, [Px::whole(12); 4]);
    let fill = Resource::Fill { outline: outline.clone(), bounds: button.hull() };
    let shadow = Resource::Blur {
        mask: Box::new(fill.clone()),
        sigma: Px::whole(4),
        bounds: PixelRect { x: 0, y: 170, w: 160, h: 80 },
    };
    let face = rustybuzz::Face::from_slice(FONT, 0).expect("a font");
    let mut pen = Px::ZERO;
    let glyphs = "Mimeo".chars().filter_map(|c| face.glyph_index(c)).map(|id| {
        let glyph = Glyph { id: id.0, x: pen.to_quarter(), y: Px::ZERO };
        let advance = f64::from(face.glyph_hor_advance(id).unwrap_or(0));
        pen += Px::from_f64(advance * 48.0 / f64::from(face.units_per_em()));
        glyph
    });
    let run =
        GlyphRun { face: FaceKey { file: font, index: 0 }, size: Px::whole(48), glyphs: glyphs.collect() };
    let transform = Affine::translate(Px::from_f64(20.3), Px::whole(80));
    let text =
        Resource::Text { runs: vec![run], transform, bounds: PixelRect { x: 10, y: 30, w: 280, h: 70 } };
    let photo = Resource::Photo { file: photo, crop, size, flip: false };
    let stop = |at: f64, a: u8| Stop { at: Ratio::percent(at), color: Rgba { r: 20, g: 10, b: 60, a } };
    let scrim = Gradient {
        line: GradientLine::Linear {
            from: Point { x: Px::ZERO, y: Px::whole(250) },
            to: Point { x: Px::ZERO, y: Px::ZERO },
        },
        stops: vec![stop(0.0, 220), stop(100.0, 0)],
    };
    let op = |source, mask: Option<&Resource>, bounds| {
        let coverage = mask.map_or(Coverage::Full, |mask| {
            let at = mask.mask_bounds().expect("a mask");
            Coverage::Mask { resource: mask.digest(), x: at.x, y: at.y }
        });
        PaintOp { source, coverage, blend: BlendMode::Normal, opacity: 255, bounds }
    };
    let white = Source::Solid(Rgba::WHITE);
    let ops = vec![
        op(Source::Solid(Rgba::BLACK), None, CANVAS),
        op(Source::Pixels { resource: photo.digest(), x: 0, y: 0 }, None, CANVAS),
        op(Source::Gradient(scrim), None, CANVAS),
        op(Source::Solid(Rgba { a: 160, ..Rgba::BLACK }), Some(&shadow), CANVAS),
        op(Source::Solid(Rgba { r: 250, g: 90, b: 40, a: 255 }), Some(&fill), CANVAS),
        op(Source::Group(vec![op(white, Some(&text), CANVAS)]), None, CANVAS),
    ];
    let axes = vec![Default::default(); ops.len()];
    let resources = [photo, fill, shadow, text].into_iter().map(|r| (r.digest(), r)).collect();
    Plan { size, opaque: true, resources, ops, axes }
}

#[test]
fn a_plan_becomes_a_jpeg_and_a_png_that_look_like_it() {
    let mut blobs = MemoryBlobs::default();
    let plan = plan(&mut blobs);
    let memo = Memo::new(64 << 20);
    let prepared = Workshop { blobs: &blobs, memo: &memo }.prepare_all(&plan).expect("all can be made");
    let mut rgba = Vec::new();
    paint_area(Kernels::best(), &plan.ops, &prepared, CANVAS, &mut rgba);
    let png = encode_whole(Settings::Png(PngSettings { opaque: true }), plan.size, &rgba);
    let jpeg = encode_whole(Settings::Jpeg(JpegSettings::new(90)), plan.size, &rgba);
    let read = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture").into_rgba8();
    let (png, jpeg) = (read(&png.bytes), read(&jpeg.bytes));
    if let Some(folder) = option_env!("MIMEO_LOOK") {
        png.save(format!("{folder}/plan.png")).expect("a folder to look into");
    }
    assert_eq!(png.as_raw(), &rgba, "PNG is lossless");
    let error: u64 = png.as_raw().iter().zip(jpeg.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(error < 3 * rgba.len() as u64, "mean error of the JPEG below 3 levels: {error}");
    assert_eq!(png.get_pixel(30, 210).0, [250, 90, 40, 255], "inside the button");
    let white = png.enumerate_pixels().filter(|(_, y, p)| *y < 100 && p.0 == [255; 4]).count();
    assert!((500..4000).contains(&white), "the word's stems are white: {white}");
}

#[test]
fn each_piece_is_made_once() {
    let mut blobs = MemoryBlobs::default();
    let plan = plan(&mut blobs);
    let memo = Memo::new(64 << 20);
    let workshop = Workshop { blobs: &blobs, memo: &memo };
    for _ in 0..3 {
        workshop.prepare_all(&plan).expect("all can be made");
    }
    let made = |work| memo.ledger().count(work).evaluated;
    let counts = [Work::Decode, Work::Crop, Work::Mask, Work::Glyph].map(made);
    // M, i, m, e, o at their phases; a fill, its shadow, a text run
    assert_eq!(counts, [1, 1, 3, 5]);
}

#[test]
fn nothing_changes_without_a_cache() {
    let mut blobs = MemoryBlobs::default();
    let plan = plan(&mut blobs);
    let render = |bytes| {
        let memo = Memo::new(bytes);
        let prepared = Workshop { blobs: &blobs, memo: &memo }.prepare_all(&plan).expect("all can be made");
        let mut rgba = Vec::new();
        paint_area(Kernels::best(), &plan.ops, &prepared, CANVAS, &mut rgba);
        rgba
    };
    assert_eq!(render(0), render(64 << 20));
}

#[test]
fn a_missing_file_is_named() {
    let blobs = MemoryBlobs::default();
    let file = Digest::of_bytes(b"nobody has it");
    let size = PixelSize::new(4, 4).expect("valid");
    let photo = Resource::Photo { file, crop: size.rect().to_rect(), size, flip: false };
    let found = Workshop { blobs: &blobs, memo: &Memo::new(0) }.prepare(&photo);
    assert_eq!(found.err(), Some(RasterError::Blob(crate::asset::BlobError::Missing(file))));
}
