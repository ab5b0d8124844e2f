//! What repeats in filtered rows: LZ77, greedy, with one candidate at each pixel, and only where it pays.

/// Bytes as they are, and then a stretch that is copied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) literals: u32,
    /// 3 to 258, or 0 when nothing is copied.
    pub(super) len: u16,
    /// 1 to 32,768.
    pub(super) dist: u16,
}

impl Step {
    /// How many bytes it stands for.
    pub(super) fn covers(&self) -> usize {
        self.literals as usize + usize::from(self.len)
    }
}

const WINDOW: usize = 32_768;
const LONGEST: usize = 258;

/// Where the hash of six bytes, two pixels, was last seen; the low 16 bits of its place, since bytes are compared anyway.
pub(super) type Places = [u16; 1 << 14];

#[inline(always)]
fn hash(word: u64) -> usize {
    // Fibonacci hashing
    ((word << 16).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50) as usize
}

/// After 128 bytes without a match every second pixel is tried, after 256 every third, …: noise costs little.
const PATIENCE: usize = 7;

/// Appends the steps that stand for `raw`, none for more than `block` bytes. `row` is the length of a row with its filter
/// byte, `bpp` that of a pixel.
pub(super) fn steps(
    raw: &[u8],
    bpp: usize,
    row: usize,
    block: usize,
    places: &mut Places,
    out: &mut Vec<Step>,
) {
    places.fill(0);
    let costs = costs(raw);
    // beyond it there is no word to read
    let end = raw.len().saturating_sub(8);
    let mut done = 0usize;
    for start in (0..end).step_by(row) {
        let stop = (start + row).min(end);
        // never the very first byte, which has none before it
        let mut at = start + 1 + done.saturating_sub(start + 1).next_multiple_of(bpp);
        while at < stop {
            let now = word(raw, at);
            let place = &mut places[hash(now)];
            let dist = usize::from((at as u16).wrapping_sub(*place));
            *place = at as u16;
            let dist = if word(raw, at - 1) == now {
                1
            } else if (1..=WINDOW.min(at)).contains(&dist) && word(raw, at - dist) as u32 == now as u32 {
                dist
            } else {
                0
            };
            if dist > 0 {
                let back = back(raw, done, at, dist);
                let len = (back + common(raw, at - dist, at)).min(LONGEST);
                let from = at - back;
                if pays(&costs, &raw[from..from + len], dist) {
                    push(out, done, from, len, dist, block);
                    done = from + len;
                    at = start + 1 + (done - start - 1).next_multiple_of(bpp);
                    continue;
                }
            }
            at += bpp * (1 + ((at - done) >> PATIENCE));
        }
    }
    push(out, done, raw.len(), 0, 0, block);
}

#[inline(always)]
fn word(raw: &[u8], at: usize) -> u64 {
    raw[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// How many bytes are equal before two places, back to what is done.
#[inline(always)]
fn back(raw: &[u8], done: usize, at: usize, dist: usize) -> usize {
    let most = (at - done.max(dist)).min(LONGEST / 2);
    (1..=most).take_while(|n| raw[at - n] == raw[at - dist - n]).count()
}

/// How many bytes are equal from two places on.
#[inline(always)]
fn common(raw: &[u8], a: usize, b: usize) -> usize {
    let most = (raw.len() - b).min(LONGEST);
    let (a, b) = (&raw[a..a + most], &raw[b..b + most]);
    let (eights, tail) = a.as_chunks::<8>();
    for (n, (a, b)) in eights.iter().zip(b.as_chunks::<8>().0).enumerate() {
        let differ = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differ != 0 {
            return n * 8 + (differ.trailing_zeros() / 8) as usize;
        }
    }
    let start = most - tail.len();
    start + tail.iter().zip(&b[start..]).take_while(|(a, b)| a == b).count()
}

/// What each byte costs as a literal, in 1/16 of a bit: its share in a quarter of all. The logarithm is linear between
/// powers of two.
fn costs(raw: &[u8]) -> [u16; 256] {
    let mut counts = [[0u32; 256]; 4];
    let fours = raw.as_chunks::<4>().0.iter().step_by(4);
    let total = (fours.len() as u64 * 4).max(1);
    for four in fours {
        counts.iter_mut().zip(four).for_each(|(counts, byte)| counts[usize::from(*byte)] += 1);
    }
    std::array::from_fn(|byte| {
        let count: u32 = counts.iter().map(|counts| counts[byte]).sum();
        let inverse = (total << 16) / u64::from(count.max(1));
        let bits = inverse.ilog2();
        let sixteenths = (u64::from(bits) - 16) * 16 + ((inverse << 4 >> bits) & 15);
        (sixteenths as u16).clamp(16, 14 * 16)
    })
}

/// What a copy costs apart from its distance, in 1/16 of a bit.
const COPY: u32 = 15 * 16;

/// Whether to copy is cheaper than to write; long stretches always are.
#[inline(always)]
fn pays(costs: &[u16; 256], bytes: &[u8], dist: usize) -> bool {
    let copy = COPY + 16 * dist.ilog2();
    bytes.len() >= 32 || bytes.iter().map(|byte| u32::from(costs[usize::from(*byte)])).sum::<u32>() > copy
}

/// A step; literals that are too many for a block become steps of their own.
fn push(out: &mut Vec<Step>, done: usize, at: usize, len: usize, dist: usize, block: usize) {
    let mut literals = at - done;
    while literals + len > block {
        let some = literals.min(block);
        out.push(Step { literals: some as u32, len: 0, dist: 0 });
        literals -= some;
    }
    out.push(Step { literals: literals as u32, len: len as u16, dist: dist as u16 });
}
