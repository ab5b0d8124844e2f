use std::collections::BTreeMap;
use std::sync::Arc;

use crate::asset::AssetTable;
use crate::brand::BrandKit;
use crate::copy::CopyDeck;
use crate::font::FontBook;
use crate::locale::Locale;

/// Everything that a render may read, loaded and frozen beforehand. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The brand.
    pub kit: Arc<BrandKit>,
    /// Its texts.
    pub deck: Arc<CopyDeck>,
    /// Pictures that slots may name.
    pub assets: Arc<AssetTable>,
    /// Faces that texts may use.
    pub fonts: Arc<FontBook>,
}

/// What a slot is filled with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotInput {
    /// A key of the copy deck.
    Key(String),
    /// The value itself: words, a picture's name, an amount.
    Literal(String),
}

impl SlotInput {
    /// Reads `deck KEY`, or takes the text as it stands.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("deck ") {
            Some(key) => Self::Key(key.trim().to_owned()),
            None => Self::Literal(text.to_owned()),
        }
    }
}

/// Which variant is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// A size that the template declares.
    pub size: String,
    /// Language and region.
    pub locale: Locale,
    /// Slots that are filled; all others take the deck key of their name.
    pub slots: BTreeMap<String, SlotInput>,
    /// Of fit groups: in how much of its full size a text is set at most, in percent, because others of its group in
    /// other variants need it. A campaign finds that out.
    pub caps: BTreeMap<String, u8>,
}
