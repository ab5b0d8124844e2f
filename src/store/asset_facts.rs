use std::collections::BTreeMap;

use crate::asset::{Contact, Facts, Fraction, FractionRect};
use crate::color::Rgba;
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::geom::Ratio;
use crate::yaml::{Entry, Node};

const KEYS: [&str; 10] =
    ["file", "focus", "subject", "scheme", "tone", "flip", "zoom", "contact", "for", "alt"];

/// One entry of an assets file, before its file is looked at.
#[derive(Debug)]
pub(super) struct AssetEntry {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) file_span: Span,
    pub(super) facts: Facts,
}

/// Reads the entries of an assets file, all faults at once.
pub(super) fn entries(root: &Node, found: &mut Diagnostics) -> Vec<AssetEntry> {
    let Some(top) = root.as_map() else {
        found.push(wrong(root, "an assets file is a map"));
        return Vec::new();
    };
    for entry in top.iter().filter(|entry| !["mimeo", "kind", "assets"].contains(&entry.key.as_str())) {
        found.push(unknown(entry, &["mimeo", "kind", "assets"]));
    }
    for (key, value) in [("mimeo", "1"), ("kind", "assets")] {
        if root.get(key).and_then(Node::as_str) != Some(value) {
            let span = root.get(key).map_or(root.span, |node| node.span);
            found
                .push(Diagnostic::error(Code::BadValue, format!("the file needs `{key}: {value}`")).at(span));
        }
    }
    let Some(assets) = root.get("assets") else {
        let error = Diagnostic::error(Code::MissingKey, "the file needs `assets:`").at(root.span);
        found.push(error.hint("write `assets: { name: { file: picture.jpg } }`"));
        return Vec::new();
    };
    match assets.as_map() {
        Some(list) => list.iter().filter_map(|entry| asset(entry, found)).collect(),
        None => {
            found.push(wrong(assets, "`assets` is a map from names to facts"));
            Vec::new()
        }
    }
}

fn asset(entry: &Entry, found: &mut Diagnostics) -> Option<AssetEntry> {
    let name = entry.key.as_str();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > 100 || !name.chars().all(plain) {
        let error =
            Diagnostic::error(Code::BadName, format!("`{name}` is no name for an asset")).at(entry.key_span);
        found.push(error.hint("a name has small letters, figures, `-`, `_` and `.`"));
        return None;
    }
    let Some(fields) = entry.value.as_map() else {
        found.push(wrong(&entry.value, "an asset is a map of its facts"));
        return None;
    };
    for field in fields.iter().filter(|field| !KEYS.contains(&field.key.as_str())) {
        found.push(unknown(field, &KEYS));
    }
    let of = |key: &str| entry.value.get(key);
    let file = text(of("file"), found);
    if file.is_none() {
        let error = Diagnostic::error(Code::MissingKey, format!("the asset `{name}` needs `file:`"));
        found.push(error.at(entry.key_span));
    }
    let facts = Facts {
        focus: percents(of("focus"), "focus: 50% 50%", found).map(|[x, y]| Fraction { x, y }),
        subject: subject(of("subject"), found),
        scheme: text(of("scheme"), found),
        tone: of("tone")
            .and_then(|node| parsed(node, "a colour such as \"#F3DDBD\", in quotes", Rgba::from_hex, found)),
        flip: of("flip").and_then(|node| parsed(node, "true or false", flag, found)).unwrap_or(false),
        zoom: zoom(of("zoom"), found),
        contact: contact(of("contact"), found),
        slots: text(of("for"), found)
            .map_or_else(Vec::new, |slots| slots.split_whitespace().map(str::to_owned).collect()),
        alt: text(of("alt"), found),
    };
    Some(AssetEntry { name: name.to_owned(), file: file?, file_span: of("file")?.span, facts })
}

fn subject(node: Option<&Node>, found: &mut Diagnostics) -> Option<FractionRect> {
    let [x0, y0, x1, y1] = percents(node, "subject: 10% 10% 90% 90%", found)?;
    if x0 >= x1 || y0 >= y1 {
        let error = Diagnostic::error(Code::BadValue, "the subject's box is empty").at(node?.span);
        found.push(error.hint("write left, top, right, bottom"));
        return None;
    }
    Some(FractionRect { from: Fraction { x: x0, y: y0 }, to: Fraction { x: x1, y: y1 } })
}

/// Middle, width, and perhaps depth.
fn contact(node: Option<&Node>, found: &mut Diagnostics) -> Option<Contact> {
    let example = "contact: 50% 98% 66%";
    let deep = node?.as_str().is_some_and(|text| text.split_whitespace().count() == 4);
    let [x, y, width, depth] = if deep {
        percents(node, example, found)?.map(Some)
    } else {
        let [x, y, width] = percents(node, example, found)?;
        [Some(x), Some(y), Some(width), None]
    };
    Some(Contact { at: Fraction { x: x?, y: y? }, width: width?, depth })
}

fn zoom(node: Option<&Node>, found: &mut Diagnostics) -> BTreeMap<String, Ratio> {
    let Some(node) = node else { return BTreeMap::new() };
    let Some(entries) = node.as_map() else {
        found.push(wrong(node, "`zoom` is a map from classes to percentages"));
        return BTreeMap::new();
    };
    let one = |entry: &Entry| {
        let factor = |word: &str| percent(word).filter(|value| (100.0..=1_000.0).contains(value));
        let value = parsed(&entry.value, "a percentage from 100% to 1000%", factor, found)?;
        Some((entry.key.clone(), Ratio::percent(value)))
    };
    entries.iter().filter_map(one).collect()
}

/// As many percentages from 0 % to 100 % as wanted.
fn percents<const N: usize>(
    node: Option<&Node>,
    example: &str,
    found: &mut Diagnostics,
) -> Option<[Ratio; N]> {
    let inside = |word: &str| percent(word).filter(|value| (0.0..=100.0).contains(value)).map(Ratio::percent);
    let read = |text: &str| text.split_whitespace().map(inside).collect::<Option<Vec<_>>>()?.try_into().ok();
    parsed(node?, &format!("percentages as in `{example}`"), read, found)
}

fn percent(word: &str) -> Option<f64> {
    let digits = word.strip_suffix('%')?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { digits.parse().ok() } else { None }
}

fn flag(word: &str) -> Option<bool> {
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn text(node: Option<&Node>, found: &mut Diagnostics) -> Option<String> {
    node.and_then(|node| parsed(node, "a text", |text| Some(text.to_owned()), found))
}

fn parsed<T>(
    node: &Node,
    wanted: &str,
    read: impl Fn(&str) -> Option<T>,
    found: &mut Diagnostics,
) -> Option<T> {
    let value = node.as_str().and_then(read);
    if value.is_none() {
        let message =
            format!("expected {wanted}, found {}", node.as_str().map_or(node.kind_word().into(), quote));
        found.push(Diagnostic::error(Code::BadValue, message).at(node.span));
    }
    value
}

fn quote(text: &str) -> String {
    format!("`{}`", text.chars().take(40).collect::<String>())
}

fn wrong(node: &Node, message: &str) -> Diagnostic {
    Diagnostic::error(Code::WrongType, format!("{message}; this is {}", node.kind_word())).at(node.span)
}

fn unknown(entry: &Entry, known: &[&str]) -> Diagnostic {
    let near = known.iter().max_by(|a, b| {
        let score = |word: &str| strsim::jaro_winkler(word, &entry.key);
        score(a).total_cmp(&score(b))
    });
    let error =
        Diagnostic::error(Code::UnknownKey, format!("unknown key {}", quote(&entry.key))).at(entry.key_span);
    match near.filter(|word| strsim::jaro_winkler(word, &entry.key) > 0.8) {
        Some(word) => error.hint(format!("did you mean `{word}`?")),
        None => error.hint(format!("the keys are {}", known.join(", "))),
    }
}
