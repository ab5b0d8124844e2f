use std::collections::BTreeMap;

use super::{Coverage, PaintOp, Resource, Source};
use crate::color::BlendMode;
use crate::digest::Digest;
use crate::geom::{Affine, Outline, PixelRect, PixelSize, Point, Px};

/// Collects resources by digest while operations are written down.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) canvas: PixelRect,
    pub(super) resources: BTreeMap<Digest, Resource>,
}

impl Builder {
    pub(super) fn new(canvas: PixelSize) -> Self {
        Self { canvas: canvas.rect(), resources: BTreeMap::new() }
    }

    /// The address of a resource; equal ones are one.
    pub(super) fn add(&mut self, resource: Resource) -> Digest {
        let digest = resource.digest();
        self.resources.entry(digest).or_insert(resource);
        digest
    }

    /// An operation through a mask that was laid out in device space. The mask itself is moved to the origin by whole
    /// pixels, so that equal shapes at different places are one resource. `None`: nothing of it is on the canvas.
    pub(super) fn masked(
        &mut self,
        source: Source,
        mask: impl FnOnce(Placing) -> Resource,
        hull: PixelRect,
    ) -> Option<PaintOp> {
        let (seen, placing) = self.placing(hull)?;
        let resource = self.add(mask(placing));
        let coverage = Coverage::Mask { resource, x: seen.x, y: seen.y };
        Some(PaintOp { source, coverage, blend: BlendMode::Normal, opacity: 255, bounds: seen })
    }

    /// An operation of pixels that were laid out in device space, moved to the origin as masks are.
    pub(super) fn pictured(
        &mut self,
        picture: impl FnOnce(Placing) -> Resource,
        hull: PixelRect,
    ) -> Option<PaintOp> {
        let (seen, placing) = self.placing(hull)?;
        let resource = self.add(picture(placing));
        self.full(Source::Pixels { resource, x: seen.x, y: seen.y }, seen)
    }

    /// What of a hull is on the canvas, and how it moves to the origin.
    fn placing(&self, hull: PixelRect) -> Option<(PixelRect, Placing)> {
        let seen = hull.intersect(self.canvas);
        let placing = Placing { dx: -hull.x, dy: -hull.y, bounds: seen.offset(-hull.x, -hull.y) };
        (!seen.is_empty()).then_some((seen, placing))
    }

    /// An operation that covers a box of whole pixels.
    pub(super) fn full(&self, source: Source, rect: PixelRect) -> Option<PaintOp> {
        let bounds = rect.intersect(self.canvas);
        if bounds.is_empty() {
            return None;
        }
        Some(PaintOp { source, coverage: Coverage::Full, blend: BlendMode::Normal, opacity: 255, bounds })
    }
}

/// How a mask is moved to the origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placing {
    dx: i32,
    dy: i32,
    /// What of the moved mask is on the canvas.
    pub(super) bounds: PixelRect,
}

impl Placing {
    /// The same move of a mask with other bounds.
    pub(super) fn within(self, bounds: PixelRect) -> Self {
        Self { bounds, ..self }
    }

    pub(super) fn shift(self) -> Affine {
        Affine::translate(Px::whole(self.dx), Px::whole(self.dy))
    }

    pub(super) fn outline(self, outline: &Outline) -> Outline {
        outline.transform(self.shift())
    }

    pub(super) fn transform(self, transform: Affine) -> Affine {
        self.shift().after(transform)
    }
}

/// A point from pixels.
pub(super) fn point(x: f64, y: f64) -> Point {
    Point { x: Px::from_f64(x), y: Px::from_f64(y) }
}
