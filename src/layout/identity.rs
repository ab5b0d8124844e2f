use std::fmt::Write;

use crate::compile::{Flow, Node, NodeKind, RichText, Scene, TextNode, TextSpan};
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
    for node in nodes {
        let Node { kind, placement, boxed, .. } = node;
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
        feed(node.children(), to);
        to.push(']');
    }
}

/// Taken apart without `..`, so that nobody adds a field without asking whether sizes follow from it.
fn words(text: &TextNode, to: &mut String) -> std::fmt::Result {
    let TextNode {
        forms,
        hang_quotes,
        breaking,
        families,
        weight,
        italic,
        features,
        transform,
        caps,
        stroke: _,
        shadows: _,
        size,
        floor,
        leading,
        tracking,
        align: _,
        color: _,
        gradient: _,
        lines,
        balance,
        drop,
        group,
        most_share,
        contrast: _,
    } = text;
    for RichText { text, spans } in forms {
        write!(to, "{text:?}")?;
        for TextSpan { range, weight, scale, hang, gap, color: _, strike: _ } in spans {
            write!(to, "{:?}", (range, weight, scale, hang, gap))?;
        }
    }
    write!(to, "{:?}", (hang_quotes, breaking, families, weight, italic, features, transform, caps))?;
    write!(to, "{:?}", (size, floor, leading, tracking, lines, balance, drop, group, most_share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brand::{Breaking, Caps, Transform};
    use crate::color::{BlendMode, Rgba};
    use crate::compile::{BoxStyle, Contrast, Decor, Placement};
    use crate::geom::{Angle, Insets, PixelSize, Px, Ratio};
    use crate::locale::{Direction, Locale};
    use crate::template::{BlockPlace, InlinePlace, Place, TextAlign};
    use crate::variant::AxisSet;

    fn text() -> TextNode {
        TextNode {
            forms: vec![RichText { text: "Hello".into(), spans: Vec::new() }],
            hang_quotes: false,
            breaking: Breaking::default(),
            families: vec!["Figtree".into()],
            weight: 400,
            italic: false,
            features: Vec::new(),
            transform: Transform::default(),
            caps: Caps::default(),
            stroke: None,
            shadows: Vec::new(),
            size: Px::whole(20),
            floor: Px::whole(10),
            leading: Ratio::ONE,
            tracking: Ratio::ZERO,
            align: TextAlign::Start,
            color: Rgba::WHITE,
            gradient: None,
            lines: None,
            balance: false,
            drop: false,
            group: None,
            most_share: None,
            contrast: Contrast::default(),
        }
    }

    fn of(change: impl Fn(&mut TextNode)) -> Digest {
        let mut text = text();
        change(&mut text);
        let place = Place { block: BlockPlace::Top, inline: InlinePlace::Start };
        let placement = Placement {
            flow: Flow::Placed { place, inset: [crate::compile::Extent::ZERO; 4] },
            width: None,
            height: None,
            min_width: None,
            max_width: None,
            min_height: None,
            max_height: None,
            aspect: None,
            mirror: true,
        };
        let node = Node {
            id: "text".into(),
            axes: AxisSet::default(),
            kind: NodeKind::Text(text),
            placement,
            boxed: BoxStyle::default(),
            decor: Decor {
                opacity: 255,
                blend: BlendMode::Normal,
                rotate: Angle::degrees(0.0),
                clip: None,
                mask: None,
            },
            apart: Vec::new(),
        };
        identity(&Scene {
            canvas: PixelSize::new(300, 250).expect("a size"),
            safe: Insets::default(),
            scale: 1,
            locale: Locale::parse("en").expect("a tag"),
            direction: Direction::Ltr,
            no_break: Vec::new(),
            background: None,
            layers: vec![node],
        })
    }

    #[test]
    fn what_moves_letters_is_in_it_and_what_colours_them_is_not() {
        let plain = of(|_| {});
        let moved: [fn(&mut TextNode); 5] = [
            |text| text.caps = Caps::Small,
            |text| text.weight = 700,
            |text| text.transform = Transform::Uppercase,
            |text| text.tracking = Ratio::HALF,
            |text| text.forms[0].text.push('!'),
        ];
        for (n, change) in moved.into_iter().enumerate() {
            assert_ne!(of(change), plain, "change {n}");
        }
        assert_eq!(of(|text| text.color = Rgba { a: 9, ..Rgba::WHITE }), plain);
        assert_eq!(of(|text| text.align = TextAlign::End), plain);
    }
}
