//! Pictures and other files by digest, with the facts that templates may ask for.
//!
//! [`Blobs`] is the pipeline's only seam to the world: a pull of bytes by digest, so nobody can observe which store
//! answered.

mod blobs;
mod facts;

pub use blobs::{BlobError, Blobs, MemoryBlobs};
pub use facts::{Asset, AssetTable, Contact, Facts, Fraction, FractionRect, MediaKind};
