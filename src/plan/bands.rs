use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{PaintOp, Plan, Source};
use crate::digest::{Digest, Feed, Stable};

/// The rows of each band: runs of `height` rows that are painted and encoded as one; the last may be shorter.
pub fn rows_of_bands(plan: &Plan, height: u32) -> impl Iterator<Item = Range<u32>> + use<> {
    let (h, height) = (plan.size.h(), height.max(1));
    let step = usize::try_from(height).unwrap_or(usize::MAX);
    (0..h).step_by(step).map(move |top| top..h.min(top.saturating_add(height)))
}

/// Neighbouring columns of a band in which the same operations paint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Device columns.
    pub columns: Range<u32>,
    /// What decides its pixels.
    pub part: Part,
}

/// A part of a canvas, and the number of the list of operations that paint in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Among [`Parts::lists`].
    pub list: usize,
    /// First row and row behind the last, first column and column behind the last.
    place: [u16; 4],
}

impl Part {
    /// The address of the part, where those of the lists are given: of everything that decides its pixels, which is its
    /// place and the operations that touch it, in order. Never of pixels.
    #[must_use]
    pub fn of(self, lists: &[Digest]) -> Digest {
        lists[self.list].part(self.place)
    }
}

/// Says of parts of a plan what decides their pixels. Most parts share their list of operations with a neighbour, so each
/// distinct list is hashed once.
#[derive(Debug)]
pub struct Parts<'a> {
    plan: &'a Plan,
    /// All operations, those of groups after their group.
    ops: Vec<Digested<'a>>,
    /// The lists seen so far, and the number of the list of these operations.
    lists: Vec<Digest>,
    known: FxHashMap<Touched, usize>,
}

/// One bit for each operation.
type Touched = SmallVec<[u64; 2]>;

#[derive(Debug)]
struct Digested<'a> {
    op: &'a PaintOp,
    digest: Digest,
    /// How many of the operations behind it are its parts: a group is looked into, since only some may touch a band.
    parts: usize,
}

fn collect<'a>(ops: &'a [PaintOp], into: &mut Vec<Digested<'a>>) {
    for op in ops {
        let (inner, digest) = match &op.source {
            Source::Group(inner) => {
                (inner.as_slice(), Digest::of("group", &(op.coverage, op.blend, op.opacity, op.bounds)))
            }
            _ => (&[][..], Digest::of("op", op)),
        };
        let at = into.len();
        into.push(Digested { op, digest, parts: 0 });
        collect(inner, into);
        into[at].parts = into.len() - at - 1;
    }
}

impl<'a> Parts<'a> {
    /// Of this plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        let mut ops = Vec::new();
        collect(&plan.ops, &mut ops);
        Self { plan, ops, lists: Vec::new(), known: FxHashMap::default() }
    }

    /// The digests of the lists of operations seen so far; their numbers do not change.
    #[must_use]
    pub fn lists(&self) -> &[Digest] {
        &self.lists
    }

    /// All columns of some rows.
    pub fn band(&mut self, rows: &Range<u32>) -> Part {
        let touched = self.touched(|op| op.touches(rows));
        self.part(touched, rows, &(0..self.plan.size.w()))
    }

    /// The stretches of a band, left to right; each begins on a multiple of `step` columns.
    pub fn stretches(&mut self, rows: &Range<u32>, step: u32) -> Vec<Stretch> {
        let w = self.plan.size.w();
        let mut cuts: SmallVec<[u32; 32]> = SmallVec::new();
        for op in self.ops.iter().map(|digested| digested.op).filter(|op| op.touches(rows)) {
            let column = |x: i64| u32::try_from(x.clamp(0, i64::from(w))).unwrap_or(0);
            let (left, right) = (column(op.bounds.x.into()), column(op.bounds.right().into()));
            cuts.extend([left / step * step, w.min(right.div_ceil(step) * step)]);
        }
        cuts.extend([0, w]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut all: Vec<(Touched, Range<u32>)> = Vec::new();
        for cut in cuts.windows(2) {
            let columns = cut[0]..cut[1];
            let touched = self.touched(|op| op.touches(rows) && op.touches_columns(&columns));
            match all.last_mut() {
                Some((before, wide)) if *before == touched => wide.end = columns.end,
                _ => all.push((touched, columns)),
            }
        }
        let stretch = |(touched, columns)| {
            let part = self.part(touched, rows, &columns);
            Stretch { columns, part }
        };
        all.into_iter().map(stretch).collect()
    }

    fn touched(&self, touches: impl Fn(&PaintOp) -> bool) -> Touched {
        let mut all = Touched::from_elem(0, self.ops.len().div_ceil(64));
        let mut n = 0;
        while let Some(digested) = self.ops.get(n) {
            n += 1;
            if touches(digested.op) {
                all[(n - 1) / 64] |= 1 << ((n - 1) % 64);
            } else {
                n += digested.parts;
            }
        }
        all
    }

    fn part(&mut self, touched: Touched, rows: &Range<u32>, columns: &Range<u32>) -> Part {
        let list = *self.known.entry(touched).or_insert_with_key(|touched| {
            let list = List { ops: &self.ops, first: 0, touched };
            self.lists.push(Digest::of("operations", &(self.plan.opaque, list)));
            self.lists.len() - 1
        });
        // A canvas is no larger than 65,500 pixels a side.
        let place = [rows.start, rows.end, columns.start, columns.end].map(|side| side as u16);
        Part { list, place }
    }
}

/// The touched ones of some operations, the first of which has the number `first`.
struct List<'a> {
    ops: &'a [Digested<'a>],
    first: usize,
    touched: &'a [u64],
}

impl Stable for List<'_> {
    fn feed(&self, to: &mut Feed) {
        let mut n = 0;
        while let Some(digested) = self.ops.get(n) {
            let at = self.first + n;
            n += 1;
            if self.touched[at / 64] >> (at % 64) & 1 == 1 {
                true.feed(to);
                digested.digest.feed(to);
                let inner = &self.ops[n..n + digested.parts];
                List { ops: inner, first: at + 1, ..*self }.feed(to);
            }
            n += digested.parts;
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

    /// The rows and the address of each band of 16 rows.
    fn bands(plan: &Plan) -> Vec<(Range<u32>, Digest)> {
        let mut parts = Parts::new(plan);
        rows_of_bands(plan, 16).map(|rows| (rows.clone(), parts.band(&rows).of(parts.lists()))).collect()
    }

    #[test]
    fn only_bands_that_an_operation_touches_change_with_it() {
        let one = bands(&plan(vec![op(0, 40, 0), op(20, 4, 1)]));
        let two = bands(&plan(vec![op(0, 40, 0), op(20, 4, 2)]));
        let differ: Vec<bool> = one.iter().zip(&two).map(|(a, b)| a.1 != b.1).collect();
        assert_eq!(differ, [false, true, false]);
        assert_eq!(one.last().map(|band| band.0.clone()), Some(32..40));
    }

    #[test]
    fn a_group_is_looked_into() {
        let group = |shade| {
            let inner = vec![op(0, 4, 9), op(30, 4, shade)];
            PaintOp { source: Source::Group(inner), opacity: 128, ..op(0, 40, 0) }
        };
        let one = bands(&plan(vec![group(1)]));
        let two = bands(&plan(vec![group(2)]));
        let differ: Vec<bool> = one.iter().zip(&two).map(|(a, b)| a.1 != b.1).collect();
        assert_eq!(differ, [false, true, true]);
    }

    #[test]
    fn stretches_end_where_operations_do() {
        let mark =
            |x: i32, shade: u8| PaintOp { bounds: PixelRect { x, y: 4, w: 9, h: 2 }, ..op(0, 1, shade) };
        let wide = |shade: u8| {
            let mut plan = plan(vec![op(0, 40, 0), mark(20, shade), mark(85, 7)]);
            plan.size = PixelSize::new(100, 40).expect("a size");
            plan.ops[0].bounds.w = 100;
            plan
        };
        let (one, two) = (wide(1), wide(2));
        let (mut one, mut two) = (Parts::new(&one), Parts::new(&two));
        let both = (one.stretches(&(0..16), 16), two.stretches(&(0..16), 16));
        let columns: Vec<_> = both.0.iter().map(|stretch| stretch.columns.clone()).collect();
        let differ = |(a, b): (&Stretch, &Stretch)| a.part.of(one.lists()) != b.part.of(two.lists());
        let differing: Vec<bool> = both.0.iter().zip(&both.1).map(differ).collect();
        assert_eq!(columns, [0..16, 16..32, 32..80, 80..96, 96..100]);
        assert_eq!(differing, [false, true, false, false, false]);
        assert_eq!(Parts::new(&wide(1)).stretches(&(16..32), 16).len(), 1, "there is one operation only");
    }
}
