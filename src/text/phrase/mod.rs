//! Where Japanese phrases end, so that a headline does not part a particle from its noun. BudouX's model: a sum of
//! weights for the characters around a place; above zero, a phrase ends there.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Group of the model, and its characters.
type Feature = (Group, [char; 3]);

/// A window around a place: where it begins, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Group {
    from: isize,
    length: usize,
}

/// The model's own names. `UW4` is the character after the place.
const GROUPS: [(&str, Group); 13] = [
    ("UW1", Group { from: -3, length: 1 }),
    ("UW2", Group { from: -2, length: 1 }),
    ("UW3", Group { from: -1, length: 1 }),
    ("UW4", Group { from: 0, length: 1 }),
    ("UW5", Group { from: 1, length: 1 }),
    ("UW6", Group { from: 2, length: 1 }),
    ("BW1", Group { from: -2, length: 2 }),
    ("BW2", Group { from: -1, length: 2 }),
    ("BW3", Group { from: 0, length: 2 }),
    ("TW1", Group { from: -3, length: 3 }),
    ("TW2", Group { from: -2, length: 3 }),
    ("TW3", Group { from: -1, length: 3 }),
    ("TW4", Group { from: 0, length: 3 }),
];

struct Model {
    weights: FxHashMap<Feature, i32>,
    /// Of all weights: half of it is the threshold.
    sum: i32,
}

fn model() -> &'static Model {
    static MADE: OnceLock<Model> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut model = Model { weights: FxHashMap::default(), sum: 0 };
        for line in include_str!("ja.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.splitn(3, '\t');
            let mut field = || fields.next().expect("our own table has three columns");
            let (name, weight, chars) = (field(), field(), field());
            let (_, group) = GROUPS.iter().find(|(known, _)| *known == name).expect("a known group");
            let weight: i32 = weight.parse().expect("a whole number");
            model.weights.insert((*group, padded(chars.chars())), weight);
            model.sum += weight;
        }
        model
    })
}

fn padded(chars: impl Iterator<Item = char>) -> [char; 3] {
    let mut all = ['\0'; 3];
    all.iter_mut().zip(chars).for_each(|(slot, c)| *slot = c);
    all
}

/// For each byte offset of `places` (ascending, inside the text) whether a phrase ends there.
pub(super) fn ends(text: &str, places: &[usize]) -> Vec<bool> {
    let Model { weights, sum } = model();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let chars: Vec<char> = text.chars().collect();
    places
        .iter()
        .map(|place| {
            let Ok(at) = starts.binary_search(place) else { return false };
            let mut score = 0;
            for (_, group) in GROUPS {
                let Some(from) = at.checked_add_signed(group.from) else { continue };
                let Some(window) = chars.get(from..from + group.length) else { continue };
                score += weights.get(&(group, padded(window.iter().copied()))).unwrap_or(&0);
            }
            score * 2 > *sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_those_of_the_reference() {
        // `budoux` 0.9.2 for JavaScript.
        for (text, wanted) in [
            ("今日は天気です。", "今日は|天気です。"),
            ("夏のセール、はじまる。", "夏の|セール、|はじまる。"),
            ("お買い得な商品を今すぐチェック", "お買い得な|商品を|今すぐ|チェック"),
        ] {
            let places: Vec<usize> = text.char_indices().skip(1).map(|(at, _)| at).collect();
            let mut shown = String::new();
            let found = ends(text, &places);
            for (at, c) in text.char_indices() {
                if places.binary_search(&at).is_ok_and(|n| found[n]) {
                    shown.push('|');
                }
                shown.push(c);
            }
            assert_eq!(shown, wanted);
        }
        assert!(ends("", &[]).is_empty());
    }
}
