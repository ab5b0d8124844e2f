use fearless_simd::{Level, Simd, dispatch};

use super::dct::{ACROSS, Rows, block, columns, factors};
use super::huffman::Bits;
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
        assert!(!rgba.is_empty() && rgba.len().is_multiple_of(w * 4), "whole rows");
        assert!(rgba.len() / (w * 4) <= 16, "one band");
        let mut bits = Bits::new(room);
        match self.sampling {
            Sampling::Halved => dispatch!(self.level, simd => halved(simd, self, w, rgba, &mut bits)),
            Sampling::Full => dispatch!(self.level, simd => full(simd, self, w, rgba, &mut bits)),
        }
        bits.finish()
    }
}

/// MCUs of 16 × 16: four blocks of luma, one of each chroma.
#[inline(always)]
fn halved<S: Simd>(simd: S, encoder: &Encoder, w: usize, rgba: &[u8], bits: &mut Bits<'_>) {
    let [for_luma, for_chroma] = &encoder.factors;
    let mut pixels: Pixels = [[0; STRIDE]; 16];
    let (mut top, mut bottom): (Rows, Rows) = ([[0.0; ACROSS]; 8], [[0.0; ACROSS]; 8]);
    let (mut cb, mut cr): (Rows, Rows) = ([[0.0; ACROSS]; 8], [[0.0; ACROSS]; 8]);
    let mut before = [0; 3];
    for x in (0..w).step_by(ACROSS) {
        cut(rgba, w, x, &mut pixels);
        luma(&pixels[..8], &mut top);
        luma(&pixels[8..], &mut bottom);
        chroma_halved(&pixels, &mut cb, &mut cr);
        for plane in [&mut top, &mut bottom, &mut cb, &mut cr] {
            columns(plane);
        }
        bits.reserve(ACROSS / 16 * 6);
        for x in (0..ACROSS.min(w - x)).step_by(16) {
            for (rows, x) in [(&top, x), (&top, x + 8), (&bottom, x), (&bottom, x + 8)] {
                bits.block(false, &block(simd, rows, x, for_luma), &mut before[0]);
            }
            bits.block(true, &block(simd, &cb, x / 2, for_chroma), &mut before[1]);
            bits.block(true, &block(simd, &cr, x / 2, for_chroma), &mut before[2]);
        }
    }
}

/// MCUs of 8 × 8, so a band is two rows of them, or one when it is short.
#[inline(always)]
fn full<S: Simd>(simd: S, encoder: &Encoder, w: usize, rgba: &[u8], bits: &mut Bits<'_>) {
    let [for_luma, for_chroma] = &encoder.factors;
    let mut pixels: Pixels = [[0; STRIDE]; 16];
    let mut planes: [Rows; 3] = [[[0.0; ACROSS]; 8]; 3];
    let mut before = [0; 3];
    for rows in rgba.chunks(w * 4 * 8) {
        for x in (0..w).step_by(ACROSS) {
            cut(rows, w, x, &mut pixels);
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
