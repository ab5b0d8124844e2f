use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use super::dct::{ACROSS, Block, Rows, block, columns, factors};
use super::huffman::{Bits, Part};
use super::piece::Piece;
use super::planes::{Pixels, STRIDE, chroma, chroma_halved, cut, luma};
use super::tables::divisors;
use super::{JpegSettings, Sampling};

/// An encoder for one quality, at one SIMD level.
#[derive(Clone, Debug)]
pub struct Encoder {
    sampling: Sampling,
    /// Of luma and chroma.
    factors: [[f32; 64]; 2],
    level: Level,
}

impl Encoder {
    /// The bytes do not depend on the level.
    #[must_use]
    pub fn new(settings: JpegSettings, level: Level) -> Self {
        let [luma, chroma] = divisors(settings.quality());
        Self { sampling: settings.sampling(), factors: [factors(&luma), factors(&chroma)], level }
    }

    /// Encodes one band of opaque RGBA rows, `w` pixels wide and at most 16 rows high: the entropy-coded data of one
    /// restart interval, without markers. Rows and columns that are missing to a whole MCU repeat the last one. `room` is
    /// overwritten; whoever encodes many bands hands the same one in.
    ///
    /// # Panics
    /// When `rgba` is empty, not whole rows, or more than 16 of them.
    #[must_use]
    pub fn strip<'a>(&self, w: u32, rgba: &[u8], room: &'a mut Vec<u8>) -> &'a [u8] {
        let w = w as usize;
        let stretch = Stretch::new(rgba, w, 0..w);
        let mut bits = Bits::<true>::new(room);
        match self.sampling {
            Sampling::Halved => {
                dispatch!(self.level, simd => halved(simd, self, &stretch, &mut bits, &mut Heads::default()));
            }
            Sampling::Full => dispatch!(self.level, simd => full(simd, self, &stretch, &mut bits)),
        }
        bits.finish()
    }

    /// Encodes the columns `x` of one band, 4:2:0, up to what depends on the columns before them. `across` is the width of
    /// `rgba`, and `x` begins on a multiple of 16, and ends on one but at the right edge of the canvas.
    ///
    /// # Panics
    /// As [`Encoder::strip`], and when `x` does not lie in `rgba`.
    #[must_use]
    pub fn piece(&self, across: u32, rgba: &[u8], x: Range<u32>, room: &mut Vec<u8>) -> Piece {
        let stretch = Stretch::new(rgba, across as usize, x.start as usize..x.end as usize);
        let (mut bits, mut heads) = (Bits::<false>::new(room), Heads::default());
        dispatch!(self.level, simd => halved(simd, self, &stretch, &mut bits, &mut heads));
        heads.parts[2] = bits.end_part();
        Piece::new(&heads, bits.written())
    }
}

/// Columns of one band.
struct Stretch<'a> {
    rgba: &'a [u8],
    across: usize,
    x: usize,
    w: usize,
}

impl<'a> Stretch<'a> {
    fn new(rgba: &'a [u8], across: usize, x: Range<usize>) -> Self {
        assert!(!rgba.is_empty() && rgba.len().is_multiple_of(across * 4), "whole rows");
        assert!(rgba.len() / (across * 4) <= 16, "one band");
        assert!(x.start < x.end && x.end <= across, "columns of it");
        Self { rgba, across, x: x.start, w: x.len() }
    }

    /// [`ACROSS`] pixels from `x` on.
    fn cut(&self, x: usize, pixels: &mut Pixels) {
        cut(self.rgba, self.across, self.x + x, ACROSS.min(self.w - x), pixels);
    }
}

/// What a piece needs of its first and last blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads {
    /// The first DC coefficient of each component.
    pub(super) first: [i32; 3],
    /// The last one.
    pub(super) last: [i32; 3],
    /// The ends of the bits between those first coefficients, and of all.
    pub(super) parts: [Part; 3],
}

impl Default for Heads {
    fn default() -> Self {
        Self { first: [0; 3], last: [0; 3], parts: [Part { bits: 0, next: 0 }; 3] }
    }
}

/// MCUs of 16 × 16: four blocks of luma, one of each chroma. `WHOLE`: all of a band; else a piece, whose first DC
/// coefficients are left to `heads`.
#[inline(always)]
fn halved<S: Simd, const WHOLE: bool>(
    simd: S,
    encoder: &Encoder,
    stretch: &Stretch<'_>,
    bits: &mut Bits<'_, WHOLE>,
    heads: &mut Heads,
) {
    let [for_luma, for_chroma] = &encoder.factors;
    let mut pixels: Pixels = [[0; STRIDE]; 16];
    let (mut top, mut bottom): (Rows, Rows) = ([[0.0; ACROSS]; 8], [[0.0; ACROSS]; 8]);
    let (mut cb, mut cr): (Rows, Rows) = ([[0.0; ACROSS]; 8], [[0.0; ACROSS]; 8]);
    let mut before = [0; 3];
    let mut open = !WHOLE;
    for x in (0..stretch.w).step_by(ACROSS) {
        stretch.cut(x, &mut pixels);
        luma(&pixels[..8], &mut top);
        luma(&pixels[8..], &mut bottom);
        chroma_halved(&pixels, &mut cb, &mut cr);
        for plane in [&mut top, &mut bottom, &mut cb, &mut cr] {
            columns(plane);
        }
        bits.reserve(ACROSS / 16 * 6);
        for x in (0..ACROSS.min(stretch.w - x)).step_by(16) {
            for (n, (rows, x)) in
                [(&top, x), (&top, x + 8), (&bottom, x), (&bottom, x + 8)].into_iter().enumerate()
            {
                let block = block(simd, rows, x, for_luma);
                if open && n == 0 {
                    heads.open(0, &block, bits, &mut before);
                } else {
                    bits.block(false, &block, &mut before[0]);
                }
            }
            for (component, plane) in [(1, &cb), (2, &cr)] {
                let block = block(simd, plane, x / 2, for_chroma);
                if open {
                    heads.parts[component - 1] = bits.end_part();
                    heads.open(component, &block, bits, &mut before);
                } else {
                    bits.block(true, &block, &mut before[component]);
                }
            }
            open = false;
        }
    }
    heads.last = before;
}

impl Heads {
    /// The first block of a component, without its DC coefficient.
    #[inline(always)]
    fn open<const WHOLE: bool>(
        &mut self,
        component: usize,
        block: &Block,
        bits: &mut Bits<'_, WHOLE>,
        before: &mut [i32; 3],
    ) {
        self.first[component] = block.values[0];
        before[component] = block.values[0];
        bits.ac(component > 0, block);
    }
}

/// MCUs of 8 × 8, so a band is two rows of them, or one when it is short.
#[inline(always)]
fn full<S: Simd>(simd: S, encoder: &Encoder, stretch: &Stretch<'_>, bits: &mut Bits<'_, true>) {
    let [for_luma, for_chroma] = &encoder.factors;
    let mut pixels: Pixels = [[0; STRIDE]; 16];
    let mut planes: [Rows; 3] = [[[0.0; ACROSS]; 8]; 3];
    let mut before = [0; 3];
    let w = stretch.w;
    for rows in stretch.rgba.chunks(stretch.across * 4 * 8) {
        let stretch = Stretch { rgba: rows, ..*stretch };
        for x in (0..w).step_by(ACROSS) {
            stretch.cut(x, &mut pixels);
            let [y, cb, cr] = &mut planes;
            luma(&pixels[..8], y);
            chroma(&pixels[..8], cb, cr);
            planes.iter_mut().for_each(columns);
            bits.reserve(ACROSS / 8 * 3);
            for x in (0..ACROSS.min(w - x)).step_by(8) {
                for (n, plane) in planes.iter().enumerate() {
                    let factors = if n == 0 { for_luma } else { for_chroma };
                    bits.block(n > 0, &block(simd, plane, x, factors), &mut before[n]);
                }
            }
        }
    }
}
