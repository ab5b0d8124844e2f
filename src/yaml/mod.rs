//! YAML with its cliffs fenced off: a spanned tree of *source text*, never of resolved types.
//!
//! In: a text. Out: a [`Node`] tree in which each scalar is what the person wrote (quotes removed), with its place.
//! Promise: bounded size, depth and time; tags, anchors, aliases, merge keys, duplicate keys and second documents are
//! diagnostics, never meanings.
//!
//! # Steps
//! `characters` refuses what nobody can see, `read` turns the parser's events into a `tree`, `explain` says a syntax
//! error in a designer's words; [`decode`] is how every kind of file takes its values out of the
//! tree, by tables of [`keys`].

mod characters;
pub mod decode;
mod explain;
pub mod keys;
mod limits;
pub mod measure;
mod node;
mod piece;
mod read;
mod tree;

pub use limits::Limits;
pub use node::{Entry, Node, Scalar, Value};
pub use piece::Piece;
pub use read::{read, read_into};

#[cfg(test)]
mod tests;
