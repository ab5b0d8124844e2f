use super::{Argument, Layer, Spanned};

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamKind {
    /// Running text.
    Text,
    /// A colour.
    Color,
    /// A picture's slot.
    Image,
    /// An amount's slot.
    Money,
}

impl ParamKind {
    /// All kinds with their words.
    pub const WORDS: [(&'static str, Self); 4] =
        [("text", Self::Text), ("color", Self::Color), ("image", Self::Image), ("money", Self::Money)];
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Spanned<String>,
    /// What it takes.
    pub kind: ParamKind,
    /// Taken when `with:` says nothing; without one the parameter must be given.
    pub default: Option<Argument>,
}

/// Layers with parameters. Sees no slots, and uses no component that uses it.
#[derive(Clone, Debug)]
pub struct Component {
    /// File name without `.yaml`.
    pub name: String,
    /// In the order written.
    pub params: Vec<Param>,
    /// Back to front.
    pub layers: Vec<Layer>,
}
