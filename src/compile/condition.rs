use std::cmp::Ordering;

use super::scope::Facts;
use crate::template::{Comparison, Expr, Operand};

/// What an operand is worth.
enum Value {
    Number(i64),
    Word(String),
    /// A tag that equals itself and its language.
    Tag(String, String),
    /// A slot without a value.
    Nothing,
}

/// Whether a condition holds; total, because the checker has refused everything else.
pub(super) fn holds(expr: &Expr, facts: &mut Facts<'_>) -> bool {
    match expr {
        Expr::Present(slot) => facts.present(slot),
        Expr::Class(name) => facts.in_class(name),
        Expr::Compare(left, how, right) => {
            let (left, right) = (value(left, facts), value(right, facts));
            compare(&left, *how, &right)
        }
        // Both sides are looked at, so that the axes do not depend on the values met.
        Expr::And(a, b) => holds(a, facts) & holds(b, facts),
        Expr::Or(a, b) => holds(a, facts) | holds(b, facts),
        Expr::Not(a) => !holds(a, facts),
    }
}

fn value(operand: &Operand, facts: &mut Facts<'_>) -> Value {
    match operand {
        Operand::Width => Value::Number(i64::from(facts.css().w()) * 1000),
        Operand::Height => Value::Number(i64::from(facts.css().h()) * 1000),
        Operand::Aspect => Value::Number(i64::from(facts.css().w()) * 1000 / i64::from(facts.css().h())),
        Operand::Size => Value::Word(facts.size_name().to_owned()),
        Operand::Locale => {
            let locale = facts.locale();
            Value::Tag(locale.as_str().to_owned(), locale.language().to_owned())
        }
        Operand::Dir => Value::Word(facts.locale().direction().word().to_owned()),
        Operand::Brand => Value::Word(facts.brand().to_owned()),
        Operand::Number(n) => Value::Number(*n),
        Operand::Word(word) => Value::Word(word.clone()),
        Operand::Fact { slot, fact } => match facts.fact(slot, fact.as_deref()) {
            Some(word) => match word.parse::<f64>() {
                Ok(number) => Value::Number((number * 1000.0) as i64),
                Err(_) => Value::Word(word),
            },
            None => Value::Nothing,
        },
    }
}

fn compare(left: &Value, how: Comparison, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Word(a), Value::Word(b)) => (a == b).then_some(Ordering::Equal),
        (Value::Tag(tag, language), Value::Word(word)) | (Value::Word(word), Value::Tag(tag, language)) => {
            (word == tag || word == language).then_some(Ordering::Equal)
        }
        _ => None,
    };
    match how {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::NotEqual => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}
