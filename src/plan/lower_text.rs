use super::area::{self, blurred, filled};
use super::builder::{Builder, Placing};
use super::geometry::{corners, grow, source};
use super::{Choice, PaintOp, Resource, Source, Subject};
use crate::color::Rgba;
use crate::compile::{Paint, Shadow, Stroke, TextNode};
use crate::geom::{Affine, Insets, Outline, PixelRect, Px, Ratio, Rect};
use crate::layout::SetText;
use crate::text::{ColorGlyph, GlyphRun, Line};

/// A text as operations.
pub(super) struct LoweredText {
    /// What its letters must stand out from, as well as from what lies below.
    pub(super) beneath: Vec<PaintOp>,
    /// The letters.
    pub(super) above: Vec<PaintOp>,
    pub(super) subject: Subject,
}

/// Each line is one operation per colour; its glyphs join by saturating addition. What has colours of its own follows.
pub(super) fn lowered(
    builder: &mut Builder,
    text: &SetText,
    node: &TextNode,
    rect: Rect,
    transform: Affine,
    chosen: Option<Choice>,
) -> LoweredText {
    let (mut beneath, mut above) = (Vec::new(), Vec::new());
    if let Some(Choice::Scrim(color)) = chosen {
        beneath.extend(scrim(builder, text, rect, transform, color));
    }
    let (own, gradient) = match chosen {
        Some(Choice::Color(color)) => (color, None),
        _ => (node.color, node.gradient.as_ref()),
    };
    let fill = gradient.map(|paint| source(paint, rect.snap().to_rect(), transform));
    let (mut words, mut ornament) = (Vec::new(), Vec::new());
    let spans = node.forms.get(text.form).map_or(&[][..], |form| &form.spans);
    let span = |look: u16| look.checked_sub(1).and_then(|n| spans.get(usize::from(n)));
    let color_of = |look: u16| span(look).and_then(|span| span.color).unwrap_or(own);
    let lines: Vec<(&Line, Placed)> =
        text.block.lines.iter().map(|line| (line, Placed::new(line, rect, transform))).collect();
    for shadow in node.shadows.iter().rev() {
        for (line, placed) in &lines {
            beneath.extend(shadowed(builder, line, placed, node.stroke, shadow));
        }
    }
    if let Some(stroke) = node.stroke {
        for (line, placed) in lines.iter().filter(|(line, _)| !line.runs.is_empty()) {
            beneath.extend(builder.masked(
                Source::Solid(stroke.color),
                |placing| edged(line, stroke, placing, placed.pen),
                grow(placed.ink, 2),
            ));
        }
    }
    let leading = text.setting.size.to_quarter().scale(text.setting.leading);
    for (n, (line, placed)) in lines.iter().enumerate() {
        let x = (rect.x + line.x).to_quarter();
        let mut colors: Vec<Rgba> = Vec::new();
        for look in &line.looks {
            if !colors.contains(&color_of(*look)) {
                colors.push(color_of(*look));
            }
        }
        for color in colors {
            let shown = placed.ink.intersect(builder.canvas);
            let gradient = gradient.filter(|_| color == own);
            let stops = gradient.map_or_else(|| vec![color], Paint::colors);
            let seen = if color == own { &mut words } else { &mut ornament };
            seen.extend(stops.into_iter().filter(|_| !shown.is_empty()).map(|color| (color, shown)));
            let fill = fill.clone().filter(|_| gradient.is_some());
            let runs = line.runs.iter().zip(&line.looks).filter(|(_, look)| color_of(**look) == color);
            let runs: Vec<GlyphRun> = runs.map(|(run, _)| run.clone()).collect();
            above.extend(builder.masked(
                fill.unwrap_or(Source::Solid(color)),
                |placing| Resource::Text {
                    runs: runs.clone(),
                    transform: placing.transform(placed.pen),
                    bounds: placing.bounds,
                },
                grow(placed.ink, 2),
            ));
        }
        for glyph in &line.colored {
            above.extend(colored(builder, glyph, placed.pen));
        }
        let top = rect.y + leading * i32::try_from(n).unwrap_or(0);
        for extent in &line.extents {
            let Some(strike) = span(extent.look).and_then(|span| span.strike) else { continue };
            // Whole pixels, at least one: a line of text is no place for a grey blur.
            let height = Px::whole(text.setting.size.scale(strike.width).round().max(1));
            let middle = top + leading.scale(strike.at);
            let line = Rect::new(x + extent.x, Px::whole((middle - height / 2).round()), extent.w, height);
            above.extend(filled(builder, &Paint::Solid(strike.color), line, None, transform));
        }
    }
    let subject = Subject::Text { runs: words, marks: ornament, size: text.setting.size };
    LoweredText { beneath, above, subject }
}

/// A line in device space.
struct Placed {
    /// From its left end on the baseline.
    pen: Affine,
    ink: PixelRect,
}

impl Placed {
    fn new(line: &Line, rect: Rect, transform: Affine) -> Self {
        let x = (rect.x + line.x).to_quarter();
        let y = Px::whole((rect.y + line.baseline).round());
        let pen = transform.after(Affine::translate(x, y));
        // `ink` is measured from the block's top left; glyphs from the line's left on the baseline.
        let ink = line.ink.offset(-line.x, -line.baseline);
        Self { pen, ink: corners(ink, pen).hull() }
    }
}

/// The letters of a line with their edge, as one shape.
fn edged(line: &Line, stroke: Stroke, placing: Placing, pen: Affine) -> Resource {
    Resource::Edged {
        runs: line.runs.clone(),
        width: stroke.width,
        transform: placing.transform(pen),
        bounds: placing.bounds,
    }
}

/// What a line casts: its letters with their edge, and each glyph with colours of its own by its shape.
fn shadowed(
    builder: &mut Builder,
    line: &Line,
    placed: &Placed,
    stroke: Option<Stroke>,
    shadow: &Shadow,
) -> Vec<PaintOp> {
    let look = (shadow.sigma, shadow.color);
    let pen = Affine::translate(shadow.x, shadow.y).after(placed.pen);
    let mut cast = Vec::new();
    if !line.runs.is_empty() {
        // Pens snap to their grid: by less than a pixel.
        let ink = grow(placed.ink.offset(shadow.x.round(), shadow.y.round()), 3);
        cast.extend(area::shadow(builder, ink, look, |placing| match stroke {
            Some(stroke) => edged(line, stroke, placing, pen),
            None => Resource::Text {
                runs: line.runs.clone(),
                transform: placing.transform(pen),
                bounds: placing.bounds,
            },
        }));
    }
    for glyph in &line.colored {
        let pen = pen.after(Affine::translate(glyph.x, glyph.y));
        let ink = grow(corners(glyph.ink, pen).hull(), 1);
        cast.extend(area::shadow(builder, ink, look, |placing| Resource::Silhouette {
            picture: Box::new(glyph_resource(glyph, placing, pen)),
            bounds: placing.bounds,
        }));
    }
    cast
}

fn glyph_resource(glyph: &ColorGlyph, placing: Placing, pen: Affine) -> Resource {
    Resource::ColorGlyph {
        face: glyph.face,
        id: glyph.id,
        size: glyph.size,
        transform: placing.transform(pen),
        bounds: placing.bounds,
    }
}

/// A glyph that brings its own colours, as pixels that lines and variants share.
fn colored(builder: &mut Builder, glyph: &ColorGlyph, line: Affine) -> Option<PaintOp> {
    let pen = line.after(Affine::translate(glyph.x, glyph.y));
    let hull = grow(corners(glyph.ink, pen).hull(), 1);
    builder.pictured(|placing| glyph_resource(glyph, placing, pen), hull)
}

/// A plate behind all ink of a text, so far out that its soft edge is full where the ink begins.
fn scrim(
    builder: &mut Builder,
    text: &SetText,
    rect: Rect,
    transform: Affine,
    color: Rgba,
) -> Option<PaintOp> {
    let em = text.setting.size;
    let (out, sigma) = (em.scale(Ratio::percent(75.0)), em.scale(Ratio::percent(33.0)));
    let ink = text.block.ink().offset(rect.x, rect.y).inset(Insets::all(-out));
    blurred(builder, &Outline::rounded_rect(ink, [out; 4]).transform(transform), sigma, color)
}
