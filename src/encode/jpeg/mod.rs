//! Baseline JPEG, 4:2:0 with averaged chroma, fixed Huffman tables (ITU-T T.81, Annex K), a restart marker after every
//! MCU row. So a band's entropy-coded bytes depend on nothing but its pixels, and files are bands joined by markers.

mod assemble;
mod strip;

#[cfg(test)]
mod tests;

pub use assemble::assemble;
pub use strip::strip;

use crate::stable_struct;

/// How a JPEG is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JpegSettings {
    quality: u8,
}

impl JpegSettings {
    /// `quality` as libjpeg counts it, brought into 1 ..= 100.
    #[must_use]
    pub fn new(quality: u8) -> Self {
        Self { quality: quality.clamp(1, 100) }
    }

    /// 1 ..= 100.
    #[must_use]
    pub fn quality(self) -> u8 {
        self.quality
    }
}

stable_struct!(JpegSettings { quality });

/// Splits what the encoder wrote into headers (through the start of scan) and entropy-coded data (without the end
/// marker).
fn split(file: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = file.get(at..at + 4) {
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == 0xda {
            break;
        }
    }
    let (head, rest) = file.split_at(at);
    (head, rest.strip_suffix(&[0xff, 0xd9]).expect("an encoder ends its file with a marker"))
}
