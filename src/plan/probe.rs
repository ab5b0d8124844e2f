use std::collections::BTreeMap;

use super::{Coverage, PaintOp, Plan, Source};
use crate::color::{BlendMode, Rgba};
use crate::digest::Digest;
use crate::geom::{PixelRect, Px};

/// What is chosen for layers after what lies beneath them was painted, by the number of the layer.
pub type Choices = BTreeMap<u32, Choice>;

/// One choice among what the scene holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This drawing of a logo.
    Logo(Digest),
    /// A soft plate of this colour behind a text.
    Scrim(Rgba),
    /// This colour for a text.
    Color(Rgba),
}

/// A plan, and the layers that must stand out from what lies beneath them.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// What is painted.
    pub plan: Plan,
    /// In the order of painting.
    pub probes: Vec<Probe>,
}

/// Where a text or logo stands among the operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The layer's number: the same however the choices are.
    pub layer: u32,
    /// Position of its first operation in the plan, then in each group around it. Empty: nothing of it is seen.
    pub path: Vec<usize>,
    /// 0 to 255, of all layers around it.
    pub opacity: u8,
    /// What it is.
    pub subject: Subject,
}

/// What must stand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A text.
    Text {
        /// Ink boxes in device space, on the canvas, and the colour of each; one a line and colour.
        runs: Vec<(Rgba, PixelRect)>,
        /// The same of its quotation marks in a colour of their own: they are ornament.
        marks: Vec<(Rgba, PixelRect)>,
        /// The size that it is set in, device pixels.
        size: Px,
    },
    /// A logo in its box.
    Logo(PixelRect),
}

impl Plan {
    /// What lies beneath a probe in an area: the operations before it that touch the area, from the last one that hides
    /// all before it. Groups that hold the probe end where it begins.
    #[must_use]
    pub fn beneath(&self, path: &[usize], area: PixelRect) -> Vec<PaintOp> {
        let mut ops = Vec::new();
        prefix(&self.ops, path, area, &mut ops);
        let hidden = ops.iter().rposition(|op| hides(op, area)).unwrap_or(0);
        ops.split_off(hidden)
    }
}

fn prefix(ops: &[PaintOp], path: &[usize], area: PixelRect, into: &mut Vec<PaintOp>) {
    let Some((at, inner)) = path.split_first() else { return };
    let touches = |op: &&PaintOp| !op.bounds.intersect(area).is_empty();
    into.extend(ops.iter().take(*at).filter(touches).cloned());
    if !inner.is_empty()
        && let Some(op) = ops.get(*at).filter(touches)
        && let Source::Group(all) = &op.source
    {
        let mut below = Vec::new();
        prefix(all, inner, area, &mut below);
        if !below.is_empty() {
            into.push(PaintOp { source: Source::Group(below), ..op.clone() });
        }
    }
}

fn hides(op: &PaintOp, area: PixelRect) -> bool {
    let solid = match &op.source {
        Source::Solid(color) => color.is_opaque(),
        Source::Gradient(gradient) => gradient.is_opaque(),
        Source::Pixels { .. } | Source::Group(_) => false,
    };
    solid
        && op.coverage == Coverage::Full
        && op.blend == BlendMode::Normal
        && op.opacity == 255
        && op.bounds.intersect(area) == area
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::PixelSize;

    fn op(x: i32, w: u32, color: Rgba) -> PaintOp {
        let bounds = PixelRect { x, y: 0, w, h: 10 };
        let (source, coverage) = (Source::Solid(color), Coverage::Full);
        PaintOp { source, coverage, blend: BlendMode::Normal, opacity: 255, bounds }
    }

    fn plan(ops: Vec<PaintOp>) -> Plan {
        let axes = vec![crate::variant::AxisSet::NONE; ops.len()];
        let size = PixelSize::new(100, 10).expect("a size");
        Plan { size, opaque: true, resources: BTreeMap::new(), ops, axes }
    }

    const AREA: PixelRect = PixelRect { x: 10, y: 0, w: 10, h: 10 };
    const VEIL: Rgba = Rgba { a: 128, ..Rgba::BLACK };

    #[test]
    fn only_what_is_seen_there_before_the_text_counts() {
        let far = op(50, 10, Rgba::BLACK);
        let plan =
            plan(vec![op(0, 100, VEIL), op(0, 100, Rgba::WHITE), far, op(15, 9, VEIL), op(0, 100, VEIL)]);
        let below = plan.beneath(&[4], AREA);
        assert_eq!(below, [op(0, 100, Rgba::WHITE), op(15, 9, VEIL)]);
    }

    #[test]
    fn a_group_ends_where_the_text_in_it_begins() {
        let inner = vec![op(0, 100, VEIL), op(12, 3, Rgba::BLACK), op(0, 100, Rgba::BLACK)];
        let group = PaintOp { source: Source::Group(inner), opacity: 100, ..op(0, 100, VEIL) };
        let plan = plan(vec![op(0, 100, Rgba::WHITE), group.clone()]);
        let cut = PaintOp { source: Source::Group(vec![op(0, 100, VEIL)]), ..group };
        assert_eq!(plan.beneath(&[1, 1], AREA), [op(0, 100, Rgba::WHITE), cut]);
        assert_eq!(plan.beneath(&[1, 0], AREA), [op(0, 100, Rgba::WHITE)]);
        assert_eq!(plan.beneath(&[], AREA), []);
    }
}
