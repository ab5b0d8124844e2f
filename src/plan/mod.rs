//! What will be prepared and painted, content-addressed, before a pixel exists.
//!
//! Everything visible is one kind of operation: *source × coverage × blend* within bounds. Whatever is irregular is a
//! [`Resource`], prepared once; bands are then painted by a few row kernels and nothing else.

mod op;
mod resource;

pub use op::{Coverage, PaintOp, Plan, Source};
pub use resource::{Recolor, Resource};

pub use crate::font::FaceKey;
pub use crate::text::{Glyph, GlyphRun};
