//! Colours as bytes, gradients as stops, blend modes as words, contrast as WCAG defines it.

mod contrast;
mod gradient;

use std::fmt;

pub use contrast::{contrast, luminance, ratio};
pub use gradient::{Gradient, GradientLine, Stop};

use crate::digest::{Feed, Stable};
use crate::stable_struct;

/// A colour in sRGB with straight alpha.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rgba {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
    /// Opacity.
    pub a: u8,
}

impl Rgba {
    /// Nothing at all.
    pub const TRANSPARENT: Self = Self { r: 0, g: 0, b: 0, a: 0 };
    /// Black.
    pub const BLACK: Self = Self { r: 0, g: 0, b: 0, a: 255 };
    /// White.
    pub const WHITE: Self = Self { r: 255, g: 255, b: 255, a: 255 };

    /// Reads `#RGB`, `#RRGGBB` or `#RRGGBBAA`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        match digits.len() {
            3 => {
                let nibble = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok().map(|v| v * 17);
                Some(Self { r: nibble(0)?, g: nibble(1)?, b: nibble(2)?, a: 255 })
            }
            6 => Some(Self { r: byte(0)?, g: byte(2)?, b: byte(4)?, a: 255 }),
            8 => Some(Self { r: byte(0)?, g: byte(2)?, b: byte(4)?, a: byte(6)? }),
            _ => None,
        }
    }

    /// The same colour with its opacity multiplied by `per_mille` thousandths.
    #[must_use]
    pub fn fade(self, per_mille: u16) -> Self {
        let a = (u32::from(self.a) * u32::from(per_mille.min(1000)) + 500) / 1000;
        Self { a: a as u8, ..self }
    }

    /// Whether nothing shows through.
    #[must_use]
    pub fn is_opaque(self) -> bool {
        self.a == 255
    }

    /// Colour times alpha, each channel rounded: what bands hold.
    #[must_use]
    pub fn premultiply(self) -> [u8; 4] {
        [times(self.r, self.a), times(self.g, self.a), times(self.b, self.a), self.a]
    }
}

/// `a · b / 255`, rounded to nearest.
#[must_use]
pub fn times(a: u8, b: u8) -> u8 {
    let v = u32::from(a) * u32::from(b) + 128;
    ((v + (v >> 8)) >> 8) as u8
}

impl fmt::Display for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.r, self.g, self.b)?;
        if self.a == 255 { Ok(()) } else { write!(f, "{:02X}", self.a) }
    }
}

impl fmt::Debug for Rgba {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

stable_struct!(Rgba { r, g, b, a });

/// How a source meets what lies below. Words and formulae: W3C Compositing and Blending Level 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum BlendMode {
    /// Source over.
    #[default]
    Normal,
    /// Products: darkens.
    Multiply,
    /// Inverted products: lightens.
    Screen,
}

impl BlendMode {
    /// All modes with the word for each.
    pub const WORDS: [(&'static str, Self); 3] =
        [("normal", Self::Normal), ("multiply", Self::Multiply), ("screen", Self::Screen)];

    /// Reads the word of CSS `mix-blend-mode`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, mode)| *mode)
    }
}

impl Stable for BlendMode {
    fn feed(&self, to: &mut Feed) {
        (*self as u8).feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_strictly() {
        assert_eq!(Rgba::from_hex("#fc0"), Rgba::from_hex("#FFCC00"));
        assert_eq!(Rgba::from_hex("#11223380").map(|c| c.a), Some(0x80));
        assert_eq!(Rgba::from_hex("#+12345"), None);
        assert_eq!(Rgba::from_hex("fff"), None);
        assert_eq!(Rgba::from_hex("#é12"), None);
    }

    #[test]
    fn premultiplied_never_exceeds_alpha() {
        for a in 0..=255 {
            let [r, ..] = Rgba { r: 255, g: 0, b: 0, a }.premultiply();
            assert_eq!(r, a);
        }
    }
}
