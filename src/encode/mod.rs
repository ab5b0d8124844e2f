//! Painted bands to file bytes, band by band, so that a band seen before is not encoded again.
//!
//! In: premultiplied RGBA rows of one band. Out: a piece of a file; pieces of all bands assembled are the file.
//! Promise: the file's bytes do not depend on which bands were encoded together, when, or on which CPU; those of AVIF hold
//! for one system, since rav1e asks its mathematics.
//!
//! # Steps
//! 1. [`Encoder`] of [`jpeg`] or [`png`] encodes one band of [`Format::band_rows`] rows. [`webp`] and [`avif`] have no
//!    seams: there the whole image is the band.
//! 2. `assemble` writes the headers and joins the pieces.

pub mod avif;
pub mod jpeg;
mod lossy;
pub mod png;
mod straight;
mod strip;
pub mod webp;

use crate::digest::{Feed, Stable};
use crate::geom::PixelSize;
use crate::raster::Kernels;

pub use jpeg::{JpegSettings, Piece};
pub use lossy::LossySettings;
pub use png::{PngBand, PngSettings};
pub use strip::{Encoder, Strip, assemble, strip_key};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Baseline JPEG, opaque.
    Jpeg,
    /// PNG, with alpha where it is needed.
    Png,
    /// Lossy WebP, with alpha where it is needed.
    Webp,
    /// Lossy AVIF, with alpha where it is needed.
    Avif,
}

impl Format {
    /// What is exact, then what is read everywhere, then the rest.
    pub const ALL: [Self; 4] = [Self::Png, Self::Jpeg, Self::Webp, Self::Avif];

    /// Those of some formats among which the smallest file is looked for. AVIF is tried only where WebP may not be sent: at
    /// the speed that a request can wait for it was larger at the same look (SSIMULACRA2) in most advertisements, and took
    /// fifteen times as long.
    #[must_use]
    pub fn worth_trying(among: impl Fn(Self) -> bool) -> Vec<Self> {
        let tried = |format: &Self| among(*format) && (*format != Self::Avif || !among(Self::Webp));
        Self::ALL.into_iter().filter(tried).collect()
    }

    /// All formats, each with the word that templates, campaigns and file names use.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("jpg", Self::Jpeg),
        ("jpeg", Self::Jpeg),
        ("png", Self::Png),
        ("webp", Self::Webp),
        ("avif", Self::Avif),
    ];

    /// The word that manifests use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }

    /// Reads a word or an extension.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, format)| *format)
    }

    /// The usual file extension.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }

    /// The media type of HTTP.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
        }
    }

    /// Whether a quality can be chosen.
    #[must_use]
    pub fn has_quality(self) -> bool {
        !matches!(self, Self::Png)
    }

    /// The most pixels that a side may have.
    #[must_use]
    pub fn max_side(self) -> u32 {
        match self {
            Self::Jpeg | Self::Png | Self::Avif => PixelSize::MAX_SIDE,
            Self::Webp => webp::MAX_SIDE,
        }
    }

    /// Rows of a band: an MCU row of 4:2:0 for JPEG; for PNG enough that a full flush costs little; for formats without
    /// seams more than any image has.
    #[must_use]
    pub fn band_rows(self) -> u32 {
        match self {
            Self::Jpeg => 16,
            Self::Png => png::BAND_ROWS,
            Self::Webp | Self::Avif => PixelSize::MAX_SIDE,
        }
    }

    /// How many bands an image of `height` has.
    #[must_use]
    pub fn bands(self, height: u32) -> u32 {
        height.div_ceil(self.band_rows())
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settings {
    /// As JPEG.
    Jpeg(JpegSettings),
    /// As PNG.
    Png(PngSettings),
    /// As WebP.
    Webp(LossySettings),
    /// As AVIF.
    Avif(LossySettings),
    /// As PNG of at most 256 colours: of an opaque canvas that has more, the nearest are taken. The image is one band.
    Palette,
}

impl Settings {
    /// The format.
    #[must_use]
    pub fn format(self) -> Format {
        match self {
            Self::Jpeg(_) => Format::Jpeg,
            Self::Png(_) | Self::Palette => Format::Png,
            Self::Webp(_) => Format::Webp,
            Self::Avif(_) => Format::Avif,
        }
    }

    /// Whether there are bands at all: else the whole image is one.
    #[must_use]
    pub fn has_bands(self) -> bool {
        matches!(self, Self::Jpeg(_) | Self::Png(_))
    }

    /// Rows of a band; see [`Format::band_rows`].
    #[must_use]
    pub fn band_rows(self) -> u32 {
        if self.has_bands() { self.format().band_rows() } else { PixelSize::MAX_SIDE }
    }
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// What it is.
    pub format: Format,
    /// Its extent.
    pub size: PixelSize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A whole canvas of premultiplied RGBA at once; the same bytes as band by band.
///
/// # Panics
/// When `rgba` does not hold exactly `size`.
#[must_use]
pub fn encode_whole(settings: Settings, size: PixelSize, rgba: &[u8]) -> Encoded {
    assert_eq!(rgba.len() as u64, size.area() * 4, "four bytes a pixel");
    let format = settings.format();
    let bands = rgba.chunks(size.w() as usize * 4 * settings.band_rows() as usize);
    let mut encoder = Encoder::new(settings, size.w(), Kernels::best());
    let strips: Vec<Strip> = bands.map(|band| encoder.strip(band)).collect();
    let strips: Vec<&Strip> = strips.iter().collect();
    let bytes = assemble(settings, size, &strips);
    Encoded { format, size, bytes }
}

impl Stable for Format {
    fn feed(&self, to: &mut Feed) {
        (*self as u8).feed(to);
    }
}

impl Stable for Settings {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Jpeg(settings) => (0u8, *settings).feed(to),
            Self::Png(settings) => (1u8, *settings).feed(to),
            Self::Webp(settings) => (2u8, *settings).feed(to),
            Self::Avif(settings) => (3u8, *settings).feed(to),
            Self::Palette => 4u8.feed(to),
        }
    }
}
