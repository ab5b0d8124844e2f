use super::builder::Builder;
use super::geometry::{grow, source};
use super::{PaintOp, Resource, Source};
use crate::color::Rgba;
use crate::compile::Paint;
use crate::geom::{Affine, Outline, Px, Rect};

/// A paint in a box, or in an outline.
pub(super) fn filled(
    builder: &mut Builder,
    paint: &Paint,
    rect: Rect,
    outline: Option<&Outline>,
    transform: Affine,
) -> Option<PaintOp> {
    let source = source(paint, rect.snap().to_rect(), transform);
    if outline.is_none() && transform.is_translation() {
        return builder.full(source, rect.snap());
    }
    let plain = || Outline::rounded_rect(rect, [Px::ZERO; 4]);
    let outline = outline.cloned().unwrap_or_else(plain).transform(transform);
    let hull = outline.hull().hull();
    builder.masked(
        source,
        |placing| Resource::Fill { outline: placing.outline(&outline), bounds: placing.bounds },
        hull,
    )
}

/// How far a blur reaches: three box passes reach three half-boxes far, 3σ and a little.
pub(super) fn reach(sigma: Px) -> i32 {
    sigma.ceil() * 3 + 2
}

/// An outline's area as a shadow.
pub(super) fn blurred(builder: &mut Builder, outline: &Outline, sigma: Px, color: Rgba) -> Option<PaintOp> {
    let reach = reach(sigma);
    // What lies farther from the canvas than the blur reaches cannot be seen.
    let inner = outline.hull().hull().intersect(grow(builder.canvas, reach));
    let hull = grow(inner, reach);
    builder.masked(
        Source::Solid(color),
        |placing| {
            let mask =
                Resource::Fill { outline: placing.outline(outline), bounds: inner.offset(-hull.x, -hull.y) };
            Resource::Blur { mask: Box::new(mask), sigma, bounds: placing.bounds }
        },
        hull,
    )
}
