//! Text: from characters to glyphs in lines.
//!
//! In: a [`FontBook`](crate::font::FontBook), a text, a style, a language. Out: [`Shaped`], made once for all sizes, which
//! is set in a [`Block`] of lines at any size. Promise: the same input gives the same glyphs at the same places; a text
//! never reorders its neighbours; every character that no face has is named.

mod bidi;
mod clean;
mod emoji;
mod fallback;
mod glyph;
mod hyphenate;
mod itemize;
mod line;
mod linebreak;
mod phrase;
mod segment;
mod shape;
mod shaped;
mod small_caps;
mod stretch;
mod style;
#[cfg(test)]
mod tests;

pub use bidi::{levels, visual_order};
pub use glyph::{ColorGlyph, Glyph, GlyphRun};
pub use line::{Block, Extent, Line, LookExtent};
pub use segment::{Opportunity, graphemes, opportunities};
pub use shape::{RunGlyph, shape_run};
pub use shaped::Shaped;
pub use stretch::Stretch;
pub use style::{Align, MAX_CHARS, Setting, TextError, TextStyle};

use crate::brand::{Caps, Hyphens, Transform};
use crate::digest::Digest;
use crate::font::FontBook;
use crate::geom::Ratio;
use crate::locale::Locale;
use hyphenate::Hyphenated;

/// What is asked besides a plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich<'a> {
    /// Stretches that look different.
    pub stretches: &'a [Stretch],
    /// An opening quotation mark at the start of a paragraph stands outside the margin.
    pub hang_quotes: bool,
}

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
    shape_rich(book, text, style, &Rich::default(), locale, no_break)
}

/// [`shape`] for a text of which stretches look different.
///
/// # Errors
/// As [`shape`].
pub fn shape_rich(
    book: &FontBook,
    text: &str,
    style: &TextStyle,
    rich: &Rich<'_>,
    locale: &Locale,
    no_break: &[String],
) -> Result<Shaped, TextError> {
    let length = text.chars().count();
    if length > MAX_CHARS {
        return Err(TextError::TooLong(length));
    }
    let stretches = rich.stretches;
    let (text, dropped, ranges) = stretch::clean_pieces(text, stretches, style.transform, locale);
    let mut glued: Vec<String> =
        no_break.iter().map(|s| clean::change_case(s.clone(), style.transform, locale)).collect();
    let mut written = match style.breaking.hyphens {
        Hyphens::Auto => hyphenate::hyphenate(text, ranges, locale, &glued),
        Hyphens::None | Hyphens::Manual => Hyphenated { text, ranges, added: Vec::new() },
    };
    let direction = locale.direction();
    // One shaper per weight; the text's own is the first.
    let weights = weights(style, stretches);
    let shaper = |weight| {
        let faces = fallback::Faces::new(book, &style.families, weight, style.italic)
            .ok_or_else(|| TextError::NoFamily(style.families.clone()))?;
        shape::Shaper::new(faces, locale.as_str(), style.caps, &style.features)
    };
    let mut shapers = weights.iter().map(|weight| shaper(*weight)).collect::<Result<Vec<_>, _>>()?;
    let mut small = Vec::new();
    if style.caps != Caps::Normal && !shapers[0].has_caps {
        (written, small) = small_caps::synthesize(written, style.caps, locale);
        let raised = |text: String| clean::change_case(text, Transform::Uppercase, locale);
        glued = glued.into_iter().map(raised).collect();
    }
    let Hyphenated { text, ranges, added } = written;
    let shaper_of = |look: u16| {
        let weight = look.checked_sub(1).and_then(|n| stretches[usize::from(n)].weight);
        weight.and_then(|weight| weights.iter().position(|w| *w == weight)).unwrap_or(0)
    };
    let primary = book.face(shapers[0].faces.primary());
    let units = i32::from(primary.units_per_em);
    let (ascent, descent) = (shaped::em(primary.ascent, units), shaped::em(primary.descent, units));

    let (mut clusters, mut glyphs) = (Vec::new(), Vec::new());
    let (mut runs, mut paragraphs, mut missing) =
        (Vec::<shaped::Run>::new(), Vec::new(), fallback::Missing::default());
    let mut hung = 0;
    for range in clean::paragraphs(&text) {
        let paragraph = &text[range.clone()];
        let starts = segment::graphemes(paragraph);
        let levels = bidi::levels(paragraph, direction);
        let scripts = itemize::scripts(paragraph, &starts, locale);
        let looks = stretch::looks(&starts, range.start, &ranges);
        let small = stretch::within(&starts, range.start, &small);
        let mut faces = shapers[0].faces.choose(paragraph, &starts, &mut missing);
        for (n, shaper) in shapers.iter_mut().enumerate().skip(1) {
            // What is missing was noted already: all faces are searched for every weight.
            let choose = |at: std::ops::Range<usize>| {
                shaper.faces.choose(paragraph, &starts[at.start..=at.end], &mut fallback::Missing::default())
            };
            stretch::replace(&mut faces, &looks, |look| shaper_of(look) == n, choose);
        }
        let first = shape::clip(clusters.len());
        let items = stretch::split(shape::items(&starts, &levels, &scripts, &faces), &starts, &looks, &small);
        for (item, look, small) in items {
            let index = shape::clip(runs.len());
            let (from, ink) = (clusters.len(), glyphs.len());
            let out = (&mut clusters, &mut glyphs);
            shapers[shaper_of(look)].run(paragraph, range.start, &item, index, out, &mut missing);
            let mut scale = Ratio::ONE;
            if let Some(own) = look.checked_sub(1).map(|n| &stretches[usize::from(n)]) {
                scale = own.scale;
                stretch::scale(&mut clusters[from..], &mut glyphs[ink..], own.scale, false);
            }
            if small {
                scale = scale.times(small_caps::scale());
                stretch::scale(&mut clusters[from..], &mut glyphs[ink..], small_caps::scale(), true);
            }
            runs.push(shaped::Run { face: book.face(item.face).key, level: item.level, look, scale });
        }
        let rtl =
            |cluster: &shaped::Cluster| runs.get(cluster.run as usize).is_some_and(|run| run.level % 2 == 1);
        let own = &mut clusters[first as usize..];
        if !stretches.is_empty() {
            let look = |cluster: &shaped::Cluster| runs.get(cluster.run as usize).map_or(0, |run| run.look);
            stretch::arrange(&text, own, &mut glyphs, look, rtl, stretches);
        }
        if rich.hang_quotes {
            hung = hung.max(stretch::hang_quote(&text, own, &mut glyphs, rtl));
        }
        let mut opportunities = segment::opportunities(paragraph, locale, style.breaking, &glued);
        for opportunity in &mut opportunities {
            opportunity.at += range.start;
            opportunity.weak |= added.binary_search(&opportunity.at).is_ok();
        }
        let segments = linebreak::segments(&clusters, first..shape::clip(clusters.len()), &opportunities);
        paragraphs.push(shaped::Paragraph { text: range, segments });
    }
    Ok(Shaped {
        text,
        direction,
        paragraphs,
        runs,
        clusters,
        glyphs,
        ascent,
        descent,
        hung,
        missing: missing.chars,
        dropped,
    })
}

/// The style's weight, then each other weight once.
fn weights(style: &TextStyle, stretches: &[Stretch]) -> Vec<u16> {
    let mut weights = vec![style.weight];
    for weight in stretches.iter().filter_map(|stretch| stretch.weight) {
        if !weights.contains(&weight) {
            weights.push(weight);
        }
    }
    weights
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
    shape_rich_key(book, text, style, &Rich::default(), locale, no_break)
}

/// The address of what [`shape_rich`] makes of the same arguments.
#[must_use]
pub fn shape_rich_key(
    book: &FontBook,
    text: &str,
    style: &TextStyle,
    rich: &Rich<'_>,
    locale: &Locale,
    no_break: &[String],
) -> Digest {
    let letters = (&style.families, style.weight, style.italic, &style.features, style.transform as u8);
    let look = (letters, style.caps as u8, style.breaking);
    let rich = (rich.stretches, rich.hang_quotes);
    Digest::of("shape", &(book.digest(), text, look, rich, locale, no_break))
}
