//! Which creative is meant: axes, keys, and the names that files get.

mod key;
mod pixels;

pub use key::{Axis, AxisSet, VariantKey};
pub use pixels::{CreativeSize, SizeError};
