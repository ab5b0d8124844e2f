use std::collections::BTreeMap;

use bytes::Bytes;

use crate::digest::Digest;

/// Why a blob could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// Nobody stored it.
    #[error("there is no blob {0}")]
    Missing(Digest),
    /// The store failed; worth another try.
    #[error("the blob {digest} cannot be read: {reason}")]
    Unreadable {
        /// Which.
        digest: Digest,
        /// What the store said.
        reason: String,
    },
}

/// Bytes by their digest. Two calls with one digest give the same bytes, or an error.
pub trait Blobs: Send + Sync {
    /// The bytes whose [`Digest::of_bytes`] is `digest`.
    ///
    /// # Errors
    /// [`BlobError::Missing`] when nobody stored it.
    fn get(&self, digest: Digest) -> Result<Bytes, BlobError>;
}

/// All blobs in memory: what tests use, and small jobs.
#[derive(Clone, Debug, Default)]
pub struct MemoryBlobs(BTreeMap<Digest, Bytes>);

impl MemoryBlobs {
    /// Stores bytes and says their digest.
    pub fn put(&mut self, bytes: impl Into<Bytes>) -> Digest {
        let bytes = bytes.into();
        let digest = Digest::of_bytes(&bytes);
        self.0.insert(digest, bytes);
        digest
    }
}

impl Blobs for MemoryBlobs {
    fn get(&self, digest: Digest) -> Result<Bytes, BlobError> {
        self.0.get(&digest).cloned().ok_or(BlobError::Missing(digest))
    }
}
