use std::collections::BTreeMap;

use super::counted_key;
use crate::locale::{Locale, Number, Plural};
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
    /// Dotted: `headline.beach`. With `[one]`, `[few]`, … behind it the row is the text for such counts.
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
    rows: BTreeMap<(String, Locale), Texts>,
    default: Locale,
}

/// What a locale says for a key: one text, or one for each category of counts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Texts {
    plain: Option<CopyEntry>,
    counted: BTreeMap<Plural, CopyEntry>,
}

/// A text, and the locale in which it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The texts; of a key that has plural forms only, those of `other`, or of any where that is missing.
    pub entry: &'a CopyEntry,
    /// The plural forms.
    pub counted: &'a BTreeMap<Plural, CopyEntry>,
    /// Where it stood: the asked locale, its language, or the brand's default.
    pub locale: &'a Locale,
}

impl<'a> Found<'a> {
    /// The texts for a count, by the rules of the locale in which they were found; what has no plural forms stays as it
    /// is. `None` when neither the count's category nor `other` is there.
    #[must_use]
    pub fn for_count(&self, count: Number) -> Option<&'a CopyEntry> {
        if self.counted.is_empty() {
            return Some(self.entry);
        }
        self.counted.get(&Plural::of(count, self.locale)).or_else(|| self.counted.get(&Plural::Other))
    }
}

impl CopyDeck {
    /// A deck whose last resort is `default`. Of two rows with one key and locale the later counts.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = CopyRow>, default: Locale) -> Self {
        let mut all: BTreeMap<(String, Locale), Texts> = BTreeMap::new();
        for row in rows {
            let (key, plural) = counted_key(&row.key);
            let texts = all.entry((key.to_owned(), row.locale)).or_default();
            match plural {
                Some(plural) => {
                    texts.counted.insert(plural, row.entry);
                }
                None => texts.plain = Some(row.entry),
            }
        }
        Self { rows: all, default }
    }

    /// The text of a key: in the locale, else its language, else the brand's default.
    #[must_use]
    pub fn find(&self, key: &str, locale: &Locale) -> Option<Found<'_>> {
        locale.fallbacks(&self.default).into_iter().find_map(|locale| {
            let ((_, locale), Texts { plain, counted }) =
                self.rows.get_key_value(&(key.to_owned(), locale))?;
            let other = || counted.get(&Plural::Other).or_else(|| counted.values().next());
            Some(Found { entry: plain.as_ref().or_else(other)?, counted, locale })
        })
    }

    /// All keys in alphabetical order, without their counts.
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

    #[test]
    fn a_count_chooses_by_the_rules_of_the_text_s_own_locale() {
        let rows = [
            row("left", "pl", "plain"),
            row("days[one]", "pl", "dzień"),
            row("days[few]", "pl", "dni"),
            row("days[other]", "pl", "dnia"),
        ];
        let deck = CopyDeck::new(rows, Locale::parse("pl").expect("a tag"));
        let japanese = Locale::parse("ja").expect("a tag");
        let text = |key: &str, count: i64| {
            let found = deck.find(key, &japanese).expect("falls back");
            found.for_count(Number::new(count, 0)).map(|entry| entry.text.as_str())
        };
        assert_eq!([1, 3, 5].map(|n| text("days", n)), [Some("dzień"), Some("dni"), Some("dnia")]);
        assert_eq!(text("left", 3), Some("plain"));
        assert_eq!(deck.keys(), ["days", "left"]);
    }
}
