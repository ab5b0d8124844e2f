use std::collections::BTreeMap;

use super::BreakWords;
use crate::geom::{Length, Ratio};
use crate::locale::ScriptGroup;

/// A family and weight for each group of scripts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FontRole {
    /// Family names by script; `latn` is required and is the last resort of all others.
    pub families: BTreeMap<ScriptGroup, String>,
}

/// How letters are changed before they are shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Transform {
    /// As written.
    #[default]
    None,
    /// Capitals, by the locale's rules.
    Uppercase,
    /// Small letters, by the locale's rules.
    Lowercase,
}

impl Transform {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("uppercase", Self::Uppercase), ("lowercase", Self::Lowercase)];
}

/// Small capitals: CSS's `font-variant-caps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Caps {
    /// As written.
    #[default]
    Normal,
    /// In place of small letters.
    Small,
    /// In place of all letters.
    AllSmall,
}

impl Caps {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 3] =
        [("normal", Self::Normal), ("small-caps", Self::Small), ("all-small-caps", Self::AllSmall)];
}

/// What a script changes of a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ScriptStyle {
    /// Weight of the script's own family.
    pub weight: Option<u16>,
    /// Times the style's size.
    pub scale: Option<Ratio>,
    /// Line height, in font sizes.
    pub leading: Option<Ratio>,
    /// Added after each letter, in font sizes.
    pub tracking: Option<Ratio>,
}

/// One step of the type scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Name of a [`FontRole`].
    pub font: String,
    /// CSS weight, 1 to 1000.
    pub weight: u16,
    /// Slanted face.
    pub italic: bool,
    /// Font size.
    pub size: Length,
    /// Never set smaller than this.
    pub min_size: Option<Length>,
    /// Line height, in font sizes.
    pub leading: Ratio,
    /// Added after each letter, in font sizes.
    pub tracking: Ratio,
    /// OpenType features, `tag` → value.
    pub features: BTreeMap<String, u32>,
    /// Case.
    pub transform: Transform,
    /// Small capitals.
    pub caps: Caps,
    /// Where lines end, as far as the style says.
    pub breaking: BreakWords,
    /// What scripts change.
    pub scripts: BTreeMap<ScriptGroup, ScriptStyle>,
}
