use super::scope::Reading;
use super::{Comparison, Expr, Operand, SlotKind};
use crate::diag::Code;
use crate::yaml::decode::{self, is_name, shown};
use crate::yaml::{Node, Piece};

/// Brackets within brackets.
const DEEPEST: usize = 32;
/// Names and comparisons in one condition; it bounds the tree's depth too.
const MOST_TERMS: usize = 64;

/// Words that name a property of the variant; no class may be called so.
pub(super) const PROPERTIES: [(&str, Operand); 7] = [
    ("aspect", Operand::Aspect),
    ("width", Operand::Width),
    ("height", Operand::Height),
    ("size", Operand::Size),
    ("locale", Operand::Locale),
    ("dir", Operand::Dir),
    ("brand", Operand::Brand),
];

const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];

/// Reads a condition: `or` binds loosest, then `and`, then `not`, then comparisons.
pub(super) fn condition(node: &Node, reading: &mut Reading) -> Option<Expr> {
    decode::text(node, "a condition", &mut reading.found)?;
    let piece = Piece::of(node)?;
    let tokens = tokens(piece);
    let mut parser =
        Parser { tokens, at: 0, terms: 0, end: piece.slice(piece.text.len(), piece.text.len()), reading };
    let expr = parser.either(0)?;
    match parser.peek() {
        None => Some(expr),
        Some(token) => {
            let hint = match token.text {
                "&&" => "write `and`",
                "||" => "write `or`",
                "!" => "write `not`",
                "=" => "write `==`",
                _ => "join conditions by `and` or `or`",
            };
            parser.fail(token, format!("`{}` is not expected here", shown(token.text)), hint)
        }
    }
}

/// Words, quoted words, operators and brackets.
fn tokens(piece: Piece<'_>) -> Vec<Piece<'_>> {
    let text = piece.text;
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let length = if matches!(c, '"' | '\'') {
            rest[1..].find(c).map_or(rest.len(), |n| n + 2)
        } else if is_word(c) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if ["==", "!=", "<=", ">=", "&&", "||"].iter().any(|two| rest.starts_with(two)) {
            2
        } else {
            c.len_utf8()
        };
        all.push(piece.slice(at, at + length));
        at += length;
    }
    all
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '.' | '-' | '_' | '@' | '%')
}

struct Parser<'n, 'r> {
    tokens: Vec<Piece<'n>>,
    at: usize,
    terms: usize,
    end: Piece<'n>,
    reading: &'r mut Reading,
}

/// What kind of value an operand has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Word,
}

impl<'n> Parser<'n, '_> {
    fn peek(&self) -> Option<Piece<'n>> {
        self.tokens.get(self.at).copied()
    }

    fn eat(&mut self, text: &str) -> bool {
        let hit = self.peek().is_some_and(|token| token.text == text);
        self.at += usize::from(hit);
        hit
    }

    fn fail<T>(&mut self, at: Piece<'_>, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.reading.found.push(at.error(Code::BadValue, message).hint(hint));
        None
    }

    fn either(&mut self, depth: usize) -> Option<Expr> {
        let mut left = self.both(depth)?;
        while self.eat("or") {
            left = Expr::Or(Box::new(left), Box::new(self.both(depth)?));
        }
        Some(left)
    }

    fn both(&mut self, depth: usize) -> Option<Expr> {
        let mut left = self.negated(depth)?;
        while self.eat("and") {
            left = Expr::And(Box::new(left), Box::new(self.negated(depth)?));
        }
        Some(left)
    }

    fn negated(&mut self, depth: usize) -> Option<Expr> {
        if depth > DEEPEST {
            let token = self.peek().unwrap_or(self.end);
            return self.fail(
                token,
                format!("brackets nest more than {DEEPEST} deep"),
                "split it into `classes:`",
            );
        }
        if self.eat("not") {
            return Some(Expr::Not(Box::new(self.negated(depth + 1)?)));
        }
        if self.eat("(") {
            let inner = self.either(depth + 1)?;
            if !self.eat(")") {
                let token = self.peek().unwrap_or(self.end);
                return self.fail(token, "`(` is never closed", "close it with `)`");
            }
            return Some(inner);
        }
        self.term()
    }

    fn term(&mut self) -> Option<Expr> {
        self.terms += 1;
        let Some(token) = self.peek() else {
            return self.fail(
                self.end,
                "the condition ends too early",
                "write what must be true, such as `not strip`",
            );
        };
        if self.terms > MOST_TERMS {
            return self.fail(
                token,
                format!("more than {MOST_TERMS} terms in one condition"),
                "split it into `classes:`",
            );
        }
        self.at += 1;
        let comparison = self.peek().and_then(|op| COMPARISONS.iter().find(|(word, _)| *word == op.text));
        let Some((_, comparison)) = comparison else { return self.alone(token) };
        let operator = self.peek()?;
        self.at += 1;
        let Some(right) = self.peek() else {
            return self.fail(
                self.end,
                "the right side of the comparison is missing",
                "write a number or a word",
            );
        };
        self.at += 1;
        let left_side = self.operand(token, true);
        let right_side = self.operand(right, false);
        let ((left_value, left_sort), (right_value, right_sort)) = (left_side?, right_side?);
        if left_sort != right_sort {
            let number = left_sort == Sort::Number;
            let hint = match left_value {
                _ if number => "compare it with a plain number, without a unit",
                Operand::Size => "compare it with a size, such as `320x50`",
                _ => "compare it with a word",
            };
            let what = if number { "a number" } else { "a word" };
            return self.fail(right, format!("`{}` is not {what}", shown(right.text)), hint);
        }
        if left_sort == Sort::Word && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            return self.fail(
                operator,
                format!("words have no order: `{}`", operator.text),
                "use `==` or `!=`",
            );
        }
        Some(Expr::Compare(left_value, *comparison, right_value))
    }

    /// A class, or `$slot`.
    fn alone(&mut self, token: Piece<'n>) -> Option<Expr> {
        if let Some(name) = token.text.strip_prefix('$') {
            if let Some((slot, _)) = name.split_once('.') {
                let hint = format!(
                    "compare it: `{} == dark`; or `${slot}` alone, for whether it is there",
                    token.text
                );
                return self.fail(token, format!("`{}` is not a condition", token.text), hint);
            }
            self.reading.value(name, token.span())?;
            return Some(Expr::Present(name.to_owned()));
        }
        if let Some(equals) = self.peek().filter(|next| next.text == "=") {
            return self.fail(equals, "`=` is not a comparison", "write `==`");
        }
        if PROPERTIES.iter().any(|(word, _)| *word == token.text) {
            let hint = format!("compare it, such as `{} == …`", token.text);
            return self.fail(token, format!("`{}` is not a condition", token.text), hint);
        }
        if matches!(token.text, "and" | "or" | "!" | "true" | "false") || !is_name(token.text) {
            let hint = match token.text {
                "!" => "write `not`",
                "true" => "leave `when:` out",
                "false" => "for a layer that some sizes do not show, write `when: not CLASS`",
                _ => "a condition is a class, `$slot`, or a comparison such as `width <= 340`",
            };
            return self.fail(token, format!("`{}` is not a condition", shown(token.text)), hint);
        }
        self.reading.class(token.text, token.span()).then(|| Expr::Class(token.text.to_owned()))
    }

    fn operand(&mut self, token: Piece<'n>, left: bool) -> Option<(Operand, Sort)> {
        let text = token.text;
        if let Some(name) = text.strip_prefix('$') {
            return self.fact(token, name);
        }
        if let Some((_, operand)) = PROPERTIES.iter().find(|(word, _)| *word == text) {
            let number = matches!(operand, Operand::Aspect | Operand::Width | Operand::Height);
            return Some((operand.clone(), if number { Sort::Number } else { Sort::Word }));
        }
        if let Some(inner) = text.strip_prefix(['"', '\'']) {
            if !text.chars().next().is_some_and(|quote| inner.ends_with(quote)) {
                return self.fail(token, "a quote is never closed", "close it with the same quote");
            }
            return Some((Operand::Word(inner[..inner.len() - 1].to_owned()), Sort::Word));
        }
        if let Some(value) = crate::yaml::measure::decimal(text) {
            if value.abs() > 1e9 {
                return self.fail(token, "the number is out of range", "at most 1,000,000,000");
            }
            let scaled = value * 1000.0;
            return Some((
                Operand::Number((scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i64),
                Sort::Number,
            ));
        }
        let word = text.starts_with(|c: char| c.is_alphanumeric()) && !matches!(text, "and" | "or" | "not");
        if word && !left {
            return Some((Operand::Word(text.to_owned()), Sort::Word));
        }
        let names: Vec<&str> = PROPERTIES.iter().map(|(word, _)| *word).collect();
        let hint = decode::suggest(text, &names, "compare `$slot`, or one of");
        self.fail(token, format!("`{}` cannot be compared", shown(text)), hint)
    }

    /// `$photo.scheme`, `$count`.
    fn fact(&mut self, token: Piece<'n>, name: &str) -> Option<(Operand, Sort)> {
        let (slot, fact) = match name.split_once('.') {
            Some((slot, fact)) => (slot, Some(fact)),
            None => (name, None),
        };
        let kind = self.reading.value(slot, token.slice(0, 1 + slot.len()).span())?;
        let sort = match (kind, fact) {
            (SlotKind::Image, Some("scheme")) => Sort::Word,
            (SlotKind::Number | SlotKind::Money, None) => Sort::Number,
            (SlotKind::Date | SlotKind::Url | SlotKind::Logo | SlotKind::Color, None) => Sort::Word,
            _ => {
                let hint = match kind {
                    SlotKind::Image => format!("write `${slot}.scheme`"),
                    SlotKind::Text | SlotKind::Legal => {
                        format!("a text is not compared; `${slot}` alone is true when it is there")
                    }
                    _ => format!("write `${slot}`"),
                };
                let message = format!("`{}` cannot be compared", shown(token.text));
                return self.fail(token, message, hint);
            }
        };
        Some((Operand::Fact { slot: slot.to_owned(), fact: fact.map(str::to_owned) }, sort))
    }
}
