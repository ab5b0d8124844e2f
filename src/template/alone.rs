use super::scope::{Reading, Scope};
use super::{Expr, SlotKind, component_parse, expr_parse};
use crate::diag::Diagnostics;
use crate::yaml::Node;

/// Reads a condition outside a template, such as a campaign's `except:`. `values` are the names that it may write as
/// `$name`; classes are unknown there.
pub fn condition(node: &Node, values: &[&str], found: &mut Diagnostics) -> Option<Expr> {
    let values = values.iter().map(|name| ((*name).to_owned(), SlotKind::Url)).collect();
    let scope = Scope { values, noun: "axis", ..Scope::default() };
    let mut reading = Reading { scope, ..Reading::default() };
    let expr = expr_parse::condition(node, &mut reading);
    found.0.append(&mut reading.found.0);
    expr
}

/// The faults of a component by itself, without those of its callers. Classes and other components are taken on trust.
#[must_use]
pub fn check_component(root: &Node) -> Diagnostics {
    let mut reading = Reading::default();
    reading.scope.noun = "parameter";
    component_parse::params(root, &mut reading);
    reading.found
}
