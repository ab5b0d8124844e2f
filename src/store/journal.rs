use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

use super::error::StoreError;
use super::files::{PART, WholeFile, write_whole};
use crate::digest::Digest;

const JOURNAL: &str = ".mimeo-journal";
const MANIFEST: &str = "manifest.json";

/// What an export folder holds already, and what is being added. A line is written after its file is whole, so a run
/// that was killed at any moment goes on where it stopped. Lines stay on the disk: what is kept of them in memory does
/// not grow with what they say.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    known: BTreeMap<String, Line>,
    file: File,
    /// Where the next line begins.
    end: u64,
}

/// Where a line of the journal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    at: u64,
    bytes: usize,
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
        let inputs = fingerprint.hex();
        let mut fresh = WholeFile::create(&path)?;
        writeln!(fresh, "{inputs}").map_err(StoreError::io("write", &path))?;
        let mut end = inputs.len() as u64 + 1;
        let mut known = BTreeMap::new();
        let mut broken = None;
        let mut remember = |line: &Value| {
            let Some(name) = line["file"].as_str() else { return };
            let text = format!("{line}\n");
            if let Err(error) = fresh.write_all(text.as_bytes()) {
                broken.get_or_insert(error);
            }
            known.insert(name.to_owned(), Line { at: end, bytes: text.len() });
            end += text.len() as u64;
        };
        if let Ok(manifest) = File::open(folder.join(MANIFEST)) {
            let mut reader = serde_json::Deserializer::from_reader(BufReader::new(manifest));
            let seed = Finished { inputs: &inputs, same: false, each: &mut remember };
            // A file that is no manifest names nothing that could be kept.
            let _ = seed.deserialize(&mut reader);
        }
        if let Ok(old) = File::open(&path) {
            let mut lines = BufReader::new(old).lines().map_while(Result::ok);
            if lines.next() == Some(inputs) {
                // A torn last line is no JSON, and its file is simply made again.
                lines.filter_map(|line| serde_json::from_str(&line).ok()).for_each(|line| remember(&line));
            }
        }
        if let Some(error) = broken {
            return Err(StoreError::io("write", &path)(error));
        }
        fresh.finish()?;
        let file = OpenOptions::new().read(true).append(true).open(&path);
        let file = file.map_err(StoreError::io("write", &path))?;
        Ok(Self { folder: folder.to_owned(), known, file, end })
    }

    /// The manifest's line of a file that an earlier run made for the same ticket, if the file is still what it was.
    #[must_use]
    pub fn kept(&mut self, name: &str, ticket: Digest) -> Option<Value> {
        let line = self.read(*self.known.get(name)?).ok()?;
        if line["ticket"].as_str()? != ticket.hex() {
            return None;
        }
        let bytes = std::fs::read(self.folder.join(name)).ok()?;
        (line["digest"].as_str()? == Digest::of_bytes(&bytes).hex()).then_some(line)
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
    ) -> Result<Line, StoreError> {
        line["ticket"] = json!(ticket.hex());
        write_whole(&self.folder.join(name), bytes)?;
        self.note(line)
    }

    /// Writes a line; it is the one that holds for its file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&mut self, line: &Value) -> Result<Line, StoreError> {
        let text = format!("{line}\n");
        self.file.write_all(text.as_bytes()).map_err(StoreError::io("write", self.folder.join(JOURNAL)))?;
        let line = Line { at: self.end, bytes: text.len() };
        self.end += text.len() as u64;
        Ok(line)
    }

    /// Reads a line back.
    ///
    /// # Errors
    /// When it cannot be read, or somebody wrote into the journal.
    pub fn read(&mut self, line: Line) -> Result<Value, StoreError> {
        let mut text = vec![0; line.bytes];
        let at = self.file.seek(SeekFrom::Start(line.at));
        at.and_then(|_| self.file.read_exact(&mut text))
            .and_then(|()| Ok(serde_json::from_slice(&text)?))
            .map_err(StoreError::io("read", self.folder.join(JOURNAL)))
    }

    /// Removes the journal: the manifest, which is written by now, says all.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn close(self) -> Result<(), StoreError> {
        let path = self.folder.join(JOURNAL);
        std::fs::remove_file(&path).map_err(StoreError::io("remove", path))
    }
}

/// Reads a manifest file by file; its `inputs` must come before its `files`.
struct Finished<'a, F> {
    inputs: &'a str,
    same: bool,
    each: &'a mut F,
}

impl<'de, F: FnMut(&Value)> DeserializeSeed<'de> for Finished<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, F: FnMut(&Value)> Visitor<'de> for Finished<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manifest")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "inputs" => self.same = map.next_value::<String>()? == self.inputs,
                "files" if self.same => map.next_value_seed(Files(&mut *self.each))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Files<'a, F>(&'a mut F);

impl<'de, F: FnMut(&Value)> DeserializeSeed<'de> for Files<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(&Value)> Visitor<'de> for Files<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of files")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(line) = list.next_element::<Value>()? {
            (self.0)(&line);
        }
        Ok(())
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

        let mut journal = Journal::open(folder.path(), inputs).expect("opens");
        assert!(journal.kept("a.jpg", ticket).is_some());
        assert!(journal.kept("a.jpg", Digest::of_bytes(b"other request")).is_none());
        assert!(journal.kept("b.jpg", ticket).is_none());
        assert!(journal.kept("c.jpg", ticket).is_none());
        assert!(!folder.path().join(".mimeo-part-x").exists());
    }

    #[test]
    fn lines_are_read_back_as_they_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(folder.path(), Digest::of_bytes(b"inputs")).expect("opens");
        let lines = ["a.jpg", "夏.jpg", "c.jpg"].map(|name| line(name, name.as_bytes()));
        let noted = lines.each_ref().map(|line| journal.note(line).expect("written"));
        for (line, at) in lines.iter().zip(noted).rev() {
            assert_eq!(journal.read(at).expect("readable"), *line);
        }
    }

    #[test]
    fn a_finished_export_is_known_by_its_manifest_and_for_the_same_inputs_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let ticket = Digest::of_bytes(b"ticket");
        let one = Digest::of_bytes(b"one");
        let mut journal = Journal::open(folder.path(), one).expect("opens");
        let mut made = line("a.jpg", b"picture");
        journal.keep("a.jpg", b"picture", ticket, &mut made).expect("written");
        let manifest =
            json!({ "mimeo": 1, "inputs": one.hex(), "sources": { "files": [] }, "files": [made] });
        std::fs::write(folder.path().join(MANIFEST), manifest.to_string()).expect("written");
        journal.close().expect("removed");
        assert!(!folder.path().join(JOURNAL).exists());

        assert!(Journal::open(folder.path(), one).expect("opens").kept("a.jpg", ticket).is_some());
        let mut other = Journal::open(folder.path(), Digest::of_bytes(b"two")).expect("opens");
        assert!(other.kept("a.jpg", ticket).is_none());
    }
}
