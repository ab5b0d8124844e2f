use std::collections::BTreeMap;

use crate::compile::SlotInput;
use crate::diag::{Code, Diagnostic, Diagnostics, SourceId, Span};
use crate::locale::{Date, Locale, Money, Number, ValueError};
use crate::template::{Slot, SlotKind, Template};
use crate::yaml::decode::suggest;

/// More bytes than any feed of one campaign has.
const MAX_BYTES: usize = 16 << 20;
/// More rows than one campaign draws.
const MAX_ROWS: usize = 50_000;

/// One row of a feed: a value of its axis that fills several slots.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FeedRow {
    /// The first column: what the axis, names and the manifest call it.
    pub id: String,
    /// By slot, then by locale; the empty tag holds for every locale without a value of its own.
    cells: BTreeMap<String, BTreeMap<String, SlotInput>>,
}

impl FeedRow {
    /// What the row puts into the slots for a locale: that of the locale itself, else of its language, else of all.
    pub fn slots(&self, locale: &Locale) -> impl Iterator<Item = (&str, &SlotInput)> {
        let tags = [locale.as_str().to_owned(), locale.language().to_owned(), String::new()];
        self.cells.iter().filter_map(move |(slot, by_locale)| {
            tags.iter().find_map(|tag| by_locale.get(tag)).map(|input| (slot.as_str(), input))
        })
    }
}

/// Reads a feed: a CSV file whose first column is `id`, and whose other columns are slots of the template, or slots
/// in one locale: `price.de-DE`. A cell is written as in a campaign's `set:`, so `deck KEY` takes a text from the
/// deck; an empty cell leaves the slot to the campaign. Bad rows are reported at their cells, and the good ones go on.
#[must_use]
pub fn read_feed(
    name: &str,
    text: &str,
    source: SourceId,
    template: &Template,
) -> (Vec<FeedRow>, Diagnostics) {
    let mut feed = Feed { name, text, source, template, columns: Vec::new(), found: Diagnostics::new() };
    let rows = feed.rows();
    (rows, feed.found)
}

/// What a column fills.
struct Column<'a> {
    slot: &'a Slot,
    /// Empty for all.
    locale: String,
}

struct Feed<'a> {
    name: &'a str,
    text: &'a str,
    source: SourceId,
    template: &'a Template,
    /// `None`: faulty, and skipped.
    columns: Vec<Option<Column<'a>>>,
    found: Diagnostics,
}

impl Feed<'_> {
    fn rows(&mut self) -> Vec<FeedRow> {
        let mut rows: Vec<FeedRow> = Vec::new();
        if self.text.len() > MAX_BYTES {
            self.error(
                Code::TooLarge,
                format!("`{}` has more than {MAX_BYTES} bytes", self.name),
                0,
                1,
                "split it",
            );
            return rows;
        }
        let body = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let offset = self.text.len() - body.len();
        let mut records =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut header = 0;
        loop {
            match records.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let at = error.position().map_or(0, |place| place.byte() as usize) + offset;
                    self.error(
                        Code::BadCopy,
                        format!("`{}` cannot be read: {error}", self.name),
                        at,
                        1,
                        "save it as CSV in UTF-8",
                    );
                    break;
                }
            }
            let start = record.position().map_or(0, |place| place.byte() as usize) + offset;
            if header == 0 {
                header = record.len();
                if !self.header(&record, start) {
                    return rows;
                }
            } else if rows.len() >= MAX_ROWS {
                self.error(Code::TooLarge, format!("more than {MAX_ROWS} rows"), start, 1, "split the feed");
                break;
            } else if let Some(row) = self.row(&record, start, header) {
                if rows.iter().any(|known| known.id == row.id) {
                    let what = format!("the id `{}` is there twice", row.id);
                    self.error(Code::BadName, what, start, row.id.len(), "give each row an id of its own");
                } else {
                    rows.push(row);
                }
            }
        }
        rows
    }

    fn error(&mut self, code: Code, what: String, at: usize, length: usize, hint: impl Into<String>) {
        let at = at.min(self.text.len());
        let end = (at + length).min(self.text.len());
        self.found.push(Diagnostic::error(code, what).at(Span::new(self.source, at, end)).hint(hint));
    }

    /// Where a cell stands: quoted cells count as they are written.
    fn cell(&self, start: usize, cell: usize) -> (usize, usize) {
        let (mut n, mut from, mut quoted) = (0, start, false);
        for (at, byte) in self.text.bytes().enumerate().skip(start) {
            match byte {
                b'"' => quoted = !quoted,
                b',' | b'\n' | b'\r' if !quoted => {
                    if n == cell || byte != b',' {
                        return (from, at - from);
                    }
                    n += 1;
                    from = at + 1;
                }
                _ => {}
            }
        }
        (from, self.text.len().saturating_sub(from))
    }

    fn header(&mut self, record: &csv::StringRecord, start: usize) -> bool {
        if record.get(0).map(str::trim) != Some("id") {
            let (at, length) = self.cell(start, 0);
            self.error(
                Code::BadCopy,
                "the first column of a feed is `id`".into(),
                at,
                length,
                "add it: short names, unique",
            );
            return false;
        }
        let template = self.template;
        self.columns.push(None);
        for (n, title) in record.iter().enumerate().skip(1) {
            let (slot, tag) = title.trim().split_once('.').unwrap_or((title.trim(), ""));
            let known = template.slot(slot).map(|(_, slot)| slot);
            let (at, length) = self.cell(start, n);
            if known.is_none() {
                let slots: Vec<&str> = template.slots.iter().map(|slot| slot.name.value.as_str()).collect();
                let what = format!("the template `{}` has no slot `{slot}`", template.name);
                self.error(Code::UnknownName, what, at, length, suggest(slot, &slots, "its slots are"));
            }
            let locale = if tag.is_empty() {
                Ok(String::new())
            } else {
                Locale::parse(tag).map(|l| l.as_str().to_owned())
            };
            if let Err(error) = &locale {
                self.error(
                    Code::BadValue,
                    error.to_string(),
                    at,
                    length,
                    "write `price.de-DE`, or `price` for all locales",
                );
            }
            self.columns.push(known.zip(locale.ok()).map(|(slot, locale)| Column { slot, locale }));
        }
        true
    }

    /// A row when all its cells are good.
    fn row(&mut self, record: &csv::StringRecord, start: usize, width: usize) -> Option<FeedRow> {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let id = record.get(0).unwrap_or("").trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let mut good = true;
        if id.is_empty() || id.len() > 80 || !id.chars().all(plain) {
            let (at, length) = self.cell(start, 0);
            self.error(
                Code::BadName,
                format!("`{id}` is no id"),
                at,
                length,
                "an id has letters, figures, `-`, `_` and `.`",
            );
            good = false;
        }
        if record.len() > width {
            let (at, length) = self.cell(start, width);
            self.error(
                Code::BadCopy,
                format!("the row has {} cells, the header {width}", record.len()),
                at,
                length,
                "quote cells that hold commas",
            );
            // Its cells stand under the wrong titles: nothing more can be said of them.
            return None;
        }
        let mut row = FeedRow { id: id.to_owned(), ..FeedRow::default() };
        for (n, cell) in record.iter().enumerate().skip(1) {
            let Some(Some(column)) = self.columns.get(n) else { continue };
            if cell.trim().is_empty() {
                continue;
            }
            let input = SlotInput::parse(cell.trim());
            if let Some(error) = wrong(column.slot.kind, &input) {
                let (at, length) = self.cell(start, n);
                let what = format!(
                    "row `{id}`: `{}` takes {}: {error}",
                    column.slot.name.value,
                    column.slot.kind.noun()
                );
                self.error(Code::BadSlotValue, what, at, length, error.hint());
                good = false;
            } else {
                let (slot, locale) = (column.slot.name.value.clone(), column.locale.clone());
                row.cells.entry(slot).or_default().insert(locale, input);
            }
        }
        good.then_some(row)
    }
}

/// What can be said of a value without the rest of the campaign.
fn wrong(kind: SlotKind, input: &SlotInput) -> Option<ValueError> {
    let SlotInput::Literal(text) = input else { return None };
    match kind {
        SlotKind::Money => Money::parse(text).err(),
        SlotKind::Number => Number::parse(text).err(),
        SlotKind::Date => Date::parse(text).err(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::template::{TemplateSource, parse};
    use proptest::prelude::*;

    const TEMPLATE: &str = "mimeo: 1\nkind: template\nsizes: [300x250]\nslots: { name: text, price: money }\nlayers:\n- text: $name\n- text: $price\n";

    fn feed(text: &str) -> (Vec<FeedRow>, Vec<String>) {
        let mut sources = Sources::new();
        let id = sources.add("template.yaml", TEMPLATE);
        let source =
            TemplateSource { name: "card".into(), template: (id, TEMPLATE.into()), components: Vec::new() };
        let template = parse(&source).expect("a template").template;
        let id = sources.add("products.csv", text);
        let (rows, found) = read_feed("products.csv", text, id, &template);
        let place = |d: &Diagnostic| {
            let span = d.span.expect("a place");
            let (line, column) = sources.get(span.source).line_column(span.start);
            format!("{line}:{column} {}", d.message)
        };
        (rows, found.0.iter().map(place).collect())
    }

    fn slots(row: &FeedRow, tag: &str) -> Vec<(String, SlotInput)> {
        let locale = Locale::parse(tag).expect("a tag");
        row.slots(&locale).map(|(slot, input)| (slot.to_owned(), input.clone())).collect()
    }

    #[test]
    fn the_nearest_locale_of_a_column_wins() {
        let (rows, found) = feed("id,name,price,price.de,price.de-AT\na,deck product.a,1 USD,2 EUR,\n");
        assert!(found.is_empty(), "{found:?}");
        let price = |tag| slots(&rows[0], tag)[1].1.clone();
        assert_eq!(price("en-US"), SlotInput::Literal("1 USD".into()));
        assert_eq!(price("de-AT"), SlotInput::Literal("2 EUR".into()));
        assert_eq!(slots(&rows[0], "de")[0].1, SlotInput::Key("product.a".into()));
    }

    #[test]
    fn bad_rows_are_told_at_their_cells_and_good_ones_go_on() {
        let (rows, found) = feed(
            "id,name,price\na,\"A, b\",1.299 EUR\nb,B,€5\nc,C,3 EUR\nc,D,4 EUR\nd e,E,5 EUR\nf,F,6 EUR,x\n",
        );
        let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["c"]);
        let places: Vec<_> = found.iter().map(|f| f.split(' ').next().unwrap_or("")).collect();
        assert_eq!(places, ["2:10", "3:5", "5:1", "6:1", "7:11"], "{found:#?}");
    }

    #[test]
    fn headers_name_slots() {
        let (rows, found) = feed("id,nme,price.xx_yy_zz_q!\na,A,1 EUR\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("1:4 ") && found[1].starts_with("1:8 "), "{found:?}");
        assert_eq!(rows.len(), 1);
        assert_eq!(feed("name\nx\n").1.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(text in "[a-c,\"\\n\\r é€1.]{0,60}") {
            let (rows, _) = feed(&format!("id,name,price\n{text}"));
            prop_assert!(rows.iter().all(|row| !row.id.is_empty()));
        }
    }
}
