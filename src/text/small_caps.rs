//! Small capitals: the font's own where it has them, and else capitals in a smaller size.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use rustybuzz::ttf_parser::Tag;

use super::clean::change_case;
use super::hyphenate::Hyphenated;
use crate::brand::{Caps, Transform};
use crate::geom::Ratio;
use crate::locale::Locale;

/// The size of capitals that stand in for small ones: a little taller than small letters, as drawn ones are.
pub(super) fn scale() -> Ratio {
    Ratio::percent(76.0)
}

/// The features that bring a face's own small capitals; none when it lacks one of them.
pub(super) fn features(face: &rustybuzz::Face, caps: Caps) -> &'static [&'static [u8; 4]] {
    let wanted: &[&[u8; 4]] = match caps {
        Caps::Normal => &[],
        Caps::Small => &[b"smcp"],
        Caps::AllSmall => &[b"smcp", b"c2sc"],
    };
    let Some(table) = face.tables().gsub else { return &[] };
    let has = |tag: &&[u8; 4]| table.features.into_iter().any(|feature| feature.tag == Tag::from_bytes(tag));
    if wanted.iter().all(has) { wanted } else { &[] }
}

/// Puts capitals in place of letters, by the language's rules; returns the text and where they stand. Scripts without
/// case are left alone.
pub(super) fn synthesize(from: Hyphenated, caps: Caps, locale: &Locale) -> (Hyphenated, Vec<Range<usize>>) {
    let Hyphenated { text, ranges, added } = from;
    let mut cuts: Vec<usize> = ranges.iter().flat_map(|range| [range.start, range.end]).collect();
    cuts.extend(&added);
    cuts.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut small: Vec<Range<usize>> = Vec::new();
    // Ends of pieces, before and after.
    let mut moved = vec![(0, 0)];
    let mut at = 0;
    while at < text.len() {
        let next = cuts.get(cuts.partition_point(|cut| *cut <= at)).copied().unwrap_or(text.len());
        let rest = &text[at..next];
        let turns = rest.chars().next().is_some_and(|c| is_small(c, caps));
        let same = |c: char| is_small(c, caps) == turns || (turns && is_mark(c));
        let piece = &rest[..rest.find(|c| !same(c)).unwrap_or(rest.len())];
        let start = out.len();
        if turns {
            out.push_str(&change_case(piece.to_owned(), Transform::Uppercase, locale));
            match small.last_mut() {
                Some(last) if last.end == start => last.end = out.len(),
                _ => small.push(start..out.len()),
            }
        } else {
            out.push_str(piece);
        }
        at += piece.len();
        moved.push((at, out.len()));
    }
    let place = |at: usize| {
        let (old, new) = moved[moved.partition_point(|(old, _)| *old <= at).saturating_sub(1)];
        new + (at - old)
    };
    let ranges = ranges.iter().map(|range| place(range.start)..place(range.end)).collect();
    let added = added.iter().map(|at| place(*at)).collect();
    (Hyphenated { text: out, ranges, added }, small)
}

/// Georgian has capitals for whole words only, which most fonts lack.
fn is_small(c: char, caps: Caps) -> bool {
    let georgian = matches!(c, '\u{10d0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}');
    !georgian && (c.is_lowercase() || (caps == Caps::AllSmall && c.is_uppercase()))
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str, tag: &str, caps: Caps) -> (String, Vec<String>) {
        let plain = Hyphenated { text: text.to_owned(), ranges: vec![0..1, 1..1], added: Vec::new() };
        let (out, small) = synthesize(plain, caps, &Locale::parse(tag).expect("a tag"));
        assert_eq!(out.ranges[0], 0..1);
        (out.text.clone(), small.into_iter().map(|range| out.text[range].to_owned()).collect())
    }

    #[test]
    fn small_letters_become_capitals_and_the_rest_stays() {
        let (text, small) = made("Abc 12 Straße", "de", Caps::Small);
        assert_eq!((text.as_str(), small.join("|")), ("ABC 12 STRASSE", "BC|TRASSE".to_owned()));
        let (_, small) = made("Abc 12 Straße", "de", Caps::AllSmall);
        assert_eq!(small, ["ABC", "STRASSE"]);
        assert_eq!(made("xii", "tr", Caps::Small).0, "Xİİ");
        assert_eq!(made("x夏のセール بيع", "ja", Caps::AllSmall).1, ["X"]);
        assert_eq!(made("x12", "en", Caps::Normal).1, ["X"]);
    }
}
