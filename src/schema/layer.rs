use serde_json::{Map, Value, json};

use super::shape::{Definitions, whole};
use crate::template::Content;
use crate::template::keys::{KINDS, PROPERTIES};
use crate::template::patterns::in_class;
use crate::yaml::keys::Key;

/// A layer of any kind: the key that names its kind decides which others it takes.
pub(super) fn layer(all: &mut Definitions) -> Value {
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|kind| all.point(&format!("layer-{}", kind.name), |all| of_kind(kind, all)))
        .collect();
    let mut chosen: Vec<Value> = Vec::new();
    for (kind, schema) in KINDS.iter().zip(kinds) {
        // A key of another kind is refused twice: by `oneOf`, and by `additionalProperties` of this kind.
        chosen.push(json!({ "if": { "required": [kind.name] }, "then": schema }));
    }
    let named: Vec<Value> = Content::WORDS.iter().map(|word| json!({ "required": [word] })).collect();
    // Completion of a layer's first key, and its words.
    let properties: Map<String, Value> =
        KINDS.iter().map(|kind| (kind.name.to_owned(), json!({ "description": kind.about }))).collect();
    json!({ "type": "object", "properties": properties, "oneOf": named, "allOf": chosen })
}

fn of_kind(kind: &Key, all: &mut Definitions) -> Value {
    let word = kind.name;
    let properties = properties(kind, all);
    let override_name = format!("in-class-{word}");
    let inner: Map<String, Value> = properties
        .iter()
        .filter(|(key, _)| *key != "id")
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let changed = all.point(
        &override_name,
        |_| json!({ "type": "object", "properties": inner, "additionalProperties": false }),
    );
    let mut patterns = Map::new();
    let about = "What changes in creatives of this class; of all that hold, the class declared last wins.";
    let mut value = json!({ "description": about });
    if let (Value::Object(into), Value::Object(from)) = (&mut value, changed) {
        into.extend(from);
    }
    patterns.insert(whole(&in_class()), value);
    let mut schema = json!({
        "type": "object", "required": [word], "properties": properties, "patternProperties": patterns,
        "additionalProperties": false,
    });
    if let Some(rule) = path_rule(word) {
        schema["allOf"] = rule;
    }
    schema
}

/// The kind's own key and all that it takes.
fn properties(kind: &Key, all: &mut Definitions) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert(kind.name.to_owned(), all.key(kind));
    for (_, key) in PROPERTIES.iter().filter(|(of, _)| of.takes(kind.name)) {
        properties.insert(key.name.to_owned(), all.key(key));
    }
    properties
}

/// `path:` and `view:` stand by `shape: path` and `clip: path`, always and only there.
fn path_rule(kind: &str) -> Option<Value> {
    let by = match kind {
        "shape" => "shape",
        "use" => return None,
        _ => "clip",
    };
    let path: Map<String, Value> = [(by.to_owned(), json!({ "const": "path" }))].into_iter().collect();
    Some(json!([{
        "if": { "required": [by], "properties": path },
        "then": { "required": ["path", "view"] },
        "else": { "properties": { "path": false, "view": false } },
    }]))
}
