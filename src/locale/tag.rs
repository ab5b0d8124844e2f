use std::fmt;
use std::str::FromStr;

use icu_locale::LanguageIdentifier;

use super::{Direction, ScriptGroup};
use crate::digest::{Feed, Stable};

/// The words that people write, and the tags that they stand for: the language decides how values are written, the
/// private-use region tells them from real locales. `en-XA` and `ar-XB` are CLDR's own pseudo-locales.
pub(super) const PSEUDO_TAGS: [(&str, &str); 4] =
    [("pseudo-long", "en-XA"), ("pseudo-rtl", "ar-XB"), ("pseudo-cjk", "ja-XC"), ("pseudo-nospace", "en-XD")];

/// A BCP 47 tag of language, script, region and variants, in canonical form (`de-AT`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    tag: String,
}

/// The text is no language tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag such as `en-US` or `ar`")]
pub struct LocaleError(String);

impl Locale {
    /// Reads a tag; `_` is taken for `-`, case is corrected. `pseudo-long` and its like stand for the tags of
    /// [`super::Pseudo`].
    ///
    /// # Errors
    /// When it is no well-formed tag of language, script, region and variants.
    pub fn parse(text: &str) -> Result<Self, LocaleError> {
        if let Some((_, tag)) = PSEUDO_TAGS.iter().find(|(word, _)| *word == text) {
            return Ok(Self { tag: (*tag).to_owned() });
        }
        let identifier = LanguageIdentifier::try_from_str(&text.replace('_', "-"))
            .map_err(|_| LocaleError(text.to_owned()))?;
        if identifier.language.is_unknown() {
            return Err(LocaleError(text.to_owned()));
        }
        Ok(Self { tag: identifier.to_string() })
    }

    /// The canonical tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// The language alone: `de`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.tag.split('-').next().unwrap_or("")
    }

    /// The parsed identifier, for libraries that want one.
    #[must_use]
    pub fn identifier(&self) -> LanguageIdentifier {
        LanguageIdentifier::try_from_str(&self.tag).expect("checked when it was made")
    }

    /// The same for formatters.
    pub(super) fn icu(&self) -> icu_locale::Locale {
        self.identifier().into()
    }

    /// What formatters say when they have no data.
    pub(super) fn unknown(&self) -> LocaleError {
        LocaleError(self.tag.clone())
    }

    /// Where copy is looked for, in order: `de-AT`, `de`, then `default`. Nobody writes copy for a pseudo-locale: its texts
    /// are those of `default`, made worse.
    #[must_use]
    pub fn fallbacks(&self, default: &Self) -> Vec<Self> {
        if self != default && PSEUDO_TAGS.iter().any(|(_, tag)| *tag == self.tag) {
            return default.fallbacks(default);
        }
        let mut chain = Vec::new();
        let mut tag = self.tag.as_str();
        loop {
            chain.push(Self { tag: tag.to_owned() });
            let Some(cut) = tag.rfind('-') else { break };
            tag = &tag[..cut];
        }
        for more in [default.clone(), Self { tag: default.language().to_owned() }] {
            if !chain.contains(&more) {
                chain.push(more);
            }
        }
        chain
    }

    /// The direction of its usual script.
    #[must_use]
    pub fn direction(&self) -> Direction {
        Direction::of(&self.identifier())
    }

    /// The group of scripts that decides fonts and leading.
    #[must_use]
    pub fn script_group(&self) -> ScriptGroup {
        ScriptGroup::of(&self.identifier())
    }
}

impl FromStr for Locale {
    type Err = LocaleError;
    fn from_str(text: &str) -> Result<Self, LocaleError> {
        Self::parse(text)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

impl Stable for Locale {
    fn feed(&self, to: &mut Feed) {
        self.tag.feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).expect("a tag")
    }

    #[test]
    fn tags_are_made_canonical() {
        assert_eq!(locale("de_at").as_str(), "de-AT");
        assert!(Locale::parse("english!").is_err());
        assert!(Locale::parse("").is_err());
    }

    #[test]
    fn copy_falls_back_to_the_language_then_to_the_brand() {
        let own = locale("en-US").fallbacks(&locale("en-US"));
        assert_eq!(locale("pseudo-rtl").fallbacks(&locale("en-US")), own);
        let chain = locale("de-AT").fallbacks(&locale("en-US"));
        let tags: Vec<_> = chain.iter().map(Locale::as_str).collect();
        assert_eq!(tags, ["de-AT", "de", "en-US", "en"]);
    }

    #[test]
    fn direction_and_script_come_from_likely_subtags() {
        assert_eq!(locale("ar-SA").direction(), Direction::Rtl);
        assert_eq!(locale("he").direction(), Direction::Rtl);
        assert_eq!(locale("az").direction(), Direction::Ltr);
        assert_eq!(locale("ja-JP").script_group(), ScriptGroup::Jpan);
        assert_eq!(locale("th").script_group(), ScriptGroup::Thai);
        assert_eq!(locale("pl-PL").script_group(), ScriptGroup::Latn);
    }
}
