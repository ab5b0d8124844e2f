use super::{Affine, Point, Px, Rect};
use crate::digest::{Feed, Stable};

/// One step of an outline, in device space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Starts a contour.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A quadratic curve: control, end.
    Quad(Point, Point),
    /// A cubic curve: two controls, end.
    Cubic(Point, Point, Point),
    /// Back to the contour's start.
    Close,
}

/// A vector path on the 1/64 grid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Outline {
    /// Its steps, each contour beginning with a `Move`.
    pub segments: Vec<Segment>,
}

/// Why path data was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Not SVG path data.
    #[error("not SVG path data: {0}")]
    Syntax(String),
    /// More steps than [`Outline::MAX_SEGMENTS`].
    #[error("the path has more than {} segments", Outline::MAX_SEGMENTS)]
    TooLong,
}

/// How far a cubic's controls lie from the ends of a quarter circle, in radii: 4/3·(√2 − 1).
const KAPPA: f64 = 0.552_284_749_830_793_4;

impl Outline {
    /// More than a hand-drawn shape ever has; a bound against hostile input.
    pub const MAX_SEGMENTS: usize = 20_000;

    /// Reads SVG path data and maps each point with `map` (user units to device space).
    pub fn from_path_data(data: &str, map: impl Fn(f64, f64) -> Point) -> Result<Self, PathError> {
        use svgtypes::SimplePathSegment as S;
        let mut segments = Vec::new();
        for step in svgtypes::SimplifyingPathParser::from(data) {
            let step = step.map_err(|e| PathError::Syntax(e.to_string()))?;
            if segments.len() == Self::MAX_SEGMENTS {
                return Err(PathError::TooLong);
            }
            segments.push(match step {
                S::MoveTo { x, y } => Segment::Move(map(x, y)),
                S::LineTo { x, y } => Segment::Line(map(x, y)),
                S::Quadratic { x1, y1, x, y } => Segment::Quad(map(x1, y1), map(x, y)),
                S::CurveTo { x1, y1, x2, y2, x, y } => Segment::Cubic(map(x1, y1), map(x2, y2), map(x, y)),
                S::ClosePath => Segment::Close,
            });
        }
        Ok(Self { segments })
    }

    /// A box with round corners; radii (top left, top right, bottom right, bottom left) are cut to half the shorter side.
    #[must_use]
    pub fn rounded_rect(rect: Rect, radii: [Px; 4]) -> Self {
        let most = rect.w.min(rect.h) / 2;
        let [tl, tr, br, bl] = radii.map(|r| r.max(Px::ZERO).min(most));
        let at = |x: Px, y: Px| Point { x, y };
        let handle = |r: Px| Px::from_f64(r.to_f64() * (1.0 - KAPPA));
        let (l, t, r, b) = (rect.x, rect.y, rect.right(), rect.bottom());
        let corners = [
            (tr, at(r - tr, t), [at(r - handle(tr), t), at(r, t + handle(tr)), at(r, t + tr)]),
            (br, at(r, b - br), [at(r, b - handle(br)), at(r - handle(br), b), at(r - br, b)]),
            (bl, at(l + bl, b), [at(l + handle(bl), b), at(l, b - handle(bl)), at(l, b - bl)]),
            (tl, at(l, t + tl), [at(l, t + handle(tl)), at(l + handle(tl), t), at(l + tl, t)]),
        ];
        let mut segments = vec![Segment::Move(at(l + tl, t))];
        for (radius, start, [one, two, end]) in corners {
            segments.push(Segment::Line(start));
            if radius > Px::ZERO {
                segments.push(Segment::Cubic(one, two, end));
            }
        }
        segments.push(Segment::Close);
        Self { segments }
    }

    /// The ellipse that touches the four sides of a box.
    #[must_use]
    pub fn ellipse(rect: Rect) -> Self {
        let (rx, ry) = (rect.w.to_f64() / 2.0, rect.h.to_f64() / 2.0);
        let (cx, cy) = (rect.x.to_f64() + rx, rect.y.to_f64() + ry);
        let at = |x: f64, y: f64| Point { x: Px::from_f64(cx + x * rx), y: Px::from_f64(cy + y * ry) };
        let k = KAPPA;
        let segments = vec![
            Segment::Move(at(1.0, 0.0)),
            Segment::Cubic(at(1.0, k), at(k, 1.0), at(0.0, 1.0)),
            Segment::Cubic(at(-k, 1.0), at(-1.0, k), at(-1.0, 0.0)),
            Segment::Cubic(at(-1.0, -k), at(-k, -1.0), at(0.0, -1.0)),
            Segment::Cubic(at(k, -1.0), at(1.0, -k), at(1.0, 0.0)),
            Segment::Close,
        ];
        Self { segments }
    }

    /// A semicircle on straight legs that stand on the box's lower edge; without legs where the box is too low.
    #[must_use]
    pub fn arch(rect: Rect) -> Self {
        let (l, r, b, middle) = (rect.x, rect.right(), rect.bottom(), rect.x + rect.w / 2);
        let (rx, ry) = (rect.w.to_f64() / 2.0, (rect.w.to_f64() / 2.0).min(rect.h.to_f64()));
        let spring = Px::from_f64(rect.y.to_f64() + ry);
        let (dx, dy) = (Px::from_f64(rx * KAPPA), Px::from_f64(ry * KAPPA));
        let at = |x: Px, y: Px| Point { x, y };
        let segments = vec![
            Segment::Move(at(l, b)),
            Segment::Line(at(l, spring)),
            Segment::Cubic(at(l, spring - dy), at(middle - dx, rect.y), at(middle, rect.y)),
            Segment::Cubic(at(middle + dx, rect.y), at(r, spring - dy), at(r, spring)),
            Segment::Line(at(r, b)),
            Segment::Close,
        ];
        Self { segments }
    }

    /// Each point moved by `by`.
    #[must_use]
    pub fn transform(&self, by: Affine) -> Self {
        let f = |p: Point| by.apply(p);
        let segments = self.segments.iter().map(|segment| match *segment {
            Segment::Move(p) => Segment::Move(f(p)),
            Segment::Line(p) => Segment::Line(f(p)),
            Segment::Quad(c, p) => Segment::Quad(f(c), f(p)),
            Segment::Cubic(c, d, p) => Segment::Cubic(f(c), f(d), f(p)),
            Segment::Close => Segment::Close,
        });
        Self { segments: segments.collect() }
    }

    /// The box around all points and control points; ink never leaves it.
    #[must_use]
    pub fn hull(&self) -> Rect {
        let mut points = self.segments.iter().flat_map(|segment| match *segment {
            Segment::Move(p) | Segment::Line(p) => vec![p],
            Segment::Quad(c, p) => vec![c, p],
            Segment::Cubic(c, d, p) => vec![c, d, p],
            Segment::Close => vec![],
        });
        let Some(first) = points.next() else { return Rect::default() };
        let (low, high) = points.fold((first, first), |(low, high), p| {
            (Point { x: low.x.min(p.x), y: low.y.min(p.y) }, Point { x: high.x.max(p.x), y: high.y.max(p.y) })
        });
        Rect { x: low.x, y: low.y, w: high.x - low.x, h: high.y - low.y }
    }
}

impl Stable for Segment {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Move(p) => (0u8, *p).feed(to),
            Self::Line(p) => (1u8, *p).feed(to),
            Self::Quad(c, p) => (2u8, *c, *p).feed(to),
            Self::Cubic(c, d, p) => (3u8, *c, *d, *p).feed(to),
            Self::Close => 4u8.feed(to),
        }
    }
}

impl Stable for Outline {
    fn feed(&self, to: &mut Feed) {
        self.segments.feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stay_inside_the_box_that_they_were_given() {
        let rect = Rect::new(Px::whole(3), Px::whole(4), Px::whole(50), Px::whole(20));
        for outline in [Outline::ellipse(rect), Outline::rounded_rect(rect, [Px::whole(99); 4])] {
            assert_eq!(outline.hull(), rect);
        }
    }

    #[test]
    fn path_data_is_mapped_or_refused() {
        let to_px = |x: f64, y: f64| Point { x: Px::from_f64(x), y: Px::from_f64(y) };
        let outline = Outline::from_path_data("M0 0h10v5z", to_px).expect("valid");
        assert_eq!(outline.segments.len(), 4);
        assert!(matches!(Outline::from_path_data("M0 0 bogus", to_px), Err(PathError::Syntax(_))));
        let long = format!("M0 0{}", "h1".repeat(Outline::MAX_SEGMENTS));
        assert_eq!(Outline::from_path_data(&long, to_px), Err(PathError::TooLong));
    }

    #[test]
    fn an_arch_stands_on_straight_legs_when_it_is_high_enough() {
        let rect = |h: i32| Rect::new(Px::whole(10), Px::whole(20), Px::whole(40), Px::whole(h));
        let high = Outline::arch(rect(60));
        assert_eq!(high.hull(), rect(60));
        assert_eq!(high.segments[1], Segment::Line(Point { x: Px::whole(10), y: Px::whole(40) }));
        assert_eq!(Outline::arch(rect(12)).hull(), rect(12));
    }
}
