use crate::font::FaceKey;
use crate::geom::Px;
use crate::stable_struct;

/// A glyph relative to its run's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Glyph {
    /// In the face.
    pub id: u16,
    /// Rightwards, on the quarter-pixel grid.
    pub x: Px,
    /// Downwards from the baseline; whole pixels.
    pub y: Px,
}

/// Glyphs of one face in one size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceKey,
    /// Font size, on the quarter-pixel grid.
    pub size: Px,
    /// In visual order.
    pub glyphs: Vec<Glyph>,
}

stable_struct!(Glyph { id, x, y });
stable_struct!(GlyphRun { face, size, glyphs });
