//! What values look like that have a grammar of their own, as regular expressions for the schema.
//!
//! They accept all that the readers accept, and no word that these do not know; ranges and names are the readers' alone.

use super::NAMED_SIZES;
use super::words::{BLOCKS, FILTERS, FORMS, INLINES, SIDES};
use crate::yaml::keys::{any_of, length, name, number, percent, words};

/// `$name`
pub(super) fn slot() -> String {
    format!(r"\${}", name())
}

/// `$name.short`
fn text_slot() -> String {
    format!(r"{}(\.{})?", slot(), any_of(&words(FORMS)))
}

/// `$headline`, `"{$price | per-unit} · neu"`, or plain words.
pub(super) fn text() -> String {
    let (whole, slot) = (text_slot(), slot());
    let argument =
        |filter: &&str| if *filter == "off" { format!(r"off\s+{slot}") } else { (*filter).to_owned() };
    let filters: Vec<String> = FILTERS.iter().map(argument).collect();
    let filter = format!(r"\|\s*({})\s*", filters.join("|"));
    let inserted = format!(r"\{{\s*{whole}\s*({filter})?\}}");
    format!(r"({whole}|([^{{}}$]|\{{\{{|\}}\}}|\$(?![A-Za-z])|{inserted})+)")
}

/// A picture's or logo's slot, or its name.
pub(super) fn named() -> String {
    format!("({}|{})", slot(), name())
}

/// A scheme of the kit, or a picture's.
pub(super) fn scheme() -> String {
    format!(r"({}\.scheme|{})", slot(), name())
}

/// `[on ] ROLE [/ALPHA%]`
pub(super) fn color() -> String {
    let base = format!(r"({}|{}(\.tone)?)", name(), slot());
    format!(r"\s*(on\s+)?(?!transparent\s*(/|$|,|\)))({base})\s*(/\s*{})?\s*", percent())
}

/// A colour with its place in a gradient.
fn stop() -> String {
    format!(r"{}(\s+({}|{}/[1-9][0-9]*))?\s*", color().trim_end_matches(r"\s*"), percent(), slot())
}

fn gradient() -> String {
    let (stop, sides) = (stop(), any_of(&words(SIDES)));
    let direction = format!(r"\s*(to\s+{sides}|{}deg)\s*,", number());
    format!(r"\s*(linear-gradient\(({direction})?{stop}(,{stop})+\)|radial-gradient\({stop}(,{stop})+\))\s*")
}

/// A colour or a gradient.
pub(super) fn paint() -> String {
    format!("({}|{})", color(), gradient())
}

/// Only a gradient.
pub(super) fn mask() -> String {
    gradient()
}

/// `BLOCK INLINE`
pub(super) fn place() -> String {
    format!(r"\s*{}\s+{}\s*", any_of(&words(BLOCKS)), any_of(&words(INLINES)))
}

/// 1 to 4 lengths.
pub(super) fn sides() -> String {
    format!(r"\s*{0}(\s+{0}){{0,3}}\s*", length())
}

/// 1 to 4 lengths, each perhaps after `safe`.
pub(super) fn inset() -> String {
    let one = format!(r"(safe\s+)?{}", length());
    format!(r"\s*{one}(\s+{one}){{0,3}}\s*")
}

/// Two percentages.
pub(super) fn point() -> String {
    format!(r"\s*{0}\s+{0}\s*", percent())
}

/// Four whole numbers.
pub(super) fn view() -> String {
    r"\s*[-+]?[0-9]+(\s+[-+]?[0-9]+){3}\s*".to_owned()
}

/// Degrees.
pub(super) fn angle() -> String {
    format!("(0|{}deg)", number())
}

/// `16/9`
pub(super) fn aspect() -> String {
    format!(r"{0}(\s*/\s*{0})?", number())
}

/// A length, `pill`, or a radius of the kit.
pub(super) fn radius() -> String {
    format!("({}|{})", name(), length())
}

/// `2px ink`
pub(super) fn stroke() -> String {
    format!(r"\s*{}\s+{}", length(), color())
}

/// A shadow of the kit, or `X Y BLUR COLOUR`.
pub(super) fn shadow() -> String {
    format!(r"({}|\s*{1}\s+{1}\s+{1}\s+{2})", name(), length(), color())
}

/// One length or two.
pub(super) fn tile_size() -> String {
    format!(r"\s*{0}(\s+{0})?\s*", length())
}

/// An SVG file below the template's folder.
pub(super) fn drawing() -> String {
    r"[^./$\\:][^/\\:]*(/[^./\\:][^/\\:]*)*\.svg".to_owned()
}

/// A hexadecimal colour as a drawing writes it.
pub(super) fn hex() -> String {
    "#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})".to_owned()
}

/// `300x250@2x`
pub(super) fn fixed_size() -> String {
    "[1-9][0-9]*x[1-9][0-9]*(@[23]x)?".to_owned()
}

/// `iab.leaderboard@2x`
pub(super) fn scaled_name() -> String {
    let names: Vec<&str> = NAMED_SIZES.iter().map(|size| size.name).collect();
    format!("{}@[23]x", any_of(&names))
}

/// `in CLASS`
#[must_use]
pub fn in_class() -> String {
    format!(r"in\s+{}\s*", name())
}
