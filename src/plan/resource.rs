use crate::color::{Gradient, Rgba};
use crate::digest::{Digest, Feed, Stable};
use crate::font::FaceKey;
use crate::geom::{Affine, Outline, PixelRect, PixelSize, Px, Rect};
use crate::stable_struct;
use crate::text::GlyphRun;

/// A colour of an SVG that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recolor {
    /// As the file has it.
    pub from: Rgba,
    /// As it is drawn.
    pub to: Rgba,
}

/// What is done to the pixels of a picture that is already drawn; thousandths, 1,000 leaves the colours as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Adjust {
    /// Colour against its grey: 0 is grey.
    pub saturate: u16,
    /// Light: 0 is black.
    pub brightness: u16,
    /// Left and right exchanged.
    pub flip: bool,
}

/// Something irregular, prepared once and then used by operations. Its digest is its address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A photo: decoded upright, cropped to `crop` (source pixels), resized to `size`, then mirrored if asked.
    Photo {
        /// The file's bytes.
        file: Digest,
        /// What part of it, in source pixels on the 1/64 grid; inside the picture.
        crop: Rect,
        /// To how many device pixels.
        size: PixelSize,
        /// Left and right exchanged.
        flip: bool,
    },
    /// An SVG, drawn into exactly `size`.
    Svg {
        /// The file's bytes.
        file: Digest,
        /// Device pixels.
        size: PixelSize,
        /// Colours that are replaced.
        recolor: Vec<Recolor>,
    },
    /// The inside of an outline (non-zero rule), as coverage of `bounds`.
    Fill {
        /// Device space.
        outline: Outline,
        /// The mask's box: the hull of the outline within the canvas.
        bounds: PixelRect,
    },
    /// The edge of an outline, centred on it, with round joins.
    Stroke {
        /// Device space.
        outline: Outline,
        /// Line width.
        width: Px,
        /// The mask's box.
        bounds: PixelRect,
    },
    /// Another mask, moved nowhere but blurred.
    Blur {
        /// The mask that is blurred.
        mask: Box<Resource>,
        /// Standard deviation.
        sigma: Px,
        /// The mask's box: that of the inner one, grown.
        bounds: PixelRect,
    },
    /// A line of text in one style, joined by saturating addition so that joins do not blend twice.
    Text {
        /// One per face.
        runs: Vec<GlyphRun>,
        /// From the run's space to device space. A translation keeps the glyph grid; anything else sets outlines freely.
        transform: Affine,
        /// The mask's box, around all ink.
        bounds: PixelRect,
    },
    /// The same with an edge around each glyph, centred on its outline, with round joins: both as one shape.
    Edged {
        /// One per face.
        runs: Vec<GlyphRun>,
        /// The edge's width.
        width: Px,
        /// From the run's space to device space, as in [`Resource::Text`].
        transform: Affine,
        /// The mask's box, around all ink.
        bounds: PixelRect,
    },
    /// A glyph that brings its own colours, such as an emoji.
    ColorGlyph {
        /// The face.
        face: FaceKey,
        /// In the face.
        id: u16,
        /// Font size, on the quarter-pixel grid.
        size: Px,
        /// From the pen's space to device space.
        transform: Affine,
        /// The picture's box, around all ink.
        bounds: PixelRect,
    },
    /// How opaque a picture is, as coverage.
    Silhouette {
        /// A resource of pixels.
        picture: Box<Resource>,
        /// Where the picture lies; the mask's box.
        bounds: PixelRect,
    },
    /// A picture with other colours, or mirrored.
    Adjusted {
        /// A resource of pixels.
        picture: Box<Resource>,
        /// How.
        adjust: Adjust,
    },
    /// The opacity of a gradient, as coverage.
    Ramp {
        /// In the mask's space.
        gradient: Gradient,
        /// The mask's box.
        bounds: PixelRect,
    },
    /// What all of some masks cover: their product.
    Common {
        /// Resources of coverage with the same bounds.
        masks: Vec<Resource>,
        /// The mask's box.
        bounds: PixelRect,
    },
}

impl Resource {
    /// Its address.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of("resource", self)
    }

    /// The file that it is made of, where it is one.
    #[must_use]
    pub fn file(&self) -> Option<Digest> {
        match self {
            Self::Photo { file, .. } | Self::Svg { file, .. } => Some(*file),
            Self::Adjusted { picture, .. } | Self::Silhouette { picture, .. } => picture.file(),
            _ => None,
        }
    }

    /// The box of a mask, in the space that it was given in; `None` for pixels.
    #[must_use]
    pub fn mask_bounds(&self) -> Option<PixelRect> {
        match self {
            Self::Photo { .. } | Self::Svg { .. } | Self::Adjusted { .. } | Self::ColorGlyph { .. } => None,
            Self::Ramp { bounds, .. } | Self::Common { bounds, .. } | Self::Silhouette { bounds, .. } => {
                Some(*bounds)
            }
            Self::Fill { bounds, .. }
            | Self::Stroke { bounds, .. }
            | Self::Blur { bounds, .. }
            | Self::Edged { bounds, .. }
            | Self::Text { bounds, .. } => Some(*bounds),
        }
    }
}

stable_struct!(Recolor { from, to });
stable_struct!(Adjust { saturate, brightness, flip });

impl Stable for Resource {
    fn feed(&self, to: &mut Feed) {
        match self {
            Self::Photo { file, crop, size, flip } => (0u8, *file, *crop, *size, *flip).feed(to),
            Self::Svg { file, size, recolor } => (1u8, *file, *size, recolor).feed(to),
            Self::Fill { outline, bounds } => (2u8, outline, *bounds).feed(to),
            Self::Stroke { outline, width, bounds } => (3u8, outline, *width, *bounds).feed(to),
            Self::Blur { mask, sigma, bounds } => (4u8, mask, *sigma, *bounds).feed(to),
            Self::Text { runs, transform, bounds } => (5u8, runs, *transform, *bounds).feed(to),
            Self::Adjusted { picture, adjust } => (6u8, picture, *adjust).feed(to),
            Self::Ramp { gradient, bounds } => (7u8, gradient, *bounds).feed(to),
            Self::Common { masks, bounds } => (8u8, masks, *bounds).feed(to),
            Self::ColorGlyph { face, id, size, transform, bounds } => {
                (9u8, *face, *id, *size, *transform, *bounds).feed(to);
            }
            Self::Silhouette { picture, bounds } => (10u8, picture, *bounds).feed(to),
            Self::Edged { runs, width, transform, bounds } => {
                (11u8, runs, *width, *transform, *bounds).feed(to);
            }
        }
    }
}
