use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::error::StoreError;
use super::files::{PART, write_whole};
use crate::digest::Digest;

const JOURNAL: &str = ".mimeo-journal";
const MANIFEST: &str = "manifest.json";

/// What an export folder holds already, and what is being added. A line is written after its file is whole, so a run
/// that was killed at any moment goes on where it stopped.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    fingerprint: Digest,
    known: BTreeMap<String, Value>,
    file: File,
}

impl Journal {
    /// Opens a folder for files that are made from the inputs of `fingerprint`; makes it when missing. Lines that were
    /// written for other inputs are forgotten, and half-written files removed.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn open(folder: &Path, fingerprint: Digest) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(StoreError::io("create", folder))?;
        remove_parts(folder)?;
        let path = folder.join(JOURNAL);
        let old = std::fs::read_to_string(&path).unwrap_or_default();
        let manifest = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        let mut known = BTreeMap::new();
        let manifest: Value = serde_json::from_str(&manifest).unwrap_or(Value::Null);
        let finished = manifest["inputs"].as_str() == Some(fingerprint.hex().as_str());
        for line in manifest["files"].as_array().into_iter().flatten().filter(|_| finished) {
            remember(&mut known, line.clone());
        }
        let mut lines = old.lines();
        if lines.next() == Some(fingerprint.hex().as_str()) {
            // A torn last line is no JSON, and its file is simply made again.
            for line in lines.filter_map(|line| serde_json::from_str(line).ok()) {
                remember(&mut known, line);
            }
        }
        let mut text = format!("{}\n", fingerprint.hex());
        for line in known.values() {
            text.push_str(&format!("{line}\n"));
        }
        write_whole(&path, text.as_bytes())?;
        let file = OpenOptions::new().append(true).open(&path).map_err(StoreError::io("write", &path))?;
        Ok(Self { folder: folder.to_owned(), fingerprint, known, file })
    }

    /// The manifest's line of a file that an earlier run made for the same ticket, if the file is still what it was.
    #[must_use]
    pub fn kept(&self, name: &str, ticket: Digest) -> Option<Value> {
        let line = self.known.get(name)?;
        if line["ticket"].as_str()? != ticket.hex() {
            return None;
        }
        let bytes = std::fs::read(self.folder.join(name)).ok()?;
        if line["digest"].as_str()? != Digest::of_bytes(&bytes).hex() {
            return None;
        }
        Some(line.clone())
    }

    /// Writes a file, then its line.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub fn keep(
        &mut self,
        name: &str,
        bytes: &[u8],
        ticket: Digest,
        line: &mut Value,
    ) -> Result<(), StoreError> {
        line["ticket"] = json!(ticket.hex());
        write_whole(&self.folder.join(name), bytes)?;
        let text = format!("{line}\n");
        self.file.write_all(text.as_bytes()).map_err(StoreError::io("write", self.folder.join(JOURNAL)))
    }

    /// Writes the manifest; the journal has done its work.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn finish(self, manifest: &mut Value) -> Result<(), StoreError> {
        manifest["inputs"] = json!(self.fingerprint.hex());
        let text = serde_json::to_string_pretty(manifest).unwrap_or_default() + "\n";
        write_whole(&self.folder.join(MANIFEST), text.as_bytes())?;
        let path = self.folder.join(JOURNAL);
        std::fs::remove_file(&path).map_err(StoreError::io("remove", path))
    }
}

fn remember(known: &mut BTreeMap<String, Value>, line: Value) {
    if let Some(name) = line["file"].as_str() {
        known.insert(name.to_owned(), line);
    }
}

fn remove_parts(folder: &Path) -> Result<(), StoreError> {
    let entries = std::fs::read_dir(folder).map_err(StoreError::io("read", folder))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(PART) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, bytes: &[u8]) -> Value {
        json!({ "file": name, "digest": Digest::of_bytes(bytes).hex() })
    }

    #[test]
    fn a_killed_run_keeps_what_was_whole_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let inputs = Digest::of_bytes(b"inputs");
        let ticket = Digest::of_bytes(b"ticket");
        let mut journal = Journal::open(folder.path(), inputs).expect("opens");
        for name in ["a.jpg", "b.jpg"] {
            journal.keep(name, b"picture", ticket, &mut line(name, b"picture")).expect("written");
        }
        // Killed here: no manifest, a torn line, a half-written file, and one file that somebody changed.
        journal.file.write_all(b"{\"file\": \"c.j").expect("written");
        drop(journal);
        std::fs::write(folder.path().join(".mimeo-part-x"), b"half").expect("written");
        std::fs::write(folder.path().join("b.jpg"), b"changed").expect("written");

        let journal = Journal::open(folder.path(), inputs).expect("opens");
        assert!(journal.kept("a.jpg", ticket).is_some());
        assert!(journal.kept("a.jpg", Digest::of_bytes(b"other request")).is_none());
        assert!(journal.kept("b.jpg", ticket).is_none());
        assert!(journal.kept("c.jpg", ticket).is_none());
        assert!(!folder.path().join(".mimeo-part-x").exists());
    }

    #[test]
    fn other_inputs_make_every_file_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let ticket = Digest::of_bytes(b"ticket");
        let mut journal = Journal::open(folder.path(), Digest::of_bytes(b"one")).expect("opens");
        journal.keep("a.jpg", b"picture", ticket, &mut line("a.jpg", b"picture")).expect("written");
        let mut manifest = json!({ "files": [] });
        journal.finish(&mut manifest).expect("written");
        let journal = Journal::open(folder.path(), Digest::of_bytes(b"two")).expect("opens");
        assert!(journal.kept("a.jpg", ticket).is_none());
    }
}
