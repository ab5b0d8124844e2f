use flate2::{Compress, Compression, FlushCompress};

use super::adler::adler;
use super::{PngBand, PngSettings};
use crate::encode::straight::straight;

/// zlib-rs: level 1 is bad on photos, higher ones are slow for little.
const LEVEL: u32 = 3;

/// Filters and deflates one band of premultiplied RGBA rows, `w` pixels wide.
///
/// # Panics
/// When `rgba` is not whole rows.
#[must_use]
pub fn strip(settings: PngSettings, w: u32, rgba: &[u8]) -> PngBand {
    let stride = w as usize * 4;
    assert!(rgba.len().is_multiple_of(stride), "whole rows");
    let channels = settings.channels();
    let line = w as usize * channels;
    let mut raw = Vec::with_capacity((line + 1) * (rgba.len() / stride));
    let (mut above, mut row) = (None, Vec::with_capacity(line));
    let mut best = Best { filtered: vec![0; line], candidate: vec![0; line] };
    for source in rgba.chunks_exact(stride) {
        row.clear();
        straight(source, settings.opaque, &mut row);
        raw.push(best.choose(&row, above.as_deref(), channels));
        raw.extend_from_slice(&best.filtered);
        let spare = above.replace(row);
        row = spare.unwrap_or_default();
    }
    PngBand { deflated: deflate(&raw), adler: adler(&raw), raw_len: raw.len() as u64 }
}

struct Best {
    filtered: Vec<u8>,
    candidate: Vec<u8>,
}

impl Best {
    /// Leaves the filtered row in `filtered` and says its filter: the one whose bytes, taken as signed, have the least
    /// sum of magnitudes (the heuristic of the PNG specification, 12.8); the first of equals. Without a row above, only
    /// filters that do not look up are tried.
    fn choose(&mut self, row: &[u8], above: Option<&[u8]>, step: usize) -> u8 {
        self.filtered.copy_from_slice(row);
        let (mut filter, mut least) = (0, cost(row));
        let mut attempt = |n: u8, best: &mut Self| {
            let sum = cost(&best.candidate);
            if sum < least {
                (filter, least) = (n, sum);
                std::mem::swap(&mut best.filtered, &mut best.candidate);
            }
        };
        sub(row, step, &mut self.candidate);
        attempt(1, self);
        if let Some(above) = above {
            up(row, above, &mut self.candidate);
            attempt(2, self);
            average(row, above, step, &mut self.candidate);
            attempt(3, self);
            paeth(row, above, step, &mut self.candidate);
            attempt(4, self);
        }
        filter
    }
}

fn cost(bytes: &[u8]) -> u64 {
    bytes
        .chunks(4096)
        .map(|part| u64::from(part.iter().map(|b| u32::from((*b).min(b.wrapping_neg()))).sum::<u32>()))
        .sum()
}

fn sub(row: &[u8], step: usize, out: &mut [u8]) {
    let head = step.min(row.len());
    out[..head].copy_from_slice(&row[..head]);
    for ((out, v), left) in out[head..].iter_mut().zip(&row[head..]).zip(row) {
        *out = v.wrapping_sub(*left);
    }
}

fn up(row: &[u8], above: &[u8], out: &mut [u8]) {
    for ((out, v), above) in out.iter_mut().zip(row).zip(above) {
        *out = v.wrapping_sub(*above);
    }
}

fn average(row: &[u8], above: &[u8], step: usize, out: &mut [u8]) {
    let head = step.min(row.len());
    for ((out, v), above) in out[..head].iter_mut().zip(row).zip(above) {
        *out = v.wrapping_sub(above / 2);
    }
    for (((out, v), above), left) in out[head..].iter_mut().zip(&row[head..]).zip(&above[head..]).zip(row) {
        *out = v.wrapping_sub(((u16::from(*above) + u16::from(*left)) / 2) as u8);
    }
}

fn paeth(row: &[u8], above: &[u8], step: usize, out: &mut [u8]) {
    let head = step.min(row.len());
    // without a left neighbour the predictor is the one above
    up(&row[..head], &above[..head], &mut out[..head]);
    let rest = out[head..].iter_mut().zip(&row[head..]).zip(&above[head..]).zip(row).zip(above);
    for ((((out, v), up), left), corner) in rest {
        let (a, b, c) = (i16::from(*left), i16::from(*up), i16::from(*corner));
        let (pa, pb, pc) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
        let guess = if pa <= pb && pa <= pc {
            a
        } else if pb <= pc {
            b
        } else {
            c
        };
        *out = v.wrapping_sub(guess as u8);
    }
}

/// Raw deflate up to a full flush, after which nothing refers back.
fn deflate(raw: &[u8]) -> Vec<u8> {
    let mut deflater = Compress::new(Compression::new(LEVEL), false);
    // more than deflate ever needs: a flush that had to be resumed could leave a second marker
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 4 + 1024);
    loop {
        let rest = raw.get(deflater.total_in() as usize..).unwrap_or(&[]);
        deflater.compress_vec(rest, &mut out, FlushCompress::Full).expect("deflate refuses no input");
        // room left means that all is written, the flush too
        if deflater.total_in() as usize == raw.len() && out.len() < out.capacity() {
            out.shrink_to_fit();
            return out;
        }
        out.reserve(out.capacity().max(64));
    }
}
