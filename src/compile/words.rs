use super::scope::{BoundValue, Facts};
use super::values::SlotValue;
use crate::copy::CopyEntry;
use crate::template::{Form, TextExpr, TextPart};

/// The forms of a text from the longest to the shortest; none when a slot that it consists of is empty.
pub(super) fn forms(expr: &TextExpr, facts: &mut Facts<'_>) -> Vec<String> {
    if let [TextPart::Slot { name, form, fact: None, filters }] = expr.parts.as_slice()
        && filters.is_empty()
    {
        return slot_forms(name, *form, facts);
    }
    let parts: Vec<Vec<String>> = expr
        .parts
        .iter()
        .map(|part| match part {
            TextPart::Literal(words) => vec![words.clone()],
            TextPart::Slot { name, fact: Some(fact), .. } => vec![facts.fact(name, Some(fact)).unwrap_or_default()],
            TextPart::Slot { name, form, .. } => slot_forms(name, *form, facts),
        })
        .collect();
    joined(&parts)
}

/// Running text has as many forms as the slot in it that has the most; the others stay at their shortest.
fn joined(parts: &[Vec<String>]) -> Vec<String> {
    let count = parts.iter().map(Vec::len).max().unwrap_or(0);
    let form = |n: usize| parts.iter().filter_map(move |forms| forms.get(n).or(forms.last())).map(String::as_str);
    (0..count).map(|n| form(n).collect::<String>()).filter(|text| !text.is_empty()).collect()
}

fn slot_forms(name: &str, form: Form, facts: &mut Facts<'_>) -> Vec<String> {
    let all = if facts.params.is_some() {
        match facts.param(name).map(|bound| bound.value) {
            Some(BoundValue::Text(forms)) => forms,
            Some(BoundValue::Image(asset)) => vec![asset.name],
            _ => Vec::new(),
        }
    } else {
        match facts.slot(name) {
            Some(SlotValue::Text(entry)) => return entry_forms(entry, form),
            Some(SlotValue::Word(word)) => vec![word.clone()],
            Some(SlotValue::Image(asset)) => vec![asset.name.clone()],
            _ => Vec::new(),
        }
    };
    let skip = (form as usize).min(all.len().saturating_sub(1));
    all.into_iter().skip(skip).collect()
}

/// From the asked form on; a form that the deck lacks is replaced by the next longer one.
fn entry_forms(entry: &CopyEntry, form: Form) -> Vec<String> {
    let from = match form {
        Form::Text => Some(entry.text.as_str()),
        Form::Short => entry.short.as_deref(),
        Form::Shorter => entry.shorter.as_deref().or(entry.short.as_deref()),
    };
    let forms = entry.forms();
    let skip = from.and_then(|from| forms.iter().position(|form| *form == from)).unwrap_or(0);
    forms.into_iter().skip(skip).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn running_text_is_shortened_with_the_slot_in_it() {
        let forms = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let parts = [forms(&["“"]), forms(&["Long days.", "Days."]), forms(&["”"])];
        assert_eq!(joined(&parts), ["“Long days.”", "“Days.”"]);
        assert_eq!(joined(&[forms(&["from "]), forms(&[])]), ["from "]);
        assert!(joined(&[forms(&[])]).is_empty());
    }
}
