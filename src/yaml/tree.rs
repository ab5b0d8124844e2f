use std::collections::HashMap;

use super::{Entry, Limits, Node, Scalar, Value};
use crate::diag::{Code, Diagnostic, Diagnostics, SourceId, Span};

/// Which collection begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    List,
    Map,
}

/// A collection that is not closed yet.
enum Frame {
    List { span: Span, flow: bool, items: Vec<Node> },
    Map { span: Span, flow: bool, entries: Vec<Entry>, known: HashMap<String, Span>, key: Key, broken: bool },
}

/// What a map waits for.
enum Key {
    Wanted,
    Have(String, Span),
    /// The key was at fault; its value is read and forgotten.
    Bad,
}

/// Builds nodes from events on a stack of its own: depth is a number here, never the machine's stack.
pub(super) struct Tree<'a> {
    text: &'a str,
    source: SourceId,
    limits: Limits,
    nodes: usize,
    stack: Vec<Frame>,
    root: Option<Node>,
    pub(super) found: &'a mut Diagnostics,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, source: SourceId, limits: Limits, found: &'a mut Diagnostics) -> Self {
        Self { text, source, limits, nodes: 0, stack: Vec::new(), root: None, found }
    }

    /// The tree, if the file had one and all its collections were closed.
    pub(super) fn finish(self) -> Option<Node> {
        self.root.filter(|_| self.stack.is_empty())
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// From a place to the end of its line, without a comment or blanks at its end.
    fn rest_of_line(&self, start: u32) -> &'a str {
        let rest = self.text.get(start as usize..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("");
        line.split(" #").next().unwrap_or(line).trim_end()
    }

    fn count(&mut self, span: Span) -> bool {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let message = format!("more than {} values in one file", self.limits.nodes);
            self.found.push(Diagnostic::error(Code::TooLarge, message).at(span).hint("split it up"));
            return false;
        }
        true
    }

    pub(super) fn open(&mut self, start: Start, span: Span) -> bool {
        if self.stack.len() >= self.limits.depth {
            let message = format!("nested more than {} deep", self.limits.depth);
            self.found.push(Diagnostic::error(Code::TooLarge, message).at(span).hint("make it flatter"));
            return false;
        }
        let flow = self.slice(span).starts_with(['[', '{']);
        self.stack.push(match start {
            Start::List => Frame::List { span, flow, items: Vec::new() },
            Start::Map => Frame::Map {
                span,
                flow,
                entries: Vec::new(),
                known: HashMap::new(),
                key: Key::Wanted,
                broken: false,
            },
        });
        self.count(span)
    }

    pub(super) fn close(&mut self, end: Span) -> bool {
        let Some(frame) = self.stack.pop() else { return true };
        let node = match frame {
            Frame::List { span, flow, mut items } => {
                if flow {
                    self.mend_torn_items(&mut items);
                }
                let past = if flow { end.end } else { items.last().map_or(span.start, |n| n.span.end) };
                Node { span: Span { end: past.max(span.start), ..span }, value: Value::List(items) }
            }
            Frame::Map { span, flow, mut entries, broken, .. } => {
                if flow {
                    self.mend_torn_values(&mut entries);
                }
                let last = entries.last().map_or(span.start, |e| e.value.span.end.max(e.key_span.end));
                let start =
                    if flow { span.start } else { entries.first().map_or(span.start, |e| e.key_span.start) };
                let past = if flow { end.end } else { last };
                let value = if broken { Value::Broken } else { Value::Map(entries) };
                Node { span: Span { start, end: past.max(start), ..span }, value }
            }
        };
        self.put(node);
        true
    }

    pub(super) fn scalar(&mut self, value: String, quoted: bool, span: Span) -> bool {
        if !self.count(span) {
            return false;
        }
        let source = self.slice(span);
        if !quoted && source.is_empty() {
            let at_key = matches!(self.stack.last(), Some(Frame::Map { key: Key::Wanted, .. }));
            let node = if at_key { Node { span, value: Value::Null } } else { self.nothing(span) };
            self.put(node);
            return true;
        }
        // A block scalar (`|`, `>`) is quoted too, but its text is indented in the source.
        let inner = if quoted { source.get(1..source.len().saturating_sub(1)) } else { Some(source) };
        let verbatim = inner == Some(value.as_str()) && (!quoted || source.starts_with(['"', '\'']));
        let past = span.start + u32::try_from(source.trim_end().len()).unwrap_or(0);
        let span = if quoted && verbatim { span } else { Span { end: past, ..span } };
        self.put(Node { span, value: Value::Scalar(Scalar { text: value, quoted, verbatim }) });
        true
    }

    /// A value that is not there: either truly nothing, or `#fff`, which YAML takes for a comment.
    fn nothing(&mut self, span: Span) -> Node {
        let from = match self.stack.last() {
            Some(Frame::Map { key: Key::Have(_, key), .. }) => key.end as usize,
            // In a list the parser places it past the comment: back to the line's first character.
            _ => {
                let before = self.text.get(..span.start as usize).unwrap_or("").trim_end();
                let line = before.rfind('\n').map_or(0, |n| n + 1);
                if before[line..].trim_start().starts_with("- #") { line } else { span.start as usize }
            }
        };
        let rest = self.text.get(from..).unwrap_or("");
        let line = rest.lines().next().unwrap_or("").trim_end();
        let value = line.trim_start_matches(['"', '\'', ':', '-', ' ']);
        let start = from + line.len() - value.len();
        if !value.starts_with('#') || value[1..].starts_with([' ', '#']) || value.len() == 1 {
            // Right after its key's colon, where the value would stand.
            let from = from + usize::from(line.starts_with(':'));
            return Node { span: Span::new(self.source, from, from), value: Value::Null };
        }
        let word = value.split(' ').next().unwrap_or(value);
        let word = word.trim_end_matches([',', '}', ']']);
        let span = Span::new(self.source, start, start + word.len());
        let message = format!("`{word}` is a comment in YAML, so that nothing is left here");
        self.found.push(
            Diagnostic::error(Code::WrongQuoting, message).at(span).hint(format!("quote it: \"{word}\"")),
        );
        Node { span, value: Value::Broken }
    }

    /// A value that is only a tag or an anchor, which were reported.
    pub(super) fn unreadable(&mut self, span: Span) -> bool {
        self.put(Node { span, value: Value::Broken });
        self.count(span)
    }

    pub(super) fn forbid_tag(&mut self, span: Span) {
        let text = self.slice(span);
        let fix = self.rest_of_line(span.start);
        let message = format!("`{text}` is a tag in YAML; the language has none");
        let diagnostic = Diagnostic::error(Code::ForbiddenYaml, message).at(span);
        self.found.push(diagnostic.hint(format!("if it is text, quote it: {}", quote(fix))));
    }

    /// The node that carries the anchor was read already.
    pub(super) fn forbid_anchor(&mut self, span: Span) -> bool {
        let text = self.slice(span);
        let fix = self.rest_of_line(span.start);
        let message = format!("`{text}` is an anchor in YAML; the language has none");
        let diagnostic = Diagnostic::error(Code::ForbiddenYaml, message).at(span);
        self.found.push(diagnostic.hint(format!("if it is text, quote it: {}", quote(fix))));
        true
    }

    pub(super) fn forbid_alias(&mut self, span: Span) -> bool {
        let text = self.slice(span);
        let fix = self.rest_of_line(span.start);
        let message = format!("`{text}` is an alias in YAML; the language has none");
        let diagnostic = Diagnostic::error(Code::ForbiddenYaml, message).at(span);
        let hint = format!("if it is text, quote it: {}; else write the value out", quote(fix));
        self.found.push(diagnostic.hint(hint));
        self.put(Node { span, value: Value::Broken });
        self.count(span)
    }

    /// Gives a finished node to whatever waits for it.
    fn put(&mut self, node: Node) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        match frame {
            Frame::List { items, .. } => items.push(node),
            Frame::Map { entries, known, key, broken, .. } => match std::mem::replace(key, Key::Wanted) {
                Key::Have(name, key_span) => entries.push(Entry { key: name, key_span, value: node }),
                Key::Bad => {}
                Key::Wanted => {
                    let fault = match &node.value {
                        Value::Scalar(scalar) if scalar.text == "<<" && !scalar.quoted => {
                            let message = "`<<` merges maps in YAML; the language has no merge keys";
                            let diagnostic = Diagnostic::error(Code::ForbiddenYaml, message);
                            Some(diagnostic.hint("write the keys out, or use a component"))
                        }
                        Value::Scalar(scalar) => match known.get(&scalar.text) {
                            Some(first) => {
                                let message = format!("`{}` stands twice in this map", scalar.text);
                                let diagnostic = Diagnostic::error(Code::DuplicateKey, message);
                                Some(diagnostic.related(*first, "first here").hint("keep one of them"))
                            }
                            None => {
                                known.insert(scalar.text.clone(), node.span);
                                *key = Key::Have(scalar.text.clone(), node.span);
                                return;
                            }
                        },
                        Value::Broken => None,
                        Value::Null => {
                            let message = "a key is missing before the colon";
                            Some(Diagnostic::error(Code::Syntax, message).hint("write `key: value`"))
                        }
                        Value::List(_) | Value::Map(_) => {
                            *broken = true;
                            let message = format!("{} cannot be a key", node.kind_word());
                            let hint = "quote a text that begins with `{` or `[`: \"{…}\"";
                            Some(Diagnostic::error(Code::WrongQuoting, message).hint(hint))
                        }
                    };
                    *key = Key::Bad;
                    self.found.0.extend(fault.map(|diagnostic| diagnostic.at(node.span)));
                }
            },
        }
    }

    /// `{ fill: linear-gradient(to top, ink, ink/5%) }`: commas within the brackets tore the value into entries.
    fn mend_torn_values(&mut self, entries: &mut Vec<Entry>) {
        let mut at = 0;
        while at < entries.len() {
            if torn(&entries[at].value) {
                let rest = entries[at + 1..].iter();
                let pieces = rest.take_while(|e| matches!(e.value.value, Value::Null)).count();
                let closing = entries[at + 1..at + 1 + pieces].iter().position(|e| e.key.ends_with(')'));
                if let Some(last) = closing.map(|n| at + 1 + n) {
                    let span = Span { end: entries[last].key_span.end, ..entries[at].value.span };
                    entries[at].value = self.tear(span);
                    entries.drain(at + 1..=last);
                }
            }
            at += 1;
        }
    }

    /// The same in a list.
    fn mend_torn_items(&mut self, items: &mut Vec<Node>) {
        let mut at = 0;
        while at < items.len() {
            let closing =
                |n: &Node| n.as_str().is_some_and(|text| text.ends_with(')') && !text.contains('('));
            let last = if torn(&items[at]) { items[at + 1..].iter().position(closing) } else { None };
            if let Some(last) = last.map(|n| at + 1 + n) {
                let span = Span { end: items[last].span.end, ..items[at].span };
                items[at] = self.tear(span);
                items.drain(at + 1..=last);
            }
            at += 1;
        }
    }

    fn tear(&mut self, span: Span) -> Node {
        let whole = self.slice(span);
        let message = "within `{…}` and `[…]` a comma ends the value, so this one is torn apart";
        let diagnostic = Diagnostic::error(Code::WrongQuoting, message).at(span);
        self.found.push(diagnostic.hint(format!("quote it: {}", quote(whole))));
        Node { span, value: Value::Broken }
    }
}

/// A plain scalar whose bracket is still open.
fn torn(node: &Node) -> bool {
    let Value::Scalar(scalar) = &node.value else { return false };
    !scalar.quoted && scalar.text.matches('(').count() > scalar.text.matches(')').count()
}

/// As YAML writes a text in quotes.
fn quote(text: &str) -> String {
    let text: String = text.chars().take(120).collect();
    if text.contains('"') { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}
