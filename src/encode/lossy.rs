use crate::stable_struct;

/// How a file of a lossy format without seams is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LossySettings {
    /// 1 to 100, of the scale of JPEG.
    pub quality: u8,
    /// Whether the canvas is opaque: then no alpha is written.
    pub opaque: bool,
}

stable_struct!(LossySettings { quality, opaque });

impl LossySettings {
    /// Quality is held to 1 to 100.
    #[must_use]
    pub fn new(quality: u8, opaque: bool) -> Self {
        Self { quality: quality.clamp(1, 100), opaque }
    }
}
