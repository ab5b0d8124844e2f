//! Copy decks: approved texts by key and locale, with their shorter forms.

mod deck;
mod pattern;

pub use deck::{CopyDeck, CopyEntry, CopyRow, CopyStatus, Found};
pub use pattern::KeyPattern;
