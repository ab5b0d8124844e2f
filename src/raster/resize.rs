//! Convolution of pictures to other sizes.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{Filter, FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::error::RasterError;
use super::pixels::Pixels;
use crate::geom::PixelSize;

/// A part of a picture, in pixels: left, top, width, height.
pub(super) type Part = [f64; 4];

/// Brings a part of a picture to `size`: with Lanczos3, or with Catmull-Rom where it becomes larger. Pixels around the
/// part count as far as the kernel reaches.
///
/// # Errors
/// What the resizer says, of parts that do not lie in the picture.
pub(super) fn resize(from: &Pixels, [x, y, w, h]: Part, size: PixelSize) -> Result<Pixels, RasterError> {
    let refused = |what: String| RasterError::Decode(format!("it cannot be resized: {what}"));
    let source = ImageRef::new(from.size.w(), from.size.h(), &from.data, PixelType::U8x4)
        .map_err(|e| refused(e.to_string()))?;
    let mut target = Image::new(size.w(), size.h(), PixelType::U8x4);
    let larger = f64::from(size.w()) > w || f64::from(size.h()) > h;
    let lanczos = Filter::new("Lanczos3", lanczos3, 3.0).map_err(|e| refused(e.to_string()))?;
    let filter = if larger { FilterType::CatmullRom } else { FilterType::Custom(lanczos) };
    // colour is premultiplied already: alpha is a channel like the others
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).use_alpha(false).crop(x, y, w, h);
    Resizer::new().resize(&source, &mut target, Some(&options)).map_err(|e| refused(e.to_string()))?;
    let mut data = target.into_vec();
    settle(&mut data, from.opaque);
    Ok(Pixels { size, data, opaque: from.opaque })
}

/// Filters with negative lobes overshoot: colour must not exceed alpha, and what was opaque stays so.
fn settle(data: &mut [u8], opaque: bool) {
    for pixel in data.as_chunks_mut::<4>().0 {
        if opaque {
            pixel[3] = 255;
        } else {
            let a = pixel[3];
            *pixel = pixel.map(|c| c.min(a));
        }
    }
}

/// sinc(x)·sinc(x/3) for |x| < 3, without a sine from libm. With t = πx/3 and sin 3t = 3 sin t − 4 sin³ t it is
/// (sin t / t)²·(3 − 4 sin² t) / 3.
fn lanczos3(x: f64) -> f64 {
    if x.abs() >= 3.0 {
        return 0.0;
    }
    let square = x * x * (std::f64::consts::PI * std::f64::consts::PI / 9.0);
    let sinc = SINC.iter().rev().fold(0.0, |sum, term| sum * square + term);
    let sine = sinc * sinc * square;
    sinc * sinc * (3.0 - 4.0 * sine) / 3.0
}

/// sin t / t by powers of t²; to 10⁻⁹ up to π.
const SINC: [f64; 10] = [
    1.0,
    -1.0 / 6.0,
    1.0 / 120.0,
    -1.0 / 5_040.0,
    1.0 / 362_880.0,
    -1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
    -1.0 / 1_307_674_368_000.0,
    1.0 / 355_687_428_096_000.0,
    -1.0 / 121_645_100_408_832_000.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "the test compares with libm")]
    fn the_kernel_is_lanczos() {
        let sinc = |x: f64| (std::f64::consts::PI * x).sin() / (std::f64::consts::PI * x);
        for n in 1..300 {
            let x = f64::from(n) / 100.0;
            let wanted = sinc(x) * sinc(x / 3.0);
            assert!((lanczos3(x) - wanted).abs() < 1e-8, "{x}: {} for {wanted}", lanczos3(x));
            assert_eq!(lanczos3(x).to_bits(), lanczos3(-x).to_bits());
        }
        assert_eq!((lanczos3(0.0), lanczos3(3.0)), (1.0, 0.0));
    }
}
