use std::collections::BTreeMap;

use crate::color::Rgba;
use crate::digest::Digest;
use crate::geom::{PixelSize, Ratio};
use crate::stable_struct;

/// What an asset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JPEG, PNG, WebP or GIF: pixels.
    Raster,
    /// SVG.
    Vector,
}

/// A point as fractions of a picture, from its top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    /// Of the width.
    pub x: Ratio,
    /// Of the height.
    pub y: Ratio,
}

/// A box as fractions of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FractionRect {
    /// Top left.
    pub from: Fraction,
    /// Bottom right.
    pub to: Fraction,
}

/// What people know about a picture; values that templates can ask for (`$photo.scheme`, `$photo.tone`).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    /// The point that must stay visible.
    pub focus: Option<Fraction>,
    /// The subject's box.
    pub subject: Option<FractionRect>,
    /// The kit's scheme that reads well on it: `light`, `dark`, or a kit's own.
    pub scheme: Option<String>,
    /// The colour that scrims take.
    pub tone: Option<Rgba>,
    /// Whether it may be mirrored, as right-to-left layouts do.
    pub flip: bool,
    /// Further scale over `cover` by class of the template (`square: 1.3`).
    pub zoom: BTreeMap<String, Ratio>,
    /// Where a cut-out touches the ground.
    pub contact: Option<Contact>,
    /// The image slots that it was made for. Empty: any.
    pub slots: Vec<String>,
    /// For people who cannot see it.
    pub alt: Option<String>,
}

/// Where a cut-out touches the ground; fractions of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its middle.
    pub at: Fraction,
    /// Across.
    pub width: Ratio,
    /// How far it reaches back, for what stands on legs and is seen from above. `None`: it touches along a line.
    pub depth: Option<Ratio>,
}

/// One picture or vector file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The name that decks, campaigns and requests use.
    pub name: String,
    /// Its bytes' digest.
    pub digest: Digest,
    /// What it is.
    pub kind: MediaKind,
    /// Its size, upright. `None` for vectors.
    pub size: Option<PixelSize>,
    /// What people know about it.
    pub facts: Facts,
}

/// Assets by name.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct AssetTable(pub BTreeMap<String, Asset>);

impl AssetTable {
    /// The asset of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.0.get(name)
    }

    /// The pictures to offer for an image slot: those made for it; where there are none, those made for no slot.
    #[must_use]
    pub fn for_slot(&self, slot: &str) -> Vec<&Asset> {
        let raster = || self.0.values().filter(|asset| asset.kind == MediaKind::Raster);
        let made: Vec<&Asset> =
            raster().filter(|asset| asset.facts.slots.iter().any(|name| name == slot)).collect();
        if made.is_empty() { raster().filter(|asset| asset.facts.slots.is_empty()).collect() } else { made }
    }
}

stable_struct!(Fraction { x, y });
stable_struct!(FractionRect { from, to });

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(name: &str, slots: &[&str]) -> (String, Asset) {
        let facts = Facts { slots: slots.iter().map(|&slot| slot.into()).collect(), ..Facts::default() };
        let digest = Digest::of("asset", &name);
        (name.into(), Asset { name: name.into(), digest, kind: MediaKind::Raster, size: None, facts })
    }

    #[test]
    fn a_slot_is_offered_what_was_made_for_it_or_for_nothing() {
        let table = AssetTable(
            [asset("beach", &["photo"]), asset("ines", &["portrait", "speaker"]), asset("rug", &[])].into(),
        );
        let names = |slot| table.for_slot(slot).iter().map(|asset| asset.name.clone()).collect::<Vec<_>>();
        assert_eq!(names("portrait"), ["ines"]);
        assert_eq!(names("photo"), ["beach"]);
        assert_eq!(names("product"), ["rug"]);
    }
}
