use crate::geom::{Angle, Ratio};

/// Where a colour comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColorBase {
    /// A role of the kit, through the scheme in force.
    Role(String),
    /// `$name`: a colour slot, or a colour parameter inside a component.
    Slot(String),
    /// `$name.fact`: a picture's `tone`.
    Fact(String, String),
}

/// A colour as written: `ink`, `ink/75%`, `on accent`, `$photo.tone/95%`, `on $tone`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorExpr {
    /// Whether the kit's text colour *on* the base is meant.
    pub on: bool,
    /// The base.
    pub base: ColorBase,
    /// Opacity in thousandths.
    pub alpha: u16,
}

/// Which way a gradient runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradientDirection {
    /// `to top`
    Top,
    /// `to bottom`
    Bottom,
    /// `to start`: turns round in right-to-left.
    Start,
    /// `to end`: turns round in right-to-left.
    End,
    /// An angle as CSS has it: 0deg runs to the top, 90deg to the right. Mirrored in right-to-left.
    Angle(Angle),
}

/// A stop; places that were left out are spread evenly when the gradient is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradientStop {
    /// The colour.
    pub color: ColorExpr,
    /// 0 to 1, not decreasing.
    pub at: Ratio,
    /// `$rating/5`: a number slot's share of a whole decides the place instead.
    pub share: Option<(String, u32)>,
}

/// What an area or a text is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paint {
    /// One colour.
    Color(ColorExpr),
    /// `linear-gradient(DIRECTION, STOP, STOP …)`.
    Linear(GradientDirection, Vec<GradientStop>),
    /// `radial-gradient(STOP, STOP …)`: an ellipse that reaches the farthest corner, as CSS's default.
    Radial(Vec<GradientStop>),
}

impl Paint {
    /// Its colour, or the one that a gradient begins with; `None` for a gradient without stops, which is never read.
    #[must_use]
    pub fn first(&self) -> Option<&ColorExpr> {
        match self {
            Self::Color(color) => Some(color),
            Self::Linear(_, stops) | Self::Radial(stops) => stops.first().map(|stop| &stop.color),
        }
    }
}
