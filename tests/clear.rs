//! `clear:` keeps the subject of a picture out from under the copy, in every size whose frame has room for both.

mod support;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use mimeo::asset::{Asset, AssetTable, Facts, Fraction, FractionRect, MediaKind};
use mimeo::campaign::Output;
use mimeo::compile::bind;
use mimeo::encode::Format;
use mimeo::geom::{PixelSize, Ratio, Rect};
use mimeo::layout::{Frame, layout};
use mimeo::memo::Memo;

/// Left, top, right, bottom: in the middle of the picture.
const SUBJECT: [f64; 4] = [0.425, 0.35, 0.575, 0.65];

/// A picture of 400 × 200, blue, with a red subject.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(400, 200, |x, y| {
        let (x, y) = (f64::from(x) / 400.0, f64::from(y) / 200.0);
        let inside = (SUBJECT[0]..SUBJECT[2]).contains(&x) && (SUBJECT[1]..SUBJECT[3]).contains(&y);
        image::Rgb(if inside { [255, 0, 0] } else { [0, 0, 255] })
    });
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).expect("written");
    file.into_inner()
}

/// Sizes in which the subject can stand clear of copy in the start half, below it or above it; the last has no room: the
/// picture has the frame's shape and cannot be moved.
const SIZES: [&str; 7] = ["300x250", "336x280", "1080x1080", "160x600", "600x160", "300x250@2x", "400x200"];

/// The box of the copy, and that of the red pixels.
fn boxes(size: &str, locale: &str, clear: bool) -> (Rect, [u32; 4]) {
    let (across, down) = if matches!(size, "160x600" | "600x160") { ("76%", "24%") } else { ("40%", "60%") };
    let place = match size {
        "160x600" => "top stretch",
        "600x160" => "top start",
        _ => "center start",
    };
    let text = format!(
        "mimeo: 1\nkind: template\nslots: {{ photo: image, headline: text }}\nsizes: [{}]\nbackground: surface\nlayers:\n\
         - image: $photo\n  fit: cover\n  anchor: 25% 50%\n{}\
         - stack: column\n  id: copy\n  place: {place}\n  width: {across}\n  height: {down}\n  layers:\n  \
         - {{ text: $headline, style: {{ base: display, size: 12vmin }}, fit: {{ min: 30% }} }}\n",
        SIZES.join(", "),
        if clear { "  clear: copy\n" } else { "" },
    );
    let mut world = support::world("summer-sale", "parasola");
    world.template = support::parsed(&text);
    let point = |x: f64, y: f64| Fraction { x: Ratio::from_f64(x), y: Ratio::from_f64(y) };
    let subject = FractionRect { from: point(SUBJECT[0], SUBJECT[1]), to: point(SUBJECT[2], SUBJECT[3]) };
    let asset = Asset {
        name: "dot".into(),
        digest: world.blobs.put(photo()),
        kind: MediaKind::Raster,
        size: PixelSize::new(400, 200),
        facts: Facts { subject: Some(subject), ..Facts::default() },
    };
    world.inputs.assets = Arc::new(AssetTable(BTreeMap::from([("dot".to_owned(), asset)])));
    let memo = Memo::new(64 << 20);
    let request = support::request(
        size,
        locale,
        &[("photo", "dot"), ("headline", "Long days are here, and so are short prices for all.")],
    );
    let scene = bind(&world.template, &world.inputs, &request).expect("binds");
    let (frames, _) = layout(&scene, &world.inputs.fonts, &memo).expect("fits");
    let copy =
        frames.layers.iter().find(|frame: &&Frame<'_>| frame.node.id == "copy").expect("copy").content_box();
    let output = Output { format: Format::Png, ..Output::default() };
    let creative = world.renderer(&memo).render(&request, output).expect("is drawn");
    let picture = image::load_from_memory(&creative.bytes).expect("decodes").to_rgb8();
    let red = picture.enumerate_pixels().filter(|(_, _, p)| p[0] > 200 && p[1] < 60 && p[2] < 60);
    let around = red.fold([u32::MAX, u32::MAX, 0, 0], |[l, t, r, b], (x, y, _)| {
        [l.min(x), t.min(y), r.max(x + 1), b.max(y + 1)]
    });
    (copy, around)
}

/// How far two boxes lie in one another, in px.
fn overlap(copy: Rect, [l, t, r, b]: [u32; 4]) -> f64 {
    let across = copy.right().to_f64().min(f64::from(r)) - copy.x.to_f64().max(f64::from(l));
    let down = copy.bottom().to_f64().min(f64::from(b)) - copy.y.to_f64().max(f64::from(t));
    across.min(down).max(0.0)
}

#[test]
fn the_subject_does_not_meet_the_copy_in_any_size_with_room_for_both() {
    let mut moved = 0;
    for size in SIZES.into_iter().filter(|size| *size != "400x200") {
        for locale in ["en-US", "ar-SA"] {
            let (copy, subject) = boxes(size, locale, true);
            assert!(subject[2] > subject[0], "{size} {locale}: the subject is seen");
            assert!(overlap(copy, subject) <= 1.0, "{size} {locale}: {copy:?} meets {subject:?}");
            let (copy, subject) = boxes(size, locale, false);
            moved += usize::from(overlap(copy, subject) > 1.0);
        }
    }
    assert!(moved >= 6, "without `clear:` they meet in {moved}");
}

#[test]
fn where_the_frame_has_no_room_the_picture_stays() {
    assert_eq!(boxes("400x200", "en-US", true).1, boxes("400x200", "en-US", false).1);
}
