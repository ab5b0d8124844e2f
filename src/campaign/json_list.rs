use std::io::{self, Error, ErrorKind, Write};

/// A JSON object whose last key, `files`, is a list that is written item by item, so that its length does not count in
/// memory.
#[derive(Debug)]
pub(super) struct JsonList<W> {
    out: W,
    form: &'static Form,
    first: bool,
}

/// How the text is set.
#[derive(Debug)]
pub(super) struct Form {
    /// How the object ends before the list is added.
    close: &'static str,
    open: &'static str,
    before_item: &'static str,
    end: &'static str,
}

/// Indented, as `serde_json` does it; an item is one line.
pub(super) const PRETTY: Form =
    Form { close: "\n}", open: ",\n  \"files\": [", before_item: "\n    ", end: "\n  ]\n}\n" };
/// Without any space.
pub(super) const COMPACT: Form = Form { close: "}", open: ",\"files\":[", before_item: "", end: "]}" };

impl<W: Write> JsonList<W> {
    /// Begins with an object that has keys, in the form that was named.
    ///
    /// # Errors
    /// Those of `out`, and when the text is no such object.
    pub(super) fn begin(mut out: W, object: &str, form: &'static Form) -> io::Result<Self> {
        let Some(open) = object.strip_suffix(form.close) else {
            return Err(Error::new(ErrorKind::InvalidInput, "the head is no object with keys"));
        };
        write!(out, "{open}{}", form.open)?;
        Ok(Self { out, form, first: true })
    }

    /// Adds an item, which is JSON already.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn item(&mut self, item: &str) -> io::Result<()> {
        let comma = if self.first { "" } else { "," };
        self.first = false;
        write!(self.out, "{comma}{}{item}", self.form.before_item)
    }

    /// Ends list and object.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn end(mut self) -> io::Result<W> {
        write!(self.out, "{}", self.form.end)?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn whatever_the_head_ends_with_the_whole_is_json() {
        for last in [json!(1), json!({ "b": { "c": 2 } }), json!([]), json!({}), json!("}\n}")] {
            let head = json!({ "a": last });
            for form in [&PRETTY, &COMPACT] {
                for items in 0..3 {
                    let text = match form.close {
                        "}" => head.to_string(),
                        _ => serde_json::to_string_pretty(&head).expect("a value"),
                    };
                    let mut list = JsonList::begin(Vec::new(), &text, form).expect("memory");
                    (0..items).for_each(|n| list.item(&n.to_string()).expect("memory"));
                    let whole: Value = serde_json::from_slice(&list.end().expect("memory")).expect("JSON");
                    let wanted: Vec<i32> = (0..items).collect();
                    assert_eq!(whole, json!({ "a": last, "files": wanted }));
                }
            }
        }
        assert!(JsonList::begin(Vec::new(), "[]", &COMPACT).is_err());
    }
}
