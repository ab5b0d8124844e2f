//! Where things are.
//!
//! In: a [`Scene`]. Out: [`Frames`]: a box for every layer in device space, texts set in it. Boxes come from taffy, in
//! logical left-to-right space and without rounding; they are put on the 1/64 grid and mirrored for right-to-left at the
//! end. Promise: every text stands whole inside its box, on a rung of its ladder that the report names, or the result is
//! a diagnostic that says what did not fit.

mod check;
mod findings;
mod frames;
mod identity;
mod ladder;
mod solve;
mod texts;
mod tree;

pub use findings::{Finding, Findings};
pub use frames::{Contrast, Frame, Frames, Rung, SetText, TextReport};

pub use identity::identity;

use crate::compile::Scene;
use crate::font::FontBook;
use crate::memo::Memo;

/// Lays out one variant.
///
/// # Errors
/// Texts that fit on no rung, characters that no font has.
pub fn layout<'s>(
    scene: &'s Scene,
    fonts: &FontBook,
    memo: &Memo,
) -> Result<(Frames<'s>, Findings), Findings> {
    let texts = texts::shape(scene, fonts, memo)?;
    let solved = ladder::climb(scene, texts)?;
    let frames = frames::absolute(scene, solved);
    let warnings = check::check(&frames, scene);
    Ok((frames, warnings))
}
