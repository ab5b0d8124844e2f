use super::dct::{Block, PLACE};
use super::tables::{AC_CHROMA, AC_LUMA, DC_CHROMA, DC_LUMA};

/// Luma and chroma: codes of DC differences and of runs, as [`super::tables::Huffman::codes`] gives them.
static CODES: [[[u32; 256]; 2]; 2] =
    [[DC_LUMA.codes(), AC_LUMA.codes()], [DC_CHROMA.codes(), AC_CHROMA.codes()]];

/// Values of AC coefficients that most have: −16 ..= 15.
const SMALL: i32 = 16;

/// For luma and chroma, each run of zeros and each [`SMALL`] value behind it: code and value as one, and their length in
/// the lowest eight bits.
static PAIRS: [[u32; 512]; 2] = [pairs(&CODES[0][1]), pairs(&CODES[1][1])];

const fn pairs(codes: &[u32; 256]) -> [u32; 512] {
    let mut pairs = [0; 512];
    let mut at = 0;
    while at < 512 {
        let (zeros, value) = (at / 32, at as i32 % 32 - SMALL);
        // A coefficient of zero has no code, and −16 needs five bits.
        if value != 0 {
            let (low, size) = low_bits(value);
            let code = codes[zeros << 4 | size as usize];
            pairs[at] = ((code >> 8) << size | low) << 8 | ((code & 255) + size);
        }
        at += 1;
    }
    pairs
}

/// The bits that tell a value among those of its size, and their number.
#[inline(always)]
const fn low_bits(value: i32) -> (u32, u32) {
    let sign = value >> 31;
    let size = 32 - value.unsigned_abs().leading_zeros();
    ((value + sign) as u32 & ((1 << size) - 1), size)
}

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
    carry: Carry,
    out: &'a mut Vec<u8>,
    /// Bytes of `out` that are written; those behind are room.
    len: usize,
}

/// The lowest `held` bits wait; fewer than 32 between calls.
#[derive(Clone, Copy, Debug, Default)]
struct Carry {
    waiting: u64,
    held: u32,
}

impl<'a, const STUFFED: bool> Bits<'a, STUFFED> {
    /// Overwrites `out`, which keeps its room.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { carry: Carry::default(), out, len: 0 }
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
        let mut carry = self.carry;
        self.carry_on(&mut carry, bits, count);
        self.carry = carry;
    }

    /// With the bits that wait in a value of the caller: in a loop they then stay in registers.
    #[inline(always)]
    fn carry_on(&mut self, carry: &mut Carry, bits: u32, count: u32) {
        carry.waiting = carry.waiting << count | u64::from(bits);
        carry.held += count;
        if carry.held >= 32 {
            carry.held -= 32;
            self.write((carry.waiting >> carry.held) as u32);
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
        let held = self.carry.held;
        let bits = self.len * 8 + held as usize;
        if held > 0 {
            self.put(0, 32 - held);
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
        let fill = (8 - self.carry.held % 8) % 8;
        self.put((1 << fill) - 1, fill);
        let Carry { waiting, mut held } = self.carry;
        while held > 0 {
            held -= 8;
            self.byte((waiting >> held) as u8);
        }
        &self.out[..self.len]
    }

    /// Writes a block; `before` is the DC coefficient of the last one of its component.
    #[inline(always)]
    pub(super) fn block(&mut self, chroma: bool, block: &Block, before: &mut i32) {
        self.dc(chroma, block.values[0], before);
        self.ac(chroma, block);
    }

    #[inline(always)]
    pub(super) fn dc(&mut self, chroma: bool, value: i32, before: &mut i32) {
        let (low, size) = low_bits(value - *before);
        let code = CODES[usize::from(chroma)][0][size as usize & 255];
        self.put((code >> 8) << size | low, (code & 255) + size);
        *before = value;
    }

    #[inline(always)]
    pub(super) fn ac(&mut self, chroma: bool, block: &Block) {
        let (codes, pairs) = (&CODES[usize::from(chroma)][1], &PAIRS[usize::from(chroma)]);
        let mut carry = self.carry;
        let (mut set, mut last) = (block.set & !1, 0);
        while set != 0 {
            let n = set.trailing_zeros();
            set &= set - 1;
            let mut zeros = n - last - 1;
            last = n;
            while zeros >= 16 {
                self.carry_on(&mut carry, codes[ZEROS] >> 8, codes[ZEROS] & 255);
                zeros -= 16;
            }
            let value = block.values[usize::from(PLACE[n as usize & 63]) & 63];
            let small = (value + SMALL) as u32;
            if small < 32 {
                let pair = pairs[(zeros << 5 | small) as usize & 511];
                self.carry_on(&mut carry, pair >> 8, pair & 255);
            } else {
                let (low, size) = low_bits(value);
                let code = codes[(zeros << 4 | size) as usize & 255];
                self.carry_on(&mut carry, (code >> 8) << size | low, (code & 255) + size);
            }
        }
        if last != 63 {
            self.carry_on(&mut carry, codes[END] >> 8, codes[END] & 255);
        }
        self.carry = carry;
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
