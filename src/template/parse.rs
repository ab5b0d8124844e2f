use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::paint_parse::paint;
use super::root_parse::{Head, head};
use super::scope::{Reading, Scope};
use super::text_parse::scheme;
use super::{Component, Param, Spanned, Template, check, component_parse, layer_parse};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId};
use crate::yaml::decode::is_name;
use crate::yaml::{Limits, Node, read_into};

/// A template and the components that it may use, as text.
#[derive(Clone, Debug)]
pub struct TemplateSource {
    /// The folder's name.
    pub name: String,
    /// `template.yaml`.
    pub template: (SourceId, Arc<str>),
    /// Each component's name (its file's, without `.yaml`), and its text. Of two with one name the first counts: put
    /// the template's own before the shared ones.
    pub components: Vec<(String, SourceId, Arc<str>)>,
}

/// A template without faults, and what is odd about it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The template.
    pub template: Template,
    /// Never errors.
    pub warnings: Diagnostics,
}

/// Reads a template and its components.
///
/// # Errors
/// All faults of all files, in the order of their places.
pub fn parse(source: &TemplateSource) -> Outcome<Parsed> {
    let limits = Limits::default();
    let mut found = Diagnostics::new();
    let root = read_into(&source.template.1, source.template.0, &limits, &mut found);
    let (components, mut broken) = read_components(source, &limits, &mut found);
    let mut signatures = BTreeMap::new();
    for (name, root) in &components {
        match head_of_component(root, &mut found) {
            Some(params) => drop(signatures.insert(name.clone(), params)),
            None => drop(broken.insert(name.clone())),
        }
    }
    let Some(root) = root else { return Err(found.sorted()) };
    let mut reading = Reading::default();
    reading.scope.noun = "slot";
    let head = head(&root, &mut reading).unwrap_or_default();
    reading.scope.values = head.slots.iter().map(|slot| (slot.name.value.clone(), slot.kind)).collect();
    reading.scope.components = signatures;
    reading.scope.broken_components = broken;
    let mut template = body(source, head, &root, &mut reading);
    let mut used_classes = std::mem::take(&mut reading.used_classes);
    let used_slots = std::mem::take(&mut reading.used);
    for (name, root) in &components {
        let Some(params) = reading.scope.components.get(name).cloned() else { continue };
        let mut inner = Reading { scope: component_scope(&reading.scope, &params), ..Reading::default() };
        let component = component_parse::component(name, root, params, &mut inner);
        if let Some(component) = component {
            check::ids(&component.layers, &mut inner.found);
            template.components.insert(name.clone(), component);
        }
        used_classes.extend(inner.used_classes);
        found.0.extend(inner.found.0);
    }
    found.0.append(&mut reading.found.0);
    check::ids(&template.layers, &mut found);
    check::components(&template, &mut found);
    if !found.has_errors() {
        check::slots(&template, &used_slots, &mut found);
        check::classes(&template, &used_classes, &mut found);
        keep_used(&mut template);
    }
    let found = found.sorted();
    if found.has_errors() { Err(found) } else { Ok(Parsed { template, warnings: found }) }
}

type Components = BTreeMap<String, Node>;

/// The components' trees, and the names of those that are no YAML.
fn read_components(
    source: &TemplateSource,
    limits: &Limits,
    found: &mut Diagnostics,
) -> (Components, BTreeSet<String>) {
    let (mut trees, mut broken) = (Components::new(), BTreeSet::new());
    for (name, id, text) in &source.components {
        if trees.contains_key(name) || broken.contains(name) {
            continue;
        }
        if !is_name(name) {
            let diagnostic =
                Diagnostic::error(Code::BadValue, format!("`{name}` cannot be a component's name"));
            found.push(
                diagnostic.hint("a file's name is letters, digits, `-` and `_`, and begins with a letter"),
            );
            continue;
        }
        match read_into(text, *id, limits, found) {
            Some(root) => drop(trees.insert(name.clone(), root)),
            None => drop(broken.insert(name.clone())),
        }
    }
    (trees, broken)
}

fn head_of_component(root: &Node, found: &mut Diagnostics) -> Option<Vec<Param>> {
    let mut reading = Reading::default();
    reading.scope.noun = "parameter";
    let params = component_parse::params(root, &mut reading);
    found.0.append(&mut reading.found.0);
    params
}

/// What a component sees: its parameters, the template's classes, other components; no slots.
fn component_scope(outer: &Scope, params: &[Param]) -> Scope {
    Scope {
        values: params.iter().map(|param| (param.name.value.clone(), param.kind.slot_kind())).collect(),
        broken_values: BTreeSet::new(),
        noun: "parameter",
        classes: outer.classes.clone(),
        components: outer.components.clone(),
        broken_components: outer.broken_components.clone(),
    }
}

/// What is painted.
fn body(source: &TemplateSource, head: Head, root: &Node, reading: &mut Reading) -> Template {
    let scheme = root.get("scheme").and_then(|n| scheme(n, reading));
    let background = root.get("background").filter(|n| n.as_str() != Some("transparent"));
    let background = background.and_then(|n| Some(Spanned { value: paint(n, reading)?, span: n.span }));
    let layers = root.get("layers").and_then(|n| layer_parse::layers(n, reading)).unwrap_or_default();
    Template {
        name: source.name.clone(),
        slots: head.slots,
        sizes: head.sizes,
        classes: head.classes,
        scheme: scheme.map(|(value, span)| Spanned { value, span }),
        background,
        layers,
        components: BTreeMap::new(),
        drawings: BTreeMap::new(),
    }
}

/// Drops the shared components that this template does not use, so that they are no part of what it is.
fn keep_used(template: &mut Template) {
    let mut wanted: Vec<String> = check::uses(&template.layers);
    let mut kept: BTreeMap<String, Component> = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        if let Some(component) = template.components.remove(&name) {
            wanted.extend(check::uses(&component.layers));
            kept.insert(name, component);
        }
    }
    template.components = kept;
}
