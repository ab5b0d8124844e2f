//! A line of text in one style as one mask, so that joins do not blend twice and the fill may be a gradient.

use super::coverage::{Contours, Path, cover};
use super::error::RasterError;
use super::glyph::{self, GlyphMask};
use super::kernel::Kernels;
use super::pixels::{Mask, check_area};
use crate::asset::Blobs;
use crate::digest::Digest;
use crate::geom::{Affine, PixelRect};
use crate::memo::{Memo, Work};
use crate::plan::GlyphRun;

/// Sets runs into a mask of `bounds`. A translation keeps the glyph grid: pens at quarter pixels, baselines at whole
/// ones, each glyph's mask taken from the memo and added with saturation. Any other transform moves the outlines
/// themselves, and all of them are covered as one path.
///
/// # Errors
/// Fonts that are missing or broken.
pub fn text_run(
    runs: &[GlyphRun],
    transform: Affine,
    bounds: PixelRect,
    blobs: &dyn Blobs,
    memo: &Memo,
) -> Result<Mask, RasterError> {
    if transform.is_translation() {
        on_grid(runs, transform, bounds, blobs, memo)
    } else {
        free(runs, transform, bounds, blobs)
    }
}

fn on_grid(
    runs: &[GlyphRun],
    transform: Affine,
    bounds: PixelRect,
    blobs: &dyn Blobs,
    memo: &Memo,
) -> Result<Mask, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let mut mask = Mask::empty(bounds.w, bounds.h);
    let kernels = Kernels::best();
    let origin = transform.shift();
    for run in runs {
        let bytes = blobs.get(run.face.file)?;
        let face = glyph::face(&bytes, run.face.index)?;
        for placed in &run.glyphs {
            let x = (origin.x + placed.x).to_quarter();
            let quarter = (x.in_64ths().rem_euclid(64) / 16) as u8;
            let key = Digest::of("glyph", &(run.face, placed.id, run.size, quarter));
            let one = memo.get(Work::Glyph, key, || glyph::glyph(&face, placed.id, run.size, quarter))?;
            add(&mut mask, bounds, &one, x.floor(), (origin.y + placed.y).round(), kernels);
        }
    }
    Ok(mask)
}

fn add(to: &mut Mask, bounds: PixelRect, glyph: &GlyphMask, pen_x: i32, pen_y: i32, kernels: Kernels) {
    let (left, top) = (pen_x.saturating_add(glyph.left), pen_y.saturating_add(glyph.top));
    let area = PixelRect { x: left, y: top, w: glyph.mask.w, h: glyph.mask.h }.intersect(bounds);
    if area.is_empty() {
        return;
    }
    for y in area.y..area.bottom() {
        let from = &glyph.mask.row((y - top) as u32)[(area.x - left) as usize..][..area.w as usize];
        let at = (y - bounds.y) as usize * to.w as usize + (area.x - bounds.x) as usize;
        kernels.add(&mut to.data[at..][..area.w as usize], from);
    }
}

fn free(
    runs: &[GlyphRun],
    transform: Affine,
    bounds: PixelRect,
    blobs: &dyn Blobs,
) -> Result<Mask, RasterError> {
    let mut path = Path::default();
    outlines(runs, transform, bounds, blobs, &mut path)?;
    cover(&path, PixelRect { x: 0, y: 0, ..bounds })
}

/// Draws all glyphs where [`text_run`] sets them, from the upper left corner of `bounds`.
pub(super) fn outlines(
    runs: &[GlyphRun],
    transform: Affine,
    bounds: PixelRect,
    blobs: &dyn Blobs,
    to: &mut impl Contours,
) -> Result<(), RasterError> {
    let (grid, [a, b, c, d]) = (transform.is_translation(), transform.linear());
    let origin = transform.shift();
    for run in runs {
        let bytes = blobs.get(run.face.file)?;
        let face = glyph::face(&bytes, run.face.index)?;
        let scale = run.size.to_f64() / f64::from(face.units_per_em());
        for placed in &run.glyphs {
            let (x, y) = if grid {
                let pen = (origin.x + placed.x).to_quarter();
                (pen.to_f64(), f64::from((origin.y + placed.y).round()))
            } else {
                let (x, y) = (placed.x.to_f64(), placed.y.to_f64());
                (a * x + c * y + origin.x.to_f64(), b * x + d * y + origin.y.to_f64())
            };
            let (e, f) = (x - f64::from(bounds.x), y - f64::from(bounds.y));
            // font units point up
            let map = [a * scale, b * scale, -c * scale, -d * scale, e, f].map(|v| v as f32);
            glyph::outline(&face, placed.id, map, to);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
