//! What will be prepared and painted, content-addressed, before a pixel exists.
//!
//! In: a [`Scene`](crate::compile::Scene) with its [`Frames`](crate::layout::Frames). Out: a [`Plan`]. Everything
//! visible is one kind of operation: *source × coverage × blend* within bounds. Whatever is irregular is a [`Resource`],
//! prepared once; bands are then painted by a few row kernels and nothing else. Promise: two plans that would paint the
//! same pixels in a band give that band one digest as far as their operations are equal.

mod area;
mod bands;
mod builder;
mod composite;
mod crop;
mod geometry;
mod lower;
mod lower_text;
mod op;
mod picture;
mod probe;
mod resource;
mod stats;
mod tiles;

pub use bands::{Part, Parts, Stretch, rows_of_bands};
pub use lower::lower;
pub use op::{Coverage, PaintOp, Plan, Source};
pub use probe::{Choice, Choices, Lowered, Probe, Subject};
pub use resource::{Adjust, Recolor, Resource};
pub use stats::{Distinct, describe};

pub use crate::font::FaceKey;
pub use crate::text::{Glyph, GlyphRun};
