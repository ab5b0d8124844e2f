use std::ops::Range;

use super::jpeg::{Piece, Sampling};
use super::{Format, JpegSettings, LossySettings, PngBand, PngSettings, Settings, avif, jpeg, png, webp};
use crate::digest::Digest;
use crate::geom::PixelSize;
use crate::memo::Weigh;
use crate::raster::Kernels;

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

impl Strip {
    /// What a file weighs at least with it.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let len = match self {
            Self::Jpeg(bytes) | Self::Whole(bytes) => bytes.len(),
            // with few colours the file may be smaller than its bands
            Self::Png(band) if band.indexed.is_some() => 0,
            Self::Png(band) => band.deflated.len(),
        };
        len as u64
    }
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
            Format::Webp => Self::Webp(LossySettings::new(quality, opaque)),
            Format::Avif => Self::Avif(LossySettings::new(quality, opaque)),
        }
    }

    /// 1 to 100, where the format has one.
    #[must_use]
    pub fn quality(self) -> Option<u8> {
        match self {
            Self::Jpeg(settings) => Some(settings.quality()),
            Self::Webp(settings) | Self::Avif(settings) => Some(settings.quality),
            Self::Png(_) | Self::Palette => None,
        }
    }

    /// Bands are joined of pieces that begin at multiples of so many columns; nothing where a band is one piece.
    #[must_use]
    pub fn joins_at(self) -> Option<u32> {
        match self {
            Self::Jpeg(settings) => (settings.sampling() == Sampling::Halved).then_some(16),
            _ => None,
        }
    }
}

/// The address of encoded bands: what is painted in them, and how they are encoded. Each has a [part](Digest::part) of it.
#[must_use]
pub fn strip_key(operations: Digest, settings: Settings) -> Digest {
    Digest::of("strip", &(operations, settings))
}

/// Encodes bands of one image after another.
#[derive(Debug)]
pub struct Encoder {
    width: u32,
    format: OfFormat,
}

#[derive(Debug)]
enum OfFormat {
    /// With the room that segments are written into.
    Jpeg(Box<jpeg::Encoder>, Vec<u8>),
    Png(Box<png::Encoder>),
    /// Without seams.
    Webp(LossySettings),
    Avif(LossySettings),
    Palette,
}

impl Encoder {
    /// For bands `width` pixels wide; the bytes do not depend on the level of `kernels`.
    #[must_use]
    pub fn new(settings: Settings, width: u32, kernels: Kernels) -> Self {
        let format = match settings {
            Settings::Jpeg(settings) => {
                OfFormat::Jpeg(Box::new(jpeg::Encoder::new(settings, kernels.level())), Vec::new())
            }
            Settings::Png(settings) => {
                OfFormat::Png(Box::new(png::Encoder::new(settings, width, kernels.level())))
            }
            Settings::Webp(settings) => OfFormat::Webp(settings),
            Settings::Avif(settings) => OfFormat::Avif(settings),
            Settings::Palette => OfFormat::Palette,
        };
        Self { width, format }
    }

    /// Encodes one band of premultiplied RGBA.
    #[must_use]
    pub fn strip(&mut self, rgba: &[u8]) -> Strip {
        match &mut self.format {
            OfFormat::Jpeg(encoder, room) => Strip::Jpeg(encoder.strip(self.width, rgba, room).to_vec()),
            OfFormat::Png(encoder) => Strip::Png(encoder.strip(rgba)),
            OfFormat::Webp(settings) => Strip::Whole(webp::encode(*settings, self.width, rgba)),
            OfFormat::Avif(settings) => Strip::Whole(avif::encode(*settings, self.width, rgba)),
            OfFormat::Palette => Strip::Whole(png::encode_palette(self.width, rgba)),
        }
    }

    /// Encodes the columns `x` of `rgba`, which is `across` pixels wide: where [`Settings::joins_at`] allows it.
    ///
    /// # Panics
    /// For settings that have no pieces.
    #[must_use]
    pub fn piece(&mut self, across: u32, rgba: &[u8], x: Range<u32>) -> Piece {
        match &mut self.format {
            OfFormat::Jpeg(encoder, room) => encoder.piece(across, rgba, x, room),
            _ => unreachable!("only bands of JPEG have pieces"),
        }
    }

    /// The band that pieces make, left to right.
    ///
    /// # Panics
    /// For settings that have no pieces.
    #[must_use]
    pub fn join(&mut self, pieces: &[&Piece]) -> Strip {
        match &mut self.format {
            OfFormat::Jpeg(_, room) => Strip::Jpeg(jpeg::join(pieces, room).to_vec()),
            _ => unreachable!("only bands of JPEG have pieces"),
        }
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
        Settings::Webp(_) | Settings::Avif(_) | Settings::Palette => match strips {
            [Strip::Whole(file)] => file.clone(),
            _ => unreachable!("one band holds the whole image"),
        },
    }
}
