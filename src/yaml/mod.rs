//! YAML with its cliffs fenced off: a spanned tree of *source text*, never of resolved types.
//!
//! In: a text. Out: a [`Node`] tree in which each scalar is what the person wrote (quotes removed), with its place.
//! Promise: bounded size, depth and time; tags, anchors, aliases, merge keys, duplicate keys and second documents are
//! diagnostics, never meanings.

mod node;
mod read;

pub use node::{Entry, Node, Scalar, Value};
//pub use read::{Limits, read};
