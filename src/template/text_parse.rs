use super::scope::Reading;
use super::words::{FILTERS, FORMS};
use super::{Filter, Form, SlotKind, TextExpr, TextPart};
use crate::diag::{Code, Span};
use crate::yaml::decode::{self, is_name, shown, suggest};
use crate::yaml::{Node, Piece};

/// More pieces than a line of copy ever has.
const MOST_PARTS: usize = 64;

/// What a place takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Words, and any slot that can be set as words.
    Running,
    /// A picture's slot, or a picture's name.
    Image,
    /// A logo's slot, or a logo's name.
    Logo,
    /// An amount.
    Money,
    /// A scheme's name, or `$photo.scheme`.
    Scheme,
}

impl Wanted {
    fn word(self) -> &'static str {
        match self {
            Self::Running => "a text",
            Self::Image => "a picture",
            Self::Logo => "a logo",
            Self::Money => "an amount",
            Self::Scheme => "a scheme",
        }
    }

    fn takes(self, kind: SlotKind) -> bool {
        match self {
            Self::Running => kind.is_running_text(),
            Self::Image => kind == SlotKind::Image,
            Self::Logo => kind == SlotKind::Logo,
            Self::Money => kind == SlotKind::Money,
            Self::Scheme => false,
        }
    }
}

/// Reads what stands after `text:`, `image:`, `logo:`, or as an argument.
pub(super) fn text_expr(node: &Node, wanted: Wanted, reading: &mut Reading) -> Option<TextExpr> {
    decode::text(node, wanted.word(), &mut reading.found)?;
    let piece = Piece::of(node)?;
    if piece.text.is_empty() {
        let diagnostic = piece.error(Code::BadValue, "an empty text");
        reading.found.push(diagnostic.hint("write words, or delete the layer"));
        return None;
    }
    if is_reference(piece.text) {
        return Some(TextExpr { parts: vec![reference(piece, wanted, reading)?] });
    }
    let parts = running(piece, wanted, reading)?;
    match (wanted, parts.as_slice()) {
        (Wanted::Running, _) => {}
        (Wanted::Money, _) => {
            let diagnostic = piece.error(Code::WrongKind, "an amount comes from a slot");
            reading.found.push(diagnostic.hint("write `$price`, a slot of type `money`"));
            return None;
        }
        (_, [TextPart::Literal(word)]) if is_name(word) => {}
        _ => {
            let message = format!("`{}` is not {}", shown(piece.text), wanted.word());
            let diagnostic = piece.error(Code::WrongKind, message);
            reading.found.push(diagnostic.hint("write `$slot`, or one name"));
            return None;
        }
    }
    Some(TextExpr { parts })
}

/// `$name` or `$name.fact` and nothing else.
fn is_reference(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('$') else { return false };
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// `$name`, `$name.short`, `$photo.scheme`; the piece begins with `$`.
fn reference(piece: Piece<'_>, wanted: Wanted, reading: &mut Reading) -> Option<TextPart> {
    let bare = piece.slice(1, piece.text.len());
    let (name, fact) = match bare.split_once('.') {
        Some((name, fact)) => (name, Some(fact)),
        None => (bare, None),
    };
    let kind = reading.value(name.text, piece.slice(0, 1 + name.text.len()).span())?;
    let part = |form, fact| TextPart::Slot { name: name.text.to_owned(), form, fact, filters: Vec::new() };
    if wanted == Wanted::Scheme {
        if kind == SlotKind::Image && fact.is_some_and(|f| f.text == "scheme") {
            return Some(part(Form::Text, Some("scheme".to_owned())));
        }
        let diagnostic = piece.error(Code::WrongKind, format!("`{}` is not a scheme", piece.text));
        reading.found.push(diagnostic.hint(match kind {
            SlotKind::Image => format!("write `${}.scheme`", name.text),
            _ => "write a scheme of the kit, or `$photo.scheme`".into(),
        }));
        return None;
    }
    if !wanted.takes(kind) {
        let message =
            format!("`${}` is of type {}; this place takes {}", name.text, kind.word(), wanted.word());
        let hint = match (wanted, kind) {
            (Wanted::Running, SlotKind::Image) => "a picture is a layer: `- image: $…`",
            (Wanted::Running, SlotKind::Color) => "a colour belongs to `color:` or `fill:`",
            (Wanted::Running, SlotKind::Logo) => "a logo is a layer: `- logo: $…`",
            _ => "use a slot of that type, or change its type in `slots:`",
        };
        reading.found.push(piece.error(Code::WrongKind, message).hint(hint));
        return None;
    }
    let form = match fact {
        None => Form::Text,
        Some(fact) => {
            let textual = matches!(kind, SlotKind::Text | SlotKind::Legal);
            let words = if textual { &FORMS[..] } else { &[] };
            let what = format!("a form of `${}`", name.text);
            decode::one_of(fact.text, fact.span(), &what, words, &mut reading.found)?
        }
    };
    Some(part(form, None))
}

/// Words with `{$slot | filter}` in them.
fn running(piece: Piece<'_>, wanted: Wanted, reading: &mut Reading) -> Option<Vec<TextPart>> {
    let (text, mut parts, mut literal, mut good) = (piece.text, Vec::new(), String::new(), true);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            literal.push(c);
            at += 2;
        } else if c == '{' {
            let Some(length) = rest.find('}') else {
                let diagnostic = piece.slice(at, text.len()).error(Code::BadValue, "`{` is never closed");
                reading.found.push(diagnostic.hint("close it with `}`; a brace itself is written `{{`"));
                return None;
            };
            if !literal.is_empty() {
                parts.push(TextPart::Literal(std::mem::take(&mut literal)));
            }
            match insertion(piece.slice(at, at + length + 1), wanted, reading) {
                Some(part) => parts.push(part),
                None => good = false,
            }
            at += length + 1;
        } else if c == '}' {
            let diagnostic = piece.slice(at, at + 1).error(Code::BadValue, "`}` without `{`");
            reading.found.push(diagnostic.hint("a brace itself is written `}}`"));
            good = false;
            at += 1;
        } else if c == '$' && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
            let name = piece.slice(at, at + 1 + end.unwrap_or(rest.len() - 1));
            let message = format!("`{}` within running text needs braces", name.text);
            let hint = format!("write \"{}\"", text.replacen(name.text, &format!("{{{}}}", name.text), 1));
            reading.found.push(name.error(Code::BadValue, message).hint(hint));
            good = false;
            at += name.text.len();
        } else {
            literal.push(c);
            at += c.len_utf8();
        }
        if parts.len() > MOST_PARTS {
            let message = format!("more than {MOST_PARTS} insertions in one text");
            reading.found.push(piece.error(Code::TooLarge, message).hint("split it into layers"));
            return None;
        }
    }
    if !literal.is_empty() {
        parts.push(TextPart::Literal(literal));
    }
    (good && !parts.is_empty()).then_some(parts)
}

/// `{$price | per-unit}` with its braces.
fn insertion(piece: Piece<'_>, wanted: Wanted, reading: &mut Reading) -> Option<TextPart> {
    let inner = piece.slice(1, piece.text.len() - 1).trim();
    let (slot, rest) = match inner.split_once('|') {
        Some((slot, rest)) => (slot.trim(), Some(rest)),
        None => (inner, None),
    };
    if !is_reference(slot.text) {
        let hint = match is_name(slot.text) {
            true => format!("write `{{${}}}`", slot.text),
            false => "write `{$slot}`; a brace itself is written `{{`".into(),
        };
        let message = format!("`{}` does not name a {}", shown(piece.text), reading.scope.noun);
        reading.found.push(piece.error(Code::BadValue, message).hint(hint));
        return None;
    }
    let mut part = reference(slot, wanted, reading)?;
    if let (Some(mut rest), TextPart::Slot { filters, .. }) = (rest, &mut part) {
        loop {
            let (word, more) = match rest.split_once('|') {
                Some((word, more)) => (word.trim(), Some(more)),
                None => (rest.trim(), None),
            };
            filters.push(filter(word, slot, filters.is_empty(), reading)?);
            let Some(more) = more else { break };
            rest = more;
        }
    }
    Some(part)
}

/// One filter, and whether the values are of its kinds.
fn filter(piece: Piece<'_>, slot: Piece<'_>, first: bool, reading: &mut Reading) -> Option<Filter> {
    let words = piece.words();
    let name = *words.first().unwrap_or(&piece);
    let takes = match (name.text, words.len()) {
        ("percent", 1) => SlotKind::Number,
        ("per-unit", 1) | ("off", 2) => SlotKind::Money,
        ("percent" | "per-unit" | "off", _) => {
            let message = format!("`{}` is no filter", shown(piece.text));
            let hint =
                "filters are `percent`, `per-unit`, and `off $was`, which compares with another amount";
            reading.found.push(piece.error(Code::BadValue, message).hint(hint));
            return None;
        }
        _ => {
            let message = format!("unknown filter `{}`", shown(name.text));
            reading.found.push(name.error(Code::UnknownWord, message).hint(suggest(
                name.text,
                &FILTERS,
                "filters are",
            )));
            return None;
        }
    };
    if !first {
        let message = format!("`{}` after another filter", shown(piece.text));
        reading.found.push(piece.error(Code::BadValue, message).hint("a value takes one filter"));
        return None;
    }
    let other = words.get(1).copied();
    for value in std::iter::once(slot).chain(other) {
        let bare = value.text.strip_prefix('$');
        let kind = match bare.filter(|bare| is_name(bare)) {
            Some(bare) => reading.value(bare, value.span())?,
            None => {
                let message = format!("`{}` is no {}", shown(value.text), takes.word());
                reading
                    .found
                    .push(value.error(Code::BadValue, message).hint("write `$` and the name of a slot"));
                return None;
            }
        };
        if kind != takes {
            let message = format!(
                "`{}` is of type {}; `{}` takes {}",
                value.text,
                kind.word(),
                name.text,
                takes.word()
            );
            reading.found.push(
                value
                    .error(Code::WrongKind, message)
                    .hint("use a slot of that type, or change its type in `slots:`"),
            );
            return None;
        }
    }
    Some(match (name.text, other) {
        ("percent", _) => Filter::Percent,
        ("off", Some(other)) => Filter::Off(other.text.trim_start_matches('$').to_owned()),
        _ => Filter::PerUnit,
    })
}

/// A scheme's name, or `$photo.scheme`.
pub(super) fn scheme(node: &Node, reading: &mut Reading) -> Option<(TextExpr, Span)> {
    text_expr(node, Wanted::Scheme, reading).map(|expr| (expr, node.span))
}
