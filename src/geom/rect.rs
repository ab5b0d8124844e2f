use std::num::NonZeroU32;

use super::Px;
use crate::stable_struct;

/// A point in device space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Point {
    /// Rightwards.
    pub x: Px,
    /// Downwards.
    pub y: Px,
}

/// An extent on the 1/64 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Size {
    /// Width.
    pub w: Px,
    /// Height.
    pub h: Px,
}

/// A box on the 1/64 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Rect {
    /// Left edge.
    pub x: Px,
    /// Top edge.
    pub y: Px,
    /// Width; never negative.
    pub w: Px,
    /// Height; never negative.
    pub h: Px,
}

impl Rect {
    /// A box from its corner and extent.
    #[must_use]
    pub fn new(x: Px, y: Px, w: Px, h: Px) -> Self {
        Self { x, y, w: w.max(Px::ZERO), h: h.max(Px::ZERO) }
    }

    /// Right edge.
    #[must_use]
    pub fn right(self) -> Px {
        self.x + self.w
    }

    /// Bottom edge.
    #[must_use]
    pub fn bottom(self) -> Px {
        self.y + self.h
    }

    /// The centre.
    #[must_use]
    pub fn center(self) -> Point {
        Point { x: self.x + self.w / 2, y: self.y + self.h / 2 }
    }

    /// Moved.
    #[must_use]
    pub fn offset(self, x: Px, y: Px) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// Made smaller by `insets` on each side, never below nothing.
    #[must_use]
    pub fn inset(self, insets: Insets) -> Self {
        Self::new(
            self.x + insets.left,
            self.y + insets.top,
            self.w - insets.left - insets.right,
            self.h - insets.top - insets.bottom,
        )
    }

    /// Edges at the nearest whole pixels: where fills end, so that a flat edge is never half covered.
    #[must_use]
    pub fn snap(self) -> PixelRect {
        PixelRect::from_edges(self.x.round(), self.y.round(), self.right().round(), self.bottom().round())
    }

    /// The smallest whole-pixel box around it.
    #[must_use]
    pub fn hull(self) -> PixelRect {
        PixelRect::from_edges(self.x.floor(), self.y.floor(), self.right().ceil(), self.bottom().ceil())
    }

    /// The smallest box around both; an empty one adds nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.w == Px::ZERO || self.h == Px::ZERO {
            return other;
        }
        if other.w == Px::ZERO || other.h == Px::ZERO {
            return self;
        }
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self { x, y, w: self.right().max(other.right()) - x, h: self.bottom().max(other.bottom()) - y }
    }

    /// Whether `other` lies inside, with `slack` allowed on each side.
    #[must_use]
    pub fn contains(self, other: Self, slack: Px) -> bool {
        other.x >= self.x - slack
            && other.y >= self.y - slack
            && other.right() <= self.right() + slack
            && other.bottom() <= self.bottom() + slack
    }

    /// Whether the two share area.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// Distances from the four edges, physical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Insets {
    /// From the top.
    pub top: Px,
    /// From the right.
    pub right: Px,
    /// From the bottom.
    pub bottom: Px,
    /// From the left.
    pub left: Px,
}

impl Insets {
    /// The same on all sides.
    #[must_use]
    pub fn all(px: Px) -> Self {
        Self { top: px, right: px, bottom: px, left: px }
    }
}

/// An extent in whole device pixels; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PixelSize {
    w: NonZeroU32,
    h: NonZeroU32,
}

impl PixelSize {
    /// The longest side that anything may be asked for: JPEG's own limit.
    pub const MAX_SIDE: u32 = 65_500;

    /// `None` when a side is zero or longer than [`Self::MAX_SIDE`].
    #[must_use]
    pub fn new(w: u32, h: u32) -> Option<Self> {
        if w > Self::MAX_SIDE || h > Self::MAX_SIDE {
            return None;
        }
        Some(Self { w: NonZeroU32::new(w)?, h: NonZeroU32::new(h)? })
    }

    /// Width in pixels.
    #[must_use]
    pub fn w(self) -> u32 {
        self.w.get()
    }

    /// Height in pixels.
    #[must_use]
    pub fn h(self) -> u32 {
        self.h.get()
    }

    /// Number of pixels.
    #[must_use]
    pub fn area(self) -> u64 {
        u64::from(self.w()) * u64::from(self.h())
    }

    /// The box of that size at the origin.
    #[must_use]
    pub fn rect(self) -> PixelRect {
        PixelRect { x: 0, y: 0, w: self.w(), h: self.h() }
    }
}

impl crate::digest::Stable for PixelSize {
    fn feed(&self, to: &mut crate::digest::Feed) {
        (self.w(), self.h()).feed(to);
    }
}

/// A box of whole device pixels; may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PixelRect {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub w: u32,
    /// Height.
    pub h: u32,
}

impl PixelRect {
    /// From edges; empty when they are crossed.
    #[must_use]
    pub fn from_edges(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        let span = |from: i32, to: i32| u32::try_from(i64::from(to) - i64::from(from)).unwrap_or(0);
        Self { x: left, y: top, w: span(left, right), h: span(top, bottom) }
    }

    /// Right edge, exclusive.
    #[must_use]
    pub fn right(self) -> i32 {
        self.x.saturating_add_unsigned(self.w)
    }

    /// Bottom edge, exclusive.
    #[must_use]
    pub fn bottom(self) -> i32 {
        self.y.saturating_add_unsigned(self.h)
    }

    /// Whether it holds no pixel.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.w == 0 || self.h == 0
    }

    /// What both cover.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self::from_edges(
            self.x.max(other.x),
            self.y.max(other.y),
            self.right().min(other.right()),
            self.bottom().min(other.bottom()),
        )
    }

    /// The smallest box around both; an empty one adds nothing.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other,
            (_, true) => self,
            _ => Self::from_edges(
                self.x.min(other.x),
                self.y.min(other.y),
                self.right().max(other.right()),
                self.bottom().max(other.bottom()),
            ),
        }
    }

    /// Moved.
    #[must_use]
    pub fn offset(self, x: i32, y: i32) -> Self {
        Self { x: self.x.saturating_add(x), y: self.y.saturating_add(y), ..self }
    }

    /// On the 1/64 grid.
    #[must_use]
    pub fn to_rect(self) -> Rect {
        let side = |value: u32| Px::whole(i32::try_from(value).unwrap_or(i32::MAX));
        Rect { x: Px::whole(self.x), y: Px::whole(self.y), w: side(self.w), h: side(self.h) }
    }
}

stable_struct!(Point { x, y });
stable_struct!(Size { w, h });
stable_struct!(Rect { x, y, w, h });
stable_struct!(PixelRect { x, y, w, h });
stable_struct!(Insets { top, right, bottom, left });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossed_edges_are_empty_and_never_wrap() {
        assert!(PixelRect::from_edges(5, 0, 3, 9).is_empty());
        assert_eq!(PixelRect::from_edges(i32::MIN, 0, i32::MAX, 1).w, u32::MAX);
        assert!(PixelSize::new(0, 5).is_none());
        assert!(PixelSize::new(65_501, 5).is_none());
    }

    #[test]
    fn snapping_neighbours_leaves_no_gap() {
        let left = Rect::new(Px::ZERO, Px::ZERO, Px::from_f64(10.4), Px::whole(1)).snap();
        let right = Rect::new(Px::from_f64(10.4), Px::ZERO, Px::from_f64(9.6), Px::whole(1)).snap();
        assert_eq!(left.right(), right.x);
        assert_eq!(right.right(), 20);
    }
}
