//! Where letters are drawn, also those of turned layers.

use crate::geom::{Affine, Point, Px, Rect};
use crate::layout::Frame;

/// A frame with what it stands in.
pub(super) struct Spot<'f, 's> {
    pub(super) frame: &'f Frame<'s>,
    /// Which turned layer it is or stands in, the innermost, by number. Boxes below one are not where they are drawn, but
    /// where they are to each other.
    pub(super) turn: Option<usize>,
    /// To where it is drawn.
    transform: Affine,
    /// The painted box that it stands in; else the creative.
    pub(super) room: Rect,
}

impl Spot<'_, '_> {
    /// Where its letters are before they are turned, if it has some.
    pub(super) fn ink(&self) -> Option<Rect> {
        let ink = self.frame.text.as_ref()?.block.ink();
        (ink.w > Px::ZERO).then(|| ink.offset(self.frame.rect.x, self.frame.rect.y))
    }

    /// The letters of each line, where they are drawn.
    fn lines(&self) -> Vec<Quad> {
        let lines = self.frame.text.iter().flat_map(|text| &text.block.lines).map(|line| line.ink);
        let lines = lines.filter(|ink| ink.w > Px::ZERO);
        lines.map(|ink| Quad::of(ink.offset(self.frame.rect.x, self.frame.rect.y), self.transform)).collect()
    }

    /// Whether its letters stand in a box.
    pub(super) fn reaches(&self, around: Rect) -> bool {
        match self.turn {
            None => self.ink().is_some_and(|ink| around.overlaps(ink)),
            Some(_) => {
                let around = Quad::of(around, Affine::IDENTITY);
                self.lines().iter().any(|line| line.depth(&around) > 0.0)
            }
        }
    }
}

/// Whether the letters of two texts lie in one another by more than `slack`. Of texts that turn alike their boxes are
/// compared, of others the turned boxes of their lines.
pub(super) fn meet(a: &Spot<'_, '_>, b: &Spot<'_, '_>, slack: Px) -> bool {
    if a.turn == b.turn {
        return a.ink().zip(b.ink()).is_some_and(|(a, b)| overlap(a, b) > slack);
    }
    let theirs = b.lines();
    a.lines().iter().any(|line| theirs.iter().any(|other| line.depth(other) > slack.to_f64()))
}

/// All frames, parents before children, in the order of painting.
pub(super) fn spots<'f, 's>(frames: &'f [Frame<'s>], canvas: Rect) -> Vec<Spot<'f, 's>> {
    let mut all = Vec::new();
    flatten(frames, (None, Affine::IDENTITY), canvas, &mut all);
    all
}

fn flatten<'f, 's>(
    frames: &'f [Frame<'s>],
    (turn, outer): (Option<usize>, Affine),
    room: Rect,
    into: &mut Vec<Spot<'f, 's>>,
) {
    for frame in frames {
        let angle = frame.node.decor.rotate;
        let (turn, transform) = if angle.is_zero() {
            (turn, outer)
        } else {
            (Some(into.len()), outer.after(Affine::rotate_about(angle, frame.rect.center())))
        };
        into.push(Spot { frame, turn, transform, room });
        let room = if frame.node.boxed.fill.is_some() { frame.rect } else { room };
        flatten(&frame.children, (turn, transform), room, into);
    }
}

/// How deep two boxes lie in one another.
fn overlap(a: Rect, b: Rect) -> Px {
    let across = a.right().min(b.right()) - a.x.max(b.x);
    let down = a.bottom().min(b.bottom()) - a.y.max(b.y);
    across.min(down)
}

/// A turned box: its corners, and the directions of its sides.
struct Quad {
    corners: [(f64, f64); 4],
    sides: [(f64, f64); 2],
}

impl Quad {
    fn of(rect: Rect, transform: Affine) -> Self {
        let Rect { x, y, .. } = rect;
        let corners = [(x, y), (rect.right(), y), (rect.right(), rect.bottom()), (x, rect.bottom())];
        let corners = corners.map(|(x, y)| {
            let p = transform.apply(Point { x, y });
            (p.x.to_f64(), p.y.to_f64())
        });
        // Turns only, so that both are of length 1.
        let [a, b, c, d] = transform.linear();
        Self { corners, sides: [(a, b), (c, d)] }
    }

    /// By how much one must move for them to part, in px; not above zero when they are apart (separating axes).
    fn depth(&self, other: &Self) -> f64 {
        let range = |quad: &Self, (x, y): (f64, f64)| {
            let along = quad.corners.map(|(px, py)| px * x + py * y);
            along.iter().fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(*at), high.max(*at)))
        };
        let depths = self.sides.iter().chain(&other.sides).map(|side| {
            let (a, b) = (range(self, *side), range(other, *side));
            a.1.min(b.1) - a.0.max(b.0)
        });
        depths.fold(f64::MAX, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Angle;

    #[test]
    fn turned_boxes_meet_where_they_are_drawn_and_not_where_the_box_around_them_is() {
        let square = |x: i32, y: i32| Rect::new(Px::whole(x), Px::whole(y), Px::whole(100), Px::whole(100));
        let turned = |rect: Rect| Quad::of(rect, Affine::rotate_about(Angle::degrees(45.0), rect.center()));
        let level = |rect: Rect| Quad::of(rect, Affine::IDENTITY);
        assert!((level(square(0, 0)).depth(&level(square(90, 0))) - 10.0).abs() < 0.1);
        // A square on its tip is 141 px wide, but its corners are gone.
        assert!(turned(square(0, 0)).depth(&level(square(115, 0))) > 5.0);
        assert!(turned(square(0, 0)).depth(&level(square(101, 101))) < 0.0);
        assert!(turned(square(0, 0)).depth(&turned(square(72, 72))) < 0.0);
        assert!(turned(square(0, 0)).depth(&turned(square(70, 70))) > 0.0);
    }
}
