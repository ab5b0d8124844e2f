use super::dct::{Block, PLACE};
use super::tables::{AC_CHROMA, AC_LUMA, DC_CHROMA, DC_LUMA};

/// Luma and chroma: codes of DC differences and of runs, as [`super::tables::Huffman::codes`] gives them.
static CODES: [[[u32; 256]; 2]; 2] =
    [[DC_LUMA.codes(), AC_LUMA.codes()], [DC_CHROMA.codes(), AC_CHROMA.codes()]];

/// Sixteen zeros in a row, and nothing but zeros.
const ZEROS: usize = 0xf0;
const END: usize = 0x00;

/// More than a block can take: 20 bits for DC, 26 for each AC coefficient, and every byte stuffed.
pub(super) const MOST_BYTES: usize = (20 + 63 * 26) / 8 * 2 + 16;

/// The end of a stretch of bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Bits written until here.
    pub(super) bits: usize,
    /// The byte at which the next one begins.
    pub(super) next: usize,
}

/// Entropy-coded data on its way: bits are collected until there are 32; where it is `STUFFED`, `ff` is followed by `00`.
#[derive(Debug)]
pub(super) struct Bits<'a, const STUFFED: bool> {
    /// The lowest `held` bits wait; fewer than 32 between calls.
    waiting: u64,
    held: u32,
    out: &'a mut Vec<u8>,
    /// Bytes of `out` that are written; those behind are room.
    len: usize,
}

impl<'a, const STUFFED: bool> Bits<'a, STUFFED> {
    /// Overwrites `out`, which keeps its room.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { waiting: 0, held: 0, out, len: 0 }
    }

    /// Makes room for so many blocks.
    pub(super) fn reserve(&mut self, blocks: usize) {
        self.reserve_bytes(blocks * MOST_BYTES);
    }

    /// Makes room for so many bytes, those stuffed in included.
    pub(super) fn reserve_bytes(&mut self, bytes: usize) {
        let most = self.len + bytes;
        if self.out.len() < most {
            self.out.resize(most * 2, 0);
        }
    }

    #[inline(always)]
    fn put(&mut self, bits: u32, count: u32) {
        self.waiting = self.waiting << count | u64::from(bits);
        self.held += count;
        if self.held >= 32 {
            self.held -= 32;
            self.write((self.waiting >> self.held) as u32);
        }
    }

    #[inline(always)]
    fn write(&mut self, word: u32) {
        let bytes = word.to_be_bytes();
        // Some byte of the complement is zero: the test of "Hacker's Delight", 6-1.
        if !STUFFED || word & 0x8080_8080 & (!word).wrapping_sub(0x0101_0101) == 0 {
            self.out[self.len..self.len + 4].copy_from_slice(&bytes);
            self.len += 4;
        } else {
            bytes.into_iter().for_each(|byte| self.byte(byte));
        }
    }

    fn byte(&mut self, byte: u8) {
        self.out[self.len] = byte;
        self.len += 1;
        if byte == 0xff {
            self.out[self.len] = 0;
            self.len += 1;
        }
    }

    /// Ends a stretch of bits that is to be [appended](Bits::append) elsewhere: fills up four bytes. Says where it ends.
    pub(super) fn end_part(&mut self) -> Part {
        let bits = self.len * 8 + self.held as usize;
        if self.held > 0 {
            self.put(0, 32 - self.held);
        }
        Part { bits, next: self.len }
    }

    /// Copies `bits` bits, as [`Bits::end_part`] left them.
    pub(super) fn append(&mut self, part: &[u8], bits: usize) {
        let words = part.as_chunks::<4>().0;
        let (whole, rest) = (bits / 32, (bits % 32) as u32);
        words[..whole].iter().for_each(|word| self.put(u32::from_be_bytes(*word), 32));
        if rest > 0 {
            self.put(u32::from_be_bytes(words[whole]) >> (32 - rest), rest);
        }
    }

    /// What is written; all of it, where parts were ended.
    pub(super) fn written(&self) -> &[u8] {
        &self.out[..self.len]
    }

    /// Fills the last byte with ones and ends the data.
    pub(super) fn finish(mut self) -> &'a [u8] {
        let fill = (8 - self.held % 8) % 8;
        self.put((1 << fill) - 1, fill);
        while self.held > 0 {
            self.held -= 8;
            self.byte((self.waiting >> self.held) as u8);
        }
        &self.out[..self.len]
    }

    /// A code and the bits of its value.
    #[inline(always)]
    fn value(&mut self, codes: &[u32; 256], zeros: u32, value: i32) {
        let sign = value >> 31;
        let size = 32 - value.unsigned_abs().leading_zeros();
        let low = (value + sign) as u32 & ((1 << size) - 1);
        let code = codes[(zeros << 4 | size) as usize & 255];
        self.put((code >> 8) << size | low, (code & 255) + size);
    }

    #[inline(always)]
    fn code(&mut self, codes: &[u32; 256], symbol: usize) {
        self.put(codes[symbol] >> 8, codes[symbol] & 255);
    }

    /// Writes a block; `before` is the DC coefficient of the last one of its component.
    #[inline(always)]
    pub(super) fn block(&mut self, chroma: bool, block: &Block, before: &mut i32) {
        self.dc(chroma, block.values[0], before);
        self.ac(chroma, block);
    }

    #[inline(always)]
    pub(super) fn dc(&mut self, chroma: bool, value: i32, before: &mut i32) {
        self.value(&CODES[usize::from(chroma)][0], 0, value - *before);
        *before = value;
    }

    #[inline(always)]
    pub(super) fn ac(&mut self, chroma: bool, block: &Block) {
        let ac = &CODES[usize::from(chroma)][1];
        let (mut set, mut last) = (block.set & !1, 0);
        while set != 0 {
            let n = set.trailing_zeros();
            set &= set - 1;
            let mut zeros = n - last - 1;
            last = n;
            while zeros >= 16 {
                self.code(ac, ZEROS);
                zeros -= 16;
            }
            self.value(ac, zeros, block.values[usize::from(PLACE[n as usize & 63]) & 63]);
        }
        if last != 63 {
            self.code(ac, END);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ff_is_stuffed_and_the_last_byte_is_filled_with_ones() {
        let mut out = Vec::new();
        let mut bits = Bits::<true>::new(&mut out);
        bits.reserve(1);
        bits.put(0xff, 8);
        bits.put(0x12_34ff, 24);
        bits.put(0b010, 3);
        assert_eq!(bits.finish(), [0xff, 0, 0x12, 0x34, 0xff, 0, 0b0101_1111]);
    }

    #[test]
    fn every_symbol_that_a_block_can_ask_for_has_a_code() {
        for [dc, ac] in &CODES {
            assert!((0..=11).all(|size| dc[size] != 0));
            let runs = (0..16).flat_map(|zeros| (1..=10).map(move |size| zeros << 4 | size));
            assert!(runs.chain([ZEROS, END]).all(|symbol| ac[symbol] != 0));
        }
    }
}
