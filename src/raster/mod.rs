//! Pixels: what a plan lists is prepared once, then bands are painted by a few row kernels.
//!
//! In: [`Resource`](crate::plan::Resource)s and [`PaintOp`](crate::plan::PaintOp)s. Out: premultiplied RGBA rows.
//! Promise: equal inputs give equal bytes on every CPU, at every SIMD level, however the rows are cut into bands.
//!
//! # Steps
//! 1. [`Workshop::prepare`] makes each resource: [`decode`] and [`resample`] photos, draw an [`svg`], cover a [`mask`] (by
//!    `coverage`), set a [`text_run`] from [`glyph`]s, paint a [`color_glyph`], [`blur`], [`adjust`] colours; each memoised by
//!    digest.
//! 2. [`paint_area`] runs the operations over any part of the canvas, with the kernels of [`kernel`].

pub mod adjust;
pub mod blur;
mod brush;
pub mod color_glyph;
mod coverage;
pub mod decode;
mod error;
pub mod glyph;
pub mod kernel;
pub mod mask;
mod paint;
mod pixels;
mod prepare;
mod profile;
pub mod resample;
mod resize;
pub mod svg;
mod text_edge;
pub mod text_run;

pub use decode::Photo;
pub use error::{MAX_PIXELS, RasterError};
pub use kernel::Kernels;
pub use paint::{paint_area, paint_rows};
pub use pixels::{Mask, Pixels};
pub use prepare::{Lookup, Prepared, Workshop};
