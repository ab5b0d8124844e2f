use std::collections::BTreeMap;

use super::keys::{KIT, LOGO};
use super::palette_parse::{pairs, roles, schemes, shadow};
use super::typography_parse::{font, style};
use super::{BrandKit, Logo, LogoFile, Palette};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::digest::Digest;
use crate::geom::{Length, Ratio};
use crate::locale::Locale;
use crate::yaml::decode::{self, MapReader, shown, suggest};
use crate::yaml::{Entry, Node, measure};

/// A kit without faults, and what is odd about it.
#[derive(Clone, Debug)]
pub struct ParsedKit {
    /// The kit; digests and aspects of its logos are placeholders until the files are read.
    pub kit: BrandKit,
    /// Never errors: pairs of low contrast.
    pub warnings: Diagnostics,
}

/// Reads `kit.yaml`; `name` is the folder's.
///
/// # Errors
/// All faults, in the order of their places.
pub fn parse(name: &str, root: &Node) -> Outcome<ParsedKit> {
    let mut found = Diagnostics::new();
    let kit = kit(name, root, &mut found);
    let found = found.sorted();
    match kit {
        Some(kit) if !found.has_errors() => Ok(ParsedKit { kit, warnings: found }),
        _ => Err(found),
    }
}

fn kit(name: &str, root: &Node, found: &mut Diagnostics) -> Option<BrandKit> {
    let mut file = MapReader::open(root, &KIT, found)?;
    file.header("brand", found);
    let title = file.take("name").and_then(|n| decode::text(n, "the brand's name", found)).unwrap_or(name);
    let locale = file.require("locale", found).and_then(|n| locale(n, found));
    let roles = file.require("palette", found).map(|n| roles(n, found)).unwrap_or_default();
    let pairs = file.take("pairs").map(|n| pairs(n, &roles, found)).unwrap_or_default();
    let schemes = file.take("schemes").map(|n| schemes(n, &roles, found)).unwrap_or_default();
    let palette = Palette { roles, pairs, schemes };
    let fonts = file.require("fonts", found).and_then(|n| decode::map(n, "fonts", found)).unwrap_or(&[]);
    // A font role at fault is still known by its name, so that its styles are not blamed.
    let fonts: BTreeMap<_, _> = fonts
        .iter()
        .map(|entry| font(entry, found).unwrap_or_else(|| (entry.key.clone(), super::FontRole::default())))
        .collect();
    let styles = file.require("styles", found).and_then(|n| decode::map(n, "styles", found)).unwrap_or(&[]);
    let styles = styles.iter().filter_map(|entry| style(entry, &fonts, found)).collect();
    let logos = file.take("logos").and_then(|n| decode::map(n, "logos", found)).unwrap_or(&[]);
    let logos = logos.iter().filter_map(|entry| logo(entry, &palette, found)).collect();
    let shadows = file.take("shadows").and_then(|n| decode::map(n, "shadows", found)).unwrap_or(&[]);
    let shadows = shadows.iter().filter_map(|entry| shadow(entry, &palette, found)).collect();
    let radii = file.take("radii").map(|n| lengths(n, "a radius", found)).unwrap_or_default();
    let spacing = file.take("spacing").map(|n| lengths(n, "a spacing", found)).unwrap_or_default();
    let no_break = file.take("no-break").map(|n| texts(n, found)).unwrap_or_default();
    let voice = file.take("voice").and_then(|n| decode::text(n, "how the brand speaks", found)).unwrap_or("");
    file.finish(found);
    Some(BrandKit {
        name: name.to_owned(),
        title: title.to_owned(),
        locale: locale?,
        palette,
        fonts,
        styles,
        logos,
        shadows,
        radii,
        spacing,
        no_break,
        voice: voice.to_owned(),
    })
}

fn locale(node: &Node, found: &mut Diagnostics) -> Option<Locale> {
    let text = decode::text(node, "a language tag", found)?;
    match Locale::parse(text) {
        Ok(locale) => Some(locale),
        Err(error) => {
            let diagnostic = Diagnostic::error(Code::BadValue, error.to_string()).at(node.span);
            found.push(diagnostic.hint("write a language and perhaps a region: `en-US`"));
            None
        }
    }
}

/// `name: length`; `pill` is built in and no name.
fn lengths(node: &Node, what: &'static str, found: &mut Diagnostics) -> BTreeMap<String, Length> {
    let mut all = BTreeMap::new();
    for entry in decode::map(node, "lengths", found).unwrap_or(&[]) {
        decode::check_name(&entry.key, entry.key_span, &format!("the name of {what}"), found);
        if entry.key == "pill" {
            let diagnostic = Diagnostic::error(Code::BadValue, "`pill` is built in").at(entry.key_span);
            found.push(diagnostic.hint("choose another name"));
        }
        let length = measure::length(&entry.value, what, found);
        if length.is_some_and(|length| length.value() < 0.0) {
            let diagnostic = Diagnostic::error(Code::BadValue, format!("{what} cannot be negative"));
            found.push(diagnostic.at(entry.value.span).hint("write 0 or more"));
        }
        all.extend(length.map(|length| (entry.key.clone(), length)));
    }
    all
}

fn texts(node: &Node, found: &mut Diagnostics) -> Vec<String> {
    let items = decode::one_or_more(node, "texts", found).unwrap_or(&[]);
    items.iter().filter_map(|item| decode::text(item, "a text", found)).map(str::to_owned).collect()
}

/// `name: { SCHEME: file.svg, …, clear: 50%, min-height: 17px }`.
fn logo(entry: &Entry, palette: &Palette, found: &mut Diagnostics) -> Option<(String, Logo)> {
    decode::check_name(&entry.key, entry.key_span, "a logo's name", found);
    if entry.key == "auto" {
        let diagnostic = Diagnostic::error(Code::BadValue, "`auto` means the first logo").at(entry.key_span);
        found.push(diagnostic.hint("choose another name"));
    }
    let mut map = MapReader::open(&entry.value, &LOGO, found)?;
    let clear =
        map.take("clear").map_or(Some(Ratio::ZERO), |n| measure::ratio(n, "a clear space", 0.0, 5.0, found));
    let min_height = map.take("min-height").and_then(|n| measure::length(n, "a height", found));
    let mut on = BTreeMap::new();
    let drawings = map.take_where(decode::is_name);
    let none = drawings.is_empty();
    for drawing in drawings {
        let scheme = &drawing.key;
        let built_in = scheme == "light" || scheme == "dark";
        if !built_in && !palette.schemes.contains_key(scheme) {
            let names: Vec<&str> = palette
                .schemes
                .keys()
                .map(String::as_str)
                .chain(["light", "dark", "clear", "min-height"])
                .collect();
            let message = format!("`{}` is no scheme, so that no drawing stands on it", shown(scheme));
            let diagnostic = Diagnostic::error(Code::UnknownName, message).at(drawing.key_span);
            found.push(diagnostic.hint(suggest(scheme, &names, "a logo takes")));
            continue;
        }
        let Some(path) = decode::text(&drawing.value, "an SVG file of the kit", found) else { continue };
        if !is_inside(path) {
            let message = format!("`{}` is not a path within the kit's folder", shown(path));
            let diagnostic = Diagnostic::error(Code::BadValue, message).at(drawing.value.span);
            found.push(diagnostic.hint("write a path below the kit's folder: `logos/brand-dark.svg`"));
            continue;
        }
        let file = LogoFile { path: path.to_owned(), digest: Digest::of_bytes(b""), aspect: Ratio::ONE };
        on.insert(scheme.clone(), file);
    }
    if none {
        let diagnostic = Diagnostic::error(Code::MissingKey, format!("logo `{}` has no drawing", entry.key));
        found.push(
            diagnostic.at(entry.key_span).hint("add `light: logos/name.svg`, the drawing for light grounds"),
        );
    }
    map.finish(found);
    Some((entry.key.clone(), Logo { on, clear: clear?, min_height }))
}

/// A relative path that never leaves its folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
