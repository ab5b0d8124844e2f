use std::fmt::Write;

use crate::color::Rgba;
use crate::plan::Recolor;

/// Replaces solid fills and strokes in what usvg writes, where every colour is `fill="#rrggbb"`, however the file
/// spelled it. Matches colours without their opacity; the new colour's alpha multiplies the old opacity.
pub(super) fn recolor(svg: &str, list: &[Recolor]) -> String {
    let mut out = String::with_capacity(svg.len() + 64);
    let mut rest = svg;
    while let Some((before, kind, color, after)) = next_paint(rest) {
        out.push_str(before);
        let found = list.iter().find(|one| (one.from.r, one.from.g, one.from.b) == (color.r, color.g, color.b));
        let to = found.map_or(color, |one| one.to);
        // writing to a string cannot fail
        let _ = write!(out, "{kind}=\"#{:02x}{:02x}{:02x}\"", to.r, to.g, to.b);
        rest = after;
        if to.a < 255 {
            let (old, after) = opacity(after, kind);
            let _ = write!(out, " {kind}-opacity=\"{}\"", old * f32::from(to.a) / 255.0);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The next solid paint: text before it, `fill` or `stroke`, its colour, text after it.
fn next_paint(text: &str) -> Option<(&str, &'static str, Rgba, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find("=\"#")?;
        let head = text.get(..at)?;
        let kind = ["fill", "stroke"].into_iter().find(|kind| head.ends_with(&format!(" {kind}")));
        let color = text.get(at + 2..at + 9).and_then(Rgba::from_hex);
        if let (Some(kind), Some(color), Some(after)) = (kind, color, text.get(at + 9..)?.strip_prefix('"')) {
            return Some((&head[..head.len() - kind.len()], kind, color, after));
        }
        from = at + 3;
    }
}

/// The opacity that usvg writes right after a paint, and what follows it.
fn opacity<'a>(text: &'a str, kind: &str) -> (f32, &'a str) {
    let value = text.strip_prefix(&format!(" {kind}-opacity=\"")).and_then(|rest| rest.split_once('"'));
    match value.and_then(|(value, rest)| Some((value.parse().ok()?, rest))) {
        Some(found) => found,
        None => (1.0, text),
    }
}
