//! The filters of PNG (PNG specification, 9): each byte less what its neighbours foretell.

use fearless_simd::{Level, dispatch};

/// A row filtered in each way.
#[derive(Debug)]
pub(super) struct Filters {
    level: Level,
    /// None, Sub, Up, Average, Paeth, as they are numbered.
    rows: [Vec<u8>; 5],
}

impl Filters {
    /// For rows of `line` bytes; the choice does not depend on the level.
    pub(super) fn new(level: Level, line: usize) -> Self {
        Self { level, rows: std::array::from_fn(|_| vec![0; line]) }
    }

    /// The filter whose bytes, taken as signed, have the least sum of magnitudes (the heuristic of the specification,
    /// 12.8), the first of equals, and the row that it makes. Without a row above, only filters that do not look up are
    /// tried. `bpp` is the bytes of a pixel.
    ///
    /// # Panics
    /// When a row is not as long as said.
    pub(super) fn choose(&mut self, row: &[u8], above: Option<&[u8]>, bpp: usize) -> (u8, &[u8]) {
        let costs = dispatch!(self.level, _simd => filter(row, above, bpp, &mut self.rows));
        let tried = if above.is_some() { 5 } else { 2 };
        let best = (0..tried).min_by_key(|n| costs[*n]).expect("at least none is tried");
        (best as u8, &self.rows[best])
    }
}

/// Fills the rows of those that are tried, and says what each costs.
#[inline(always)]
fn filter(row: &[u8], above: Option<&[u8]>, bpp: usize, rows: &mut [Vec<u8>; 5]) -> [u32; 5] {
    let [none, sub, up, average, paeth] = rows;
    none.copy_from_slice(row);
    let (first, rest) = row.split_at(bpp);
    sub[..bpp].copy_from_slice(first);
    for ((out, v), left) in sub[bpp..].iter_mut().zip(rest).zip(row) {
        *out = v.wrapping_sub(*left);
    }
    let Some(above) = above else { return [cost(none), cost(sub), 0, 0, 0] };
    for ((out, v), above) in up.iter_mut().zip(row).zip(above) {
        *out = v.wrapping_sub(*above);
    }
    for ((out, v), above) in average.iter_mut().zip(first).zip(above) {
        *out = v.wrapping_sub(above / 2);
    }
    for (((out, v), above), left) in average[bpp..].iter_mut().zip(rest).zip(&above[bpp..]).zip(row) {
        // half of the sum without a ninth bit
        *out = v.wrapping_sub((above & left) + ((above ^ left) >> 1));
    }
    // without a left neighbour the one above is foretold
    paeth[..bpp].copy_from_slice(&up[..bpp]);
    let neighbours = row.iter().zip(&above[bpp..]).zip(above);
    for ((out, v), ((left, up), corner)) in paeth[bpp..].iter_mut().zip(rest).zip(neighbours) {
        *out = v.wrapping_sub(nearest(*left, *up, *corner));
    }
    [cost(none), cost(sub), cost(up), cost(average), cost(paeth)]
}

/// The neighbour nearest to `left + up − corner`, in bytes: that is off from `left` by `|up − corner|`, from `up` by
/// `|left − corner|`, and from `corner` by their sum if both lie on one side of it, else by their difference. The sum may
/// saturate: each of the two is no more than it all the same.
#[inline(always)]
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let (of_left, of_up) = (up.abs_diff(corner), left.abs_diff(corner));
    let of_corner = if (left > corner) == (up > corner) {
        of_left.saturating_add(of_up)
    } else {
        of_left.abs_diff(of_up)
    };
    let nearer = if of_left <= of_up { left } else { up };
    if of_left.min(of_up) <= of_corner { nearer } else { corner }
}

#[inline(always)]
fn cost(bytes: &[u8]) -> u32 {
    let magnitude = |byte: &u8| u32::from((*byte).min(byte.wrapping_neg()));
    let (parts, tail) = bytes.as_chunks::<64>();
    let whole: u32 = parts.iter().map(|part| part.iter().map(magnitude).sum::<u32>()).sum();
    whole + tail.iter().map(magnitude).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::raster::Kernels;

    /// Paeth's predictor as the specification has it, 9.4.
    fn paeth(a: u8, b: u8, c: u8) -> u8 {
        let [ia, ib, ic] = [a, b, c].map(i32::from);
        let p = ia + ib - ic;
        let (pa, pb, pc) = ((p - ia).abs(), (p - ib).abs(), (p - ic).abs());
        if pa <= pb && pa <= pc {
            a
        } else if pb <= pc {
            b
        } else {
            c
        }
    }

    fn plain(n: usize, row: &[u8], above: &[u8], bpp: usize) -> Vec<u8> {
        let before = |from: &[u8], x: usize| if x < bpp { 0 } else { from[x - bpp] };
        let guess = |x: usize| {
            let (a, b, c) = (before(row, x), above[x], before(above, x));
            [0, a, b, ((u32::from(a) + u32::from(b)) / 2) as u8, paeth(a, b, c)][n]
        };
        (0..row.len()).map(|x| row[x].wrapping_sub(guess(x))).collect()
    }

    #[test]
    fn the_nearest_neighbour_is_paeths() {
        let values: Vec<u8> = (0..=255).step_by(5).chain([1, 2, 127, 128, 253, 254]).collect();
        for a in &values {
            for b in &values {
                for c in &values {
                    assert_eq!(nearest(*a, *b, *c), paeth(*a, *b, *c), "{a} {b} {c}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_level_filters_as_the_specification_says(
            pixels in prop::collection::vec(any::<[u8; 8]>(), 1..90), rgba: bool, smooth: bool,
        ) {
            let bpp = if rgba { 4 } else { 3 };
            let at = |from: usize| -> Vec<u8> {
                let all = pixels.iter().flat_map(|p| p[from..from + bpp].to_vec());
                all.map(|v| if smooth { v / 16 } else { v }).collect()
            };
            let (row, above) = (at(0), at(4));
            let want: Vec<Vec<u8>> = (0..5).map(|n| plain(n, &row, &above, bpp)).collect();
            for (name, kernels) in Kernels::all() {
                let mut filters = Filters::new(kernels.level(), row.len());
                let (chosen, bytes) = filters.choose(&row, Some(&above), bpp);
                prop_assert_eq!(bytes, &want[usize::from(chosen)], "{}", name);
                prop_assert_eq!(&filters.rows[..], &want[..], "{}", name);
                let sum = |row: &Vec<u8>| row.iter().map(|b| u32::from((*b as i8).unsigned_abs())).sum::<u32>();
                prop_assert_eq!(want.iter().map(sum).min(), want.get(usize::from(chosen)).map(sum));
                let (chosen, bytes) = filters.choose(&row, None, bpp);
                prop_assert!(chosen < 2);
                prop_assert_eq!(bytes, &want[usize::from(chosen)]);
            }
        }
    }
}
