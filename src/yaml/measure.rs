//! Numbers and lengths as people write them: plain decimals with CSS's units, nothing that YAML would resolve.

use super::decode::{shown, text};
use super::{Node, Piece};
use crate::diag::{Code, Diagnostics};
use crate::geom::{Angle, Length, LengthError, Ratio};

/// The largest factor that [`Ratio`] holds with room to spare.
const LARGEST: f64 = 1000.0;

/// A plain decimal number: `-8`, `0.96`, `.5`. No exponents, no `inf`, no `0x`.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain =
        digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.bytes().any(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A whole number within bounds.
pub fn whole(node: &Node, what: &str, least: u32, most: u32, found: &mut Diagnostics) -> Option<u32> {
    let word = text(node, what, found)?;
    let plain = word.bytes().all(|b| b.is_ascii_digit()) && (word == "0" || !word.starts_with('0'));
    let value = if plain { word.parse().ok() } else { None };
    let value = value.filter(|n| (least..=most).contains(n));
    if value.is_none() {
        let piece = Piece::of(node)?;
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not {what}", shown(word)));
        found.push(diagnostic.hint(format!("write a whole number from {least} to {most}")));
    }
    value
}

/// A length with its unit.
pub fn length(node: &Node, what: &str, found: &mut Diagnostics) -> Option<Length> {
    text(node, what, found)?;
    length_of(Piece::of(node)?, found)
}

/// A length in a part of a text.
pub fn length_of(piece: Piece<'_>, found: &mut Diagnostics) -> Option<Length> {
    let word = piece.text;
    let error = match Length::parse(word) {
        Ok(length) => return Some(length),
        Err(error) => error,
    };
    let hint = match &error {
        LengthError::NoUnit => format!("write `{word}px`, or `{word}%`"),
        LengthError::NotANumber if Length::parse(&word.replace(' ', "")).is_ok() => {
            format!("no space between number and unit: `{}`", word.replace(' ', ""))
        }
        LengthError::NotANumber => "write a number and a unit: `12px`, `5vmin`, `40%`".into(),
        LengthError::UnknownUnit(unit) if unit.trim_start() != unit => {
            format!("no space between number and unit: `{}`", word.replace(' ', ""))
        }
        LengthError::UnknownUnit(unit) => match unit.as_str() {
            "pt" => "use `px`: 1pt is 1.333px".into(),
            "rem" => "use `em` (of the font size in force) or `vmin`".into(),
            _ => "units are px, %, vw, vh, vmin, vmax and em".into(),
        },
        LengthError::OutOfRange => "at most 1,000,000 of any unit".into(),
    };
    let error = match &error {
        LengthError::UnknownUnit(unit) if unit.trim_start() != unit => "a space within a length".into(),
        error => error.to_string(),
    };
    found.push(piece.error(Code::BadValue, format!("`{}`: {error}", shown(word))).hint(hint));
    None
}

/// A factor within bounds: a plain number or a percentage.
pub fn ratio(node: &Node, what: &str, least: f64, most: f64, found: &mut Diagnostics) -> Option<Ratio> {
    text(node, what, found)?;
    ratio_of(Piece::of(node)?, what, least, most, found)
}

/// A factor in a part of a text.
pub fn ratio_of(
    piece: Piece<'_>,
    what: &str,
    least: f64,
    most: f64,
    found: &mut Diagnostics,
) -> Option<Ratio> {
    let value = match piece.text.strip_suffix('%') {
        Some(number) => decimal(number).map(|n| n / 100.0),
        None => decimal(piece.text),
    };
    let value = value.filter(|v| (least..=most).contains(v) && v.abs() <= LARGEST);
    if value.is_none() {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not {what}", shown(piece.text)));
        let (low, high) = (least * 100.0, most * 100.0);
        found.push(diagnostic.hint(format!("write a percentage from {low}% to {high}%, or a plain number")));
    }
    value.map(Ratio::from_f64)
}

/// Only `75%`.
pub fn percent_of(
    piece: Piece<'_>,
    what: &str,
    least: f64,
    most: f64,
    found: &mut Diagnostics,
) -> Option<Ratio> {
    let value = piece.text.strip_suffix('%').and_then(decimal).filter(|v| (least..=most).contains(v));
    if value.is_none() {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not {what}", shown(piece.text)));
        found.push(diagnostic.hint(format!("write a percentage from {least}% to {most}%")));
    }
    value.map(Ratio::percent)
}

/// `-8deg`.
pub fn angle_of(piece: Piece<'_>, found: &mut Diagnostics) -> Option<Angle> {
    let value = piece.text.strip_suffix("deg").and_then(decimal).filter(|v| v.abs() <= 3600.0);
    let value = value.or_else(|| (piece.text == "0").then_some(0.0));
    if value.is_none() {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not an angle", shown(piece.text)));
        let hint = match decimal(piece.text) {
            Some(_) => format!("write `{}deg`", piece.text),
            None => "write degrees: `-8deg`".into(),
        };
        found.push(diagnostic.hint(hint));
    }
    value.map(Angle::degrees)
}

/// `16/9` or a plain number: width over height.
pub fn aspect(node: &Node, found: &mut Diagnostics) -> Option<Ratio> {
    let word = text(node, "a ratio of width to height", found)?;
    let value = match word.split_once('/') {
        Some((w, h)) => decimal(w.trim()).zip(decimal(h.trim())).map(|(w, h)| w / h),
        None => decimal(word),
    };
    let value = value.filter(|v| (0.001..=LARGEST).contains(v));
    if value.is_none() {
        let piece = Piece::of(node)?;
        let diagnostic =
            piece.error(Code::BadValue, format!("`{}` is not a ratio of width to height", shown(word)));
        found.push(diagnostic.hint("write `16/9`, or a number such as `1.78`"));
    }
    value.map(Ratio::from_f64)
}
