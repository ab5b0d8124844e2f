use std::collections::BTreeMap;

use super::{AxisValues, Campaign, FeedRow};
use crate::compile::SlotInput;
use crate::copy::CopyDeck;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span};
use crate::locale::Locale;
use crate::template::Template;

/// Slots that some or all variants of a campaign leave empty, and deck keys that are nowhere; `deck` is what the files of
/// the kit hold. The database may have texts that they lack: such findings are warnings. Feeds must have been read.
#[must_use]
pub fn unfilled(
    campaign: &Campaign,
    template: &Template,
    deck: &CopyDeck,
    set_spans: &BTreeMap<String, Span>,
) -> Diagnostics {
    let mut found = Diagnostics::new();
    let has = |key: &str| deck.keys().contains(&key);
    for (slot, input) in &campaign.set {
        if let SlotInput::Key(key) = input
            && !has(key)
        {
            let what = format!("no deck of the kit has the key `{key}`");
            let told = Diagnostic::warning(Code::UnknownName, what).hint(format!(
                "add it to the kit's `copy/`, unless it is in the database: `mimeo copy list --key {key}`"
            ));
            found.push(set_spans.get(slot).map_or(told.clone(), |span| told.at(*span)));
        }
    }
    for slot in template.slots.iter().filter(|slot| !slot.optional) {
        let name = slot.name.value.as_str();
        let of_axis = campaign.axes.iter().any(|axis| axis.name.value == name);
        let text = slot.kind.is_in_deck();
        if of_axis || campaign.set.contains_key(name) || text && has(name) {
            continue;
        }
        let lacking = lacking_rows(campaign, name, &deck.locales());
        if lacking.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let severity = if text { Severity::Warning } else { Severity::Error };
        let what = match lacking {
            Some(rows) => {
                let shown: Vec<&str> = rows.iter().copied().take(3).collect();
                let more =
                    if rows.len() > 3 { format!(" and {} more", rows.len() - 3) } else { String::new() };
                format!("the slot `{name}` has no value in the rows {}{more} of the feed", shown.join(", "))
            }
            None => format!("the slot `{name}` of `{}` has no value in any variant", template.name),
        };
        let told = Diagnostic { severity, ..Diagnostic::error(Code::MissingSlot, what) };
        let told = told.hint("name it in `set:`, make it an axis, or give it a column of a feed");
        let told = match text {
            true => told.hint(format!("or add the key `{name}` to the decks in the kit's `copy/`")),
            false => told,
        };
        found.push(told.at(campaign.template.span));
    }
    found
}

/// The rows of feeds that say nothing of a slot in one of the locales; `None`: there is no feed.
fn lacking_rows<'c>(campaign: &'c Campaign, slot: &str, locales: &[Locale]) -> Option<Vec<&'c str>> {
    let feeds = campaign.axes.iter().filter_map(|axis| match &axis.values {
        AxisValues::Feed(_, rows) => Some(rows),
        _ => None,
    });
    let named =
        campaign.axes.iter().filter(|axis| axis.name.value == "locale").find_map(|axis| match &axis.values {
            AxisValues::List(tags) => {
                Some(tags.iter().filter_map(|tag| Locale::parse(tag).ok()).collect::<Vec<_>>())
            }
            _ => None,
        });
    let locales = named.unwrap_or_else(|| locales.to_vec());
    feeds
        .map(|rows| {
            let lacks = |row: &&FeedRow| {
                locales.iter().any(|locale| !row.slots(locale).any(|(name, _)| name == slot))
            };
            rows.iter().filter(lacks).map(|row| row.id.as_str()).collect::<Vec<_>>()
        })
        .min_by_key(Vec::len)
}
