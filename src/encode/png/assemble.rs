use super::adler::combine;
use super::{PngBand, PngSettings};
use crate::geom::PixelSize;

/// zlib header (RFC 1950): deflate with a window of 32 KiB, fastest.
const ZLIB: [u8; 2] = [0x78, 0x01];

/// An empty last block with fixed codes: ends a stream of flushed bands.
const LAST: [u8; 2] = [0x03, 0x00];

/// Joins the bands of an image, top to bottom, into a file.
///
/// # Panics
/// When the number of bands is not that of `size`.
#[must_use]
pub fn assemble<'a>(
    settings: PngSettings,
    size: PixelSize,
    bands: impl IntoIterator<Item = &'a PngBand>,
) -> Vec<u8> {
    let bands: Vec<&PngBand> = bands.into_iter().collect();
    assert_eq!(bands.len(), size.h().div_ceil(64) as usize, "one for each 64 rows");
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.reserve(bands.iter().map(|band| band.deflated.len() + 12).sum::<usize>() + 128);
    let [w, h] = [size.w(), size.h()].map(u32::to_be_bytes);
    let color = if settings.opaque { 2 } else { 6 };
    chunk(&mut file, b"IHDR", &[&w, &h, &[8, color, 0, 0, 0]]);
    // sRGB, perceptual: else viewers may guess
    chunk(&mut file, b"sRGB", &[&[0]]);
    let checksum = bands.iter().fold(1, |sum, band| combine(sum, band.adler, band.raw_len)).to_be_bytes();
    let last = bands.len() - 1;
    for (n, band) in bands.iter().enumerate() {
        let (head, tail): (&[u8], [&[u8]; 2]) =
            (if n == 0 { &ZLIB } else { &[] }, if n == last { [&LAST, &checksum] } else { [&[], &[]] });
        chunk(&mut file, b"IDAT", &[head, &band.deflated, tail[0], tail[1]]);
    }
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], parts: &[&[u8]]) {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    file.extend((len as u32).to_be_bytes());
    let from = file.len();
    file.extend(kind);
    parts.iter().for_each(|part| file.extend_from_slice(part));
    let mut crc = flate2::Crc::new();
    crc.update(&file[from..]);
    file.extend(crc.sum().to_be_bytes());
}
