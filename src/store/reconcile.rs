//! Three-way merge of one row: what the file says now, what it said at the last import, what the database says.

use crate::copy::{CopyEntry, CopyRow, CopyStatus};

/// What a row says, without its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) entry: CopyEntry,
    pub(super) status: CopyStatus,
    pub(super) note: Option<String>,
}

impl From<&CopyRow> for Said {
    fn from(row: &CopyRow) -> Self {
        Self { entry: row.entry.clone(), status: row.status, note: row.note.clone() }
    }
}

/// What an import does with one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The file says what it said: nothing is touched.
    Unchanged,
    /// The database says so already; only the memory of the import moves on.
    Agreed,
    /// A row that the database does not have.
    Insert,
    /// A new version.
    Update,
    /// The file dropped it, and nobody edited it.
    Remove,
    /// Somebody edited it since: the edit stays, and is reported.
    Keep,
}

/// Whose change wins. `file` is `None` when the file dropped the row, `ours` when the database has none (any more).
pub(super) fn reconcile(file: Option<&Said>, last: Option<&Said>, ours: Option<&Said>) -> Verdict {
    let edited = ours != last;
    match (file, last) {
        (Some(file), Some(last)) if file == last => Verdict::Unchanged,
        (Some(file), _) if ours == Some(file) => Verdict::Agreed,
        (None, _) if ours.is_none() => Verdict::Agreed,
        _ if edited => Verdict::Keep,
        (Some(_), Some(_)) => Verdict::Update,
        (Some(_), None) => Verdict::Insert,
        (None, _) => Verdict::Remove,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Said {
        let entry = CopyEntry { text: text.into(), ..CopyEntry::default() };
        Said { entry, status: CopyStatus::Approved, note: None }
    }

    #[test]
    fn an_edit_is_never_overwritten_and_never_blocks_what_nobody_edited() {
        let (a, b, c) = (&said("a"), &said("b"), &said("c"));
        let table = [
            (Some(a), None, None, Verdict::Insert),
            (Some(a), None, Some(a), Verdict::Agreed),
            (Some(a), None, Some(b), Verdict::Keep),
            (Some(a), Some(a), Some(a), Verdict::Unchanged),
            (Some(a), Some(a), Some(b), Verdict::Unchanged),
            (Some(b), Some(a), Some(a), Verdict::Update),
            (Some(b), Some(a), Some(b), Verdict::Agreed),
            (Some(b), Some(a), Some(c), Verdict::Keep),
            (Some(b), Some(a), None, Verdict::Keep),
            (None, Some(a), Some(a), Verdict::Remove),
            (None, Some(a), Some(b), Verdict::Keep),
            (None, Some(a), None, Verdict::Agreed),
        ];
        for (file, last, ours, expected) in table {
            assert_eq!(reconcile(file, last, ours), expected, "{file:?} {last:?} {ours:?}");
        }
    }
}
