//! Languages and what they decide: fallback chains, direction, script.

mod direction;
mod tag;

pub use direction::{Direction, ScriptGroup};
pub use tag::{Locale, LocaleError};
