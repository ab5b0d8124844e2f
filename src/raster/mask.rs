//! Outlines as coverage.
//!
//! tiny-skia's own coverage has five levels along straight edges, so everything is drawn at four times the size in both
//! directions and averaged. Drawn in tiles: the large drawing never takes more than a megabyte.

use std::sync::Arc;

use tiny_skia::{FillRule, LineCap, LineJoin, Path, PathBuilder, Stroke, Transform};

use super::error::RasterError;
use super::kernel::{Kernels, Ramp};
use super::pixels::{Mask, check_area};
use crate::color::Gradient;
use crate::geom::{Outline, PixelRect, Point, Px, Segment};

/// How many times larger masks are drawn, each way.
pub const OVERSAMPLE: u32 = 4;

const SCALE: f32 = OVERSAMPLE as f32;

/// Widest tile; tiny-skia splits what is wider than 8191 itself, and badly.
const TILE_W: u32 = 1024;

/// Pixels of a tile: one megabyte when oversampled.
const TILE_AREA: u32 = 65_536;

/// The inside of an outline (non-zero rule) within `bounds`.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn fill(outline: &Outline, bounds: PixelRect) -> Result<Mask, RasterError> {
    cover(path(outline, bounds).as_ref(), bounds.w, bounds.h)
}

/// The edge of an outline within `bounds`: a line of `width` centred on it, with round joins and flat ends.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn stroke(outline: &Outline, width: Px, bounds: PixelRect) -> Result<Mask, RasterError> {
    let style = Stroke {
        width: width.to_f32() * SCALE,
        line_join: LineJoin::Round,
        line_cap: LineCap::Butt,
        ..Stroke::default()
    };
    // curves are flattened for the size they are drawn at, which is the path's own
    let edge = path(outline, bounds).and_then(|path| path.stroke(&style, 1.0));
    cover(edge.as_ref(), bounds.w, bounds.h)
}

/// The opacity of a gradient within `bounds`.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn ramp(gradient: &Gradient, bounds: PixelRect) -> Result<Mask, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let mut mask = Mask::empty(bounds.w, bounds.h);
    if bounds.is_empty() {
        return Ok(mask);
    }
    let (ramp, kernels) = (Ramp::new(gradient), Kernels::best());
    let mut row = vec![0; bounds.w as usize * 4];
    for (y, out) in (bounds.y..).zip(mask.data.chunks_exact_mut(bounds.w as usize)) {
        kernels.ramp(&mut row, &ramp, bounds.x, y);
        for (out, pixel) in out.iter_mut().zip(row.as_chunks::<4>().0) {
            *out = pixel[3];
        }
    }
    Ok(mask)
}

/// The product of masks of the same size.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn common(masks: &[Arc<Mask>], bounds: PixelRect) -> Result<Mask, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let mut all = Mask { w: bounds.w, h: bounds.h, data: vec![255; bounds.w as usize * bounds.h as usize] };
    for mask in masks {
        for (out, more) in all.data.iter_mut().zip(&mask.data) {
            let product = u32::from(*out) * u32::from(*more);
            *out = ((product + 127) / 255) as u8;
        }
    }
    Ok(all)
}

/// The outline in the large drawing of `bounds`; exact, since 4 × 1/64 px fits `f32`.
fn path(outline: &Outline, bounds: PixelRect) -> Option<Path> {
    let (left, top) = (Px::whole(bounds.x), Px::whole(bounds.y));
    let at = |p: Point| ((p.x - left).to_f32() * SCALE, (p.y - top).to_f32() * SCALE);
    let mut path = PathBuilder::with_capacity(outline.segments.len(), outline.segments.len() * 2);
    for segment in &outline.segments {
        match *segment {
            Segment::Move(p) => {
                let (x, y) = at(p);
                path.move_to(x, y);
            }
            Segment::Line(p) => {
                let (x, y) = at(p);
                path.line_to(x, y);
            }
            Segment::Quad(c, p) => {
                let ((cx, cy), (x, y)) = (at(c), at(p));
                path.quad_to(cx, cy, x, y);
            }
            Segment::Cubic(c, d, p) => {
                let ((cx, cy), (dx, dy), (x, y)) = (at(c), at(d), at(p));
                path.cubic_to(cx, cy, dx, dy, x, y);
            }
            Segment::Close => path.close(),
        }
    }
    path.finish()
}

/// Coverage of a path that lives in the large drawing of a mask of `w` × `h`.
pub(super) fn cover(path: Option<&Path>, w: u32, h: u32) -> Result<Mask, RasterError> {
    check_area(w, h)?;
    let mut mask = Mask::empty(w, h);
    let Some(path) = path else { return Ok(mask) };
    let ink = path.bounds();
    let tile_w = w.clamp(1, TILE_W);
    let tile_h = (TILE_AREA / tile_w).min(h).max(1);
    for y in (0..h).step_by(tile_h as usize) {
        for x in (0..w).step_by(tile_w as usize) {
            let (tw, th) = (tile_w.min(w - x), tile_h.min(h - y));
            let touches = ink.left() < ((x + tw) * OVERSAMPLE) as f32
                && ink.right() > (x * OVERSAMPLE) as f32
                && ink.top() < ((y + th) * OVERSAMPLE) as f32
                && ink.bottom() > (y * OVERSAMPLE) as f32;
            if touches {
                tile(path, &mut mask, [x, y, tw, th]);
            }
        }
    }
    Ok(mask)
}

fn tile(path: &Path, mask: &mut Mask, [x, y, w, h]: [u32; 4]) {
    let Some(mut large) = tiny_skia::Mask::new(w * OVERSAMPLE, h * OVERSAMPLE) else { return };
    let shift = Transform::from_translate(-((x * OVERSAMPLE) as f32), -((y * OVERSAMPLE) as f32));
    large.fill_path(path, FillRule::Winding, true, shift);
    let stride = (w * OVERSAMPLE) as usize;
    for (n, four) in large.data().chunks_exact(stride * OVERSAMPLE as usize).enumerate() {
        let from = (y as usize + n) * mask.w as usize + x as usize;
        let out = &mut mask.data[from..][..w as usize];
        let (a, rest) = four.split_at(stride);
        let (b, rest) = rest.split_at(stride);
        let (c, d) = rest.split_at(stride);
        let quads = a.as_chunks::<4>().0.iter().zip(b.as_chunks::<4>().0);
        let quads = quads.zip(c.as_chunks::<4>().0.iter().zip(d.as_chunks::<4>().0));
        for (out, ((a, b), (c, d))) in out.iter_mut().zip(quads) {
            let sum: u16 =
                (0..4).map(|i| u16::from(a[i]) + u16::from(b[i]) + u16::from(c[i]) + u16::from(d[i])).sum();
            *out = ((sum + 8) / 16) as u8;
        }
    }
}

#[cfg(test)]
mod tests;
