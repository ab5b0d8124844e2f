use super::keys::FILTER;
use super::paint_parse::{color, paint};
use super::place_parse::bounded;
use super::scope::Reading;
use super::{ColorExpr, FilterProps, Paint, Spanned};
use crate::color::Rgba;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::geom::Length;
use crate::yaml::decode::{self, MapReader, shown};
use crate::yaml::{Node, Piece, measure};

/// More colours than a drawing that is recoloured has.
const MOST_COLORS: usize = 64;

/// `svg: art/awning.svg`: a file below the template's folder.
pub(super) fn drawing(node: &Node, found: &mut Diagnostics) -> Option<String> {
    let path = decode::text(node, "an SVG file of the template's folder", found)?;
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.starts_with('.');
    let inside = !path.contains(['\\', ':', '\0']) && path.split('/').all(plain);
    let hint = if path.starts_with('$') {
        "the file is part of the template; pictures of a slot are `image:`"
    } else if !inside {
        "write a path below the template's folder: `art/awning.svg`"
    } else if !path.ends_with(".svg") {
        "name an `.svg` file; pixels come in by an image slot: `image: $photo`"
    } else {
        return Some(path.to_owned());
    };
    let message = format!("`{}` is no drawing of the template's folder", shown(path));
    found.push(Diagnostic::error(Code::BadValue, message).at(node.span).hint(hint));
    None
}

/// `colors: { "#CB3A1E": primary }`.
pub(super) fn colors(node: &Node, reading: &mut Reading) -> Option<Vec<(Rgba, Spanned<ColorExpr>)>> {
    let entries = decode::map(node, "colours of the drawing, each with a role", &mut reading.found)?;
    let mut all: Vec<(Rgba, Spanned<ColorExpr>)> = Vec::new();
    for entry in entries.iter().take(MOST_COLORS) {
        let Some(from) = Rgba::from_hex(&entry.key) else {
            let message = format!("`{}` is not a colour of a drawing", shown(&entry.key));
            let diagnostic = Diagnostic::error(Code::BadValue, message).at(entry.key_span);
            reading.found.push(diagnostic.hint("write it as the file does, quoted: `\"#CB3A1E\": primary`"));
            continue;
        };
        if let Some(value) = color(&entry.value, reading) {
            all.push((from, Spanned { value, span: entry.value.span }));
        }
    }
    Some(all)
}

/// `tile-size: 12vw`, or width and height.
pub(super) fn tile_size(node: &Node, found: &mut Diagnostics) -> Option<[Option<Length>; 2]> {
    let text = decode::text(node, "a length such as `12vw`, or two", found)?;
    let piece = Piece::of(node)?;
    match piece.words()[..] {
        [one] => bounded(one, 0.0, found).map(|length| [Some(length), None]),
        [w, h] => Some([Some(bounded(w, 0.0, found)?), Some(bounded(h, 0.0, found)?)]),
        _ => {
            let diagnostic =
                piece.error(Code::BadValue, format!("`{}` is not the size of a tile", shown(text)));
            found.push(diagnostic.hint("write its length along the axis, or width and height: `12vw 8vw`"));
            None
        }
    }
}

/// `mask: linear-gradient(…)`: only the opacity of its colours counts.
pub(super) fn mask(node: &Node, reading: &mut Reading) -> Option<Paint> {
    match paint(node, reading)? {
        Paint::Color(_) => {
            let diagnostic = Diagnostic::error(Code::BadValue, "a mask is a gradient").at(node.span);
            let hint =
                "write `mask: linear-gradient(to top, ink/0%, ink)`; the same everywhere is `opacity: 50%`";
            reading.found.push(diagnostic.hint(hint));
            None
        }
        gradient => Some(gradient),
    }
}

/// `filter: { grayscale: 100%, brightness: 90% }`.
pub(super) fn filter(node: &Node, found: &mut Diagnostics) -> Option<FilterProps> {
    let mut map = MapReader::open(node, &FILTER, found)?;
    let mut share = |key: &'static str, most: f64, found: &mut Diagnostics| {
        map.take(key).and_then(|n| measure::ratio(n, "an amount", 0.0, most, found))
    };
    let filter = FilterProps {
        grayscale: share("grayscale", 1.0, found),
        saturate: share("saturate", 4.0, found),
        brightness: share("brightness", 4.0, found),
    };
    map.finish(found);
    Some(filter)
}
