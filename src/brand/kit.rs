use std::collections::BTreeMap;

use super::{FontRole, Palette, Shadow, TextStyle};
use crate::digest::Digest;
use crate::geom::{Length, Ratio};
use crate::locale::Locale;

/// One drawing of a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoFile {
    /// Path within the kit's folder.
    pub path: String,
    /// Its bytes' digest; filled in when the kit is loaded.
    pub digest: Digest,
    /// Width over height, from the SVG's view box; filled in when the kit is loaded.
    pub aspect: Ratio,
}

/// A logo in its drawings for light and dark grounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Drawings by the scheme of the *ground* that they stand on (`light`: a dark drawing).
    pub on: BTreeMap<String, LogoFile>,
    /// Space kept free around it, in heights of the logo.
    pub clear: Ratio,
    /// Never drawn lower than this.
    pub min_height: Option<Length>,
}

/// A brand kit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandKit {
    /// Folder name: how requests and campaigns call it.
    pub name: String,
    /// For people.
    pub title: String,
    /// The locale whose copy is the last resort.
    pub locale: Locale,
    /// Colours.
    pub palette: Palette,
    /// `display`, `text` … to families.
    pub fonts: BTreeMap<String, FontRole>,
    /// `display`, `body`, `button`, `legal` …
    pub styles: BTreeMap<String, TextStyle>,
    /// `full`, `mark` …; the first written is the default.
    pub logos: Vec<(String, Logo)>,
    /// Named shadows: `soft` …
    pub shadows: BTreeMap<String, Shadow>,
    /// Corner radii by name.
    pub radii: BTreeMap<String, Length>,
    /// Named lengths.
    pub spacing: BTreeMap<String, Length>,
    /// Sequences that are never broken across lines, such as product names.
    pub no_break: Vec<String>,
    /// How the brand speaks; for people and for generators.
    pub voice: String,
}

impl BrandKit {
    /// The logo of a name; the first one for `auto`.
    #[must_use]
    pub fn logo(&self, name: &str) -> Option<&Logo> {
        match name {
            "auto" => self.logos.first(),
            _ => self.logos.iter().find(|(known, _)| known == name),
        }
        .map(|(_, logo)| logo)
    }
}
