use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::yaml::keys::{Key, Keys, Shape, number, percent};

/// What is written once and pointed to: definitions by name.
#[derive(Debug, Default)]
pub(super) struct Definitions(pub(super) BTreeMap<String, Value>);

impl Definitions {
    /// A pointer to a definition, which is made when it is not there yet.
    pub(super) fn point(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(name) {
            // Known before it is made: layers hold layers.
            self.0.insert(name.to_owned(), Value::Null);
            let made = make(self);
            self.0.insert(name.to_owned(), made);
        }
        pointer(name)
    }

    /// A key with its words for people.
    pub(super) fn key(&mut self, key: &Key) -> Value {
        let mut all = Map::new();
        all.insert("description".to_owned(), json!(key.about));
        if let Value::Object(value) = self.shape(key.takes) {
            all.extend(value);
        }
        if !key.examples.is_empty() {
            all.insert("examples".to_owned(), json!(key.examples));
        }
        Value::Object(all)
    }

    /// A map with fixed keys.
    pub(super) fn map(&mut self, keys: &Keys) -> Value {
        let properties = keys.keys.iter().map(|key| (key.name.to_owned(), self.key(key)));
        let properties: Map<String, Value> = properties.collect();
        let required = keys.keys.iter().filter(|key| key.required).map(|key| key.name);
        let required: Vec<&str> = required.collect();
        let mut map = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            map["required"] = json!(required);
        }
        if let Some(rest) = &keys.rest {
            let key = Key::new("", rest.takes, rest.about);
            let mut patterns = Map::new();
            patterns.insert(whole(&(rest.names)()), self.key(&key));
            map["patternProperties"] = Value::Object(patterns);
        }
        map
    }

    pub(super) fn shape(&mut self, shape: Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": ["string", "number", "boolean"] }),
            Shape::Like(pattern) => json!({ "type": "string", "pattern": whole(&pattern()) }),
            Shape::Zero => json!({ "const": 0 }),
            Shape::Number => json!({ "type": "number" }),
            Shape::Words(words) => one_of(words),
            Shape::Flag => json!({ "enum": [true, false, "true", "false"] }),
            Shape::Whole(least, most) => json!({ "anyOf": [
                { "type": "integer", "minimum": least, "maximum": most },
                { "type": "string", "pattern": "^(0|[1-9][0-9]*)$" },
            ] }),
            Shape::Between(least, most) => json!({ "anyOf": [
                { "type": "number", "minimum": least, "maximum": most },
                { "type": "string", "pattern": whole(&number()) },
            ] }),
            Shape::Ratio(least, most) => json!({ "anyOf": [
                { "type": "number", "minimum": least, "maximum": most },
                { "type": "string", "pattern": format!("^{}?$", percent()) },
            ] }),
            Shape::Map(keys) => self.point(&title(keys.what), |all| all.map(keys)),
            Shape::Each(names, value) => {
                let mut patterns = Map::new();
                patterns.insert(whole(&names()), self.shape(*value));
                json!({ "type": "object", "patternProperties": patterns, "additionalProperties": false })
            }
            Shape::List(item) => json!({ "type": "array", "items": self.shape(*item) }),
            Shape::OneOrMore(item) => {
                let one = self.shape(*item);
                json!({ "anyOf": [one, { "type": "array", "items": one }] })
            }
            Shape::Either(shapes) => {
                let any: Vec<Value> = shapes.iter().map(|shape| self.shape(*shape)).collect();
                json!({ "anyOf": any })
            }
            Shape::Named(name, shape) => self.point(name, |all| all.shape(*shape)),
            Shape::Defined(name) => pointer(name),
        }
    }
}

pub(super) fn pointer(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// `a slot` is called `slot`.
fn title(what: &str) -> String {
    let words = what.trim_matches('`').trim_end_matches([':', '`']);
    let words = words.trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ");
    words.replace(' ', "-")
}

/// The whole text must match.
pub(super) fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

/// One of some words. A bare `1` is a number in YAML, but the word `1` to the readers.
fn one_of(words: &[&str]) -> Value {
    let mut values: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    values.extend(words.iter().filter_map(|word| word.parse::<u32>().ok()).map(|number| json!(number)));
    match values.as_slice() {
        [only] => json!({ "const": only }),
        _ => json!({ "enum": values }),
    }
}
