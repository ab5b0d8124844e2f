use std::collections::{BTreeMap, BTreeSet};

use super::{Component, Expr, Layer, Paint, Spanned};
use crate::geom::Insets;
use crate::variant::CreativeSize;

/// What a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// Running text.
    Text,
    /// A picture's name.
    Image,
    /// A role of the kit, or a hex colour.
    Color,
    /// A decimal number.
    Number,
    /// An amount and its currency: `49.99 EUR`.
    Money,
    /// A calendar day.
    Date,
    /// A web address.
    Url,
    /// A logo's name in the kit.
    Logo,
    /// Text that is never dropped, with a minimum size.
    Legal,
}

impl SlotKind {
    /// Whether a slot that is given nothing takes the deck's text of its name. Pictures, colours and numbers are never
    /// guessed from a deck.
    #[must_use]
    pub fn is_in_deck(self) -> bool {
        matches!(self, Self::Text | Self::Legal | Self::Url)
    }

    /// What it takes, as messages say it.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Money => "an amount",
            Self::Date => "a date",
            other => other.word(),
        }
    }

    /// All kinds with their words.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("text", Self::Text),
        ("image", Self::Image),
        ("color", Self::Color),
        ("number", Self::Number),
        ("money", Self::Money),
        ("date", Self::Date),
        ("url", Self::Url),
        ("logo", Self::Logo),
        ("legal", Self::Legal),
    ];
}

/// One entry of the contract with decks, feeds and requests.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub name: Spanned<String>,
    /// What it takes.
    pub kind: SlotKind,
    /// Most characters of a text.
    pub max: Option<u32>,
    /// The number slot that chooses among a text's plural forms.
    pub count: Option<Spanned<String>>,
    /// May stay empty.
    pub optional: bool,
    /// May be replaced by a cached neighbour under a deadline.
    pub swap: bool,
}

/// A size that the template declares.
#[derive(Clone, Debug)]
pub struct SizeDecl {
    /// As requests and file names call it: `300x250`, `300x250@2x`, `meta.story`.
    pub name: Spanned<String>,
    /// What it is.
    pub size: CreativeSize,
    /// Kept free of copy by the platform's own controls; device pixels.
    pub safe: Insets,
}

/// A named condition on the creative's size.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name.
    pub name: Spanned<String>,
    /// True for the sizes that belong to it. Tests `width`, `height`, `aspect` and earlier classes only.
    pub when: Expr,
}

/// A template as it was written, every name checked.
#[derive(Clone, Debug)]
pub struct Template {
    /// The folder's name.
    pub name: String,
    /// In the order written; the n-th is [`crate::variant::Axis::Slot`] n.
    pub slots: Vec<Slot>,
    /// In the order written; never empty.
    pub sizes: Vec<SizeDecl>,
    /// In the order written, which is the order in which they override.
    pub classes: Vec<Class>,
    /// Which scheme of the kit the whole creative uses: a word, or `$slot.scheme`.
    pub scheme: Option<Spanned<super::TextExpr>>,
    /// What lies under all layers. `None` is transparent.
    pub background: Option<Spanned<Paint>>,
    /// Back to front.
    pub layers: Vec<Layer>,
    /// Those that `use:` names.
    pub components: BTreeMap<String, Component>,
    /// The files that `svg:` names, once they are read; the parser leaves them out.
    pub drawings: super::Drawings,
}

impl Template {
    /// A slot and its position.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<(usize, &Slot)> {
        self.slots.iter().enumerate().find(|(_, slot)| slot.name.value == name)
    }

    /// The declared size of a name.
    #[must_use]
    pub fn size(&self, name: &str) -> Option<&SizeDecl> {
        self.sizes.iter().find(|decl| decl.name.value == name)
    }

    /// The names of all `fit: { group: … }`, also of components.
    #[must_use]
    pub fn fit_groups(&self) -> BTreeSet<&str> {
        fn walk<'t>(layers: &'t [Layer], all: &mut BTreeSet<&'t str>) {
            for layer in layers {
                for props in layer.every_props() {
                    all.extend(props.fit.as_ref().and_then(|fit| fit.value.group.as_deref()));
                    props.layers.iter().for_each(|inner| walk(inner, all));
                }
            }
        }
        let mut all = BTreeSet::new();
        walk(&self.layers, &mut all);
        self.components.values().for_each(|component| walk(&component.layers, &mut all));
        all
    }
}
