//! Unicode's own suites, run through the functions that texts are set with: bidirectional order (UAX #9), line breaks
//! (UAX #14), grapheme clusters (UAX #29); and what CSS makes of line breaks.

#[path = "support/data.rs"]
mod data;

use std::collections::BTreeMap;

use mimeo::brand::{Breaking, LineBreak, WordBreak};
use mimeo::locale::{Direction, Locale};
use mimeo::text::{graphemes, levels, opportunities, visual_order};

fn character(hex: &str) -> char {
    char::from_u32(u32::from_str_radix(hex, 16).expect("hexadecimal")).expect("a character")
}

fn escaped(text: &str) -> String {
    text.chars().map(|c| format!("{:04X}", u32::from(c))).collect::<Vec<_>>().join(" ")
}

/// Rule L1, which our lines have no need for (their last spaces are not placed, tabs are spaces): white space at the
/// end and before separators, and separators themselves, have the paragraph's level.
fn rule_l1(text: &[char], levels: &mut [Option<u8>], base: u8) {
    let mut at_end = true;
    for (c, level) in text.iter().zip(levels.iter_mut()).rev() {
        let separator = matches!(
            c,
            '\t' | '\u{b}' | '\u{1f}' | '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2029}'
        );
        let space = matches!(c, ' ' | '\u{c}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{205f}' | '\u{3000}' | '\u{2066}'..='\u{2069}');
        if separator || space && at_end {
            if level.is_some() {
                *level = Some(base);
            }
            at_end = true;
        } else if level.is_some() {
            at_end = false;
        }
    }
}

#[test]
fn text_runs_in_the_order_of_uax_9() {
    let file = data::fetched("unicode").join("usr/share/unicode/BidiCharacterTest.txt");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for line in data::read(&file).lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [codes, _, base, wanted, order] = line.split(';').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let chars: Vec<char> = codes.split(' ').map(character).collect();
        let text: String = chars.iter().collect();
        let base: u8 = base.parse().expect("a level");
        let direction = if base == 1 { Direction::Rtl } else { Direction::Ltr };
        let wanted: Vec<Option<u8>> = wanted.split(' ').map(|level| level.parse().ok()).collect();
        let of_bytes = levels(&text, direction);
        // Characters that rule X9 removes have no level.
        let mut of_chars: Vec<Option<u8>> =
            text.char_indices().zip(&wanted).map(|((at, _), w)| w.map(|_| of_bytes[at])).collect();
        rule_l1(&chars, &mut of_chars, base);
        let mut visual = Vec::new();
        let kept: Vec<usize> = (0..chars.len()).filter(|&n| of_chars[n].is_some()).collect();
        let kept_levels: Vec<u8> = of_chars.iter().copied().flatten().collect();
        visual_order(&kept_levels, &mut visual);
        let shown: Vec<String> = visual.iter().map(|&n| kept[n].to_string()).collect();
        seen += 1;
        if of_chars != wanted || shown.join(" ") != order {
            wrong.push(format!("{codes} in {base}: {of_chars:?} {shown:?}"));
        }
    }
    println!("UAX #9: {} of {seen} right", seen - wrong.len());
    assert!(
        seen > 91_000 && wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}

/// Texts and the byte offsets of their breaks, in the form of Unicode's break tests.
fn break_cases(file: &str) -> Vec<(String, Vec<usize>)> {
    let path = data::of_crate("icu_segmenter").join("tests/testdata").join(file);
    let mut cases = Vec::new();
    for line in data::read(&path).lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        let (mut text, mut breaks) = (String::new(), Vec::new());
        for token in line.split_whitespace() {
            match token {
                "÷" => breaks.push(text.len()),
                "×" => {}
                code => text.push(character(code)),
            }
        }
        if !text.is_empty() {
            cases.push((text, breaks));
        }
    }
    cases
}

#[test]
fn graphemes_are_those_of_uax_29() {
    let cases = break_cases("GraphemeBreakTest.txt");
    let wrong = cases.iter().filter(|(text, wanted)| graphemes(text) != *wanted);
    let wrong: Vec<String> = wrong.map(|(text, _)| escaped(text)).collect();
    println!("UAX #29: {} of {} right", cases.len() - wrong.len(), cases.len());
    assert!(cases.len() > 800 && wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Why an answer may differ from the suite's. The counts below change when the answers do.
fn reason(text: &str, wanted: &[usize], got: &[usize]) -> &'static str {
    let differs: Vec<usize> = (1..text.len()).filter(|at| wanted.contains(at) != got.contains(at)).collect();
    let ours = |at: &usize| {
        let mut before = text[..*at].chars().rev();
        before.next() == Some(' ') && before.next().is_some_and(char::is_numeric) && !got.contains(at)
    };
    let complex = |c: char| {
        matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}'
            | '\u{1a20}'..='\u{1aaf}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aadf}' | '\u{11700}'..='\u{1174f}')
    };
    let slash = |at: &usize| text[..*at].ends_with('/') && !got.contains(at);
    if differs.iter().all(slash) {
        "a slash ends no line, as in browsers"
    } else if differs.iter().all(ours) {
        "a number keeps its unit"
    } else if text.chars().any(complex) {
        "words of a dictionary script"
    } else {
        "unexplained"
    }
}

#[test]
fn lines_break_as_uax_14_has_it() {
    let plain = Breaking { words: WordBreak::Normal, ..Breaking::default() };
    let locale = Locale::parse("en").expect("a tag");
    // What we do on purpose; the counts are those of the suite of Unicode 18.
    let known = BTreeMap::from([
        ("a slash ends no line, as in browsers", 10),
        ("a number keeps its unit", 3),
        ("words of a dictionary script", 2),
    ]);
    let cases = break_cases("LineBreakTest.txt");
    let mut reasons = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (text, wanted) in &cases {
        let inner: Vec<usize> = wanted.iter().copied().filter(|&at| at > 0 && at < text.len()).collect();
        let got: Vec<usize> = opportunities(text, &locale, plain, &[]).iter().map(|o| o.at).collect();
        if got != inner {
            let why = reason(text, &inner, &got);
            *reasons.entry(why).or_insert(0) += 1;
            if why == "unexplained" {
                unexplained.push(format!("{}: {got:?} instead of {inner:?}", escaped(text)));
            }
        }
    }
    let missed: usize = reasons.values().sum();
    println!("UAX #14: {} of {} right, {reasons:?}", cases.len() - missed, cases.len());
    assert!(cases.len() > 19_000);
    assert_eq!(reasons, known, "{}", unexplained[..unexplained.len().min(20)].join("\n"));
}

/// The cases of `icu_segmenter`'s tests/css_line_break.rs, most of which are W3C's web-platform-tests.
#[test]
fn strictness_is_that_of_css() {
    let source = data::read(&data::of_crate("icu_segmenter").join("tests/css_line_break.rs"));
    let source: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for (word, lines) in LineBreak::WORDS {
        for (at, _) in source.match_indices(&format!("\n    {word}(")) {
            let call = &source[at..at + source[at..].find(");").expect("a call")];
            let mut strings = literals(call);
            let text = strings.remove(0);
            let japanese = call.contains("true");
            let locale = Locale::parse(if japanese { "ja" } else { "en" }).expect("a tag");
            let breaking = Breaking { lines, words: WordBreak::Normal, ..Breaking::default() };
            let got = cut(&text, &locale, breaking);
            *seen.entry(word).or_insert(0) += 1;
            if got != strings {
                wrong.push(format!("{word} {text}: {got:?} instead of {strings:?}"));
            }
        }
    }
    println!("CSS: {seen:?}, {} wrong", wrong.len());
    assert!(seen.values().all(|&n| n >= 8) && seen.len() == 4, "{seen:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let korean = Locale::parse("ko").expect("a tag");
    assert_eq!(cut("여름 세일 시작", &korean, Breaking::default()), ["여름 ", "세일 ", "시작"]);
    let normal = Breaking { words: WordBreak::Normal, ..Breaking::default() };
    assert_eq!(cut("여름 세일", &korean, normal).len(), 4);
    let all = Breaking { words: WordBreak::BreakAll, ..Breaking::default() };
    assert_eq!(cut("no hyphen", &Locale::parse("en").expect("a tag"), all).len(), 8);
}

fn cut(text: &str, locale: &Locale, breaking: Breaking) -> Vec<String> {
    let mut ends: Vec<usize> = opportunities(text, locale, breaking, &[]).iter().map(|o| o.at).collect();
    ends.push(text.len());
    let mut start = 0;
    ends.iter().map(|&end| text[std::mem::replace(&mut start, end)..end].to_owned()).collect()
}

/// The string literals of a piece of Rust.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('"') {
        let raw = rest[..at].ends_with("r#");
        let body = &rest[at + 1..];
        let end = if raw {
            body.find("\"#").expect("an end")
        } else {
            let mut escaped = false;
            body.char_indices()
                .find(|&(_, c)| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                })
                .expect("an end")
                .0
        };
        let text = &body[..end];
        found.push(if raw { text.to_owned() } else { unescaped(text) });
        rest = &body[end + 1..];
    }
    found
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u{") {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find('}').expect("an end");
        out.push(character(&rest[at + 3..end]));
        rest = &rest[end + 1..];
    }
    (out + rest).replace("\\\\", "\\")
}
