//! The template language: what was written, with its places.
//!
//! In: `template.yaml` and the components it uses, as text. Out: a [`Template`] whose every name is declared and whose
//! every word is known, or all faults at once. Nothing is resolved yet: units, roles, slots and conditions stay as written.
//!
//! # Steps
//! [`parse()`] reads the head (`root_parse`), the layers (`layer_parse`, `props_parse`, `with_parse`, `maps_parse`) and
//! their values (`text_parse`, `paint_parse`, `svg_parse`, `expr_parse`, `place_parse`), each within a `scope` of names, and then
//! what only the whole file can tell (`check`). What needs a kit is checked apart, by [`check_against_kit`].

mod alone;
mod argument;
mod check;
mod classes;
mod component;
mod component_parse;
mod drawing;
mod expr;
mod expr_parse;
pub mod keys;
mod kit_check;
mod layer;
mod layer_parse;
mod maps_parse;
mod paint;
mod paint_parse;
mod parse;
pub mod patterns;
mod place_parse;
mod props_parse;
mod root;
mod root_parse;
mod scope;
mod sizes;
mod spanned;
mod svg_parse;
mod text;
mod text_parse;
mod with_parse;
mod words;

pub use alone::{check_component, condition};
pub use argument::Argument;
pub use classes::true_classes;
pub use component::{Component, Param, ParamKind};
pub use drawing::{Drawing, Drawings};
pub use expr::{Comparison, Expr, Operand};
pub use kit_check::check_against_kit;
pub use layer::{
    AlignItems, BlockPlace, BoxProps, Content, ContrastProps, FilterProps, FitProps, Hang, ImageFit,
    InlinePlace, Inset, Justify, Layer, MinorUnits, Place, Props, Radius, RemedyKind, ShadowRef, ShapeKind,
    StackDirection, Stroke, StyleProps, TextAlign, TileAxis,
};
pub use paint::{ColorBase, ColorExpr, GradientDirection, GradientStop, Paint};
pub use parse::{Parsed, TemplateSource, parse};
pub use root::{Class, SizeDecl, Slot, SlotKind, Template};
pub use sizes::{AS_OF, NAMED_SIZES, NamedSize, named_size};
pub use spanned::Spanned;
pub use text::{Filter, Form, TextExpr, TextPart};
pub use words::FILTERS;

#[cfg(test)]
mod tests;
