//! Letters with an edge around them, as one mask.

use tiny_skia::{LineCap, PathBuilder};

use super::coverage::cover;
use super::error::RasterError;
use super::mask::stroked;
use super::pixels::Mask;
use super::text_run::{outlines, text_run};
use crate::asset::Blobs;
use crate::geom::{Affine, PixelRect, Px};
use crate::memo::Memo;
use crate::plan::GlyphRun;

/// What [`text_run`] covers, and half of `width` around each outline, with round joins. Letters stand where they stand
/// without an edge.
///
/// # Errors
/// Fonts that are missing or broken.
pub(super) fn edged(
    runs: &[GlyphRun],
    width: Px,
    transform: Affine,
    bounds: PixelRect,
    blobs: &dyn Blobs,
    memo: &Memo,
) -> Result<Mask, RasterError> {
    let mut mask = text_run(runs, transform, bounds, blobs, memo)?;
    let mut path = PathBuilder::new();
    outlines(runs, transform, bounds, blobs, &mut path)?;
    let edge = cover(&stroked(path, width, LineCap::Round), PixelRect { x: 0, y: 0, ..bounds })?;
    for (inside, around) in mask.data.iter_mut().zip(&edge.data) {
        *inside = (*inside).max(*around);
    }
    Ok(mask)
}
