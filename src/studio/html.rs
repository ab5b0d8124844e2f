use std::fmt::{self, Display, Write};

/// Text from outside, as HTML shows it: in an element or in a quoted attribute.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// A message, in which backticks set off names.
pub(super) fn message(text: &str) -> String {
    let parts = text.split('`').enumerate();
    // Of an odd number of backticks the last one is no pair, and stays as it is.
    let pairs = text.matches('`').count() / 2;
    let mut out = String::new();
    for (at, part) in parts {
        match (at % 2, at.div_ceil(2) <= pairs) {
            (1, true) => out.push_str(&format!("<code>{}</code>", Text(part))),
            (1, false) => out.push_str(&format!("`{}", Text(part))),
            _ => out.push_str(&Text(part).to_string()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_set_off_names() {
        assert_eq!(message("no slot `<x>` here"), "no slot <code>&lt;x&gt;</code> here");
        assert_eq!(message("a `b` c ` d"), "a <code>b</code> c ` d");
    }

    #[test]
    fn nothing_of_the_text_is_markup() {
        let shown = Text("<b title=\"x\" id='y'>&amp;").to_string();
        assert_eq!(shown, "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
    }
}
