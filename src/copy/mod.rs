//! Copy decks: approved texts by key and locale, with their shorter forms.

mod counted;
mod deck;
mod markup;
mod pattern;

pub use counted::{counted_key, insert_count};
pub use deck::{CopyDeck, CopyEntry, CopyRow, CopyStatus, Found};
pub use markup::{Inline, markup, unpaired};
pub use pattern::KeyPattern;
