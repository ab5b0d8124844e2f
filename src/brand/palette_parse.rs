use std::collections::BTreeMap;

use super::{Palette, Scheme, Shadow};
use crate::color::{Rgba, contrast};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::yaml::decode::{self, shown, suggest};
use crate::yaml::measure::{length_of, percent_of};
use crate::yaml::{Entry, Node, Piece};

/// Below this even large text is hard to read (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 3.0;

/// `role: "#RRGGBB"`.
pub(super) fn roles(node: &Node, found: &mut Diagnostics) -> BTreeMap<String, Rgba> {
    let entries = decode::map(node, "a palette", found).unwrap_or(&[]);
    entries.iter().filter_map(|entry| role(entry, found)).collect()
}

fn role(entry: &Entry, found: &mut Diagnostics) -> Option<(String, Rgba)> {
    if !decode::check_name(&entry.key, entry.key_span, "a role's name", found) {
        return None;
    }
    let text = decode::text(&entry.value, "a colour such as \"#2A1533\"", found)?;
    let color = Rgba::from_hex(text).filter(|_| text.len() == 7);
    if color.is_none() {
        let message = format!("`{}` is not a colour of a palette", shown(text));
        let hint = match Rgba::from_hex(text) {
            Some(c) if c.is_opaque() || text.len() == 4 => {
                format!("write all six digits: \"#{:02X}{:02X}{:02X}\"", c.r, c.g, c.b)
            }
            Some(_) => format!("roles are opaque: write \"{}\", and `ROLE/50%` where it is used", &text[..7]),
            None if text.len() == 6 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
                format!("write \"#{text}\"")
            }
            None => "write six hexadecimal digits in quotes: \"#2A1533\"".to_owned(),
        };
        found.push(Diagnostic::error(Code::BadValue, message).at(entry.value.span).hint(hint));
    }
    color.map(|color| (entry.key.clone(), color))
}

/// Whether a role is in the palette; says so if not.
fn known(name: &str, span: Span, roles: &BTreeMap<String, Rgba>, found: &mut Diagnostics) -> bool {
    let known = roles.contains_key(name);
    if !known {
        let names: Vec<&str> = roles.keys().map(String::as_str).collect();
        let diagnostic =
            Diagnostic::error(Code::UnknownName, format!("the palette has no role `{}`", shown(name)));
        found.push(diagnostic.at(span).hint(suggest(name, &names, "its roles are")));
    }
    known
}

/// `ground: [text role, …]`.
pub(super) fn pairs(
    node: &Node,
    roles: &BTreeMap<String, Rgba>,
    found: &mut Diagnostics,
) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for entry in decode::map(node, "pairs", found).unwrap_or(&[]) {
        let ground_known = known(&entry.key, entry.key_span, roles, found);
        let mut allowed = Vec::new();
        for item in decode::one_or_more(&entry.value, "roles", found).unwrap_or(&[]) {
            let Some(name) = decode::name(item, "a role", found) else { continue };
            if !known(name, item.span, roles, found) {
                continue;
            }
            if ground_known {
                weigh(&entry.key, name, item.span, roles, found);
            }
            allowed.push(name.to_owned());
        }
        if allowed.is_empty() && entry.value.as_list().is_some_and(<[Node]>::is_empty) {
            let message = format!("no text role is allowed on `{}`", entry.key);
            let diagnostic = Diagnostic::error(Code::BadValue, message).at(entry.value.span);
            found.push(diagnostic.hint("name one, or delete the pair"));
        }
        all.insert(entry.key.clone(), allowed);
    }
    all
}

/// Warns of a pair that nobody can read.
fn weigh(ground: &str, text: &str, at: Span, roles: &BTreeMap<String, Rgba>, found: &mut Diagnostics) {
    let (Some(under), Some(over)) = (roles.get(ground), roles.get(text)) else { return };
    let ratio = contrast(*under, *over);
    if ratio < LEAST_CONTRAST {
        let message = format!("`{text}` on `{ground}` has a contrast of {ratio:.1}; even large text needs 3");
        let hint = "choose a darker or lighter role, or drop the pair";
        found.push(Diagnostic::warning(Code::LowContrast, message).at(at).hint(hint));
    }
}

/// `scheme: { name: role, … }`.
pub(super) fn schemes(
    node: &Node,
    roles: &BTreeMap<String, Rgba>,
    found: &mut Diagnostics,
) -> BTreeMap<String, Scheme> {
    let mut all = BTreeMap::new();
    for entry in decode::map(node, "schemes", found).unwrap_or(&[]) {
        decode::check_name(&entry.key, entry.key_span, "a scheme's name", found);
        let mut scheme = Scheme::new();
        for inner in decode::map(&entry.value, "a scheme", found).unwrap_or(&[]) {
            decode::check_name(&inner.key, inner.key_span, "a name within a scheme", found);
            let Some(role) = decode::name(&inner.value, "a role", found) else { continue };
            if known(role, inner.value.span, roles, found) {
                scheme.insert(inner.key.clone(), role.to_owned());
            }
        }
        all.insert(entry.key.clone(), scheme);
    }
    all
}

/// `name: X Y BLUR ROLE[/ALPHA%]`.
pub(super) fn shadow(entry: &Entry, palette: &Palette, found: &mut Diagnostics) -> Option<(String, Shadow)> {
    decode::check_name(&entry.key, entry.key_span, "a shadow's name", found);
    let text = decode::text(&entry.value, "a shadow such as `0 2px 6px shade/20%`", found)?;
    let piece = Piece::of(&entry.value)?;
    let [x, y, blur, color] = piece.words()[..] else {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not a shadow", shown(text)));
        found.push(diagnostic.hint("write `X Y BLUR ROLE/ALPHA%`: `0 2px 6px shade/20%`"));
        return None;
    };
    let (role, alpha) = match color.split_once('/') {
        Some((role, alpha)) => (role, percent_of(alpha, "an opacity", 0.0, 100.0, found)?.to_f64()),
        None => (color, 1.0),
    };
    let role_known = known(role.text, role.span(), &palette.roles, found);
    let (x, y, blur_length) = (length_of(x, found), length_of(y, found), length_of(blur, found));
    if blur_length.is_some_and(|b| b.value() < 0.0) {
        found.push(blur.error(Code::BadValue, "a blur cannot be negative").hint("write 0 or more"));
        return None;
    }
    let alpha = (alpha * 1000.0 + 0.5) as u16;
    let shadow = Shadow { x: x?, y: y?, blur: blur_length?, role: role.text.to_owned(), alpha };
    role_known.then(|| (entry.key.clone(), shadow))
}
