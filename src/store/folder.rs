use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::error::StoreError;

/// More entries than this in one folder are not listed.
const MAX_ENTRIES: usize = 10_000;

/// A folder, and the only door to the files in it: nothing that lies outside, nothing that is no plain file, nothing
/// beyond a cap.
#[derive(Clone, Debug)]
pub struct Folder {
    /// As it was given, for messages.
    shown: PathBuf,
    /// With all links resolved.
    root: PathBuf,
}

impl Folder {
    /// Opens a folder. Where it lies is the caller's business: links on the way to it are followed.
    ///
    /// # Errors
    /// When it is not there, or no folder.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let shown = path.into();
        let root = fs::canonicalize(&shown).map_err(StoreError::io("open", &shown))?;
        if !root.is_dir() {
            return Err(StoreError::refused(shown, "it is no folder"));
        }
        Ok(Self { shown, root })
    }

    /// A folder within this one.
    ///
    /// # Errors
    /// When it is not there, lies elsewhere, or is no folder.
    pub fn sub(&self, relative: &str) -> Result<Self, StoreError> {
        let root = self.resolve(relative)?;
        if !root.is_dir() {
            return Err(StoreError::refused(self.shown(relative), "it is no folder"));
        }
        Ok(Self { shown: self.shown(relative), root })
    }

    /// The path of a file as messages show it.
    #[must_use]
    pub fn shown(&self, relative: &str) -> PathBuf {
        self.shown.join(relative)
    }

    /// The bytes of a file within the folder.
    ///
    /// # Errors
    /// When the path leaves the folder (by `..`, from `/`, or by a link), is no plain file, or has more than `cap` bytes.
    pub fn read(&self, relative: &str, cap: u64) -> Result<Vec<u8>, StoreError> {
        let shown = self.shown(relative);
        read_plain(&self.resolve(relative)?, &shown, cap)
    }

    /// The text of a file within the folder.
    ///
    /// # Errors
    /// As [`Folder::read`], and when it is not UTF-8.
    pub fn read_text(&self, relative: &str, cap: u64) -> Result<String, StoreError> {
        let bytes = self.read(relative, cap)?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            StoreError::refused(self.shown(relative), format!("it is not UTF-8 from byte {at} on"))
        })
    }

    /// The names of the entries in the folder with one of these extensions (lower case, without the dot), in order.
    /// Names that begin with a dot and names that are not UTF-8 are left out.
    ///
    /// # Errors
    /// When the folder cannot be read, or has too many entries.
    pub fn list(&self, extensions: &[&str]) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        let entries = fs::read_dir(&self.root).map_err(StoreError::io("list", &self.shown))?;
        for (count, entry) in entries.enumerate() {
            if count == MAX_ENTRIES {
                return Err(StoreError::refused(
                    &self.shown,
                    format!("it has more than {MAX_ENTRIES} entries"),
                ));
            }
            let entry = entry.map_err(StoreError::io("list", &self.shown))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
            if !name.starts_with('.') && extension.is_some_and(|one| extensions.contains(&one.as_str())) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Where a file really lies; within the folder.
    pub(super) fn resolve(&self, relative: &str) -> Result<PathBuf, StoreError> {
        let shown = self.shown(relative);
        let path = Path::new(relative);
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if relative.is_empty() || relative.contains(['\0', '\\']) || !path.components().all(plain) {
            return Err(StoreError::refused(shown, "a path is relative, with `/` and without `..`"));
        }
        let real = fs::canonicalize(self.root.join(path)).map_err(StoreError::io("read", &shown))?;
        if !real.starts_with(&self.root) {
            return Err(StoreError::refused(shown, "it is a link out of its folder"));
        }
        Ok(real)
    }
}

/// The bytes of a plain file at a resolved path.
pub(super) fn read_plain(real: &Path, shown: &Path, cap: u64) -> Result<Vec<u8>, StoreError> {
    let failed = || StoreError::io("read", shown);
    // Asked before opening: to open a pipe is to wait for its other end.
    let kind = fs::symlink_metadata(real).map_err(failed())?;
    if !kind.is_file() {
        return Err(StoreError::refused(shown, "it is no plain file"));
    }
    let file = File::open(real).map_err(failed())?;
    let facts = file.metadata().map_err(failed())?;
    if !facts.is_file() {
        return Err(StoreError::refused(shown, "it is no plain file"));
    }
    let too_large = || StoreError::refused(shown, format!("it has more than {cap} bytes"));
    if facts.len() > cap {
        return Err(too_large());
    }
    // The file may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or(0));
    file.take(cap + 1).read_to_end(&mut bytes).map_err(failed())?;
    if bytes.len() as u64 > cap { Err(too_large()) } else { Ok(bytes) }
}
