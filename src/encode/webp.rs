//! WebP by libwebp. Its entropy coding runs through the whole image, so there are no seams: the image is one band.

use ::webp::{Encoder, WebPConfig};

use super::LossySettings;
use super::straight::straight;

/// The most pixels on a side that the format can say.
pub const MAX_SIDE: u32 = 16_383;

/// Effort, from 0 to 6: 0.72 of the bytes of 0 for 1.8 times its time; 4 saves little more and costs 2.4 times as much.
const METHOD: i32 = 2;

/// A file of premultiplied RGBA rows, `w` pixels wide.
///
/// # Panics
/// When `rgba` is not whole rows, or a side is longer than [`MAX_SIDE`].
#[must_use]
pub fn encode(settings: LossySettings, w: u32, rgba: &[u8]) -> Vec<u8> {
    let stride = w as usize * 4;
    assert!(rgba.len().is_multiple_of(stride), "whole rows");
    let h = (rgba.len() / stride) as u32;
    let mut pixels = Vec::with_capacity(rgba.len());
    straight(rgba, settings.opaque, &mut pixels);
    let encoder = match settings.opaque {
        true => Encoder::from_rgb(&pixels, w, h),
        false => Encoder::from_rgba(&pixels, w, h),
    };
    let mut config = WebPConfig::new().expect("the header and the library are of one version");
    config.method = METHOD;
    config.quality = f32::from(settings.quality);
    // Threads would be started behind the scheduler's back.
    config.thread_level = 0;
    encoder.encode_advanced(&config).expect("a valid size and enough memory").to_vec()
}

#[cfg(test)]
mod tests {
    use image::{ColorType, ImageFormat};

    use super::*;
    use crate::color::Rgba;

    fn picture(w: u32, h: u32, opaque: bool) -> Vec<u8> {
        let pixel = |i: u32| {
            let (x, y) = (i % w, i / w);
            let a = if opaque { 255 } else { (x * 255 / w) as u8 };
            Rgba { r: (x * 255 / w) as u8, g: (y * 255 / h) as u8, b: 90, a }.premultiply()
        };
        (0..w * h).flat_map(pixel).collect()
    }

    #[test]
    fn files_decode_at_their_size_and_look_as_painted() {
        for (w, h) in [(1, 1), (300, 250), (17, 63), (320, 50)] {
            let rgba = picture(w, h, true);
            let file = encode(LossySettings::new(84, true), w, &rgba);
            let back = image::load_from_memory_with_format(&file, ImageFormat::WebP).expect("a WebP");
            assert_eq!((back.width(), back.height(), back.color()), (w, h, ColorType::Rgb8));
            let differ = |(have, want): (&[u8], &[u8])| {
                (0..3).map(|c| u64::from(have[c].abs_diff(want[c]))).sum::<u64>()
            };
            let back = back.to_rgb8();
            let sum: u64 = back.chunks(3).zip(rgba.chunks(4)).map(differ).sum();
            assert!(sum <= u64::from(w * h * 3) * 4, "{w}×{h} differs by {sum}");
        }
    }

    #[test]
    fn alpha_is_kept_to_the_bit() {
        let rgba = picture(60, 40, false);
        let file = encode(LossySettings::new(84, false), 60, &rgba);
        let back = image::load_from_memory_with_format(&file, ImageFormat::WebP).expect("a WebP").to_rgba8();
        let alphas = |bytes: &[u8]| bytes.chunks(4).map(|p| p[3]).collect::<Vec<u8>>();
        assert_eq!(alphas(&back), alphas(&rgba));
    }

    #[test]
    fn the_same_pixels_are_the_same_bytes_and_quality_counts() {
        let rgba = picture(300, 250, true);
        let file = |quality| encode(LossySettings::new(quality, true), 300, &rgba);
        assert_eq!(file(84), file(84));
        assert!(file(40).len() < file(90).len());
    }
}
