use super::dct::{ACROSS, Rows};

/// Bytes of a stretch of pixels.
pub(super) const STRIDE: usize = ACROSS * 4;

/// Sixteen rows of a stretch, missing ones repeated.
pub(super) type Pixels = [[u8; STRIDE]; 16];

/// Cuts a stretch of `width` pixels out of rows of `w`; the last column and the last row are repeated where there are no
/// more.
pub(super) fn cut(rgba: &[u8], w: usize, x: usize, width: usize, pixels: &mut Pixels) {
    let bytes = width * 4;
    let rows = rgba.len() / (w * 4);
    for (y, row) in pixels.iter_mut().enumerate() {
        let from = (y.min(rows - 1) * w + x) * 4;
        row[..bytes].copy_from_slice(&rgba[from..from + bytes]);
        if width < ACROSS {
            let (there, missing) = row.as_chunks_mut::<4>().0.split_at_mut(width);
            missing.fill(there[width - 1]);
        }
    }
}

/// `Y − 128` of JFIF (ITU-T T.871) for eight rows.
#[inline(always)]
pub(super) fn luma(pixels: &[[u8; STRIDE]], rows: &mut Rows) {
    for (row, out) in pixels.iter().zip(rows) {
        for (out, pixel) in out.iter_mut().zip(row.as_chunks::<4>().0) {
            let (r, g, b) = channels(*pixel);
            *out = r * 0.299 + g * 0.587 + b * 0.114 - 128.0;
        }
    }
}

/// `Cb − 128` and `Cr − 128` of every pixel.
#[inline(always)]
pub(super) fn chroma(pixels: &[[u8; STRIDE]], cb: &mut Rows, cr: &mut Rows) {
    for ((row, cb), cr) in pixels.iter().zip(cb).zip(cr) {
        for ((cb, cr), pixel) in cb.iter_mut().zip(cr).zip(row.as_chunks::<4>().0) {
            (*cb, *cr) = difference(channels(*pixel), 1.0);
        }
    }
}

/// `Cb − 128` and `Cr − 128` of the mean of each two by two pixels: half as many columns.
#[inline(always)]
pub(super) fn chroma_halved(pixels: &Pixels, cb: &mut Rows, cr: &mut Rows) {
    const EVERY_OTHER: u64 = 0x00ff_00ff_00ff_00ff;
    for y in 0..8 {
        let (above, below) = (pixels[y * 2].as_chunks::<8>().0, pixels[y * 2 + 1].as_chunks::<8>().0);
        for (((cb, cr), a), b) in cb[y].iter_mut().zip(&mut cr[y]).zip(above).zip(below) {
            let (a, b) = (u64::from_le_bytes(*a), u64::from_le_bytes(*b));
            let red_blue = (a & EVERY_OTHER) + (b & EVERY_OTHER);
            let green = (a >> 8 & EVERY_OTHER) + (b >> 8 & EVERY_OTHER);
            let red_blue = (red_blue as u32).wrapping_add((red_blue >> 32) as u32);
            let green = (green as u32).wrapping_add((green >> 32) as u32);
            let sums = (whole(red_blue & 0xffff), whole(green & 0xffff), whole(red_blue >> 16));
            (*cb, *cr) = difference(sums, 0.25);
        }
    }
}

#[inline(always)]
fn channels(pixel: [u8; 4]) -> (f32, f32, f32) {
    let pixel = u32::from_le_bytes(pixel);
    (whole(pixel & 255), whole(pixel >> 8 & 255), whole(pixel >> 16 & 255))
}

/// Signed numbers are converted faster than unsigned ones.
#[inline(always)]
fn whole(small: u32) -> f32 {
    small as i32 as f32
}

#[inline(always)]
fn difference((r, g, b): (f32, f32, f32), scale: f32) -> (f32, f32) {
    let cb = b * 0.5 - r * 0.168_735_89 - g * 0.331_264_1;
    let cr = r * 0.5 - g * 0.418_687_6 - b * 0.081_312_41;
    (cb * scale, cr * scale)
}
