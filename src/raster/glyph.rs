//! One glyph's coverage at one size and sub-pixel phase.
//!
//! Outlines only; [`super::color_glyph`] paints those with colours of their own.

use rustybuzz::ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::coverage::{Contours, Path, cover};
use super::error::RasterError;
use super::pixels::Mask;
use crate::geom::Px;
use crate::memo::Weigh;

/// A glyph's mask with its place relative to the pen, which stands on whole pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphMask {
    /// Left edge, from the pen.
    pub left: i32,
    /// Top edge, from the baseline; negative is above.
    pub top: i32,
    /// Its coverage; without extent for glyphs without ink.
    pub mask: Mask,
}

impl Weigh for GlyphMask {
    fn weight(&self) -> usize {
        self.mask.weight() + size_of::<Self>()
    }
}

/// More steps than an honest glyph has; the rest of a hostile one is dropped.
const MAX_STEPS: usize = 50_000;

/// Opens a face of a font file.
///
/// # Errors
/// [`RasterError::Font`].
pub fn face(bytes: &[u8], index: u32) -> Result<Face<'_>, RasterError> {
    let face = Face::parse(bytes, index).map_err(|e| RasterError::Font(e.to_string()))?;
    if face.units_per_em() == 0 {
        return Err(RasterError::Font("it has no units per em".into()));
    }
    Ok(face)
}

/// Appends a glyph's outline to a path, mapped by `(x, y) → (a·x + c·y + e, b·x + d·y + f)` from font units (y up).
pub(super) fn outline(face: &Face<'_>, id: u16, map: [f32; 6], path: &mut impl Contours) {
    let mut pen = Pen { path, map, steps: 0 };
    // no outline: a space, or a glyph that is not there
    let _ = face.outline_glyph(GlyphId(id), &mut pen);
    path.close();
}

/// The coverage of a glyph at `size`, `quarter` quarter pixels right of the pen.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn glyph(face: &Face<'_>, id: u16, size: Px, quarter: u8) -> Result<GlyphMask, RasterError> {
    let scale = size.to_f32() / f32::from(face.units_per_em());
    let mut path = Path::default();
    outline(face, id, [scale, 0.0, 0.0, -scale, f32::from(quarter) / 4.0, 0.0], &mut path);
    let ink = path.ink();
    Ok(GlyphMask { left: ink.x, top: ink.y, mask: cover(&path, ink)? })
}

struct Pen<'a, P> {
    path: &'a mut P,
    map: [f32; 6],
    steps: usize,
}

impl<P> Pen<'_, P> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.map;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn full(&mut self) -> bool {
        self.steps += 1;
        self.steps > MAX_STEPS
    }
}

impl<P: Contours> OutlineBuilder for Pen<'_, P> {
    fn move_to(&mut self, x: f32, y: f32) {
        if !self.full() {
            self.path.move_to(self.at(x, y));
        }
    }

    fn line_to(&mut self, x: f32, y: f32) {
        if !self.full() {
            self.path.line_to(self.at(x, y));
        }
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        if !self.full() {
            self.path.quad_to(self.at(x1, y1), self.at(x, y));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        if !self.full() {
            self.path.cubic_to(self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        }
    }

    fn close(&mut self) {
        self.path.close();
    }
}
