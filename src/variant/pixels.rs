use std::fmt;

use crate::geom::PixelSize;
use crate::stable_struct;

/// A creative's size in CSS pixels and its scale: `300x250@2x` is 600 × 500 device pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreativeSize {
    css: PixelSize,
    scale: u32,
}

/// Why a size was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// Not `WIDTHxHEIGHT` with an optional `@2x` or `@3x`.
    #[error("expected a size such as `300x250` or `300x250@2x`")]
    Syntax,
    /// A side of zero, or more pixels than a creative may have.
    #[error("a creative has 1 to {} device pixels on a side and at most {} megapixels", PixelSize::MAX_SIDE, CreativeSize::MAX_PIXELS / 1_000_000)]
    OutOfRange,
}

impl CreativeSize {
    /// The most device pixels that one creative may have.
    pub const MAX_PIXELS: u64 = 50_000_000;

    /// Reads `300x250`, `300x250@2x`.
    pub fn parse(text: &str) -> Result<Self, SizeError> {
        let (size, scale) = match text.split_once('@') {
            Some((size, "2x")) => (size, 2),
            Some((size, "3x")) => (size, 3),
            Some(_) => return Err(SizeError::Syntax),
            None => (text, 1),
        };
        let (w, h) = size.split_once('x').ok_or(SizeError::Syntax)?;
        let side = |digits: &str| -> Result<u32, SizeError> {
            if digits.is_empty()
                || digits.starts_with('0') && digits.len() > 1
                || !digits.bytes().all(|b| b.is_ascii_digit())
            {
                return Err(SizeError::Syntax);
            }
            digits.parse().map_err(|_| SizeError::OutOfRange)
        };
        let (w, h) = (side(w)?, side(h)?);
        let css = PixelSize::new(w, h).ok_or(SizeError::OutOfRange)?;
        let device =
            PixelSize::new(w.saturating_mul(scale), h.saturating_mul(scale)).ok_or(SizeError::OutOfRange)?;
        if device.area() > Self::MAX_PIXELS {
            return Err(SizeError::OutOfRange);
        }
        Ok(Self { css, scale })
    }

    /// In CSS pixels: what classes test.
    #[must_use]
    pub fn css(self) -> PixelSize {
        self.css
    }

    /// Device pixels per CSS pixel.
    #[must_use]
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// In device pixels: what files have.
    #[must_use]
    pub fn device(self) -> PixelSize {
        PixelSize::new(self.css.w() * self.scale, self.css.h() * self.scale)
            .expect("checked when it was made")
    }
}

impl fmt::Display for CreativeSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.css.w(), self.css.h())?;
        if self.scale == 1 { Ok(()) } else { write!(f, "@{}x", self.scale) }
    }
}

stable_struct!(CreativeSize { css, scale });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_strictly() {
        assert_eq!(
            CreativeSize::parse("300x250@2x").map(|s| (s.device().w(), s.to_string())),
            Ok((600, "300x250@2x".into()))
        );
        for wrong in ["0x0", "99999999999x1", "60000x60000"] {
            assert_eq!(CreativeSize::parse(wrong), Err(SizeError::OutOfRange), "{wrong}");
        }
        for wrong in ["-1x5", "1e3x1", "NaN", "300", "300x", "0x1F", "012x5", "300x250@4x", "300 x 250", ""] {
            assert_eq!(CreativeSize::parse(wrong), Err(SizeError::Syntax), "{wrong}");
        }
    }
}
