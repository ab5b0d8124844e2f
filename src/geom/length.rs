use std::fmt;

use super::Px;
use crate::digest::{Feed, Stable};

/// What a length is measured in. Words are CSS's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// CSS pixels; multiplied by the size's scale (`@2x`).
    Px,
    /// Hundredths of the parent's side.
    Percent,
    /// Hundredths of the creative's width.
    Vw,
    /// Hundredths of the creative's height.
    Vh,
    /// Hundredths of the creative's shorter side.
    Vmin,
    /// Hundredths of the creative's longer side.
    Vmax,
    /// The font size in force.
    Em,
}

impl Unit {
    /// All with their words.
    pub const WORDS: [(&'static str, Unit); 7] = [
        ("px", Unit::Px),
        ("%", Unit::Percent),
        ("vmin", Unit::Vmin),
        ("vmax", Unit::Vmax),
        ("vw", Unit::Vw),
        ("vh", Unit::Vh),
        ("em", Unit::Em),
    ];

    /// As it is written.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, unit)| *unit == self).map_or("px", |(word, _)| word)
    }
}

/// A length as written: thousandths of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    thousandths: i32,
    unit: Unit,
}

/// Why a text is no length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// No number at its start.
    #[error("expected a length such as `12px`, `5vmin` or `40%`")]
    NotANumber,
    /// A number without a unit, and not zero.
    #[error("a length needs a unit")]
    NoUnit,
    /// A unit that nobody knows.
    #[error("unknown unit `{0}`")]
    UnknownUnit(String),
    /// Beyond ±1,000,000 of any unit.
    #[error("the length is out of range")]
    OutOfRange,
}

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self { thousandths: 0, unit: Unit::Px };

    /// From a value in a unit; out of range is refused.
    #[must_use]
    pub fn new(value: f64, unit: Unit) -> Option<Self> {
        if value.is_nan() || value.abs() > 1e6 {
            return None;
        }
        let scaled = value * 1000.0;
        Some(Self { thousandths: (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i32, unit })
    }

    /// Reads `-1.5vmin`, `40%`, `0`. Only plain decimal numbers: no exponents, no `inf`.
    pub fn parse(text: &str) -> Result<Self, LengthError> {
        let split =
            text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let value: f64 = number.parse().map_err(|_| LengthError::NotANumber)?;
        if unit.is_empty() && value != 0.0 {
            return Err(LengthError::NoUnit);
        }
        let unit = if unit.is_empty() {
            Unit::Px
        } else {
            let known = Unit::WORDS.iter().find(|(word, _)| *word == unit);
            known.ok_or_else(|| LengthError::UnknownUnit(unit.to_owned()))?.1
        };
        Self::new(value, unit).ok_or(LengthError::OutOfRange)
    }

    /// The number before the unit.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.thousandths) / 1000.0
    }

    /// The unit.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// In device pixels, where `unit_px` is the size of one unit there.
    #[must_use]
    pub fn resolve(self, unit_px: f64) -> Px {
        Px::from_f64(self.value() * unit_px)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value(), self.unit.word())
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Stable for Length {
    fn feed(&self, to: &mut Feed) {
        self.thousandths.feed(to);
        self.unit.word().feed(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_css_lengths_and_nothing_else() {
        assert_eq!(Length::parse("12px").map(Length::value), Ok(12.0));
        assert_eq!(Length::parse("-1.5vmin").map(|l| (l.value(), l.unit())), Ok((-1.5, Unit::Vmin)));
        assert_eq!(Length::parse("0"), Ok(Length::ZERO));
        assert_eq!(Length::parse("12"), Err(LengthError::NoUnit));
        assert_eq!(Length::parse("px"), Err(LengthError::NotANumber));
        assert_eq!(Length::parse("5rem"), Err(LengthError::UnknownUnit("rem".into())));
        assert_eq!(Length::parse("9999999px"), Err(LengthError::OutOfRange));
        assert!(
            Length::parse("1e3px").is_err() && Length::parse("inf").is_err() && Length::parse("NaN").is_err()
        );
    }
}
