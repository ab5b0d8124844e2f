use std::collections::BTreeMap;

use super::said::{Said, badly_typed, said};
use super::{Inputs, Request};
use crate::asset::Asset;
use crate::color::Rgba;
use crate::copy::CopyEntry;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::locale::{Date, Money, Number};
use crate::template::{Slot, SlotKind, Template};
use crate::yaml::decode;

/// A colour, and the role that it came from: `on …` needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tone {
    pub(super) rgba: Rgba,
    pub(super) role: Option<String>,
}

/// A slot's value, checked against its kind.
#[derive(Clone, Debug)]
pub(super) enum SlotValue {
    /// As given: never read for markup.
    Text(CopyEntry),
    /// From a deck: may hold markup.
    Copy(CopyEntry),
    Money(Money),
    Number(Number),
    Date(Date),
    Image(Asset),
    Color(Tone),
    /// A logo's name, an address: words that are not set as running text.
    Word(String),
}

impl SlotValue {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(entry) | Self::Copy(entry) => entry.text.is_empty(),
            Self::Word(word) => word.is_empty(),
            Self::Image(_) | Self::Color(_) | Self::Money(_) | Self::Number(_) | Self::Date(_) => false,
        }
    }
}

/// The values of all slots that have one.
pub(super) type Slots = BTreeMap<String, SlotValue>;

/// Fills every slot, or says for each what is wrong with its value.
pub(super) fn fill(template: &Template, inputs: &Inputs, request: &Request) -> Outcome<Slots> {
    let mut found = Diagnostics::new();
    let mut slots = Slots::new();
    for name in request.slots.keys() {
        if template.slot(name).is_none() {
            let known: Vec<&str> = template.slots.iter().map(|slot| slot.name.value.as_str()).collect();
            found.push(
                Diagnostic::error(Code::UnknownName, format!("the template has no slot `{name}`"))
                    .hint(decode::suggest(name, &known, "its slots are")),
            );
        }
    }
    for slot in &template.slots {
        let name = &slot.name.value;
        match value(slot, template, inputs, request) {
            Ok(Some(value)) if !value.is_empty() => {
                slots.insert(name.clone(), value);
            }
            Ok(_) if slot.optional => {}
            Ok(_) => found.push(missing(slot, inputs, request)),
            // A text repeats what is wrong with its count.
            Err(diagnostic) if found.0.contains(&diagnostic) => {}
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    found.finish(slots)
}

fn missing(slot: &Slot, inputs: &Inputs, request: &Request) -> Diagnostic {
    let name = &slot.name.value;
    let diagnostic = Diagnostic::error(Code::MissingSlot, format!("the slot `{name}` has no value"))
        .at(slot.name.span)
        .hint(format!("give it one with `--set {name}=…`, or mark it `optional: true` in the template"));
    match slot.kind {
        SlotKind::Image => {
            let known: Vec<&str> = inputs.assets.0.keys().map(String::as_str).take(12).collect();
            diagnostic.hint(format!("pictures that are there: {}", known.join(", ")))
        }
        _ => diagnostic.hint(format!(
            "or add the key `{name}` to the copy deck of `{}` for {}",
            inputs.kit.name, request.locale
        )),
    }
}

fn value(
    slot: &Slot,
    template: &Template,
    inputs: &Inputs,
    request: &Request,
) -> Result<Option<SlotValue>, Diagnostic> {
    let name = &slot.name.value;
    let Some(Said { key, entry, .. }) = said(slot, template, inputs, request)? else { return Ok(None) };
    let typed = |error| badly_typed(slot, &error);
    let wrong = |what: String| Diagnostic::error(Code::BadSlotValue, what).at(slot.name.span);
    match slot.kind {
        SlotKind::Text | SlotKind::Legal => {
            if let Some(max) = slot.max
                && entry.text.chars().count() > max as usize
            {
                let length = entry.text.chars().count();
                let what = format!("the text of `{name}` has {length} characters; its slot takes {max}");
                return Err(wrong(what).hint(format!("shorten \"{}\"", entry.text)));
            }
            Ok(Some(if key.is_none() { SlotValue::Text(entry) } else { SlotValue::Copy(entry) }))
        }
        SlotKind::Image => match inputs.assets.get(&entry.text) {
            Some(asset) => Ok(Some(SlotValue::Image(asset.clone()))),
            None => {
                let known: Vec<&str> = inputs.assets.0.keys().map(String::as_str).collect();
                let what = format!("there is no picture `{}` for the slot `{name}`", entry.text);
                Err(Diagnostic::error(Code::MissingAsset, what).hint(decode::suggest(
                    &entry.text,
                    &known,
                    "pictures",
                )))
            }
        },
        SlotKind::Color => {
            let role = inputs.kit.palette.color(&entry.text, None);
            let tone = match role {
                Some(rgba) => Tone { rgba, role: Some(entry.text) },
                None => match Rgba::from_hex(&entry.text) {
                    Some(rgba) => Tone { rgba, role: None },
                    None => {
                        let roles: Vec<&str> = inputs.kit.palette.roles.keys().map(String::as_str).collect();
                        let what = format!("`{}` is neither a role of the kit nor a hex colour", entry.text);
                        return Err(wrong(what).hint(decode::suggest(&entry.text, &roles, "roles")));
                    }
                },
            };
            Ok(Some(SlotValue::Color(tone)))
        }
        SlotKind::Number | SlotKind::Money | SlotKind::Date if entry.text.is_empty() => Ok(None),
        SlotKind::Number => Number::parse(&entry.text).map(SlotValue::Number).map(Some).map_err(typed),
        SlotKind::Money => Money::parse(&entry.text).map(SlotValue::Money).map(Some).map_err(typed),
        SlotKind::Date => Date::parse(&entry.text).map(SlotValue::Date).map(Some).map_err(typed),
        SlotKind::Url | SlotKind::Logo => Ok(Some(SlotValue::Word(entry.text))),
    }
}
