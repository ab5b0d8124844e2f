use std::fmt;

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_experimental::dimension::percent::formatter::PercentFormatter;

use super::{Locale, LocaleError};
use crate::digest::{Feed, Stable};

/// Most digits of a number, so that arithmetic on it cannot overflow.
const MOST_DIGITS: usize = 15;

/// An exact decimal number: `digits` × 10^-`scale`. Zeros at the end are kept, as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    digits: i64,
    scale: u8,
}

/// Why a text is no number or amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not digits with a point.
    #[error("`{0}` is no plain number")]
    NotPlain(String),
    /// A zero that is less than nothing.
    #[error("`{0}` is zero with a sign")]
    NegativeZero(String),
    /// Beyond what any price or count needs.
    #[error("`{0}` has more than {MOST_DIGITS} digits")]
    TooLong(String),
    /// An amount without its currency.
    #[error("`{0}` has no currency")]
    NoCurrency(String),
    /// Neither digits nor a code.
    #[error("`{0}` is no amount with its currency's code")]
    NotMoney(String),
    /// Not three capital letters.
    #[error("`{0}` is no ISO 4217 code")]
    BadCurrency(String),
    /// More decimals than the currency has.
    #[error("`{0}` has more decimals than its currency")]
    TooPrecise(String),
    /// Not a day of the calendar.
    #[error("`{0}` is no date")]
    NotADate(String),
}

impl ValueError {
    /// What to write instead.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotPlain(_) | Self::TooLong(_) => {
                "write digits with a decimal point and nothing else: 1299.5; each locale gets its own separators"
            }
            Self::NegativeZero(_) => "write 0",
            Self::NoCurrency(_) | Self::NotMoney(_) | Self::BadCurrency(_) => {
                "write the amount and the currency's code: 49.99 EUR; each locale gets its own symbol"
            }
            Self::TooPrecise(_) => "round it to the currency's smallest unit",
            Self::NotADate(_) => "write year, month and day: 2027-08-31",
        }
    }
}

impl Number {
    /// Reads `1299.5`: digits, at most one point between digits, a leading `-`; nothing that a locale would add.
    ///
    /// # Errors
    /// When it is written in any other way.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::NotPlain(text.to_owned());
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(wrong()),
            None => (unsigned, ""),
        };
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !plain(whole)
            || !plain(fraction)
            || (whole.len() > 1 && whole.starts_with('0'))
        {
            return Err(wrong());
        }
        if whole.len() + fraction.len() > MOST_DIGITS {
            return Err(ValueError::TooLong(text.to_owned()));
        }
        let digits: i64 = format!("{whole}{fraction}").parse().map_err(|_| wrong())?;
        if negative && digits == 0 {
            return Err(ValueError::NegativeZero(text.to_owned()));
        }
        Ok(Self { digits: if negative { -digits } else { digits }, scale: fraction.len() as u8 })
    }

    /// A whole number divided by a power of ten; beyond 15 digits it is clamped.
    #[must_use]
    pub fn new(digits: i64, scale: u8) -> Self {
        Self { digits: digits.clamp(-999_999_999_999_999, 999_999_999_999_999), scale: scale.min(15) }
    }

    /// Decimals that are written.
    #[must_use]
    pub fn decimals(self) -> u8 {
        self.scale
    }

    /// Whether nothing follows the point but zeros.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.digits % 10_i64.pow(u32::from(self.scale)) == 0
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// The nearest binary number, for shares and comparisons, never for amounts.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / 10_i64.pow(u32::from(self.scale)) as f64
    }

    /// By how many whole percent it differs from `other`: −31 is 31 % less. `None` when that is zero.
    #[must_use]
    pub fn percent_of_change(self, other: Self) -> Option<i64> {
        let scale = self.scale.max(other.scale);
        let at = |n: Self| i128::from(n.digits) * 10_i128.pow(u32::from(scale - n.scale));
        let (own, base) = (at(self), at(other));
        if base == 0 {
            return None;
        }
        let share = (own - base) * 1000 / base;
        let rounded = (share.abs() + 5) / 10 * share.signum();
        i64::try_from(rounded).ok()
    }

    /// The same with exactly so many decimals; halves go to the even digit.
    pub(super) fn decimal(self, decimals: Option<u8>) -> Decimal {
        let mut decimal = Decimal::from(self.digits);
        decimal.multiply_pow10(-i16::from(self.scale));
        if let Some(decimals) = decimals {
            decimal.round(-i16::from(decimals));
            decimal.absolute.pad_end(-i16::from(decimals));
        }
        decimal
    }

    /// As the locale writes it, with the decimals that it has.
    ///
    /// # Errors
    /// When there is no data for any locale, which the build rules out.
    pub fn format(self, locale: &Locale) -> Result<String, LocaleError> {
        let formatter = DecimalFormatter::try_new(
            (&locale.icu()).into(),
            icu_decimal::options::DecimalFormatterOptions::default(),
        )
        .map_err(|_| locale.unknown())?;
        Ok(formatter.format(&self.decimal(None)).to_string())
    }

    /// As the locale writes a share of a hundred: 0.31 is `31 %`. What is less than nothing has a true minus sign
    /// (U+2212), before the figures also where lines run from right to left.
    ///
    /// # Errors
    /// As [`Number::format`].
    pub fn format_percent(self, locale: &Locale) -> Result<String, LocaleError> {
        let formatter = PercentFormatter::try_new(
            (&locale.icu()).into(),
            icu_experimental::dimension::percent::options::PercentFormatterOptions::default(),
        )
        .map_err(|_| locale.unknown())?;
        // The point moves by two places.
        let (digits, scale) = match self.scale {
            0 | 1 => (self.digits.abs() * if self.scale == 0 { 100 } else { 10 }, 0),
            more => (self.digits.abs(), more - 2),
        };
        let share = Self { digits, scale };
        let decimal = share.decimal(share.is_whole().then_some(0));
        let mut text = formatter.format(&decimal).to_string();
        // Eastern figures have a percent sign of their own; CLDR's Arabic one ends in a mark that keeps it with its
        // figures. ICU4X leaves both out in some locales.
        if text.contains(|c: char| matches!(c, '٠'..='٩' | '۰'..='۹')) {
            text = text.replace("\u{200e}%\u{200e}", "٪").replace('%', "٪");
        }
        if text.ends_with('٪') && locale.language() == "ar" {
            text.push('\u{61c}');
        }
        if self.digits >= 0 {
            return Ok(text);
        }
        Ok(match locale.direction().is_rtl() {
            true => format!("\u{2066}\u{2212}{text}\u{2069}"),
            false => format!("\u{2212}{text}"),
        })
    }
}

/// As [`Number::parse`] reads it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.decimal(None), f)
    }
}

impl Stable for Number {
    fn feed(&self, to: &mut Feed) {
        self.digits.feed(to);
        self.scale.feed(to);
    }
}
