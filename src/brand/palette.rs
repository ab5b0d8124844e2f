use std::collections::BTreeMap;

use crate::color::Rgba;

/// Roles renamed for one kind of ground: `copy: ink` under `light`, `copy: cream` under `dark`.
pub type Scheme = BTreeMap<String, String>;

/// Colours by role, what may stand on what, and schemes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Palette {
    /// `ink`, `surface`, `primary` … Always opaque.
    pub roles: BTreeMap<String, Rgba>,
    /// For a ground role, the text roles allowed on it, the preferred one first.
    pub pairs: BTreeMap<String, Vec<String>>,
    /// Named renamings of roles; a scheme's names hide roles of the same name.
    pub schemes: BTreeMap<String, Scheme>,
}

impl Palette {
    /// The role that a name stands for under a scheme: the scheme's meaning first, then the role itself.
    #[must_use]
    pub fn role<'a>(&'a self, name: &'a str, scheme: Option<&str>) -> Option<&'a str> {
        let renamed = scheme.and_then(|scheme| self.schemes.get(scheme)).and_then(|scheme| scheme.get(name));
        let role = renamed.map_or(name, String::as_str);
        self.roles.contains_key(role).then_some(role)
    }

    /// The colour that a name stands for under a scheme.
    #[must_use]
    pub fn color(&self, name: &str, scheme: Option<&str>) -> Option<Rgba> {
        self.role(name, scheme).and_then(|role| self.roles.get(role)).copied()
    }

    /// The preferred text colour on a ground, by the kit's pairs.
    #[must_use]
    pub fn on(&self, ground: &str, scheme: Option<&str>) -> Option<Rgba> {
        let pairs = self.pairs.get(self.role(ground, scheme)?)?;
        self.roles.get(pairs.first()?).copied()
    }
}

/// A drop shadow of the kit; its colour is a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shadow {
    /// Rightwards.
    pub x: crate::geom::Length,
    /// Downwards.
    pub y: crate::geom::Length,
    /// Blur radius as CSS has it: twice the standard deviation.
    pub blur: crate::geom::Length,
    /// A role of the palette.
    pub role: String,
    /// Opacity in thousandths.
    pub alpha: u16,
}
