use crate::asset::BlobError;

/// More than any picture or canvas that is worth its memory: 100 million pixels.
pub const MAX_PIXELS: u64 = 100_000_000;

/// Why something could not be prepared. Spans and names are the caller's: it knows who asked for the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RasterError {
    /// The bytes could not be had.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// Not a picture at all.
    #[error("{found} is not a picture; use JPEG, PNG, WebP, GIF or SVG")]
    NotAPicture {
        /// What the first bytes look like.
        found: &'static str,
    },
    /// A picture that is not read.
    #[error("{format} is not supported, export as JPEG or PNG")]
    Unsupported {
        /// Its name.
        format: &'static str,
    },
    /// More pixels than [`MAX_PIXELS`].
    #[error("{w}×{h} is more than {} million pixels", MAX_PIXELS / 1_000_000)]
    TooLarge {
        /// Width.
        w: u32,
        /// Height.
        h: u32,
    },
    /// The file ends early.
    #[error("the file is cut off: the picture is not whole")]
    Truncated,
    /// A decoder refused it.
    #[error("the picture cannot be decoded: {0}")]
    Decode(String),
    /// A crop that does not lie in its picture, or is empty.
    #[error("the crop does not lie inside the picture of {w}×{h}")]
    Crop {
        /// Width of the picture.
        w: u32,
        /// Height of the picture.
        h: u32,
    },
    /// An SVG that is not well-formed or has no size.
    #[error("not a usable SVG: {0}")]
    Svg(String),
    /// An SVG that uses what is refused.
    #[error("the SVG uses {what}: {hint}")]
    SvgRefused {
        /// The element or feature.
        what: String,
        /// What to do instead.
        hint: &'static str,
    },
    /// An SVG above a limit.
    #[error("the SVG has more than {limit} {what}")]
    SvgBudget {
        /// What was counted.
        what: &'static str,
        /// How much is allowed.
        limit: usize,
    },
    /// A font that cannot be read.
    #[error("the font file cannot be read: {0}")]
    Font(String),
}
