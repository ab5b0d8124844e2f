//! Languages and what they decide: fallback chains, direction, script, and how numbers, amounts and dates are written.
//!
//! Values are exact and typed ([`Number`], [`Money`], [`Date`]); how they look follows CLDR. The marks and no-break
//! spaces in formatted values belong to them.

mod codes;
mod date;
mod direction;
mod money;
mod number;
mod plural;
mod pseudo;
mod tag;
#[cfg(test)]
mod tests;

pub use date::Date;
pub use direction::{Direction, ScriptGroup};
pub use money::{Money, Part, PartKind};
pub use number::{Number, ValueError};
pub use plural::Plural;
pub use pseudo::Pseudo;
pub use tag::{Locale, LocaleError};
