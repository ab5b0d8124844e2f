use crate::font::FaceKey;
use crate::geom::{Px, Rect};
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

/// A glyph that brings its own colours, on its line: neither the fill nor the runs of the text concern it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorGlyph {
    /// The face.
    pub face: FaceKey,
    /// Font size, on the quarter-pixel grid.
    pub size: Px,
    /// In the face.
    pub id: u16,
    /// Rightwards from the line's left end, on the quarter-pixel grid.
    pub x: Px,
    /// Downwards from the baseline; whole pixels.
    pub y: Px,
    /// What it paints, from its pen.
    pub ink: Rect,
}

stable_struct!(Glyph { id, x, y });
stable_struct!(GlyphRun { face, size, glyphs });
