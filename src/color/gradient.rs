use super::Rgba;
use crate::digest::{Feed, Stable};
use crate::geom::{Point, Px, Ratio};
use crate::stable_struct;

/// A colour at a place along the gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stop {
    /// 0 at the start, 1 at the end; not decreasing from stop to stop.
    pub at: Ratio,
    /// Straight alpha; interpolated premultiplied, as CSS does.
    pub color: Rgba,
}

/// Where the gradient runs, in device space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GradientLine {
    /// Along a line; constant across it.
    Linear {
        /// Where the first stop lies.
        from: Point,
        /// Where the last stop lies.
        to: Point,
    },
    /// Around a centre.
    Radial {
        /// The centre.
        center: Point,
        /// Horizontal radius.
        rx: Px,
        /// Vertical radius.
        ry: Px,
    },
}

/// A gradient with its geometry resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gradient {
    /// Its geometry.
    pub line: GradientLine,
    /// At least two stops.
    pub stops: Vec<Stop>,
}

impl Gradient {
    /// Whether nothing shows through anywhere.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.stops.iter().all(|stop| stop.color.is_opaque())
    }
}

stable_struct!(Stop { at, color });
stable_struct!(Gradient { line, stops });

impl Stable for GradientLine {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Linear { from, to: end } => (0u8, *from, *end).feed(to),
            Self::Radial { center, rx, ry } => (1u8, *center, *rx, *ry).feed(to),
        }
    }
}
