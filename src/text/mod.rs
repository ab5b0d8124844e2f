//! Text: from characters to glyphs in lines.
//!
//! In: a [`FontBook`](crate::font::FontBook), a text, a style, a language. Out: [`Shaped`], made once for all sizes, which
//! is set in a [`Block`] of lines at one size, or [fitted](fit()) by a ladder of sizes and shorter forms. Promise: the
//! same input gives the same glyphs at the same places; a text never reorders its neighbours; nothing is ever shaped
//! twice for one ladder; every character that no face has is named.

mod bidi;
mod clean;
mod fallback;
mod fit;
mod glyph;
mod itemize;
mod line;
mod linebreak;
mod segment;
mod shape;
mod shaped;
mod style;
#[cfg(test)]
mod tests;

pub use fit::{Fitted, Ladder, NoFit, Rung, fit};
pub use glyph::{Glyph, GlyphRun};
pub use line::{Block, Line};
pub use shaped::Shaped;
pub use style::{Align, MAX_CHARS, Setting, TextError, TextStyle};

use crate::digest::Digest;
use crate::font::FontBook;
use crate::locale::Locale;

/// Shapes a text for all sizes: case → paragraphs → clusters → bidi, scripts, faces → runs → glyphs → break
/// opportunities. `no_break` are sequences that stay in one piece.
///
/// # Errors
/// When the text is too long, the book has none of the families, or a feature is no tag.
pub fn shape(
    book: &FontBook,
    text: &str,
    style: &TextStyle,
    locale: &Locale,
    no_break: &[String],
) -> Result<Shaped, TextError> {
    let length = text.chars().count();
    if length > MAX_CHARS {
        return Err(TextError::TooLong(length));
    }
    let (text, dropped) = clean::clean(text, style.transform, locale);
    let glued: Vec<String> =
        no_break.iter().map(|s| clean::change_case(s.clone(), style.transform, locale)).collect();
    let direction = locale.direction();
    let faces = fallback::Faces::new(book, &style.families, style.weight, style.italic)
        .ok_or_else(|| TextError::NoFamily(style.families.clone()))?;
    let primary = book.face(faces.primary());
    let units = i32::from(primary.units_per_em);
    let (ascent, descent) = (shaped::em(primary.ascent, units), shaped::em(primary.descent, units));
    let mut shaper = shape::Shaper::new(faces, locale.as_str(), &style.features)?;

    let (mut clusters, mut glyphs) = (Vec::new(), Vec::new());
    let (mut runs, mut paragraphs, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for range in clean::paragraphs(&text) {
        let paragraph = &text[range.clone()];
        let starts = segment::graphemes(paragraph);
        let levels = bidi::levels(paragraph, direction);
        let scripts = itemize::scripts(paragraph, &starts, locale);
        let faces = shaper.faces.choose(paragraph, &starts, &mut missing);
        let first = shape::clip(clusters.len());
        for item in shape::items(&starts, &levels, &scripts, &faces) {
            let index = shape::clip(runs.len());
            let out = (&mut clusters, &mut glyphs);
            shaper.run(paragraph, range.start, &item, index, out, &mut missing);
            runs.push(shaped::Run { face: book.face(item.face).key, level: item.level });
        }
        let mut opportunities = segment::opportunities(paragraph, locale, &glued);
        opportunities.iter_mut().for_each(|at| *at += range.start);
        let segments = linebreak::segments(&clusters, first..shape::clip(clusters.len()), &opportunities);
        paragraphs.push(shaped::Paragraph { text: range, segments });
    }
    Ok(Shaped { text, direction, paragraphs, runs, clusters, glyphs, ascent, descent, missing, dropped })
}

/// The address of what [`shape`] makes of the same arguments.
#[must_use]
pub fn shape_key(
    book: &FontBook,
    text: &str,
    style: &TextStyle,
    locale: &Locale,
    no_break: &[String],
) -> Digest {
    let look = (&style.families, style.weight, style.italic, &style.features, style.transform as u8);
    Digest::of("shape", &(book.digest(), text, look, locale, no_break))
}
