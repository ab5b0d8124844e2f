use std::borrow::Borrow;

use super::kernel::{Kernels, Ramp};
use super::pixels::{Mask, Pixels};
use super::prepare::Lookup;
use crate::color::BlendMode;
use crate::digest::Digest;
use crate::geom::PixelRect;
use crate::plan::{Coverage, PaintOp, Source};

/// Rows painted together: bounds what groups need as scratch, and keeps a stretch of rows in the cache of a core.
const CHUNK: u32 = 32;

/// Paints a part of the canvas into `out`, and nothing else is left in it: premultiplied RGBA, zero where no operation
/// paints. The bytes of a pixel depend neither on the part nor on the SIMD level.
///
/// # Panics
/// When a resource that the operations name is not in `prepared`, or is of the wrong kind: the caller prepares first.
pub fn paint_area(
    kernels: Kernels,
    ops: &[impl Borrow<PaintOp>],
    prepared: &Lookup,
    area: PixelRect,
    out: &mut Vec<u8>,
) {
    let stride = area.w as usize * 4;
    out.resize(area.h as usize * stride, 0);
    let ops: Vec<Ready<'_>> = ops.iter().map(|op| Ready::new(op.borrow(), prepared)).collect();
    let painter = Painter { kernels };
    let mut scratch = Scratch::default();
    for (n, chunk) in out.chunks_mut((stride * CHUNK as usize).max(1)).enumerate() {
        let y = area.y + (n as u32 * CHUNK) as i32;
        let area = PixelRect { y, h: (chunk.len() / stride) as u32, ..area };
        let seen = match ops.iter().rposition(|op| op.hides(area)) {
            Some(ground) => &ops[ground..],
            None => {
                chunk.fill(0);
                &ops
            }
        };
        painter.all(seen, &mut Window { area, data: chunk }, &mut scratch);
    }
}

/// Paints only some rows of a part of the canvas into `out` (cleared first), one after another.
///
/// # Panics
/// As [`paint_area`].
pub fn paint_rows(
    kernels: Kernels,
    ops: &[PaintOp],
    prepared: &Lookup,
    area: PixelRect,
    rows: impl Iterator<Item = i32>,
    out: &mut Vec<u8>,
) {
    let ops: Vec<Ready<'_>> = ops.iter().map(|op| Ready::new(op, prepared)).collect();
    let painter = Painter { kernels };
    let mut scratch = Scratch::default();
    out.clear();
    for y in rows {
        let from = out.len();
        out.resize(from + area.w as usize * 4, 0);
        let area = PixelRect { y, h: 1, ..area };
        painter.all(&ops, &mut Window { area, data: &mut out[from..] }, &mut scratch);
    }
}

/// An operation whose resources are at hand and whose gradient is made ready.
struct Ready<'a> {
    source: Paint<'a>,
    mask: Option<(&'a Mask, i32, i32)>,
    blend: BlendMode,
    opacity: u8,
    bounds: PixelRect,
}

enum Paint<'a> {
    Solid([u8; 4]),
    Gradient(Ramp),
    Pixels(&'a Pixels, i32, i32),
    Group(Vec<Ready<'a>>),
}

impl<'a> Ready<'a> {
    fn new(op: &PaintOp, prepared: &'a Lookup) -> Self {
        let find = |digest: &Digest| prepared.get(digest).expect("a plan's resources are prepared first");
        let source = match &op.source {
            Source::Solid(color) => Paint::Solid(color.premultiply()),
            Source::Gradient(gradient) => Paint::Gradient(Ramp::new(gradient)),
            Source::Pixels { resource, x, y } => {
                let pixels = find(resource).pixels().expect("a source of pixels names a resource of pixels");
                Paint::Pixels(pixels, *x, *y)
            }
            Source::Group(ops) => Paint::Group(ops.iter().map(|op| Self::new(op, prepared)).collect()),
        };
        let (mask, bounds) = match &op.coverage {
            Coverage::Full => (None, op.bounds),
            Coverage::Mask { resource, x, y } => {
                let mask = find(resource).mask().expect("a coverage names a resource of coverage");
                let area = PixelRect { x: *x, y: *y, w: mask.w, h: mask.h };
                (Some((mask, *x, *y)), op.bounds.intersect(area))
            }
        };
        let bounds = match source {
            Paint::Pixels(p, x, y) => bounds.intersect(p.size.rect().offset(x, y)),
            _ => bounds,
        };
        Self { source, mask, blend: op.blend, opacity: op.opacity, bounds }
    }

    /// Whether nothing shows of what lies beneath in all of `area`.
    fn hides(&self, area: PixelRect) -> bool {
        let opaque = match &self.source {
            Paint::Solid(color) => color[3] == 255,
            Paint::Pixels(pixels, ..) => pixels.opaque,
            Paint::Gradient(_) | Paint::Group(_) => false,
        };
        let whole = self.mask.is_none() && self.opacity == 255 && self.blend == BlendMode::Normal;
        opaque && whole && self.bounds.intersect(area) == area
    }
}

/// Some rows of a canvas or of a group.
struct Window<'a> {
    area: PixelRect,
    data: &'a mut [u8],
}

impl Window<'_> {
    /// The pixels of one row inside `area`.
    fn row(&mut self, y: i32, area: PixelRect) -> &mut [u8] {
        let from = (y - self.area.y) as usize * self.area.w as usize + (area.x - self.area.x) as usize;
        &mut self.data[from * 4..][..area.w as usize * 4]
    }
}

/// Rows that are used again and again.
#[derive(Default)]
struct Scratch {
    source: Vec<u8>,
    faded: Vec<u8>,
}

fn cut(row: &[u8], from: i32, len: u32, unit: usize) -> &[u8] {
    &row[from as usize * unit..][..len as usize * unit]
}

struct Painter {
    kernels: Kernels,
}

impl Painter {
    fn all(&self, ops: &[Ready<'_>], window: &mut Window<'_>, scratch: &mut Scratch) {
        for op in ops {
            let area = op.bounds.intersect(window.area);
            if !area.is_empty() && op.opacity > 0 {
                self.one(op, area, window, scratch);
            }
        }
    }

    fn one(&self, op: &Ready<'_>, area: PixelRect, window: &mut Window<'_>, scratch: &mut Scratch) {
        let rows = area.y..area.bottom();
        let mask_row =
            |y: i32| op.mask.map(|(mask, mx, my)| cut(mask.row((y - my) as u32), area.x - mx, area.w, 1));
        match &op.source {
            Paint::Solid(color) if op.blend == BlendMode::Normal => {
                let mut color = *color;
                self.kernels.fade(&mut color, op.opacity);
                for y in rows {
                    let d = window.row(y, area);
                    match mask_row(y) {
                        Some(mask) => self.kernels.fill_masked(d, color, mask),
                        None => self.kernels.fill(d, color),
                    }
                }
            }
            Paint::Solid(color) => {
                let mut source = std::mem::take(&mut scratch.source);
                source.clear();
                source.resize(area.w as usize * 4, 0);
                source.as_chunks_mut::<4>().0.fill(*color);
                for y in rows {
                    self.row(op, window.row(y, area), &source, false, mask_row(y), scratch);
                }
                scratch.source = source;
            }
            Paint::Gradient(ramp)
                if ramp.is_level() && op.blend == BlendMode::Normal && op.opacity == 255 =>
            {
                for y in rows {
                    let mut color = [0; 4];
                    self.kernels.ramp(&mut color, ramp, area.x, y);
                    let d = window.row(y, area);
                    match mask_row(y) {
                        Some(mask) => self.kernels.fill_masked(d, color, mask),
                        None => self.kernels.fill(d, color),
                    }
                }
            }
            Paint::Gradient(ramp) => {
                let mut source = std::mem::take(&mut scratch.source);
                source.resize(area.w as usize * 4, 0);
                for y in rows {
                    if y == area.y || !ramp.is_upright() {
                        self.kernels.ramp(&mut source, ramp, area.x, y);
                    }
                    self.row(op, window.row(y, area), &source, false, mask_row(y), scratch);
                }
                scratch.source = source;
            }
            Paint::Pixels(pixels, px, py) => {
                for y in rows {
                    let source = cut(pixels.row((y - py) as u32), area.x - px, area.w, 4);
                    self.row(op, window.row(y, area), source, pixels.opaque, mask_row(y), scratch);
                }
            }
            Paint::Group(ops) => {
                let mut data = vec![0; area.w as usize * area.h as usize * 4];
                self.all(ops, &mut Window { area, data: &mut data }, scratch);
                for (y, source) in rows.zip(data.chunks_exact(area.w as usize * 4)) {
                    self.row(op, window.row(y, area), source, false, mask_row(y), scratch);
                }
            }
        }
    }

    /// One row of source pixels onto one row below.
    fn row(
        &self,
        op: &Ready<'_>,
        d: &mut [u8],
        s: &[u8],
        opaque: bool,
        mask: Option<&[u8]>,
        scratch: &mut Scratch,
    ) {
        let k = self.kernels;
        if op.blend == BlendMode::Normal {
            match (mask, op.opacity) {
                (None, 255) if opaque => d.copy_from_slice(s),
                (None, 255) => k.over(d, s),
                (None, opacity) => k.over_faded(d, s, opacity),
                (Some(mask), opacity) => k.over_masked(d, s, mask, opacity),
            }
            return;
        }
        let s = match (mask, op.opacity) {
            (None, 255) => s,
            (mask, opacity) => {
                scratch.faded.clear();
                scratch.faded.extend_from_slice(s);
                match mask {
                    Some(mask) => k.fade_masked(&mut scratch.faded, mask, opacity),
                    None => k.fade(&mut scratch.faded, opacity),
                }
                &scratch.faded
            }
        };
        match op.blend {
            BlendMode::Multiply => k.multiply(d, s),
            BlendMode::Screen => k.screen(d, s),
            BlendMode::Normal => k.over(d, s),
        }
    }
}

#[cfg(test)]
mod tests;
