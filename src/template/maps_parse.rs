use super::keys::{BOX, CONTRAST, FIT, STYLE};
use super::paint_parse::{color, color_of, paint};
use super::place_parse::{bounded, sides, size};
use super::scope::Reading;
use super::{BoxProps, ContrastProps, FitProps, Radius, RemedyKind, ShadowRef, Spanned, Stroke, StyleProps};
use crate::brand::Transform;
use crate::diag::{Code, Diagnostic};
use crate::yaml::decode::{self, MapReader, is_name, shown};
use crate::yaml::measure::{self, length_of};
use crate::yaml::{Node, Piece};

/// `style: display`, or a map that starts from a style of the kit.
pub(super) fn style(node: &Node, reading: &mut Reading) -> Option<StyleProps> {
    let found = &mut reading.found;
    if node.as_map().is_none() {
        let name = decode::name(node, "a style of the kit", found)?;
        return Some(StyleProps { base: Some(name.to_owned()), ..StyleProps::default() });
    }
    let mut map = MapReader::open(node, &STYLE, found)?;
    let style = StyleProps {
        base: map.take("base").and_then(|n| decode::name(n, "a style of the kit", found)).map(str::to_owned),
        size: map.take("size").and_then(|n| size(n, found)),
        weight: map
            .take("weight")
            .and_then(|n| measure::whole(n, "a weight", 1, 1000, found))
            .and_then(|w| u16::try_from(w).ok()),
        italic: map.take("italic").and_then(|n| decode::flag(n, found)),
        leading: map.take("leading").and_then(|n| measure::ratio(n, "a line height", 0.1, 10.0, found)),
        tracking: map.take("tracking").and_then(|n| measure::ratio(n, "a tracking", -1.0, 10.0, found)),
        transform: map.take("transform").and_then(|n| decode::word(n, "a case", &Transform::WORDS, found)),
    };
    map.finish(found);
    Some(style)
}

/// `fit:` of a text.
pub(super) fn fit(node: &Node, reading: &mut Reading) -> Option<FitProps> {
    let found = &mut reading.found;
    let mut map = MapReader::open(node, &FIT, found)?;
    let fit = FitProps {
        lines: map.take("lines").and_then(|n| measure::whole(n, "a number of lines", 1, 100, found)),
        min: map.take("min").and_then(|n| size(n, found)),
        group: map
            .take("group")
            .and_then(|n| decode::name(n, "the name of a group", found))
            .map(str::to_owned),
        balance: map.take("balance").and_then(|n| decode::flag(n, found)),
        drop: map.take("drop").and_then(|n| decode::flag(n, found)),
    };
    map.finish(found);
    Some(fit)
}

/// `contrast:` of a text.
pub(super) fn contrast(node: &Node, reading: &mut Reading) -> Option<ContrastProps> {
    let mut map = MapReader::open(node, &CONTRAST, &mut reading.found)?;
    let min = map.take("min").and_then(|n| {
        let text = decode::text(n, "a contrast ratio", &mut reading.found)?;
        let ratio = measure::decimal(text).filter(|ratio| (1.0..=21.0).contains(ratio));
        if ratio.is_none() {
            let diagnostic =
                Diagnostic::error(Code::BadValue, format!("`{}` is not a contrast ratio", shown(text)));
            let hint = "write a number from 1 to 21; WCAG 2.2 asks for 4.5, and for 3 of large text";
            reading.found.push(diagnostic.at(n.span).hint(hint));
        }
        ratio.map(|ratio| (ratio * 100.0 + 0.5) as u32)
    });
    let remedy =
        map.take("remedy").and_then(|n| decode::word(n, "a remedy", &RemedyKind::WORDS, &mut reading.found));
    let tone = map.take("tone").and_then(|n| Some(Spanned { value: color(n, reading)?, span: n.span }));
    map.finish(&mut reading.found);
    Some(ContrastProps { min, remedy, tone })
}

/// `box:` of any layer.
pub(super) fn boxed(node: &Node, reading: &mut Reading) -> Option<BoxProps> {
    let mut map = MapReader::open(node, &BOX, &mut reading.found)?;
    let props = BoxProps {
        fill: map.take("fill").and_then(|n| paint(n, reading)),
        radius: map.take("radius").and_then(|n| radius(n, reading)),
        padding: map.take("padding").and_then(|n| sides(n, 0.0, &mut reading.found)),
        stroke: map.take("stroke").and_then(|n| stroke(n, reading)),
        shadow: map.take("shadow").and_then(|n| shadow(n, reading)),
    };
    map.finish(&mut reading.found);
    Some(props)
}

fn radius(node: &Node, reading: &mut Reading) -> Option<Radius> {
    let text = decode::text(node, "a radius", &mut reading.found)?;
    match text {
        "pill" => Some(Radius::Pill),
        text if is_name(text) => Some(Radius::Named(text.to_owned())),
        _ => bounded(Piece::of(node)?, 0.0, &mut reading.found).map(Radius::Length),
    }
}

/// `2px ink`.
pub(super) fn stroke(node: &Node, reading: &mut Reading) -> Option<Stroke> {
    let text = decode::text(node, "an edge such as `2px ink`", &mut reading.found)?;
    let piece = Piece::of(node)?.trim();
    let Some((width, color)) = piece.split_once(' ').filter(|(_, color)| !color.trim().text.is_empty())
    else {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not an edge", shown(text)));
        reading.found.push(diagnostic.hint("write a width and a colour: `2px ink`"));
        return None;
    };
    let width = bounded(width, 0.0, &mut reading.found);
    let color = color_of(color.trim(), reading);
    Some(Stroke { width: width?, color: color? })
}

/// One shadow or several.
pub(super) fn shadows(node: &Node, reading: &mut Reading) -> Option<Vec<ShadowRef>> {
    let items = decode::one_or_more(node, "shadows", &mut reading.found)?;
    Some(items.iter().filter_map(|item| shadow(item, reading)).collect())
}

/// `soft`, or `X Y BLUR COLOUR`.
fn shadow(node: &Node, reading: &mut Reading) -> Option<ShadowRef> {
    let text = decode::text(node, "a shadow", &mut reading.found)?;
    if is_name(text) {
        return Some(ShadowRef::Named(text.to_owned()));
    }
    let piece = Piece::of(node)?.trim();
    let words = piece.words();
    let [x, y, blur, first, ..] = words[..] else {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not a shadow", shown(text)));
        reading
            .found
            .push(diagnostic.hint("write a shadow of the kit, or `X Y BLUR COLOUR`: `0 2px 6px ink/20%`"));
        return None;
    };
    let at = words[..3].iter().map(|word| word.text.len()).sum::<usize>();
    let color = piece.slice(piece.text[at..].find(first.text).map_or(at, |n| n + at), piece.text.len());
    let (x, y) = (length_of(x, &mut reading.found), length_of(y, &mut reading.found));
    let blur = bounded(blur, 0.0, &mut reading.found);
    let color = color_of(color, reading);
    Some(ShadowRef::Inline { x: x?, y: y?, blur: blur?, color: color? })
}
