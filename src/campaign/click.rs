use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{NameError, NamePattern};
use crate::variant::VariantKey;

/// All but the unreserved characters of RFC 3986, 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where a click on a creative leads: an `https` address with `{…}` fields, whose values are percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClickUrl(NamePattern);

/// Why a pattern was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClickError {
    /// Another scheme, or none.
    #[error("a click URL begins with `https://`")]
    Scheme,
    /// No plain host right after the scheme: a field, a user's name, or nothing.
    #[error("a click URL names its host in plain letters, with no field in it")]
    Host,
    /// A blank, a control character, a quote or the like.
    #[error("`{}` may not stand in a URL; write it percent-encoded", .0.escape_default())]
    Character(char),
    /// A torn brace or an unknown field.
    #[error(transparent)]
    Field(#[from] NameError),
}

impl ClickUrl {
    /// Reads a pattern such as `https://shop.example/sale?c={campaign}&s={size}&l={locale}`.
    ///
    /// # Errors
    /// Everything but a plain `https` address with known fields in its path, query or fragment.
    pub fn parse(text: &str, axes: &[&str]) -> Result<Self, ClickError> {
        let rest = text.strip_prefix("https://").ok_or(ClickError::Scheme)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if host.is_empty() || !host.chars().all(plain) || host.starts_with([':', '.', '-']) {
            return Err(ClickError::Host);
        }
        let odd = |c: &char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '|');
        if let Some(c) = text.chars().find(odd) {
            return Err(ClickError::Character(c));
        }
        Ok(Self(NamePattern::parse(text, axes)?))
    }

    /// The address for one variant; `n` as in its file's name.
    #[must_use]
    pub fn fill(&self, campaign: &str, key: &VariantKey, n: u32) -> String {
        self.0.fill(campaign, key, n, |value| utf8_percent_encode(value, RESERVED).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_percent_encoded_and_the_pattern_is_not() {
        let url = ClickUrl::parse("https://a.example/x?c={campaign}&h={headline}#{n}", &["headline"])
            .expect("valid");
        let key = VariantKey(vec![("headline".into(), "50 % & more/ä?#".into())]);
        assert_eq!(
            url.fill("sale 26", &key, 3),
            "https://a.example/x?c=sale%2026&h=50%20%25%20%26%20more%2F%C3%A4%3F%23#3"
        );
    }

    #[test]
    fn only_plain_https_addresses_with_known_fields_are_taken() {
        let parse = |text| ClickUrl::parse(text, &["size"]);
        for text in ["http://a.example", "javascript:alert(1)", "//a.example", "HTTPS://a.example", ""] {
            assert_eq!(parse(text), Err(ClickError::Scheme), "{text}");
        }
        for text in
            ["https://", "https:///x", "https://{size}.example/", "https://user@a.example/", "https://.x/"]
        {
            assert_eq!(parse(text), Err(ClickError::Host), "{text}");
        }
        for text in
            ["https://a.example/a b", "https://a.example/\n", "https://a.example/\"", "https://a.example/ä"]
        {
            assert!(matches!(parse(text), Err(ClickError::Character(_))), "{text}");
        }
        for text in ["https://a.example/{colour}", "https://a.example/{size"] {
            assert!(matches!(parse(text), Err(ClickError::Field(_))), "{text}");
        }
    }
}
