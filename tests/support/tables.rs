use mimeo::template::keys::{COMPONENT, KINDS, PROPERTIES, TEMPLATE};
use mimeo::yaml::keys::{Keys, Shape};
use mimeo::{brand, campaign};

/// Every table of keys that a file of the language can reach, each once.
pub(crate) fn tables() -> Vec<&'static Keys> {
    let mut all = Vec::new();
    for root in [&TEMPLATE, &COMPONENT, &brand::keys::KIT, &campaign::keys::CAMPAIGN] {
        table(root, &mut all);
    }
    let layers = KINDS.iter().chain(PROPERTIES.iter().map(|(_, key)| key));
    layers.for_each(|key| shape(key.takes, &mut all));
    all
}

fn table(keys: &'static Keys, all: &mut Vec<&'static Keys>) {
    if !all.iter().any(|known| std::ptr::eq(*known, keys)) {
        all.push(keys);
        keys.keys.iter().for_each(|key| shape(key.takes, all));
        keys.rest.iter().for_each(|rest| shape(rest.takes, all));
    }
}

fn shape(of: Shape, all: &mut Vec<&'static Keys>) {
    match of {
        Shape::Map(keys) => table(keys, all),
        Shape::Each(_, inner) | Shape::List(inner) | Shape::OneOrMore(inner) | Shape::Named(_, inner) => {
            shape(*inner, all);
        }
        Shape::Either(shapes) => shapes.iter().for_each(|one| shape(*one, all)),
        _ => {}
    }
}
