//! A path as straight lines on a grid of 1/256 px.

use crate::geom::PixelRect;

/// Units of the grid in a pixel, as a power of two.
pub(super) const GRID: u32 = 8;

/// Units in a pixel.
pub(super) const UNIT: i32 = 1 << GRID;

/// Points further out (in grid units; two million pixels) are moved to here.
const FAR: f32 = 536_870_912.0;

/// Curves become lines that stay this near, in pixels.
const NEAR: f32 = 1.0 / 64.0;

/// Most lines of one curve.
const MOST_STEPS: f32 = 256.0;

/// From so many lines on curves become one line each; only hostile paths get there.
const MOST_LINES: usize = 1 << 20;

/// A point in grid units; y points down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Point {
    pub(super) x: i32,
    pub(super) y: i32,
}

/// A line that is not level, from its upper end to its lower one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) from: Point,
    pub(super) to: Point,
    /// 1 when the path goes down here, -1 when it goes up.
    pub(super) way: i32,
}

/// Contours, each closed, in pixels. Curves are flattened as they come.
#[derive(Clone, Debug, Default)]
pub(in crate::raster) struct Path {
    pub(super) lines: Vec<Line>,
    /// Those that are finished.
    contours: Vec<Contour>,
    /// The one that is being drawn.
    contour: Contour,
    start: Point,
    at: (f32, f32),
    grid: Point,
}

/// What is known of a contour: smallest and largest coordinates, and twice its area by the sign of its direction.
#[derive(Clone, Copy, Debug)]
struct Contour {
    low: Point,
    high: Point,
    area: i64,
}

impl Default for Contour {
    fn default() -> Self {
        let (low, high) = (Point { x: i32::MAX, y: i32::MAX }, Point { x: i32::MIN, y: i32::MIN });
        Self { low, high, area: 0 }
    }
}

impl Contour {
    fn reach(&mut self, p: Point) {
        self.low = Point { x: self.low.x.min(p.x), y: self.low.y.min(p.y) };
        self.high = Point { x: self.high.x.max(p.x), y: self.high.y.max(p.y) };
    }

    /// Whether both have a part in some pixel, by their boxes.
    fn touches(&self, other: &Self) -> bool {
        let meet = |low: i32, high: i32| low >> GRID <= high >> GRID;
        meet(self.low.x, other.high.x)
            && meet(other.low.x, self.high.x)
            && meet(self.low.y, other.high.y)
            && meet(other.low.y, self.high.y)
    }

    fn holds(&self, other: &Self) -> bool {
        self.low.x <= other.low.x
            && self.low.y <= other.low.y
            && self.high.x >= other.high.x
            && self.high.y >= other.high.y
    }
}

/// Paths of more contours are not searched for overlapping ones.
const MOST_CONTOURS: usize = 64;

/// What an outline is drawn into: a [`Path`] to be covered, or one of tiny-skia's to be stroked or clipped with.
pub(in crate::raster) trait Contours {
    fn move_to(&mut self, p: (f32, f32));
    fn line_to(&mut self, p: (f32, f32));
    fn quad_to(&mut self, c: (f32, f32), p: (f32, f32));
    fn cubic_to(&mut self, c: (f32, f32), d: (f32, f32), p: (f32, f32));
    fn close(&mut self);
}

impl Contours for Path {
    fn move_to(&mut self, p: (f32, f32)) {
        self.close();
        (self.at, self.grid) = (p, on_grid(p));
        self.start = self.grid;
    }

    fn line_to(&mut self, p: (f32, f32)) {
        self.at = p;
        self.line(on_grid(p));
    }

    fn quad_to(&mut self, (cx, cy): (f32, f32), (x, y): (f32, f32)) {
        let (x0, y0) = self.at;
        let (ax, ay) = (x0 - 2.0 * cx + x, y0 - 2.0 * cy + y);
        let (bx, by) = (2.0 * (cx - x0), 2.0 * (cy - y0));
        // a quadratic strays from n chords by |a| / 4n²
        let steps = self.steps((ax * ax + ay * ay).sqrt() / 4.0);
        for n in 1..steps {
            let t = n as f32 / steps as f32;
            self.line(on_grid(((ax * t + bx) * t + x0, (ay * t + by) * t + y0)));
        }
        self.line_to((x, y));
    }

    fn cubic_to(&mut self, (cx, cy): (f32, f32), (dx, dy): (f32, f32), (x, y): (f32, f32)) {
        let (x0, y0) = self.at;
        let bend = |p: f32, q: f32, r: f32, s: f32| (p - 2.0 * q + r).abs().max((q - 2.0 * r + s).abs());
        let (ex, ey) = (bend(x0, cx, dx, x), bend(y0, cy, dy, y));
        // |B″| ≤ 6e, and a curve strays from n chords by |B″| / 8n²
        let steps = self.steps((ex * ex + ey * ey).sqrt() * 0.75);
        let terms = |p: f32, q: f32, r: f32, s: f32| {
            let c = 3.0 * (q - p);
            let b = 3.0 * (r - q) - c;
            (s - p - c - b, b, c)
        };
        let ((a, b, c), (e, f, g)) = (terms(x0, cx, dx, x), terms(y0, cy, dy, y));
        for n in 1..steps {
            let t = n as f32 / steps as f32;
            self.line(on_grid((((a * t + b) * t + c) * t + x0, ((e * t + f) * t + g) * t + y0)));
        }
        self.line_to((x, y));
    }

    fn close(&mut self) {
        self.line(self.start);
        self.at = (self.start.x as f32 / UNITS, self.start.y as f32 / UNITS);
        if self.contour.low.y < self.contour.high.y {
            self.contours.push(std::mem::take(&mut self.contour));
        }
    }
}

impl Path {
    /// The smallest box of whole pixels around all finished contours.
    pub(in crate::raster) fn ink(&self) -> PixelRect {
        let mut all = Contour::default();
        for contour in &self.contours {
            all.reach(contour.low);
            all.reach(contour.high);
        }
        if self.contours.is_empty() {
            return PixelRect::default();
        }
        let up = |v: i32| (v + (1 << GRID) - 1) >> GRID;
        PixelRect::from_edges(all.low.x >> GRID, all.low.y >> GRID, up(all.high.x), up(all.high.y))
    }

    /// Whether some contours may overlap otherwise than as a hole in a shape, by their boxes.
    pub(super) fn may_overlap(&self) -> bool {
        self.contours.len() > MOST_CONTOURS
            || self.contours.iter().enumerate().any(|(n, a)| {
                self.contours[..n].iter().any(|b| {
                    let hole = (a.area < 0) != (b.area < 0) && (a.holds(b) || b.holds(a));
                    a.touches(b) && !hole
                })
            })
    }

    /// Lines for a curve that strays from one chord by so many pixels.
    fn steps(&self, stray: f32) -> u32 {
        if self.lines.len() >= MOST_LINES {
            return 1;
        }
        // NaN becomes 0
        ((stray / NEAR).sqrt().min(MOST_STEPS) as u32) + 1
    }

    fn line(&mut self, to: Point) {
        let from = std::mem::replace(&mut self.grid, to);
        if from.y == to.y {
            return;
        }
        self.contour.reach(from);
        self.contour.reach(to);
        // hostile contours wrap round
        let area = (i64::from(from.x) + i64::from(to.x)) * (i64::from(to.y) - i64::from(from.y));
        self.contour.area = self.contour.area.wrapping_add(area);
        self.lines.push(if from.y < to.y {
            Line { from, to, way: 1 }
        } else {
            Line { from: to, to: from, way: -1 }
        });
    }
}

const UNITS: f32 = UNIT as f32;

/// To the nearest point of the grid.
fn on_grid((x, y): (f32, f32)) -> Point {
    let near = |v: f32| {
        let v = (v * UNITS).clamp(-FAR, FAR);
        (v + 0.5f32.copysign(v)) as i32
    };
    Point { x: near(x), y: near(y) }
}
