use std::collections::BTreeMap;

use super::copy_rules::{RowFault, check_key, check_text, odd_character, words};
use crate::copy::{CopyEntry, CopyRow, CopyStatus, counted_key, unpaired};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, SourceId, Sources, Span};
use crate::locale::{Locale, Plural};

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 7] = ["key", "locale", "text", "short", "shorter", "status", "note"];
const MAX_BYTES: usize = 4 << 20;
const MAX_ROWS: usize = 50_000;

/// One deck file as far as it could be read.
#[derive(Debug)]
pub(super) struct DeckFile {
    /// The file's name.
    pub(super) name: String,
    /// Its good rows, with the place of their key.
    pub(super) rows: Vec<(CopyRow, Span)>,
    /// Whether every row was good. Only then does a row that is missing count as dropped.
    pub(super) whole: bool,
}

/// The good rows of a deck file that lies outside a kit; bad ones are told in `found`, and the good ones go on.
pub fn read_deck(name: &str, text: &str, sources: &mut Sources, found: &mut Diagnostics) -> Vec<CopyRow> {
    let deck = read_rows(name, text, sources, found);
    // Such a file may add one form to those that are stored.
    plurals(&deck.rows, Severity::Warning, found);
    deck.rows.into_iter().map(|(row, _)| row).collect()
}

/// Reads a deck file. A bad row is told with its cell's place, and the good ones go on.
pub(super) fn read(name: &str, text: &str, sources: &mut Sources, found: &mut Diagnostics) -> DeckFile {
    let mut deck = read_rows(name, text, sources, found);
    deck.whole &= plurals(&deck.rows, Severity::Error, found);
    deck
}

fn read_rows(name: &str, text: &str, sources: &mut Sources, found: &mut Diagnostics) -> DeckFile {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deck = DeckFile { name: name.to_owned(), rows: Vec::new(), whole: true };
    if text.len() > MAX_BYTES {
        let source = sources.add(name, "");
        let message = format!("`{name}` has {} bytes; at most {MAX_BYTES} are read", text.len());
        found.push(Diagnostic::error(Code::TooLarge, message).at(Span::new(source, 0, 0)));
        deck.whole = false;
        return deck;
    }
    let mut reader = Reader { text, source: sources.add(name, text), name, found, columns: BTreeMap::new() };
    let before = reader.errors();
    let mut records =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut header = true;
    while let Ok(true) = records.read_record(&mut record) {
        let start = record.position().map_or(0, |place| place.byte() as usize);
        if header {
            header = false;
            if !reader.header(&record, start) {
                break;
            }
        } else if deck.rows.len() >= MAX_ROWS {
            reader.error(Code::TooLarge, format!("more than {MAX_ROWS} rows"), start, 0);
            break;
        } else if let Some(row) = reader.row(&record, start) {
            deck.rows.push((row, reader.span(start, reader.column("key"))));
        }
    }
    if header {
        reader.error(Code::BadCopy, "the file is empty", 0, 0);
    }
    deck.whole = reader.errors() == before;
    deck
}

/// A text with plural forms has `other`, or that is told with a severity; and it should have what whole numbers need.
/// Whether all have `other`.
fn plurals(rows: &[(CopyRow, Span)], severity: Severity, found: &mut Diagnostics) -> bool {
    let mut all: BTreeMap<(&str, &Locale), (Span, Vec<Plural>)> = BTreeMap::new();
    for (row, span) in rows {
        if let (name, Some(plural)) = counted_key(&row.key) {
            all.entry((name, &row.locale)).or_insert_with(|| (*span, Vec::new())).1.push(plural);
        }
    }
    let mut whole = true;
    for ((name, locale), (span, has)) in all {
        let needed = Plural::everyday(locale);
        let missing: Vec<Plural> = needed.iter().copied().filter(|plural| !has.contains(plural)).collect();
        if missing.contains(&Plural::Other) {
            whole = false;
            let message = format!("`{name}` in {locale} has no plural `other`");
            let told = Diagnostic { severity, ..Diagnostic::error(Code::BadCopy, message) }.at(span);
            found.push(told.hint(format!("add the row `{name}[other]`: it stands in for every other form")));
        } else if !missing.is_empty() {
            let message = format!("`{name}` in {locale} has no plural {}", words(&missing));
            let warning = Diagnostic::warning(Code::BadCopy, message).at(span);
            let hint = format!("`{name}[other]` stands in for it; {locale} has {}", words(&needed));
            found.push(warning.hint(hint));
        }
    }
    whole
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    name: &'a str,
    found: &'a mut Diagnostics,
    /// Where each known column stands.
    columns: BTreeMap<&'static str, usize>,
}

impl Reader<'_> {
    fn errors(&self) -> usize {
        self.found.0.iter().filter(|one| one.severity == Severity::Error).count()
    }

    fn column(&self, name: &str) -> usize {
        self.columns.get(name).copied().unwrap_or(usize::MAX)
    }

    fn span(&self, record: usize, cell: usize) -> Span {
        let (start, end) = cell_range(self.text, record, cell);
        Span::new(self.source, start, end)
    }

    fn error(&mut self, code: Code, message: impl Into<String>, record: usize, cell: usize) {
        let span = self.span(record, cell);
        self.found.push(Diagnostic::error(code, message).at(span));
    }

    fn header(&mut self, record: &csv::StringRecord, start: usize) -> bool {
        for (at, cell) in record.iter().enumerate() {
            let word = cell.trim().to_ascii_lowercase();
            match COLUMNS.iter().find(|known| **known == word) {
                Some(known) if self.columns.contains_key(known) => {
                    self.error(Code::DuplicateKey, format!("the column `{known}` stands twice"), start, at);
                    return false;
                }
                Some(known) => {
                    self.columns.insert(known, at);
                }
                None => {
                    let span = self.span(start, at);
                    let warning = Diagnostic::warning(Code::UnknownKey, format!("unknown column `{word}`"));
                    self.found.push(warning.at(span).hint(format!("the columns are {}", COLUMNS.join(", "))));
                }
            }
        }
        for needed in ["key", "text"] {
            if !self.columns.contains_key(needed) {
                let span = self.span(start, 0);
                let error = Diagnostic::error(Code::MissingKey, format!("there is no column `{needed}`"));
                let hint = format!("the first line names the columns: {}", COLUMNS.join(","));
                self.found.push(error.at(span).hint(hint));
                return false;
            }
        }
        self.columns.insert("(width)", record.len());
        true
    }

    fn row(&mut self, record: &csv::StringRecord, start: usize) -> Option<CopyRow> {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let width = self.column("(width)");
        if record.len() != width {
            let count = record.len();
            let span = self.span(start, if count > width { width } else { 0 });
            let message = format!("the row has {count} cells where the first line names {width}");
            let error = Diagnostic::error(Code::BadCopy, message).at(span);
            self.found.push(match count > width {
                true => error.hint("put a text with a comma in double quotes"),
                false => error.hint("add the missing commas; or a double quote before is never closed"),
            });
            return None;
        }
        let before = self.errors();
        let key = record.get(self.column("key")).unwrap_or("").trim().to_owned();
        let locale = self.locale(record, start);
        if let Err(fault) = check_key(&key, locale.as_ref()) {
            self.fault(&fault, start, "key");
        }
        let text = self.text_cell(record, start, "text").unwrap_or_default();
        let short = self.text_cell(record, start, "short");
        let shorter = self.text_cell(record, start, "shorter");
        let note = self.text_cell(record, start, "note");
        let status = self.status(record, start);
        if self.errors() > before {
            return None;
        }
        Some(CopyRow {
            key,
            locale: locale?,
            entry: CopyEntry { text, short, shorter },
            status: status?,
            note,
        })
    }

    fn fault(&mut self, fault: &RowFault, start: usize, column: &str) {
        self.error(Code::BadCopy, fault.to_string(), start, self.column(column));
    }

    /// The locale of the cell, or of the file's name where there is no cell or an empty one.
    fn locale(&mut self, record: &csv::StringRecord, start: usize) -> Option<Locale> {
        let cell = record.get(self.column("locale")).unwrap_or("").trim();
        let stem = self.name.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
        let word = if cell.is_empty() { stem } else { cell };
        match Locale::parse(word) {
            Ok(locale) => Some(locale),
            Err(error) => {
                let column = if self.columns.contains_key("locale") { "locale" } else { "key" };
                self.error(Code::BadCopy, error.to_string(), start, self.column(column));
                None
            }
        }
    }

    fn status(&mut self, record: &csv::StringRecord, start: usize) -> Option<CopyStatus> {
        let word = record.get(self.column("status")).unwrap_or("").trim();
        if word.is_empty() {
            return Some(CopyStatus::default());
        }
        let status = CopyStatus::from_word(word);
        if status.is_none() {
            let span = self.span(start, self.column("status"));
            let error = Diagnostic::error(Code::UnknownWord, format!("unknown status `{word}`")).at(span);
            self.found.push(error.hint("a status is `draft` or `approved`"));
        }
        status
    }

    /// The text of a cell; `None` for an empty or missing one, or when it may not be stored.
    fn text_cell(&mut self, record: &csv::StringRecord, start: usize, column: &str) -> Option<String> {
        let text = unguard(record.get(self.column(column)).unwrap_or(""));
        if text.is_empty() {
            return None;
        }
        if let Err(fault) = check_text(text) {
            self.fault(&fault, start, column);
            return None;
        }
        if let Some((_, odd)) = odd_character(text) {
            let span = self.span(start, self.column(column));
            let message = format!("the text holds the invisible character U+{:04X}", u32::from(odd));
            let hint = match odd.is_control() {
                true => "delete it: it is seldom meant and never seen",
                false => "delete it, or use the isolates U+2066 to U+2069: it reorders all letters after it",
            };
            self.found.push(Diagnostic::warning(Code::BadCopy, message).at(span).hint(hint));
        }
        if column != "note"
            && let Some(mark) = unpaired(text).first()
        {
            let span = self.span(start, self.column(column));
            let warning = Diagnostic::warning(Code::BadCopy, format!("`{mark}` is never closed")).at(span);
            self.found.push(
                warning.hint(format!(
                    "close it: {mark}words{mark}; or write `\\{mark}` for the character itself"
                )),
            );
        }
        Some(text.to_owned())
    }
}

/// Writes rows as a deck file.
pub(super) fn write<'a>(rows: impl Iterator<Item = &'a CopyRow>) -> String {
    let mut to = csv::WriterBuilder::new().from_writer(Vec::new());
    let whole = "a vector takes every byte";
    to.write_record(COLUMNS).expect(whole);
    for row in rows {
        let maybe = |text: &Option<String>| guard(text.as_deref().unwrap_or(""));
        let entry = &row.entry;
        let cells = [
            row.key.clone(),
            row.locale.to_string(),
            guard(&entry.text),
            maybe(&entry.short),
            maybe(&entry.shorter),
            row.status.word().to_owned(),
            maybe(&row.note),
        ];
        to.write_record(cells).expect(whole);
    }
    String::from_utf8(to.into_inner().expect(whole)).expect("only texts were written")
}

/// Spreadsheets run a cell that begins so.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn guard(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if is_formula(cell) => bare,
        _ => cell,
    }
}

/// Where the n-th cell of the record at `record` stands, quotes included; the whole record when it has no such cell.
/// The csv crate gives places of records only.
fn cell_range(text: &str, record: usize, cell: usize) -> (usize, usize) {
    // A record's place may lie on the line break before it.
    let record = record
        + text.get(record..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let (mut start, mut quoted, mut at) = (record, false, 0);
    for (offset, byte) in text.bytes().enumerate().skip(record) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted && at == cell => return (start, offset),
            b',' if !quoted => {
                at += 1;
                start = offset + 1;
            }
            b'\r' | b'\n' if !quoted => return (if at == cell { start } else { record }, offset),
            _ => {}
        }
    }
    (if at == cell { start } else { record.min(text.len()) }, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_found_behind_quoted_commas_and_breaks() {
        let text = "k,t\r\n\"a,\"\"b\",\"x\ny\"\r\nc,d\n";
        let (start, end) = cell_range(text, 5, 1);
        assert_eq!(&text[start..end], "\"x\ny\"");
        let (start, end) = cell_range(text, 3, 0);
        assert_eq!(&text[start..end], "\"a,\"\"b\"");
    }

    fn row(text: &str) -> CopyRow {
        let entry = CopyEntry { text: text.into(), short: None, shorter: None };
        let locale = Locale::parse("de-DE").expect("a tag");
        CopyRow { key: "cta".into(), locale, entry, status: CopyStatus::Draft, note: None }
    }

    #[test]
    fn formulas_are_quoted_for_spreadsheets_and_come_back_bare() {
        let csv = write([row("=HYPERLINK(\"x\")")].iter());
        assert!(csv.contains("\"'=HYPERLINK"), "{csv}");
    }

    fn told(rows: &str) -> Vec<String> {
        let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
        read("pl.csv", &format!("key,text\n{rows}"), &mut sources, &mut found);
        found.0.iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn plural_forms_are_those_of_the_language_and_have_other() {
        let good = "d[one],dzień\nd[few],dni\nd[many],dni\nd[other],dnia\n";
        assert!(told(good).is_empty());
        assert_eq!(told("d[one],dzień\n"), ["`d` in pl has no plural `other`"]);
        let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
        assert!(!read("pl.csv", "key,text\nd[one],x\n", &mut sources, &mut found).whole);
        let mut found = Diagnostics::new();
        let edit = read_deck("pl.csv", "key,text\nd[one],x\n", &mut sources, &mut found);
        assert!(edit.len() == 1 && found.0.len() == 1 && !found.has_errors());
        assert_eq!(told("d[one],dzień\nd[other],dni\n"), ["`d` in pl has no plural `few`, `many`"]);
        let two = told("d[two],dwa\nd[other],dni\n");
        assert_eq!(two[0], "pl has no plural `two`: it has `one`, `few`, `many`, `other`");
        assert!(told("d[several],x\n")[0].starts_with("`d[several]` is no key"));
    }

    #[test]
    fn plural_forms_are_written_and_read_again() {
        let mut one = row("noch {$n} Tag");
        one.key = "left[one]".into();
        let other = CopyRow { key: "left[other]".into(), ..row("noch {$n} Tage") };
        let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
        let deck = read("de-DE.csv", &write([&one, &other].into_iter()), &mut sources, &mut found);
        assert!(found.is_empty());
        assert_eq!(deck.rows.into_iter().map(|(row, _)| row).collect::<Vec<_>>(), [one, other]);
    }

    #[test]
    fn a_mark_that_nothing_closes_is_told_with_its_cell() {
        assert_eq!(told("cta,Teraz *gratis\n"), ["`*` is never closed"]);
        assert!(told("cta,Teraz *gratis* \\* -50%*\n").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "['=+@,\"a-zé夏\n ]{1,40}") {
            let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
            let deck = read("de-DE.csv", &write([row(&text)].iter()), &mut sources, &mut found);
            prop_assert!(found.is_empty() && deck.whole);
            prop_assert_eq!(&deck.rows[0].0, &row(&text));
        }

        #[test]
        fn no_file_makes_the_reader_panic(text in "(key,locale,text\n)?[a-z,\"'\r\n é\u{0}=]{0,120}") {
            let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
            read("x", &text, &mut sources, &mut found);
            prop_assert!(found.is_empty() || !crate::diag::render_human(&found, &sources, false).is_empty());
        }
    }
}
