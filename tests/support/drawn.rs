//! Layers drawn by themselves, so that single pixels can be asked.

#![allow(dead_code, reason = "each test binary uses a part")]

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
use mimeo::font::{EMOJI, FontBook};
use mimeo::geom::{PixelSize, Ratio};
use mimeo::locale::Locale;
use mimeo::memo::Memo;
use mimeo::raster::Kernels;
use mimeo::template::{self, Drawing, TemplateSource};
use mimeo::yaml::{self, Limits};

/// Its left half is red, its right half holds nothing.
const HALF: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'><path fill='#FF0000' d='M0 0H10V10H0Z'/></svg>";

pub(crate) struct Picture(pub(crate) image::RgbaImage);

impl Picture {
    pub(crate) fn at(&self, x: u32, y: u32) -> [u8; 4] {
        self.0.get_pixel(x, y).0
    }
}

fn kit() -> brand::BrandKit {
    let text = include_str!("../fixtures/kit.yaml");
    let root = yaml::read(text, Sources::new().add("kit.yaml", text), &Limits::default()).expect("is YAML");
    brand::parse("parasola", &root).expect("has no faults").kit
}

/// Renders layers over `surface` on 100 × 80 pixels; `$photo` is one blue picture, `half.svg` is there.
pub(crate) fn drawn(layers: &str, locale: &str) -> Picture {
    drawn_at("100x80", layers, locale).unwrap_or_else(|found| panic!("{found}"))
}

/// The same on another canvas; or what is wrong, as people read it.
pub(crate) fn drawn_at(size: &str, layers: &str, locale: &str) -> Result<Picture, String> {
    let text = format!(
        "mimeo: 1\nkind: template\nsizes: [{size}]\nslots: {{ photo: {{ type: image, optional: true }} }}\nbackground: surface\nlayers:\n{layers}"
    );
    let mut sources = Sources::new();
    let id = sources.add("template.yaml", text.as_str());
    let source =
        TemplateSource { name: "t".into(), template: (id, text.as_str().into()), components: Vec::new() };
    let parsed = template::parse(&source).map_err(|found| render_human(&found, &sources, false))?;
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
    let font = bytes::Bytes::from_static(include_bytes!("../../fixtures/fonts/figtree-700.ttf"));
    blobs.put(font.to_vec());
    let emoji = bytes::Bytes::from_static(EMOJI);
    blobs.put(emoji.to_vec());
    let inputs = Inputs {
        kit: Arc::new(kit()),
        deck: Arc::new(CopyDeck::new([], Locale::parse("en-US").expect("a tag"))),
        assets: Arc::new(AssetTable(BTreeMap::from([("blue".to_owned(), photo)]))),
        fonts: Arc::new(FontBook::new([("figtree-700.ttf".to_owned(), font), ("emoji".to_owned(), emoji)]).0),
    };
    let slots = BTreeMap::from([("photo".to_owned(), SlotInput::Literal("blue".into()))]);
    let request = Request {
        size: size.into(),
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
    let made = renderer.render(&request, output).map_err(|found| render_human(&found, &sources, false))?;
    Ok(Picture(image::load_from_memory(&made.bytes).expect("a picture").to_rgba8()))
}
