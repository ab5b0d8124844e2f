//! How far an outline reaches, when it is mapped.

use rustybuzz::ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Maps `(x, y)` to `(a·x + c·y + e, b·x + d·y + f)`: the numbers from `a` to `f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map(pub [f64; 6]);

impl Map {
    /// Moves nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// `first`, then this.
    #[must_use]
    pub fn after(self, first: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, first.0);
        Self([
            a * g + c * h,
            b * g + d * h,
            a * i + c * j,
            b * i + d * j,
            a * k + c * l + e,
            b * k + d * l + f,
        ])
    }

    /// Where a point goes.
    #[must_use]
    pub fn apply(self, x: f64, y: f64) -> [f64; 2] {
        let [a, b, c, d, e, f] = self.0;
        [a * x + c * y + e, b * x + d * y + f]
    }
}

/// Left, bottom, right, top of the control points of a glyph's outline, mapped: declared boxes can lie. Points farther out
/// than 10⁶ are moved to there. `None` without an outline.
#[must_use]
pub fn hull(face: &Face<'_>, id: u16, map: Map) -> Option<[f64; 4]> {
    let mut hull = Hull { map, reach: None };
    let _ = face.outline_glyph(GlyphId(id), &mut hull);
    hull.reach
}

struct Hull {
    map: Map,
    reach: Option<[f64; 4]>,
}

impl Hull {
    fn add(&mut self, x: f32, y: f32) {
        if x.is_finite() && y.is_finite() {
            let [x, y] = self.map.apply(f64::from(x), f64::from(y)).map(|v| v.clamp(-1e6, 1e6));
            let [left, bottom, right, top] = self.reach.unwrap_or([x, y, x, y]);
            self.reach = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
        }
    }
}

impl OutlineBuilder for Hull {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add(x1, y1);
        self.add(x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add(x1, y1);
        self.add(x2, y2);
        self.add(x, y);
    }
    fn close(&mut self) {}
}
