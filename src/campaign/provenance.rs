use serde_json::{Map, Value, json};

use super::{Campaign, Output, Variant};
use crate::compile::{self, Inputs, Said};
use crate::digest::Digest;
use crate::template::{SlotKind, Template};

/// What a file was made from, for `mimeo explain`: size, locale, what each slot got and where that came from, and how the
/// file was to be written.
#[must_use]
pub fn provenance(template: &Template, inputs: &Inputs, variant: &Variant, output: Output) -> Value {
    let request = &variant.request;
    let mut slots = Map::new();
    for slot in &template.slots {
        // What cannot be said was not drawn either.
        let said = compile::said(slot, template, inputs, request).ok().flatten();
        let value = said.map_or(Value::Null, |said| value(slot.kind, said, inputs));
        slots.insert(slot.name.value.clone(), value);
    }
    json!({
        "size": request.size, "locale": request.locale.as_str(), "slots": slots, "caps": request.caps,
        "output": { "format": output.format.word(), "quality": output.quality, "max_bytes": output.max_bytes },
    })
}

fn value(kind: SlotKind, said: Said<'_>, inputs: &Inputs) -> Value {
    let Said { key, locale, entry } = said;
    let mut value = Map::new();
    value.extend(key.map(|key| ("key".to_owned(), json!(key))));
    value.extend(locale.map(|locale| ("locale".to_owned(), json!(locale.as_str()))));
    for (form, text) in [("short", entry.short), ("shorter", entry.shorter)] {
        value.extend(text.map(|text| (form.to_owned(), json!(text))));
    }
    if kind == SlotKind::Image {
        let digest = inputs.assets.get(&entry.text).map(|asset| asset.digest.hex());
        value.insert("picture".into(), json!(entry.text));
        value.insert("digest".into(), json!(digest));
    } else {
        value.insert("text".into(), json!(entry.text));
    }
    Value::Object(value)
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
