//! Letters with an edge around them, as one mask.

use tiny_skia::{LineCap, LineJoin, PathBuilder, Stroke};

use super::coverage::cover;
use super::error::RasterError;
use super::glyph::{self, outline};
use super::mask::stroked;
use super::pixels::Mask;
use super::text_run::text_run;
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
    let (grid, [a, b, c, d]) = (transform.is_translation(), transform.linear());
    let origin = transform.shift();
    let mut path = PathBuilder::new();
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
            outline(&face, placed.id, map, &mut path);
        }
    }
    let style = Stroke {
        width: width.to_f32(),
        line_join: LineJoin::Round,
        line_cap: LineCap::Round,
        ..Stroke::default()
    };
    let edge = path.finish().map(|path| stroked(&path, &style)).unwrap_or_default();
    let edge = cover(&edge, PixelRect { x: 0, y: 0, ..bounds })?;
    for (inside, around) in mask.data.iter_mut().zip(&edge.data) {
        *inside = (*inside).max(*around);
    }
    Ok(mask)
}
