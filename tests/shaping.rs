//! HarfBuzz's own suites (in-house, Adobe's OpenType tests, Unicode's text rendering tests), run through the call that
//! texts are shaped with; and the fonts that its fuzzers found, through the loading and shaping of texts.

#[path = "support/data.rs"]
mod data;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use mimeo::font::FontBook;
use mimeo::geom::{Px, Ratio};
use mimeo::locale::Locale;
use mimeo::text::{Align, RunGlyph, Setting, TextStyle, shape, shape_run};
use rustybuzz::ttf_parser::GlyphId;
use unicode_script::{Script, UnicodeScript};

/// A line of a `.tests` file: font, options, characters, glyphs.
struct Case {
    font: PathBuf,
    options: Vec<String>,
    text: String,
    wanted: String,
}

fn cases(file: &Path) -> Vec<Case> {
    let text = data::read(file);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '@']));
    lines
        .filter_map(|line| {
            let [font, options, codes, wanted] = line.splitn(4, ';').collect::<Vec<_>>()[..] else {
                return None;
            };
            // Lone surrogates are no text.
            let text = codes
                .split(',')
                .map(|code| {
                    let hex = code.trim_start_matches("U+").trim_start_matches("0x");
                    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
                })
                .collect::<Option<String>>()?;
            let font = file.parent().expect("a folder").join(font.split('@').next().unwrap_or(font));
            let options = options.split_whitespace().map(|o| o.replace(['"', '\''], "")).collect();
            Some(Case { font, options, text, wanted: wanted.to_owned() })
        })
        .collect()
}

/// What a case asks of the shaper.
struct Asked {
    rtl: bool,
    script: Script,
    language: String,
    features: Vec<(String, u32)>,
    face: u32,
    before: String,
    after: String,
    size: Option<i32>,
    no_names: bool,
    no_clusters: bool,
    no_positions: bool,
    /// "No extra data": neither clusters nor advances, positions from the start of the line.
    terse: bool,
}

/// `Err`: the reason why a case is not about us.
fn asked(case: &Case) -> Result<Asked, &'static str> {
    let own = |c: char| !matches!(c.script(), Script::Common | Script::Inherited | Script::Unknown);
    let script = case.text.chars().find(|&c| own(c)).map_or(Script::Common, |c| c.script());
    let mut asked = Asked {
        rtl: is_rtl(script),
        script,
        language: "en".into(),
        features: Vec::new(),
        face: 0,
        before: String::new(),
        after: String::new(),
        size: None,
        no_names: false,
        no_clusters: false,
        no_positions: false,
        terse: false,
    };
    for option in &case.options {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let hidden = |c: char| matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
        match name {
            "--font-funcs" | "--single-par" | "--bot" | "--eot" => {}
            "--no-glyph-names" => asked.no_names = true,
            "--no-clusters" => asked.no_clusters = true,
            "--no-positions" => asked.no_positions = true,
            "--ned" => asked.terse = true,
            "--language" => asked.language = value.to_owned(),
            "--face-index" => asked.face = value.parse().map_err(|_| "another option")?,
            "--script" => asked.script = Script::from_short_name(value).ok_or("another option")?,
            "--direction" => match value {
                "l" | "ltr" => asked.rtl = false,
                "r" | "rtl" => asked.rtl = true,
                _ => return Err("vertical text"),
            },
            "--font-size" => asked.size = Some(value.parse().map_err(|_| "another option")?),
            "--unicodes-before" | "--unicodes-after" => {
                let context: Option<String> = value
                    .split(',')
                    .map(|code| char::from_u32(u32::from_str_radix(code.trim_start_matches("U+"), 16).ok()?))
                    .collect();
                let into = if name == "--unicodes-before" { &mut asked.before } else { &mut asked.after };
                *into = context.ok_or("another option")?;
            }
            "--features" => {
                for feature in value.split(',') {
                    if feature.contains('[') {
                        return Err("a feature for a part of a run");
                    }
                    let (tag, value) = match feature.split_once('=') {
                        Some((tag, value)) => (tag, value.parse().unwrap_or(1)),
                        None => {
                            (feature.trim_start_matches(['+', '-']), u32::from(!feature.starts_with('-')))
                        }
                    };
                    asked.features.push((tag.to_owned(), value));
                }
            }
            "--variations" => return Err("a variable font"),
            "--remove-default-ignorables" if case.text.chars().any(hidden) => {
                return Err("removed ignorables: ours keep their cluster");
            }
            "--remove-default-ignorables" => {}
            _ => return Err("another option"),
        }
    }
    Ok(asked)
}

/// Of the scripts that we claim.
fn is_rtl(script: Script) -> bool {
    matches!(script, Script::Arabic | Script::Hebrew)
}

/// Glyphs as HarfBuzz's `hb-shape` prints them.
fn shown(asked: &Asked, face: &rustybuzz::Face, text: &str, glyphs: &[RunGlyph]) -> String {
    let units = face.units_per_em();
    let scaled = |value: i32| match asked.size {
        Some(size) => (f64::from(value) * f64::from(size) / f64::from(units)).round() as i32,
        None => value,
    };
    let mut pen = (0, 0);
    let mut out = Vec::new();
    for glyph in glyphs {
        let name = face.glyph_name(GlyphId(glyph.id)).filter(|_| !asked.no_names);
        let mut one = match name {
            Some(name) => name.to_owned(),
            None if asked.no_names => glyph.id.to_string(),
            None => format!("gid{}", glyph.id),
        };
        if !asked.no_clusters && !asked.terse {
            let before = text.get(..glyph.cluster as usize).map_or(0, |before| before.chars().count());
            one += &format!("={before}");
        }
        if !asked.no_positions {
            let (mut x, mut y) = glyph.offset;
            if asked.terse {
                (x, y) = (x + pen.0, y + pen.1);
            }
            if (x, y) != (0, 0) {
                one += &format!("@{},{}", scaled(x), scaled(y));
            }
            if !asked.terse {
                one += &format!("+{}", scaled(glyph.advance.0));
                if glyph.advance.1 != 0 {
                    one += &format!(",{}", scaled(glyph.advance.1));
                }
            }
        }
        pen = (pen.0 + glyph.advance.0, pen.1 + glyph.advance.1);
        out.push(one);
    }
    format!("[{}]", out.join("|"))
}

/// Same but for names of glyphs and the last unit of scaled positions.
fn alike(a: &str, b: &str, exact: bool) -> bool {
    if a == b {
        return true;
    }
    let parts = |text: &str| -> Vec<Vec<String>> {
        let inner = text.trim_start_matches('[').trim_end_matches(']').to_owned();
        inner.split('|').map(|g| g.split(['=', '@', '+', ',']).map(str::to_owned).collect()).collect()
    };
    let (a, b) = (parts(a), parts(b));
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| {
            // Names of a CFF font are its charset's numbers; ours then are numbers of glyphs.
            let names =
                a[0] == b[0] || b[0].starts_with("cid") || a[0].starts_with("gid") != b[0].starts_with("gid");
            let near = |(a, b): (&String, &String)| {
                let (a, b) = (a.parse::<i32>(), b.parse::<i32>());
                matches!((a, b), (Ok(a), Ok(b)) if (a - b).abs() <= i32::from(!exact))
            };
            names && a.len() == b.len() && a.iter().zip(b).skip(1).all(near)
        })
}

/// Scripts that templates may be written in: a kit has a group for each of these, or they need none.
const CLAIMED: [Script; 24] = [
    Script::Common,
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Armenian,
    Script::Georgian,
    Script::Arabic,
    Script::Hebrew,
    Script::Thai,
    Script::Lao,
    Script::Khmer,
    Script::Myanmar,
    Script::Devanagari,
    Script::Bengali,
    Script::Gujarati,
    Script::Gurmukhi,
    Script::Kannada,
    Script::Malayalam,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Sinhala,
    Script::Han,
    Script::Hangul,
];

/// What we miss, and why: rustybuzz 0.20 follows HarfBuzz 10, the suite is that of HarfBuzz 15.
const MISSED: [(&str, usize, &str); 13] = [
    ("in-house/arabic-fallback-shaping", 13, "joined forms are not made up for fonts without GSUB"),
    ("in-house/cluster", 1, "a Sinhala ligature that later versions take apart"),
    ("in-house/directwrite", 1, "cursive attachment to a glyph of another word, as DirectWrite has it"),
    ("in-house/hangul-calt", 2, "`calt` is off in Hangul, as it was before HarfBuzz 11"),
    ("in-house/harfbust", 1, "a font that spells its own joke by newer lookups"),
    ("in-house/indic-consonant-with-stacker", 1, "a Vedic sign (U+1CF5) as a consonant: new in HarfBuzz 12"),
    ("in-house/indic-syllable", 1, "a superscript figure as the start of a syllable"),
    ("in-house/khmer-misc", 3, "a mark below a subscript, higher by 2 % of the size"),
    ("in-house/mark-attachment", 4, "marks on ligatures that were multiplied before"),
    ("in-house/myanmar-syllable", 2, "a dotted circle in syllables that later versions take as whole"),
    ("in-house/per-script-kern-fallback", 2, "`kern` tables are used though GPOS kerns another script"),
    ("text-rendering-tests/CMAP-3", 6, "cmap of the Macintosh's Turkish alone"),
    ("text-rendering-tests/MORT-1", 1, "`mort`, the table before `morx`"),
];

#[test]
fn runs_are_shaped_as_harfbuzz_shapes_them() {
    let root = data::fetched("harfbuzz").join("shape/data");
    let mut files = Vec::new();
    for suite in ["in-house", "aots", "text-rendering-tests"] {
        let tests = root.join(suite).join("tests");
        for entry in std::fs::read_dir(&tests).unwrap_or_else(|e| panic!("{}: {e}", tests.display())) {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "tests") {
                files.push((suite, path));
            }
        }
    }
    files.sort();
    let mut skipped = BTreeMap::<&str, usize>::new();
    let mut right = BTreeMap::<&str, usize>::new();
    let mut missed = BTreeMap::<String, Vec<String>>::new();
    for (suite, file) in &files {
        for case in cases(file) {
            let asked = match asked(&case) {
                Ok(asked) if CLAIMED.contains(&asked.script) => asked,
                Ok(_) => {
                    *skipped.entry("a script that we do not claim").or_default() += 1;
                    continue;
                }
                Err(why) => {
                    *skipped.entry(why).or_default() += 1;
                    continue;
                }
            };
            let Ok(bytes) = std::fs::read(&case.font) else {
                *skipped.entry("a font of another system").or_default() += 1;
                continue;
            };
            let Some(face) = rustybuzz::Face::from_slice(&bytes, asked.face) else {
                *skipped.entry("a font without what a face needs").or_default() += 1;
                continue;
            };
            let paragraph = format!("{}{}{}", asked.before, case.text, asked.after);
            let range = asked.before.len()..asked.before.len() + case.text.len();
            let glyphs = shape_run(
                &face,
                (&paragraph, range),
                asked.rtl,
                asked.script.short_name(),
                &asked.language,
                &asked.features,
            )
            .expect("features are tags");
            let got = shown(&asked, &face, &case.text, &glyphs);
            if case.wanted == "*" || alike(&got, &case.wanted, asked.size.is_none()) {
                *right.entry(suite).or_default() += 1;
            } else {
                let name = format!("{suite}/{}", file.file_stem().unwrap_or_default().to_string_lossy());
                let codes: Vec<_> = case.text.chars().map(|c| format!("{:04X}", u32::from(c))).collect();
                missed.entry(name).or_default().push(format!(
                    "{} {:?} {}\n     {got}\n not {}",
                    case.font.file_name().unwrap_or_default().to_string_lossy(),
                    case.options,
                    codes.join(" "),
                    case.wanted
                ));
            }
        }
    }
    let all: usize = right.values().sum();
    let wrong: usize = missed.values().map(Vec::len).sum();
    println!("HarfBuzz's suites: {all} of {} right ({right:?}); left out: {skipped:?}", all + wrong);
    let got: Vec<(&str, usize)> = missed.iter().map(|(name, cases)| (name.as_str(), cases.len())).collect();
    let known: Vec<(&str, usize)> = MISSED.iter().map(|(name, count, _)| (*name, *count)).collect();
    if got != known {
        for (name, cases) in missed.iter().filter(|(name, cases)| !known.contains(&(name, cases.len()))) {
            println!("== {name}\n{}", cases.join("\n"));
        }
    }
    assert!(all > 5000);
    assert_eq!(got, known);
}

/// Fonts that broke other shapers: each is a diagnostic or is set, without a panic and in bounded time.
#[test]
fn hostile_fonts_are_refused_or_set() {
    let folder = data::fetched("harfbuzz").join("fuzzing/fonts");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    let (mut set, mut refused, mut slowest) = (0, 0, (Duration::ZERO, String::new()));
    let locale = Locale::parse("en").expect("a tag");
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = Bytes::from(std::fs::read(file).expect("readable"));
        let began = Instant::now();
        let (book, found) = FontBook::new([(name.clone(), bytes)]);
        if book.faces().is_empty() {
            assert_eq!(found.0.len(), 1, "{name} vanished without a word");
            refused += 1;
        }
        for face in book.faces() {
            let style = TextStyle {
                families: vec![face.family.clone()],
                weight: face.weight,
                ..TextStyle::default()
            };
            for text in ["AVfi e\u{301} 40 % 夏の、", "خصم كبير", "कर्म क्षेत्र ภาษา မြန်မာ"]
            {
                let shaped = shape(&book, text, &style, &locale, &[]);
                let Ok(shaped) = shaped else { continue };
                let setting = Setting {
                    size: Px::whole(30),
                    leading: Ratio::ONE,
                    tracking: Ratio::ZERO,
                    align: Align::Start,
                };
                assert!(!shaped.set(&setting, Px::whole(120), true).lines.is_empty());
            }
            set += 1;
        }
        if began.elapsed() > slowest.0 {
            slowest = (began.elapsed(), name);
        }
    }
    println!("{} fonts: {set} faces set, {refused} files refused, the slowest in {slowest:?}", files.len());
    assert!(files.len() > 500);
    assert!(slowest.0 < Duration::from_secs(5), "{slowest:?}");
}
