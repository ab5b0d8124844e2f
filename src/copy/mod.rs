//! Copy decks: approved texts by key and locale, with their shorter forms.

mod deck;
mod markup;
mod pattern;

pub use deck::{CopyDeck, CopyEntry, CopyRow, CopyStatus, Found};
pub use markup::{Inline, markup};
pub use pattern::KeyPattern;
