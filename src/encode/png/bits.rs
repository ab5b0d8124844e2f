/// Bits on their way to bytes, the lowest first. Whoever adds sees to it that no more than 64 wait: fewer than 8 do after
/// [`Self::flush`].
pub(super) struct Bits<'a> {
    waiting: u64,
    held: u32,
    out: &'a mut Vec<u8>,
    /// Bytes of `out` that are written; those behind are room.
    len: usize,
}

/// A flush writes a word whatever it holds.
const WORD: usize = 8;

impl<'a> Bits<'a> {
    /// Overwrites `out`, which keeps its room.
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { waiting: 0, held: 0, out, len: 0 }
    }

    /// Makes room for so many bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        let most = self.len + bytes + 2 * WORD;
        if self.out.len() < most {
            self.out.resize(most * 2, 0);
        }
    }

    /// A code, or extra bits: `bits << 8 | count`, at most 16 of them.
    #[inline(always)]
    pub(super) fn add(&mut self, code: u32) {
        self.waiting |= u64::from(code >> 8) << self.held;
        self.held += code & 255;
    }

    #[inline(always)]
    pub(super) fn flush(&mut self) {
        self.out[self.len..self.len + WORD].copy_from_slice(&self.waiting.to_le_bytes());
        self.len += (self.held / 8) as usize;
        self.waiting >>= self.held & !7;
        self.held &= 7;
    }

    /// A few bits at once.
    pub(super) fn put(&mut self, bits: u32, count: u32) {
        self.add(bits << 8 | count);
        self.flush();
    }

    /// The codes of some bytes, none longer than 14 bits: four of them and what waits fit a word.
    #[inline(always)]
    pub(super) fn bytes(&mut self, bytes: &[u8], codes: &[u32; 288]) {
        let (fours, tail) = bytes.as_chunks::<4>();
        let code = |byte: u8| codes[usize::from(byte)];
        // held in registers
        let (mut waiting, mut held, mut len) = (self.waiting, self.held, self.len);
        for four in fours {
            let [a, b, c, d] = four.map(code);
            let ab = u64::from(a >> 8) | u64::from(b >> 8) << (a & 63);
            let cd = u64::from(c >> 8) | u64::from(d >> 8) << (c & 63);
            let first = (a & 255) + (b & 255);
            waiting |= (ab | cd << first) << held;
            held += first + (c & 255) + (d & 255);
            self.out[len..len + WORD].copy_from_slice(&waiting.to_le_bytes());
            len += (held / 8) as usize;
            waiting >>= held & !7;
            held &= 7;
        }
        (self.waiting, self.held, self.len) = (waiting, held, len);
        tail.iter().for_each(|byte| self.add(code(*byte)));
        self.flush();
    }

    /// Zeros to the next byte, then bytes as they are.
    pub(super) fn aligned(&mut self, parts: &[&[u8]]) {
        if self.held > 0 {
            self.held = 8;
            self.flush();
        }
        for part in parts {
            self.out[self.len..self.len + part.len()].copy_from_slice(part);
            self.len += part.len();
        }
    }

    /// What was written; bits that wait for a whole byte are lost.
    pub(super) fn finish(self) -> &'a [u8] {
        &self.out[..self.len]
    }
}
