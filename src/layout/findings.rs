use crate::diag::{Diagnostic, Diagnostics, Severity};

/// Something about one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The layer's id; none when the layout as a whole is to blame.
    pub layer: Option<String>,
    /// What is wrong; without a place, since a scene does not know its text.
    pub found: Diagnostic,
}

/// All findings of a layout.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// One more, of a layer.
    pub fn push(&mut self, layer: &str, found: Diagnostic) {
        self.0.push(Finding { layer: Some(layer.to_owned()), found });
    }

    /// `value`, unless one of them is an error.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Self> {
        let stops = self.0.iter().any(|finding| finding.found.severity == Severity::Error);
        if stops { Err(self) } else { Ok(value) }
    }
}

impl From<Findings> for Diagnostics {
    fn from(all: Findings) -> Self {
        Self(all.0.into_iter().map(|finding| finding.found).collect())
    }
}
