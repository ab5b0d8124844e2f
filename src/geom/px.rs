use std::fmt;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use crate::digest::{Feed, Stable};

/// A device length in 1/64 px. Saturates; a template cannot overflow it into a panic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Px(i32);

impl Px {
    /// No length.
    pub const ZERO: Self = Self(0);
    /// Longer than any canvas; "no limit" in measuring.
    pub const MAX: Self = Self(i32::MAX / 4);

    /// From sixty-fourths.
    #[must_use]
    pub const fn from_64ths(value: i32) -> Self {
        Self(value)
    }

    /// From whole pixels.
    #[must_use]
    pub const fn whole(value: i32) -> Self {
        Self(value.saturating_mul(64))
    }

    /// Rounds half away from zero; NaN gives zero, infinities saturate.
    #[must_use]
    pub fn from_f64(value: f64) -> Self {
        let scaled = value * 64.0;
        let rounded = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 };
        // `as` truncates, saturates, and turns NaN into 0: exactly what is promised.
        Self((rounded as i32).clamp(-Self::MAX.0, Self::MAX.0))
    }

    /// In pixels.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 64.0
    }

    /// In pixels, for libraries that calculate in `f32`. Exact up to 2¹⁸ px.
    #[must_use]
    pub fn to_f32(self) -> f32 {
        self.0 as f32 / 64.0
    }

    /// The sixty-fourths.
    #[must_use]
    pub const fn in_64ths(self) -> i32 {
        self.0
    }

    /// The nearest whole pixel, halves upwards.
    #[must_use]
    pub const fn round(self) -> i32 {
        (self.0 + 32).div_euclid(64)
    }

    /// The whole pixel at or below.
    #[must_use]
    pub const fn floor(self) -> i32 {
        self.0.div_euclid(64)
    }

    /// The whole pixel at or above.
    #[must_use]
    pub const fn ceil(self) -> i32 {
        (self.0 + 63).div_euclid(64)
    }

    /// Snapped to a quarter pixel: the grid of glyph positions and font sizes.
    #[must_use]
    pub const fn to_quarter(self) -> Self {
        Self((self.0 + 8).div_euclid(16) * 16)
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Ord::max(self, other)
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Ord::min(self, other)
    }

    /// Times a ratio, rounded to the grid.
    #[must_use]
    pub fn scale(self, ratio: Ratio) -> Self {
        let product = i64::from(self.0) * i64::from(ratio.0);
        let half = if product < 0 { -(1 << 19) } else { 1 << 19 };
        Self(((product + half) / (1 << 20)).clamp(i64::from(-Self::MAX.0), i64::from(Self::MAX.0)) as i32)
    }
}

impl fmt::Debug for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}px", self.to_f64())
    }
}

impl Add for Px {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Px {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Px {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i32> for Px {
    type Output = Self;
    fn mul(self, factor: i32) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl Div<i32> for Px {
    type Output = Self;
    fn div(self, by: i32) -> Self {
        Self(self.0 / by)
    }
}

impl AddAssign for Px {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Px {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl std::iter::Sum for Px {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::ZERO, Add::add)
    }
}

impl Stable for Px {
    fn feed(&self, to: &mut Feed) {
        self.0.feed(to);
    }
}

/// A factor in 2⁻²⁰: scales, percentages, leading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(i32);

impl Ratio {
    /// 0 %.
    pub const ZERO: Self = Self(0);
    /// 50 %.
    pub const HALF: Self = Self(1 << 19);
    /// 100 %.
    pub const ONE: Self = Self(1 << 20);

    /// Rounds to the grid; NaN gives zero, large values saturate near ±2000.
    #[must_use]
    pub fn from_f64(value: f64) -> Self {
        let scaled = value * f64::from(1 << 20);
        Self((if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i32)
    }

    /// From hundredths.
    #[must_use]
    pub fn percent(value: f64) -> Self {
        Self::from_f64(value / 100.0)
    }

    /// As a plain factor.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / f64::from(1 << 20)
    }

    /// The raw grid value.
    #[must_use]
    pub const fn raw(self) -> i32 {
        self.0
    }

    /// What is missing to 100 %.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self((1 << 20) - self.0)
    }

    /// Half way between two.
    #[must_use]
    pub const fn midpoint(self, other: Self) -> Self {
        Self(self.0 + (other.0 - self.0) / 2)
    }

    /// Product of two factors.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self(((i64::from(self.0) * i64::from(other.0) + (1 << 19)) >> 20) as i32)
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_f64())
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::ONE
    }
}

impl Stable for Ratio {
    fn feed(&self, to: &mut Feed) {
        self.0.feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_symmetric_and_total() {
        assert_eq!(Px::from_f64(0.5 / 64.0).in_64ths(), 1);
        assert_eq!(Px::from_f64(-0.5 / 64.0).in_64ths(), -1);
        assert_eq!(Px::from_f64(f64::NAN), Px::ZERO);
        assert_eq!(Px::from_f64(f64::INFINITY), Px::MAX);
        assert_eq!(Px::whole(-1).floor(), -1);
        assert_eq!(Px::from_64ths(-1).floor(), -1);
        assert_eq!(Px::from_64ths(-1).ceil(), 0);
        assert_eq!(Px::from_64ths(96).round(), 2);
    }

    #[test]
    fn a_percentage_of_a_length_stays_on_the_grid() {
        assert_eq!(Px::whole(300).scale(Ratio::percent(12.5)), Px::from_f64(37.5));
        assert_eq!(Px::whole(-300).scale(Ratio::percent(12.5)), Px::from_f64(-37.5));
    }
}
