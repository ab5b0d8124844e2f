use std::collections::{BTreeMap, BTreeSet};

use super::{Param, ParamKind, SlotKind};
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::yaml::decode::{shown, suggest};

/// The names that one file may use.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Slots of a template, or parameters of a component.
    pub values: Vec<(String, SlotKind)>,
    /// Those whose declaration is at fault: known, but not their kind.
    pub broken_values: BTreeSet<String>,
    /// `slot` or `parameter`.
    pub noun: &'static str,
    /// Classes of the template.
    pub classes: Vec<String>,
    /// Parameters of all components that could be read.
    pub components: BTreeMap<String, Vec<Param>>,
    /// Components whose file is at fault: known, but not their parameters.
    pub broken_components: BTreeSet<String>,
}

/// One file being read: its names, which of them were used, and what was found.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub scope: Scope,
    pub used: BTreeSet<String>,
    pub used_classes: BTreeSet<String>,
    pub found: Diagnostics,
}

impl Reading {
    /// The kind of a slot or parameter; unknown ones are reported.
    pub(super) fn value(&mut self, name: &str, span: Span) -> Option<SlotKind> {
        let known = self.scope.values.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind);
        if known.is_some() {
            self.used.insert(name.to_owned());
        } else if !self.scope.broken_values.contains(name) {
            let names: Vec<&str> = self.scope.values.iter().map(|(name, _)| name.as_str()).collect();
            let noun = self.scope.noun;
            let diagnostic =
                Diagnostic::error(Code::UnknownName, format!("unknown {noun} `${}`", shown(name)));
            let hint = match noun {
                "parameter" if names.is_empty() => {
                    "a component sees no slots; declare it in `params:`".to_owned()
                }
                _ => suggest(name, &names, &format!("{noun}s are")),
            };
            self.found.push(diagnostic.at(span).hint(hint));
        }
        known
    }

    /// Whether a class exists; unknown ones are reported.
    pub(super) fn class(&mut self, name: &str, span: Span) -> bool {
        let known = self.scope.classes.iter().any(|known| known == name);
        if known {
            self.used_classes.insert(name.to_owned());
        } else {
            let names: Vec<&str> = self.scope.classes.iter().map(String::as_str).collect();
            let diagnostic = Diagnostic::error(Code::UnknownName, format!("unknown class `{}`", shown(name)));
            let hint = match self.scope.values.iter().any(|(slot, _)| slot == name) {
                true => format!("a {} is written `${name}`", self.scope.noun),
                false if names.is_empty() => format!("declare it: `classes: {{ {name}: aspect >= 5 }}`"),
                false => suggest(name, &names, "classes are"),
            };
            self.found.push(diagnostic.at(span).hint(hint));
        }
        known
    }
}

impl ParamKind {
    /// The kind of slot that fits.
    pub(super) fn slot_kind(self) -> SlotKind {
        match self {
            Self::Text => SlotKind::Text,
            Self::Color => SlotKind::Color,
            Self::Image => SlotKind::Image,
            Self::Money => SlotKind::Money,
        }
    }
}

impl SlotKind {
    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("text", |(word, _)| word)
    }

    /// Whether it can be set as running text.
    #[must_use]
    pub fn is_running_text(self) -> bool {
        !matches!(self, Self::Image | Self::Color | Self::Logo)
    }
}
