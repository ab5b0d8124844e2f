//! PNG whose bands are deflated apart: each ends with a full flush and refers to nothing before it, in its pixels
//! (its first row uses a filter that does not look up) or in its bytes (the window is reset). Each band is an IDAT
//! chunk of its own; checksums are combined. An image of at most 256 colours is written as indices into a palette where
//! that is smaller; [`encode_palette`] brings any opaque image down to that, for a weight limit that nothing else meets.

mod adler;
mod assemble;
mod bits;
mod deflate;
mod filter;
mod header;
mod huffman;
mod indexed;
mod matches;
mod palette;
mod quantize;
mod strip;

#[cfg(test)]
mod tests;

pub use assemble::assemble;
pub use indexed::Indexed;
pub use palette::encode_palette;
pub use strip::Encoder;

use crate::memo::Weigh;
use crate::stable_struct;

/// Rows of a band: enough that a full flush costs little.
pub const BAND_ROWS: u32 = 64;

/// How a PNG is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PngSettings {
    /// Whether the canvas is opaque: then three channels are written instead of four.
    pub opaque: bool,
}

stable_struct!(PngSettings { opaque });

impl PngSettings {
    fn channels(self) -> usize {
        if self.opaque { 3 } else { 4 }
    }
}

/// One band, deflated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PngBand {
    /// Raw deflate data up to a full flush.
    pub deflated: Vec<u8>,
    /// Adler-32 of the filtered rows.
    pub adler: u32,
    /// Their length.
    pub raw_len: u64,
    /// The pixels, when they have no more than 256 colours: perhaps the whole image has not.
    pub indexed: Option<Indexed>,
}

impl Weigh for PngBand {
    fn weight(&self) -> usize {
        let indexed = self.indexed.as_ref().map_or(0, |few| few.colors.len() * 4 + few.indices.len());
        self.deflated.len() + indexed + size_of::<Self>()
    }
}
