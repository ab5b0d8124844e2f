//! Words divided by the patterns of their language: soft hyphens are put in before the text is shaped, and it is known
//! which, because a line takes one of these only when it has no other place to end.

use std::ops::Range;

use hypher::Lang;

use crate::locale::Locale;

/// Shorter words are never divided: what CSS's `hyphenate-limit-chars` limits, where browsers have 5.
const LEAST: usize = 6;

/// A text with soft hyphens put in.
pub(super) struct Hyphenated {
    pub(super) text: String,
    /// The stretches that were given, in the new text.
    pub(super) ranges: Vec<Range<usize>>,
    /// Where lines may begin behind a hyphen that was put in; bytes, ascending.
    pub(super) added: Vec<usize>,
}

/// Divides the words of a text, other than those in `glued` sequences, those with soft hyphens of their own, and what
/// looks like an address or a number.
pub(super) fn hyphenate(
    text: String,
    ranges: Vec<Range<usize>>,
    locale: &Locale,
    glued: &[String],
) -> Hyphenated {
    let Some(lang) = language(locale) else { return Hyphenated { text, ranges, added: Vec::new() } };
    let kept: Vec<Range<usize>> = glued
        .iter()
        .filter(|sequence| !sequence.is_empty())
        .flat_map(|sequence| text.match_indices(sequence.as_str()).map(|(at, s)| at..at + s.len()))
        .collect();
    let mut points = Vec::new();
    for word in words(&text) {
        if kept.iter().any(|range| range.start < word.end && word.start < range.end) {
            continue;
        }
        let (left, right) = lang.bounds();
        let mut at = word.start;
        for syllable in hypher::hyphenate_bounded(&text[word.clone()], lang, left.max(2), right.max(3)) {
            at += syllable.len();
            points.push(at);
        }
        points.pop();
    }
    let mut out = String::with_capacity(text.len() + points.len() * 2);
    let mut from = 0;
    let mut added = Vec::with_capacity(points.len());
    for &at in &points {
        out.push_str(&text[from..at]);
        out.push('\u{ad}');
        added.push(out.len());
        from = at;
    }
    out.push_str(&text[from..]);
    let moved = |at: usize| at + 2 * points.partition_point(|&point| point < at);
    let ranges = ranges.into_iter().map(|range| moved(range.start)..moved(range.end)).collect();
    Hyphenated { text: out, ranges, added }
}

fn language(locale: &Locale) -> Option<Lang> {
    Lang::from_iso(locale.language().as_bytes().try_into().ok()?)
}

/// Stretches of at least [`LEAST`] letters with nothing before or after them that makes them a part of something else.
fn words(text: &str) -> Vec<Range<usize>> {
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let binds = |c: char| c.is_numeric() || matches!(c, '@' | '/' | '\\' | '_' | '#' | '&' | '\u{ad}');
    let mut found = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter(c), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                from = None;
                let word = start..at;
                let before = text[..start].chars().next_back();
                // A dot with a letter behind it is that of an address.
                let dotted = c == '.' && text[at + 1..].starts_with(char::is_alphanumeric)
                    || before == Some('.') && text[..start - 1].ends_with(char::is_alphanumeric);
                let bound = dotted || binds(c) || before.is_some_and(binds);
                if !bound && text[word.clone()].chars().count() >= LEAST {
                    found.push(word);
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, tag: &str, glued: &[&str]) -> String {
        let glued: Vec<String> = glued.iter().map(|&s| s.to_owned()).collect();
        let made = hyphenate(text.to_owned(), Vec::new(), &Locale::parse(tag).expect("a tag"), &glued);
        assert!(made.added.iter().all(|&at| made.text[..at].ends_with('\u{ad}')));
        made.text.replace('\u{ad}', "-")
    }

    #[test]
    fn words_are_divided_by_the_rules_of_their_language() {
        assert_eq!(shown("Sonnenschirmständer", "de-DE", &[]), "Son-nen-schirm-stän-der");
        assert_eq!(shown("extensive", "en-US", &[]), "ex-ten-sive");
        assert_eq!(shown("aurinkovarjo", "fi", &[]), "au-rin-ko-varjo");
        assert_eq!(shown("STRANDKORB", "de", &[]), "STRAND-KORB");
        assert_eq!(shown("ภาษาไทย", "th", &[]), "ภาษาไทย");
    }

    #[test]
    fn names_addresses_and_short_words_stay_whole() {
        assert_eq!(shown("Parasola Sonnenschirm", "de", &["Parasola"]), "Parasola Son-nen-schirm");
        assert_eq!(shown("www.sonnenschirm.example", "de", &[]), "www.sonnenschirm.example");
        assert_eq!(shown("info@sonnenschirm", "de", &[]), "info@sonnenschirm");
        assert_eq!(shown("Sommer2027 Garten", "de", &[]), "Sommer2027 Gar-ten");
        assert_eq!(shown("Liege", "de", &[]), "Liege");
        // The writer's own hyphens are all that a word has.
        assert_eq!(shown("Sonnenschirm\u{ad}ständer", "de", &[]), "Sonnenschirm-ständer");
    }

    #[test]
    fn stretches_move_with_their_words() {
        let locale = Locale::parse("de").expect("a tag");
        let text = "Der Sonnenschirm heute";
        let made = hyphenate(text.to_owned(), vec![4..16, 17..22], &locale, &[]);
        let words: Vec<&str> = made.ranges.iter().map(|range| &made.text[range.clone()]).collect();
        assert_eq!(words, ["Son\u{ad}nen\u{ad}schirm", "heute"]);
    }
}
