use crate::yaml::keys::Keys;
use crate::{brand, campaign, template};

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `template.yaml`.
    Template,
    /// A component of templates.
    Component,
    /// `kit.yaml`.
    Brand,
    /// A campaign.
    Campaign,
}

impl Kind {
    /// All with the words of `kind:`.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("template", Self::Template),
        ("component", Self::Component),
        ("brand", Self::Brand),
        ("campaign", Self::Campaign),
    ];

    /// As `kind:` writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    pub(super) fn keys(self) -> &'static Keys {
        match self {
            Self::Template => &template::keys::TEMPLATE,
            Self::Component => &template::keys::COMPONENT,
            Self::Brand => &brand::keys::KIT,
            Self::Campaign => &campaign::keys::CAMPAIGN,
        }
    }
}
