use std::collections::BTreeMap;

use crate::locale::Locale;
use crate::stable_struct;

/// How far a text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CopyStatus {
    /// Being written.
    Draft,
    /// May be shown to the public.
    #[default]
    Approved,
}

impl CopyStatus {
    /// As decks write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
        }
    }

    /// Reads the word that decks use.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Approved].into_iter().find(|status| status.word() == word)
    }
}

/// A text and its approved shorter forms.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct CopyEntry {
    /// As it is meant to be.
    pub text: String,
    /// For boxes where `text` does not fit.
    pub short: Option<String>,
    /// For the smallest.
    pub shorter: Option<String>,
}

impl CopyEntry {
    /// The forms from the longest to the shortest, without repetitions.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        let mut forms = vec![self.text.as_str()];
        for form in [&self.short, &self.shorter].into_iter().flatten() {
            if !forms.contains(&form.as_str()) {
                forms.push(form);
            }
        }
        forms
    }
}

stable_struct!(CopyEntry { text, short, shorter });

/// One row of a deck, as CSV and database hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRow {
    /// Dotted: `headline.beach`.
    pub key: String,
    /// The locale it is written for; may be a language alone.
    pub locale: Locale,
    /// The texts.
    pub entry: CopyEntry,
    /// How far it has come.
    pub status: CopyStatus,
    /// For translators.
    pub note: Option<String>,
}

/// All texts of one brand, in every locale that was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyDeck {
    rows: BTreeMap<(String, Locale), CopyEntry>,
    default: Locale,
}

/// A text, and the locale in which it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The texts.
    pub entry: &'a CopyEntry,
    /// Where it stood: the asked locale, its language, or the brand's default.
    pub locale: &'a Locale,
}

impl CopyDeck {
    /// A deck whose last resort is `default`. Of two rows with one key and locale the later counts.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = CopyRow>, default: Locale) -> Self {
        let rows = rows.into_iter().map(|row| ((row.key, row.locale), row.entry)).collect();
        Self { rows, default }
    }

    /// The text of a key: in the locale, else its language, else the brand's default.
    #[must_use]
    pub fn find(&self, key: &str, locale: &Locale) -> Option<Found<'_>> {
        locale.fallbacks(&self.default).into_iter().find_map(|locale| {
            let ((_, locale), entry) = self.rows.get_key_value(&(key.to_owned(), locale))?;
            Some(Found { entry, locale })
        })
    }

    /// All keys in alphabetical order.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.rows.keys().map(|(key, _)| key.as_str()).collect();
        keys.dedup();
        keys
    }

    /// All locales that have a text.
    #[must_use]
    pub fn locales(&self) -> Vec<Locale> {
        let all: std::collections::BTreeSet<&Locale> = self.rows.keys().map(|(_, locale)| locale).collect();
        all.into_iter().cloned().collect()
    }

    /// The brand's default locale.
    #[must_use]
    pub fn default_locale(&self) -> &Locale {
        &self.default
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, tag: &str, text: &str) -> CopyRow {
        let entry = CopyEntry { text: text.into(), ..CopyEntry::default() };
        let locale = Locale::parse(tag).expect("a tag");
        CopyRow { key: key.into(), locale, entry, status: CopyStatus::Approved, note: None }
    }

    #[test]
    fn the_nearest_locale_wins() {
        let default = Locale::parse("en-US").expect("a tag");
        let rows = [row("cta", "de", "Jetzt"), row("cta", "en-US", "Now"), row("sub", "en-US", "Sub")];
        let deck = CopyDeck::new(rows, default);
        let at = Locale::parse("de-AT").expect("a tag");
        assert_eq!(deck.find("cta", &at).map(|f| f.entry.text.as_str()), Some("Jetzt"));
        assert_eq!(deck.find("sub", &at).map(|f| f.locale.as_str()), Some("en-US"));
        assert_eq!(deck.find("none", &at), None);
        assert_eq!(deck.keys(), ["cta", "sub"]);
    }
}
