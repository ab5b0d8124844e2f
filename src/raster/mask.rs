//! Shapes as coverage.

use std::sync::Arc;

use tiny_skia::{LineCap, LineJoin, PathBuilder, PathSegment, Stroke};

use super::coverage::{Contours, Path, cover};
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
    let mut path = Path::default();
    draw(outline, bounds, &mut path);
    path.close();
    cover(&path, PixelRect { x: 0, y: 0, ..bounds })
}

/// The edge of an outline within `bounds`: a line of `width` centred on it, with round joins and flat ends.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn stroke(outline: &Outline, width: Px, bounds: PixelRect) -> Result<Mask, RasterError> {
    let mut path = PathBuilder::with_capacity(outline.segments.len(), outline.segments.len() * 2);
    draw(outline, bounds, &mut path);
    cover(&stroked(path, width, LineCap::Butt), PixelRect { x: 0, y: 0, ..bounds })
}

/// The edge of a path with round joins, as a path.
pub(super) fn stroked(path: PathBuilder, width: Px, line_cap: LineCap) -> Path {
    let style = Stroke { width: width.to_f32(), line_join: LineJoin::Round, line_cap, ..Stroke::default() };
    let mut drawn = Path::default();
    if let Some(edge) = path.finish().and_then(|path| path.stroke(&style, STROKE_DETAIL)) {
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

/// Points count from the upper left corner of `bounds`; exact within 2¹⁷ px of it.
fn draw(outline: &Outline, bounds: PixelRect, to: &mut impl Contours) {
    let (left, top) = (Px::whole(bounds.x), Px::whole(bounds.y));
    let at = |p: Point| ((p.x - left).to_f32(), (p.y - top).to_f32());
    for segment in &outline.segments {
        match *segment {
            Segment::Move(p) => to.move_to(at(p)),
            Segment::Line(p) => to.line_to(at(p)),
            Segment::Quad(c, p) => to.quad_to(at(c), at(p)),
            Segment::Cubic(c, d, p) => to.cubic_to(at(c), at(d), at(p)),
            Segment::Close => to.close(),
        }
    }
}

impl Contours for PathBuilder {
    fn move_to(&mut self, p: (f32, f32)) {
        self.move_to(p.0, p.1);
    }

    fn line_to(&mut self, p: (f32, f32)) {
        self.line_to(p.0, p.1);
    }

    fn quad_to(&mut self, c: (f32, f32), p: (f32, f32)) {
        self.quad_to(c.0, c.1, p.0, p.1);
    }

    fn cubic_to(&mut self, c: (f32, f32), d: (f32, f32), p: (f32, f32)) {
        self.cubic_to(c.0, c.1, d.0, d.1, p.0, p.1);
    }

    fn close(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests;
