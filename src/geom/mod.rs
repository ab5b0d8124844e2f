//! Lengths, boxes and transforms on fixed grids.
//!
//! Device points lie on a 1/64 px grid ([`Px`]), the linear part of a transform on 2⁻²⁰ ([`Affine`]); so a number that
//! reaches a digest is an integer and equal on every machine. Nothing here calls libm.

mod affine;
mod length;
mod outline;
mod px;
mod rect;

pub use affine::{Affine, Angle};
pub use length::{Length, LengthError, Unit};
pub use outline::{Outline, PathError, Segment};
pub use px::{Px, Ratio};
pub use rect::{Insets, PixelRect, PixelSize, Point, Rect, Size};
