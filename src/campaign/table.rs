use std::io::{self, Write};

use serde_json::Value;

/// Writes the manifest as a table that spreadsheets open: UTF-8 with a byte order mark, CRLF, one row a file.
///
/// Columns: `file`, each axis in the campaign's order, `width`, `height`, `bytes`, `format`, `quality`, `digest`, `rung`,
/// `warnings`, `click_url`. Cells that a spreadsheet would run as a formula begin with an apostrophe.
#[derive(Debug)]
pub struct TableWriter<W> {
    out: W,
    axes: Vec<String>,
}

impl<W: Write> TableWriter<W> {
    /// Begins with the names of the columns; `head` is the manifest's.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(mut out: W, head: &Value) -> io::Result<Self> {
        let axes = head["axes"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let axes: Vec<String> = axes.map(str::to_owned).collect();
        let mut header = vec!["file".to_owned()];
        // An axis may have the name of a column.
        header.extend(axes.iter().map(|axis| {
            if FACTS.contains(&axis.as_str()) || axis == "file" {
                format!("axis {axis}")
            } else {
                axis.clone()
            }
        }));
        header.extend(FACTS.map(str::to_owned));
        write!(out, "\u{feff}{}", row(&header))?;
        Ok(Self { out, axes })
    }

    /// Adds a line of the manifest.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn file(&mut self, line: &Value) -> io::Result<()> {
        let mut cells = vec![cell(&line["file"])];
        cells.extend(self.axes.iter().map(|axis| cell(&line["variant"][axis])));
        cells.extend(FACTS.map(|fact| match fact {
            "warnings" => warnings(&line["warnings"]),
            fact => cell(&line[fact]),
        }));
        self.out.write_all(row(&cells).as_bytes())
    }

    /// Ends it.
    #[must_use]
    pub fn end(self) -> W {
        self.out
    }
}

/// The columns after the axes.
const FACTS: [&str; 9] =
    ["width", "height", "bytes", "format", "quality", "digest", "rung", "warnings", "click_url"];

fn warnings(list: &Value) -> String {
    let messages = list.as_array().into_iter().flatten().filter_map(|one| one["message"].as_str());
    messages.collect::<Vec<_>>().join("; ")
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&harmless(cell))).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula (OWASP: CSV injection).
fn harmless(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || cell.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', ';', '\n', '\r', '\t']) || cell.starts_with('\'') || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_spreadsheet_reads_back_what_the_manifest_says() {
        let manifest = json!({ "axes": ["size", "headline", "format"], "files": [{
            "file": "a_300x250_1.jpg", "variant": { "size": "300x250", "headline": "Sun, \"sea\"\nsand", "format": "x" },
            "width": 300, "height": 250, "bytes": 12345, "format": "jpeg", "quality": 84, "digest": "00ff",
            "rung": "shrunk", "warnings": [{ "message": "one" }, { "message": "two" }], "click_url": null,
        }] });
        let mut table = TableWriter::begin(Vec::new(), &manifest).expect("memory");
        table.file(&manifest["files"][0]).expect("memory");
        let text = String::from_utf8(table.end()).expect("UTF-8");
        assert!(text.starts_with("\u{feff}file,size,headline,axis format,width,"));
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("well formed")).collect();
        let cells: Vec<&str> = rows[0].iter().collect();
        assert_eq!(
            cells,
            [
                "a_300x250_1.jpg",
                "300x250",
                "Sun, \"sea\"\nsand",
                "x",
                "300",
                "250",
                "12345",
                "jpeg",
                "84",
                "00ff",
                "shrunk",
                "one; two",
                "",
            ]
        );
    }

    #[test]
    fn no_cell_is_run_as_a_formula() {
        for wild in ["=1+1", "+49", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n@x"] {
            assert!(harmless(wild).starts_with('\''), "{wild:?}");
        }
        for tame in ["300x250", "headline.1-home", "https://a.example/?a=1", "'=1"] {
            assert_eq!(harmless(tame), tame);
        }
    }
}
