use super::tables::{AC_CHROMA, AC_LUMA, DC_CHROMA, DC_LUMA, ZIGZAG, divisors};
use super::{JpegSettings, Sampling};
use crate::geom::PixelSize;

/// Joins the segments of all bands, top to bottom, into a file.
///
/// # Panics
/// When the number of segments is not that of the bands of `size`.
#[must_use]
pub fn assemble(settings: JpegSettings, size: PixelSize, segments: &[impl AsRef<[u8]>]) -> Vec<u8> {
    assert_eq!(segments.len(), size.h().div_ceil(16) as usize, "a segment for each band");
    let mut file = Vec::with_capacity(640 + segments.iter().map(|s| s.as_ref().len() + 2).sum::<usize>());
    header(settings, size, &mut file);
    for (n, segment) in segments.iter().enumerate() {
        if n > 0 {
            file.extend([0xff, 0xd0 + ((n - 1) % 8) as u8]);
        }
        file.extend_from_slice(segment.as_ref());
    }
    file.extend([0xff, 0xd9]);
    file
}

/// Everything before the first segment: JFIF (ITU-T T.871) without a density, then the segments of T.81, annex B.
fn header(settings: JpegSettings, size: PixelSize, file: &mut Vec<u8>) {
    let side = |v: u32| u16::try_from(v).expect("a canvas is no larger than JPEG allows");
    let (luma, interval) = match settings.sampling() {
        Sampling::Halved => (0x22, size.w().div_ceil(16)),
        Sampling::Full => (0x11, size.w().div_ceil(8) * 2),
    };
    file.extend([0xff, 0xd8]);
    segment(file, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    for (id, divisors) in (0u8..).zip(divisors(settings.quality())) {
        let mut table = vec![id];
        table.extend(ZIGZAG.map(|at| divisors[usize::from(at)]));
        segment(file, 0xdb, &table);
    }
    let ([h0, h1], [w0, w1]) = (side(size.h()).to_be_bytes(), side(size.w()).to_be_bytes());
    segment(file, 0xc0, &[8, h0, h1, w0, w1, 3, 1, luma, 0, 2, 0x11, 1, 3, 0x11, 1]);
    for (id, table) in [(0x00, DC_LUMA), (0x10, AC_LUMA), (0x01, DC_CHROMA), (0x11, AC_CHROMA)] {
        let mut all = vec![id];
        all.extend(table.counts);
        all.extend(table.symbols);
        segment(file, 0xc4, &all);
    }
    segment(file, 0xdd, &side(interval).to_be_bytes());
    segment(file, 0xda, &[3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
}

/// A marker segment; its length counts itself.
fn segment(file: &mut Vec<u8>, marker: u8, content: &[u8]) {
    file.extend([0xff, marker]);
    file.extend((content.len() as u16 + 2).to_be_bytes());
    file.extend_from_slice(content);
}
