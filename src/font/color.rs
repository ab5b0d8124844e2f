//! Colour glyphs as plain data: the layers of `COLR` in the order of painting, or the picture of `CBDT` and `sbix`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rustybuzz::ttf_parser::colr::{
    self, ClipBox, CompositeMode, GradientExtend, GradientStopsIter, Paint, Painter,
};
use rustybuzz::ttf_parser::{Face, GlyphId, RasterImageFormat, RgbaColor, Transform};

use super::hull::{Map, hull};

/// A glyph in colours of its own. Lengths are font units, upwards.
#[derive(Clone, Debug, PartialEq)]
pub struct ColorGlyph<'a> {
    /// Left, bottom, right, top of what it paints.
    pub bounds: [f64; 4],
    /// How it is painted.
    pub art: Art<'a>,
}

/// What a colour glyph is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Art<'a> {
    /// Painted one after another.
    Steps(Vec<Step>),
    /// A PNG file that fills the bounds.
    Png(&'a [u8]),
}

/// One step of painting.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Until its [`Step::Unclip`], nothing is painted outside of a glyph's outline.
    ClipGlyph(u16, Map),
    /// The same with a box: left, bottom, right, top.
    ClipBox([f64; 4], Map),
    /// Ends the last clip.
    Unclip,
    /// Paints all that the clips leave.
    Fill(Brush, Map),
    /// What follows, up to its [`Step::Merge`], is painted on nothing.
    Layer,
    /// Composites the last layer onto what it lies on.
    Merge(CompositeMode),
}

/// Colour over the plane. Stops are in rising order, premultiplied, 0 to 255.
#[derive(Clone, Debug, PartialEq)]
pub struct Brush {
    /// Where the colours are.
    pub shape: BrushShape,
    /// Places on the colour line and the colours there; at least one.
    pub stops: Vec<(f64, [f64; 4])>,
    /// Beyond the first and last stop.
    pub extend: GradientExtend,
}

/// How a colour line lies on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BrushShape {
    /// One colour everywhere.
    Solid,
    /// From one point to another.
    Linear([f64; 2], [f64; 2]),
    /// From one circle (x, y, radius) to another.
    Radial([f64; 3], [f64; 3]),
    /// Around a point, between two angles in turns counter-clockwise from the right.
    Sweep([f64; 2], [f64; 2]),
}

/// What a glyph is in colour; `None` for one that is only an outline. Colours that a font leaves to the text are black.
#[must_use]
pub fn color_glyph<'f>(face: &'f Face<'_>, id: u16) -> Option<ColorGlyph<'f>> {
    let glyph = GlyphId(id);
    if face.is_color_glyph(glyph) {
        let mut recorder = Recorder {
            face,
            steps: Vec::new(),
            maps: vec![Map::IDENTITY],
            pending: None,
            layers: Vec::new(),
            ink: None,
            clip: None,
        };
        let ink = RgbaColor::new(0, 0, 0, 255);
        catch_unwind(AssertUnwindSafe(|| face.paint_color_glyph(glyph, 0, ink, &mut recorder))).ok()??;
        let [left, bottom, right, top] = match (recorder.ink, recorder.clip) {
            (Some(ink), Some(clip)) => {
                [ink[0].max(clip[0]), ink[1].max(clip[1]), ink[2].min(clip[2]), ink[3].min(clip[3])]
            }
            (ink, clip) => ink.or(clip)?,
        };
        let bounds = [left, bottom, right, top];
        return (left < right && bottom < top)
            .then_some(ColorGlyph { bounds, art: Art::Steps(recorder.steps) });
    }
    let image = catch_unwind(AssertUnwindSafe(|| face.glyph_raster_image(glyph, u16::MAX))).ok()??;
    if image.format != RasterImageFormat::PNG || image.pixels_per_em == 0 {
        return None;
    }
    let scale = f64::from(face.units_per_em()) / f64::from(image.pixels_per_em);
    let (left, bottom) = (f64::from(image.x) * scale, f64::from(image.y) * scale);
    let (w, h) = (f64::from(image.width) * scale, f64::from(image.height) * scale);
    (w > 0.0 && h > 0.0)
        .then_some(ColorGlyph { bounds: [left, bottom, left + w, bottom + h], art: Art::Png(image.data) })
}

/// The parser turns with libm, whose last bit differs between systems; on this grid it does not show.
fn on_grid(v: f32) -> f64 {
    (f64::from(v).clamp(-1e6, 1e6) * 65_536.0).round() / 65_536.0
}

/// Most layers on top of one another; deeper ones are painted without.
const MAX_LAYERS: usize = 16;

struct Recorder<'f, 'a> {
    face: &'f Face<'a>,
    steps: Vec<Step>,
    maps: Vec<Map>,
    pending: Option<(u16, Map)>,
    layers: Vec<Option<CompositeMode>>,
    ink: Option<[f64; 4]>,
    /// Of the whole glyph, where the font says so.
    clip: Option<[f64; 4]>,
}

impl Recorder<'_, '_> {
    fn map(&self) -> Map {
        self.maps.last().copied().unwrap_or(Map::IDENTITY)
    }

    fn clip_glyph(&mut self, id: u16, map: Map) {
        if let Some(own) = hull(self.face, id, map) {
            let [left, bottom, right, top] = self.ink.unwrap_or(own);
            self.ink = Some([left.min(own[0]), bottom.min(own[1]), right.max(own[2]), top.max(own[3])]);
        }
        self.steps.push(Step::ClipGlyph(id, map));
    }
}

impl<'a> Painter<'a> for Recorder<'_, 'a> {
    fn outline_glyph(&mut self, glyph: GlyphId) {
        self.pending = Some((glyph.0, self.map()));
    }

    fn paint(&mut self, paint: Paint<'a>) {
        // Version 0 fills an outline; version 1 clips to it first.
        let outline = self.pending.take();
        if let Some((id, map)) = outline {
            self.clip_glyph(id, map);
        }
        if let Some(brush) = brush(&paint) {
            let map = self.map();
            self.steps.push(Step::Fill(brush, map));
        }
        if outline.is_some() {
            self.steps.push(Step::Unclip);
        }
    }

    fn push_clip(&mut self) {
        // The parser names the outline just before.
        if let Some((id, map)) = self.pending.take() {
            self.clip_glyph(id, map);
        }
    }

    fn push_clip_box(&mut self, clip: ClipBox) {
        let clip = [clip.x_min, clip.y_min, clip.x_max, clip.y_max].map(on_grid);
        if self.steps.is_empty() {
            self.clip = Some(clip);
        }
        let map = self.map();
        self.steps.push(Step::ClipBox(clip, map));
    }

    fn pop_clip(&mut self) {
        self.steps.push(Step::Unclip);
    }

    fn push_layer(&mut self, mode: CompositeMode) {
        let open = self.layers.iter().flatten().count() < MAX_LAYERS;
        self.layers.push(open.then_some(mode));
        if open {
            self.steps.push(Step::Layer);
        }
    }

    fn pop_layer(&mut self) {
        if let Some(Some(mode)) = self.layers.pop() {
            self.steps.push(Step::Merge(mode));
        }
    }

    fn push_transform(&mut self, by: Transform) {
        let by = Map([by.a, by.b, by.c, by.d, by.e, by.f].map(on_grid));
        self.maps.push(Map(self.map().after(by).0.map(|v| v.clamp(-1e9, 1e9))));
    }

    fn pop_transform(&mut self) {
        if self.maps.len() > 1 {
            self.maps.pop();
        }
    }
}

fn premultiplied(color: RgbaColor) -> [f64; 4] {
    let a = f64::from(color.alpha) / 255.0;
    [f64::from(color.red) * a, f64::from(color.green) * a, f64::from(color.blue) * a, a * 255.0]
}

/// `None`: nothing can be painted with it.
fn brush(paint: &Paint<'_>) -> Option<Brush> {
    let all = |stops: GradientStopsIter<'_, '_>| {
        let stop = |stop: colr::ColorStop| (on_grid(stop.stop_offset), premultiplied(stop.color));
        let mut stops: Vec<_> = stops.take(256).map(stop).collect();
        stops.sort_by(|a, b| a.0.total_cmp(&b.0));
        stops
    };
    let point = |x: f32, y: f32| [on_grid(x), on_grid(y)];
    let brush = match paint {
        Paint::Solid(color) => Brush {
            shape: BrushShape::Solid,
            stops: vec![(0.0, premultiplied(*color))],
            extend: GradientExtend::Pad,
        },
        Paint::LinearGradient(line) => Brush {
            shape: linear(point(line.x0, line.y0), point(line.x1, line.y1), point(line.x2, line.y2))?,
            stops: all(line.stops(0, &[])),
            extend: line.extend,
        },
        Paint::RadialGradient(radial) => {
            let circle = |x, y, r| [on_grid(x), on_grid(y), on_grid(r)];
            let (from, to) =
                (circle(radial.x0, radial.y0, radial.r0), circle(radial.x1, radial.y1, radial.r1));
            Brush {
                shape: BrushShape::Radial(from, to),
                stops: all(radial.stops(0, &[])),
                extend: radial.extend,
            }
        }
        Paint::SweepGradient(sweep) => {
            // Half turns, less one.
            let turns = |angle: f32| (on_grid(angle) + 1.0) / 2.0;
            let angles = [turns(sweep.start_angle), turns(sweep.end_angle)];
            Brush {
                shape: BrushShape::Sweep(point(sweep.center_x, sweep.center_y), angles),
                stops: all(sweep.stops(0, &[])),
                extend: sweep.extend,
            }
        }
    };
    (!brush.stops.is_empty()).then_some(brush)
}

/// The third point turns the gradient: colours run along the normal of the line to it.
fn linear(from: [f64; 2], to: [f64; 2], turn: [f64; 2]) -> Option<BrushShape> {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let (nx, ny) = (-(turn[1] - from[1]), turn[0] - from[0]);
    let square = nx * nx + ny * ny;
    if square == 0.0 {
        return (dx != 0.0 || dy != 0.0).then_some(BrushShape::Linear(from, to));
    }
    let along = (dx * nx + dy * ny) / square;
    (along != 0.0).then(|| BrushShape::Linear(from, [from[0] + nx * along, from[1] + ny * along]))
}
