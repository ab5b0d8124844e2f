use std::fmt::Write;
use std::str::FromStr;

use crate::color::Rgba;
use crate::plan::Recolor;

/// The properties that hold a solid paint; `color` is what `currentColor` stands for.
const PROPERTIES: [&str; 3] = ["fill", "stroke", "color"];

/// Replaces solid fills and strokes in the source, as attributes and as style declarations, however a colour is
/// spelled; also the black that paints what names no colour. Gradients keep theirs. Colours match without their
/// opacity; the alpha of the new one takes its place.
pub(super) fn recolor(svg: &str, list: &[Recolor]) -> String {
    let swap = |color: Rgba| {
        let same = |one: &&Recolor| (one.from.r, one.from.g, one.from.b) == (color.r, color.g, color.b);
        list.iter().find(same).map(|one| one.to)
    };
    let mut out = String::with_capacity(svg.len() + 64);
    let mut rest = svg;
    while let Some((from, to)) = next_value(rest) {
        let (before, value) = (&rest[..from], &rest[from..to]);
        out.push_str(before);
        match parse(value).and_then(swap) {
            Some(color) => hex(&mut out, color),
            None => out.push_str(value),
        }
        rest = &rest[to..];
    }
    out.push_str(rest);
    if let Some(color) = swap(Rgba::BLACK) {
        inherit(&mut out, color);
    }
    out
}

fn hex(out: &mut String, Rgba { r, g, b, a }: Rgba) {
    // writing to a string cannot fail
    let _ = write!(out, "#{r:02x}{g:02x}{b:02x}{a:02x}");
}

fn parse(value: &str) -> Option<Rgba> {
    let color = svgtypes::Color::from_str(value).ok()?;
    Some(Rgba { r: color.red, g: color.green, b: color.blue, a: color.alpha })
}

/// Where the next value of one of the properties begins and ends: `fill="…"`, `fill='…'` or `fill: …;`.
fn next_value(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let found = PROPERTIES.iter().filter_map(|name| rest.find(name).map(|at| (at, name.len())));
        let (at, len) = found.min()?;
        let (at, after) = (start + at, start + at + len);
        start = after;
        let alone =
            text[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '{' | '/'));
        let tail = text[after..].trim_start();
        let trimmed = |tail: &str| text.len() - tail.len();
        let range = if let Some(value) = tail.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            quote.and_then(|quote| Some((trimmed(value) + 1, trimmed(value) + 1 + value[1..].find(quote)?)))
        } else if let Some(value) = tail.strip_prefix(':') {
            let value = value.trim_start();
            let len = value.find([';', '}', '"', '\'', '!', '<']).unwrap_or(value.len());
            Some((trimmed(value), trimmed(value) + value[..len].trim_end().len()))
        } else {
            None
        };
        if let (true, Some(range)) = (alone, range) {
            return Some(range);
        }
    }
}

/// Gives the root the colour that replaces the default black, unless it sets its own.
fn inherit(svg: &mut String, color: Rgba) {
    let Some(root) = svg.find("<svg").or_else(|| svg.find(":svg")) else { return };
    let end = svg[root..].find('>').map_or(svg.len(), |at| root + at);
    let at = svg[root..end].find(char::is_whitespace).map_or(end, |at| root + at);
    for name in ["fill", "color"] {
        if !svg[root..end].contains(&format!(" {name}=")) {
            let mut attribute = format!(" {name}=\"");
            hex(&mut attribute, color);
            attribute.push('"');
            svg.insert_str(at, &attribute);
        }
    }
}
