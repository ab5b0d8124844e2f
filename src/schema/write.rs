use serde_json::{Value, json};

use super::Kind;
use super::layer::layer;
use super::shape::{Definitions, pointer};

/// The schema of one kind of file; of all kinds, chosen by `kind:`, when none is named.
#[must_use]
pub fn schema(kind: Option<Kind>) -> Value {
    let mut all = Definitions::default();
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.map_or("Mimeo".to_owned(), |kind| format!("Mimeo: {}", kind.word())),
    });
    let chosen: Vec<Kind> =
        kind.map_or_else(|| Kind::WORDS.map(|(_, kind)| kind).to_vec(), |kind| vec![kind]);
    if chosen.iter().any(|kind| matches!(kind, Kind::Template | Kind::Component)) {
        all.point("layer", layer);
    }
    for kind in &chosen {
        let made = all.map(kind.keys());
        all.0.insert(kind.word().to_owned(), made);
    }
    match chosen.as_slice() {
        [only] => root["$ref"] = json!(format!("#/$defs/{}", only.word())),
        _ => {
            let words: Vec<&str> = chosen.iter().map(|kind| kind.word()).collect();
            let branch = |kind: &Kind| {
                json!({
                    "if": { "required": ["kind"], "properties": { "kind": { "const": kind.word() } } },
                    "then": pointer(kind.word()),
                })
            };
            root["type"] = json!("object");
            root["required"] = json!(["mimeo", "kind"]);
            root["properties"] = json!({
                "mimeo": { "description": "Version of the language.", "enum": [1, "1"] },
                "kind": { "description": "What the file is.", "enum": words },
            });
            root["allOf"] = chosen.iter().map(branch).collect();
        }
    }
    rules(&mut all);
    root["$defs"] = json!(all.0);
    root
}

/// What two keys say together, and the tables cannot.
fn rules(all: &mut Definitions) {
    // Only texts have a most number of characters, and plural forms.
    if let Some(slot) = all.0.get_mut("slot") {
        slot["if"] = json!({ "properties": { "type": { "enum": ["text", "legal"] } } });
        slot["else"] = json!({ "properties": { "max": false, "count": false } });
    }
}
