use std::ops::Range;

use super::{PaintOp, Plan, Source};
use crate::digest::{Digest, Feed, Stable};

/// A run of rows that is painted and encoded as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Device rows.
    pub rows: Range<u32>,
    /// Of everything that decides its pixels: width, rows, and the operations that touch it, in order. Never of pixels.
    pub digest: Digest,
}

/// The plan cut into bands of `height` rows; the last may be shorter.
#[must_use]
pub fn bands(plan: &Plan, height: u32) -> Vec<Band> {
    let ops: Vec<Digested<'_>> = plan.ops.iter().map(Digested::new).collect();
    let (w, h) = (plan.size.w(), plan.size.h());
    let step = usize::try_from(height.max(1)).unwrap_or(usize::MAX);
    let cut = |top: u32| {
        let rows = top..h.min(top.saturating_add(height.max(1)));
        let touching = Touching { ops: &ops, rows: rows.clone() };
        let digest = Digest::of("band", &(w, rows.start, rows.end, plan.opaque, touching));
        Band { rows, digest }
    };
    (0..h).step_by(step).map(cut).collect()
}

/// An operation with the digest of all of it; groups are looked into, since only some of their parts may touch a band.
struct Digested<'a> {
    op: &'a PaintOp,
    digest: Digest,
    inner: Vec<Digested<'a>>,
}

impl<'a> Digested<'a> {
    fn new(op: &'a PaintOp) -> Self {
        match &op.source {
            Source::Group(ops) => {
                let digest = Digest::of("group", &(op.coverage, op.blend, op.opacity, op.bounds));
                Self { op, digest, inner: ops.iter().map(Digested::new).collect() }
            }
            _ => Self { op, digest: Digest::of("op", op), inner: Vec::new() },
        }
    }
}

struct Touching<'a> {
    ops: &'a [Digested<'a>],
    rows: Range<u32>,
}

impl Stable for Touching<'_> {
    fn feed(&self, to: &mut Feed) {
        for digested in self.ops.iter().filter(|digested| digested.op.touches(&self.rows)) {
            true.feed(to);
            digested.digest.feed(to);
            Touching { ops: &digested.inner, rows: self.rows.clone() }.feed(to);
        }
        false.feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{BlendMode, Rgba};
    use crate::geom::{PixelRect, PixelSize};
    use crate::plan::Coverage;

    fn op(y: i32, h: u32, shade: u8) -> PaintOp {
        let color = Rgba { r: shade, g: 0, b: 0, a: 255 };
        let bounds = PixelRect { x: 0, y, w: 10, h };
        PaintOp {
            source: Source::Solid(color),
            coverage: Coverage::Full,
            blend: BlendMode::Normal,
            opacity: 255,
            bounds,
        }
    }

    fn plan(ops: Vec<PaintOp>) -> Plan {
        let axes = vec![crate::variant::AxisSet::NONE; ops.len()];
        Plan {
            size: PixelSize::new(10, 40).expect("a size"),
            opaque: true,
            resources: Default::default(),
            ops,
            axes,
        }
    }

    #[test]
    fn only_bands_that_an_operation_touches_change_with_it() {
        let one = bands(&plan(vec![op(0, 40, 0), op(20, 4, 1)]), 16);
        let two = bands(&plan(vec![op(0, 40, 0), op(20, 4, 2)]), 16);
        let differ: Vec<bool> = one.iter().zip(&two).map(|(a, b)| a.digest != b.digest).collect();
        assert_eq!(differ, [false, true, false]);
        assert_eq!(one.last().map(|band| band.rows.clone()), Some(32..40));
    }

    #[test]
    fn a_group_is_looked_into() {
        let group = |shade| {
            let inner = vec![op(0, 4, 9), op(30, 4, shade)];
            PaintOp { source: Source::Group(inner), opacity: 128, ..op(0, 40, 0) }
        };
        let one = bands(&plan(vec![group(1)]), 16);
        let two = bands(&plan(vec![group(2)]), 16);
        let differ: Vec<bool> = one.iter().zip(&two).map(|(a, b)| a.digest != b.digest).collect();
        assert_eq!(differ, [false, true, true]);
    }
}
