use super::{Flow, Node, NodeKind};
use crate::variant::AxisSet;

/// In a stack each child's place depends on all that are in the flow.
pub(super) fn couple(children: &mut [Node]) {
    let flows = |node: &Node| matches!(node.placement.flow, Flow::InStack { .. });
    let all =
        children.iter().filter(|node| flows(node)).fold(AxisSet::NONE, |axes, node| axes.union(deep(node)));
    for child in children.iter_mut().filter(|node| flows(node)) {
        spread(child, all);
    }
}

fn deep(node: &Node) -> AxisSet {
    node.children().iter().fold(node.axes, |axes, child| axes.union(deep(child)))
}

fn spread(node: &mut Node, axes: AxisSet) {
    node.axes = node.axes.union(axes);
    let children = match &mut node.kind {
        NodeKind::Stack(stack) => &mut stack.children,
        NodeKind::Canvas(children) => children,
        _ => return,
    };
    for child in children {
        spread(child, axes);
    }
}
