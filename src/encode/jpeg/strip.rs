use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};

use super::{JpegSettings, split};

/// Encodes one band of opaque RGBA rows, `w` pixels wide and at most 16 rows high: the entropy-coded data of one restart
/// interval, without markers. Rows and columns that are missing to a whole MCU repeat the last one.
///
/// # Panics
/// When `rgba` is empty, not whole rows, or more than one MCU row.
#[must_use]
pub fn strip(settings: JpegSettings, w: u32, rgba: &[u8]) -> Vec<u8> {
    let stride = w as usize * 4;
    assert!(!rgba.is_empty() && rgba.len().is_multiple_of(stride), "whole rows");
    let rows = rgba.len() / stride;
    assert!(rows <= 16, "one MCU row");
    split(&whole(settings, w, rows as u32, rgba)).1.to_vec()
}

/// What the encoder writes for an image; for strips, headers, and as the oracle of the tests.
pub(super) fn whole(settings: JpegSettings, w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(1024 + rgba.len() / 16);
    let mut encoder = Encoder::new(&mut file, settings.quality());
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_restart_interval(w.div_ceil(16) as u16);
    let side = |v: u32| u16::try_from(v).expect("a canvas is no larger than JPEG allows");
    encoder.encode(rgba, side(w), side(h), ColorType::Rgba).expect("memory takes all bytes");
    file
}
