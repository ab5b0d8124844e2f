//! Grapheme clusters and line-break opportunities (UAX #29, UAX #14 with dictionaries for Thai, Lao, Khmer, Burmese).

use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter, LineSegmenterBorrowed};

use crate::locale::Locale;

/// The byte offsets where grapheme clusters begin, and the end of the text.
pub(super) fn graphemes(text: &str) -> Vec<usize> {
    GraphemeClusterSegmenter::new().segment_str(text).collect()
}

/// The byte offsets where a line may begin, ascending; neither the start nor the end of the text. `glued` are
/// sequences that stay in one piece.
pub(super) fn opportunities(text: &str, locale: &Locale, glued: &[String]) -> Vec<usize> {
    let mut found: Vec<usize> = line_segmenter(locale).segment_str(text).collect();
    found.retain(|&at| at > 0 && at < text.len() && !parts_number_and_unit(text, at));
    if found.is_empty() {
        return found;
    }
    for sequence in glued.iter().filter(|sequence| !sequence.is_empty()) {
        for (start, _) in text.match_indices(sequence.as_str()) {
            let inside = found.partition_point(|&at| at <= start)
                ..found.partition_point(|&at| at < start + sequence.len());
            found.drain(inside);
        }
    }
    found
}

/// Made once: construction looks its tables up.
fn line_segmenter(locale: &Locale) -> LineSegmenterBorrowed<'static> {
    static PLAIN: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    static KOREAN: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    let (slot, word_option) = match locale.language() {
        // Korean words are parted by spaces; a break inside one is legal and looks like a mistake in an ad.
        "ko" => (&KOREAN, LineBreakWordOption::KeepAll),
        _ => (&PLAIN, LineBreakWordOption::Normal),
    };
    *slot.get_or_init(|| {
        let mut options = LineBreakOptions::default();
        options.word_option = Some(word_option);
        LineSegmenter::new_dictionary(options)
    })
}

/// `40 %`, `12 €` with an ordinary space: UAX #14 would break there, nobody who sets type would.
fn parts_number_and_unit(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next() == Some(' ')
        && before.next().is_some_and(char::is_numeric)
        && text[at..].chars().next().is_some_and(|c| matches!(c, '%' | '‰' | '٪' | '€' | '£' | '¥' | '°'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, tag: &str, glued: &[&str]) -> Vec<String> {
        let glued: Vec<String> = glued.iter().map(|&s| s.to_owned()).collect();
        let mut ends = opportunities(text, &Locale::parse(tag).expect("a tag"), &glued);
        ends.push(text.len());
        let mut start = 0;
        ends.iter().map(|&end| text[std::mem::replace(&mut start, end)..end].to_owned()).collect()
    }

    #[test]
    fn thai_breaks_between_the_words_of_the_dictionary() {
        assert_eq!(pieces("ภาษาไทยภาษาไทย", "th-TH", &[]), ["ภาษา", "ไทย", "ภาษา", "ไทย"]);
    }

    #[test]
    fn japanese_lines_never_begin_with_a_stop_or_a_closing_mark() {
        let text = "夏のセール、はじまる。「特別」";
        for at in opportunities(text, &Locale::parse("ja").expect("a tag"), &[]) {
            let first = text[at..].chars().next();
            assert!(!first.is_some_and(|c| "、。」ー".contains(c)), "{first:?}");
        }
    }

    #[test]
    fn numbers_keep_their_units_and_brands_their_words() {
        assert_eq!(pieces("Bis 40 % sparen", "de", &[]), ["Bis ", "40 % ", "sparen"]);
        assert_eq!(pieces("1\u{202f}299,00\u{a0}€ net", "fr", &[]), ["1\u{202f}299,00\u{a0}€ ", "net"]);
        assert_eq!(pieces("See Mimeo Pro now", "en", &["Mimeo Pro"]), ["See ", "Mimeo Pro ", "now"]);
        assert_eq!(pieces("parasola.example", "en", &[]), ["parasola.example"]);
    }

    #[test]
    fn korean_breaks_at_spaces() {
        assert_eq!(pieces("여름 세일", "ko", &[]), ["여름 ", "세일"]);
    }
}
