use std::fmt;

use super::{Point, Px};
use crate::digest::{Feed, Stable};

/// An angle in thousandths of a degree, clockwise as in CSS.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Angle(i32);

impl Angle {
    /// From degrees, brought into (−360°, 360°); NaN gives zero.
    #[must_use]
    pub fn degrees(value: f64) -> Self {
        Self(((value % 360.0) * 1000.0) as i32)
    }

    /// In degrees.
    #[must_use]
    pub fn to_degrees(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// Whether it turns nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Sine and cosine by Taylor series after reduction to ±45°: additions and products only, so the same bits on
    /// every machine, which libm does not promise. The error is below 10⁻¹², far under the grid of 2⁻²⁰.
    #[must_use]
    pub fn sin_cos(self) -> (f64, f64) {
        let turned = self.0.rem_euclid(360_000);
        let quarter = (turned + 45_000) / 90_000;
        let rest = f64::from(turned - quarter * 90_000) / 1000.0 * (std::f64::consts::PI / 180.0);
        let square = rest * rest;
        let (mut sin, mut cos, mut term) = (0.0, 0.0, 1.0);
        for n in 0..9 {
            let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
            cos += sign * term;
            term *= rest / f64::from(2 * n + 1);
            sin += sign * term;
            term *= rest / f64::from(2 * n + 2);
        }
        debug_assert!(square <= 0.62, "reduced to an eighth of a turn");
        match quarter % 4 {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        }
    }
}

impl std::ops::Neg for Angle {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Debug for Angle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}deg", self.to_degrees())
    }
}

impl Stable for Angle {
    fn feed(&self, to: &mut Feed) {
        self.0.feed(to);
    }
}

/// A transform `(x, y) → (a·x + c·y + e, b·x + d·y + f)`: linear part on 2⁻²⁰, translation on 1/64 px.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Affine {
    linear: [i32; 4],
    shift: Point,
}

const ONE: i32 = 1 << 20;

impl Affine {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self { linear: [ONE, 0, 0, ONE], shift: Point { x: Px::ZERO, y: Px::ZERO } };

    /// A move.
    #[must_use]
    pub fn translate(x: Px, y: Px) -> Self {
        Self { shift: Point { x, y }, ..Self::IDENTITY }
    }

    /// A turn about a point, clockwise.
    #[must_use]
    pub fn rotate_about(angle: Angle, center: Point) -> Self {
        if angle.is_zero() {
            return Self::IDENTITY;
        }
        let (sin, cos) = angle.sin_cos();
        let grid = |v: f64| (v * f64::from(ONE) + if v < 0.0 { -0.5 } else { 0.5 }) as i32;
        let linear = [grid(cos), grid(sin), grid(-sin), grid(cos)];
        let turned = Self { linear, shift: Point::default() }.apply(center);
        Self { linear, shift: Point { x: center.x - turned.x, y: center.y - turned.y } }
    }

    /// `self` after `first`.
    #[must_use]
    pub fn after(self, first: Self) -> Self {
        let [a, b, c, d] = self.linear.map(i64::from);
        let [p, q, r, s] = first.linear.map(i64::from);
        let dot = |x: i64, y: i64| ((x + y + (1 << 19)) >> 20) as i32;
        let linear = [dot(a * p, c * q), dot(b * p, d * q), dot(a * r, c * s), dot(b * r, d * s)];
        Self { linear, shift: self.apply(first.shift) }
    }

    /// Where a point goes.
    #[must_use]
    pub fn apply(self, p: Point) -> Point {
        let [a, b, c, d] = self.linear.map(i64::from);
        let (x, y) = (i64::from(p.x.in_64ths()), i64::from(p.y.in_64ths()));
        let at = |v: i64| Px::from_64ths(((v + (1 << 19)) >> 20) as i32);
        Point { x: at(a * x + c * y) + self.shift.x, y: at(b * x + d * y) + self.shift.y }
    }

    /// The linear part as factors `[a, b, c, d]`.
    #[must_use]
    pub fn linear(self) -> [f64; 4] {
        self.linear.map(|v| f64::from(v) / f64::from(ONE))
    }

    /// The translation.
    #[must_use]
    pub fn shift(self) -> Point {
        self.shift
    }

    /// Whether the linear part does nothing, so that the pixel grid survives.
    #[must_use]
    pub fn is_translation(self) -> bool {
        self.linear == Self::IDENTITY.linear
    }
}

impl Default for Affine {
    fn default() -> Self {
        Self::IDENTITY
    }
}

impl fmt::Debug for Affine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Affine({:?}, {:?})", self.linear(), self.shift)
    }
}

impl Stable for Affine {
    fn feed(&self, to: &mut Feed) {
        self.linear.feed(to);
        self.shift.feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sine_and_cosine_agree_with_known_values() {
        for (degrees, sin, cos) in [
            (0.0, 0.0, 1.0),
            (30.0, 0.5, 0.866_025_403_784_438_6),
            (45.0, 0.707_106_781_186_547_5, 0.707_106_781_186_547_5),
            (90.0, 1.0, 0.0),
            (180.0, 0.0, -1.0),
            (-8.0, -0.139_173_100_960_065_4, 0.990_268_068_741_570_3),
            (300.0, -0.866_025_403_784_438_6, 0.5),
        ] {
            let (s, c) = Angle::degrees(degrees).sin_cos();
            assert!((s - sin).abs() < 1e-12 && (c - cos).abs() < 1e-12, "{degrees}: {s} {c}");
        }
    }

    #[test]
    fn a_turn_keeps_its_centre() {
        let center = Point { x: Px::whole(40), y: Px::whole(25) };
        assert_eq!(Affine::rotate_about(Angle::degrees(-8.0), center).apply(center), center);
    }
}
