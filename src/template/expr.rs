/// A total condition: it always has an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// `$slot`: has a value that is not empty.
    Present(String),
    /// A class of the template.
    Class(String),
    /// `a >= b`.
    Compare(Operand, Comparison, Operand),
    /// Both.
    And(Box<Expr>, Box<Expr>),
    /// One or both.
    Or(Box<Expr>, Box<Expr>),
    /// The opposite.
    Not(Box<Expr>),
}

/// What can be compared. Numbers compare with numbers, words with words by `==` and `!=` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// CSS width over height.
    Aspect,
    /// CSS width.
    Width,
    /// CSS height.
    Height,
    /// The size's name.
    Size,
    /// The locale's tag; equal also to its language alone.
    Locale,
    /// `ltr` or `rtl`.
    Dir,
    /// The kit's name.
    Brand,
    /// A fact of a picture, or the value of a slot that is neither text nor picture.
    Fact {
        /// The slot.
        slot: String,
        /// The fact, such as `scheme`.
        fact: Option<String>,
    },
    /// A number in thousandths.
    Number(i64),
    /// A bare or quoted word.
    Word(String),
}

/// How operands are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}
