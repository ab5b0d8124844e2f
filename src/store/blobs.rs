use std::collections::BTreeMap;
use std::path::PathBuf;

use bytes::Bytes;

use super::error::StoreError;
use super::folder::{Folder, read_plain};
use crate::asset::{BlobError, Blobs};
use crate::digest::Digest;

/// Files by digest: indexed when they are added, read again when they are asked for, and refused when they changed in
/// between.
#[derive(Clone, Debug, Default)]
pub struct FileBlobs(BTreeMap<Digest, Place>);

#[derive(Clone, Debug)]
enum Place {
    File { real: PathBuf, shown: PathBuf, len: u64 },
    Memory(Bytes),
}

impl FileBlobs {
    /// Reads a file of a folder, remembers where it lies, and gives its digest and its bytes.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn add(
        &mut self,
        folder: &Folder,
        relative: &str,
        cap: u64,
    ) -> Result<(Digest, Vec<u8>), StoreError> {
        let (real, shown) = (folder.resolve(relative)?, folder.shown(relative));
        let bytes = read_plain(&real, &shown, cap)?;
        let digest = Digest::of_bytes(&bytes);
        let place = Place::File { real, shown, len: bytes.len() as u64 };
        self.0.entry(digest).or_insert(place);
        Ok((digest, bytes))
    }

    /// Keeps bytes in memory, for what is small and asked for often.
    pub fn put(&mut self, bytes: impl Into<Bytes>) -> Digest {
        let bytes = bytes.into();
        let digest = Digest::of_bytes(&bytes);
        self.0.insert(digest, Place::Memory(bytes));
        digest
    }

    /// How many distinct blobs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Blobs for FileBlobs {
    fn get(&self, digest: Digest) -> Result<Bytes, BlobError> {
        let (real, shown, len) = match self.0.get(&digest).ok_or(BlobError::Missing(digest))? {
            Place::Memory(bytes) => return Ok(bytes.clone()),
            Place::File { real, shown, len } => (real, shown, *len),
        };
        let unreadable = |reason: String| BlobError::Unreadable { digest, reason };
        let bytes = read_plain(real, shown, len).map_err(|error| unreadable(error.to_string()))?;
        if Digest::of_bytes(&bytes) != digest {
            return Err(unreadable(format!("`{}` was changed meanwhile", shown.display())));
        }
        Ok(bytes.into())
    }
}
