use std::ops::{Add, Mul, Sub};

use fearless_simd::{f32x8, i32x8, prelude::*};

use super::tables::ZIGZAG;

/// Pixels side by side that are transformed together.
pub(super) const ACROSS: usize = 64;

/// Eight rows of samples.
pub(super) type Rows = [[f32; ACROSS]; 8];

/// What the k-th output of [`dct8`] is too large by: `√2·cos(kπ/16)`, 1 for k = 0.
const AAN: [f64; 8] = [
    1.0,
    1.387_039_845_322_148,
    1.306_562_964_876_377,
    1.175_875_602_419_359,
    1.0,
    0.785_694_958_387_102,
    0.541_196_100_146_197,
    0.275_899_379_282_943,
];

/// What a coefficient is multiplied by before it is rounded, *transposed*: [column frequency · 8 + row frequency].
pub(super) fn factors(divisors: &[u8; 64]) -> [f32; 64] {
    let mut factors = [0.0; 64];
    for (at, factor) in factors.iter_mut().enumerate() {
        let (u, v) = (at / 8, at % 8);
        let divisor = f64::from(divisors[v * 8 + u]) * AAN[u] * AAN[v] * 8.0;
        *factor = (1.0 / divisor) as f32;
    }
    factors
}

/// The forward DCT of Arai, Agui and Nakajima (1988) over eight values: 5 products, scaled by [`AAN`]. Sums and products
/// in one order, so the bits are the same for numbers and for vectors of any width.
#[inline(always)]
fn dct8<T>(v: [T; 8]) -> [T; 8]
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<f32, Output = T>,
{
    const C2_MINUS_C6: f32 = 0.541_196_1;
    const C2_PLUS_C6: f32 = 1.306_563;
    const C4: f32 = std::f32::consts::FRAC_1_SQRT_2;
    const C6: f32 = 0.382_683_43;
    let (s0, d0) = (v[0] + v[7], v[0] - v[7]);
    let (s1, d1) = (v[1] + v[6], v[1] - v[6]);
    let (s2, d2) = (v[2] + v[5], v[2] - v[5]);
    let (s3, d3) = (v[3] + v[4], v[3] - v[4]);
    let (even0, even3) = (s0 + s3, s0 - s3);
    let (even1, even2) = (s1 + s2, s1 - s2);
    let turned = (even2 + even3) * C4;
    let (odd0, odd1, odd2) = (d3 + d2, d2 + d1, d1 + d0);
    let both = (odd0 - odd2) * C6;
    let low = odd0 * C2_MINUS_C6 + both;
    let high = odd2 * C2_PLUS_C6 + both;
    let middle = odd1 * C4;
    let (plus, minus) = (d0 + middle, d0 - middle);
    [
        even0 + even1,
        plus + high,
        even3 + turned,
        minus - low,
        even0 - even1,
        minus + low,
        even3 - turned,
        plus - high,
    ]
}

/// Transforms all columns.
#[allow(clippy::needless_range_loop, reason = "columns run across the rows")]
#[inline(always)]
pub(super) fn columns(rows: &mut Rows) {
    for x in 0..ACROSS {
        let column =
            [rows[0][x], rows[1][x], rows[2][x], rows[3][x], rows[4][x], rows[5][x], rows[6][x], rows[7][x]];
        let done = dct8(column);
        for y in 0..8 {
            rows[y][x] = done[y];
        }
    }
}

/// A block of quantised coefficients.
#[derive(Debug)]
pub(super) struct Block {
    /// Transposed, as [`factors`].
    pub(super) values: [i32; 64],
    /// Bit n is set where the n-th coefficient *in zigzag order* is not zero.
    pub(super) set: u64,
}

/// Where the n-th coefficient of a file lies in a transposed block.
pub(super) const PLACE: [u8; 64] = {
    let mut place = [0; 64];
    let mut n = 0;
    while n < 64 {
        place[n] = ZIGZAG[n] % 8 * 8 + ZIGZAG[n] / 8;
        n += 1;
    }
    place
};

/// For each four neighbours of a transposed block and each pattern of them: the same bits in zigzag order.
const SPREAD: [[u64; 16]; 16] = {
    let mut spread = [[0; 16]; 16];
    let mut n = 0;
    while n < 64 {
        let at = PLACE[n] as usize;
        let mut pattern = 0;
        while pattern < 16 {
            if pattern >> (at % 4) & 1 == 1 {
                spread[at / 4][pattern] |= 1 << n;
            }
            pattern += 1;
        }
        n += 1;
    }
    spread
};

/// Next to 1.5 · 2²³ the lowest bits of an `f32` count ones: adding it rounds to the nearest integer, ties to even.
const ONES: f32 = 12_582_912.0;

/// Transforms the rows of one block, whose columns are done, and quantises it.
#[inline(always)]
pub(super) fn block<S: Simd>(simd: S, rows: &Rows, x: usize, factors: &[f32; 64]) -> Block {
    let row = |y: usize| f32x8::from_slice(simd, &rows[y][x..x + 8]);
    let done = dct8(transpose([row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7)]));
    let (zero, base) = (i32x8::splat(simd, 0), i32x8::splat(simd, ONES.to_bits() as i32));
    let mut block = Block { values: [0; 64], set: 0 };
    for u in 0..8 {
        let factor = f32x8::from_slice(simd, &factors[u * 8..u * 8 + 8]);
        let rounded = done[u] * factor + ONES;
        let value = rounded.bitcast::<i32x8<S>>() - base;
        value.store_slice(&mut block.values[u * 8..u * 8 + 8]);
        let set = !value.simd_eq(zero).to_bitmask() as usize;
        block.set |= SPREAD[u * 2][set & 15] | SPREAD[u * 2 + 1][set >> 4 & 15];
    }
    block
}

/// Three perfect shuffles.
#[inline(always)]
fn transpose<S: Simd>(mut v: [f32x8<S>; 8]) -> [f32x8<S>; 8] {
    for _ in 0..3 {
        v = [
            v[0].zip_low(v[4]),
            v[0].zip_high(v[4]),
            v[1].zip_low(v[5]),
            v[1].zip_high(v[5]),
            v[2].zip_low(v[6]),
            v[2].zip_high(v[6]),
            v[3].zip_low(v[7]),
            v[3].zip_high(v[7]),
        ];
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transform_is_the_cosine_transform() {
        let mut rows: Rows = [[0.0; ACROSS]; 8];
        for (y, row) in rows.iter_mut().enumerate() {
            for (x, value) in row.iter_mut().enumerate() {
                *value = ((x * 37 + y * 101 + x * y * 13) % 256) as f32 - 128.0;
            }
        }
        let samples = rows;
        columns(&mut rows);
        let level = fearless_simd::Level::new();
        let fine = fearless_simd::dispatch!(level, simd => block(simd, &rows, 8, &factors(&[1; 64])));
        for v in 0..8 {
            for u in 0..8 {
                let mut sum = 0.0;
                for (y, row) in samples.iter().enumerate() {
                    for (x, sample) in row[8..16].iter().enumerate() {
                        sum += f64::from(*sample) * cosine(x, u) * cosine(y, v);
                    }
                }
                let got = f64::from(fine.values[u * 8 + v]);
                assert!((got - sum / 4.0).abs() <= 0.51, "({u}, {v}): {got} and {}", sum / 4.0);
            }
        }
    }

    /// `c(k)·cos((2n + 1)kπ/16)` from the [`AAN`] constants, without a libm.
    fn cosine(n: usize, k: usize) -> f64 {
        let half = std::f64::consts::FRAC_1_SQRT_2;
        if k == 0 {
            return half;
        }
        let turn = (2 * n + 1) * k % 32;
        let (turn, sign) = if turn > 16 { (32 - turn, 1.0) } else { (turn, 1.0) };
        let (turn, sign) = if turn > 8 { (16 - turn, -sign) } else { (turn, sign) };
        match turn {
            0 => sign,
            8 => 0.0,
            _ => sign * AAN[turn] * half,
        }
    }
}
