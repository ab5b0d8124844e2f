//! Lines in one size: visual order, glyphs on their grid, baselines, ink.

use std::ops::Range;

use smallvec::SmallVec;

use super::bidi::visual_order;
use super::glyph::{ColorGlyph, Glyph, GlyphRun};
use super::linebreak::{self, Measure};
use super::shaped::{Cluster, Em, Inked, Paragraph, Segment, Shaped, px_ceil, px_floor, px_round};
use super::style::{Align, Setting};
use crate::geom::{Px, Ratio, Rect, Size};

/// A text in lines. The origin is its box' top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// The narrowest width that holds every line's advance and ink; number of lines × line height.
    pub size: Size,
    /// A line's advance is wider than the width that was asked for.
    pub overflows: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whole pixels below the block's top.
    pub baseline: Px,
    /// Its left end, on the quarter-pixel grid.
    pub x: Px,
    /// Its advance, without the spaces at its end; rounded up to the 1/64 grid.
    pub width: Px,
    /// In visual order, one per stretch of a face; positions are relative to `x` and the baseline. Glyphs without ink
    /// (spaces) are left out.
    pub runs: Vec<GlyphRun>,
    /// Glyphs with colours of their own, in visual order; no run has them.
    pub colored: Vec<ColorGlyph>,
    /// One per run: 0, or the place of its [`super::Stretch`] counted from 1.
    pub looks: Vec<u16>,
    /// From where to where stretches run on this line, relative to `x`; from left to right.
    pub extents: Vec<LookExtent>,
    /// The hull of its glyphs' outlines as they are placed, relative to the block's top left; empty without ink.
    pub ink: Rect,
    /// Bytes of [`Shaped::text`], with the spaces at its end.
    pub text: Range<usize>,
}

/// A piece of a stretch on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookExtent {
    /// Its place in the list of stretches, counted from 1.
    pub look: u16,
    /// Left end.
    pub x: Px,
    /// Advance.
    pub w: Px,
}

impl Block {
    /// The hull of all ink.
    #[must_use]
    pub fn ink(&self) -> Rect {
        self.lines.iter().fold(Rect::default(), |all, line| all.union(line.ink))
    }
}

/// What a setting asks of the breaker, and whether lines are that wide: cheap, and without glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// How many lines.
    pub lines: usize,
    /// Of all lines.
    pub height: Px,
    /// A word is wider than the width.
    pub overflows: bool,
}

impl Shaped {
    /// Sets the text in lines no wider than `width` ([`Px::MAX`]: one line a paragraph), as many as filling each
    /// takes; `balance` makes these about equally long. Lines stand within `width`, or within the widest line when there is
    /// no limit. Where a glyph's ink would stick out of `width` and there is room, the line moves inwards.
    #[must_use]
    pub fn set(&self, setting: &Setting, width: Px, balance: bool) -> Block {
        let size = font_size(setting);
        // A mark that hangs takes no room.
        let hung = px_ceil(self.hung, size);
        let measure = measure(setting, width);
        let mut lines = Vec::new();
        let (mut widest, mut overflows) = (Px::ZERO, false);
        for paragraph in &self.paragraphs {
            let segments = &paragraph.segments;
            if segments.is_empty() {
                lines.push(empty_line(paragraph));
            }
            let cuts = if balance {
                linebreak::balanced(segments, measure)
            } else {
                linebreak::greedy(segments, measure)
            };
            for cut in cuts {
                let advance = measure.line(segments, &cut);
                let mut line = place(self, paragraph, &segments[cut], size, measure.tracking);
                line.width = px_ceil(advance, size);
                overflows |= advance > measure.limit;
                widest = widest.max(line.width).max(line.ink.w - hung);
                lines.push(line);
            }
        }
        let height = line_height(setting);
        let within = if width == Px::MAX { widest } else { width };
        let mut top = Px::ZERO;
        for line in &mut lines {
            line.baseline = self.baseline(setting, top);
            line.x = inwards(
                align(setting.align, self.direction.is_rtl(), line.width, within),
                line,
                within,
                hung,
                self.direction.is_rtl(),
            );
            if line.ink.w > Px::ZERO {
                line.ink = line.ink.offset(line.x, line.baseline);
            }
            top += height;
        }
        Block { lines, size: Size { w: widest, h: top }, overflows }
    }

    /// The widest piece that cannot be broken: below this width the text overflows.
    #[must_use]
    pub fn longest_word(&self, setting: &Setting) -> Px {
        let measure = measure(setting, Px::MAX);
        let longest = self.paragraphs.iter().map(|p| measure.longest(&p.segments)).max().unwrap_or(0);
        px_ceil(longest, font_size(setting))
    }

    /// What [`Shaped::set`] will come to, without setting it.
    #[must_use]
    pub fn extent(&self, setting: &Setting, width: Px) -> Extent {
        let measure = measure(setting, width);
        let counts = self.paragraphs.iter().map(|p| linebreak::count(&p.segments, measure).max(1));
        let lines = counts.sum();
        let overflows = self.paragraphs.iter().any(|p| measure.longest(&p.segments) > measure.limit);
        let height = line_height(setting) * i32::try_from(lines).unwrap_or(i32::MAX);
        Extent { lines, height, overflows }
    }

    /// Where browsers put it: metrics in whole pixels, half of the leading above (rounded down), then the nearest pixel.
    fn baseline(&self, setting: &Setting, top: Px) -> Px {
        let size = font_size(setting);
        let ascent = Px::whole(px_round(self.ascent, size).round());
        let descent = Px::whole(px_round(self.descent, size).round());
        let spare = line_height(setting) - ascent - descent;
        let half = Px::from_64ths(spare.in_64ths().div_euclid(2)).floor();
        Px::whole((top + Px::whole(half) + ascent).round())
    }
}

/// The size on its grid; never nothing, so that it can be divided by.
fn font_size(setting: &Setting) -> Px {
    setting.size.to_quarter().max(Px::from_64ths(16))
}

fn line_height(setting: &Setting) -> Px {
    font_size(setting).scale(setting.leading).max(Px::ZERO)
}

fn measure(setting: &Setting, width: Px) -> Measure {
    let size = i64::from(font_size(setting).in_64ths());
    let limit = if width == Px::MAX {
        i64::MAX / 4
    } else {
        (i64::from(width.max(Px::ZERO).in_64ths()) << 20).div_euclid(size)
    };
    Measure { limit, tracking: i64::from(setting.tracking.raw()) }
}

fn empty_line(paragraph: &Paragraph) -> Line {
    Line {
        baseline: Px::ZERO,
        x: Px::ZERO,
        width: Px::ZERO,
        runs: Vec::new(),
        colored: Vec::new(),
        looks: Vec::new(),
        extents: Vec::new(),
        ink: Rect::default(),
        text: paragraph.text.clone(),
    }
}

/// As CSS does: a line that is too wide starts at the start whatever it is asked.
fn align(align: Align, rtl: bool, line: Px, width: Px) -> Px {
    let room = width - line;
    let align = if room < Px::ZERO { Align::Start } else { align };
    match (align, rtl) {
        (Align::Start, false) | (Align::End, true) => Px::ZERO,
        (Align::Center, _) => (room / 2).to_quarter(),
        (Align::Start, true) | (Align::End, false) => Px::from_64ths(room.in_64ths().div_euclid(16) * 16),
    }
}

/// Moved by as little as brings the ink inside, when all of it has room.
fn inwards(x: Px, line: &Line, width: Px, hung: Px, rtl: bool) -> Px {
    if line.ink.w - hung > width {
        return x;
    }
    let (before, after) = if rtl { (Px::ZERO, hung) } else { (hung, Px::ZERO) };
    let (left, right) = (x + line.ink.x + before, x + line.ink.right() - width - after);
    if left < Px::ZERO {
        x + Px::from_64ths(-left.in_64ths().div_euclid(16) * 16)
    } else if right > Px::ZERO {
        x - Px::from_64ths((right.in_64ths() + 15).div_euclid(16) * 16)
    } else {
        x
    }
}

/// Glyphs of one line from its left end; ink relative to there and the baseline.
fn place(shaped: &Shaped, paragraph: &Paragraph, segments: &[Segment], size: Px, tracking: Em) -> Line {
    let mut line = empty_line(paragraph);
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return line };
    let (start, full) = (first.clusters.start as usize, last.clusters.end as usize);
    let all = &shaped.clusters;
    let ends_paragraph = paragraph.segments.last().is_some_and(|s| s.clusters.end as usize == full);
    let end_of_text = if ends_paragraph { paragraph.text.end } else { all[full].start as usize };
    line.text = all[start].start as usize..end_of_text;
    let end = (start..full).rev().find(|&at| !all[at].hangs).map_or(start, |at| at + 1);
    let hyphen = all[full - 1].hyphen.as_ref().filter(|_| !ends_paragraph);
    // Rule L1 of UAX #9 needs no code: the spaces at the end of a line are not placed at all.
    let mut runs: SmallVec<[Range<usize>; 8]> = SmallVec::new();
    for at in start..end {
        match runs.last_mut() {
            Some(run) if all[run.start].run == all[at].run => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let levels: SmallVec<[u8; 8]> =
        runs.iter().map(|run| shaped.runs[all[run.start].run as usize].level).collect();
    let mut order = Vec::new();
    visual_order(&levels, &mut order);

    let mut pen = Pen { size, at: 0, ink: None };
    let mut before = 0;
    for index in order {
        let run = runs[index].clone();
        let super::shaped::Run { face, look, scale, .. } = shaped.runs[all[run.start].run as usize];
        let from = pen.at;
        let own = match scale {
            Ratio::ONE => size,
            scale => size.scale(scale).to_quarter().max(Px::from_64ths(16)),
        };
        let goes_on = |last: &GlyphRun| (last.face, last.size) == (face, own);
        if !line.runs.last().is_some_and(goes_on) || line.looks.last() != Some(&look) {
            let (glyphs, size) = (Vec::with_capacity(run.len()), own);
            line.runs.push(GlyphRun { face, size, glyphs });
            line.looks.push(look);
        }
        let Some(out) = line.runs.last_mut() else { continue };
        let colored = &mut line.colored;
        let last_of_line = |at: usize| at + 1 == end;
        let spacing = |cluster: &Cluster, at: usize| {
            // The hyphen is the last then, and what stands before it is spaced.
            if cluster.tracked && (!last_of_line(at) || hyphen.is_some()) { tracking } else { 0 }
        };
        if levels[index] % 2 == 1 {
            for at in run.rev() {
                if let Some((glyph, advance)) = hyphen.filter(|_| last_of_line(at)) {
                    pen.draw(std::slice::from_ref(glyph), *advance, out, colored);
                }
                // After a letter is to its left.
                pen.at += spacing(&all[at], at);
                pen.draw(glyphs_of(shaped, &all[at]), all[at].advance, out, colored);
            }
        } else {
            for at in run {
                pen.draw(glyphs_of(shaped, &all[at]), all[at].advance, out, colored);
                pen.at += spacing(&all[at], at);
                if let Some((glyph, advance)) = hyphen.filter(|_| last_of_line(at)) {
                    pen.draw(std::slice::from_ref(glyph), *advance, out, colored);
                }
            }
        }
        if look > 0 {
            let (x, w) = (px_round(from, size), px_round(pen.at - from, size));
            match line.extents.last_mut() {
                // The next run begins where this one ends, but for rounding.
                Some(last) if before == look => last.w = x + w - last.x,
                _ => line.extents.push(LookExtent { look, x, w }),
            }
        }
        before = look;
    }
    let mut inked = line.runs.iter().map(|run| !run.glyphs.is_empty());
    line.looks.retain(|_| inked.next().unwrap_or(false));
    line.runs.retain(|run| !run.glyphs.is_empty());
    line.ink = pen.ink.unwrap_or_default();
    line
}

fn glyphs_of<'a>(shaped: &'a Shaped, cluster: &Cluster) -> &'a [Inked] {
    &shaped.glyphs[cluster.glyphs.start as usize..cluster.glyphs.end as usize]
}

/// Walks along a line.
struct Pen {
    size: Px,
    at: Em,
    ink: Option<Rect>,
}

impl Pen {
    fn draw(&mut self, glyphs: &[Inked], advance: Em, out: &mut GlyphRun, colored: &mut Vec<ColorGlyph>) {
        for glyph in glyphs {
            let x = px_round(self.at + glyph.x, self.size).to_quarter();
            let y = Px::whole(px_round(-glyph.y, self.size).round());
            let bounds = glyph.bounds;
            let left = x + px_floor(i64::from(bounds.left), self.size);
            let right = x + px_ceil(i64::from(bounds.right), self.size);
            let top = y - px_ceil(i64::from(bounds.top), self.size);
            let bottom = y - px_floor(i64::from(bounds.bottom), self.size);
            let ink = Rect::new(left, top, right - left, bottom - top);
            if glyph.color {
                let (face, size, ink) = (out.face, out.size, ink.offset(-x, -y));
                colored.push(ColorGlyph { face, size, id: glyph.id, x, y, ink });
            } else {
                out.glyphs.push(Glyph { id: glyph.id, x, y });
            }
            self.ink = Some(self.ink.map_or(ink, |all| all.union(ink)));
        }
        self.at += advance;
    }
}
