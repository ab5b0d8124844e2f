use crate::copy::counted_key;
use crate::locale::{Locale, Plural};

/// Longest text of a cell, in characters.
pub const MAX_TEXT: usize = 2_000;
/// Longest key, in bytes.
const MAX_KEY: usize = 100;

/// Why a copy row is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// No key at all.
    #[error("the key is empty")]
    NoKey,
    /// A key with other characters, or with an empty part.
    #[error(
        "`{0}` is no key: parts of `a-z`, `0-9`, `-` and `_`, joined by `.`; for a count `[one]` or the like behind it"
    )]
    BadKey(String),
    /// A count that the language does not tell apart.
    #[error("{locale} has no plural `{word}`: it has {has}")]
    NoSuchPlural {
        /// The category.
        word: &'static str,
        /// Whose rules say so.
        locale: Locale,
        /// Its categories.
        has: String,
    },
    /// A key beyond 100 characters.
    #[error("the key is longer than 100 characters")]
    LongKey,
    /// A text beyond [`MAX_TEXT`].
    #[error("the text has {0} characters; at most 2,000 are stored")]
    LongText(usize),
    /// U+0000, which neither databases nor fonts take.
    #[error("the text holds the character U+0000")]
    Nul,
}

/// Whether a key may be stored for a locale.
pub(super) fn check_key(key: &str, locale: Option<&Locale>) -> Result<(), RowFault> {
    let (name, plural) = counted_key(key);
    check_name(name, key)?;
    let (Some(plural), Some(locale)) = (plural, locale) else { return Ok(()) };
    let all = Plural::of_locale(locale);
    if all.contains(&plural) {
        return Ok(());
    }
    Err(RowFault::NoSuchPlural { word: plural.word(), locale: locale.clone(), has: words(&all) })
}

/// The words of plural forms for a message: `` `one`, `few`, `other` ``.
pub(super) fn words(all: &[Plural]) -> String {
    all.iter().map(|plural| format!("`{}`", plural.word())).collect::<Vec<_>>().join(", ")
}

fn check_name(name: &str, key: &str) -> Result<(), RowFault> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    match name {
        "" => Err(RowFault::NoKey),
        _ if key.len() > MAX_KEY => Err(RowFault::LongKey),
        _ if name.split('.').all(|part| !part.is_empty() && part.chars().all(fits)) => Ok(()),
        _ => Err(RowFault::BadKey(key.to_owned())),
    }
}

/// Whether a text may be stored. An empty text may: it says that the locale has none.
pub(super) fn check_text(text: &str) -> Result<(), RowFault> {
    let length = text.chars().count();
    match () {
        () if length > MAX_TEXT => Err(RowFault::LongText(length)),
        () if text.contains('\0') => Err(RowFault::Nul),
        () => Ok(()),
    }
}

/// The first character that nobody means to write in copy: a control other than a line break, or one that reorders the
/// letters around it (U+202A to U+202E). With its byte offset.
pub(super) fn odd_character(text: &str) -> Option<(usize, char)> {
    let odd = |c: char| (c.is_control() && c != '\n' && c != '\r') || matches!(c, '\u{202a}'..='\u{202e}');
    text.char_indices().find(|(_, c)| odd(*c))
}
