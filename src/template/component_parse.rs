use super::keys::{COMPONENT, PARAM};
use super::layer_parse;
use super::scope::Reading;
use super::with_parse::argument;
use super::{Component, Param, ParamKind, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::yaml::decode::{self, MapReader};
use crate::yaml::{Entry, Node};

/// Reads the head of a component: everything but its layers.
pub(super) fn params(root: &Node, reading: &mut Reading) -> Option<Vec<Param>> {
    let mut file = MapReader::open(root, &COMPONENT, &mut reading.found)?;
    file.header("component", &mut reading.found);
    let entries = file.take("params").and_then(|n| decode::map(n, "parameters", &mut reading.found));
    let params = entries.unwrap_or(&[]).iter().filter_map(|entry| param(entry, reading)).collect();
    file.require("layers", &mut reading.found);
    file.finish(&mut reading.found);
    Some(params)
}

fn param(entry: &Entry, reading: &mut Reading) -> Option<Param> {
    decode::check_name(&entry.key, entry.key_span, "a parameter's name", &mut reading.found);
    let name = Spanned { value: entry.key.clone(), span: entry.key_span };
    if entry.value.as_map().is_none() {
        let kind = decode::word(&entry.value, "a type of parameter", &ParamKind::WORDS, &mut reading.found)?;
        return Some(Param { name, kind, default: None });
    }
    let mut map = MapReader::open(&entry.value, &PARAM, &mut reading.found)?;
    let kind = map.require("type", &mut reading.found);
    let kind =
        kind.and_then(|n| decode::word(n, "a type of parameter", &ParamKind::WORDS, &mut reading.found));
    let default = map.take("default");
    map.finish(&mut reading.found);
    let kind = kind?;
    let default = default.and_then(|n| argument(n, kind, reading));
    Some(Param { name, kind, default })
}

/// Reads the layers, with the parameters in scope.
pub(super) fn component(
    name: &str,
    root: &Node,
    params: Vec<Param>,
    reading: &mut Reading,
) -> Option<Component> {
    let declared = root.get("params").and_then(Node::as_map).unwrap_or(&[]);
    reading.scope.broken_values = declared.iter().map(|entry| entry.key.clone()).collect();
    let layers = root.get("layers").and_then(|n| layer_parse::layers(n, reading))?;
    for param in &params {
        if !reading.used.contains(&param.name.value) {
            let message = format!("parameter `{}` is never used", param.name.value);
            let diagnostic = Diagnostic::warning(Code::Unused, message).at(param.name.span);
            reading.found.push(diagnostic.hint(format!("use `${}`, or delete it", param.name.value)));
        }
    }
    Some(Component { name: name.to_owned(), params, layers })
}
