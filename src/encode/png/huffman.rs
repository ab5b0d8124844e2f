//! Prefix codes of deflate (RFC 1951, 3.2): lengths from frequencies, codes from lengths.

/// Lengths of a prefix code for symbols that occur so often, none longer than `most` bits; 0 for what never occurs. A lone
/// symbol gets one bit. `most` must leave room for all.
pub(super) fn lengths(counts: &[u32], most: u8, out: &mut [u8]) {
    out.fill(0);
    let mut seen: Vec<(u32, u16)> =
        counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(s, n)| (*n, s as u16)).collect();
    // by frequency, then by symbol: one order, whatever the sort
    seen.sort_unstable();
    match seen.as_slice() {
        [] => return,
        [(_, only)] => {
            out[usize::from(*only)] = 1;
            return;
        }
        _ => {}
    }
    let most = usize::from(most);
    let mut of_length = cut(depths(&seen), most);
    let mut symbols = seen.iter();
    for n in (1..=most).rev() {
        for (_, symbol) in symbols.by_ref().take(of_length[n] as usize) {
            out[usize::from(*symbol)] = n as u8;
        }
        of_length[n] = 0;
    }
}

/// How many leaves of Huffman's tree lie at each depth. Leaves come by weight; so do inner nodes as they are made, so the
/// two lightest are always first in one of two queues (van Leeuwen, 1976).
fn depths(leaves: &[(u32, u16)]) -> Vec<usize> {
    let n = leaves.len();
    let mut weights: Vec<u32> = Vec::with_capacity(n - 1);
    // of leaves, then of inner nodes
    let mut parents = vec![0; 2 * n - 1];
    let (mut leaf, mut node) = (0, 0);
    for made in 0..n - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            if leaf < n && (node >= made || leaves[leaf].0 <= weights[node]) {
                weight += leaves[leaf].0;
                parents[leaf] = n + made;
                leaf += 1;
            } else {
                weight += weights[node];
                parents[n + node] = n + made;
                node += 1;
            }
        }
        weights.push(weight);
    }
    let mut depth = vec![0usize; 2 * n - 1];
    for at in (0..2 * n - 2).rev() {
        depth[at] = depth[parents[at]] + 1;
    }
    depth.truncate(n);
    depth
}

/// How many codes have each length when none is longer than `most`: the longer ones are cut, and to make room for them
/// others grow by a bit, the longest that can first.
fn cut(depths: Vec<usize>, most: usize) -> [u32; 16] {
    let mut of_length = [0u32; 16];
    depths.into_iter().for_each(|depth| of_length[depth.min(most)] += 1);
    let mut used: u32 = (1..=most).map(|n| of_length[n] << (most - n)).sum();
    while used > 1 << most {
        let n = (1..most).rev().find(|n| of_length[*n] > 0).expect("there are fewer symbols than codes");
        // this leaf becomes a node, with itself and one of the longest below
        of_length[n] -= 1;
        of_length[n + 1] += 2;
        of_length[most] -= 1;
        used -= 1;
    }
    of_length
}

/// The canonical codes of some lengths, each with its bits reversed as deflate writes them: `code << 8 | length`.
pub(super) fn codes(lengths: &[u8], out: &mut [u32]) {
    let mut of_length = [0u32; 16];
    lengths.iter().filter(|n| **n > 0).for_each(|n| of_length[usize::from(*n)] += 1);
    let mut next = [0u32; 16];
    for n in 1..16 {
        next[n] = (next[n - 1] + of_length[n - 1]) << 1;
    }
    for (out, n) in out.iter_mut().zip(lengths) {
        *out = 0;
        if *n > 0 {
            let code = &mut next[usize::from(*n)];
            *out = (code.reverse_bits() >> (32 - u32::from(*n))) << 8 | u32::from(*n);
            *code += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn codes_fill_the_space_and_frequent_symbols_are_not_longer(
            counts in prop::collection::vec(prop_oneof![Just(0u32), 1u32..9, 1u32..1_000_000], 2..286),
            most in 9u8..=15,
        ) {
            let mut lens = vec![0; counts.len()];
            lengths(&counts, most, &mut lens);
            let seen = counts.iter().filter(|n| **n > 0).count();
            prop_assert_eq!(lens.iter().filter(|n| **n > 0).count(), seen);
            prop_assert!(lens.iter().all(|n| *n <= most));
            let space: u32 = lens.iter().filter(|n| **n > 0).map(|n| 1 << (most - n)).sum();
            if seen > 1 {
                prop_assert_eq!(space, 1 << most, "no code is left over, none is used twice");
            }
            let mut both: Vec<(u32, u8)> = counts.into_iter().zip(lens).filter(|(n, _)| *n > 0).collect();
            both.sort_by_key(|(n, len)| (*n, std::cmp::Reverse(*len)));
            prop_assert!(both.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        }
    }

    #[test]
    fn a_skewed_alphabet_is_cut() {
        let fibonacci: Vec<u32> = (0..30)
            .scan((1, 1), |s, _| {
                *s = (s.1, s.0 + s.1);
                Some(s.0)
            })
            .collect();
        let mut lens = vec![0; 30];
        lengths(&fibonacci, 7, &mut lens);
        assert_eq!(lens.iter().max(), Some(&7));
        assert_eq!(lens.iter().map(|n| 1u32 << (7 - n)).sum::<u32>(), 128);
    }
}
