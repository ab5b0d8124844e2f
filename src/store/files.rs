use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::StoreError;

/// The most that a YAML file of a user may have; the reader's own limit is lower.
const MAX_TEXT: u64 = 4 << 20;

/// Begins the names of files that are not finished; a crash may leave some behind.
pub(super) const PART: &str = ".mimeo-part-";

/// A file that is there whole or not at all: written into a neighbour, then renamed over. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    part: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Begins one.
    ///
    /// # Errors
    /// When the folder is missing or may not be written to.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let part = part_beside(path)?;
        Ok(Self { path: path.to_owned(), part: BufWriter::new(part) })
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When the disk is full; an older file is then still whole.
    pub fn finish(self) -> Result<(), StoreError> {
        let Self { path, part } = self;
        let part = part.into_inner().map_err(|error| StoreError::io("write", &path)(error.into_error()))?;
        put(part, &path)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.part.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.part.flush()
    }
}

/// Writes a file whole or not at all; see [`WholeFile`].
///
/// # Errors
/// When the folder is missing, full, or may not be written to; an older file is then still whole.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut part = part_beside(path)?;
    part.write_all(bytes).map_err(StoreError::io("write", path))?;
    put(part, path)
}

fn part_beside(path: &Path) -> Result<NamedTempFile, StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let missing = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such folder");
        return Err(StoreError::io("write into", folder)(missing));
    }
    let part = tempfile::Builder::new().prefix(PART).tempfile_in(folder);
    part.map_err(StoreError::io("create a file in", folder))
}

fn put(part: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    readable_by_all(part.as_file(), path)?;
    part.persist(path).map_err(|error| StoreError::io("write", path)(error.error))?;
    Ok(())
}

/// Temporary files are private; finished ones are like any other file.
#[cfg(unix)]
pub(super) fn readable_by_all(file: &std::fs::File, path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::Permissions::from_mode(0o644);
    file.set_permissions(mode).map_err(StoreError::io("write", path))
}

#[cfg(not(unix))]
pub(super) fn readable_by_all(_: &std::fs::File, _: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Reads a text that a user named on the command line. Bytes that are no UTF-8 are replaced, so that the reader of the
/// language can say where they stand.
///
/// # Errors
/// When it cannot be read, is no plain file, or is too large.
pub fn read_text(path: &Path) -> Result<String, StoreError> {
    let about = std::fs::metadata(path).map_err(StoreError::io("read", path))?;
    if !about.is_file() {
        return Err(StoreError::refused(path, "it is not a plain file"));
    }
    if about.len() > MAX_TEXT {
        return Err(StoreError::refused(path, format!("it has more than {MAX_TEXT} bytes")));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(StoreError::io("read", path))?;
    file.take(MAX_TEXT + 1).read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
