use super::words::{BLOCKS, INLINES};
use super::{Inset, Place};
use crate::diag::{Code, Diagnostics};
use crate::geom::{Length, Ratio};
use crate::yaml::decode::{self, shown};
use crate::yaml::measure::{self, length_of, percent_of};
use crate::yaml::{Node, Piece};

/// `place: BLOCK INLINE`.
pub(super) fn place(node: &Node, found: &mut Diagnostics) -> Option<Place> {
    let text = decode::text(node, "a place such as `top end`", found)?;
    let piece = Piece::of(node)?;
    let [block, inline] = piece.words()[..] else {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not a place", shown(text)));
        found.push(
            diagnostic
                .hint("write two words, block and inline: `top end`, `center start`, `stretch stretch`"),
        );
        return None;
    };
    let turned = |word: &str| match word {
        "left" => Some("start"),
        "right" => Some("end"),
        _ => None,
    };
    if let Some(logical) = turned(inline.text).or(turned(block.text)) {
        let side = if turned(inline.text).is_some() { inline } else { block };
        let message = format!("`{}` would not turn round in right-to-left", side.text);
        let rest = if turned(inline.text).is_some() { block.text } else { inline.text };
        found.push(side.error(Code::UnknownWord, message).hint(format!("write `{rest} {logical}`")));
        return None;
    }
    let swapped =
        INLINES.iter().any(|(w, _)| *w == block.text) && BLOCKS.iter().any(|(w, _)| *w == inline.text);
    if swapped
        && (block.text == "start" || block.text == "end" || inline.text == "top" || inline.text == "bottom")
    {
        let message = format!("`{}` names the inline place first", shown(text));
        let diagnostic = piece.error(Code::BadValue, message);
        found.push(diagnostic.hint(format!("block comes first: `{} {}`", inline.text, block.text)));
        return None;
    }
    let block = decode::one_of(block.text, block.span(), "a block place", &BLOCKS, found);
    let inline = decode::one_of(inline.text, inline.span(), "an inline place", &INLINES, found);
    Some(Place { block: block?, inline: inline? })
}

/// 1 to 4 values to block start, inline end, block end, inline start, in CSS's order.
fn four<T: Copy>(values: &[T]) -> Option<[T; 4]> {
    match *values {
        [all] => Some([all; 4]),
        [block, inline] => Some([block, inline, block, inline]),
        [top, inline, bottom] => Some([top, inline, bottom, inline]),
        [top, end, bottom, start] => Some([top, end, bottom, start]),
        _ => None,
    }
}

/// `padding`, `margin`: 1 to 4 lengths.
pub(super) fn sides(node: &Node, least: f64, found: &mut Diagnostics) -> Option<[Length; 4]> {
    let words = words(node, found)?;
    let lengths: Vec<_> = words.iter().map(|word| bounded(*word, least, found)).collect();
    four(&lengths.into_iter().collect::<Option<Vec<_>>>()?)
}

/// `inset`: 1 to 4 lengths, each perhaps after `safe`.
pub(super) fn inset(node: &Node, found: &mut Diagnostics) -> Option<[Inset; 4]> {
    let (mut safe, mut insets, mut good) = (false, Vec::new(), true);
    for word in words(node, found)? {
        if word.text == "safe" {
            good &= !safe;
            safe = true;
            continue;
        }
        match length_of(word, found) {
            Some(length) => insets.push(Inset { safe, length }),
            None => return None,
        }
        safe = false;
    }
    let four = four(&insets).filter(|_| good && !safe);
    if four.is_none() {
        let piece = Piece::of(node)?;
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not an inset", shown(piece.text)));
        found.push(
            diagnostic
                .hint("write 1 to 4 lengths, each perhaps after `safe`: `safe 5vmin`, `14px safe 16px`"),
        );
    }
    four
}

/// 1 to 8 words, whether written as one text, one number, or a list.
fn words<'n>(node: &'n Node, found: &mut Diagnostics) -> Option<Vec<Piece<'n>>> {
    let text = decode::text(node, "1 to 4 lengths such as `12px 16px`", found)?;
    let piece = Piece::of(node)?;
    let words = piece.words();
    let lengths = words.iter().filter(|word| word.text != "safe").count();
    if (1..=4).contains(&lengths) && words.len() <= 8 {
        return Some(words);
    }
    let diagnostic = piece.error(Code::BadValue, format!("`{}` has {lengths} lengths", shown(text)));
    found.push(diagnostic.hint("write 1 to 4: all; block inline; top inline bottom; top end bottom start"));
    None
}

/// A length that is not below a bound.
pub(super) fn bounded(piece: Piece<'_>, least: f64, found: &mut Diagnostics) -> Option<Length> {
    let length = length_of(piece, found)?;
    if length.value() < least {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` cannot be negative", piece.text));
        found.push(diagnostic.hint("write 0 or more"));
        return None;
    }
    Some(length)
}

/// A length of a box or a text: never negative.
pub(super) fn size(node: &Node, found: &mut Diagnostics) -> Option<Length> {
    decode::text(node, "a length such as `12px`", found)?;
    bounded(Piece::of(node)?, 0.0, found)
}

/// `anchor: 84% 50%`.
pub(super) fn anchor(node: &Node, found: &mut Diagnostics) -> Option<(Ratio, Ratio)> {
    let text = decode::text(node, "two percentages such as `84% 50%`", found)?;
    let piece = Piece::of(node)?;
    let [x, y] = piece.words()[..] else {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not a point", shown(text)));
        found.push(
            diagnostic.hint("write two percentages, from the inline start and from the top: `84% 50%`"),
        );
        return None;
    };
    let x = percent_of(x, "a place in the box", 0.0, 100.0, found);
    let y = percent_of(y, "a place in the box", 0.0, 100.0, found);
    Some((x?, y?))
}

/// `view: -50 -50 100 100`.
pub(super) fn view(node: &Node, found: &mut Diagnostics) -> Option<[i32; 4]> {
    let text = decode::text(node, "four whole numbers such as `0 0 100 100`", found)?;
    let piece = Piece::of(node)?;
    let number = |word: &Piece<'_>| measure::decimal(word.text).and(word.text.parse::<i32>().ok());
    let numbers: Option<Vec<i32>> = piece.words().iter().map(number).collect();
    let view = numbers.and_then(|n| <[i32; 4]>::try_from(n).ok());
    let view = view.filter(|v| v[2] > 0 && v[3] > 0 && v.iter().all(|n| n.unsigned_abs() <= 1_000_000));
    if view.is_none() {
        let diagnostic = piece.error(Code::BadValue, format!("`{}` is not a view", shown(text)));
        found.push(diagnostic.hint("write x, y, width and height as whole numbers: `0 0 100 100`"));
    }
    view
}
