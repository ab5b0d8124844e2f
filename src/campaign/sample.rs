use std::collections::BTreeMap;

use super::Variant;
use crate::digest::Digest;

/// Chooses `wanted` of the variants, evenly over sizes and locales, by a seed and nothing else; gives their positions in
/// order. All of them, when there are no more.
///
/// One after another the size × locale cell is served that has the fewest so far; among equals the one whose size and
/// locale have the fewest. Within a cell a hash of seed and name decides.
#[must_use]
pub fn sample(variants: impl ExactSizeIterator<Item = Variant>, wanted: usize, seed: u64) -> Vec<usize> {
    if wanted >= variants.len() {
        return (0..variants.len()).collect();
    }
    let mut cells: BTreeMap<(String, String), Cell> = BTreeMap::new();
    for (n, variant) in variants.enumerate() {
        let lot = Digest::of("sample", &(seed, variant.name));
        let address = (variant.request.size, variant.request.locale.to_string());
        cells.entry(address).or_default().left.push((lot, n));
    }
    for cell in cells.values_mut() {
        // The last is served first.
        cell.left.sort_unstable_by(|a, b| b.cmp(a));
    }
    let mut of_size: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_locale: BTreeMap<String, usize> = BTreeMap::new();
    let mut chosen = Vec::with_capacity(wanted);
    while chosen.len() < wanted {
        let served = |map: &BTreeMap<String, usize>, word: &String| map.get(word).copied().unwrap_or(0);
        let next = cells.iter_mut().filter(|(_, cell)| !cell.left.is_empty()).min_by_key(
            |((size, locale), cell)| {
                let (a, b) = (served(&of_size, size), served(&of_locale, locale));
                (cell.served, a + b, a.max(b), cell.left.last().copied())
            },
        );
        let Some(((size, locale), cell)) = next else { break };
        let Some((_, n)) = cell.left.pop() else { break };
        cell.served += 1;
        *of_size.entry(size.clone()).or_default() += 1;
        *of_locale.entry(locale.clone()).or_default() += 1;
        chosen.push(n);
    }
    chosen.sort_unstable();
    chosen
}

#[derive(Default)]
struct Cell {
    served: usize,
    left: Vec<(Digest, usize)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Request;
    use crate::locale::Locale;
    use crate::variant::VariantKey;

    fn matrix() -> Vec<Variant> {
        let mut all = Vec::new();
        for size in ["300x250", "728x90", "320x50"] {
            for tag in ["en-US", "de-DE"] {
                for n in 0..10 {
                    all.push(Variant {
                        key: VariantKey::default(),
                        request: Request {
                            size: size.into(),
                            locale: Locale::parse(tag).expect("valid"),
                            slots: BTreeMap::new(),
                            caps: BTreeMap::new(),
                        },
                        name: format!("{size}_{tag}_{n}"),
                        click_url: None,
                    });
                }
            }
        }
        all
    }

    fn counts(all: &[Variant], chosen: &[usize], of: impl Fn(&Variant) -> String) -> Vec<usize> {
        let mut counts: BTreeMap<String, usize> = all.iter().map(|v| (of(v), 0)).collect();
        for n in chosen {
            *counts.entry(of(&all[*n])).or_default() += 1;
        }
        counts.into_values().collect()
    }

    #[test]
    fn every_sample_is_even_over_sizes_and_locales() {
        let all = matrix();
        for wanted in [1, 2, 3, 6, 7, 12, 30, 59, 60, 99] {
            let chosen = sample(all.iter().cloned(), wanted, 1);
            assert_eq!(chosen.len(), wanted.min(60));
            assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
            for of in [|v: &Variant| v.request.size.clone(), |v: &Variant| v.request.locale.to_string()] {
                let counts = counts(&all, &chosen, of);
                let (least, most) = (counts.iter().min().expect("some"), counts.iter().max().expect("some"));
                assert!(most - least <= 1, "{wanted}: {counts:?}");
            }
        }
    }

    #[test]
    fn the_seed_decides_and_nothing_else() {
        let of = |seed| sample(matrix().into_iter(), 12, seed);
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }
}
