use super::bits::Bits;
use super::huffman::{codes, lengths};

/// The code lengths at the start of a block, as runs (RFC 1951, 3.2.7).
pub(super) struct Header {
    /// How many lengths of tokens, of distances, and of the code for lengths are written.
    sizes: [usize; 3],
    /// A symbol with its extra bits: how many, and what.
    runs: Vec<(u8, u8, u8)>,
    lens: [u8; 19],
    /// In bits.
    pub(super) weight: u64,
}

/// In which order the lengths of the code for lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

impl Header {
    pub(super) fn new(tokens: &[u8; 288], distances: &[u8; 30]) -> Self {
        let used = |lens: &[u8], least: usize| {
            lens.iter().rposition(|n| *n > 0).map_or(least, |n| (n + 1).max(least))
        };
        let (of_tokens, of_distances) = (used(tokens, 257), used(distances, 1));
        let all: Vec<u8> = tokens[..of_tokens].iter().chain(&distances[..of_distances]).copied().collect();
        let runs = runs(&all);
        let mut counts = [0u32; 19];
        runs.iter().for_each(|(symbol, ..)| counts[usize::from(*symbol)] += 1);
        let mut lens = [0u8; 19];
        lengths(&counts, 7, &mut lens);
        let of_lens = ORDER.iter().rposition(|n| lens[*n] > 0).map_or(4, |n| (n + 1).max(4));
        let body: u64 =
            runs.iter().map(|(symbol, bits, _)| u64::from(lens[usize::from(*symbol)] + bits)).sum();
        let weight = 14 + 3 * of_lens as u64 + body;
        Self { sizes: [of_tokens, of_distances, of_lens], runs, lens, weight }
    }

    pub(super) fn write(&self, bits: &mut Bits<'_>) {
        let [of_tokens, of_distances, of_lens] = self.sizes;
        bits.put(of_tokens as u32 - 257, 5);
        bits.put(of_distances as u32 - 1, 5);
        bits.put(of_lens as u32 - 4, 4);
        ORDER[..of_lens].iter().for_each(|n| bits.put(u32::from(self.lens[*n]), 3));
        let mut all = [0; 19];
        codes(&self.lens, &mut all);
        for (symbol, count, extra) in &self.runs {
            bits.add(all[usize::from(*symbol)]);
            bits.put(u32::from(*extra), u32::from(*count));
        }
    }
}

/// 16 repeats the last length 3 to 6 times; 17 and 18 are 3 to 10 and 11 to 138 zeros.
fn runs(lens: &[u8]) -> Vec<(u8, u8, u8)> {
    let mut runs = Vec::with_capacity(lens.len());
    for same in lens.chunk_by(|a, b| a == b) {
        let (value, mut n) = (same[0], same.len());
        if value > 0 {
            runs.push((value, 0, 0));
            n -= 1;
        }
        while n > 0 {
            let (symbol, bits, least, most) = match (value, n) {
                (_, ..3) => (value, 0, 1, 1),
                (0, ..11) => (17, 3, 3, 10),
                (0, _) => (18, 7, 11, 138),
                _ => (16, 2, 3, 6),
            };
            let some = n.min(most);
            runs.push((symbol, bits, (some - least) as u8));
            n -= some;
        }
    }
    runs
}
