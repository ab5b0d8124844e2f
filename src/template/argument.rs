use super::{ColorExpr, TextExpr};

/// A parameter's argument or default.
#[derive(Clone, Debug)]
pub enum Argument {
    /// For text, image and money: what would be written after `text:`.
    Text(TextExpr),
    /// For colours.
    Color(ColorExpr),
}
