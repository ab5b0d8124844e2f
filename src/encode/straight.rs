/// Drops alpha, or divides by it, rounded to nearest; for formats that store colours that are not premultiplied.
pub(super) fn straight(source: &[u8], opaque: bool, out: &mut Vec<u8>) {
    let pixels = source.as_chunks::<4>().0;
    if opaque {
        out.extend(pixels.iter().flat_map(|p| [p[0], p[1], p[2]]));
        return;
    }
    out.extend(pixels.iter().flat_map(|p| match p[3] {
        255 => *p,
        0 => [0; 4],
        alpha => {
            let a = u32::from(alpha);
            let divide = |c: u8| ((u32::from(c) * 255 + a / 2) / a).min(255) as u8;
            [divide(p[0]), divide(p[1]), divide(p[2]), alpha]
        }
    }));
}
