//! The template language: what was written, with its places.
//!
//! In: `template.yaml` and the components it uses, as text. Out: a [`Template`] whose every name is declared and whose
//! every word is known, or all faults at once. Nothing is resolved yet: units, roles, slots and conditions stay as written.

mod component;
mod expr;
mod layer;
mod paint;
mod root;
mod text;

pub use component::{Argument, Component, Param, ParamKind};
pub use expr::{Comparison, Expr, Operand};
pub use layer::{
    AlignItems, BlockPlace, BoxProps, Content, FitProps, ImageFit, InlinePlace, Inset, Justify, Layer, Place,
    Props, Radius, ShadowRef, ShapeKind, StackDirection, Stroke, StyleProps, TextAlign,
};
pub use paint::{ColorBase, ColorExpr, GradientDirection, GradientStop, Paint};
pub use root::{Class, SizeDecl, Slot, SlotKind, Spanned, Template};
pub use text::{Form, TextExpr, TextPart};
