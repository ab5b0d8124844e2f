//! Brand kits: what a brand looks like, as values that templates refer to by role.
//!
//! In: `kit.yaml`. Out: a [`BrandKit`]. Promise: every role, style and logo that it names exists within the kit.

mod kit;
mod palette;
mod typography;

pub use kit::{BrandKit, Logo, LogoFile};
pub use palette::{Palette, Scheme, Shadow};
pub use typography::{FontRole, ScriptStyle, TextStyle, Transform};
