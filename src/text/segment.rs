//! Grapheme clusters and line-break opportunities (UAX #29, UAX #14 of Unicode 18 with dictionaries for Thai, Khmer and
//! Burmese and a trained model for Lao, in the strictness that CSS has words for).

use std::sync::OnceLock;

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness, LineBreakWordOption};
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter, LineSegmenterBorrowed};

use super::phrase;
use crate::brand::{Breaking, Hyphens, LineBreak, WordBreak};
use crate::locale::Locale;

/// Where a line may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opportunity {
    /// The byte where the next line begins.
    pub at: usize,
    /// Taken only when the line has no other: inside a phrase, or a word that is hyphenated by patterns.
    pub weak: bool,
}

/// More letters than this are broken by the dictionary.
const MOST_LAO: usize = 2_000;

/// The byte offsets where grapheme clusters begin, and the end of the text.
#[must_use]
pub fn graphemes(text: &str) -> Vec<usize> {
    GraphemeClusterSegmenter::new_neo().segment_str(text).collect()
}

/// Where lines may end, ascending; neither at the start nor at the end of the text. `glued` are sequences that stay in
/// one piece.
#[must_use]
pub fn opportunities(text: &str, locale: &Locale, breaking: Breaking, glued: &[String]) -> Vec<Opportunity> {
    let words = word_break(breaking, locale);
    let mut found: Vec<usize> =
        segmenter(breaking.lines, words, locale, suits_lao_model(text)).segment_str(text).collect();
    found.retain(|&at| at > 0 && at < text.len() && !parts_number_and_unit(text, at));
    if breaking.lines != LineBreak::Anywhere && words != WordBreak::BreakAll {
        found.retain(|&at| !follows_slash(text, at));
    }
    if breaking.hyphens == Hyphens::None {
        found.retain(|&at| !text[..at].ends_with('\u{ad}'));
    }
    for sequence in glued.iter().filter(|sequence| !sequence.is_empty()) {
        for (start, _) in text.match_indices(sequence.as_str()) {
            let inside = found.partition_point(|&at| at <= start)
                ..found.partition_point(|&at| at < start + sequence.len());
            found.drain(inside);
        }
    }
    let mut found: Vec<Opportunity> = found.into_iter().map(|at| Opportunity { at, weak: false }).collect();
    if words == WordBreak::AutoPhrase {
        let places: Vec<usize> = found.iter().map(|place| place.at).collect();
        for (place, ends) in found.iter_mut().zip(phrase::ends(text, &places)) {
            place.weak = !ends && is_japanese(text, place.at);
        }
    }
    found
}

/// What `auto` stands for. Korean words are parted by spaces; a break inside one is legal and looks like a mistake in
/// an ad. Japanese ones are not, and a line that begins with a particle reads like a stumble.
fn word_break(breaking: Breaking, locale: &Locale) -> WordBreak {
    match (breaking.words, locale.language()) {
        (WordBreak::Auto, "ko") => WordBreak::KeepAll,
        (WordBreak::Auto | WordBreak::AutoPhrase, "ja") if breaking.lines != LineBreak::Anywhere => {
            WordBreak::AutoPhrase
        }
        (WordBreak::Auto | WordBreak::AutoPhrase, _) => WordBreak::Normal,
        (words, _) => words,
    }
}

/// Kana or Han stands on one side at least, and no space before: nothing else is in phrases.
fn is_japanese(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let east = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
        })
    };
    !before.is_some_and(char::is_whitespace) && (east(before) || east(after))
}

/// Whether a text has Lao words, and no more than copy ever has. ICU4X's dictionary of them is small, and behind a word
/// that it lacks it parts the next one in its middle; its trained model does not, but takes 8 µs a letter.
fn suits_lao_model(text: &str) -> bool {
    (1..=MOST_LAO).contains(&text.chars().filter(|c| ('\u{e80}'..='\u{eff}').contains(c)).count())
}

/// Made once for each kind: construction looks tables up.
fn segmenter(
    lines: LineBreak,
    words: WordBreak,
    locale: &Locale,
    lao: bool,
) -> LineSegmenterBorrowed<'static> {
    static MADE: [OnceLock<LineSegmenterBorrowed<'static>>; 48] = [const { OnceLock::new() }; 48];
    let (word_option, row) = match words {
        WordBreak::KeepAll => (LineBreakWordOption::KeepAll, 1),
        WordBreak::BreakAll => (LineBreakWordOption::BreakAll, 2),
        _ => (LineBreakWordOption::Normal, 0),
    };
    let strictness = match lines {
        LineBreak::Loose => LineBreakStrictness::Loose,
        LineBreak::Normal => LineBreakStrictness::Normal,
        LineBreak::Strict => LineBreakStrictness::Strict,
        LineBreak::Anywhere => LineBreakStrictness::Anywhere,
    };
    let east_asian = matches!(locale.language(), "ja" | "zh");
    let slot = &MADE[((row * 4 + lines as usize) * 2 + usize::from(east_asian)) * 2 + usize::from(lao)];
    *slot.get_or_init(|| {
        let content = locale.identifier();
        let mut options = LineBreakOptions::default();
        options.strictness = Some(strictness);
        options.word_option = Some(word_option);
        options.content_locale = east_asian.then_some(&content);
        let mut segmenter = LineSegmenter::new_neo_for_non_complex_scripts(options);
        // Pure arithmetic of `libm`: the same on every machine.
        if lao {
            segmenter.load_lstm();
        } else {
            segmenter.load_dictionary();
        }
        segmenter
    })
}

/// `40 %`, `12 €` with an ordinary space: UAX #14 would break there, nobody who sets type would.
fn parts_number_and_unit(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next() == Some(' ')
        && before.next().is_some_and(char::is_numeric)
        && text[at..].chars().next().is_some_and(|c| matches!(c, '%' | '‰' | '٪' | '€' | '£' | '¥' | '°'))
}

/// `€/Tag`, `and/or`: UAX #14 would end a line behind the slash, for the sake of long addresses; browsers do not.
fn follows_slash(text: &str, at: usize) -> bool {
    text[..at].ends_with('/') && text[at..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, tag: &str, breaking: Breaking, glued: &[&str], weak: bool) -> Vec<String> {
        let glued: Vec<String> = glued.iter().map(|&s| s.to_owned()).collect();
        let found = opportunities(text, &Locale::parse(tag).expect("a tag"), breaking, &glued);
        let mut ends: Vec<usize> = found.iter().filter(|o| weak || !o.weak).map(|o| o.at).collect();
        ends.push(text.len());
        let mut start = 0;
        ends.iter().map(|&end| text[std::mem::replace(&mut start, end)..end].to_owned()).collect()
    }

    fn pieces(text: &str, tag: &str, glued: &[&str]) -> Vec<String> {
        cut(text, tag, Breaking::default(), glued, false)
    }

    #[test]
    fn thai_breaks_between_the_words_of_the_dictionary() {
        assert_eq!(pieces("ภาษาไทยภาษาไทย", "th-TH", &[]), ["ภาษา", "ไทย", "ภาษา", "ไทย"]);
    }

    #[test]
    fn lao_breaks_between_words_also_behind_one_that_no_dictionary_has() {
        let words = ["ຈັດ", "ສົ່ງ", "ຟຣີ", "ທົ່ວ", "ປະເທດ"];
        assert_eq!(pieces(&words.concat(), "lo-LA", &[]), words);
        let long = words.concat().repeat(MOST_LAO / 10);
        assert!(pieces(&long, "lo-LA", &[]).len() > 1000, "too long for the model, but broken");
    }

    #[test]
    fn japanese_lines_never_begin_with_a_stop_or_a_closing_mark() {
        let text = "夏のセール、はじまる。「特別」";
        for found in opportunities(text, &Locale::parse("ja").expect("a tag"), Breaking::default(), &[]) {
            let first = text[found.at..].chars().next();
            assert!(!first.is_some_and(|c| "、。」ー".contains(c)), "{first:?}");
        }
    }

    #[test]
    fn japanese_lines_end_between_phrases_unless_they_are_asked_not_to() {
        let text = "新しい靴で、街へ出かけよう。";
        assert_eq!(pieces(text, "ja-JP", &[]), ["新しい", "靴で、", "街へ", "出かけよう。"]);
        let normal = Breaking { words: WordBreak::Normal, ..Breaking::default() };
        assert_eq!(cut(text, "ja", normal, &[], false).len(), 12);
        // Inside a phrase only where the script allows it, and marked.
        assert_eq!(cut(text, "ja", Breaking::default(), &[], true), cut(text, "ja", normal, &[], true));
        assert_eq!(pieces("送料無料 50%OFF", "ja", &[]), ["送料無料 ", "50%OFF"]);
        assert_eq!(pieces("チェックインは15時から", "ja", &[]), ["チェックインは", "15時から"]);
    }

    #[test]
    fn numbers_keep_their_units_and_brands_their_words() {
        assert_eq!(pieces("Bis 40 % sparen", "de", &[]), ["Bis ", "40 % ", "sparen"]);
        assert_eq!(pieces("1\u{202f}299,00\u{a0}€ net", "fr", &[]), ["1\u{202f}299,00\u{a0}€ ", "net"]);
        assert_eq!(pieces("See Mimeo Pro now", "en", &["Mimeo Pro"]), ["See ", "Mimeo Pro ", "now"]);
        assert_eq!(pieces("parasola.example", "en", &[]), ["parasola.example"]);
        assert_eq!(pieces("ab 19,90 €/Tag", "de", &[]), ["ab ", "19,90 €/Tag"]);
    }

    #[test]
    fn korean_breaks_at_spaces() {
        assert_eq!(pieces("여름 세일", "ko", &[]), ["여름 ", "세일"]);
    }

    #[test]
    fn a_soft_hyphen_is_a_place_for_a_break_unless_hyphens_are_off() {
        assert_eq!(pieces("Sonnen\u{ad}schirm", "de", &[]).len(), 2);
        let none = Breaking { hyphens: Hyphens::None, ..Breaking::default() };
        assert_eq!(cut("Sonnen\u{ad}schirm", "de", none, &[], true).len(), 1);
    }
}
