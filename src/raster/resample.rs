//! A photo cropped and resized to one frame.

use super::decode::Photo;
use super::error::RasterError;
use super::pixels::{Pixels, check_area};
use super::resize::resize;
use crate::geom::{PixelSize, Px, Rect};

/// Cuts `crop` (source pixels, may be fractional) and brings it to exactly `size`, from the smallest halving in which it is
/// at least as large.
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

/// Units of a pixel of a halving that parts begin and end on; halvings of even sides keep crops exactly.
const GRID: f64 = 1_048_576.0;

fn scaled(photo: &Photo, crop: Rect, size: PixelSize) -> Result<Pixels, RasterError> {
    let full = photo.full().size;
    let crop = [crop.x, crop.y, crop.w, crop.h].map(Px::to_f64);
    // odd sides are rounded up when they are halved
    let part = |level: &Pixels| {
        let x = f64::from(level.size.w()) / f64::from(full.w());
        let y = f64::from(level.size.h()) / f64::from(full.h());
        // down to a grid on which sums are exact: a part that ends at the border must not end behind it
        [crop[0] * x, crop[1] * y, crop[2] * x, crop[3] * y].map(|v| (v * GRID).floor() / GRID)
    };
    let enough = |[.., w, h]: [f64; 4]| w >= f64::from(size.w()) && h >= f64::from(size.h());
    let smallest = photo.levels.iter().rev().find(|level| enough(part(level)));
    let from = smallest.unwrap_or(photo.full());
    resize(from, part(from), size)
}

#[cfg(test)]
mod tests;
