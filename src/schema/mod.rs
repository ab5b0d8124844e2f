//! The language as JSON Schema (draft 2020-12), which editors read for completion, hover and faults while one types.
//!
//! In: the tables of keys that the readers use. Out: a JSON value, always the same. Promise: whatever a reader accepts the
//! schema accepts, and no key or word that the reader does not know. Names, ranges of lengths and what several keys
//! say together stay with `mimeo check`.
//!
//! # Steps
//! `shape` writes the value of one key, `layer` the kinds of layers, and [`schema`] puts them into one document.

mod kind;
mod layer;
mod shape;
mod write;

pub use kind::Kind;
pub use write::schema;
