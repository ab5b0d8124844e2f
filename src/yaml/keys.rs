//! What maps hold, as tables: the readers take keys by them ([`super::decode::MapReader`]), and the JSON Schema is
//! written from them, so that neither knows a key that the other does not.

/// The keys of one kind of map.
#[derive(Debug)]
pub struct Keys {
    /// What the map is, for messages: `a slot`.
    pub what: &'static str,
    /// In the order in which people should see them.
    pub keys: &'static [Key],
    /// Keys that are no fixed words.
    pub rest: Option<Rest>,
    /// Keys that people write here and that belong elsewhere: how they begin, and the hint.
    pub misplaced: Option<(&'static str, &'static str)>,
}

impl Keys {
    /// A map of fixed keys.
    #[must_use]
    pub const fn new(what: &'static str, keys: &'static [Key]) -> Self {
        Self { what, keys, rest: None, misplaced: None }
    }

    /// With keys that people choose.
    #[must_use]
    pub const fn and(self, rest: Rest) -> Self {
        Self { rest: Some(rest), ..self }
    }

    /// With a hint for unknown keys that begin so.
    #[must_use]
    pub const fn misplaced(self, begin: &'static str, hint: &'static str) -> Self {
        Self { misplaced: Some((begin, hint)), ..self }
    }

    /// Whether it has a key.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.name == name)
    }
}

/// Keys that people choose, such as `in CLASS`.
#[derive(Debug)]
pub struct Rest {
    /// The pattern that they match, as a regular expression.
    pub names: Pattern,
    /// What they mean.
    pub about: &'static str,
    /// What they take.
    pub takes: Shape,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// One sentence with units, as editors show it.
    pub about: &'static str,
    /// What it takes.
    pub takes: Shape,
    /// Whether the map needs it.
    pub required: bool,
    /// Values as somebody would write them.
    pub examples: &'static [&'static str],
}

impl Key {
    /// A key that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, takes: Shape, about: &'static str) -> Self {
        Self { name, about, takes, required: false, examples: &[] }
    }

    /// The same key where it must be there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// With examples.
    #[must_use]
    pub const fn such_as(self, examples: &'static [&'static str]) -> Self {
        Self { examples, ..self }
    }
}

/// Writes a regular expression, without anchors, from the words that the readers know.
pub type Pattern = fn() -> String;

/// What a value looks like: at least all that the readers accept, and no word that they do not know.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any scalar.
    Text,
    /// A text that matches. What YAML takes for a number is no text: see the two that follow.
    Like(Pattern),
    /// A bare `0`.
    Zero,
    /// A bare number.
    Number,
    /// One of some words.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number within bounds.
    Whole(u32, u32),
    /// A number within bounds.
    Between(f64, f64),
    /// A plain number within bounds, or a percentage of it.
    Ratio(f64, f64),
    /// A map with keys of its own.
    Map(&'static Keys),
    /// A map from names (matching the first) to values.
    Each(Pattern, &'static Shape),
    /// A list.
    List(&'static Shape),
    /// A list, or one scalar alone.
    OneOrMore(&'static Shape),
    /// Any of some.
    Either(&'static [Shape]),
    /// A shape that has a name, and is written once.
    Named(&'static str, &'static Shape),
    /// What the schema defines by this name; shapes that hold themselves refer to it so.
    Defined(&'static str),
}

/// The words of a table.
#[must_use]
pub const fn words<T: Copy, const N: usize>(table: [(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = table[at].0;
        at += 1;
    }
    words
}

/// Any of some words, as a regular expression.
#[must_use]
pub fn any_of(words: &[&str]) -> String {
    let plain: Vec<String> = words.iter().map(|word| word.replace('.', "\\.")).collect();
    format!("({})", plain.join("|"))
}

/// Letters, digits, `-`, `_`, beginning with a letter; at most 64: [`super::decode::is_name`].
#[must_use]
pub fn name() -> String {
    "[A-Za-z][A-Za-z0-9_-]{0,63}".to_owned()
}

/// A plain decimal number: [`super::measure::decimal`].
#[must_use]
pub fn number() -> String {
    r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)".to_owned()
}

/// A percentage.
#[must_use]
pub fn percent() -> String {
    format!("{}%", number())
}

/// A length: [`crate::geom::Length::parse`].
#[must_use]
pub fn length() -> String {
    format!(r"([-+]?(0+\.?0*|\.0+)|{}{})", number(), any_of(&words(crate::geom::Unit::WORDS)))
}

/// A name as a shape.
pub const NAME: Shape = Shape::Named("name", &Shape::Like(name));
/// A length as a shape.
pub const LENGTH: Shape = Shape::Named("length", &Shape::Either(&[Shape::Like(length), Shape::Zero]));

/// The version of the language.
pub const LANGUAGE: &str = "1";

/// `mimeo: 1`, with which every file begins.
pub const VERSION: Key = Key::new("mimeo", Shape::Words(&[LANGUAGE]), "Version of the language.").required();

/// `kind:`, what the file is.
#[must_use]
pub const fn kind(word: &'static [&'static str; 1]) -> Key {
    Key::new("kind", Shape::Words(word), "What the file is.").required()
}
