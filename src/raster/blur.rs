//! Gaussian blur of coverage by three box passes, in integers: equal on every CPU.

use fearless_simd::dispatch;

use super::error::RasterError;
use super::kernel::Kernels;
use super::pixels::{Mask, check_area};
use crate::geom::{PixelRect, Px};

/// Fractional bits kept between passes, so that six roundings do not add up to a level.
const FRACTION: u32 = 8;

/// Blurs `mask` (whose box is `inner`) into a mask of `bounds`; outside the inner box there is nothing.
///
/// # Errors
/// [`RasterError::TooLarge`].
pub fn blur(mask: &Mask, inner: PixelRect, sigma: Px, bounds: PixelRect) -> Result<Mask, RasterError> {
    check_area(bounds.w, bounds.h)?;
    let (w, h) = (bounds.w as usize, bounds.h as usize);
    let mut plane = vec![0u16; w * h];
    let shared = inner.intersect(bounds).intersect(PixelRect { w: mask.w, h: mask.h, ..inner });
    if !shared.is_empty() {
        for y in shared.y..shared.bottom() {
            let from = &mask.row((y - inner.y) as u32)[(shared.x - inner.x) as usize..][..shared.w as usize];
            let at = (y - bounds.y) as usize * w + (shared.x - bounds.x) as usize;
            for (to, from) in plane[at..].iter_mut().zip(from) {
                *to = u16::from(*from) << FRACTION;
            }
        }
    }
    for pass in boxes(sigma) {
        across(&mut plane, w, pass);
    }
    for pass in boxes(sigma) {
        dispatch!(Kernels::best().level(), _simd => down(&mut plane, w, h, pass));
    }
    let half = 1 << (FRACTION - 1);
    let data = plane.iter().map(|v| (v.saturating_add(half) >> FRACTION) as u8).collect();
    Ok(Mask { w: bounds.w, h: bounds.h, data })
}

/// How far ink can spread, in pixels: what `bounds` must be grown by on each side.
#[must_use]
pub fn reach(sigma: Px) -> u32 {
    boxes(sigma).iter().map(|b| b.before.max(b.after) as u32).sum()
}

/// A box reaching `before` pixels back and `after` pixels ahead of the pixel that it replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    before: usize,
    after: usize,
}

/// The box widths of the Filter Effects Module (W3C, `feGaussianBlur`): d = ⌊σ·3·√(2π)/4 + ½⌋. Three centred boxes of an
/// odd d; for an even d two that lean half a pixel left and right, and a centred one of d + 1.
fn boxes(sigma: Px) -> [Span; 3] {
    let sigma = i64::from(sigma.max(Px::ZERO).in_64ths());
    // 3·√(2π)/4 = 1.879971…
    let d = ((sigma * 1_879_971 + 32_000_000) / 64_000_000) as usize;
    let half = d / 2;
    match d {
        0 => [Span { before: 0, after: 0 }; 3],
        _ if d % 2 == 1 => [Span { before: half, after: half }; 3],
        _ => [
            Span { before: half, after: half - 1 },
            Span { before: half - 1, after: half },
            Span { before: half, after: half },
        ],
    }
}

/// `sum / width`, rounded, by a reciprocal in 2⁻³²; at most the plane's white.
#[derive(Clone, Copy)]
struct Mean(u64);

impl Mean {
    fn over(span: Span) -> Self {
        let width = (span.before + span.after + 1) as u64;
        Self(((1 << 32) + width / 2) / width)
    }

    #[inline(always)]
    fn of(self, sum: u64) -> u16 {
        ((sum * self.0 + (1 << 31)) >> 32).min(255 << FRACTION) as u16
    }
}

fn across(plane: &mut [u16], w: usize, span: Span) {
    if span == (Span { before: 0, after: 0 }) || w == 0 {
        return;
    }
    let mean = Mean::over(span);
    let mut source = vec![0u16; w];
    for row in plane.chunks_exact_mut(w) {
        source.copy_from_slice(row);
        let mut sum: u64 = source.iter().take(span.after).map(|v| u64::from(*v)).sum();
        for x in 0..w {
            sum += source.get(x + span.after).map_or(0, |v| u64::from(*v));
            row[x] = mean.of(sum);
            if x >= span.before {
                sum -= u64::from(source[x - span.before]);
            }
        }
    }
}

/// As [`across`], with one running sum a column, so that memory is walked in rows.
#[inline(always)]
fn down(plane: &mut [u16], w: usize, h: usize, span: Span) {
    if span == (Span { before: 0, after: 0 }) || w == 0 {
        return;
    }
    let mean = Mean::over(span);
    let source = plane.to_vec();
    let row = |y: usize| source.get(y * w..(y + 1) * w);
    let mut sums = vec![0u64; w];
    for y in 0..span.after.min(h) {
        for (sum, v) in sums.iter_mut().zip(row(y).unwrap_or(&[])) {
            *sum += u64::from(*v);
        }
    }
    for (y, out) in plane.chunks_exact_mut(w).enumerate() {
        for (sum, v) in sums.iter_mut().zip(row(y + span.after).unwrap_or(&[])) {
            *sum += u64::from(*v);
        }
        for (out, sum) in out.iter_mut().zip(&sums) {
            *out = mean.of(*sum);
        }
        if y >= span.before {
            for (sum, v) in sums.iter_mut().zip(row(y - span.before).unwrap_or(&[])) {
                *sum -= u64::from(*v);
            }
        }
    }
}

#[cfg(test)]
mod tests;
