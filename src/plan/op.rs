use std::collections::BTreeMap;
use std::ops::Range;

use super::Resource;
use crate::color::{BlendMode, Gradient, Rgba};
use crate::digest::{Digest, Feed, Stable};
use crate::geom::{PixelRect, PixelSize};
use crate::stable_struct;
use crate::variant::AxisSet;

/// Where colour comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// One colour, straight alpha.
    Solid(Rgba),
    /// A gradient in device space.
    Gradient(Gradient),
    /// Prepared premultiplied pixels whose top left lies at `(x, y)`.
    Pixels {
        /// A resource of pixels.
        resource: Digest,
        /// Left edge.
        x: i32,
        /// Top edge.
        y: i32,
    },
    /// Operations painted on nothing, then composited as one: a group.
    Group(Vec<PaintOp>),
}

/// How much of the source lands on each pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// All of it within the bounds.
    Full,
    /// A prepared 8-bit mask whose top left lies at `(x, y)`; nothing outside it.
    Mask {
        /// A resource of coverage.
        resource: Digest,
        /// Left edge.
        x: i32,
        /// Top edge.
        y: i32,
    },
}

/// One paint operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PaintOp {
    /// Colour.
    pub source: Source,
    /// Shape.
    pub coverage: Coverage,
    /// How it meets what lies below.
    pub blend: BlendMode,
    /// 0 to 255.
    pub opacity: u8,
    /// Device pixels that it may change; inside the canvas.
    pub bounds: PixelRect,
}

impl PaintOp {
    /// Whether it has pixels in the rows.
    #[must_use]
    pub fn touches(&self, rows: &Range<u32>) -> bool {
        let (top, bottom) = (i64::from(self.bounds.y), i64::from(self.bounds.bottom()));
        top < i64::from(rows.end) && bottom > i64::from(rows.start)
    }

    /// Whether it has pixels in the columns.
    #[must_use]
    pub fn touches_columns(&self, columns: &Range<u32>) -> bool {
        let (left, right) = (i64::from(self.bounds.x), i64::from(self.bounds.right()));
        left < i64::from(columns.end) && right > i64::from(columns.start)
    }

    /// The resources that it needs, also inside a group.
    #[must_use]
    pub fn resources(&self) -> Vec<Digest> {
        let mut all = Vec::new();
        if let Coverage::Mask { resource, .. } = self.coverage {
            all.push(resource);
        }
        match &self.source {
            Source::Pixels { resource, .. } => all.push(*resource),
            Source::Group(ops) => all.extend(ops.iter().flat_map(PaintOp::resources)),
            Source::Solid(_) | Source::Gradient(_) => {}
        }
        all
    }
}

/// Everything that one variant paints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The canvas.
    pub size: PixelSize,
    /// Whether the first operation covers the canvas with opaque colour.
    pub opaque: bool,
    /// What must be prepared, by digest.
    pub resources: BTreeMap<Digest, Resource>,
    /// Back to front.
    pub ops: Vec<PaintOp>,
    /// For each operation, the axes that it can depend on.
    pub axes: Vec<AxisSet>,
}

stable_struct!(PaintOp { source, coverage, blend, opacity, bounds });

impl Stable for Source {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Solid(color) => (0u8, *color).feed(to),
            Self::Gradient(gradient) => (1u8, gradient).feed(to),
            Self::Pixels { resource, x, y } => (2u8, *resource, *x, *y).feed(to),
            Self::Group(ops) => (3u8, ops).feed(to),
        }
    }
}

impl Stable for Coverage {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Full => 0u8.feed(to),
            Self::Mask { resource, x, y } => (1u8, *resource, *x, *y).feed(to),
        }
    }
}
