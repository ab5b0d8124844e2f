//! A palette for more than 256 colours, and what each pixel becomes.

use quantette::deps::palette::Srgb;
use quantette::{Pipeline, QuantizeMethod, kmeans::KmeansOptions};

use super::indexed::{Indexed, MOST};

/// Colours that are kept exactly: flat parts and text stay clean.
const KEPT: usize = 64;

/// A colour is kept that covers so large a part of an image.
const SHARE: usize = 2_000;

/// At most 256 colours for an opaque image of straight RGBA, `w` pixels wide: the commonest exactly, the others by k-means
/// in Oklab (fixed seed). What lies between is scattered (Floyd and Steinberg, 1976), but a pixel whose own colour is in the
/// palette stays it, and passes nothing on.
pub(super) fn quantize(w: usize, rgba: &[u8]) -> Indexed {
    let pixels = rgba.as_chunks::<4>().0;
    let mut colors = common(pixels);
    let rest = pixels.iter().filter(|p| colors.binary_search(p).is_err());
    let rest: Vec<Srgb<u8>> = rest.map(|[r, g, b, _]| Srgb::new(*r, *g, *b)).collect();
    if !rest.is_empty() {
        let room = (MOST - colors.len()) as u16;
        let size = room.try_into().expect("fewer are kept than there may be");
        let method = QuantizeMethod::Kmeans(KmeansOptions::new().seed(0));
        let pipeline = Pipeline::new().palette_size(size).quantize_method(method).ditherer(None);
        let input = pipeline.input_slice(&rest).expect("a canvas has fewer than 2³² pixels");
        colors.extend(input.output_srgb8_palette().iter().map(|c| [c.red, c.green, c.blue, 255]));
    }
    colors.sort_unstable();
    colors.dedup();
    let indices = dither(w, pixels, &colors);
    Indexed { colors, indices }
}

/// Those that cover the most, of those that cover enough; sorted.
fn common(pixels: &[[u8; 4]]) -> Vec<[u8; 4]> {
    let mut sorted = pixels.to_vec();
    sorted.sort_unstable();
    let mut runs: Vec<(usize, [u8; 4])> =
        sorted.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    runs.retain(|(n, _)| n * SHARE >= pixels.len());
    runs.sort_unstable_by(|a, b| b.cmp(a));
    let mut common: Vec<[u8; 4]> = runs.into_iter().take(KEPT).map(|(_, color)| color).collect();
    common.sort_unstable();
    common
}

/// The place of each pixel's colour among `colors`, which are sorted.
fn dither(w: usize, pixels: &[[u8; 4]], colors: &[[u8; 4]]) -> Vec<u8> {
    // what was looked up for a colour, by its lowest bits
    let mut known = vec![(u32::MAX, 0u8); 1 << 14];
    let mut nearest = |color: [i32; 3]| {
        let packed = color.iter().fold(0, |all, c| all << 8 | *c as u32);
        let slot = &mut known[(packed.wrapping_mul(0x9e37_79b1) >> 18) as usize];
        if slot.0 != packed {
            let distance =
                |c: &[u8; 4]| (0..3).map(|n| [2, 4, 1][n] * (i32::from(c[n]) - color[n]).pow(2)).sum::<i32>();
            let best = (0..colors.len()).min_by_key(|n| distance(&colors[*n])).unwrap_or(0);
            *slot = (packed, best as u8);
        }
        slot.1
    };
    // sixteenths of what the last row and this one pass on, with a pixel of margin
    let (mut now, mut below) = (vec![[0i32; 3]; w + 2], vec![[0i32; 3]; w + 2]);
    let mut indices = Vec::with_capacity(pixels.len());
    for row in pixels.chunks_exact(w) {
        let mut right = [0i32; 3];
        for (x, pixel) in row.iter().enumerate() {
            if let Ok(index) = colors.binary_search(pixel) {
                right = [0; 3];
                indices.push(index as u8);
                continue;
            }
            let wanted: [i32; 3] = std::array::from_fn(|c| {
                (i32::from(pixel[c]) + (now[x + 1][c] + right[c] + 8).div_euclid(16)).clamp(0, 255)
            });
            let index = nearest(wanted);
            let error: [i32; 3] =
                std::array::from_fn(|c| wanted[c] - i32::from(colors[usize::from(index)][c]));
            for c in 0..3 {
                right[c] = 7 * error[c];
                below[x][c] += 3 * error[c];
                below[x + 1][c] += 5 * error[c];
                below[x + 2][c] += error[c];
            }
            indices.push(index);
        }
        std::mem::swap(&mut now, &mut below);
        below.fill([0; 3]);
    }
    indices
}
