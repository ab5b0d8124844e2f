//! Stretches of one text that look different from the rest: weight, size, height, distance. They share the paragraph's
//! bidi levels, its line breaks and its baseline.

use std::ops::Range;

use super::clean::clean;
use super::shape::Item;
use super::shaped::{Cluster, Em, Inked};
use crate::brand::Transform;
use crate::digest::{Feed, Stable};
use crate::font::FaceId;
use crate::geom::Ratio;
use crate::locale::Locale;

/// A stretch of a text and its look. What [`super::Line::looks`] and [`super::Line::extents`] call it is its place in
/// the list, counted from 1; 0 is the rest of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// Bytes of the text; disjoint, in order.
    pub range: Range<usize>,
    /// Instead of the style's.
    pub weight: Option<u16>,
    /// Of the text's size.
    pub scale: Ratio,
    /// Its figures' top stands as high as that of figures in full size.
    pub hang: bool,
    /// Kept before and after it, but not at the ends of the text; in sizes of the text.
    pub gap: Ratio,
}

impl Stable for Stretch {
    fn feed(&self, to: &mut Feed) {
        (self.range.start as u64, self.range.end as u64).feed(to);
        (self.weight.unwrap_or(0), self.scale, self.hang, self.gap).feed(to);
    }
}

/// [`clean`] piece by piece, so that the stretches are still known afterwards.
pub(super) fn clean_pieces(
    text: &str,
    stretches: &[Stretch],
    transform: Transform,
    locale: &Locale,
) -> (String, Vec<char>, Vec<Range<usize>>) {
    if stretches.is_empty() {
        let (text, dropped) = clean(text, transform, locale);
        return (text, dropped, Vec::new());
    }
    let (mut out, mut dropped, mut ranges, mut at) = (String::new(), Vec::new(), Vec::new(), 0);
    let mut piece = |range: Range<usize>, out: &mut String| {
        let (cleaned, gone) = clean(text.get(range).unwrap_or(""), transform, locale);
        out.push_str(&cleaned);
        dropped.extend(gone.into_iter().filter(|c| !dropped.contains(c)).collect::<Vec<_>>());
    };
    for stretch in stretches {
        let start = stretch.range.start.clamp(at, text.len());
        let end = stretch.range.end.clamp(start, text.len());
        piece(at..start, &mut out);
        let from = out.len();
        piece(start..end, &mut out);
        ranges.push(from..out.len());
        at = end;
    }
    piece(at..text.len(), &mut out);
    (out, dropped, ranges)
}

/// The look of each cluster of a paragraph that begins at byte `base`: that of its first byte.
pub(super) fn looks(starts: &[usize], base: usize, ranges: &[Range<usize>]) -> Vec<u16> {
    let of = |at: usize| ranges.iter().position(|range| range.contains(&(base + at))).map_or(0, |n| n + 1);
    let last = starts.len().saturating_sub(1);
    starts[..last].iter().map(|&at| u16::try_from(of(at)).unwrap_or(0)).collect()
}

/// Whether each cluster of a paragraph that begins at byte `base` lies in one of the ranges, by its first byte.
pub(super) fn within(starts: &[usize], base: usize, ranges: &[Range<usize>]) -> Vec<bool> {
    let last = starts.len().saturating_sub(1);
    starts[..last].iter().map(|&at| ranges.iter().any(|range| range.contains(&(base + at)))).collect()
}

/// Items that end where looks change, or ranges of `small` begin and end; with their look, and whether they are in one.
pub(super) fn split(
    items: Vec<Item>,
    starts: &[usize],
    looks: &[u16],
    small: &[bool],
) -> Vec<(Item, u16, bool)> {
    let mut all: Vec<(Item, u16, bool)> = Vec::with_capacity(items.len());
    let mut at = 0;
    for item in items {
        let mut from = item.range.start;
        while at < looks.len() && starts[at] < item.range.end {
            let (look, own) = (looks[at], small[at]);
            while at < looks.len() && starts[at] < item.range.end && (looks[at], small[at]) == (look, own) {
                at += 1;
            }
            let end = starts[at].min(item.range.end);
            all.push((Item { range: from..end, ..item.clone() }, look, own));
            from = end;
        }
        if from < item.range.end {
            all.push((Item { range: from..item.range.end, ..item.clone() }, 0, false));
        }
    }
    all
}

/// Puts the faces of one look's clusters in place of the base's.
pub(super) fn replace(
    faces: &mut [FaceId],
    looks: &[u16],
    wanted: impl Fn(u16) -> bool,
    mut choose: impl FnMut(Range<usize>) -> Vec<FaceId>,
) {
    let mut at = 0;
    while at < looks.len() {
        let from = at;
        while at < looks.len() && wanted(looks[at]) {
            at += 1;
        }
        if at > from {
            for (slot, face) in faces[from..at].iter_mut().zip(choose(from..at)) {
                *slot = face;
            }
        } else {
            at += 1;
        }
    }
}

fn scaled(value: Em, scale: Ratio) -> Em {
    (value * i64::from(scale.raw()) + (1 << 19)) >> 20
}

/// Brings the clusters of one run to their size; those of another size are not tracked, unless told so.
pub(super) fn scale(clusters: &mut [Cluster], glyphs: &mut [Inked], scale: Ratio, tracked: bool) {
    if scale == Ratio::ONE {
        return;
    }
    let edge = |value: i32| scaled(i64::from(value), scale) as i32;
    for cluster in clusters.iter_mut() {
        cluster.advance = scaled(cluster.advance, scale);
        cluster.tracked &= tracked;
        if let Some((_, advance)) = &mut cluster.hyphen {
            *advance = scaled(*advance, scale);
        }
    }
    for glyph in glyphs {
        glyph.x = scaled(glyph.x, scale);
        glyph.y = scaled(glyph.y, scale);
        let bounds = &mut glyph.bounds;
        (bounds.left, bounds.right) = (edge(bounds.left), edge(bounds.right));
        (bounds.bottom, bounds.top) = (edge(bounds.bottom), edge(bounds.top));
    }
}

/// Lifts what hangs, and keeps the distances. `levels` and `looks` are those of the clusters.
pub(super) fn arrange(
    text: &str,
    clusters: &mut [Cluster],
    glyphs: &mut [Inked],
    looks: impl Fn(&Cluster) -> u16,
    rtl: impl Fn(&Cluster) -> bool,
    stretches: &[Stretch],
) {
    let of = |look: u16| look.checked_sub(1).and_then(|n| stretches.get(usize::from(n)));
    let figure = |cluster: &Cluster| {
        text.get(cluster.start as usize..).and_then(|rest| rest.chars().next()).is_some_and(char::is_numeric)
    };
    let inked = |cluster: &Cluster| cluster.glyphs.start as usize..cluster.glyphs.end as usize;
    let full = |cluster: &&Cluster| of(looks(cluster)).is_none_or(|stretch| stretch.scale == Ratio::ONE);
    let tops = clusters.iter().filter(|c| figure(c)).filter(full).flat_map(|c| &glyphs[inked(c)]);
    // Without figures: about the height of capitals.
    let top = tops.map(|glyph| i64::from(glyph.bounds.top)).max().unwrap_or((7 << 20) / 10);
    let count = clusters.len();
    for at in 0..count {
        let look = looks(&clusters[at]);
        let Some(stretch) = of(look) else { continue };
        if stretch.hang {
            for glyph in &mut glyphs[inked(&clusters[at])] {
                glyph.y += top - scaled(top, stretch.scale);
            }
        }
        let gap = i64::from(stretch.gap.raw());
        if gap == 0 {
            continue;
        }
        let before = at > 0 && looks(&clusters[at - 1]) != look;
        let after = at + 1 < count && looks(&clusters[at + 1]) != look;
        let left = if rtl(&clusters[at]) { after } else { before };
        if left {
            for glyph in &mut glyphs[inked(&clusters[at])] {
                glyph.x += gap;
            }
        }
        clusters[at].advance += gap * (i64::from(before) + i64::from(after));
    }
}

/// Opening marks that may stand outside the margin.
fn opens(c: char) -> bool {
    matches!(c, '“' | '„' | '‘' | '‚' | '«' | '‹' | '「' | '『' | '"')
}

/// Moves the opening mark at the start of a paragraph's clusters out of the line; returns how far it reaches.
pub(super) fn hang_quote(
    text: &str,
    clusters: &mut [Cluster],
    glyphs: &mut [Inked],
    rtl: impl Fn(&Cluster) -> bool,
) -> Em {
    let Some(first) = clusters.first_mut() else { return 0 };
    let mark = text.get(first.start as usize..).and_then(|rest| rest.chars().next()).is_some_and(opens);
    if !mark {
        return 0;
    }
    let advance = std::mem::take(&mut first.advance);
    first.tracked = false;
    if !rtl(first) {
        for glyph in &mut glyphs[first.glyphs.start as usize..first.glyphs.end as usize] {
            glyph.x -= advance;
        }
    }
    advance
}
