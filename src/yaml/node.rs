use crate::diag::Span;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// From the first to past the last character, quotes included.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a node can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written (`key:`), or a comment where a value was meant; [`Node::span`] says where it would stand.
    Null,
    /// A scalar.
    Scalar(Scalar),
    /// `- …` or `[…]`.
    List(Vec<Node>),
    /// `key: …` or `{…}`, in the order written; keys are unique.
    Map(Vec<Entry>),
    /// Something that was reported already: decoders pass over it in silence.
    Broken,
}

/// A scalar as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text; escapes and quotes resolved, nothing else.
    pub text: String,
    /// Whether it stood in quotes or in a block: then it is never taken for a word or number that YAML would resolve.
    pub quoted: bool,
    /// Whether the text stands in the source byte for byte, so that a place in it is a place in the source.
    pub verbatim: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The key's place.
    pub key_span: Span,
    /// What it stands for.
    pub value: Node,
}

impl Node {
    /// The scalar's text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The entries, if it is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, if it is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// What it is, for messages: `a list`, `a map`, `a text`, `nothing`.
    #[must_use]
    pub fn kind_word(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Broken => "something unreadable",
        }
    }

    /// The place of `text[start..end]` of a scalar; the whole node where that cannot be told.
    #[must_use]
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        match &self.value {
            Value::Scalar(scalar) if scalar.verbatim => {
                let quote = usize::from(scalar.quoted);
                self.span.slice(start + quote, end + quote)
            }
            _ => self.span,
        }
    }
}
