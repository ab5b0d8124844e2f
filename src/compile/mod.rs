//! What a template means for one variant.
//!
//! In: a [`Template`](crate::template::Template), frozen [`Inputs`] and a [`Request`]. Out: a [`Scene`] in which no
//! unit, role, slot or condition is left, and every layer knows the axes that it can depend on. Promise: pure; all
//! faults at once.

mod bind;
mod condition;
mod content;
mod contrast;
mod couple;
mod decor;
mod inputs;
mod measure;
mod paint;
mod placement;
mod plural;
mod rich;
mod said;
mod scene;
mod scope;
mod style;
mod values;
mod words;

pub use bind::{bind, layer_id};
pub use inputs::{Inputs, Request, SlotInput};
pub use said::{Said, said};
pub use scene::{
    BoxStyle, Contrast, Decor, Extent, Filter, Flow, ImageNode, LogoNode, Node, NodeKind, Paint, Placement,
    Remedy, RichText, Scene, Shadow, ShapeNode, StackNode, Strike, Stroke, SvgNode, TextNode, TextSpan, Tile,
};
