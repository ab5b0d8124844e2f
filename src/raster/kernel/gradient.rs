use crate::color::{Gradient, GradientLine, Rgba};

/// One stretch between two stops: colour grows by `delta` (premultiplied, 0 ..= 255) while `t` runs from `from` over
/// `1 / inverse`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: f32,
    inverse: f32,
    delta: [f32; 4],
}

#[derive(Clone, Copy, Debug)]
enum Line {
    /// `t = at + x·dx + y·dy` at pixel centres.
    Linear { at: f64, dx: f64, dy: f64 },
    /// `t = √(((x − cx)·ix)² + ((y − cy)·iy)²)`.
    Radial { cx: f64, cy: f64, ix: f64, iy: f64 },
    /// No extent: the last colour everywhere, as CSS has it.
    End,
}

/// A gradient made ready for rows: a piecewise linear function of `t`, summed without branches so that pixels can be
/// computed side by side. IEEE sums, products and square roots only, in one order: the same bits everywhere.
#[derive(Clone, Debug)]
pub struct Ramp {
    line: Line,
    first: [f32; 4],
    stretches: Vec<Stretch>,
}

/// Steeper than any gradient that can be seen as one: a hard stop.
const HARD: f32 = 1e9;

/// Pixels computed together; the planar arrays of a block stay in registers.
const BLOCK: usize = 16;

fn premultiplied(color: Rgba) -> [f32; 4] {
    let a = f32::from(color.a);
    [color.r, color.g, color.b, 255].map(|c| f32::from(c) * a / 255.0)
}

impl Ramp {
    /// Colours are interpolated premultiplied, as CSS does; outside the stops the nearest one continues.
    #[must_use]
    pub fn new(gradient: &Gradient) -> Self {
        let line = match gradient.line {
            GradientLine::Linear { from, to } => {
                let (x, y) = (from.x.to_f64(), from.y.to_f64());
                let (dx, dy) = (to.x.to_f64() - x, to.y.to_f64() - y);
                let square = dx * dx + dy * dy;
                if square > 0.0 {
                    let (dx, dy) = (dx / square, dy / square);
                    Line::Linear { at: (0.5 - x) * dx + (0.5 - y) * dy, dx, dy }
                } else {
                    Line::End
                }
            }
            GradientLine::Radial { center, rx, ry } => {
                let (rx, ry) = (rx.to_f64(), ry.to_f64());
                if rx > 0.0 && ry > 0.0 {
                    let (cx, cy) = (center.x.to_f64() - 0.5, center.y.to_f64() - 0.5);
                    Line::Radial { cx, cy, ix: 1.0 / rx, iy: 1.0 / ry }
                } else {
                    Line::End
                }
            }
        };
        let stops: Vec<(f32, [f32; 4])> =
            gradient.stops.iter().map(|s| (s.at.to_f64() as f32, premultiplied(s.color))).collect();
        let stretches = stops.windows(2).map(|pair| {
            let ((from, a), (to, b)) = (pair[0], pair[1]);
            let inverse = if to > from { (1.0 / (to - from)).min(HARD) } else { HARD };
            Stretch { from, inverse, delta: std::array::from_fn(|c| b[c] - a[c]) }
        });
        let first = stops.first().map_or([0.0; 4], |stop| stop.1);
        Self { line, first, stretches: stretches.collect() }
    }

    /// Whether each row has one colour.
    #[must_use]
    pub fn is_level(&self) -> bool {
        match self.line {
            Line::Linear { dx, .. } => dx == 0.0,
            Line::Radial { .. } => false,
            Line::End => true,
        }
    }

    /// Whether all rows are the same.
    #[must_use]
    pub fn is_upright(&self) -> bool {
        match self.line {
            Line::Linear { dy, .. } => dy == 0.0,
            Line::Radial { .. } => false,
            Line::End => true,
        }
    }

    #[inline(always)]
    pub(super) fn row(&self, d: &mut [u8], x: i32, y: i32) {
        let mut t = [0f32; BLOCK];
        if self.is_level() {
            self.along(&mut t, x, y);
            let color = self.colors(&t)[0];
            d.as_chunks_mut::<4>().0.fill(color);
            return;
        }
        let mut x = x;
        for block in d.chunks_mut(BLOCK * 4) {
            self.along(&mut t, x, y);
            let colors = self.colors(&t);
            for (d, color) in block.as_chunks_mut::<4>().0.iter_mut().zip(colors) {
                *d = color;
            }
            x = x.wrapping_add(BLOCK as i32);
        }
    }

    /// `t` at the centres of a block of pixels.
    #[inline(always)]
    fn along(&self, t: &mut [f32; BLOCK], x: i32, y: i32) {
        match self.line {
            Line::Linear { at, dx, dy } => {
                let at = at + f64::from(y) * dy;
                for (i, t) in (0i32..).zip(t.iter_mut()) {
                    *t = (at + f64::from(x.wrapping_add(i)) * dx) as f32;
                }
            }
            Line::Radial { cx, cy, ix, iy } => {
                let v = (f64::from(y) - cy) * iy;
                let square = v * v;
                for (i, t) in (0i32..).zip(t.iter_mut()) {
                    let u = (f64::from(x.wrapping_add(i)) - cx) * ix;
                    *t = (u * u + square).sqrt() as f32;
                }
            }
            Line::End => t.fill(f32::MAX),
        }
    }

    /// Plain loops only: `array::map` and `from_fn` are compiled apart, without the level's instructions.
    #[inline(always)]
    fn colors(&self, t: &[f32; BLOCK]) -> [[u8; 4]; BLOCK] {
        let mut planes = [[0f32; BLOCK]; 4];
        for (plane, first) in planes.iter_mut().zip(self.first) {
            plane.fill(first);
        }
        for stretch in &self.stretches {
            let mut part = [0f32; BLOCK];
            for (part, t) in part.iter_mut().zip(t) {
                *part = ((t - stretch.from) * stretch.inverse).clamp(0.0, 1.0);
            }
            for (plane, delta) in planes.iter_mut().zip(stretch.delta) {
                for (sum, part) in plane.iter_mut().zip(&part) {
                    *sum += part * delta;
                }
            }
        }
        let [r, g, b, a] = &planes;
        let mut colors = [[0u8; 4]; BLOCK];
        for ((((color, r), g), b), a) in colors.iter_mut().zip(r).zip(g).zip(b).zip(a) {
            let a = round(*a);
            let (r, g, b) = (round(*r).min(a), round(*g).min(a), round(*b).min(a));
            *color = (r | (g << 8) | (b << 16) | (a << 24)).to_le_bytes();
        }
        colors
    }
}

/// To the nearest integer of 0 ..= 255, ties to even: next to 2²³ the lowest bits of an `f32` count ones. A cast would
/// saturate, which does not vectorise.
#[inline(always)]
fn round(v: f32) -> u32 {
    const ONES: f32 = 8_388_608.0;
    (v.clamp(0.0, 255.0) + ONES).to_bits() & 255
}
