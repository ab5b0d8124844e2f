use super::strip::whole;
use super::{JpegSettings, split};
use crate::geom::PixelSize;

/// Joins the segments of all bands, top to bottom, into a file.
///
/// # Panics
/// When the number of segments is not that of the bands of `size`.
#[must_use]
pub fn assemble(settings: JpegSettings, size: PixelSize, segments: &[impl AsRef<[u8]>]) -> Vec<u8> {
    assert_eq!(segments.len(), size.h().div_ceil(16) as usize, "a segment for each band");
    let mut file = header(settings, size);
    file.reserve(segments.iter().map(|s| s.as_ref().len() + 2).sum());
    for (n, segment) in segments.iter().enumerate() {
        if n > 0 {
            file.extend([0xff, 0xd0 + ((n - 1) % 8) as u8]);
        }
        file.extend_from_slice(segment.as_ref());
    }
    file.extend([0xff, 0xd9]);
    file
}

/// The encoder's own headers of a single MCU, with the size and the restart interval of the image.
fn header(settings: JpegSettings, size: PixelSize) -> Vec<u8> {
    let file = whole(settings, 16, 16, &[255; 16 * 16 * 4]);
    let mut head = split(&file).0.to_vec();
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = head.get(at..at + 4).map(|b| [b[0], b[1], b[2], b[3]]) {
        match marker {
            // SOF0: precision, height, width
            0xc0 => {
                head[at + 5..at + 7].copy_from_slice(&(size.h() as u16).to_be_bytes());
                head[at + 7..at + 9].copy_from_slice(&(size.w() as u16).to_be_bytes());
            }
            // DRI
            0xdd => head[at + 4..at + 6].copy_from_slice(&(size.w().div_ceil(16) as u16).to_be_bytes()),
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    head
}
