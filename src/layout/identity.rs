use std::fmt::Write;

use crate::compile::{Flow, Node, NodeKind, Scene, TextNode};
use crate::digest::Digest;

/// What the sizes of a scene's texts follow from: two with the same have their texts in the same sizes. Pictures and
/// colours are not in it, nor layers without words that lie apart from the flow.
#[must_use]
pub fn identity(scene: &Scene) -> Digest {
    let mut all = format!("{:?} {:?} {:?}", scene.canvas, scene.locale, scene.no_break);
    feed(&scene.layers, &mut all);
    Digest::of("layout", &all)
}

fn feed(nodes: &[Node], to: &mut String) {
    for Node { kind, placement, boxed, .. } in nodes {
        let leaf =
            matches!(kind, NodeKind::Image(_) | NodeKind::Fill(_) | NodeKind::Shape(_) | NodeKind::Svg(_));
        if leaf && matches!(placement.flow, Flow::Placed { .. }) {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = write!(to, "[{placement:?} {:?}", boxed.padding);
        let _ = match kind {
            NodeKind::Text(text) => words(text, to),
            NodeKind::Stack(stack) => write!(
                to,
                "stack {:?} {:?} {:?} {:?} {}",
                stack.direction, stack.gap, stack.align, stack.justify, stack.wrap
            ),
            NodeKind::Logo(logo) => write!(to, "logo {:?}", logo.aspect),
            NodeKind::Svg(svg) => write!(to, "svg {:?} {:?}", svg.aspect, svg.tile),
            NodeKind::Canvas(_) => write!(to, "canvas"),
            NodeKind::Image(_) | NodeKind::Fill(_) | NodeKind::Shape(_) => write!(to, "leaf"),
        };
        match kind {
            NodeKind::Stack(stack) => feed(&stack.children, to),
            NodeKind::Canvas(children) => feed(children, to),
            _ => {}
        }
        to.push(']');
    }
}

fn words(text: &TextNode, to: &mut String) -> std::fmt::Result {
    for form in &text.forms {
        write!(to, "{:?}", form.text)?;
        for span in &form.spans {
            write!(to, "{:?}", (&span.range, span.weight, span.scale, span.hang, span.gap))?;
        }
    }
    write!(
        to,
        "{:?}",
        (text.hang_quotes, text.breaking, &text.families, text.weight, text.italic, &text.features)
    )?;
    write!(to, "{:?}", (text.transform, text.size, text.floor, text.leading, text.tracking, text.lines))?;
    write!(to, "{:?}", (text.balance, text.drop, &text.group, text.cap))
}
