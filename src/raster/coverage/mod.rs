//! Paths as coverage by the non-zero rule: exact areas, in integers.
//!
//! Each line adds, to every pixel that it crosses, the signed area between itself and the pixel's right edge, and its
//! height to all pixels further right; summed along a row that is the mean winding number of each pixel. While winding
//! numbers are 0 and 1 (or 0 and -1) it is the coverage. Where contours [`tangle`] it is not: there, rows are cut into 16
//! levels, on each of which the spans of non-zero winding are found and added in the same way.
//!
//! Sums along rows are how font-rs (R. Levien) and the cells of FreeType's smooth rasteriser (D. Turner) do it.

mod path;
mod sums;
mod tangle;

pub(super) use path::{Contours, Path};

use super::error::RasterError;
use super::pixels::{Mask, check_area};
use crate::geom::PixelRect;
use path::UNIT;
use sums::Sums;

/// Sums held at once.
const CELLS: usize = 1 << 16;

/// What of a path, whose last contour is closed, lies within `bounds`.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub(super) fn cover(path: &Path, bounds: PixelRect) -> Result<Mask, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let mut mask = Mask::empty(bounds.w, bounds.h);
    let ink = path.ink().intersect(bounds);
    if ink.is_empty() {
        return Ok(mask);
    }
    let most = (CELLS / ink.w as usize).clamp(1, ink.h as usize);
    let mut sums = Sums::new(ink, most);
    // what lies outside is not seen in the sums, and a part of a shape must not differ from the same part of another cut
    let mut tangled = path.may_overlap() || ink != path.ink();
    let mut y = ink.y;
    while y < ink.bottom() {
        let rows = most.min((ink.bottom() - y) as usize);
        sums.move_to(y);
        path.lines.iter().for_each(|line| sums.add(line, rows as i32 * UNIT));
        for n in 0..rows {
            tangled |= sums.settle(n, part(&mut mask, bounds, ink, y + n as i32));
        }
        y += rows as i32;
    }
    if tangled {
        tangle::undo(path, ink, &mut sums, |sums, y| {
            sums.settle(0, part(&mut mask, bounds, ink, y));
        });
    }
    Ok(mask)
}

/// Where the ink lies in a row of its mask.
fn part(mask: &mut Mask, bounds: PixelRect, ink: PixelRect, y: i32) -> &mut [u8] {
    let at = (y - bounds.y) as usize * mask.w as usize + (ink.x - bounds.x) as usize;
    &mut mask.data[at..][..ink.w as usize]
}

#[cfg(test)]
mod tests;
