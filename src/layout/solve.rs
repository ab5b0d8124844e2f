use taffy::prelude::*;

use super::texts::Text;
use super::tree;
use crate::compile::{Flow, Node, NodeKind, Scene};
use crate::geom::{Px, Rect};
use crate::template::StackDirection;

/// The box of a layer in its parent's left-to-right space.
#[derive(Clone, Debug)]
pub(super) struct Boxed<'s> {
    pub(super) node: &'s Node,
    /// Relative to the parent's border box.
    pub(super) rect: Rect,
    /// Where the layer may be: the parent's content box, or the parent's box less the inset for a placed layer;
    /// relative to the parent's border box.
    pub(super) room: Rect,
    /// Position in the list of texts, for texts.
    pub(super) text: Option<usize>,
    pub(super) children: Vec<Boxed<'s>>,
}

/// What a node of the taffy tree stands for.
struct Placeholder<'s> {
    node: &'s Node,
    id: NodeId,
    wrapper: Option<NodeId>,
    text: Option<usize>,
    children: Vec<Placeholder<'s>>,
}

/// Boxes for all layers, with texts as they are now. A dropped text has no box.
pub(super) fn solve<'s>(scene: &'s Scene, texts: &[Text<'s>]) -> Vec<Boxed<'s>> {
    let mut tree: TaffyTree<usize> = TaffyTree::new();
    tree.disable_rounding();
    let mut next_text = 0;
    let placeholders = grow(&mut tree, &scene.layers, texts, &mut next_text, false);
    let roots: Vec<NodeId> = placeholders.iter().map(|p| p.wrapper.unwrap_or(p.id)).collect();
    let root = tree
        .new_with_children(tree::root(scene.canvas.w(), scene.canvas.h()), &roots)
        .expect("nodes of this tree");
    tree.compute_layout_with_measure(root, Size::MAX_CONTENT, |inputs, _, text, style| {
        taffy::compute_leaf_layout(
            inputs,
            style,
            |_, _| 0.0,
            |known, available| text.map_or(Size::ZERO, |text| measure(&texts[*text], known, available)),
        )
    })
    .expect("nodes of this tree");
    let canvas = scene.canvas.rect().to_rect();
    placeholders.iter().map(|p| read(&tree, p, canvas)).collect()
}

fn grow<'s>(
    tree: &mut TaffyTree<usize>,
    nodes: &'s [Node],
    texts: &[Text<'s>],
    next_text: &mut usize,
    row: bool,
) -> Vec<Placeholder<'s>> {
    let mut placeholders = Vec::new();
    for node in nodes {
        let style = tree::node(node, row);
        let (id, text, children) = match &node.kind {
            NodeKind::Text(_) => {
                let text = *next_text;
                *next_text += 1;
                if texts[text].dropped {
                    continue;
                }
                (tree.new_leaf_with_context(style, text), Some(text), Vec::new())
            }
            NodeKind::Stack(stack) => {
                let row = stack.direction == StackDirection::Row;
                let children = grow(tree, &stack.children, texts, next_text, row);
                let ids: Vec<NodeId> = children.iter().map(|c| c.wrapper.unwrap_or(c.id)).collect();
                (tree.new_with_children(style, &ids), None, children)
            }
            NodeKind::Canvas(layers) => {
                let children = grow(tree, layers, texts, next_text, false);
                let ids: Vec<NodeId> = children.iter().map(|c| c.wrapper.unwrap_or(c.id)).collect();
                (tree.new_with_children(style, &ids), None, children)
            }
            _ => (tree.new_leaf(style), None, Vec::new()),
        };
        let id = id.expect("a new node");
        let wrapper = match node.placement.flow {
            Flow::Placed { place, inset } => {
                Some(tree.new_with_children(tree::wrapper(place, inset), &[id]).expect("a new node"))
            }
            Flow::InStack { .. } => None,
        };
        placeholders.push(Placeholder { node, id, wrapper, text, children });
    }
    placeholders
}

/// The size of a text: as wide as it likes within what there is, as high as its lines.
fn measure(text: &Text<'_>, known: Size<Option<f32>>, available: Size<AvailableSpace>) -> Size<f32> {
    let widest = || text.max_content();
    let width = match (known.width, available.width) {
        (Some(width), _) => Px::from_f64(f64::from(width)),
        (None, AvailableSpace::Definite(most)) => widest().min(Px::from_f64(f64::from(most))),
        (None, AvailableSpace::MaxContent) => widest(),
        (None, AvailableSpace::MinContent) => text.min_content(),
    };
    let height = known.height.unwrap_or_else(|| text.extent(width).height.to_f32());
    Size { width: known.width.unwrap_or(width.to_f32()), height }
}

fn read<'s>(tree: &TaffyTree<usize>, placeholder: &Placeholder<'s>, room: Rect) -> Boxed<'s> {
    let (own, _) = border_box(tree, placeholder.id);
    let (rect, room) = match placeholder.wrapper {
        Some(wrapper) => {
            let (around, _) = border_box(tree, wrapper);
            (own.offset(around.x, around.y), around)
        }
        None => (own, room),
    };
    let (_, content) = border_box(tree, placeholder.id);
    let children = placeholder.children.iter().map(|child| read(tree, child, content)).collect();
    Boxed { node: placeholder.node, rect, room, text: placeholder.text, children }
}

/// A node's border box relative to its parent, and its content box relative to itself.
fn border_box(tree: &TaffyTree<usize>, id: NodeId) -> (Rect, Rect) {
    let layout = tree.layout(id).expect("a node of this tree");
    let px = |value: f32| Px::from_f64(f64::from(value));
    let border = Rect::new(
        px(layout.location.x),
        px(layout.location.y),
        px(layout.size.width),
        px(layout.size.height),
    );
    let padding = layout.padding;
    let content = Rect::new(
        px(padding.left),
        px(padding.top),
        px(layout.size.width - padding.left - padding.right),
        px(layout.size.height - padding.top - padding.bottom),
    );
    (border, content)
}
