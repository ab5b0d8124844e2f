use std::sync::atomic::{AtomicU64, Ordering};

/// The kinds of work that a campaign pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Work {
    /// A photo decoded to pixels.
    Decode,
    /// A photo cropped and resized to one frame.
    Crop,
    /// A cropped photo mirrored for right-to-left.
    Mirror,
    /// An SVG rasterised at one size and colouring, or a glyph with colours of its own.
    Svg,
    /// A text shaped in one style.
    Shape,
    /// One glyph's coverage at one size and phase.
    Glyph,
    /// A path, stroke, shadow or text run as a mask.
    Mask,
    /// What lies beneath a text or logo, judged.
    Contrast,
    /// A band painted.
    Paint,
    /// A stretch of columns of a band encoded.
    Piece,
    /// A band encoded, or joined of pieces.
    Encode,
    /// A whole image encoded, where the format has no bands.
    EncodeWhole,
}

impl Work {
    /// All kinds, in the order of the pipeline.
    pub const ALL: [Self; 12] = [
        Self::Decode,
        Self::Crop,
        Self::Mirror,
        Self::Svg,
        Self::Shape,
        Self::Glyph,
        Self::Mask,
        Self::Contrast,
        Self::Paint,
        Self::Piece,
        Self::Encode,
        Self::EncodeWhole,
    ];

    /// Whether results weigh little for what they cost.
    #[must_use]
    pub fn is_light(self) -> bool {
        matches!(self, Self::Shape | Self::Glyph)
    }

    /// As summaries and manifests name it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Crop => "crop",
            Self::Mirror => "mirror",
            Self::Svg => "svg",
            Self::Shape => "shape",
            Self::Glyph => "glyph",
            Self::Mask => "mask",
            Self::Contrast => "contrast",
            Self::Paint => "paint",
            Self::Piece => "piece",
            Self::Encode => "encode",
            Self::EncodeWhole => "encode-whole",
        }
    }
}

/// How often one kind of work was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Count {
    /// Done.
    pub evaluated: u64,
    /// Answered by an earlier result.
    pub hits: u64,
    /// Bytes of the results that were computed.
    pub bytes: u64,
}

impl Count {
    /// Times asked.
    #[must_use]
    pub fn asked(self) -> u64 {
        self.evaluated + self.hits
    }
}

/// Counters per kind of work; exact, since each call of the memo notes itself once.
#[derive(Debug, Default)]
pub struct Ledger {
    rows: [[AtomicU64; 3]; Work::ALL.len()],
}

impl Ledger {
    pub(super) fn note(&self, work: Work, ran: bool, bytes: u64) {
        let [evaluated, hits, weight] = &self.rows[work as usize];
        if ran {
            evaluated.fetch_add(1, Ordering::Relaxed);
            weight.fetch_add(bytes, Ordering::Relaxed);
        } else {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counters of one kind.
    #[must_use]
    pub fn count(&self, work: Work) -> Count {
        let [evaluated, hits, bytes] = &self.rows[work as usize];
        Count {
            evaluated: evaluated.load(Ordering::Relaxed),
            hits: hits.load(Ordering::Relaxed),
            bytes: bytes.load(Ordering::Relaxed),
        }
    }
}
