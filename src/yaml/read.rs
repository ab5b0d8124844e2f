use serde_saphyr::granit_parser::{Event, Marker, Options, Parser, ScalarStyle, Span as Place};

use super::tree::{Start, Tree};
use super::{Limits, Node, characters, explain};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId, Span};

/// Findings after which reading stops.
const MOST_FINDINGS: usize = 200;

/// Reads a file whole.
///
/// # Errors
/// All faults of its YAML.
pub fn read(text: &str, source: SourceId, limits: &Limits) -> Outcome<Node> {
    let mut found = Diagnostics::new();
    match read_into(text, source, limits, &mut found) {
        Some(node) if !found.has_errors() => Ok(node),
        _ => Err(found.sorted()),
    }
}

/// Reads a file as far as it goes: the faults of its YAML go to `found`, and whatever can still be read comes back, so
/// that the faults of its content can be told in the same breath.
pub fn read_into(text: &str, source: SourceId, limits: &Limits, found: &mut Diagnostics) -> Option<Node> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > limits.bytes {
        let message = format!("the file has {} bytes; at most {} are read", text.len(), limits.bytes);
        found
            .push(Diagnostic::error(Code::TooLarge, message).at(Span::new(source, 0, 0)).hint("split it up"));
        return None;
    }
    let before = found.0.len();
    characters::check(text, source, found);
    if found.0.len() > before {
        return None;
    }
    let mut options = Options::default();
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    options.emit_comments = false;
    options.disallow_directives = true;
    options.block_scalar_eof_without_line_feed = true;
    let mut tree = Tree::new(text, source, *limits, found);
    let mut documents = 0;
    for step in Parser::new_from_str_with_options(text, options) {
        let (event, place) = match step {
            Ok(step) => step,
            Err(error) => {
                let diagnostic = explain::syntax(&error, text, source);
                // What cannot be read after an alias or a tag on one line is the same mistake.
                let same = |d: &Diagnostic| {
                    d.span.zip(diagnostic.span).is_some_and(|(a, b)| on_one_line(a, b, text))
                };
                if !tree.found.0.iter().skip(before).any(same) {
                    tree.found.push(diagnostic);
                }
                return None;
            }
        };
        let span = span_of(place, text, source);
        if let Some(tag) = place.tag_span() {
            tree.forbid_tag(span_of(tag, text, source));
        }
        let keep_on = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    let message = "a second document in one file";
                    let diagnostic = Diagnostic::error(Code::ForbiddenYaml, message).at(span);
                    tree.found.push(diagnostic.hint("delete the line `---`, or make it a file of its own"));
                }
                documents == 1
            }
            Event::Scalar(_, style, anchor, tag)
                if tag.is_some() || anchor != 0 && span.start == span.end && style == ScalarStyle::Plain =>
            {
                tree.unreadable(span)
            }
            Event::Scalar(value, style, ..) => {
                tree.scalar(value.into_owned(), style != ScalarStyle::Plain, span)
            }
            Event::SequenceStart(..) => tree.open(Start::List, span),
            Event::MappingStart(..) => tree.open(Start::Map, span),
            Event::SequenceEnd | Event::MappingEnd => tree.close(span),
            Event::Anchor(..) => tree.forbid_anchor(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => tree.forbid_alias(span),
            _ => true,
        };
        if !keep_on || tree.found.0.len() > before + MOST_FINDINGS {
            break;
        }
    }
    let root = tree.finish();
    if root.is_none() && found.0.len() == before {
        let diagnostic = Diagnostic::error(Code::Syntax, "the file is empty").at(Span::new(source, 0, 0));
        found.push(diagnostic.hint("a file begins with `mimeo: 1` and `kind: …`"));
    }
    root
}

fn on_one_line(a: Span, b: Span, text: &str) -> bool {
    let (first, second) = (a.start.min(b.start), a.start.max(b.start));
    text.get(first as usize..second as usize).is_some_and(|between| !between.contains('\n'))
}

fn span_of(place: Place, text: &str, source: SourceId) -> Span {
    let byte = |marker: Marker| marker.byte_offset().unwrap_or(0).min(text.len());
    let start = byte(place.start);
    Span::new(source, start, byte(place.end).max(start))
}
