use super::scope::Reading;
use super::words::SIDES;
use super::{ColorBase, ColorExpr, GradientDirection, GradientStop, Paint, SlotKind};
use crate::diag::Code;
use crate::geom::Ratio;
use crate::yaml::decode::{self, is_name, shown};
use crate::yaml::measure::{angle_of, percent_of};
use crate::yaml::{Node, Piece};

/// More stops than anybody draws.
const MOST_STOPS: usize = 32;

/// Reads a colour or a gradient.
pub(super) fn paint(node: &Node, reading: &mut Reading) -> Option<Paint> {
    decode::text(node, "a colour or a gradient", &mut reading.found)?;
    let piece = Piece::of(node)?.trim();
    let Some((function, _)) = piece.split_once('(') else {
        return color_of(piece, reading).map(Paint::Color);
    };
    let linear = match function.text {
        "linear-gradient" => true,
        "radial-gradient" => false,
        other => {
            let diagnostic =
                function.error(Code::UnknownWord, format!("`{}(…)` is not a paint", shown(other)));
            let hint = match other {
                "rgb" | "rgba" | "hsl" | "hsla" | "oklch" | "color" => {
                    "colours are roles of the kit: write `ink` or `ink/75%`, and keep the figures in the kit's `palette:`"
                        .to_owned()
                }
                _ => decode::suggest(other, &["linear-gradient", "radial-gradient"], "paints are a colour, or"),
            };
            reading.found.push(diagnostic.hint(hint));
            return None;
        }
    };
    let Some(end) = piece.text.strip_suffix(')') else {
        let diagnostic = piece.error(Code::BadValue, "the gradient is never closed");
        let hint = "close it with `)`; within `{…}` quote it as a whole, or its commas tear it apart";
        reading.found.push(diagnostic.hint(hint));
        return None;
    };
    let mut parts = piece.slice(function.text.len() + 1, end.len()).commas();
    let mut direction = GradientDirection::Bottom;
    if linear && parts.first().is_some_and(|p| p.text.starts_with("to ") || p.text.ends_with("deg")) {
        direction = direction_of(parts.remove(0), reading)?;
    }
    if parts.len() < 2 || parts.len() > MOST_STOPS {
        let diagnostic = piece.error(Code::BadValue, format!("a gradient has 2 to {MOST_STOPS} colours"));
        reading.found.push(diagnostic.hint("write `linear-gradient(to top, ink, ink/0%)`"));
        return None;
    }
    let stops: Vec<_> = parts.iter().map(|part| stop(*part, reading)).collect();
    let stops = spread(stops.into_iter().collect::<Option<Vec<_>>>()?);
    Some(if linear { Paint::Linear(direction, stops) } else { Paint::Radial(stops) })
}

fn direction_of(piece: Piece<'_>, reading: &mut Reading) -> Option<GradientDirection> {
    let Some(side) = piece.text.strip_prefix("to ") else {
        return angle_of(piece, &mut reading.found).map(GradientDirection::Angle);
    };
    let side = piece.slice(piece.text.len() - side.len(), piece.text.len()).trim();
    let turned = match side.text {
        "left" => Some("start"),
        "right" => Some("end"),
        _ => None,
    };
    if let Some(logical) = turned {
        let message = format!("`to {}` would not turn round in right-to-left", side.text);
        reading.found.push(side.error(Code::UnknownWord, message).hint(format!("write `to {logical}`")));
        return None;
    }
    decode::one_of(side.text, side.span(), "a side", &SIDES, &mut reading.found)
}

/// A colour, and perhaps its place or the share that decides it.
type Stop = (ColorExpr, Option<Ratio>, Option<(String, u32)>);

/// `$rating/5`
fn share(piece: Piece<'_>, reading: &mut Reading) -> Option<(String, u32)> {
    let (slot, whole) = piece.split_once('/')?;
    let name = slot.text.trim_start_matches('$');
    let kind = reading.value(name, slot.span())?;
    if kind != SlotKind::Number {
        let message = format!("`{}` is of type {}; a share takes a number", slot.text, kind.word());
        reading.found.push(piece.error(Code::WrongKind, message).hint("use a slot of type `number`"));
        return None;
    }
    let whole = whole.text.parse::<u32>().ok().filter(|whole| *whole > 0);
    if whole.is_none() {
        let message = format!("`{}` is no share", shown(piece.text));
        reading
            .found
            .push(piece.error(Code::BadValue, message).hint("write `$rating/5`: a slot and a whole number"));
    }
    Some((name.to_owned(), whole?))
}

/// Reads one stop.
fn stop(piece: Piece<'_>, reading: &mut Reading) -> Option<Stop> {
    let words = piece.words();
    match words.split_last() {
        Some((last, before))
            if !before.is_empty()
                && last.text.starts_with('$')
                && last.text.contains('/')
                && !last.text.ends_with('%') =>
        {
            let share = share(*last, reading);
            let color = piece.slice(0, piece.text.len() - last.text.len()).trim();
            let color = color_of(color, reading);
            // Its place is found when the slot's value is known; until then it stands at the beginning.
            Some((color?, Some(Ratio::ZERO), Some(share?)))
        }
        Some((last, before))
            if !before.is_empty() && last.text.ends_with('%') && !last.text.contains('/') =>
        {
            let at = percent_of(*last, "a place along the gradient", 0.0, 100.0, &mut reading.found);
            let color = piece.slice(0, piece.text.len() - last.text.len()).trim();
            let color = color_of(color, reading);
            Some((color?, Some(at?), None))
        }
        _ => Some((color_of(piece, reading)?, None, None)),
    }
}

/// Gives every stop a place: the first 0, the last 1, those between spread evenly; places never decrease, as in CSS.
fn spread(stops: Vec<Stop>) -> Vec<GradientStop> {
    let last = stops.len() - 1;
    let mut places: Vec<Option<f64>> = stops.iter().map(|(_, at, _)| at.map(Ratio::to_f64)).collect();
    places[0] = places[0].or(Some(0.0));
    places[last] = places[last].or(Some(1.0));
    let mut highest = 0.0_f64;
    for place in places.iter_mut().flatten() {
        highest = place.max(highest);
        *place = highest;
    }
    let (mut from, mut filled) = (0, Vec::with_capacity(places.len()));
    for (n, place) in places.iter().enumerate() {
        if let Some(to) = place {
            let start = places[from].unwrap_or(0.0);
            for between in filled.len()..=n {
                let share = if n == from { 0.0 } else { (between - from) as f64 / (n - from) as f64 };
                filled.push(start + (to - start) * share);
            }
            from = n;
        }
    }
    let stop = |((color, _, share), at)| GradientStop { color, at: Ratio::from_f64(at), share };
    stops.into_iter().zip(filled).map(stop).collect()
}

/// Reads a colour.
pub(super) fn color(node: &Node, reading: &mut Reading) -> Option<ColorExpr> {
    decode::text(node, "a colour", &mut reading.found)?;
    color_of(Piece::of(node)?.trim(), reading)
}

/// `[on ] BASE [/ALPHA%]`
pub(super) fn color_of(piece: Piece<'_>, reading: &mut Reading) -> Option<ColorExpr> {
    let on = piece.text.starts_with("on ");
    let rest = if on { piece.slice(3, piece.text.len()).trim() } else { piece };
    if rest.text.starts_with('#') {
        let diagnostic =
            rest.error(Code::BadValue, format!("`{}`: colours are roles of the kit", shown(rest.text)));
        reading.found.push(
            diagnostic.hint("add the colour to the kit's `palette:` and write its role, such as `ink`"),
        );
        return None;
    }
    let (base, alpha) = match rest.split_once('/') {
        Some((base, alpha)) => (base.trim(), Some(alpha.trim())),
        None => (rest, None),
    };
    let alpha = match alpha {
        None => 1000,
        Some(alpha) => {
            let ratio = percent_of(alpha, "an opacity", 0.0, 100.0, &mut reading.found)?;
            (ratio.to_f64() * 1000.0 + 0.5) as u16
        }
    };
    let base = if base.text.starts_with('$') { slot_color(base, reading)? } else { role(base, reading)? };
    Some(ColorExpr { on, base, alpha })
}

fn role(piece: Piece<'_>, reading: &mut Reading) -> Option<ColorBase> {
    if is_name(piece.text) && piece.text != "transparent" {
        return Some(ColorBase::Role(piece.text.to_owned()));
    }
    let message = format!("`{}` is not a colour", shown(piece.text));
    let hint = match piece.text {
        "transparent" => "write a role with no opacity, such as `ink/0%`",
        "" => "write a role of the kit, such as `ink`, `ink/75%` or `on accent`",
        text if text.contains(' ') => {
            "a colour is one role: `ink`, `ink/75%`, `on accent`; gradients have commas"
        }
        _ => "write a role of the kit: `ink`, `ink/75%`, `on accent`",
    };
    reading.found.push(piece.error(Code::BadValue, message).hint(hint));
    None
}

fn slot_color(piece: Piece<'_>, reading: &mut Reading) -> Option<ColorBase> {
    let bare = piece.slice(1, piece.text.len());
    let (name, fact) = match bare.split_once('.') {
        Some((name, fact)) => (name, Some(fact)),
        None => (bare, None),
    };
    let kind = reading.value(name.text, piece.slice(0, 1 + name.text.len()).span())?;
    match (kind, fact.map(|f| f.text)) {
        (SlotKind::Color, None) => Some(ColorBase::Slot(name.text.to_owned())),
        (SlotKind::Image, Some("tone")) => Some(ColorBase::Fact(name.text.to_owned(), "tone".to_owned())),
        _ => {
            let message = format!("`{}` is not a colour", shown(piece.text));
            let hint = match kind {
                SlotKind::Image => format!("write `${}.tone`", name.text),
                SlotKind::Color => format!("write `${}`", name.text),
                _ => "use a slot of type `color`, or `$photo.tone`".to_owned(),
            };
            reading.found.push(piece.error(Code::WrongKind, message).hint(hint));
            None
        }
    }
}
