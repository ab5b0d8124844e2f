/// Which of a copy entry's forms is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `$slot`: the whole text; fit may fall back to the shorter ones.
    Text,
    /// `$slot.short`.
    Short,
    /// `$slot.shorter`.
    Shorter,
}

/// What `{$slot | filter}` does to a value. Values are written as the locale writes them, with a filter or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `percent`: a number as a share of a hundred. 0.31 is 31 %.
    Percent,
    /// `off $was`: by how many whole percent an amount is below another: −31 %. Nothing when it is not below.
    Off(String),
    /// `per-unit`: an amount, a slash, and the deck's text `unit`.
    PerUnit,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// As written.
    Literal(String),
    /// The value of a slot (or of a parameter inside a component).
    Slot {
        /// Its name.
        name: String,
        /// Which form of a text.
        form: Form,
        /// A picture's fact (`scheme`) instead of a form.
        fact: Option<String>,
        /// `| filter` in the order written.
        filters: Vec<Filter>,
    },
}

/// What stands after `text:`: `$headline`, `"{$price} · neu"`, or plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextExpr {
    /// In the order written; never empty.
    pub parts: Vec<TextPart>,
}

impl TextExpr {
    /// The slot, when the whole text is that slot and nothing else.
    #[must_use]
    pub fn sole_slot(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [TextPart::Slot { name, filters, .. }] if filters.is_empty() => Some(name),
            _ => None,
        }
    }
}
