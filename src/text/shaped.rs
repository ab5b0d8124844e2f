//! The result of shaping: everything that sizes only scale. Lengths are [`Em`]s, so faces of different units mix.

use std::ops::Range;

use crate::font::FaceKey;
use crate::geom::{Px, Ratio};
use crate::locale::Direction;
use crate::memo::Weigh;

/// A length in 2⁻²⁰ of the font size: the grid of [`crate::geom::Ratio`].
pub(super) type Em = i64;

/// `value` font units of a face with `units_per_em`, to the nearest.
pub(super) fn em(value: i32, units_per_em: i32) -> Em {
    let units = i64::from(units_per_em.max(1));
    ((i64::from(value) << 20) + units / 2).div_euclid(units)
}

/// In 1/64 px at a font size: rounded down, to the nearest, up.
pub(super) fn px_floor(value: Em, size: Px) -> Px {
    clip(value.saturating_mul(i64::from(size.in_64ths())).div_euclid(1 << 20))
}

/// See [`px_floor`].
pub(super) fn px_round(value: Em, size: Px) -> Px {
    clip(value.saturating_mul(i64::from(size.in_64ths())).saturating_add(1 << 19).div_euclid(1 << 20))
}

/// See [`px_floor`].
pub(super) fn px_ceil(value: Em, size: Px) -> Px {
    clip(value.saturating_mul(i64::from(size.in_64ths())).saturating_add((1 << 20) - 1).div_euclid(1 << 20))
}

fn clip(value: i64) -> Px {
    let max = i64::from(Px::MAX.in_64ths());
    // Clamped into `i32` on the line itself.
    Px::from_64ths(value.clamp(-max, max) as i32)
}

/// An outline's box around its origin, upwards, in [`Em`]s; the hull of the control points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) left: i32,
    pub(super) bottom: i32,
    pub(super) right: i32,
    pub(super) top: i32,
}

/// A glyph that leaves ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inked {
    pub(super) id: u16,
    /// From the left edge of its cluster.
    pub(super) x: Em,
    /// Upwards from the baseline.
    pub(super) y: Em,
    pub(super) bounds: Bounds,
    /// Brings its own colours.
    pub(super) color: bool,
}

/// The smallest piece that is placed: one or more graphemes and their glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cluster {
    /// First byte in the text.
    pub(super) start: u32,
    /// Its inked glyphs, in visual order.
    pub(super) glyphs: Range<u32>,
    pub(super) advance: Em,
    /// Index of its [`Run`].
    pub(super) run: u32,
    /// White space or invisible: takes no room at the end of a line.
    pub(super) hangs: bool,
    /// Takes tracking.
    pub(super) tracked: bool,
    /// Ends in a soft hyphen: what is drawn when a line ends here, and its advance.
    pub(super) hyphen: Option<(Inked, Em)>,
    /// No line ends here: a soft hyphen that the face cannot show.
    pub(super) sticks: bool,
}

/// Neighbouring clusters of one direction, script and face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) face: FaceKey,
    /// Embedding level of UAX #9; odd is right to left.
    pub(super) level: u8,
    /// 0, or the place of its stretch, counted from 1.
    pub(super) look: u16,
    /// Of the text's size.
    pub(super) scale: Ratio,
}

/// Sums up to a place in a paragraph: advances, and clusters that take tracking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Sum {
    pub(super) advance: Em,
    pub(super) tracked: u32,
}

/// What stands between two break opportunities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) clusters: Range<u32>,
    /// A line ends here only when it has no other place.
    pub(super) weak: bool,
    /// Up to its start.
    pub(super) before: Sum,
    /// Up to its last visible cluster, when the line goes on.
    pub(super) inside: Sum,
    /// The same when the line ends here: with the hyphen, without tracking after the last cluster.
    pub(super) ending: Sum,
}

/// What stands between two newlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Bytes of the text, without the newline.
    pub(super) text: Range<usize>,
    /// In logical order; none when the paragraph is empty.
    pub(super) segments: Vec<Segment>,
}

/// A text shaped once for all sizes. Made by [`super::shape`], set in lines by `set`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shaped {
    pub(super) text: String,
    pub(super) direction: Direction,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) runs: Vec<Run>,
    pub(super) clusters: Vec<Cluster>,
    pub(super) glyphs: Vec<Inked>,
    /// Of the first family, above the baseline.
    pub(super) ascent: Em,
    /// Of the first family, below the baseline.
    pub(super) descent: Em,
    /// The furthest that an opening mark stands out of its line.
    pub(super) hung: Em,
    pub(super) missing: Vec<char>,
    pub(super) dropped: Vec<char>,
}

impl Shaped {
    /// The text as it was shaped, case applied and controls gone: what the ranges of lines refer to.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The direction of its paragraphs.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Characters that no face has, each once, in the order of the text. They would be drawn as boxes.
    #[must_use]
    pub fn missing(&self) -> &[char] {
        &self.missing
    }

    /// Control characters that were left out, each once.
    #[must_use]
    pub fn dropped(&self) -> &[char] {
        &self.dropped
    }
}

impl Weigh for Shaped {
    fn weight(&self) -> usize {
        let segments: usize = self.paragraphs.iter().map(|p| p.segments.len()).sum();
        size_of::<Self>()
            + self.text.len()
            + self.paragraphs.len() * size_of::<Paragraph>()
            + segments * size_of::<Segment>()
            + self.runs.len() * size_of::<Run>()
            + self.clusters.len() * size_of::<Cluster>()
            + self.glyphs.len() * size_of::<Inked>()
    }
}
