use crate::digest::Digest;
use crate::stable_struct;

/// A face of a font file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceKey {
    /// The file's bytes.
    pub file: Digest,
    /// Which face of a collection.
    pub index: u32,
}

/// Names a face within the book that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) u32);

/// What is known of a face without opening it again. Lengths are in font units, upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Its content address.
    pub key: FaceKey,
    /// Typographic family (English where there are several).
    pub family: String,
    /// CSS weight, 1 to 1000.
    pub weight: u16,
    /// Italic or oblique.
    pub italic: bool,
    /// Font units of one em; 16 to 16384.
    pub units_per_em: u16,
    /// Above the baseline: hhea, or typo metrics where the font says so, as browsers take them.
    pub ascent: i32,
    /// Below the baseline, as a positive number; same source.
    pub descent: i32,
    /// Height of a flat capital.
    pub cap_height: i32,
    /// Height of a small `x`.
    pub x_height: i32,
    /// Number of glyphs.
    pub glyphs: u16,
    /// Has glyphs in colours of their own, such as emoji.
    pub color: bool,
}

stable_struct!(FaceKey { file, index });
