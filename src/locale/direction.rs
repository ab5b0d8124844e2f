use icu_locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

use crate::digest::{Feed, Stable};

/// Which way a text and its layout run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left; the layout is mirrored.
    Rtl,
}

impl Direction {
    pub(super) fn of(identifier: &LanguageIdentifier) -> Self {
        if LocaleDirectionality::new_common().is_right_to_left(identifier) { Self::Rtl } else { Self::Ltr }
    }

    /// Whether it runs right to left.
    #[must_use]
    pub fn is_rtl(self) -> bool {
        self == Self::Rtl
    }

    /// As CSS and the language write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Stable for Direction {
    fn feed(&self, to: &mut Feed) {
        self.is_rtl().feed(to);
    }
}

/// Scripts that share a family, a size factor and a leading in a kit. Words are ISO 15924's, in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ScriptGroup {
    /// Latin, and whatever has no group of its own.
    #[default]
    Latn,
    /// Cyrillic.
    Cyrl,
    /// Greek.
    Grek,
    /// Arabic.
    Arab,
    /// Hebrew.
    Hebr,
    /// Thai.
    Thai,
    /// Devanagari.
    Deva,
    /// Japanese: kana and Han.
    Jpan,
    /// Korean.
    Kore,
    /// Chinese, simplified.
    Hans,
    /// Chinese, traditional.
    Hant,
}

impl ScriptGroup {
    /// All groups with their words.
    pub const WORDS: [(&'static str, Self); 11] = [
        ("latn", Self::Latn),
        ("cyrl", Self::Cyrl),
        ("grek", Self::Grek),
        ("arab", Self::Arab),
        ("hebr", Self::Hebr),
        ("thai", Self::Thai),
        ("deva", Self::Deva),
        ("jpan", Self::Jpan),
        ("kore", Self::Kore),
        ("hans", Self::Hans),
        ("hant", Self::Hant),
    ];

    pub(super) fn of(identifier: &LanguageIdentifier) -> Self {
        let mut likely = identifier.clone();
        LocaleExpander::new_common().maximize(&mut likely);
        let script = likely.script.map(|script| script.as_str().to_ascii_lowercase()).unwrap_or_default();
        Self::from_word(&script).unwrap_or_default()
    }

    /// Reads the word that kits use.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, group)| *group)
    }

    /// The word that kits use.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

impl Stable for ScriptGroup {
    fn feed(&self, to: &mut Feed) {
        (*self as u8).feed(to);
    }
}
