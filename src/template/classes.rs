use super::{Class, Comparison, Expr, Operand};
use crate::variant::CreativeSize;

/// Which classes a size belongs to, in the order of `classes:`. Exact: sides and ratios are compared as whole numbers.
#[must_use]
pub fn true_classes(classes: &[Class], size: CreativeSize) -> Vec<bool> {
    let mut known: Vec<(&str, bool)> = Vec::with_capacity(classes.len());
    for class in classes {
        let holds = holds(&class.when, size, &known);
        known.push((&class.name.value, holds));
    }
    known.into_iter().map(|(_, holds)| holds).collect()
}

fn holds(expr: &Expr, size: CreativeSize, known: &[(&str, bool)]) -> bool {
    match expr {
        Expr::And(a, b) => holds(a, size, known) && holds(b, size, known),
        Expr::Or(a, b) => holds(a, size, known) || holds(b, size, known),
        Expr::Not(a) => !holds(a, size, known),
        Expr::Class(name) => known.iter().any(|(class, holds)| class == name && *holds),
        Expr::Compare(a, comparison, b) => match (fraction(a, size), fraction(b, size)) {
            (Some((a_over, a_under)), Some((b_over, b_under))) => {
                let (left, right) = (a_over * b_under, b_over * a_under);
                comparison.holds(left.cmp(&right))
            }
            _ => false,
        },
        Expr::Present(_) => false,
    }
}

/// Numerator and positive denominator.
fn fraction(operand: &Operand, size: CreativeSize) -> Option<(i128, i128)> {
    let (w, h) = (i128::from(size.css().w()), i128::from(size.css().h()));
    match operand {
        Operand::Aspect => Some((w, h)),
        Operand::Width => Some((w, 1)),
        Operand::Height => Some((h, 1)),
        Operand::Number(thousandths) => Some((i128::from(*thousandths), 1000)),
        Operand::Size | Operand::Locale | Operand::Dir | Operand::Brand => None,
        Operand::Fact { .. } | Operand::Word(_) => None,
    }
}

impl Comparison {
    /// Whether it is true of two values that compare so.
    #[must_use]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}
