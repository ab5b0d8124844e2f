//! Values out of a [`Node`] tree, all faults at once.
//!
//! ```
//! use mimeo::diag::{Diagnostics, Sources};
//! use mimeo::yaml::decode::{self, MapReader};
//! use mimeo::yaml::keys::{Key, Keys, Shape, VERSION, kind, name};
//!
//! static FACTS: Keys = Keys::new(
//!     "an asset",
//!     &[
//!         Key::new("file", Shape::Text, "The file's name.").required(),
//!         Key::new("flip", Shape::Flag, "Whether it may be mirrored."),
//!     ],
//! );
//! static FILE: Keys = Keys::new(
//!     "an assets file",
//!     &[VERSION, kind(&["assets"]), Key::new("assets", Shape::Each(name, &Shape::Map(&FACTS)), "All of them.").required()],
//! );
//!
//! let text = "mimeo: 1\nkind: assets\nassets: { beach: { file: beach.jpg, flipp: true } }\n";
//! let source = Sources::new().add("assets.yaml", text);
//! let root = mimeo::yaml::read(text, source, &mimeo::yaml::Limits::default()).expect("is YAML");
//! let mut found = Diagnostics::new();
//! let mut file = MapReader::open(&root, &FILE, &mut found).expect("is a map");
//! file.header("assets", &mut found);
//! for asset in file.require("assets", &mut found).and_then(|n| decode::map(n, "assets", &mut found)).unwrap_or(&[]) {
//!     let Some(mut fields) = MapReader::open(&asset.value, &FACTS, &mut found) else { continue };
//!     let path = fields.require("file", &mut found).and_then(|n| decode::text(n, "a file name", &mut found));
//!     let flip = fields.take("flip").and_then(|n| decode::flag(n, &mut found)).unwrap_or(false);
//!     fields.finish(&mut found); // `flipp`: unknown key; did you mean `flip`?
//!     assert_eq!((path, flip), (Some("beach.jpg"), false));
//! }
//! file.finish(&mut found);
//! assert_eq!(found.0[0].hints, ["did you mean `flip`?"]);
//! ```

use super::keys::{Keys, LANGUAGE};
use super::{Entry, Node, Value};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};

/// Takes the keys of a map one by one, by its table, and reports what is in no table.
#[derive(Debug)]
pub struct MapReader<'n> {
    keys: &'static Keys,
    span: Span,
    entries: &'n [Entry],
    taken: Vec<bool>,
    asked: Vec<&'static str>,
}

impl<'n> MapReader<'n> {
    /// Begins with a map.
    pub fn open(node: &'n Node, keys: &'static Keys, found: &mut Diagnostics) -> Option<Self> {
        let entries = map(node, keys.what, found)?;
        Some(Self { keys, span: node.span, entries, taken: vec![false; entries.len()], asked: Vec::new() })
    }

    /// The whole map.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// The entry of a key, key included.
    pub fn entry(&mut self, key: &'static str) -> Option<&'n Entry> {
        debug_assert!(self.keys.has(key), "{} has no `{key}` in its table", self.keys.what);
        self.asked.push(key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        self.taken[at] = true;
        Some(&self.entries[at])
    }

    /// The value of a key that may be missing.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value of a key that must be there.
    pub fn require(&mut self, key: &'static str, found: &mut Diagnostics) -> Option<&'n Node> {
        self.require_as(key, "…", found)
    }

    fn require_as(&mut self, key: &'static str, value: &str, found: &mut Diagnostics) -> Option<&'n Node> {
        let node = self.take(key);
        if node.is_none() {
            let message = format!("{} needs `{key}:`", self.keys.what);
            let diagnostic = Diagnostic::error(Code::MissingKey, message).at(self.head());
            found.push(diagnostic.hint(format!("add `{key}: {value}`")));
        }
        node
    }

    /// All entries that are not taken yet and whose key passes.
    pub fn take_where(&mut self, passes: impl Fn(&str) -> bool) -> Vec<&'n Entry> {
        let mut all = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if !self.taken[at] && passes(&entry.key) {
                self.taken[at] = true;
                all.push(entry);
            }
        }
        all
    }

    /// Reads `mimeo: 1` and `kind: …`, with which every file begins.
    pub fn header(&mut self, kind: &'static str, found: &mut Diagnostics) {
        if let Some(node) = self.require_as("mimeo", LANGUAGE, found)
            && let Some(version) = text(node, "the language's version", found)
            && version != LANGUAGE
        {
            let message = format!("version {} of the language is unknown", shown(version));
            found.push(Diagnostic::error(Code::BadValue, message).at(node.span).hint("write `mimeo: 1`"));
        }
        if let Some(node) = self.require_as("kind", kind, found)
            && let Some(word) = text(node, "the kind of the file", found)
            && word != kind
        {
            let message = format!("this file is read as `{kind}`, but says `{}`", shown(word));
            found.push(
                Diagnostic::error(Code::WrongKind, message)
                    .at(node.span)
                    .hint(format!("write `kind: {kind}`")),
            );
        }
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, found: &mut Diagnostics) {
        debug_assert!(
            self.keys.keys.iter().all(|key| self.asked.contains(&key.name)),
            "{}: its table has a key that nobody reads",
            self.keys.what
        );
        for (entry, _) in self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken) {
            let message = format!("{} has no key `{}`", self.keys.what, shown(&entry.key));
            let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(entry.key_span);
            let unspaced = entry.key.split_once(':').filter(|(key, _)| self.asked.contains(key));
            let hint = match unspaced {
                Some((key, value)) => {
                    format!("a space is missing after the colon: `{key}: {}`", shown(value))
                }
                None => match self.keys.misplaced {
                    Some((begin, hint)) if entry.key.starts_with(begin) => hint.to_owned(),
                    _ => suggest(&entry.key, &self.asked, "it takes"),
                },
            };
            found.push(diagnostic.hint(hint));
        }
    }

    /// Its first key: where to point when something is missing.
    fn head(&self) -> Span {
        self.entries.first().map_or(self.span, |entry| entry.key_span)
    }
}

/// A map's entries.
pub fn map<'n>(node: &'n Node, what: &str, found: &mut Diagnostics) -> Option<&'n [Entry]> {
    if node.as_map().is_none() {
        wrong_type(node, &format!("the keys of {what}"), found);
    }
    node.as_map()
}

/// A list's items.
pub fn list<'n>(node: &'n Node, what: &str, found: &mut Diagnostics) -> Option<&'n [Node]> {
    if node.as_list().is_none() {
        wrong_type(node, &format!("a list of {what}"), found);
    }
    node.as_list()
}

/// A list's items; a single scalar is a list of one.
pub fn one_or_more<'n>(node: &'n Node, what: &str, found: &mut Diagnostics) -> Option<&'n [Node]> {
    if node.as_str().is_some() { Some(std::slice::from_ref(node)) } else { list(node, what, found) }
}

/// A scalar's text.
pub fn text<'n>(node: &'n Node, what: &str, found: &mut Diagnostics) -> Option<&'n str> {
    if node.as_str().is_none() {
        wrong_type(node, what, found);
    }
    node.as_str()
}

/// A name: letters, digits, `-`, `_`, beginning with a letter.
pub fn name<'n>(node: &'n Node, what: &str, found: &mut Diagnostics) -> Option<&'n str> {
    let word = text(node, what, found)?;
    check_name(word, node.span, what, found).then_some(word)
}

/// Whether a word can be a name; says so if not.
pub fn check_name(word: &str, span: Span, what: &str, found: &mut Diagnostics) -> bool {
    if is_name(word) {
        return true;
    }
    let message = format!("`{}` cannot be {what}", shown(word));
    let hint = "names are letters, digits, `-` and `_`, and begin with a letter";
    found.push(Diagnostic::error(Code::BadValue, message).at(span).hint(hint));
    false
}

/// Letters, digits, `-`, `_`, beginning with a letter; at most 64.
#[must_use]
pub fn is_name(word: &str) -> bool {
    word.len() <= 64
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// One of some words.
pub fn word<T: Copy>(
    node: &Node,
    what: &str,
    words: &[(&'static str, T)],
    found: &mut Diagnostics,
) -> Option<T> {
    let text = text(node, what, found)?;
    one_of(text, node.span, what, words, found)
}

/// One of some words, for a text at a place.
pub fn one_of<T: Copy>(
    text: &str,
    span: Span,
    what: &str,
    words: &[(&'static str, T)],
    found: &mut Diagnostics,
) -> Option<T> {
    let known = words.iter().find(|(word, _)| *word == text);
    if known.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let message = format!("`{}` is not {what}", shown(text));
        found.push(Diagnostic::error(Code::UnknownWord, message).at(span).hint(suggest(
            text,
            &names,
            "it is one of",
        )));
    }
    known.map(|(_, value)| *value)
}

/// `true` or `false`.
pub fn flag(node: &Node, found: &mut Diagnostics) -> Option<bool> {
    let word = text(node, "`true` or `false`", found)?;
    match word {
        "true" => Some(true),
        "false" => Some(false),
        _ => {
            let hint = match word.to_ascii_lowercase().as_str() {
                "yes" | "on" | "y" | "true" | "1" => "write `true`",
                "no" | "off" | "n" | "false" | "0" => "write `false`",
                _ => "write `true` or `false`",
            };
            let message = format!("`{}` is neither `true` nor `false`", shown(word));
            found.push(Diagnostic::error(Code::UnknownWord, message).at(node.span).hint(hint));
            None
        }
    }
}

/// Says that something else was wanted. A map such as `{brand.ink}` gets its own words: it was meant as a text.
pub fn wrong_type(node: &Node, wanted: &str, found: &mut Diagnostics) {
    let diagnostic = match &node.value {
        Value::Broken => return,
        Value::Null => Diagnostic::error(Code::WrongType, format!("expected {wanted}, found nothing"))
            .hint("write a value, or delete the key"),
        Value::Map(entries) => match entries.as_slice() {
            [Entry { key, value: Node { value: Value::Null, .. }, .. }] => {
                let word = key.rsplit('.').next().unwrap_or(key);
                let hint = if key.starts_with('$') {
                    format!("write `{key}` without braces; within running text quote it: \"{{{key}}}\"")
                } else {
                    format!("names and roles are bare words: write `{}`", shown(word))
                };
                let message = format!("`{{{}}}` is a map in YAML; expected {wanted}", shown(key));
                Diagnostic::error(Code::WrongQuoting, message).hint(hint)
            }
            _ => Diagnostic::error(Code::WrongType, format!("expected {wanted}, found a map")).hint(
                if wanted.starts_with("a list") {
                    "write a line `- …` for each"
                } else {
                    "write one value; a text that begins with `{` must be quoted"
                },
            ),
        },
        Value::List(_) => Diagnostic::error(Code::WrongType, format!("expected {wanted}, found a list"))
            .hint(if wanted.starts_with("the keys") {
                "write `key: value` lines, without `- ` before them"
            } else {
                "a text that begins with `[` must be quoted"
            }),
        Value::Scalar(scalar) => {
            let message = format!("expected {wanted}, found `{}`", shown(&scalar.text));
            let hint = match scalar.text.split_once(':') {
                _ if wanted.starts_with("a list") => {
                    "write `[one, two]`, or a line `- …` for each".to_owned()
                }
                Some((key, value)) if is_name(key) && !scalar.quoted => {
                    format!("a space is missing after the colon: `{key}: {}`", shown(value))
                }
                _ => "write `key: value` lines below it, or `{ key: value }`".to_owned(),
            };
            Diagnostic::error(Code::WrongType, message).hint(hint)
        }
    };
    found.push(diagnostic.at(node.span));
}

/// `did you mean …?`, or all words that are known.
#[must_use]
pub fn suggest(word: &str, known: &[&str], lead: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none to choose from".into(),
        None => {
            let all: Vec<String> = known.iter().take(24).map(|k| format!("`{k}`")).collect();
            format!("{lead}: {}{}", all.join(", "), if known.len() > 24 { " …" } else { "" })
        }
    }
}

/// The known word that is a slip of the pen away.
#[must_use]
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let length = word.chars().count();
    if length > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let distance = |k: &str| strsim::osa_distance(&lower, &k.to_lowercase());
    let best = known.iter().map(|k| (distance(k), *k)).min_by_key(|(d, _)| *d)?;
    (best.0 <= (length / 3).max(1)).then_some(best.1)
}

/// A text for a message: never long.
#[must_use]
pub fn shown(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(59).chain(['…']).collect() }
}
