use taffy::prelude::*;
use taffy::style::{AlignItems as TaffyAlign, Dimension, LengthPercentage, LengthPercentageAuto, Position};

use crate::compile::{Extent, Flow, Node, NodeKind, Placement, StackNode};
use crate::geom::Ratio;
use crate::template::{AlignItems, BlockPlace, InlinePlace, Justify, Place, StackDirection};

fn dimension(extent: Option<Extent>) -> Dimension {
    match extent {
        None => Dimension::AUTO,
        Some(Extent::Px(px)) => Dimension::length(px.to_f32()),
        Some(Extent::Percent(ratio)) => Dimension::percent(ratio.to_f64() as f32),
    }
}

fn distance(extent: Extent) -> LengthPercentageAuto {
    match extent {
        Extent::Px(px) => LengthPercentageAuto::length(px.to_f32()),
        Extent::Percent(ratio) => LengthPercentageAuto::percent(ratio.to_f64() as f32),
    }
}

fn bound(extent: Option<Extent>) -> LengthPercentageAuto {
    extent.map_or(LengthPercentageAuto::AUTO, distance)
}

fn inside(extent: Extent) -> LengthPercentage {
    match extent {
        Extent::Px(px) => LengthPercentage::length(px.to_f32()),
        Extent::Percent(ratio) => LengthPercentage::percent(ratio.to_f64() as f32),
    }
}

fn align(align: AlignItems) -> TaffyAlign {
    match align {
        AlignItems::Start => TaffyAlign::FLEX_START,
        AlignItems::Center => TaffyAlign::CENTER,
        AlignItems::End => TaffyAlign::FLEX_END,
        AlignItems::Stretch => TaffyAlign::STRETCH,
        AlignItems::Baseline => TaffyAlign::BASELINE,
    }
}

/// Sides are given block start, inline end, block end, inline start; taffy works in left-to-right space.
fn sides<T>([top, right, bottom, left]: [T; 4]) -> taffy::geometry::Rect<T> {
    taffy::geometry::Rect { left, right, top, bottom }
}

/// The box around a placed layer: as large as its parent less the inset, so that every anchor is plain alignment.
pub(super) fn wrapper(place: Place, inset: [Extent; 4]) -> Style {
    let main = match place.inline {
        InlinePlace::Start | InlinePlace::Stretch => JustifyContent::FLEX_START,
        InlinePlace::Center => JustifyContent::CENTER,
        InlinePlace::End => JustifyContent::FLEX_END,
    };
    let cross = match place.block {
        BlockPlace::Top => TaffyAlign::FLEX_START,
        BlockPlace::Center => TaffyAlign::CENTER,
        BlockPlace::Bottom => TaffyAlign::FLEX_END,
        BlockPlace::Stretch => TaffyAlign::STRETCH,
    };
    Style {
        display: Display::Flex,
        position: Position::Absolute,
        inset: sides(inset.map(distance)),
        justify_content: main,
        align_items: cross,
        ..Style::DEFAULT
    }
}

/// The root: the canvas.
pub(super) fn root(w: u32, h: u32) -> Style {
    Style {
        display: Display::Flex,
        position: Position::Relative,
        size: Size { width: Dimension::length(w as f32), height: Dimension::length(h as f32) },
        ..Style::DEFAULT
    }
}

/// A layer's own box. `row`: it is a child of a row in the flow.
pub(super) fn node(node: &Node, row: bool) -> Style {
    let Placement { flow, width, height, min_width, max_width, min_height, max_height, aspect, .. } =
        node.placement;
    let mut style = Style {
        display: Display::Flex,
        position: Position::Relative,
        size: Size { width: dimension(width), height: dimension(height) },
        min_size: Size { width: bound(min_width), height: bound(min_height) },
        max_size: Size { width: bound(max_width), height: bound(max_height) },
        aspect_ratio: aspect.map(|ratio| ratio.to_f64() as f32),
        flex_shrink: 0.0,
        ..Style::DEFAULT
    };
    if let Some(padding) = node.boxed.padding {
        style.padding = sides(padding.map(inside));
    }
    match flow {
        Flow::InStack { grow, align: own, margin } => {
            style.margin = sides(margin.map(distance));
            style.align_self = own.map(align);
            style.flex_grow = grow.to_f64() as f32;
            let gives = grow > Ratio::ZERO || matches!(node.kind, NodeKind::Text(_));
            if row && gives {
                // In a row, growing layers and texts share what is left; they may become narrower than their words,
                // and the ladder then sees to it that the words fit.
                style.flex_shrink = 1.0;
                if min_width.is_none() {
                    style.min_size.width = LengthPercentageAuto::length(0.0);
                }
                if grow > Ratio::ZERO && width.is_none() {
                    style.flex_basis = Dimension::length(0.0);
                }
            }
        }
        Flow::Placed { place, .. } => {
            if place.inline == InlinePlace::Stretch && width.is_none() {
                style.flex_grow = 1.0;
                style.flex_basis = Dimension::length(0.0);
                style.flex_shrink = 1.0;
                style.min_size.width = LengthPercentageAuto::length(0.0);
            } else if matches!(node.kind, NodeKind::Text(_) | NodeKind::Stack(_)) && width.is_none() {
                style.flex_shrink = 1.0;
                style.min_size.width = LengthPercentageAuto::length(0.0);
            }
        }
    }
    if let NodeKind::Logo(logo) = &node.kind
        && aspect.is_none()
        && (width.is_none() || height.is_none())
    {
        style.aspect_ratio = Some(logo.aspect.to_f64() as f32);
        // An aspect ratio and stretching contradict one another: the ratio wins.
        style.align_self = style
            .align_self
            .or(Some(TaffyAlign::FLEX_START))
            .filter(|_| matches!(flow, Flow::InStack { align: None, .. }) && height.is_none());
    }
    // A drawing keeps its shape where one side is given and nothing decides the other.
    if let NodeKind::Svg(svg) = &node.kind
        && svg.tile.is_none()
        && aspect.is_none()
        && width.is_some() != height.is_some()
        && !matches!(flow, Flow::Placed { place, .. }
            if width.is_none() && place.inline == InlinePlace::Stretch
                || height.is_none() && place.block == BlockPlace::Stretch)
    {
        style.aspect_ratio = Some(svg.aspect.to_f64() as f32);
    }
    if let NodeKind::Stack(stack) = &node.kind {
        self::stack(&mut style, stack);
    }
    style
}

fn stack(style: &mut Style, stack: &StackNode) {
    style.flex_direction = match stack.direction {
        StackDirection::Row => FlexDirection::Row,
        StackDirection::Column => FlexDirection::Column,
    };
    style.align_items = align(stack.align);
    style.justify_content = match stack.justify {
        Justify::Start => JustifyContent::FLEX_START,
        Justify::Center => JustifyContent::CENTER,
        Justify::End => JustifyContent::FLEX_END,
        Justify::SpaceBetween => JustifyContent::SPACE_BETWEEN,
    };
    let gap = inside(stack.gap);
    style.gap = Size { width: gap, height: gap };
    if stack.wrap {
        style.flex_wrap = FlexWrap::Wrap;
    }
}
