//! What the stage promises, with small subsets of real fonts.

mod browser;
mod caps;
mod chromium;
mod emoji;
mod properties;
mod rich;
mod scripts;
mod setting;

use bytes::Bytes;

use super::*;
use crate::geom::{Px, Ratio};

/// All fonts of `fixtures/fonts`.
fn book() -> FontBook {
    let files: [(&str, &[u8]); 6] = [
        ("figtree-400.ttf", include_bytes!("../../../fixtures/fonts/figtree-400.ttf")),
        ("figtree-700.ttf", include_bytes!("../../../fixtures/fonts/figtree-700.ttf")),
        ("newsreader-300-italic.ttf", include_bytes!("../../../fixtures/fonts/newsreader-300-italic.ttf")),
        ("arabic-400.ttf", include_bytes!("../../../fixtures/fonts/arabic-400.ttf")),
        ("thai-400.ttf", include_bytes!("../../../fixtures/fonts/thai-400.ttf")),
        ("japanese-400.otf", include_bytes!("../../../fixtures/fonts/japanese-400.otf")),
    ];
    let (book, found) =
        FontBook::new(files.map(|(name, bytes)| (name.to_owned(), Bytes::from_static(bytes))));
    assert!(found.is_empty(), "{found:?}");
    book
}

fn style(families: &[&str]) -> TextStyle {
    TextStyle {
        families: families.iter().map(|&f| f.to_owned()).collect(),
        weight: 400,
        ..TextStyle::default()
    }
}

fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a tag")
}

fn shaped_in(text: &str, tag: &str, families: &[&str]) -> Shaped {
    shape(&book(), text, &style(families), &locale(tag), &[]).expect("shapes")
}

fn latin(text: &str) -> Shaped {
    shaped_in(text, "en", &["Figtree"])
}

fn arabic(text: &str) -> Shaped {
    shaped_in(text, "ar", &["Noto Sans Arabic", "Figtree"])
}

fn at(size: i32) -> Setting {
    Setting {
        size: Px::whole(size),
        leading: Ratio::from_f64(1.25),
        tracking: Ratio::ZERO,
        align: Align::Start,
    }
}

/// The text of each line, without the spaces at its end.
fn lines(shaped: &Shaped, setting: &Setting, width: i32, balance: bool) -> Vec<String> {
    let block = shaped.set(setting, Px::whole(width), balance);
    block.lines.iter().map(|line| shaped.text()[line.text.clone()].trim_end().to_owned()).collect()
}

fn width(shaped: &Shaped, setting: &Setting) -> Px {
    shaped.set(setting, Px::MAX, false).size.w
}
