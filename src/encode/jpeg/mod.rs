//! Baseline JPEG with fixed Huffman tables (ITU-T T.81, annex K) and a restart marker after every band of 16 rows. So a
//! band's entropy-coded bytes depend on nothing but its pixels, and files are bands joined by markers.
//!
//! In: opaque RGBA rows of one band. Out: a restart segment. Promise: the same bytes at every SIMD level; `f32` sums and
//! products in one order, never fused.
//!
//! # Steps
//! 1. `planes`: stretches of pixels to luma and chroma, the chroma averaged over two by two pixels.
//! 2. `dct`: columns, then rows of each block; quantised.
//! 3. `huffman`: coefficients to bits; `piece`: bits of some columns of a band, joined to a segment.
//! 4. `assemble`: headers and segments to a file.

mod assemble;
mod dct;
mod huffman;
mod piece;
mod planes;
mod strip;
mod tables;

#[cfg(test)]
mod tests;

pub use assemble::assemble;
pub use piece::{Piece, join};
pub use strip::Encoder;

use crate::digest::{Feed, Stable};
use crate::stable_struct;

/// How finely colour is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Sampling {
    /// 4:2:0, the mean of two by two pixels.
    #[default]
    Halved,
    /// 4:4:4.
    Full,
}

/// How a JPEG is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JpegSettings {
    quality: u8,
    sampling: Sampling,
}

impl JpegSettings {
    /// `quality` as libjpeg counts it, brought into 1 ..= 100; 4:2:0.
    #[must_use]
    pub fn new(quality: u8) -> Self {
        Self { quality: quality.clamp(1, 100), sampling: Sampling::Halved }
    }

    /// With another sampling of colour.
    #[must_use]
    pub fn sampled(self, sampling: Sampling) -> Self {
        Self { sampling, ..self }
    }

    /// 1 ..= 100.
    #[must_use]
    pub fn quality(self) -> u8 {
        self.quality
    }

    /// How finely colour is kept.
    #[must_use]
    pub fn sampling(self) -> Sampling {
        self.sampling
    }
}

impl Stable for Sampling {
    fn feed(&self, to: &mut Feed) {
        (*self as u8).feed(to);
    }
}

stable_struct!(JpegSettings { quality, sampling });
