use super::Node;
use crate::diag::{Code, Diagnostic, Span};

/// A part of a scalar's text that knows its place.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'n> {
    node: &'n Node,
    at: usize,
    /// The part.
    pub text: &'n str,
}

impl<'n> Piece<'n> {
    /// The whole text of a scalar.
    #[must_use]
    pub fn of(node: &'n Node) -> Option<Self> {
        node.as_str().map(|text| Self { node, at: 0, text })
    }

    /// Its place; when it is empty, the place where something is missing.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.span_of(self.at, self.at + self.text.len())
    }

    /// From `start` to `end` in bytes, both on character boundaries of the text; clipped to it.
    #[must_use]
    pub fn slice(self, start: usize, end: usize) -> Self {
        let end = end.min(self.text.len());
        let start = start.min(end);
        Self { at: self.at + start, text: self.text.get(start..end).unwrap_or(""), ..self }
    }

    /// Without blanks at its ends.
    #[must_use]
    pub fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        self.slice(start, start + self.text.trim().len())
    }

    /// What stands between blanks; blanks within round brackets do not count.
    #[must_use]
    pub fn words(self) -> Vec<Self> {
        self.split_outside_brackets(char::is_whitespace).into_iter().filter(|w| !w.text.is_empty()).collect()
    }

    /// What stands between commas outside of round brackets, trimmed.
    #[must_use]
    pub fn commas(self) -> Vec<Self> {
        self.split_outside_brackets(|c| c == ',').into_iter().map(Self::trim).collect()
    }

    /// Cut at the first `mark`.
    #[must_use]
    pub fn split_once(self, mark: char) -> Option<(Self, Self)> {
        let at = self.text.find(mark)?;
        Some((self.slice(0, at), self.slice(at + mark.len_utf8(), self.text.len())))
    }

    fn split_outside_brackets(self, is_mark: impl Fn(char) -> bool) -> Vec<Self> {
        let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
        for (at, c) in self.text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                c if depth == 0 && is_mark(c) => {
                    parts.push(self.slice(start, at));
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        parts.push(self.slice(start, self.text.len()));
        parts
    }

    /// An error here.
    #[must_use]
    pub fn error(self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).at(self.span())
    }
}
