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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_markup() {
        let shown = Text("<b title=\"x\" id='y'>&amp;").to_string();
        assert_eq!(shown, "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
    }
}
