//! Row kernels: the only code that touches pixels while a band is painted.
//!
//! In: rows of premultiplied RGBA8 (four bytes a pixel) and, for some, a row of 8-bit coverage. Out: the first row,
//! changed. Promise: the same bytes at every SIMD level; [`scalar`] says in plain code what the bytes are, `wide` is
//! written for the vectoriser, and the tests compare them at each level that the machine has.

mod gradient;
pub mod scalar;
mod wide;

#[cfg(test)]
mod tests;

use fearless_simd::{Level, dispatch};

pub use gradient::Ramp;

/// The kernels at one SIMD level; `Copy`, so that it is made once and handed down.
#[derive(Clone, Copy, Debug)]
pub struct Kernels {
    /// `None`: the scalar twins.
    level: Option<Level>,
}

impl Default for Kernels {
    fn default() -> Self {
        Self::best()
    }
}

impl Kernels {
    /// The best level of this machine.
    #[must_use]
    pub fn best() -> Self {
        Self { level: Some(Level::new()) }
    }

    /// The plain code, without SIMD beyond what the compiler assumes anyway.
    #[must_use]
    pub fn scalar() -> Self {
        Self { level: None }
    }

    /// A given level, for tests that force one.
    #[must_use]
    pub fn with_level(level: Level) -> Self {
        Self { level: Some(level) }
    }

    /// The level, for code that has no scalar twins: there the plainest.
    #[must_use]
    pub fn level(self) -> Level {
        self.level.unwrap_or(Level::baseline())
    }

    /// Every level that this machine can run, plainest first, each with a name.
    #[must_use]
    pub fn all() -> Vec<(&'static str, Self)> {
        let mut all = vec![("scalar", Self::scalar()), ("baseline", Self::with_level(Level::baseline()))];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            let best = Level::new();
            all.extend(best.as_sse4_2().map(|token| ("sse4.2", Self::with_level(Level::Sse4_2(token)))));
            all.extend(best.as_avx2().map(|token| ("avx2", Self::with_level(Level::Avx2(token)))));
            all.extend(best.as_avx512().map(|token| ("avx512", Self::with_level(Level::Avx512(token)))));
        }
        all.push(("best", Self::best()));
        all
    }

    /// Source-over: `d = s + d·(1 − αs)`.
    pub fn over(self, d: &mut [u8], s: &[u8]) {
        match self.level {
            None => scalar::over(d, s),
            Some(level) => dispatch!(level, _simd => wide::over(d, s)),
        }
    }

    /// Source-over with the source faded by `opacity`.
    pub fn over_faded(self, d: &mut [u8], s: &[u8], opacity: u8) {
        match self.level {
            None => scalar::over_faded(d, s, opacity),
            Some(level) => dispatch!(level, _simd => wide::over_faded(d, s, opacity)),
        }
    }

    /// Source-over with the source faded by coverage times `opacity`.
    pub fn over_masked(self, d: &mut [u8], s: &[u8], mask: &[u8], opacity: u8) {
        match self.level {
            None => scalar::over_masked(d, s, mask, opacity),
            Some(level) => dispatch!(level, _simd => wide::over_masked(d, s, mask, opacity)),
        }
    }

    /// Source-over of one premultiplied colour.
    pub fn fill(self, d: &mut [u8], color: [u8; 4]) {
        match self.level {
            None => scalar::fill(d, color),
            Some(level) => dispatch!(level, _simd => wide::fill(d, color)),
        }
    }

    /// Source-over of one premultiplied colour faded by coverage.
    pub fn fill_masked(self, d: &mut [u8], color: [u8; 4], mask: &[u8]) {
        match self.level {
            None => scalar::fill_masked(d, color, mask),
            Some(level) => dispatch!(level, _simd => wide::fill_masked(d, color, mask)),
        }
    }

    /// Multiply (W3C compositing): `d = s·(1 − αd) + d·(1 − αs) + s·d`, rounded once.
    pub fn multiply(self, d: &mut [u8], s: &[u8]) {
        match self.level {
            None => scalar::multiply(d, s),
            Some(level) => dispatch!(level, _simd => wide::multiply(d, s)),
        }
    }

    /// Screen (W3C compositing): `d = s + d − s·d`, rounded once.
    pub fn screen(self, d: &mut [u8], s: &[u8]) {
        match self.level {
            None => scalar::screen(d, s),
            Some(level) => dispatch!(level, _simd => wide::screen(d, s)),
        }
    }

    /// Fades a row by coverage times `opacity`.
    pub fn fade_masked(self, d: &mut [u8], mask: &[u8], opacity: u8) {
        match self.level {
            None => scalar::fade_masked(d, mask, opacity),
            Some(level) => dispatch!(level, _simd => wide::fade_masked(d, mask, opacity)),
        }
    }

    /// Fades a row by `opacity`.
    pub fn fade(self, d: &mut [u8], opacity: u8) {
        match self.level {
            None => scalar::fade(d, opacity),
            Some(level) => dispatch!(level, _simd => wide::fade(d, opacity)),
        }
    }

    /// Saturating addition of coverage: how the glyphs of a run join.
    pub fn add(self, d: &mut [u8], s: &[u8]) {
        match self.level {
            None => scalar::add(d, s),
            Some(level) => dispatch!(level, _simd => wide::add(d, s)),
        }
    }

    /// Writes the gradient's colours for the pixels of row `y` from `x` on, premultiplied.
    pub fn ramp(self, d: &mut [u8], ramp: &Ramp, x: i32, y: i32) {
        match self.level {
            None => ramp.row(d, x, y),
            Some(level) => dispatch!(level, _simd => ramp.row(d, x, y)),
        }
    }
}
