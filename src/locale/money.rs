use std::fmt;

use icu_decimal::DecimalFormatter;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::currency::options::CurrencyFormatterOptions;

use super::codes;
use super::number::{Number, ValueError};
use super::{Locale, LocaleError};

/// Currencies without minor units, of ISO 4217 (list of active codes, 2026).
const WHOLE: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
/// Currencies with three decimals.
const MILLI: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// Minor units exist, but prices without them are written without: nobody writes `฿1,290.00`.
const ROUND: [&str; 11] = ["THB", "TWD", "HUF", "IDR", "IRR", "RSD", "ALL", "LBP", "MMK", "LAK", "UZS"];

/// An exact amount in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much.
    pub amount: Number,
    /// Three capital letters of ISO 4217.
    pub currency: String,
}

/// What a stretch of a formatted amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The currency.
    Symbol,
    /// Whole units, with the separators of their groups.
    Whole,
    /// Between whole and minor units.
    Decimal,
    /// Minor units.
    Minor,
    /// Spaces, signs, direction marks.
    Literal,
}

/// A stretch of a formatted amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// As it is written; never empty.
    pub text: String,
}

impl Money {
    /// Reads `49.99 EUR`.
    ///
    /// # Errors
    /// When amount or code are written in any other way, or the amount is finer than the currency.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let Some((amount, currency)) = text.split_once(' ') else {
            return Err(match Number::parse(text) {
                Ok(_) => ValueError::NoCurrency(text.to_owned()),
                Err(_) => ValueError::NotMoney(text.to_owned()),
            });
        };
        let amount = Number::parse(amount)?;
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(ValueError::BadCurrency(currency.to_owned()));
        }
        let money = Self { amount, currency: currency.to_owned() };
        if amount.decimals() > money.minor_digits() && !amount.is_whole() {
            return Err(ValueError::TooPrecise(text.to_owned()));
        }
        Ok(money)
    }

    /// Decimals of the currency.
    #[must_use]
    pub fn minor_digits(&self) -> u8 {
        match self.currency.as_str() {
            code if WHOLE.contains(&code) => 0,
            code if MILLI.contains(&code) => 3,
            _ => 2,
        }
    }

    /// As the locale writes it, from first to last; nothing is left out of the parts.
    ///
    /// # Errors
    /// When the library has no data for the locale's number system.
    pub fn parts(&self, locale: &Locale) -> Result<Vec<Part>, LocaleError> {
        let unknown = |_| locale.unknown();
        let code =
            CurrencyType::try_from_str(&self.currency.to_ascii_lowercase()).map_err(|_| locale.unknown())?;
        let icu = locale.icu();
        let formatter =
            CurrencyFormatter::try_new_symbol((&icu).into(), code, CurrencyFormatterOptions::default());
        let numbers = DecimalFormatter::try_new((&icu).into(), Default::default()).map_err(unknown)?;
        let plain = |decimals| {
            let mut decimal = self.amount.decimal(Some(decimals));
            decimal.sign = fixed_decimal::Sign::None;
            numbers.format(&decimal).to_string()
        };
        // What the currency formatter rounds to: its pattern goes around that number.
        let digits = self.minor_digits();
        let written =
            formatter.map_err(unknown)?.format_fixed_decimal(&self.amount.decimal(Some(digits))).to_string();
        // CLDR has currencies without minor units that ISO 4217 has with them.
        let around = [digits, 0].into_iter().find_map(|digits| written.split_once(&plain(digits)));
        let Some((before, after)) = around else {
            // Numbers of a currency that a locale writes in a way of its own: whole, as one.
            return Ok(vec![Part { kind: PartKind::Whole, text: written }]);
        };
        let digits =
            if ROUND.contains(&self.currency.as_str()) && self.amount.is_whole() { 0 } else { digits };
        let mut parts = Vec::new();
        affix(before, &mut parts);
        figures(&plain(digits), digits, &mut parts);
        affix(after, &mut parts);
        if locale.as_str() == "de-AT" {
            // CLDR's `currencyGroup`, which ICU4X does not know: numbers have spaces, amounts have points.
            for part in parts.iter_mut().filter(|part| part.kind == PartKind::Whole) {
                part.text = part.text.replace('\u{a0}', ".");
            }
        }
        if codes::writes_code(locale.as_str(), locale.language(), &self.currency) {
            by_code(&self.currency, &mut parts);
        }
        Ok(parts)
    }

    /// As the locale writes it.
    ///
    /// # Errors
    /// As [`Money::parts`].
    pub fn format(&self, locale: &Locale) -> Result<String, LocaleError> {
        Ok(self.parts(locale)?.into_iter().map(|part| part.text).collect())
    }
}

/// Puts the code in the symbol's place, with CLDR's no-break space where letters would touch figures.
fn by_code(code: &str, parts: &mut Vec<Part>) {
    let Some(at) = parts.iter().position(|part| part.kind == PartKind::Symbol) else { return };
    parts[at].text = code.to_owned();
    let figures = |part: Option<&Part>| {
        part.is_some_and(|part| matches!(part.kind, PartKind::Whole | PartKind::Minor | PartKind::Decimal))
    };
    let space = Part { kind: PartKind::Literal, text: "\u{a0}".to_owned() };
    if figures(parts.get(at + 1)) {
        parts.insert(at + 1, space);
    } else if at > 0 && figures(parts.get(at - 1)) {
        parts.insert(at, space);
    }
}

/// What stands before or after the figures: spaces, marks and signs around the symbol.
fn affix(text: &str, parts: &mut Vec<Part>) {
    let outside = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '\u{2212}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '(' | ')')
    };
    let start = text.find(|c| !outside(c)).unwrap_or(text.len());
    let end = text
        .rfind(|c| !outside(c))
        .map_or(start, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let mut add = |kind, text: &str| {
        if !text.is_empty() {
            parts.push(Part { kind, text: text.to_owned() });
        }
    };
    add(PartKind::Literal, &text[..start]);
    add(PartKind::Symbol, &text[start..end]);
    add(PartKind::Literal, &text[end..]);
}

/// Whole units, separator, minor units of a number with `digits` decimals.
fn figures(number: &str, digits: u8, parts: &mut Vec<Part>) {
    let mut add = |kind, text: &str| {
        if !text.is_empty() {
            parts.push(Part { kind, text: text.to_owned() });
        }
    };
    let from_end = |n: usize| number.char_indices().rev().nth(n).map_or(0, |(at, _)| at);
    if digits == 0 {
        return add(PartKind::Whole, number);
    }
    let (separator, minor) = (from_end(usize::from(digits)), from_end(usize::from(digits) - 1));
    add(PartKind::Whole, &number[..separator]);
    add(PartKind::Decimal, &number[separator..minor]);
    add(PartKind::Minor, &number[minor..]);
}

/// As [`Money::parse`] reads it.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}
