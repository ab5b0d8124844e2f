use std::fmt;

use super::number::{Number, ValueError};
use super::{Locale, LocaleError};

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Order and separators of the numeric form: CLDR 48. `d` and `m` are padded where they are doubled.
/// `icu_datetime` has them for all locales, at the price of the largest data of all its crates.
const FORMS: [(&str, &str); 67] = [
    ("ar", "d\u{200f}/m\u{200f}/y"),
    ("bg", "d.mm.y\u{202f}г."),
    ("bn", "d/m/y"),
    ("ca", "d/m/y"),
    ("cs", "d. m. y"),
    ("da", "d.m.y"),
    ("de", "d.m.y"),
    ("el", "d/m/y"),
    ("en", "dd/mm/y"),
    ("en-CA", "y-mm-dd"),
    ("en-HK", "d/m/y"),
    ("en-IE", "d/m/y"),
    ("en-IN", "d/m/y"),
    ("en-NZ", "d/mm/y"),
    ("en-PH", "m/d/y"),
    ("en-PR", "m/d/y"),
    ("en-US", "m/d/y"),
    ("en-ZA", "y/mm/dd"),
    ("es", "d/m/y"),
    ("es-CL", "dd-mm-y"),
    ("es-PA", "mm/dd/y"),
    ("es-PR", "mm/dd/y"),
    ("et", "d.m.y"),
    ("fa", "y/m/d"),
    ("fi", "d.m.y"),
    ("fil", "m/d/y"),
    ("fr", "dd/mm/y"),
    ("fr-CA", "y-mm-dd"),
    ("fr-CH", "dd.mm.y"),
    ("gu", "d/m/y"),
    ("he", "d.m.y"),
    ("hi", "d/m/y"),
    ("hr", "dd. mm. y."),
    ("hu", "y. mm. dd."),
    ("id", "d/m/y"),
    ("it", "dd/mm/y"),
    ("ja", "y/m/d"),
    ("kn", "d/m/y"),
    ("ko", "y. m. d."),
    ("lt", "y-mm-dd"),
    ("lv", "d.mm.y."),
    ("ml", "d/m/y"),
    ("mr", "d/m/y"),
    ("ms", "d/m/y"),
    ("nb", "d.m.y"),
    ("nl", "d-m-y"),
    ("nl-BE", "d/m/y"),
    ("pl", "d.mm.y"),
    ("pt", "dd/mm/y"),
    ("ro", "dd.mm.y"),
    ("ru", "dd.mm.y"),
    ("sk", "d. m. y"),
    ("sl", "d. m. y"),
    ("sr", "d. m. y."),
    ("sv", "y-mm-dd"),
    ("sv-FI", "d.m.y"),
    ("sw", "d/m/y"),
    ("ta", "d/m/y"),
    ("te", "d/m/y"),
    ("th", "d/m/y"),
    ("tr", "dd.mm.y"),
    ("uk", "dd.mm.y"),
    ("ur", "d/m/y"),
    ("vi", "d/m/y"),
    ("zh", "y/m/d"),
    ("zh-HK", "d/m/y"),
    ("zh-SG", "y年m月d日"),
];

impl Date {
    /// Reads `2027-08-31`.
    ///
    /// # Errors
    /// When it is written in any other way, or the month has no such day.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::NotADate(text.to_owned());
        let shape = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() });
        if !shape {
            return Err(wrong());
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| wrong());
        let (year, month, day) = (number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year == 0 || day == 0 || day > days {
            return Err(wrong());
        }
        Ok(Self { year, month: month as u8, day: day as u8 })
    }

    /// In figures, in the locale's order: `31.08.2027`; a locale whose order is not known gets year-month-day.
    /// Thai years count from the Buddha, as Thai readers expect; all others are Gregorian, Persian ones too.
    ///
    /// # Errors
    /// As [`Number::format`].
    pub fn format(self, locale: &Locale) -> Result<String, LocaleError> {
        let known = |tag: &str| FORMS.iter().find(|(of, _)| *of == tag).map(|(_, form)| *form);
        let form = known(locale.as_str()).or_else(|| known(locale.language())).unwrap_or("y-mm-dd");
        let year = if locale.language() == "th" { self.year + 543 } else { self.year };
        let figure = |value: u16, wide: bool| {
            // Never grouped: each figure by itself.
            let figures = if wide { format!("{value:02}") } else { value.to_string() };
            let each = figures
                .chars()
                .map(|c| Number::new(i64::from(c.to_digit(10).unwrap_or(0)), 0).format(locale));
            each.collect::<Result<String, _>>()
        };
        let mut out = String::new();
        let mut rest = form.chars().peekable();
        while let Some(c) = rest.next() {
            let wide = matches!(c, 'd' | 'm') && rest.next_if_eq(&c).is_some();
            match c {
                'y' => out.push_str(&figure(year, false)?),
                'm' => out.push_str(&figure(u16::from(self.month), wide)?),
                'd' => out.push_str(&figure(u16::from(self.day), wide)?),
                other => out.push(other),
            }
        }
        Ok(out)
    }
}

/// As [`Date::parse`] reads it.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
