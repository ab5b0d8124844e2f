//! A glyph that brings its own colours: the layers of `COLR`, or a picture in the font.
//!
//! Painted several times larger, in tiles, and averaged. Masks have exact areas as coverage; here layers that share an
//! edge would each be blended by it, and what lies beneath would shine through the seam.

use rustybuzz::ttf_parser::Face;
use rustybuzz::ttf_parser::colr::CompositeMode;
use tiny_skia::{
    BlendMode, FillRule, FilterQuality, Mask, Path, PathBuilder, Pixmap, PixmapPaint, PixmapRef, Transform,
};

use super::brush::Laid;
use super::decode;
use super::error::RasterError;
use super::glyph::outline;
use super::kernel::Kernels;
use super::pixels::{Pixels, check_area};
use crate::color::times;
use crate::font::{Art, Map, Step, color_glyph as read};
use crate::geom::{Affine, PixelRect, PixelSize, Px};

/// Device pixels of a tile, each way.
const TILE: u32 = 128;

/// Above this size edges are so long that half as many samples look the same.
const LARGE: Px = Px::whole(160);

/// More pixels than a picture in a font has.
const MAX_PICTURE: u64 = 1 << 20;

/// More verbs of paths than all layers of an honest glyph have together; what a hostile one clips with beyond is empty.
const MAX_VERBS: usize = 1 << 20;

/// Paints a glyph within `bounds`. Nothing for a glyph without colours.
///
/// # Errors
/// [`RasterError::TooLarge`]; a picture in the font that cannot be decoded.
pub fn color_glyph(
    face: &Face<'_>,
    id: u16,
    size: Px,
    transform: Affine,
    bounds: PixelRect,
) -> Result<Pixels, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let extent =
        PixelSize::new(bounds.w, bounds.h).ok_or(RasterError::TooLarge { w: bounds.w, h: bounds.h })?;
    let mut out = Pixels { size: extent, data: vec![0; extent.area() as usize * 4], opaque: false };
    let Some(glyph) = read(face, id) else { return Ok(out) };
    let over = if size > LARGE { 2 } else { 4 };
    let map = placed(face, size, transform, bounds, f64::from(over));
    let drawing = match &glyph.art {
        Art::Steps(steps) => Drawing::Steps(prepared(face, steps, map)),
        Art::Png(bytes) => picture(bytes, glyph.bounds, map)?,
    };
    for y in (0..bounds.h).step_by(TILE as usize) {
        for x in (0..bounds.w).step_by(TILE as usize) {
            let (w, h) = (TILE.min(bounds.w - x), TILE.min(bounds.h - y));
            let tile = PixelRect { x: (x * over) as i32, y: (y * over) as i32, w: w * over, h: h * over };
            if let Some(large) = drawing.tile(tile) {
                average(&large, over, &mut out, [x, y, w, h]);
            }
        }
    }
    Ok(out)
}

/// From font units to the large drawing.
fn placed(face: &Face<'_>, size: Px, transform: Affine, bounds: PixelRect, over: f64) -> Map {
    let scale = size.to_f64() / f64::from(face.units_per_em()) * over;
    let [a, b, c, d] = transform.linear();
    let origin = transform.shift();
    let (x, y) = (origin.x.to_f64() - f64::from(bounds.x), origin.y.to_f64() - f64::from(bounds.y));
    Map([a * scale, b * scale, -c * scale, -d * scale, x * over, y * over])
}

/// A glyph in the large drawing.
enum Drawing<'a> {
    Steps(Vec<Ready<'a>>),
    /// One level of a picture, and where it lies.
    Picture(Pixels, Transform),
}

/// A step whose outlines lie in the large drawing.
enum Ready<'a> {
    /// No path: nothing is left.
    Clip(Option<Path>),
    Unclip,
    Fill(Laid<'a>),
    Layer,
    Merge(CompositeMode),
}

fn prepared<'a>(face: &Face<'_>, steps: &'a [Step], map: Map) -> Vec<Ready<'a>> {
    let mut verbs = 0;
    let ready = |step: &'a Step| match step {
        Step::ClipGlyph(..) if verbs > MAX_VERBS => Some(Ready::Clip(None)),
        Step::ClipGlyph(id, own) => {
            let mut path = PathBuilder::new();
            outline(face, *id, map.after(*own).0.map(|v| v as f32), &mut path);
            verbs += path.len();
            Some(Ready::Clip(path.finish()))
        }
        Step::ClipBox([left, bottom, right, top], own) => {
            let own = map.after(*own);
            let mut path = PathBuilder::new();
            for (n, (x, y)) in [(left, bottom), (right, bottom), (right, top), (left, top)].iter().enumerate()
            {
                let [x, y] = own.apply(**x, **y).map(|v| v as f32);
                if n == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
            }
            path.close();
            Some(Ready::Clip(path.finish()))
        }
        Step::Unclip => Some(Ready::Unclip),
        Step::Fill(brush, own) => Laid::new(brush, map.after(*own)).map(Ready::Fill),
        Step::Layer => Some(Ready::Layer),
        Step::Merge(mode) => Some(Ready::Merge(*mode)),
    };
    steps.iter().filter_map(ready).collect()
}

/// The level of a picture that is just larger than it will be drawn.
fn picture<'a>(
    bytes: &[u8],
    [left, bottom, right, top]: [f64; 4],
    map: Map,
) -> Result<Drawing<'a>, RasterError> {
    let size = decode::photo_size(bytes)?;
    if size.area() > MAX_PICTURE {
        return Err(RasterError::TooLarge { w: size.w(), h: size.h() });
    }
    let mut levels = decode::decode(bytes)?.levels;
    let Map([a, b, c, d, ..]) = map;
    let (w, h) = (right - left, top - bottom);
    let (wide, high) = ((a * a + b * b).sqrt() * w, (c * c + d * d).sqrt() * h);
    let fits = |level: &Pixels| f64::from(level.size.w()) >= wide && f64::from(level.size.h()) >= high;
    let level = levels.swap_remove(levels.iter().rposition(fits).unwrap_or(0));
    let size = level.size;
    // The picture's rows run down.
    let (sx, sy) = (w / f64::from(size.w()), h / f64::from(size.h()));
    let [a, b, c, d, e, f] = map.after(Map([sx, 0.0, 0.0, -sy, left, top])).0.map(|v| v as f32);
    Ok(Drawing::Picture(level, Transform::from_row(a, b, c, d, e, f)))
}

impl Drawing<'_> {
    /// A part of the large drawing.
    fn tile(&self, tile: PixelRect) -> Option<Pixmap> {
        let mut ground = Pixmap::new(tile.w, tile.h)?;
        match self {
            Self::Steps(steps) => {
                let mut easel = Easel { tile, layers: vec![ground], clips: Vec::new() };
                steps.iter().for_each(|step| easel.step(step));
                while easel.layers.len() > 1 {
                    easel.merge(CompositeMode::SourceOver);
                }
                easel.layers.pop()
            }
            Self::Picture(level, at) => {
                let from = PixmapRef::from_bytes(&level.data, level.size.w(), level.size.h())?;
                let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
                let at = at.post_translate(-(tile.x as f32), -(tile.y as f32));
                ground.draw_pixmap(0, 0, from, &paint, at, None);
                Some(ground)
            }
        }
    }
}

/// Where steps are carried out; all in pixels of one tile.
struct Easel {
    tile: PixelRect,
    layers: Vec<Pixmap>,
    clips: Vec<Clip>,
}

/// What all clips up to one leave: coverage of an area, none when the area is empty.
struct Clip {
    area: PixelRect,
    mask: Option<Mask>,
}

impl Easel {
    fn step(&mut self, step: &Ready<'_>) {
        match step {
            Ready::Clip(path) => {
                let clip = self.clip(path.as_ref());
                self.clips.push(clip);
            }
            Ready::Unclip => drop(self.clips.pop()),
            Ready::Fill(brush) => self.fill(brush),
            Ready::Layer => {
                let (w, h) = (self.tile.w, self.tile.h);
                self.layers.extend(Pixmap::new(w, h));
            }
            Ready::Merge(mode) => self.merge(*mode),
        }
    }

    fn clip(&self, path: Option<&Path>) -> Clip {
        let all = PixelRect { x: 0, y: 0, w: self.tile.w, h: self.tile.h };
        let within = self.clips.last().map_or(all, |clip| clip.area);
        let none = Clip { area: PixelRect::default(), mask: None };
        let Some(path) = path else { return none };
        let ink = path.bounds();
        let left = |v: f32, from: i32| (v.floor() as i32).saturating_sub(from);
        let area = PixelRect::from_edges(
            left(ink.left(), self.tile.x).max(0),
            left(ink.top(), self.tile.y).max(0),
            left(ink.right(), self.tile.x).saturating_add(1),
            left(ink.bottom(), self.tile.y).saturating_add(1),
        )
        .intersect(within);
        if area.is_empty() {
            return none;
        }
        let Some(mut mask) = Mask::new(area.w, area.h) else { return none };
        let shift =
            Transform::from_translate(-((self.tile.x + area.x) as f32), -((self.tile.y + area.y) as f32));
        mask.fill_path(path, FillRule::Winding, true, shift);
        if let Some(Clip { area: outer, mask: Some(under) }) = self.clips.last() {
            let rows = mask.data_mut().chunks_exact_mut(area.w as usize);
            for (y, row) in (area.y..).zip(rows) {
                let from = (y - outer.y) as usize * outer.w as usize + (area.x - outer.x) as usize;
                for (v, under) in row.iter_mut().zip(&under.data()[from..]) {
                    *v = times(*v, *under);
                }
            }
        }
        Clip { area, mask: Some(mask) }
    }

    fn fill(&mut self, brush: &Laid<'_>) {
        let all = PixelRect { x: 0, y: 0, w: self.tile.w, h: self.tile.h };
        let (area, mask) = self.clips.last().map_or((all, None), |clip| (clip.area, clip.mask.as_ref()));
        let Some(layer) = self.layers.last_mut() else { return };
        let stride = layer.width() as usize;
        let (kernels, solid) = (Kernels::best(), brush.solid());
        let w = area.w as usize;
        let mut colors = vec![[0; 4]; w];
        for y in area.y..area.bottom() {
            let from = y as usize * stride + area.x as usize;
            let row = &mut layer.data_mut()[from * 4..][..w * 4];
            let cover = mask.map(|mask| &mask.data()[(y - area.y) as usize * w..][..w]);
            if solid.is_none() {
                let middle = |at: i32, from: i32| f64::from(at + from) + 0.5;
                for (n, color) in colors.iter_mut().enumerate() {
                    if cover.is_none_or(|cover| cover[n] > 0) {
                        *color = brush.at(middle(area.x + n as i32, self.tile.x), middle(y, self.tile.y));
                    }
                }
            }
            match (solid, cover) {
                (Some(color), Some(cover)) => kernels.fill_masked(row, color, cover),
                (Some(color), None) => kernels.fill(row, color),
                (None, Some(cover)) => kernels.over_masked(row, colors.as_flattened(), cover, 255),
                (None, None) => kernels.over(row, colors.as_flattened()),
            }
        }
    }

    fn merge(&mut self, mode: CompositeMode) {
        if self.layers.len() < 2 {
            return;
        }
        let (Some(top), Some(under)) = (self.layers.pop(), self.layers.last_mut()) else { return };
        match blend_mode(mode) {
            Some(blend_mode) => {
                let paint = PixmapPaint { blend_mode, ..PixmapPaint::default() };
                under.draw_pixmap(0, 0, top.as_ref(), &paint, Transform::identity(), None);
            }
            None => {
                let pixels = top.data().as_chunks::<4>().0;
                for (d, s) in under.data_mut().as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
                    *d = glare(*d, *s, mode == CompositeMode::ColorDodge);
                }
            }
        }
    }
}

/// Dodge and burn (Compositing and Blending Level 1), by division: tiny-skia's differ between CPUs.
fn glare(d: [u8; 4], s: [u8; 4], dodge: bool) -> [u8; 4] {
    let [d, s] = [d, s].map(|pixel| pixel.map(|v| f64::from(v) / 255.0));
    let (da, sa) = (d[3], s[3]);
    let straight = |v: f64, a: f64| if a > 0.0 { (v / a).min(1.0) } else { 0.0 };
    let channel = |n: usize| {
        let (b, c) = (straight(d[n], da), straight(s[n], sa));
        let mixed = match dodge {
            true if b == 0.0 => 0.0,
            true if c >= 1.0 => 1.0,
            true => (b / (1.0 - c)).min(1.0),
            false if b >= 1.0 => 1.0,
            false if c <= 0.0 => 0.0,
            false => 1.0 - ((1.0 - b) / c).min(1.0),
        };
        s[n] * (1.0 - da) + d[n] * (1.0 - sa) + sa * da * mixed
    };
    let alpha = sa + da * (1.0 - sa);
    [channel(0).min(alpha), channel(1).min(alpha), channel(2).min(alpha), alpha]
        .map(|v| (v * 255.0 + 0.5) as u8)
}

fn blend_mode(mode: CompositeMode) -> Option<BlendMode> {
    use CompositeMode as C;
    Some(match mode {
        C::Clear => BlendMode::Clear,
        C::Source => BlendMode::Source,
        C::Destination => BlendMode::Destination,
        C::SourceOver => BlendMode::SourceOver,
        C::DestinationOver => BlendMode::DestinationOver,
        C::SourceIn => BlendMode::SourceIn,
        C::DestinationIn => BlendMode::DestinationIn,
        C::SourceOut => BlendMode::SourceOut,
        C::DestinationOut => BlendMode::DestinationOut,
        C::SourceAtop => BlendMode::SourceAtop,
        C::DestinationAtop => BlendMode::DestinationAtop,
        C::Xor => BlendMode::Xor,
        C::Plus => BlendMode::Plus,
        C::Screen => BlendMode::Screen,
        C::Overlay => BlendMode::Overlay,
        C::Darken => BlendMode::Darken,
        C::Lighten => BlendMode::Lighten,
        C::ColorDodge | C::ColorBurn => return None,
        C::HardLight => BlendMode::HardLight,
        C::SoftLight => BlendMode::SoftLight,
        C::Difference => BlendMode::Difference,
        C::Exclusion => BlendMode::Exclusion,
        C::Multiply => BlendMode::Multiply,
        C::Hue => BlendMode::Hue,
        C::Saturation => BlendMode::Saturation,
        C::Color => BlendMode::Color,
        C::Luminosity => BlendMode::Luminosity,
    })
}

/// A tile brought to its size: means, rounded half up. What is premultiplied stays so.
fn average(large: &Pixmap, over: u32, out: &mut Pixels, [x, y, w, h]: [u32; 4]) {
    let (stride, over) = (large.width() as usize, over as usize);
    let from = large.data().as_chunks::<4>().0;
    let samples = (over * over) as u32;
    for row in 0..h as usize {
        let target = ((y as usize + row) * out.size.w() as usize + x as usize) * 4;
        let target = out.data[target..][..w as usize * 4].as_chunks_mut::<4>().0;
        for (column, pixel) in target.iter_mut().enumerate() {
            let mut sum = [0u32; 4];
            for line in 0..over {
                let at = (row * over + line) * stride + column * over;
                for sample in &from[at..at + over] {
                    for (sum, v) in sum.iter_mut().zip(sample) {
                        *sum += u32::from(*v);
                    }
                }
            }
            *pixel = sum.map(|sum| ((sum + samples / 2) / samples) as u8);
        }
    }
}

#[cfg(test)]
mod tests;
