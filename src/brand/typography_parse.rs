use std::collections::BTreeMap;

use super::keys::{SCRIPT, STYLE};
use super::{BreakWords, Caps, FontRole, Hyphens, LineBreak, ScriptStyle, TextStyle, Transform, WordBreak};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::geom::{Length, Ratio};
use crate::locale::ScriptGroup;
use crate::yaml::decode::{self, MapReader, shown, suggest};
use crate::yaml::{Entry, Node, measure};

/// `role: { latn: Family, … }`, or `role: Family`.
pub(super) fn font(entry: &Entry, found: &mut Diagnostics) -> Option<(String, FontRole)> {
    decode::check_name(&entry.key, entry.key_span, "a font role's name", found);
    let mut families = BTreeMap::new();
    if entry.value.as_map().is_none() {
        let family = family(&entry.value, found)?;
        families.insert(ScriptGroup::Latn, family);
        return Some((entry.key.clone(), FontRole { families }));
    }
    for inner in decode::map(&entry.value, "a font role", found)? {
        let script = script(inner, found);
        let family = family(&inner.value, found);
        families.extend(script.zip(family));
    }
    if !families.contains_key(&ScriptGroup::Latn) {
        let diagnostic =
            Diagnostic::error(Code::MissingKey, format!("font role `{}` needs `latn:`", entry.key));
        found.push(
            diagnostic.at(entry.key_span).hint("it is the last resort of all scripts: `latn: Family Name`"),
        );
    }
    Some((entry.key.clone(), FontRole { families }))
}

/// Every family that a kit names, with its place.
pub fn families(root: &Node) -> Vec<(&str, Span)> {
    let roles = root.get("fonts").and_then(Node::as_map).unwrap_or_default();
    let named = roles.iter().flat_map(|role| match role.value.as_map() {
        Some(groups) => groups.iter().map(|group| &group.value).collect(),
        None => vec![&role.value],
    });
    named.filter_map(|node| Some((node.as_str()?, node.span))).collect()
}

fn family(node: &Node, found: &mut Diagnostics) -> Option<String> {
    decode::text(node, "a family's name", found).map(str::to_owned)
}

fn script(entry: &Entry, found: &mut Diagnostics) -> Option<ScriptGroup> {
    decode::one_of(&entry.key, entry.key_span, "a group of scripts", &ScriptGroup::WORDS, found)
}

/// One step of the type scale.
pub(super) fn style(
    entry: &Entry,
    fonts: &BTreeMap<String, FontRole>,
    found: &mut Diagnostics,
) -> Option<(String, TextStyle)> {
    decode::check_name(&entry.key, entry.key_span, "a style's name", found);
    let mut map = MapReader::open(&entry.value, &STYLE, found)?;
    let font = map.require("font", found).and_then(|n| known_font(n, fonts, found));
    let size = map.require("size", found).and_then(|n| positive(n, found));
    let weight = map.take("weight").map_or(Some(400), |n| weight(n, found));
    let italic = map.take("italic").map_or(Some(false), |n| decode::flag(n, found));
    let min_size = map.take("min").and_then(|n| positive(n, found));
    let leading = map.take("leading").map_or(Some(Ratio::from_f64(1.2)), |n| leading(n, found));
    let tracking = map.take("tracking").map_or(Some(Ratio::ZERO), |n| tracking(n, found));
    let transform = map.take("transform").and_then(|n| decode::word(n, "a case", &Transform::WORDS, found));
    let caps = map
        .take("font-variant-caps")
        .and_then(|n| decode::word(n, "a kind of capitals", &Caps::WORDS, found));
    let features = map.take("features").map(|n| features(n, found)).unwrap_or_default();
    let breaking = BreakWords {
        lines: map.take("line-break").and_then(|n| decode::word(n, "a strictness", &LineBreak::WORDS, found)),
        words: map
            .take("word-break")
            .and_then(|n| decode::word(n, "a way to break", &WordBreak::WORDS, found)),
        hyphens: map
            .take("hyphens")
            .and_then(|n| decode::word(n, "a way to hyphenate", &Hyphens::WORDS, found)),
    };
    let scripts = map.take("scripts").map(|n| scripts(n, found)).unwrap_or_default();
    map.finish(found);
    let style = TextStyle {
        font: font?,
        weight: weight?,
        italic: italic?,
        size: size?,
        min_size,
        leading: leading?,
        tracking: tracking?,
        features,
        transform: transform.unwrap_or_default(),
        caps: caps.unwrap_or_default(),
        breaking,
        scripts,
    };
    Some((entry.key.clone(), style))
}

fn known_font(node: &Node, fonts: &BTreeMap<String, FontRole>, found: &mut Diagnostics) -> Option<String> {
    let name = decode::name(node, "a font role", found)?;
    if !fonts.contains_key(name) {
        let names: Vec<&str> = fonts.keys().map(String::as_str).collect();
        let diagnostic = Diagnostic::error(Code::UnknownName, format!("unknown font role `{}`", shown(name)));
        found.push(diagnostic.at(node.span).hint(suggest(name, &names, "roles of `fonts:` are")));
        return None;
    }
    Some(name.to_owned())
}

fn positive(node: &Node, found: &mut Diagnostics) -> Option<Length> {
    let length = measure::length(node, "a font size", found)?;
    if length.value() <= 0.0 {
        let diagnostic = Diagnostic::error(Code::BadValue, "a font size must be above zero").at(node.span);
        found.push(diagnostic.hint("write `4vmin` or `16px`"));
        return None;
    }
    Some(length)
}

fn weight(node: &Node, found: &mut Diagnostics) -> Option<u16> {
    measure::whole(node, "a weight", 1, 1000, found).and_then(|w| u16::try_from(w).ok())
}

fn leading(node: &Node, found: &mut Diagnostics) -> Option<Ratio> {
    measure::ratio(node, "a line height", 0.1, 10.0, found)
}

fn tracking(node: &Node, found: &mut Diagnostics) -> Option<Ratio> {
    measure::ratio(node, "a tracking", -1.0, 10.0, found)
}

/// `{ tnum: 1 }`
fn features(node: &Node, found: &mut Diagnostics) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    for entry in decode::map(node, "OpenType features", found).unwrap_or(&[]) {
        let tag = &entry.key;
        if tag.len() != 4 || !tag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let message = format!("`{}` is not an OpenType feature", shown(tag));
            let diagnostic = Diagnostic::error(Code::BadValue, message).at(entry.key_span);
            found.push(diagnostic.hint("features have four letters or digits: `tnum: 1`"));
            continue;
        }
        let value = measure::whole(&entry.value, "the value of a feature", 0, 99, found);
        all.extend(value.map(|value| (tag.clone(), value)));
    }
    all
}

fn scripts(node: &Node, found: &mut Diagnostics) -> BTreeMap<ScriptGroup, ScriptStyle> {
    let mut all = BTreeMap::new();
    for entry in decode::map(node, "what scripts change", found).unwrap_or(&[]) {
        let script = script(entry, found);
        let Some(mut map) = MapReader::open(&entry.value, &SCRIPT, found) else { continue };
        let style = ScriptStyle {
            weight: map.take("weight").and_then(|n| weight(n, found)),
            scale: map.take("scale").and_then(|n| measure::ratio(n, "a scale", 0.1, 10.0, found)),
            leading: map.take("leading").and_then(|n| leading(n, found)),
            tracking: map.take("tracking").and_then(|n| tracking(n, found)),
        };
        map.finish(found);
        all.extend(script.map(|script| (script, style)));
    }
    all
}
