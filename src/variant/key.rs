use std::fmt;

use crate::digest::{Feed, Stable};

/// Something that varies over a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// The creative's size.
    Size,
    /// Language and region.
    Locale,
    /// The brand kit.
    Brand,
    /// The n-th slot of the template.
    Slot(u8),
}

impl Axis {
    /// Slots beyond this share one axis; a template that has them loses precision, not correctness.
    pub const MAX_SLOTS: usize = 60;

    fn bit(self) -> u32 {
        match self {
            Self::Size => 0,
            Self::Locale => 1,
            Self::Brand => 2,
            Self::Slot(n) => 3 + u32::from(n).min(Self::MAX_SLOTS as u32),
        }
    }
}

/// The axes that a piece of work can depend on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AxisSet(u64);

impl AxisSet {
    /// Depends on nothing.
    pub const NONE: Self = Self(0);

    /// One axis.
    #[must_use]
    pub fn of(axis: Axis) -> Self {
        Self(1 << axis.bit())
    }

    /// Those of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the axis is among them.
    #[must_use]
    pub fn has(self, axis: Axis) -> bool {
        self.0 & (1 << axis.bit()) != 0
    }

    /// Their words; slots are named by `slots`, in the template's order.
    #[must_use]
    pub fn words<'a>(self, slots: &[&'a str]) -> Vec<&'a str> {
        let fixed = [("size", Axis::Size), ("locale", Axis::Locale), ("brand", Axis::Brand)];
        let mut words: Vec<&'a str> =
            fixed.iter().filter(|(_, axis)| self.has(*axis)).map(|(word, _)| *word).collect();
        for (n, slot) in slots.iter().enumerate() {
            if u8::try_from(n).is_ok_and(|n| self.has(Axis::Slot(n))) {
                words.push(slot);
            }
        }
        words
    }
}

impl fmt::Debug for AxisSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AxisSet({:b})", self.0)
    }
}

/// Axis names with the value chosen on each, in the campaign's order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct VariantKey(pub Vec<(String, String)>);

impl VariantKey {
    /// The value chosen on an axis.
    #[must_use]
    pub fn get(&self, axis: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == axis).map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for VariantKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (axis, value)) in self.0.iter().enumerate() {
            write!(f, "{}{axis}={value}", if n == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl Stable for VariantKey {
    fn feed(&self, to: &mut Feed) {
        self.0.feed(to);
    }
}
