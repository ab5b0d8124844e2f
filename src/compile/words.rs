use super::rich::{Mark, Marked};
use super::scope::{BoundValue, Facts};
use super::values::SlotValue;
use crate::copy::{CopyEntry, markup};
use crate::diag::{Code, Diagnostic};
use crate::locale::{LocaleError, Money, PartKind};
use crate::template::{Filter, Form, TextExpr, TextPart};

/// The forms of a text from the longest to the shortest; none when a slot that it consists of is empty.
///
/// # Errors
/// Filters whose values do not go together, and words that the deck lacks; without a place.
pub(super) fn forms(expr: &TextExpr, facts: &mut Facts<'_>) -> Result<Vec<Marked>, Diagnostic> {
    if let [TextPart::Slot { name, form, fact: None, filters }] = expr.parts.as_slice()
        && filters.is_empty()
    {
        return slot_forms(name, *form, facts);
    }
    let mut parts: Vec<Vec<Marked>> = Vec::new();
    for part in &expr.parts {
        parts.push(match part {
            TextPart::Literal(words) => vec![Marked::plain(words.clone())],
            TextPart::Slot { name, fact: Some(fact), .. } => {
                vec![Marked::plain(facts.fact(name, Some(fact)).unwrap_or_default())]
            }
            TextPart::Slot { name, form, filters, .. } => match filters.first() {
                Some(filter) => vec![filtered(name, filter, facts)?.unwrap_or_default()],
                None => slot_forms(name, *form, facts)?,
            },
        });
    }
    Ok(joined(&parts))
}

/// Running text has as many forms as the slot in it that has the most; the others stay at their shortest.
fn joined(parts: &[Vec<Marked>]) -> Vec<Marked> {
    let count = parts.iter().map(Vec::len).max().unwrap_or(0);
    let form = |n: usize| {
        let mut text = Marked::default();
        parts.iter().filter_map(|forms| forms.get(n).or(forms.last())).for_each(|part| text.append(part));
        text
    };
    (0..count).map(form).filter(|form| !form.text.is_empty()).collect()
}

fn slot_forms(name: &str, form: Form, facts: &mut Facts<'_>) -> Result<Vec<Marked>, Diagnostic> {
    let locale = facts.locale().clone();
    if facts.params.is_some() {
        let all = match facts.param(name).map(|bound| bound.value) {
            Some(BoundValue::Text(forms)) => forms,
            Some(BoundValue::Money(money)) => vec![amount(&money, facts)?],
            Some(BoundValue::Image(asset)) => vec![Marked::plain(asset.name)],
            _ => Vec::new(),
        };
        let skip = (form as usize).min(all.len().saturating_sub(1));
        return Ok(all.into_iter().skip(skip).collect());
    }
    let one = match facts.slot(name) {
        Some(SlotValue::Text(entry)) => {
            return Ok(entry_forms(entry, form).into_iter().map(Marked::plain).collect());
        }
        Some(SlotValue::Copy(entry)) => {
            return Ok(entry_forms(entry, form).into_iter().map(marked).collect());
        }
        Some(SlotValue::Money(money)) => amount(money, facts)?,
        Some(SlotValue::Number(number)) => Marked::plain(number.format(&locale).map_err(no_data)?),
        Some(SlotValue::Date(date)) => Marked::plain(date.format(&locale).map_err(no_data)?),
        Some(SlotValue::Word(word)) => Marked::plain(word.clone()),
        Some(SlotValue::Image(asset)) => Marked::plain(asset.name.clone()),
        Some(SlotValue::Color(_)) | None => return Ok(Vec::new()),
    };
    Ok(vec![one])
}

/// A deck's text with its markup read.
fn marked(text: &str) -> Marked {
    let mut out = Marked::default();
    for piece in markup(text) {
        let mark = match (piece.bold, piece.struck) {
            (true, true) => Some(Mark::BoldStruck),
            (true, false) => Some(Mark::Bold),
            (false, true) => Some(Mark::Struck),
            (false, false) => None,
        };
        out.push(&piece.text, mark);
    }
    out
}

/// An amount in the locale's order, its parts marked.
fn amount(money: &Money, facts: &mut Facts<'_>) -> Result<Marked, Diagnostic> {
    let mut out = Marked::default();
    for part in money.parts(facts.locale()).map_err(no_data)? {
        let mark = match part.kind {
            PartKind::Symbol => Some(Mark::Symbol),
            PartKind::Whole => None,
            PartKind::Decimal => Some(Mark::Decimal),
            PartKind::Minor => Some(Mark::Minor),
            // A sign must be seen; spaces and marks of direction may go.
            PartKind::Literal if part.text.contains(['-', '\u{2212}']) => None,
            PartKind::Literal => Some(Mark::Space),
        };
        out.push(&part.text, mark);
    }
    Ok(out)
}

/// `{$value | filter}`; nothing when a value is missing.
fn filtered(name: &str, filter: &Filter, facts: &mut Facts<'_>) -> Result<Option<Marked>, Diagnostic> {
    let locale = facts.locale().clone();
    match filter {
        Filter::Percent => match facts.slot(name) {
            Some(SlotValue::Number(number)) => {
                Ok(Some(Marked::plain(number.format_percent(&locale).map_err(no_data)?)))
            }
            _ => Ok(None),
        },
        Filter::Off(other) => {
            let (Some(own), Some(was)) = (facts.money(name), facts.money(other)) else { return Ok(None) };
            if own.currency != was.currency {
                let what = format!("`{name}` is in {}, `{other}` in {}", own.currency, was.currency);
                return Err(Diagnostic::error(Code::BadSlotValue, what).hint("give both in one currency"));
            }
            let Some(change) = own.amount.percent_of_change(was.amount).filter(|change| *change < 0) else {
                return Ok(None);
            };
            let share = crate::locale::Number::new(change, 2);
            Ok(Some(Marked::plain(share.format_percent(&locale).map_err(no_data)?)))
        }
        Filter::PerUnit => {
            let Some(money) = facts.money(name) else { return Ok(None) };
            let unit = facts.inputs.deck.find("unit", &locale).ok_or_else(|| {
                let what = format!(
                    "the deck of `{}` has no text for `unit`, which `per-unit` adds",
                    facts.inputs.kit.name
                );
                Diagnostic::error(Code::MissingCopy, what)
                    .hint("add the key `unit`, such as `kg`, to the copy deck")
            })?;
            let unit = format!("/{}", unit.entry.text);
            let mut out = amount(&money, facts)?;
            out.push(&unit, None);
            Ok(Some(out))
        }
    }
}

fn no_data(error: LocaleError) -> Diagnostic {
    Diagnostic::error(Code::BadSlotValue, format!("values cannot be written: {error}"))
        .hint("use a locale that CLDR knows")
}

/// From the asked form on; a form that the deck lacks is replaced by the next longer one.
fn entry_forms(entry: &CopyEntry, form: Form) -> Vec<&str> {
    let from = match form {
        Form::Text => Some(entry.text.as_str()),
        Form::Short => entry.short.as_deref(),
        Form::Shorter => entry.shorter.as_deref().or(entry.short.as_deref()),
    };
    let forms = entry.forms();
    let skip = from.and_then(|from| forms.iter().position(|form| *form == from)).unwrap_or(0);
    forms.into_iter().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::{Marked, joined};

    #[test]
    fn running_text_is_shortened_with_the_slot_in_it() {
        let forms = |list: &[&str]| list.iter().map(|text| Marked::plain(*text)).collect::<Vec<_>>();
        let texts =
            |parts: &[Vec<Marked>]| joined(parts).into_iter().map(|form| form.text).collect::<Vec<_>>();
        let parts = [forms(&["“"]), forms(&["Long days.", "Days."]), forms(&["”"])];
        assert_eq!(texts(&parts), ["“Long days.”", "“Days.”"]);
        assert_eq!(texts(&[forms(&["from "]), forms(&[])]), ["from "]);
        assert!(joined(&[forms(&[])]).is_empty());
    }
}
