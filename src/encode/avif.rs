//! AVIF by rav1e. Like WebP it has no seams: the image is one band.

use ravif::{BitDepth, Encoder, Img, RGB8, RGBA8};

use super::LossySettings;
use super::straight::straight;

/// From 1, slowest, to 10: 10 is what a request can wait for.
const SPEED: u8 = 10;

/// Qualities of ours, and those of ravif that look alike: medians over eight advertisements of this project of
/// the quality with the SSIMULACRA2 of JPEG's. Single pictures lie up to 30 off. Linear between them.
const ALIKE: [(u8, f32); 7] =
    [(1, 1.0), (50, 50.5), (60, 57.0), (70, 64.5), (80, 75.0), (92, 87.0), (100, 100.0)];

fn alike(quality: u8) -> f32 {
    let above = ALIKE.iter().position(|(ours, _)| *ours >= quality).unwrap_or(ALIKE.len() - 1).max(1);
    let ((x0, y0), (x1, y1)) = (ALIKE[above - 1], ALIKE[above]);
    let [x, x0, x1] = [quality, x0, x1].map(f32::from);
    y0 + (x - x0) * (y1 - y0) / (x1 - x0)
}

/// A file of premultiplied RGBA rows, `w` pixels wide.
///
/// # Panics
/// When `rgba` is not whole rows, or a side is longer than 65,535.
#[must_use]
pub fn encode(settings: LossySettings, w: u32, rgba: &[u8]) -> Vec<u8> {
    let (w, stride) = (w as usize, w as usize * 4);
    assert!(rgba.len().is_multiple_of(stride), "whole rows");
    let h = rgba.len() / stride;
    let quality = alike(settings.quality);
    let mut pixels = Vec::new();
    straight(rgba, settings.opaque, &mut pixels);
    // One thread: the number of tiles, and so the bytes, would follow that of cores.
    let encoder = Encoder::new()
        .with_speed(SPEED)
        .with_quality(quality)
        .with_alpha_quality(quality)
        .with_bit_depth(BitDepth::Eight)
        .with_num_threads(Some(1));
    let made = if settings.opaque {
        let pixels: Vec<RGB8> = pixels.as_chunks::<3>().0.iter().map(|p| RGB8::from(*p)).collect();
        encoder.encode_rgb(Img::new(&pixels, w, h))
    } else {
        let pixels: Vec<RGBA8> = pixels.as_chunks::<4>().0.iter().map(|p| RGBA8::from(*p)).collect();
        encoder.encode_rgba(Img::new(&pixels, w, h))
    };
    made.expect("the size is one of ours, and nothing is read or written").avif_file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Rgba;

    fn picture(w: u32, h: u32, opaque: bool) -> Vec<u8> {
        let pixel = |i: u32| {
            let (x, y) = (i % w, i / w);
            let a = if opaque { 255 } else { (x * 255 / w) as u8 };
            Rgba { r: (x * 255 / w) as u8, g: (y * 255 / h) as u8, b: (x * y % 256) as u8, a }.premultiply()
        };
        (0..w * h).flat_map(pixel).collect()
    }

    /// Width and height of the first `ispe` box (ISO/IEC 23008-12, 6.5.3).
    fn extent(file: &[u8]) -> Option<[u32; 2]> {
        let at = file.windows(4).position(|four| four == b"ispe")?;
        let number = |at: usize| Some(u32::from_be_bytes(*file.get(at..)?.first_chunk()?));
        Some([number(at + 8)?, number(at + 12)?])
    }

    #[test]
    fn files_say_what_they_are_and_how_large() {
        for (w, h) in [(1, 1), (17, 63), (120, 50)] {
            for opaque in [true, false] {
                let file = encode(LossySettings::new(84, opaque), w, &picture(w, h, opaque));
                assert_eq!(&file[4..12], b"ftypavif");
                assert_eq!(extent(&file), Some([w, h]));
                let alpha = file.windows(5).any(|part| part == b"alpha");
                assert!(!alpha || !opaque, "no alpha where there is none");
            }
        }
    }

    #[test]
    fn the_same_pixels_are_the_same_bytes_and_quality_counts() {
        let rgba = picture(200, 120, true);
        let file = |quality| encode(LossySettings::new(quality, true), 200, &rgba);
        assert_eq!(file(84), file(84));
        assert!(file(40).len() < file(90).len());
    }

    #[test]
    fn the_scale_of_quality_rises() {
        assert!((2..=100).all(|q| alike(q) > alike(q - 1)));
        assert_eq!((alike(1), alike(100)), (1.0, 100.0));
    }
}
