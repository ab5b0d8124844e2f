//! A photo cropped and resized to one frame.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use super::decode::Photo;
use super::error::RasterError;
use super::pixels::{Pixels, check_area};
use crate::geom::{PixelSize, Px, Rect};

/// Cuts `crop` (source pixels, may be fractional) and brings it to exactly `size`.
/// Lanczos3 makes smaller, from the smallest halving that is at least twice the target; Catmull-Rom makes larger.
///
/// # Errors
/// [`RasterError::Crop`] for a crop outside the picture, [`RasterError::TooLarge`] for an absurd target.
pub fn resample(photo: &Photo, crop: Rect, size: PixelSize) -> Result<Pixels, RasterError> {
    check_area(size.w(), size.h())?;
    let full = photo.full();
    let whole = full.size.rect().to_rect();
    if crop.w <= Px::ZERO || crop.h <= Px::ZERO || !whole.contains(crop, Px::ZERO) {
        return Err(RasterError::Crop { w: full.size.w(), h: full.size.h() });
    }
    match exact_cut(full, crop, size) {
        Some(pixels) => Ok(pixels),
        None => scaled(photo, crop, size),
    }
}

/// Nothing to resize: the pixels themselves.
fn exact_cut(full: &Pixels, crop: Rect, size: PixelSize) -> Option<Pixels> {
    let cut = crop.snap();
    if cut.to_rect() != crop || (cut.w, cut.h) != (size.w(), size.h()) {
        return None;
    }
    let mut data = Vec::with_capacity(size.area() as usize * 4);
    for y in cut.y..cut.bottom() {
        data.extend_from_slice(&full.row(y as u32)[cut.x as usize * 4..][..cut.w as usize * 4]);
    }
    Some(Pixels { size, data, opaque: full.opaque })
}

fn scaled(photo: &Photo, crop: Rect, size: PixelSize) -> Result<Pixels, RasterError> {
    let (cw, ch) = (crop.w.to_f64(), crop.h.to_f64());
    let (w, h) = (f64::from(size.w()), f64::from(size.h()));
    let mut level = 0;
    let mut factor = 1.0;
    while level + 1 < photo.levels.len() && cw * factor >= 4.0 * w && ch * factor >= 4.0 * h {
        level += 1;
        factor *= 0.5; // exact
    }
    let from = &photo.levels[level];
    let source = ImageRef::new(from.size.w(), from.size.h(), &from.data, PixelType::U8x4)
        .map_err(|e| RasterError::Decode(e.to_string()))?;
    let mut target = Image::new(size.w(), size.h(), PixelType::U8x4);
    let filter = if w > cw || h > ch { FilterType::CatmullRom } else { FilterType::Lanczos3 };
    // colour is premultiplied already: alpha is a channel like the others
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter)).use_alpha(false).crop(
        crop.x.to_f64() * factor,
        crop.y.to_f64() * factor,
        cw * factor,
        ch * factor,
    );
    Resizer::new()
        .resize(&source, &mut target, Some(&options))
        .map_err(|e| RasterError::Decode(format!("it cannot be resized: {e}")))?;
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

#[cfg(test)]
mod tests;
