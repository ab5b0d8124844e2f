//! Any string at all ends as text or as a diagnostic, soon, and in memory that grows with its length.

use std::time::{Duration, Instant};

use bytes::Bytes;
use mimeo::brand::{Breaking, Hyphens, WordBreak};
use mimeo::font::FontBook;
use mimeo::geom::{Px, Ratio};
use mimeo::locale::Locale;
use mimeo::memo::Weigh;
use mimeo::text::{Align, MAX_CHARS, Setting, TextError, TextStyle, shape};

fn book() -> FontBook {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fonts");
    let names = ["figtree-400.ttf", "arabic-400.ttf", "thai-400.ttf", "japanese-400.otf"];
    FontBook::new(
        names.map(|name| (name.to_owned(), Bytes::from(std::fs::read(folder.join(name)).expect("a font")))),
    )
    .0
}

/// Numbers that look random and are the same each time (a linear congruence of Knuth's).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as u32) % limit
    }
}

/// Texts of the greatest length, out of alphabets that give text engines trouble.
fn texts() -> Vec<(String, String)> {
    let mut dice = Dice(7);
    let mut all = Vec::new();
    let mut random = |name: &str, pick: &dyn Fn(&mut Dice) -> u32| {
        let text: String = std::iter::from_fn(|| Some(char::from_u32(pick(&mut dice)).unwrap_or('\u{fffd}')))
            .take(MAX_CHARS)
            .collect();
        all.push((name.to_owned(), text));
    };
    let one_of =
        |chars: &'static [u32]| move |dice: &mut Dice| chars[dice.below(chars.len() as u32) as usize];
    for _ in 0..8 {
        random("all of Unicode", &|dice| dice.below(0x11_0000));
        random("the basic plane", &|dice| dice.below(0x1_0000));
    }
    random("Latin with marks", &|dice| if dice.below(3) == 0 { 0x61 } else { 0x300 + dice.below(0x70) });
    random("Arabic", &|dice| 0x600 + dice.below(0x100));
    random("Thai", &|dice| 0xe00 + dice.below(0x5c));
    random("Burmese and Khmer", &|dice| {
        if dice.below(2) == 0 { 0x1000 + dice.below(0xa0) } else { 0x1780 + dice.below(0x80) }
    });
    random("Indic", &|dice| 0x900 + dice.below(0x480));
    random("Hangul jamo", &|dice| 0x1100 + dice.below(0x100));
    random(
        "controls of direction",
        &one_of(&[
            0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x61, 0x627, 0x28, 0x5d,
            0x31,
        ]),
    );
    random("no width", &one_of(&[0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0xfe0f, 0x34f, 0x61]));
    random("controls", &|dice| dice.below(0x20));
    random("emoji", &one_of(&[0x1f468, 0x200d, 0x1f469, 0x1f3fb, 0xfe0f, 0x1f1e6, 0x1f1ff, 0x20e3, 0xe0067]));
    random("brackets", &one_of(&[0x28, 0x29, 0x5b, 0x5d, 0x7b, 0x7d, 0x300c, 0x300d, 0x5d0, 0x61]));
    for (name, unit) in [
        ("one word", "a"),
        ("a thousand marks on a letter", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}"),
        ("overrides", "\u{202e}"),
        ("isolates", "\u{2067}"),
        ("soft hyphens", "\u{ad}"),
        ("joiners", "\u{200d}"),
        ("lines", "\n"),
        ("spaces", " "),
        ("flags", "\u{1f1e9}"),
        ("a Thai word", "กากากา"),
        ("Lao", "ກາ"),
        ("Khmer", "ក្ក"),
        ("a kana", "カ"),
        ("kasra", "\u{650}"),
    ] {
        let count = MAX_CHARS / unit.chars().count();
        all.push((name.to_owned(), unit.repeat(count)));
    }
    all.push(("marks alone".to_owned(), format!("e{}", "\u{301}".repeat(MAX_CHARS - 1))));
    all
}

#[test]
fn any_text_is_set_or_refused_in_bounded_time() {
    let book = book();
    // Twenty times as long without the optimiser, and on machines with other things to do.
    let most = if cfg!(debug_assertions) { Duration::from_secs(1) } else { Duration::from_millis(50) };
    let mut slowest = (Duration::ZERO, String::new());
    for (name, text) in texts() {
        for tag in ["en", "ar", "th", "ja", "de"] {
            let breaking = Breaking { hyphens: Hyphens::Auto, words: WordBreak::Auto, ..Breaking::default() };
            let families = vec!["Figtree".to_owned(), "Noto Sans Arabic".to_owned()];
            let style = TextStyle { families, weight: 400, breaking, ..TextStyle::default() };
            let locale = Locale::parse(tag).expect("a tag");
            let setting = Setting {
                size: Px::whole(20),
                leading: Ratio::ONE,
                tracking: Ratio::ZERO,
                align: Align::Center,
            };
            // The best of two: what else the machine does is not our work.
            let took = (0..2).map(|_| {
                let began = Instant::now();
                let shaped = shape(&book, &text, &style, &locale, &["a a".to_owned()]).expect("not too long");
                let block = shaped.set(&setting, Px::whole(300), true);
                let took = began.elapsed();
                assert!(block.lines.len() <= text.chars().count() + 1, "{name} in {tag}");
                // Glyphs, clusters, segments: all of them are in proportion to the text.
                assert!(
                    shaped.weight() < 4096 + text.len() * 600,
                    "{name} in {tag}: {} bytes",
                    shaped.weight()
                );
                took
            });
            let took = took.min().unwrap_or_default();
            if took > slowest.0 {
                slowest = (took, format!("{name} in {tag}"));
            }
        }
    }
    println!("the slowest: {slowest:?}");
    assert!(slowest.0 < most, "{slowest:?}");
}

#[test]
fn a_longer_text_is_refused() {
    let style = TextStyle { families: vec!["Figtree".to_owned()], weight: 400, ..TextStyle::default() };
    let locale = Locale::parse("en").expect("a tag");
    let refused = shape(&book(), &"a".repeat(MAX_CHARS + 1), &style, &locale, &[]);
    assert_eq!(refused.err(), Some(TextError::TooLong(MAX_CHARS + 1)));
}
