use fearless_simd::Level;

use super::adler::adler;
use super::deflate::Deflater;
use super::filter::Filters;
use super::indexed::Indexed;
use super::{PngBand, PngSettings};
use crate::encode::straight::{straight, straight_pixel};

/// An encoder of bands, with the room that it works in.
#[derive(Debug)]
pub struct Encoder {
    settings: PngSettings,
    width: usize,
    level: Level,
    filters: Filters,
    deflater: Deflater,
    /// Filtered rows, each behind the number of its filter.
    raw: Vec<u8>,
    row: Vec<u8>,
    above: Vec<u8>,
}

impl Encoder {
    /// For bands `width` pixels wide; the bytes do not depend on the level.
    #[must_use]
    pub fn new(settings: PngSettings, width: u32, level: Level) -> Self {
        let width = width as usize;
        let filters = Filters::new(level, width * settings.channels());
        let (raw, row, above) = (Vec::new(), Vec::new(), Vec::new());
        Self { settings, width, level, filters, deflater: Deflater::new(), raw, row, above }
    }

    /// Filters and deflates one band of premultiplied RGBA rows.
    ///
    /// # Panics
    /// When `rgba` is not whole rows.
    #[must_use]
    pub fn strip(&mut self, rgba: &[u8]) -> PngBand {
        let stride = self.width * 4;
        assert!(rgba.len().is_multiple_of(stride), "whole rows");
        let channels = self.settings.channels();
        self.raw.clear();
        for (n, source) in rgba.chunks_exact(stride).enumerate() {
            std::mem::swap(&mut self.row, &mut self.above);
            straight(source, self.settings.opaque, &mut self.row);
            let above = (n > 0).then_some(self.above.as_slice());
            let (filter, filtered) = self.filters.choose(&self.row, above, channels);
            self.raw.push(filter);
            self.raw.extend_from_slice(filtered);
        }
        let deflated = self.deflater.deflate(&self.raw, channels, self.width * channels + 1).to_vec();
        let opaque = self.settings.opaque;
        let indexed = Indexed::of(rgba.as_chunks::<4>().0.iter().map(|p| straight_pixel(*p, opaque)));
        PngBand { deflated, adler: adler(self.level, &self.raw), raw_len: self.raw.len() as u64, indexed }
    }
}
