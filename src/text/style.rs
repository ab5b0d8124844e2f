use crate::brand::{Breaking, Caps, Transform};
use crate::geom::{Px, Ratio};

/// Longer than any text of an ad.
pub const MAX_CHARS: usize = 10_000;

/// What shaping depends on, besides the language.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TextStyle {
    /// Family names in order of preference, the script's own first. The first that exists gives the line metrics.
    pub families: Vec<String>,
    /// CSS weight, 1 to 1000.
    pub weight: u16,
    /// Slanted faces.
    pub italic: bool,
    /// OpenType features: tag of four characters and value. `kern`, `liga` and `clig` are on unless set to 0 here.
    pub features: Vec<(String, u32)>,
    /// Case.
    pub transform: Transform,
    /// Small capitals.
    pub caps: Caps,
    /// Where lines may end.
    pub breaking: Breaking,
}

/// Where lines stand within the width, in terms of the reading direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Left in left-to-right text, right in right-to-left text.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Opposite of the start.
    End,
}

/// How a shaped text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setting {
    /// Font size in device pixels; snapped to the quarter-pixel grid.
    pub size: Px,
    /// Line height, in font sizes.
    pub leading: Ratio,
    /// Added after each cluster but the last of a line, in font sizes. None in scripts that join letters.
    pub tracking: Ratio,
    /// Where lines stand.
    pub align: Align,
}

/// Why a text cannot be shaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Beyond [`MAX_CHARS`].
    #[error("the text has {0} characters, more than {max}", max = MAX_CHARS)]
    TooLong(usize),
    /// The stack has no face in the book.
    #[error("none of the families {0:?} is among the fonts")]
    NoFamily(Vec<String>),
    /// Not a feature tag.
    #[error("`{0}` is not an OpenType feature: a tag has four letters or digits")]
    BadFeature(String),
}
