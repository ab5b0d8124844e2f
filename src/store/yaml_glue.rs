//! Stands in for the language's own reader: the same tree, with plainer words for what is wrong.

use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::diag::{Code, Diagnostic, Outcome, SourceId, Span};
use crate::yaml::{Entry, Node, Scalar, Value};

const MAX_BYTES: usize = 1 << 20;
const MAX_DEPTH: usize = 32;

/// What is being filled: a list, or a map with the key that waits for its value.
enum Open {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<(String, Span)>),
}

/// Reads a YAML file into a tree.
pub(super) fn read(text: &str, source: SourceId) -> Outcome<Node> {
    let fault = |code, message: &str, span| Diagnostic::error(code, message.to_owned()).at(span).into();
    if text.len() > MAX_BYTES {
        return Err(fault(Code::TooLarge, "the file has more than a million bytes", Span::new(source, 0, 0)));
    }
    let mut options = Options::default();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    let mut stack: Vec<(Open, Span)> = Vec::new();
    let mut root = None;
    for step in Parser::new_from_str_with_options(text, options) {
        let (event, place) =
            step.map_err(|error| fault(Code::Syntax, &error.to_string(), Span::new(source, 0, 0)))?;
        let at = |marker: Option<usize>| marker.unwrap_or(0).min(text.len());
        let (start, end) = (at(place.start.byte_offset()), at(place.end.byte_offset()));
        let span = Span::new(source, start, end.max(start));
        let node = match event {
            Event::Scalar(value, style, ..) => {
                let quoted = style != ScalarStyle::Plain;
                let null = !quoted && matches!(&*value, "" | "~" | "null");
                let scalar = Scalar { text: value.into_owned(), quoted };
                Node { span, value: if null { Value::Null } else { Value::Scalar(scalar) } }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if stack.len() >= MAX_DEPTH => {
                return Err(fault(Code::TooLarge, "collections are nested too deeply", span));
            }
            Event::SequenceStart(..) => {
                stack.push((Open::List(Vec::new()), span));
                continue;
            }
            Event::MappingStart(..) => {
                stack.push((Open::Map(Vec::new(), None), span));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some((Open::List(items), from)) => Node { span: from, value: Value::List(items) },
                Some((Open::Map(entries, _), from)) => Node { span: from, value: Value::Map(entries) },
                None => continue,
            },
            Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err(fault(Code::ForbiddenYaml, "anchors and aliases are not read", span));
            }
            _ => continue,
        };
        match stack.last_mut() {
            None if root.is_some() => return Err(fault(Code::ForbiddenYaml, "a second document", span)),
            None => root = Some(node),
            Some((Open::List(items), _)) => items.push(node),
            Some((Open::Map(entries, waiting), _)) => match waiting.take() {
                Some((key, key_span)) if entries.iter().any(|entry| entry.key == key) => {
                    return Err(fault(Code::DuplicateKey, &format!("`{key}` stands twice"), key_span));
                }
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => match node.as_str() {
                    Some(key) => *waiting = Some((key.to_owned(), node.span)),
                    None => return Err(fault(Code::WrongType, "a key is a plain word", node.span)),
                },
            },
        }
    }
    root.ok_or_else(|| fault(Code::Syntax, "the file is empty", Span::new(source, 0, 0)))
}
