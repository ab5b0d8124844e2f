//! Brand kits: what a brand looks like, as values that templates refer to by role.
//!
//! In: `kit.yaml`. Out: a [`BrandKit`]. Promise: every role, style and logo that it names exists within the kit.

mod breaking;
pub mod keys;
mod kit;
mod palette;
mod palette_parse;
mod parse;
mod typography;
mod typography_parse;

pub use breaking::{BreakWords, Breaking, Hyphens, LineBreak, WordBreak};
pub use kit::{BrandKit, Logo, LogoFile};
pub use palette::{Palette, Scheme, Shadow};
pub use parse::{ParsedKit, parse};
pub use typography::{Caps, FontRole, ScriptStyle, TextStyle, Transform};
pub use typography_parse::families;
