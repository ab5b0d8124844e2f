use std::collections::{BTreeMap, BTreeSet};

use super::classes::true_classes;
use super::{Component, Content, Layer, SizeDecl, Spanned, Template};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::yaml::decode::{shown, suggest};

/// More layers than a creative ever has, once all components are put in their places.
const MOST_LAYERS: u64 = 5_000;

/// Ids are unique in their file, and `apart:` and `clear:` name them.
pub(super) fn ids(layers: &[Layer], found: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    each_layer(layers, false, &mut |layer| {
        let Some(id) = &layer.id else { return };
        if let Some(first) = known.get(id.value.as_str()) {
            let message = format!("id `{}` stands twice", id.value);
            let diagnostic = Diagnostic::error(Code::DuplicateKey, message).at(id.span);
            found.push(diagnostic.related(first.span, "first here").hint("rename one of them"));
        } else {
            known.insert(&id.value, id);
        }
    });
    each_layer(layers, true, &mut |layer| {
        known.extend(layer.id.as_ref().map(|id| (id.value.as_str(), id)));
    });
    let names: Vec<&str> = known.keys().copied().collect();
    each_layer(layers, true, &mut |layer| {
        let every = layer.every_props();
        for id in every.flat_map(|props| props.apart.iter().chain(&props.clear)).flatten() {
            if !known.contains_key(id.value.as_str()) {
                let message = format!("no layer has the id `{}`", shown(&id.value));
                let diagnostic = Diagnostic::error(Code::UnknownName, message).at(id.span);
                found.push(diagnostic.hint(suggest(&id.value, &names, "ids are")));
            }
        }
    });
}

/// Every layer, those within stacks too; with `overrides`, also those that a class puts into a stack.
pub(super) fn each_layer<'a>(layers: &'a [Layer], overrides: bool, visit: &mut impl FnMut(&'a Layer)) {
    let mut waiting: Vec<&Layer> = layers.iter().rev().collect();
    while let Some(layer) = waiting.pop() {
        visit(layer);
        if overrides {
            for (_, props) in layer.overrides.iter().rev() {
                waiting.extend(props.layers.iter().flatten().rev());
            }
        }
        waiting.extend(layer.props.layers.iter().flatten().rev());
    }
}

/// The components that layers use, with the places.
fn places_of_use(layers: &[Layer]) -> Vec<Spanned<String>> {
    let mut all = Vec::new();
    each_layer(layers, true, &mut |layer| {
        for props in layer.every_props() {
            if let Some(Spanned { value: Content::Use(name), span }) = &props.content {
                all.push(Spanned { value: name.clone(), span: *span });
            }
        }
    });
    all
}

/// The names of the components that layers use.
pub(super) fn uses(layers: &[Layer]) -> Vec<String> {
    places_of_use(layers).into_iter().map(|used| used.value).collect()
}

/// Components use no component that uses them, and the creative stays small once all are in place.
pub(super) fn components(template: &Template, found: &mut Diagnostics) {
    let all = &template.components;
    let mut waiting: BTreeMap<&str, Vec<Spanned<String>>> =
        all.iter().map(|(name, component)| (name.as_str(), places_of_use(&component.layers))).collect();
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    // Those whose parts are all known are settled, again and again; what is left over goes round in circles.
    loop {
        let ready: Vec<&str> = waiting
            .iter()
            .filter(|(_, uses)| !uses.iter().any(|used| waiting.contains_key(used.value.as_str())))
            .map(|(name, _)| *name)
            .collect();
        if ready.is_empty() {
            break;
        }
        for name in ready {
            let parts = waiting.remove(name).unwrap_or_default();
            let size = all.get(name).map_or(0, |component| count(&component.layers, &parts, &sizes));
            sizes.insert(name, size);
        }
    }
    circles(&waiting, all, found);
    let whole = count(&template.layers, &places_of_use(&template.layers), &sizes);
    if whole > MOST_LAYERS {
        let message = format!("with its components the template has more than {MOST_LAYERS} layers");
        let at = template.layers.first().map(|layer| layer.span);
        let mut diagnostic =
            Diagnostic::error(Code::TooLarge, message).hint("components multiply: use fewer within others");
        diagnostic.span = at;
        found.push(diagnostic);
    }
}

fn count(layers: &[Layer], uses: &[Spanned<String>], sizes: &BTreeMap<&str, u64>) -> u64 {
    let mut own = 0_u64;
    each_layer(layers, true, &mut |_| own += 1);
    let parts = uses.iter().filter_map(|used| sizes.get(used.value.as_str()));
    parts.fold(own, |sum, part| sum.saturating_add(*part))
}

/// Reports each circle once.
fn circles(
    waiting: &BTreeMap<&str, Vec<Spanned<String>>>,
    all: &BTreeMap<String, Component>,
    found: &mut Diagnostics,
) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for start in waiting.keys() {
        let mut path: Vec<(&str, &Spanned<String>)> = Vec::new();
        let mut name = *start;
        while !seen.contains(name) {
            seen.insert(name);
            let next = waiting
                .get(name)
                .and_then(|u| u.iter().find(|used| waiting.contains_key(used.value.as_str())));
            let Some(next) = next else { break };
            path.push((name, next));
            name = all.get_key_value(next.value.as_str()).map_or("", |(name, _)| name.as_str());
            if let Some(at) = path.iter().position(|(before, _)| *before == name) {
                let names: Vec<&str> = path[at..].iter().map(|(name, _)| *name).chain([name]).collect();
                let message = format!("components use one another in a circle: {}", names.join(" → "));
                let diagnostic = Diagnostic::error(Code::BadValue, message).at(path[at].1.span);
                found.push(diagnostic.hint("a component cannot contain itself: take one `use:` out"));
            }
        }
    }
}

/// Warns of classes to which no size of the template belongs, and of those that nothing asks for.
pub(super) fn classes(template: &Template, used: &BTreeSet<String>, found: &mut Diagnostics) {
    let truths: Vec<Vec<bool>> =
        template.sizes.iter().map(|SizeDecl { size, .. }| true_classes(&template.classes, *size)).collect();
    for (n, class) in template.classes.iter().enumerate() {
        let name = &class.name.value;
        if !truths.is_empty() && !truths.iter().any(|of_size| of_size.get(n) == Some(&true)) {
            let message = format!("no size of the template belongs to class `{name}`");
            let diagnostic = Diagnostic::warning(Code::Unused, message).at(class.name.span);
            found.push(diagnostic.hint("correct its condition, add a size, or delete it"));
        } else if !used.contains(name) {
            let diagnostic = Diagnostic::warning(Code::Unused, format!("class `{name}` is never used"));
            found.push(diagnostic.at(class.name.span).hint(format!("use `in {name}:`, or delete it")));
        }
    }
}

/// Warns of slots that nothing shows.
pub(super) fn slots(template: &Template, used: &BTreeSet<String>, found: &mut Diagnostics) {
    for slot in template.slots.iter().filter(|slot| !used.contains(&slot.name.value)) {
        let name = &slot.name.value;
        let diagnostic = Diagnostic::warning(Code::Unused, format!("slot `{name}` is never used"));
        found.push(diagnostic.at(slot.name.span).hint(format!("use `${name}`, or delete it")));
    }
}

impl Template {
    /// Every file that `svg:` names, with the places: what must be read before the template can be bound.
    #[must_use]
    pub fn named_drawings(&self) -> Vec<Spanned<String>> {
        let mut all = Vec::new();
        collect(&self.layers, &mut all);
        for component in self.components.values() {
            collect(&component.layers, &mut all);
        }
        all
    }
}

fn collect(layers: &[Layer], into: &mut Vec<Spanned<String>>) {
    each_layer(layers, true, &mut |layer| {
        for props in layer.every_props() {
            if let Some(Spanned { value: Content::Svg(path), span }) = &props.content {
                into.push(Spanned { value: path.clone(), span: *span });
            }
        }
    });
}
