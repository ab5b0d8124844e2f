use fixed_decimal::Decimal;
use icu_plurals::{PluralCategory, PluralRules};

use super::{Locale, Number};

/// How a language counts: CLDR's plural categories of cardinal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plural {
    /// Nothing, where the language has a form for it: Arabic, Latvian.
    Zero,
    /// The singular.
    One,
    /// The dual: Arabic, Slovenian.
    Two,
    /// A few: Polish 2–4.
    Few,
    /// Many: Polish 5–21.
    Many,
    /// What every language has.
    Other,
}

/// The whole numbers whose forms a text should have; CLDR's rules repeat within them.
const EVERYDAY: u32 = 200;

impl Plural {
    /// All categories with their words, in CLDR's order.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("zero", Self::Zero),
        ("one", Self::One),
        ("two", Self::Two),
        ("few", Self::Few),
        ("many", Self::Many),
        ("other", Self::Other),
    ];

    /// As CLDR and decks write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// Reads CLDR's word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, plural)| *plural)
    }

    /// Of a number as it is written, its decimals included: English has 1 item, and 1.0 items.
    #[must_use]
    pub fn of(number: Number, locale: &Locale) -> Self {
        rules(locale).map_or(Self::Other, |rules| rules.category_for(&number.decimal(None)).into())
    }

    /// Those that the locale has, in CLDR's order.
    #[must_use]
    pub fn of_locale(locale: &Locale) -> Vec<Self> {
        let mut all: Vec<Self> =
            rules(locale).map_or_else(Vec::new, |rules| rules.categories().map(Self::from).collect());
        all.push(Self::Other);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Those that whole numbers up to 200 have in the locale, and `other`: French has `many` for millions only.
    #[must_use]
    pub fn everyday(locale: &Locale) -> Vec<Self> {
        let rules = rules(locale);
        let of = |n: u32| rules.as_ref().map(|rules| Self::from(rules.category_for(&Decimal::from(n))));
        let mut all: Vec<Self> = (0..=EVERYDAY).filter_map(of).chain([Self::Other]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl From<PluralCategory> for Plural {
    fn from(category: PluralCategory) -> Self {
        match category {
            PluralCategory::Zero => Self::Zero,
            PluralCategory::One => Self::One,
            PluralCategory::Two => Self::Two,
            PluralCategory::Few => Self::Few,
            PluralCategory::Many => Self::Many,
            PluralCategory::Other => Self::Other,
        }
    }
}

fn rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new_cardinal((&locale.icu()).into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(tag: &str, numbers: &[&str]) -> Vec<&'static str> {
        let locale = Locale::parse(tag).expect("a tag");
        let of = |text: &&str| Plural::of(Number::parse(text).expect("a number"), &locale).word();
        numbers.iter().map(of).collect()
    }

    #[test]
    fn each_language_counts_by_its_own_rules() {
        assert_eq!(forms("en", &["0", "1", "1.0", "2"]), ["other", "one", "other", "other"]);
        assert_eq!(forms("fr", &["0", "1", "1.5", "2", "1000000"]), ["one", "one", "one", "other", "many"]);
        assert_eq!(forms("pl", &["1", "2", "5", "22", "112"]), ["one", "few", "many", "few", "many"]);
        let arabic = ["zero", "one", "two", "few", "many", "other"];
        assert_eq!(forms("ar", &["0", "1", "2", "3", "11", "100"]), arabic);
        assert_eq!(forms("ja", &["0", "1", "2"]), ["other"; 3]);
        assert_eq!(forms("pt-PT", &["0", "1"]), ["other", "one"]);
        assert_eq!(forms("pt-BR", &["0", "1"]), ["one", "one"]);
    }

    #[test]
    fn a_locale_has_categories_and_a_text_needs_those_of_everyday_numbers() {
        let french = Locale::parse("fr").expect("a tag");
        assert_eq!(Plural::of_locale(&french), [Plural::One, Plural::Many, Plural::Other]);
        assert_eq!(Plural::everyday(&french), [Plural::One, Plural::Other]);
        let russian = Locale::parse("ru-RU").expect("a tag");
        assert_eq!(Plural::everyday(&russian), [Plural::One, Plural::Few, Plural::Many, Plural::Other]);
    }
}
