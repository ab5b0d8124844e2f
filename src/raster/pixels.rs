use super::error::{MAX_PIXELS, RasterError};
use crate::geom::PixelSize;
use crate::memo::Weigh;

/// Refuses sizes above [`MAX_PIXELS`] before anything is allocated.
pub(super) fn check_area(w: u32, h: u32) -> Result<(), RasterError> {
    if u64::from(w) * u64::from(h) > MAX_PIXELS { Err(RasterError::TooLarge { w, h }) } else { Ok(()) }
}

/// Premultiplied RGBA8, row after row.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Extent.
    pub size: PixelSize,
    /// Four bytes a pixel.
    pub data: Vec<u8>,
    /// Whether every alpha is 255.
    pub opaque: bool,
}

impl Pixels {
    /// Left and right exchanged.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut data = self.data.clone();
        for row in data.chunks_exact_mut(self.size.w() as usize * 4) {
            row.as_chunks_mut::<4>().0.reverse();
        }
        Self { size: self.size, data, opaque: self.opaque }
    }

    /// How opaque each pixel is.
    #[must_use]
    pub fn silhouette(&self) -> Mask {
        let data = self.data.as_chunks::<4>().0.iter().map(|pixel| pixel[3]).collect();
        Mask { w: self.size.w(), h: self.size.h(), data }
    }

    /// Row `y`; panics past the end, as slices do.
    #[must_use]
    pub fn row(&self, y: u32) -> &[u8] {
        let stride = self.size.w() as usize * 4;
        &self.data[y as usize * stride..][..stride]
    }
}

/// 8-bit coverage, row after row.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Mask {
    /// Width; may be zero.
    pub w: u32,
    /// Height; may be zero.
    pub h: u32,
    /// A byte a pixel.
    pub data: Vec<u8>,
}

impl Mask {
    /// Covers nothing.
    #[must_use]
    pub fn empty(w: u32, h: u32) -> Self {
        Self { w, h, data: vec![0; w as usize * h as usize] }
    }

    /// Row `y`; panics past the end, as slices do.
    #[must_use]
    pub fn row(&self, y: u32) -> &[u8] {
        &self.data[y as usize * self.w as usize..][..self.w as usize]
    }
}

impl Weigh for Pixels {
    fn weight(&self) -> usize {
        self.data.len()
    }
}

impl Weigh for Mask {
    fn weight(&self) -> usize {
        self.data.len()
    }
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pixels({}×{}, opaque: {})", self.size.w(), self.size.h(), self.opaque)
    }
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mask({}×{})", self.w, self.h)
    }
}
