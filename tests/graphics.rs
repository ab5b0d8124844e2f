//! What groups, clips, masks, drawings and filters mean, told by single pixels of whole renders.

use std::collections::BTreeMap;
use std::sync::Arc;

use mimeo::asset::{Asset, AssetTable, Facts, MediaKind, MemoryBlobs};
use mimeo::brand;
use mimeo::campaign::{Output, Renderer};
use mimeo::compile::{Inputs, Request, SlotInput};
use mimeo::copy::CopyDeck;
use mimeo::diag::{Sources, render_human};
use mimeo::digest::Digest;
use mimeo::encode::Format;
use mimeo::font::FontBook;
use mimeo::geom::{PixelSize, Ratio};
use mimeo::locale::Locale;
use mimeo::memo::Memo;
use mimeo::raster::Kernels;
use mimeo::template::{self, Drawing, TemplateSource};
use mimeo::yaml::{self, Limits};

const INK: [u8; 4] = [0x2A, 0x15, 0x33, 255];
const PRIMARY: [u8; 4] = [0xCB, 0x3A, 0x1E, 255];
const SURFACE: [u8; 4] = [0xFF, 0xF4, 0xE4, 255];

/// Its left half is red, its right half holds nothing.
const HALF: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><path fill='#FF0000' d='M0 0H10V10H0Z'/></svg>";

struct Picture(image::RgbaImage);

impl Picture {
    fn at(&self, x: u32, y: u32) -> [u8; 4] {
        self.0.get_pixel(x, y).0
    }
}

fn kit() -> brand::BrandKit {
    let text = include_str!("fixtures/kit.yaml");
    let root = yaml::read(text, Sources::new().add("kit.yaml", text), &Limits::default()).expect("is YAML");
    brand::parse("parasola", &root).expect("has no faults").kit
}

/// Renders layers over `surface` on 100 × 80 pixels; `$photo` is one blue picture, `half.svg` is there.
fn drawn(layers: &str, locale: &str) -> Picture {
    let text = format!(
        "mimeo: 1\nkind: template\nsizes: [100x80]\nslots: {{ photo: {{ type: image, optional: true }} }}\nbackground: surface\nlayers:\n{layers}"
    );
    let mut sources = Sources::new();
    let id = sources.add("template.yaml", text.as_str());
    let source =
        TemplateSource { name: "t".into(), template: (id, text.as_str().into()), components: Vec::new() };
    let parsed =
        template::parse(&source).unwrap_or_else(|found| panic!("{}", render_human(&found, &sources, false)));
    let mut template = parsed.template;
    let bytes = bytes::Bytes::from_static(HALF.as_bytes());
    let drawing = Drawing { digest: Digest::of_bytes(&bytes), aspect: Ratio::from_f64(2.0), bytes };
    template.drawings.insert("half.svg".into(), drawing);

    let mut blobs = MemoryBlobs::default();
    let mut file = std::io::Cursor::new(Vec::new());
    let blue = image::RgbaImage::from_pixel(50, 40, image::Rgba([0, 0, 255, 255]));
    blue.write_to(&mut file, image::ImageFormat::Png).expect("written");
    let photo = Asset {
        name: "blue".into(),
        digest: blobs.put(file.into_inner()),
        kind: MediaKind::Raster,
        size: PixelSize::new(50, 40),
        facts: Facts::default(),
    };
    let font = bytes::Bytes::from_static(include_bytes!("../fixtures/fonts/figtree-700.ttf"));
    blobs.put(font.to_vec());
    let inputs = Inputs {
        kit: Arc::new(kit()),
        deck: Arc::new(CopyDeck::new([], Locale::parse("en-US").expect("a tag"))),
        assets: Arc::new(AssetTable(BTreeMap::from([("blue".to_owned(), photo)]))),
        fonts: Arc::new(FontBook::new([("figtree-700.ttf".to_owned(), font)]).0),
    };
    let slots = BTreeMap::from([("photo".to_owned(), SlotInput::Literal("blue".into()))]);
    let request = Request {
        size: "100x80".into(),
        locale: Locale::parse(locale).expect("a tag"),
        slots,
        caps: BTreeMap::new(),
    };
    let memo = Memo::new(1 << 20);
    let renderer = Renderer {
        template: &template,
        inputs: &inputs,
        blobs: &blobs,
        memo: &memo,
        kernels: Kernels::best(),
    };
    let output = Output { format: Format::Png, quality: 90, max_bytes: None };
    let made = renderer
        .render(&request, output)
        .unwrap_or_else(|found| panic!("{}", render_human(&found, &sources, false)));
    Picture(image::load_from_memory(&made.bytes).expect("a picture").to_rgba8())
}

fn mixed(over: [u8; 4], under: [u8; 4], share: f64) -> [u8; 4] {
    std::array::from_fn(|n| (f64::from(over[n]) * share + f64::from(under[n]) * (1.0 - share)).round() as u8)
}

fn close(one: [u8; 4], two: [u8; 4]) -> bool {
    one.iter().zip(two).all(|(a, b)| a.abs_diff(b) <= 2)
}

#[test]
fn a_clip_cuts_all_layers_of_a_group_and_nothing_beside_it() {
    let picture = drawn(
        "- fill: ink\n- group:\n  - image: $photo\n  - fill: primary\n    width: 10px\n    place: stretch start\n  clip: arch\n",
        "en-US",
    );
    assert_eq!((picture.at(0, 0), picture.at(99, 0)), (INK, INK), "the corners are cut");
    assert_eq!(picture.at(5, 70), PRIMARY, "the legs are straight");
    assert_eq!(picture.at(50, 5), [0, 0, 255, 255]);
}

#[test]
fn a_group_fades_as_one() {
    let picture = drawn("- group:\n  - fill: ink\n  - fill: primary\n  opacity: 50%\n", "en-US");
    assert!(close(picture.at(50, 40), mixed(PRIMARY, SURFACE, 0.5)), "{:?}", picture.at(50, 40));
    let nested = drawn("- group:\n  - fill: primary\n    opacity: 50%\n  opacity: 50%\n", "en-US");
    assert!(close(nested.at(50, 40), mixed(PRIMARY, SURFACE, 0.25)), "{:?}", nested.at(50, 40));
}

#[test]
fn a_mask_fades_by_its_opacity_and_turns_round_with_the_writing() {
    let layers = "- image: $photo\n  mask: linear-gradient(to end, ink/0%, ink)\n";
    let (ltr, rtl) = (drawn(layers, "en-US"), drawn(layers, "ar-SA"));
    assert!(close(ltr.at(0, 40), SURFACE) && close(ltr.at(99, 40), [0, 0, 255, 255]));
    assert!(close(rtl.at(99, 40), SURFACE) && close(rtl.at(0, 40), [0, 0, 255, 255]));
    assert!(close(ltr.at(49, 40), mixed([0, 0, 255, 255], SURFACE, 0.495)), "{:?}", ltr.at(49, 40));
}

#[test]
fn letters_are_filled_with_a_gradient_over_their_box_and_it_turns_round_with_the_writing() {
    let layers = "- { text: ——, style: { base: button, size: 40px }, color: \"linear-gradient(to end, primary, ink)\", place: top stretch }\n";
    // Of the bars' middle row, between soft edges: the pixels well inside them.
    let inked = |picture: &Picture| {
        let covered = |x: u32, y: u32| (x - 2..x + 3).all(|x| picture.at(x, y) != SURFACE);
        let row = |y: u32| (2..98).filter(|x| covered(*x, y)).collect::<Vec<u32>>();
        let rows: Vec<u32> = (0..80).filter(|y| row(*y).len() > 40).collect();
        let y = rows[rows.len() / 2];
        let xs = row(y);
        (xs[0], xs[xs.len() - 1], y)
    };
    for (locale, turned) in [("en-US", false), ("ar-SA", true)] {
        let picture = drawn(layers, locale);
        let (left, right, y) = inked(&picture);
        for x in [left, right] {
            let along = (f64::from(x) + 0.5) / 100.0;
            let (from, to) = if turned { (INK, PRIMARY) } else { (PRIMARY, INK) };
            let seen = picture.at(x, y);
            assert!(close(seen, mixed(to, from, along)), "{locale} {x}: {seen:?}");
        }
    }
}

#[test]
fn a_drawing_takes_the_kits_colours_repeats_and_mirrors() {
    let layers = "- svg: half.svg\n  colors: { \"#FF0000\": primary }\n  tile: x\n  tile-size: 20px\n  place: top stretch\n  height: 30px\n";
    let (ltr, rtl) = (drawn(layers, "en-US"), drawn(layers, "ar-SA"));
    for n in 0..5 {
        assert_eq!((ltr.at(n * 20 + 5, 10), ltr.at(n * 20 + 15, 10)), (PRIMARY, SURFACE));
        assert_eq!((rtl.at(n * 20 + 5, 10), rtl.at(n * 20 + 15, 10)), (SURFACE, PRIMARY));
    }
    assert_eq!(ltr.at(5, 40), SURFACE, "one row of tiles");
    let fixed = drawn(&format!("{layers}  mirror: false\n"), "ar-SA");
    assert_eq!(fixed.at(5, 10), PRIMARY);
}

#[test]
fn a_drawing_keeps_its_shape_where_one_side_is_given() {
    let picture = drawn("- svg: half.svg\n  place: top start\n  width: 40px\n", "en-US");
    assert_eq!((picture.at(10, 19), picture.at(10, 21)), ([255, 0, 0, 255], SURFACE));
}

#[test]
fn pictures_have_round_corners_and_other_colours() {
    let picture = drawn("- image: $photo\n  box: { radius: 20px }\n  filter: { grayscale: 100% }\n", "en-US");
    assert_eq!(picture.at(0, 0), SURFACE);
    assert_eq!(picture.at(50, 40), [18, 18, 18, 255], "the luma of blue");
}

#[test]
fn a_ring_is_an_edge_without_an_inside() {
    let picture = drawn("- shape: arch\n  inset: 10px\n  box: { stroke: 4px ink }\n", "en-US");
    assert_eq!((picture.at(10, 60), picture.at(50, 50)), (INK, SURFACE));
}
