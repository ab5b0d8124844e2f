use super::paint_parse::color;
use super::scope::Reading;
use super::text_parse::{Wanted, text_expr};
use super::{Argument, Param, ParamKind, Spanned};
use crate::diag::{Code, Diagnostic, Span};
use crate::yaml::Node;
use crate::yaml::decode::{self, shown, suggest};

/// Reads one argument or default of a kind.
pub(super) fn argument(node: &Node, kind: ParamKind, reading: &mut Reading) -> Option<Argument> {
    match kind {
        ParamKind::Color => color(node, reading).map(Argument::Color),
        ParamKind::Text => text_expr(node, Wanted::Running, reading).map(Argument::Text),
        ParamKind::Image => text_expr(node, Wanted::Image, reading).map(Argument::Text),
        ParamKind::Money => text_expr(node, Wanted::Money, reading).map(Argument::Text),
    }
}

/// Arguments, by parameter.
pub(super) type Arguments = Vec<(Spanned<String>, Spanned<Argument>)>;

/// Reads `with:` for a component. Names that were written with a faulty value count as given.
pub(super) fn arguments(
    node: &Node,
    component: Option<&str>,
    reading: &mut Reading,
) -> Option<(Arguments, Vec<String>)> {
    let entries = decode::map(node, "the arguments of a component", &mut reading.found)?;
    let params: Option<Vec<Param>> = component.and_then(|name| reading.scope.components.get(name)).cloned();
    let (mut all, mut given) = (Vec::new(), Vec::new());
    for entry in entries {
        given.push(entry.key.clone());
        // Of a component that is unknown or at fault nothing can be said.
        let Some(params) = &params else { continue };
        let Some(param) = params.iter().find(|param| param.name.value == entry.key) else {
            let names: Vec<&str> = params.iter().map(|param| param.name.value.as_str()).collect();
            let message =
                format!("component `{}` has no parameter `{}`", component.unwrap_or(""), shown(&entry.key));
            let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(entry.key_span);
            reading.found.push(diagnostic.hint(suggest(&entry.key, &names, "parameters are")));
            continue;
        };
        if let Some(value) = argument(&entry.value, param.kind, reading) {
            let name = Spanned { value: entry.key.clone(), span: entry.key_span };
            all.push((name, Spanned { value, span: entry.value.span }));
        }
    }
    Some((all, given))
}

/// Reports the parameters that a use leaves without a value.
pub(super) fn check_given(component: &str, given: &[String], at: Span, reading: &mut Reading) {
    let Some(params) = reading.scope.components.get(component) else {
        if !reading.scope.broken_components.contains(component) {
            let names: Vec<&str> = reading.scope.components.keys().map(String::as_str).collect();
            let message = format!("unknown component `{}`", shown(component));
            let diagnostic = Diagnostic::error(Code::UnknownName, message).at(at);
            reading.found.push(diagnostic.hint(suggest(component, &names, "components are")));
        }
        return;
    };
    for param in params.iter().filter(|param| param.default.is_none() && !given.contains(&param.name.value)) {
        let name = &param.name.value;
        let message = format!("component `{component}` needs `{name}`");
        let diagnostic = Diagnostic::error(Code::MissingKey, message).at(at);
        let hint = format!("add `with: {{ {name}: … }}`");
        reading.found.push(diagnostic.related(param.name.span, "declared here").hint(hint));
    }
}
