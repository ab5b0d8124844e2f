//! Shapes as coverage.

use std::sync::Arc;

use tiny_skia::{LineCap, LineJoin, PathBuilder, PathSegment, Stroke};

use super::coverage::{Path, cover};
use super::error::RasterError;
use super::kernel::{Kernels, Ramp};
use super::pixels::{Mask, check_area};
use crate::color::Gradient;
use crate::geom::{Outline, PixelRect, Point, Px, Segment};

/// Curves of a stroke's edge are as fine as if it were drawn so many times larger.
const STROKE_DETAIL: f32 = 4.0;

/// The inside of an outline (non-zero rule) within `bounds`.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn fill(outline: &Outline, bounds: PixelRect) -> Result<Mask, RasterError> {
    let at = local(bounds);
    let mut path = Path::default();
    for segment in &outline.segments {
        match *segment {
            Segment::Move(p) => path.move_to(at(p)),
            Segment::Line(p) => path.line_to(at(p)),
            Segment::Quad(c, p) => path.quad_to(at(c), at(p)),
            Segment::Cubic(c, d, p) => path.cubic_to(at(c), at(d), at(p)),
            Segment::Close => path.close(),
        }
    }
    path.close();
    cover(&path, PixelRect { x: 0, y: 0, ..bounds })
}

/// The edge of an outline within `bounds`: a line of `width` centred on it, with round joins and flat ends.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn stroke(outline: &Outline, width: Px, bounds: PixelRect) -> Result<Mask, RasterError> {
    let style = Stroke {
        width: width.to_f32(),
        line_join: LineJoin::Round,
        line_cap: LineCap::Butt,
        ..Stroke::default()
    };
    let path = tiny_skia_path(outline, bounds).map(|path| stroked(&path, &style)).unwrap_or_default();
    cover(&path, PixelRect { x: 0, y: 0, ..bounds })
}

/// The edge of a path, as a path.
pub(super) fn stroked(path: &tiny_skia::Path, style: &Stroke) -> Path {
    let mut drawn = Path::default();
    if let Some(edge) = path.stroke(style, STROKE_DETAIL) {
        let at = |p: tiny_skia::Point| (p.x, p.y);
        for segment in edge.segments() {
            match segment {
                PathSegment::MoveTo(p) => drawn.move_to(at(p)),
                PathSegment::LineTo(p) => drawn.line_to(at(p)),
                PathSegment::QuadTo(c, p) => drawn.quad_to(at(c), at(p)),
                PathSegment::CubicTo(c, d, p) => drawn.cubic_to(at(c), at(d), at(p)),
                PathSegment::Close => drawn.close(),
            }
        }
        drawn.close();
    }
    drawn
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

/// Points from the upper left corner of `bounds`; exact within 2¹⁷ px of it.
fn local(bounds: PixelRect) -> impl Fn(Point) -> (f32, f32) {
    let (left, top) = (Px::whole(bounds.x), Px::whole(bounds.y));
    move |p| ((p.x - left).to_f32(), (p.y - top).to_f32())
}

fn tiny_skia_path(outline: &Outline, bounds: PixelRect) -> Option<tiny_skia::Path> {
    let at = local(bounds);
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

#[cfg(test)]
mod tests;
