//! The fonts that a render may use, and nothing else: never what happens to be installed.
//!
//! In: font files as bytes. Out: a [`FontBook`] of faces with sane metrics, found by family, weight and slant as CSS
//! does, asked for coverage by cmap. Promise: the same files in the same order give the same book, digest and choices;
//! a broken file is a diagnostic and takes no other file with it.

mod book;
mod color;
mod composite;
mod face;
mod hull;
mod paint_graph;
mod parse;
#[cfg(test)]
mod tests;

pub use book::FontBook;
pub use color::{Art, Brush, BrushShape, ColorGlyph, Step, color_glyph};
pub use face::{Face, FaceId, FaceKey};
pub use hull::{Map, hull};

/// The emoji that ads use, in colour (Noto Color Emoji): what draws an emoji where a project has no font of its own for it.
pub const EMOJI: &[u8] = include_bytes!("../../fonts/NotoColorEmoji-Ads.ttf");
