//! Photos: bytes to upright premultiplied pixels, with halvings for quick resizing.
//!
//! Content is sniffed, names are never asked. Sizes are capped from the header, before anything is allocated. Colour
//! profiles of RGB by curves and a matrix are followed; CMYK is converted naively.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::error::{MAX_PIXELS, RasterError};
use super::pixels::{Pixels, check_area};
use super::profile::to_srgb;
use super::resize::resize;
use crate::geom::PixelSize;
use crate::memo::Weigh;

/// A decoded picture, as mipmaps: level 0 is the picture, each further one has half its sides (rounded up).
#[derive(Clone, Debug)]
pub struct Photo {
    /// At least one. As sharp as pictures of their size can be, so that a photo may be made from the next larger one.
    pub levels: Vec<Pixels>,
}

/// No level is made whose shorter side would be less.
const SMALLEST: u32 = 32;

impl Photo {
    /// The picture itself.
    #[must_use]
    pub fn full(&self) -> &Pixels {
        self.levels.first().expect("a photo has at least its own level")
    }

    /// Adds the halvings.
    #[must_use]
    pub fn from_pixels(pixels: Pixels) -> Self {
        let mut levels = vec![pixels];
        while let Some(last) = levels.last() {
            let (w, h) = (last.size.w(), last.size.h());
            if w.min(h) < 2 * SMALLEST {
                break;
            }
            let half = PixelSize::new(w.div_ceil(2), h.div_ceil(2)).expect("half of a valid size is valid");
            let whole = [0.0, 0.0, f64::from(w), f64::from(h)];
            levels.push(resize(last, whole, half).expect("all of a picture lies in it"));
        }
        Self { levels }
    }
}

impl Weigh for Photo {
    fn weight(&self) -> usize {
        self.levels.iter().map(Weigh::weight).sum()
    }
}

/// Decodes JPEG, PNG, WebP or the first frame of a GIF.
///
/// # Errors
/// [`RasterError`] says what the bytes are instead, or what is wrong with them.
pub fn decode(bytes: &[u8]) -> Result<Photo, RasterError> {
    let format = sniff(bytes)?;
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(RasterError::Truncated);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (w, h) = decoder.dimensions();
    check_area(w, h)?;
    PixelSize::new(w, h).ok_or(RasterError::TooLarge { w, h })?;
    // broken metadata never breaks the picture
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    let rgba = picture.into_rgba8();
    let size = PixelSize::new(rgba.width(), rgba.height()).ok_or(RasterError::TooLarge { w, h })?;
    let mut data = rgba.into_raw();
    if let Some(profile) = profile {
        to_srgb(&profile, &mut data);
    }
    let opaque = premultiply(&mut data);
    Ok(Photo::from_pixels(Pixels { size, data, opaque }))
}

/// The upright size from the header alone, for asset tables.
///
/// # Errors
/// As [`decode`], as far as the header tells.
pub fn photo_size(bytes: &[u8]) -> Result<PixelSize, RasterError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), sniff(bytes)?);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (w, h) = decoder.dimensions();
    check_area(w, h)?;
    let turned = matches!(
        decoder.orientation().unwrap_or(Orientation::NoTransforms),
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (w, h) = if turned { (h, w) } else { (w, h) };
    PixelSize::new(w, h).ok_or(RasterError::TooLarge { w, h })
}

/// 16-bit RGBA of the largest picture, and as much again for the decoder.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 16);
    limits
}

fn refused(error: image::ImageError) -> RasterError {
    use image::ImageError as E;
    match error {
        E::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => RasterError::Truncated,
        E::Limits(_) => RasterError::Decode("it needs more memory than allowed".into()),
        other => RasterError::Decode(other.to_string()),
    }
}

/// Colour times alpha in place; says whether everything is opaque.
fn premultiply(data: &mut [u8]) -> bool {
    let mut least = 255;
    for pixel in data.as_chunks_mut::<4>().0 {
        let a = pixel[3];
        least = least.min(a);
        if a < 255 {
            *pixel = crate::color::Rgba { r: pixel[0], g: pixel[1], b: pixel[2], a }.premultiply();
        }
    }
    least == 255
}

/// What the first bytes say.
fn sniff(bytes: &[u8]) -> Result<ImageFormat, RasterError> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(magic));
    let unsupported = |format| Err(RasterError::Unsupported { format });
    let nothing = |found| Err(RasterError::NotAPicture { found });
    match bytes {
        [] => nothing("an empty file"),
        _ if starts(b"\xff\xd8\xff") => Ok(ImageFormat::Jpeg),
        _ if starts(b"\x89PNG\r\n\x1a\n") => Ok(ImageFormat::Png),
        _ if starts(b"GIF87a") || starts(b"GIF89a") => Ok(ImageFormat::Gif),
        _ if starts(b"RIFF") && at(8, b"WEBP") => Ok(ImageFormat::WebP),
        _ if at(4, b"ftypavif") || at(4, b"ftypavis") => unsupported("AVIF"),
        _ if at(4, b"ftyphei") || at(4, b"ftyphev") || at(4, b"ftypmif1") => unsupported("HEIC"),
        _ if starts(b"\xff\x0a") || starts(b"\0\0\0\x0cJXL ") => unsupported("JPEG XL"),
        _ if starts(b"\0\0\0\x0cjP  ") => unsupported("JPEG 2000"),
        _ if starts(b"II*\0") || starts(b"MM\0*") => unsupported("TIFF"),
        _ if starts(b"8BPS") => unsupported("a Photoshop document"),
        _ if starts(b"BM") => unsupported("BMP"),
        _ if starts(b"%PDF") => unsupported("PDF"),
        _ if starts(b"PK\x03\x04") => nothing("a zip archive"),
        _ if starts(b"\x7fELF") || starts(b"MZ") => nothing("a program"),
        _ => {
            let head = bytes.get(..bytes.len().min(512)).unwrap_or(bytes).to_ascii_lowercase();
            let has = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
            if has(b"<svg") {
                nothing("an SVG where a photo is expected")
            } else if has(b"<html") || has(b"<!doctype html") {
                nothing("a web page")
            } else {
                nothing("this file")
            }
        }
    }
}

/// Whether a JPEG reaches its end marker. Decoders fill what is missing with grey; an ad must not.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        // to the next marker: inside entropy-coded data FF is followed by 00 or RST
        let Some(skip) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| *b == 0xff)) else {
            return false;
        };
        at += skip + 1;
        match bytes.get(at) {
            None => return false,
            Some(0xd9) => return true,
            Some(0x00 | 0x01 | 0xd0..=0xd8) => at += 1,
            Some(0xff) => {}
            Some(_) => {
                let Some([high, low]) = bytes.get(at + 1..at + 3) else { return false };
                at += 1 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
}

#[cfg(test)]
mod tests;
