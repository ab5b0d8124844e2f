//! Deflate (RFC 1951) made for filtered rows: codes of each block's own, and copies only where they pay.

use super::bits::Bits;
use super::header::Header;
use super::huffman::{codes, lengths};
use super::matches::{Places, Step, steps};

/// Bytes of a block, each with codes of its own: as many as a stored one holds.
const BLOCK: usize = 65_535;

/// The longest code; see [`Bits::bytes`].
const LONGEST: u8 = 14;

/// The token that ends a block; lengths of copies follow it.
const END: usize = 256;

/// Room that one text after another is deflated in.
#[derive(Debug)]
pub(super) struct Deflater {
    places: Box<Places>,
    steps: Vec<Step>,
    out: Vec<u8>,
}

impl Deflater {
    pub(super) fn new() -> Self {
        Self { places: Box::new([0; 1 << 14]), steps: Vec::new(), out: Vec::new() }
    }

    /// Raw deflate of filtered rows, `row` bytes each with `bpp` for a pixel, up to a full flush, after which nothing
    /// refers back. No longer than stored blocks would be.
    pub(super) fn deflate(&mut self, raw: &[u8], bpp: usize, row: usize) -> &[u8] {
        self.steps.clear();
        steps(raw, bpp, row, BLOCK, &mut self.places, &mut self.steps);
        let mut bits = Bits::new(&mut self.out);
        let (mut raw, mut steps) = (raw, self.steps.as_slice());
        while !raw.is_empty() {
            let (mut len, mut count) = (0, 0);
            while let Some(step) = steps.get(count)
                && len + step.covers() <= BLOCK
            {
                len += step.covers();
                count += 1;
            }
            let (now, later) = raw.split_at(len);
            block(&mut bits, now, &steps[..count]);
            (raw, steps) = (later, &steps[count..]);
        }
        bits.reserve(8);
        stored(&mut bits, &[]);
        bits.finish()
    }
}

fn block(bits: &mut Bits<'_>, raw: &[u8], steps: &[Step]) {
    let counts = Counts::of(raw, steps);
    let own = Codes { tokens: counts.token_lengths(), distances: counts.distance_lengths() };
    let header = Header::new(&own.tokens, &own.distances);
    let fixed = Codes::fixed();
    let (by_own, by_fixed) = (header.weight + counts.weigh(&own), counts.weigh(&fixed));
    let least = by_own.min(by_fixed);
    bits.reserve((least / 8) as usize + 8);
    // its lengths, and at most 7 bits to the next byte
    if raw.len() as u64 * 8 + 7 + 32 < least {
        bits.reserve(raw.len() + 8);
        stored(bits, raw);
    } else if by_fixed <= by_own {
        bits.put(0b010, 3);
        fixed.write(bits, raw, steps);
    } else {
        bits.put(0b100, 3);
        header.write(bits);
        own.write(bits, raw, steps);
    }
}

fn stored(bits: &mut Bits<'_>, raw: &[u8]) {
    bits.put(0b000, 3);
    let len = raw.len() as u16;
    bits.aligned(&[&len.to_le_bytes(), &(!len).to_le_bytes(), raw]);
}

/// How often each symbol occurs in a block.
struct Counts {
    tokens: [u32; 286],
    distances: [u32; 30],
    /// Bits behind symbols.
    extra: u64,
}

impl Counts {
    fn of(raw: &[u8], steps: &[Step]) -> Self {
        // four, or each byte would wait for the count of one like it before
        let mut bytes = [[0u32; 256]; 4];
        let (mut tokens, mut distances, mut extra) = ([0; 286], [0; 30], 0);
        let mut rest = raw;
        for step in steps {
            let (now, later) = rest.split_at(step.literals as usize);
            let (fours, tail) = now.as_chunks::<4>();
            for four in fours {
                bytes.iter_mut().zip(four).for_each(|(counts, byte)| counts[usize::from(*byte)] += 1);
            }
            tail.iter().for_each(|byte| bytes[0][usize::from(*byte)] += 1);
            if step.len > 0 {
                let (length, distance) = (of_length(step.len), of_distance(step.dist));
                tokens[length.symbol] += 1;
                distances[distance.symbol] += 1;
                extra += u64::from(length.bits + distance.bits);
            }
            rest = &later[usize::from(step.len)..];
        }
        for (byte, count) in tokens[..256].iter_mut().enumerate() {
            *count = bytes.iter().map(|counts| counts[byte]).sum();
        }
        tokens[END] = 1;
        Self { tokens, distances, extra }
    }

    fn token_lengths(&self) -> [u8; 288] {
        let mut lens = [0; 288];
        lengths(&self.tokens, LONGEST, &mut lens);
        lens
    }

    fn distance_lengths(&self) -> [u8; 30] {
        let mut lens = [0; 30];
        lengths(&self.distances, LONGEST, &mut lens);
        lens
    }

    /// Bits of the block with such codes, without its header.
    fn weigh(&self, codes: &Codes) -> u64 {
        let tokens = self.tokens.iter().zip(&codes.tokens);
        let distances = self.distances.iter().zip(&codes.distances);
        self.extra + tokens.chain(distances).map(|(n, len)| u64::from(*n) * u64::from(*len)).sum::<u64>()
    }
}

/// Lengths of the codes of a block.
struct Codes {
    /// The last two stand for nothing, but take part in the fixed code.
    tokens: [u8; 288],
    distances: [u8; 30],
}

impl Codes {
    /// Those of the RFC, 3.2.6.
    fn fixed() -> Self {
        let tokens = std::array::from_fn(|n| match n {
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        });
        Self { tokens, distances: [5; 30] }
    }

    fn write(&self, bits: &mut Bits<'_>, raw: &[u8], steps: &[Step]) {
        let (mut tokens, mut distances) = ([0; 288], [0; 30]);
        codes(&self.tokens, &mut tokens);
        codes(&self.distances, &mut distances);
        let mut rest = raw;
        for step in steps {
            let (now, later) = rest.split_at(step.literals as usize);
            bits.bytes(now, &tokens);
            if step.len > 0 {
                let (length, distance) = (of_length(step.len), of_distance(step.dist));
                bits.add(tokens[length.symbol]);
                bits.add(length.extra << 8 | length.bits);
                bits.add(distances[distance.symbol]);
                bits.add(distance.extra << 8 | distance.bits);
                bits.flush();
            }
            rest = &later[usize::from(step.len)..];
        }
        bits.add(tokens[END]);
        bits.flush();
    }
}

/// A symbol with the bits behind it.
struct Symbol {
    symbol: usize,
    bits: u32,
    extra: u32,
}

/// RFC 1951, 3.2.5: four symbols for each power of two.
#[inline(always)]
fn of_length(len: u16) -> Symbol {
    let n = u32::from(len) - 3;
    let (symbol, bits) = match n {
        255 => return Symbol { symbol: END + 29, bits: 0, extra: 0 },
        ..8 => (n, 0),
        _ => {
            let bits = n.ilog2() - 2;
            (4 * bits + (n >> bits), bits)
        }
    };
    Symbol { symbol: END + 1 + symbol as usize, bits, extra: n & ((1 << bits) - 1) }
}

/// Two for each.
#[inline(always)]
fn of_distance(dist: u16) -> Symbol {
    let n = u32::from(dist) - 1;
    let (symbol, bits) = match n {
        ..4 => (n, 0),
        _ => {
            let bits = n.ilog2() - 1;
            (2 * bits + (n >> bits), bits)
        }
    };
    Symbol { symbol: symbol as usize, bits, extra: n & ((1 << bits) - 1) }
}
