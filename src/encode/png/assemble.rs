use fearless_simd::Level;

use super::adler::{adler, combine};
use super::deflate::Deflater;
use super::indexed::Indexed;
use super::{BAND_ROWS, PngBand, PngSettings};
use crate::geom::PixelSize;

/// zlib header (RFC 1950): deflate with a window of 32 KiB, fastest.
const ZLIB: [u8; 2] = [0x78, 0x01];

/// An empty last block with fixed codes: ends a stream of flushed bands.
const LAST: [u8; 2] = [0x03, 0x00];

/// Joins the bands of an image, top to bottom, into a file; as palette and indices where 256 colours are enough and the
/// file becomes smaller.
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
    assert_eq!(bands.len(), size.h().div_ceil(BAND_ROWS) as usize, "one for each band");
    let plain = || true_colors(settings, size, &bands);
    match Indexed::join(bands.iter().map(|band| band.indexed.as_ref())) {
        None => plain(),
        Some(indexed) => {
            let (indexed, plain) = (indexed_colors(size, &indexed), plain());
            if indexed.len() < plain.len() { indexed } else { plain }
        }
    }
}

/// Three or four channels.
fn true_colors(settings: PngSettings, size: PixelSize, bands: &[&PngBand]) -> Vec<u8> {
    let room = bands.iter().map(|band| band.deflated.len() + 12).sum::<usize>() + 128;
    let mut file = head(size, 8, if settings.opaque { 2 } else { 6 }, room);
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

/// A palette, and indices of as few bits as it takes.
pub(super) fn indexed_colors(size: PixelSize, image: &Indexed) -> Vec<u8> {
    let rows = image.rows(size.w() as usize);
    let mut deflater = Deflater::new();
    let deflated = deflater.deflate(&rows, 1, rows.len() / size.h() as usize);
    let mut file = head(size, image.depth(), 3, deflated.len() + 2_048);
    let colors: Vec<u8> = image.colors.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    chunk(&mut file, b"PLTE", &[&colors]);
    let alphas: Vec<u8> = image.colors.iter().map(|color| color[3]).take_while(|a| *a < 255).collect();
    if !alphas.is_empty() {
        chunk(&mut file, b"tRNS", &[&alphas]);
    }
    chunk(&mut file, b"IDAT", &[&ZLIB, deflated, &LAST, &adler(Level::new(), &rows).to_be_bytes()]);
    chunk(&mut file, b"IEND", &[]);
    file
}

/// Signature, header, and sRGB, perceptual: else viewers may guess.
fn head(size: PixelSize, depth: u8, color: u8, room: usize) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.reserve(room);
    let [w, h] = [size.w(), size.h()].map(u32::to_be_bytes);
    chunk(&mut file, b"IHDR", &[&w, &h, &[depth, color, 0, 0, 0]]);
    chunk(&mut file, b"sRGB", &[&[0]]);
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
