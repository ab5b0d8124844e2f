/// Which keys of a deck are meant: `headline.*` is every key with one more part, `legal.sale` is itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPattern(String);

impl KeyPattern {
    /// Reads a pattern: dotted parts, of which the last may be `*`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let stem = text.strip_suffix(".*").unwrap_or(text);
        let part =
            |p: &str| !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        stem.split('.').all(part).then(|| Self(text.to_owned()))
    }

    /// Whether a key is meant.
    #[must_use]
    pub fn matches(&self, key: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(stem) => key.strip_prefix(stem).is_some_and(|rest| !rest.is_empty() && !rest.contains('.')),
            None => key == self.0,
        }
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_one_part() {
        let pattern = KeyPattern::parse("headline.*").expect("valid");
        assert!(pattern.matches("headline.beach"));
        assert!(
            !pattern.matches("headline") && !pattern.matches("headline.a.b") && !pattern.matches("sub.beach")
        );
        assert!(KeyPattern::parse("*").is_none() && KeyPattern::parse("a..b").is_none());
    }
}
