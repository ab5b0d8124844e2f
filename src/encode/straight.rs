/// Drops alpha, or divides by it, rounded to nearest, for formats that store colours that are not premultiplied. `out` is
/// overwritten.
pub(super) fn straight(source: &[u8], opaque: bool, out: &mut Vec<u8>) {
    let pixels = source.as_chunks::<4>().0;
    if opaque {
        out.resize(pixels.len() * 3, 0);
        for (out, p) in out.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
            *out = [p[0], p[1], p[2]];
        }
        return;
    }
    out.resize(pixels.len() * 4, 0);
    for (out, p) in out.as_chunks_mut::<4>().0.iter_mut().zip(pixels) {
        *out = straight_pixel(*p, false);
    }
}

/// One pixel, with alpha in any case.
#[inline(always)]
pub(super) fn straight_pixel(p: [u8; 4], opaque: bool) -> [u8; 4] {
    match p[3] {
        alpha if opaque || alpha == 255 => [p[0], p[1], p[2], 255],
        0 => [0; 4],
        alpha => {
            let a = u32::from(alpha);
            let divide = |c: u8| ((u32::from(c) * 255 + a / 2) / a).min(255) as u8;
            [divide(p[0]), divide(p[1]), divide(p[2]), alpha]
        }
    }
}
