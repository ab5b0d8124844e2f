use std::io::{self, Write};

use serde_json::{Value, json};

use super::json_list::{COMPACT, JsonList};

/// Markup, styles and script; without anything from elsewhere, so that it works from a disk or a zip.
const PAGE: &str = include_str!("sheet.html");

/// Writes the contact sheet of an export: one HTML file to lie beside the pictures, which it loads as they come into view.
///
/// Nothing of the campaign becomes markup: it travels as JSON, and the script writes it as text.
#[derive(Debug)]
pub struct SheetWriter<W>(JsonList<W>);

impl<W: Write> SheetWriter<W> {
    /// Begins the page; `head` is the manifest's.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(mut out: W, head: &Value) -> io::Result<Self> {
        let failed: Vec<Value> = head["failed"].as_array().into_iter().flatten().map(failure).collect();
        let data = json!({
            "campaign": head["campaign"], "template": head["template"], "brand": head["brand"],
            "axes": head["axes"], "sample": head["sample"], "failed": failed,
        });
        let title = markup(head["campaign"].as_str().unwrap_or("campaign"));
        let data = script(&data.to_string());
        write!(out, "{}", parts().0.replace("__TITLE__", &title))?;
        JsonList::begin(out, &data, &COMPACT).map(Self)
    }

    /// Adds a line of the manifest.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn file(&mut self, line: &Value) -> io::Result<()> {
        self.0.item(&script(&file(line).to_string()))
    }

    /// Ends the page.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn end(self) -> io::Result<W> {
        let mut out = self.0.end()?;
        write!(out, "{}", parts().1)?;
        Ok(out)
    }
}

/// The page before and after its data.
fn parts() -> (&'static str, &'static str) {
    PAGE.split_once("__DATA__").unwrap_or((PAGE, ""))
}

/// What the sheet shows of a file; short keys, since there may be thousands.
fn file(line: &Value) -> Value {
    let texts: Vec<Value> = line["texts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|text| json!([text["layer"], text["rung"], text["shown"]]))
        .collect();
    let warnings: Vec<&Value> =
        line["warnings"].as_array().into_iter().flatten().map(|one| &one["message"]).collect();
    json!({
        "f": line["file"], "v": line["variant"], "w": line["width"], "h": line["height"], "b": line["bytes"],
        "t": line["format"], "q": line["quality"], "r": line["rung"], "x": texts, "!": warnings, "c": line["click_url"],
    })
}

fn failure(line: &Value) -> Value {
    let found = line["found"].as_array().into_iter().flatten();
    let why: Vec<&Value> = found.map(|one| &one["message"]).collect();
    json!({ "name": line["name"], "why": why })
}

/// Text in HTML.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// JSON in a `script` element: nothing can end it, or begin a comment.
fn script(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(manifest: &Value) -> String {
        let mut sheet = SheetWriter::begin(Vec::new(), manifest).expect("memory");
        for line in manifest["files"].as_array().expect("a list") {
            sheet.file(line).expect("memory");
        }
        String::from_utf8(sheet.end().expect("memory")).expect("UTF-8")
    }

    fn manifest(evil: &str) -> Value {
        json!({
            "campaign": evil, "template": "t", "brand": "b", "axes": ["size", evil], "sample": null,
            "files": [{
                "file": "a.jpg", "variant": { "size": "300x250", evil: evil }, "width": 300, "height": 250, "bytes": 9,
                "format": "jpeg", "quality": 84, "rung": "shrunk", "click_url": "https://a.example/",
                "texts": [{ "layer": "headline", "rung": "shrunk", "shown": evil }], "warnings": [{ "message": evil }],
            }],
            "failed": [{ "name": evil, "found": [{ "message": evil }] }],
        })
    }

    #[test]
    fn no_text_of_a_campaign_becomes_markup() {
        for evil in [
            "</script><script>alert(1)</script>",
            "<!--<script>",
            "<img src=x onerror=alert(1)>",
            "\"'&><",
            "__DATA__",
        ] {
            let (page, plain) = (sheet(&manifest(evil)), sheet(&manifest("x")));
            for mark in ["<script", "</script", "<!--", "<img"] {
                assert_eq!(page.matches(mark).count(), plain.matches(mark).count(), "{evil} adds {mark}");
            }
        }
    }

    #[test]
    fn the_data_in_the_page_is_json_and_says_the_same() {
        let evil = "</script>&<b>\u{2028}";
        let page = sheet(&manifest(evil));
        let from =
            page.find("type=\"application/json\">").expect("the data") + "type=\"application/json\">".len();
        let data = &page[from..][..page[from..].find("</script>").expect("its end")];
        let data: Value = serde_json::from_str(data).expect("JSON");
        assert_eq!(data["files"][0]["x"][0][2], evil);
        assert_eq!(data["failed"][0]["why"][0], evil);
    }

    #[test]
    fn the_page_loads_nothing_from_elsewhere() {
        for word in ["http://", "https://", "//cdn", "@import", "url("] {
            assert!(!PAGE.contains(word), "{word}");
        }
        assert!(PAGE.contains("__TITLE__") && PAGE.matches("__DATA__").count() == 1);
    }
}
