use super::assemble::indexed_colors;
use super::indexed::Indexed;
use super::quantize::quantize;
use crate::encode::straight::straight;
use crate::geom::PixelSize;

/// A whole file of at most 256 colours from opaque RGBA rows, `w` pixels wide; of more colours the nearest are taken.
///
/// # Panics
/// When `rgba` is not whole rows of a valid size.
#[must_use]
pub fn encode_palette(w: u32, rgba: &[u8]) -> Vec<u8> {
    let stride = w as usize * 4;
    assert!(rgba.len().is_multiple_of(stride), "whole rows");
    let size = PixelSize::new(w, (rgba.len() / stride) as u32).expect("a canvas has a valid size");
    let mut colors = Vec::new();
    straight(rgba, false, &mut colors);
    let image = Indexed::of(colors.as_chunks::<4>().0.iter().copied());
    indexed_colors(size, &image.unwrap_or_else(|| quantize(w as usize, &colors)))
}
