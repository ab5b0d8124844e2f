use super::{Inputs, Request, SlotInput, plural};
use crate::copy::CopyEntry;
use crate::diag::{Code, Diagnostic};
use crate::locale::{Locale, Number, Pseudo, ValueError};
use crate::template::{Slot, SlotKind, Template};
use crate::yaml::decode;

/// What a slot is given, before it is read as what the slot takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// The deck's key that it comes from; `None` where it was given literally.
    pub key: Option<&'a str>,
    /// The locale in which the deck has it.
    pub locale: Option<&'a Locale>,
    /// The texts, for the slot's count and with it; those of a pseudo-locale made worse.
    pub entry: CopyEntry,
}

/// What the request gives a slot, else what the deck has by the slot's name; `None` where there is neither.
///
/// # Errors
/// A key that the deck does not have; plural forms without a count, or without the one that it asks for.
pub fn said<'a>(
    slot: &'a Slot,
    template: &Template,
    inputs: &'a Inputs,
    request: &'a Request,
) -> Result<Option<Said<'a>>, Diagnostic> {
    let name = slot.name.value.as_str();
    let (key, found) = match request.slots.get(name) {
        Some(SlotInput::Literal(text)) => {
            let entry = CopyEntry { text: text.clone(), ..CopyEntry::default() };
            return Ok(Some(Said { key: None, locale: None, entry: worse(slot, entry, request) }));
        }
        Some(SlotInput::Key(key)) => {
            let found = inputs.deck.find(key, &request.locale).ok_or_else(|| {
                let message = format!("the deck of `{}` has no text for `{key}`", inputs.kit.name);
                let hint = decode::suggest(key, &inputs.deck.keys(), "keys of the deck");
                Diagnostic::error(Code::MissingCopy, message).hint(hint)
            })?;
            (key.as_str(), found)
        }
        None if slot.kind.is_in_deck() => match inputs.deck.find(name, &request.locale) {
            Some(found) => (name, found),
            None => return Ok(None),
        },
        None => return Ok(None),
    };
    let count = slot.count.as_ref().and_then(|count| template.slot(&count.value));
    let count = count.map(|(_, count)| number(count, template, inputs, request)).transpose()?.flatten();
    let entry = plural::counted(slot, key, found, count, inputs, request)?;
    Ok(Some(Said { key: Some(key), locale: Some(found.locale), entry: worse(slot, entry, request) }))
}

/// The number that a slot is given.
fn number(
    slot: &Slot,
    template: &Template,
    inputs: &Inputs,
    request: &Request,
) -> Result<Option<Number>, Diagnostic> {
    let said = said(slot, template, inputs, request)?.filter(|said| !said.entry.text.is_empty());
    said.map(|said| Number::parse(&said.entry.text)).transpose().map_err(|error| badly_typed(slot, &error))
}

/// A value that is not what its slot takes.
pub(super) fn badly_typed(slot: &Slot, error: &ValueError) -> Diagnostic {
    let what = format!("the slot `{}` takes {}: {error}", slot.name.value, slot.kind.noun());
    Diagnostic::error(Code::BadSlotValue, what).at(slot.name.span).hint(error.hint())
}

fn worse(slot: &Slot, mut entry: CopyEntry, request: &Request) -> CopyEntry {
    let textual = matches!(slot.kind, SlotKind::Text | SlotKind::Legal);
    if let Some(pseudo) = Pseudo::of(&request.locale).filter(|_| textual) {
        let most = slot.max.map_or(usize::MAX, |max| max as usize);
        entry.text = pseudo.text(&entry.text, most);
        for form in [&mut entry.short, &mut entry.shorter].into_iter().flatten() {
            *form = pseudo.text(form, most);
        }
    }
    entry
}
