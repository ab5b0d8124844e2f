use super::{Format, JpegSettings, PngBand, PngSettings, Settings, WebpSettings, jpeg, png, webp};
use crate::digest::Digest;
use crate::geom::PixelSize;
use crate::memo::Weigh;

/// One encoded band of any format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strip {
    /// A restart segment.
    Jpeg(Vec<u8>),
    /// A flushed stretch of deflate data.
    Png(PngBand),
    /// The whole file, of a format without seams.
    Whole(Vec<u8>),
}

impl Weigh for Strip {
    fn weight(&self) -> usize {
        match self {
            Self::Jpeg(bytes) | Self::Whole(bytes) => bytes.len() + size_of::<Self>(),
            Self::Png(band) => band.weight(),
        }
    }
}

impl Settings {
    /// For a canvas that is `opaque` or not.
    #[must_use]
    pub fn new(format: Format, quality: u8, opaque: bool) -> Self {
        match format {
            Format::Jpeg => Self::Jpeg(JpegSettings::new(quality)),
            Format::Png => Self::Png(PngSettings { opaque }),
            Format::Webp => Self::Webp(WebpSettings::new(quality, opaque)),
        }
    }
}

/// The address of an encoded band: what is painted in it, and how it is encoded.
#[must_use]
pub fn strip_key(band: Digest, settings: Settings) -> Digest {
    Digest::of("strip", &(band, settings))
}

/// Encodes one band of premultiplied RGBA, `w` pixels wide.
#[must_use]
pub fn strip(settings: Settings, w: u32, rgba: &[u8]) -> Strip {
    match settings {
        Settings::Jpeg(settings) => Strip::Jpeg(jpeg::strip(settings, w, rgba)),
        Settings::Png(settings) => Strip::Png(png::strip(settings, w, rgba)),
        Settings::Webp(settings) => Strip::Whole(webp::encode(settings, w, rgba)),
    }
}

/// Joins the bands of one image, top to bottom, into a file.
///
/// # Panics
/// When a strip was encoded for another format.
#[must_use]
pub fn assemble(settings: Settings, size: PixelSize, strips: &[&Strip]) -> Vec<u8> {
    match settings {
        Settings::Jpeg(settings) => {
            let segments: Vec<&[u8]> = strips
                .iter()
                .map(|strip| match strip {
                    Strip::Jpeg(segment) => segment.as_slice(),
                    _ => unreachable!("encoded with the same settings"),
                })
                .collect();
            jpeg::assemble(settings, size, &segments)
        }
        Settings::Png(settings) => png::assemble(
            settings,
            size,
            strips.iter().map(|strip| match strip {
                Strip::Png(band) => band,
                _ => unreachable!("encoded with the same settings"),
            }),
        ),
        Settings::Webp(_) => match strips {
            [Strip::Whole(file)] => file.clone(),
            _ => unreachable!("one band holds the whole image"),
        },
    }
}
