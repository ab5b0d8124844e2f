use serde_json::{Map, Value, json};

use super::{Campaign, Output, Variant};
use crate::compile::{Inputs, SlotInput};
use crate::digest::Digest;
use crate::template::{SlotKind, Template};

/// What a file was made from, for `mimeo explain`: size, locale, what each slot got and where that came from, and how the
/// file was to be written.
#[must_use]
pub fn provenance(template: &Template, inputs: &Inputs, variant: &Variant, output: Output) -> Value {
    let request = &variant.request;
    let mut slots = Map::new();
    for slot in &template.slots {
        let name = &slot.name.value;
        let of_name = SlotInput::Key(name.clone());
        let guessed = matches!(slot.kind, SlotKind::Text | SlotKind::Legal | SlotKind::Url);
        let input = request.slots.get(name).or(guessed.then_some(&of_name));
        let value = input.and_then(|input| value(slot.kind, input, inputs, variant));
        slots.insert(name.clone(), value.unwrap_or(Value::Null));
    }
    json!({
        "size": request.size, "locale": request.locale.as_str(), "slots": slots,
        "output": { "format": output.format.word(), "quality": output.quality, "max_bytes": output.max_bytes },
    })
}

fn value(kind: SlotKind, input: &SlotInput, inputs: &Inputs, variant: &Variant) -> Option<Value> {
    let mut said = Map::new();
    let text = match input {
        SlotInput::Literal(text) => text.clone(),
        SlotInput::Key(key) => {
            let found = inputs.deck.find(key, &variant.request.locale)?;
            said.insert("key".into(), json!(key));
            said.insert("locale".into(), json!(found.locale.as_str()));
            for (form, text) in [("short", &found.entry.short), ("shorter", &found.entry.shorter)] {
                if let Some(text) = text {
                    said.insert(form.into(), json!(text));
                }
            }
            found.entry.text.clone()
        }
    };
    if kind == SlotKind::Image {
        let digest = inputs.assets.get(&text).map(|asset| asset.digest.hex());
        said.insert("picture".into(), json!(text));
        said.insert("digest".into(), json!(digest));
    } else {
        said.insert("text".into(), json!(text));
    }
    Some(Value::Object(said))
}

/// Digests of everything that a campaign reads; `files` are the texts of template, components and kit, by their path.
#[must_use]
pub fn sources(
    campaign: &Campaign,
    template: &Template,
    inputs: &Inputs,
    files: &[(String, Digest)],
) -> Value {
    // Parsed things have no canonical encoding of their own; their texts are listed below for people.
    let of = |domain: &'static str, text: String| Digest::of(domain, &text).hex();
    let files: Vec<Value> =
        files.iter().map(|(path, digest)| json!({ "file": path, "digest": digest.hex() })).collect();
    json!({
        "template": { "name": campaign.template.value, "digest": of("template", format!("{template:?}")) },
        "kit": { "name": campaign.brand.value, "digest": of("kit", format!("{:?}", inputs.kit)) },
        "copy": { "keys": inputs.deck.keys().len(), "digest": of("copy", format!("{:?}", inputs.deck)) },
        "pictures": { "count": inputs.assets.0.len(), "digest": of("pictures", format!("{:?}", inputs.assets)) },
        "fonts": { "digest": inputs.fonts.digest().hex() },
        "files": files,
    })
}
