//! Golden images: what each template looks like, kept as the files that the product itself writes.
//!
//! `UPDATE=1 cargo test --test golden` writes them anew; but when the inputs (templates, kits, copy, pictures, fonts) are
//! what they were, never while [`RENDER_EPOCH`] is, too: pixels that change for unchanged inputs need a new epoch, or
//! caches and releases would lie. When a picture differs, `target/golden/` holds expected, difference and actual side by
//! side.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use image::{Rgb, RgbImage};
use mimeo::campaign::Output;
use mimeo::digest::{Digest, RENDER_EPOCH};
use mimeo::encode::Format;

/// A template, its kit, and for each locale what its slots are filled with.
struct Sheet {
    template: &'static str,
    brand: &'static str,
    sizes: &'static [&'static str],
    variants: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

const SHEETS: [Sheet; 3] = [
    Sheet {
        template: "summer-sale",
        brand: "parasola",
        sizes: &["300x250", "728x90", "320x50", "1080x1080"],
        variants: &[
            ("en-US", &[("photo", "beach"), ("headline", "deck headline.1-home")]),
            ("de-DE", &[("photo", "pool"), ("headline", "deck headline.1-home")]),
            ("ar-SA", &[("photo", "deck"), ("headline", "deck headline.1-home")]),
            ("fr-FR", &[("photo", "beach"), ("headline", "L’été est là 🏖️😎🇫🇷")]),
        ],
    },
    Sheet {
        template: "product-card",
        brand: "parasola",
        sizes: &["300x250", "728x90"],
        variants: &[
            (
                "de-DE",
                &[
                    ("product", "lamp"),
                    ("name", "deck product.lamp-fungo"),
                    ("price", "74.9 EUR"),
                    ("was", "109 EUR"),
                ],
            ),
            (
                "ar-SA",
                &[
                    ("product", "bottle"),
                    ("name", "deck product.bottle-alba"),
                    ("price", "94 SAR"),
                    ("was", "135 SAR"),
                ],
            ),
            ("ja-JP", &[("product", "mug"), ("name", "deck product.mug-laguna"), ("price", "1780 JPY")]),
        ],
    },
    Sheet {
        template: "event-quote",
        brand: "arkhalle",
        sizes: &["300x250", "160x600"],
        variants: &[
            (
                "en-US",
                &[
                    ("portrait", "ines"),
                    ("quote", "deck quote.q1"),
                    ("speaker", "deck speaker.q1"),
                    ("role", "deck role.q1"),
                ],
            ),
            (
                "th-TH",
                &[
                    ("portrait", "tomas"),
                    ("quote", "deck quote.q2"),
                    ("speaker", "deck speaker.q2"),
                    ("role", "deck role.q2"),
                ],
            ),
        ],
    },
];

/// What a product card needs besides.
const CARD: [(&str, &str); 6] = [
    ("rating", "4.7"),
    ("reviews", "1204"),
    ("kicker", "deck card.kicker"),
    ("cta", "deck card.cta"),
    ("legal", "deck card.legal"),
    ("was-label", "deck card.was"),
];

/// Name and digest of each picture.
type Recorded = BTreeMap<String, String>;

/// `tests/ref/epoch`: the epoch, the digest of all inputs, then the pictures.
#[derive(Default)]
struct Record {
    epoch: u32,
    inputs: String,
    pictures: Recorded,
}

fn folder() -> PathBuf {
    support::root().join("tests/ref")
}

fn pictures() -> (String, BTreeMap<String, Vec<u8>>) {
    let mut pictures = BTreeMap::new();
    let mut inputs = String::new();
    for sheet in &SHEETS {
        let world = support::world(sheet.template, sheet.brand);
        inputs.push_str(&world.fingerprint());
        for size in sheet.sizes {
            for (locale, slots) in sheet.variants {
                let more = CARD.iter().filter(|(slot, _)| {
                    sheet.template == "product-card" && world.template.slot(slot).is_some()
                });
                let slots: Vec<_> = slots.iter().chain(more).copied().collect();
                let request = support::request(size, locale, &slots);
                // The largest would fill the repository; their bytes still depend on every pixel.
                let quality = if *size == "1080x1080" { 50 } else { 84 };
                let output = Output { format: Format::Jpeg, quality, max_bytes: None };
                let creative = world.fresh(&request, output);
                let creative =
                    creative.unwrap_or_else(|found| panic!("{}", support::shown(&found, &world.sources)));
                pictures.insert(format!("{}_{size}_{locale}.jpg", sheet.template), creative.bytes);
            }
        }
    }
    // One of each other way to write a file. AVIF's bytes hold for one system only.
    let world = support::world("summer-sale", "parasola");
    let request =
        support::request("300x250", "en-US", &[("photo", "beach"), ("headline", "deck headline.1-home")]);
    for (name, format, max_bytes) in [
        ("plain.png", Format::Png, None),
        ("palette.png", Format::Png, Some(60_000)),
        ("plain.webp", Format::Webp, None),
    ] {
        let creative = world.fresh(&request, Output { format, quality: 84, max_bytes }).expect("is drawn");
        pictures.insert(format!("summer-sale_300x250_en-US_{name}"), creative.bytes);
    }
    (Digest::of_bytes(inputs.as_bytes()).hex(), pictures)
}

fn recorded() -> Option<Record> {
    let text = fs::read_to_string(folder().join("epoch")).ok()?;
    let mut lines = text.lines();
    let epoch = lines.next()?.strip_prefix("epoch ")?.parse().ok()?;
    let inputs = lines.next()?.strip_prefix("inputs ")?.to_owned();
    let pictures = lines.filter_map(|line| line.split_once(' ')).map(|(a, b)| (a.into(), b.into())).collect();
    Some(Record { epoch, inputs, pictures })
}

fn difference(expected: &RgbImage, actual: &RgbImage) -> RgbImage {
    let (w, h) = (expected.width().max(actual.width()), expected.height().max(actual.height()));
    RgbImage::from_fn(w, h, |x, y| {
        match (expected.get_pixel_checked(x, y), actual.get_pixel_checked(x, y)) {
            // Four times as strong as it is: a difference of one level is meant to be seen.
            (Some(a), Some(b)) => Rgb(std::array::from_fn(|c| a.0[c].abs_diff(b.0[c]).saturating_mul(4))),
            _ => Rgb([255, 0, 255]),
        }
    })
}

fn show(name: &str, expected: &[u8], actual: &[u8]) -> PathBuf {
    let decode = |bytes: &[u8]| {
        image::load_from_memory(bytes).map(|i| i.to_rgb8()).unwrap_or_else(|_| RgbImage::new(1, 1))
    };
    let (expected, actual) = (decode(expected), decode(actual));
    let panels = [&expected, &difference(&expected, &actual), &actual];
    let w = panels.iter().map(|p| p.width() + 8).sum();
    let h = panels.iter().map(|p| p.height()).max().unwrap_or(1);
    let mut sheet = RgbImage::from_pixel(w, h, Rgb([128, 128, 128]));
    let mut x = 0;
    for panel in panels {
        image::imageops::replace(&mut sheet, panel, i64::from(x), 0);
        x += panel.width() + 8;
    }
    let out = support::root().join("target/golden");
    fs::create_dir_all(&out).expect("a folder");
    let path = out.join(name).with_extension("png");
    sheet.save(&path).expect("written");
    path
}

#[test]
fn pictures_are_what_they_were() {
    let update = std::env::var_os("UPDATE").is_some_and(|v| v == "1");
    let (inputs, pictures) = pictures();
    let actual: Recorded =
        pictures.iter().map(|(name, bytes)| (name.clone(), Digest::of_bytes(bytes).hex())).collect();
    let Record { epoch, inputs: old_inputs, pictures: expected } = recorded().unwrap_or_default();
    let changed: Vec<&String> = actual
        .iter()
        .filter(|(name, hex)| expected.get(*name).is_some_and(|was| was != *hex))
        .map(|(n, _)| n)
        .collect();
    for name in &changed {
        let was = fs::read(folder().join(name)).unwrap_or_default();
        let path = show(name, &was, &pictures[*name]);
        println!("{name} differs: {}", path.display());
    }
    assert!(
        changed.is_empty() || epoch != RENDER_EPOCH || inputs != old_inputs,
        "pixels changed for unchanged inputs, but RENDER_EPOCH is still {epoch}: {changed:?}\n\
         If the change is meant, raise RENDER_EPOCH in src/digest/mod.rs, then run with UPDATE=1."
    );
    if update {
        let mut text = format!("epoch {RENDER_EPOCH}\ninputs {inputs}\n");
        for (name, bytes) in &pictures {
            fs::write(folder().join(name), bytes).expect("written");
            text.push_str(&format!("{name} {}\n", actual[name]));
        }
        fs::write(folder().join("epoch"), text).expect("written");
        return;
    }
    assert_eq!(epoch, RENDER_EPOCH, "the epoch was raised: look at the pictures, then run with UPDATE=1");
    assert!(
        changed.is_empty(),
        "templates, kits or fixtures changed: look at the pictures, then run with UPDATE=1"
    );
    let missing: Vec<&String> = actual.keys().filter(|name| !expected.contains_key(*name)).collect();
    let orphans: Vec<&String> = expected.keys().filter(|name| !actual.contains_key(*name)).collect();
    assert!(missing.is_empty() && orphans.is_empty(), "run with UPDATE=1: new {missing:?}, gone {orphans:?}");
}

/// The pictures in the repository are those that the record speaks of, and there are no others.
#[test]
fn the_record_is_true() {
    let Record { pictures: expected, .. } = recorded().expect("tests/ref/epoch is there; run with UPDATE=1");
    let mut files: Vec<String> = fs::read_dir(folder())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "epoch")
        .collect();
    files.sort();
    assert_eq!(files, expected.keys().cloned().collect::<Vec<_>>());
    for (name, hex) in expected {
        let bytes = fs::read(folder().join(&name)).expect("readable");
        assert_eq!(Digest::of_bytes(&bytes).hex(), hex, "{name}");
    }
}
