use std::collections::BTreeMap;

use bytes::Bytes;

use crate::digest::Digest;
use crate::geom::Ratio;

/// A file that `svg:` names, read.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Of its bytes.
    pub digest: Digest,
    /// Width over height.
    pub aspect: Ratio,
    /// The file.
    pub bytes: Bytes,
}

/// By the path that the template writes.
pub type Drawings = BTreeMap<String, Drawing>;
