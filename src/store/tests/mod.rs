//! The store's contract: copy in the database, and files behind one door.

mod copy;
mod files;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Project, Store};
use crate::copy::{CopyEntry, CopyRow, CopyStatus};
use crate::locale::Locale;

const WORKSPACE: &str = "default";

fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a tag")
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn decks(brand: &str) -> Vec<(String, String)> {
    Project::at(&repository()).brand(brand).expect("a brand").deck_files()
}

fn row(key: &str, tag: &str, text: &str) -> CopyRow {
    let entry = CopyEntry { text: text.into(), ..CopyEntry::default() };
    CopyRow { key: key.into(), locale: locale(tag), entry, status: CopyStatus::Approved, note: None }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

async fn open(path: &Path) -> Store {
    Store::open(path).await.expect("a database")
}
