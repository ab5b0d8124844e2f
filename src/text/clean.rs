//! Case, control characters, paragraphs: the text as it will be shaped.

use std::ops::Range;

use icu_casemap::CaseMapper;

use crate::brand::Transform;
use crate::locale::Locale;

/// Applies the case, then drops what has no form and turns tabs into spaces. Newlines of all kinds become `\n`.
/// Returns the text and the characters that were dropped, each once.
pub(super) fn clean(text: &str, transform: Transform, locale: &Locale) -> (String, Vec<char>) {
    let mut out = String::with_capacity(text.len());
    let mut dropped = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            c if has_no_form(c) => {
                if !dropped.contains(&c) {
                    dropped.push(c);
                }
            }
            c => out.push(c),
        }
    }
    (change_case(out, transform, locale), dropped)
}

/// Controls, the byte-order mark, annotation marks.
fn has_no_form(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The ranges between newlines; one newline at the very end opens no paragraph.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n') {
        found.push(start..at);
        start = at + 1;
    }
    if start < text.len() {
        found.push(start..text.len());
    }
    found
}

/// Unicode's full mappings as the language writes them: Turkish and Azeri keep the dot of the `i`, Greek drops most
/// accents, Lithuanian keeps the dot under one, Armenian parts its ligature.
pub(super) fn change_case(text: String, transform: Transform, locale: &Locale) -> String {
    let mapper = CaseMapper::new();
    match transform {
        Transform::None => text,
        Transform::Uppercase => mapper.uppercase_to_string(&text, &locale.identifier()).into_owned(),
        Transform::Lowercase => mapper.lowercase_to_string(&text, &locale.identifier()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upper(text: &str, tag: &str) -> String {
        change_case(text.to_owned(), Transform::Uppercase, &Locale::parse(tag).expect("a tag"))
    }

    #[test]
    fn capitals_follow_the_language() {
        assert_eq!(upper("istanbul ılık", "tr-TR"), "İSTANBUL ILIK");
        assert_eq!(upper("straße", "de-DE"), "STRASSE");
        assert_eq!(upper("ijsland", "nl"), "IJSLAND");
        assert_eq!(upper("Καλοκαίρι ή μαΐου", "el-GR"), "ΚΑΛΟΚΑΙΡΙ Ή ΜΑΪΟΥ");
        assert_eq!(upper("და თბილისი", "ka"), "ᲓᲐ ᲗᲑᲘᲚᲘᲡᲘ");
        assert_eq!(upper("և", "hy"), "ԵՎ");
        assert_eq!(upper("i\u{307}\u{301}", "lt"), "I\u{301}");
        let lower = |text: &str, tag: &str| {
            change_case(text.to_owned(), Transform::Lowercase, &Locale::parse(tag).expect("a tag"))
        };
        assert_eq!(lower("İZMİR IŞIK", "tr"), "izmir ışık");
        assert_eq!(lower("ΟΔΟΣ", "el"), "οδος");
        assert_eq!(lower("Ì", "lt"), "i\u{307}\u{300}");
    }

    #[test]
    fn controls_go_and_are_named_and_newlines_are_one_kind() {
        let locale = Locale::parse("en").expect("a tag");
        let (text, dropped) = clean("a\u{1b}[31m\r\nb\u{2028}c\td\0\u{feff}", Transform::None, &locale);
        assert_eq!(text, "a[31m\nb\nc d");
        assert_eq!(dropped, ['\u{1b}', '\0', '\u{feff}']);
    }

    #[test]
    fn paragraphs_lie_between_newlines() {
        assert!(paragraphs("").is_empty());
        assert_eq!(paragraphs("a\n\nb\n"), [0..1, 2..2, 3..4]);
    }
}
