use super::{Inputs, Request};
use crate::copy::{CopyEntry, Found, insert_count};
use crate::diag::{Code, Diagnostic};
use crate::locale::Number;
use crate::template::Slot;

/// What a deck says, for the slot's count and with it. A text without plural forms stays as it is.
///
/// # Errors
/// When there is no count, no form for it, or the text names something else than the count.
pub(super) fn counted(
    slot: &Slot,
    key: &str,
    found: Found<'_>,
    number: Option<Number>,
    inputs: &Inputs,
    request: &Request,
) -> Result<CopyEntry, Diagnostic> {
    let name = &slot.name.value;
    let Some(count) = &slot.count else {
        if found.counted.is_empty() {
            return Ok(found.entry.clone());
        }
        let what =
            format!("`{key}` in {} has plural forms, and the slot `{name}` has no count", found.locale);
        return Err(Diagnostic::error(Code::MissingCopy, what).at(slot.name.span).hint(format!(
            "write `{name}: {{ type: {}, count: SLOT }}`, where SLOT is a slot of type `number`",
            slot.kind.word()
        )));
    };
    let Some(number) = number else {
        let what = format!("the text of `{name}` is chosen by `{}`, which has no number", count.value);
        return Err(Diagnostic::error(Code::MissingSlot, what)
            .at(count.span)
            .hint(format!("give it one with `--set {}=…`", count.value)));
    };
    let Some(entry) = found.for_count(number) else {
        let what = format!("`{key}` in {} has no plural `other`", found.locale);
        return Err(Diagnostic::error(Code::MissingCopy, what)
            .hint(format!("add the row `{key}[other]` to the copy deck of `{}`", inputs.kit.name)));
    };
    let written = number.format(&request.locale).map_err(|error| {
        Diagnostic::error(Code::BadSlotValue, format!("`{}` cannot be written: {error}", count.value))
            .hint("use a locale that CLDR knows")
    })?;
    let insert = |text: &str| {
        insert_count(text, &count.value, &written).map_err(|other| {
            let what = format!("`{key}` in {} holds `{other}`, which is not its count", found.locale);
            Diagnostic::error(Code::BadCopy, what)
                .hint(format!("a deck's text may hold `{{${}}}` and no other slot", count.value))
        })
    };
    let form = |form: &Option<String>| form.as_deref().map(insert).transpose();
    Ok(CopyEntry { text: insert(&entry.text)?, short: form(&entry.short)?, shorter: form(&entry.shorter)? })
}
