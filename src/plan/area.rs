use super::builder::{Builder, Placing};
use super::geometry::{grow, source};
use super::{PaintOp, Resource, Source};
use crate::color::Rgba;
use crate::compile::Paint;
use crate::geom::{Affine, Outline, PixelRect, Px, Rect};

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
fn reach(sigma: Px) -> i32 {
    sigma.ceil() * 3 + 2
}

/// An outline's area as a shadow.
pub(super) fn blurred(builder: &mut Builder, outline: &Outline, sigma: Px, color: Rgba) -> Option<PaintOp> {
    shadow(builder, outline.hull().hull(), (sigma, color), |placing| Resource::Fill {
        outline: placing.outline(outline),
        bounds: placing.bounds,
    })
}

/// A mask whose ink lies within a hull, blurred.
pub(super) fn shadow(
    builder: &mut Builder,
    ink: PixelRect,
    (sigma, color): (Px, Rgba),
    mask: impl FnOnce(Placing) -> Resource,
) -> Option<PaintOp> {
    let reach = reach(sigma);
    // What lies farther from the canvas than the blur reaches cannot be seen.
    let inner = ink.intersect(grow(builder.canvas, reach));
    let hull = grow(inner, reach);
    builder.masked(
        Source::Solid(color),
        |placing| {
            let mask = mask(placing.within(inner.offset(-hull.x, -hull.y)));
            Resource::Blur { mask: Box::new(mask), sigma, bounds: placing.bounds }
        },
        hull,
    )
}
