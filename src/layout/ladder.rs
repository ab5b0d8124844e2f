use super::findings::{Finding, Findings};
use super::solve::{Boxed, solve};
use super::texts::Text;
use crate::compile::{NodeKind, Scene};
use crate::diag::{Code, Diagnostic};
use crate::geom::Px;

/// A box may stick out this far before it counts: the grid's own rounding, many times over.
const SLACK: Px = Px::from_64ths(32);

/// A bound on the climb; each round changes a text, and a text has a few dozen rungs.
const MOST_ROUNDS: usize = 400;

/// Boxes in which every text fits, with the rung of each.
pub(super) struct Solved<'s> {
    pub(super) boxes: Vec<Boxed<'s>>,
    pub(super) texts: Vec<Text<'s>>,
}

/// What does not fit, and which texts could change that.
struct Fault {
    /// In the order of the layers.
    texts: Vec<usize>,
    /// The one text whose own box is too small, if it is that.
    own: Option<usize>,
    /// The layer that sticks out, or whose text is too long.
    layer: String,
    what: String,
}

/// Finds the first rung on which everything fits: all as designed; tightened and shrunk to the floors; with shorter
/// approved forms; with optional texts dropped. At each round the least shrunk text gives first.
///
/// # Errors
/// [`Code::DoesNotFit`] for the first box that stays too small on the last rung.
pub(super) fn climb<'s>(scene: &'s Scene, mut texts: Vec<Text<'s>>) -> Result<Solved<'s>, Findings> {
    let mut fault = None;
    for _ in 0..MOST_ROUNDS {
        let boxes = solve(scene, &texts);
        let found = boxes.iter().find_map(|root| {
            fault_in(root, &texts).or_else(|| sticking(root, root).filter(|_| has_text(root)))
        });
        let Some(found) = found else { return Ok(Solved { boxes, texts }) };
        let given = give(&mut texts, &found);
        fault = Some(found);
        if !given {
            break;
        }
    }
    let (layer, what) = match fault {
        Some(fault) => (Some(fault.layer), fault.what),
        None => (None, "the layout does not settle".to_owned()),
    };
    let found = Diagnostic::error(Code::DoesNotFit, what)
        .hint(
            "lower `fit: { min: … }`, allow more `lines:`, give the copy a `short` form, or enlarge the box",
        )
        .hint("`fit: { drop: true }` lets an optional text vanish when nothing else helps");
    Err(Findings(vec![Finding { layer, found }]))
}

/// Changes one text (and those of its group) by one rung. `false`: nothing is left to change.
fn give(texts: &mut [Text<'_>], fault: &Fault) -> bool {
    let among = |texts: &[Text<'_>], f: &dyn Fn(&Text<'_>) -> bool| -> Vec<usize> {
        fault.texts.iter().copied().filter(|n| !texts[*n].dropped && f(&texts[*n])).collect()
    };
    // 1. Tighten, then shrink: the text that has given least so far.
    let shrinkable = among(texts, &|text| text.can_shrink());
    if let Some(n) = shrinkable.into_iter().min_by_key(|n| texts[*n].step) {
        let step = texts[n].step + 1;
        set_step(texts, n, step);
        return true;
    }
    // 2. A shorter approved form, everything else as designed again. Texts that can shrink lead; a text that keeps its
    // size is only shortened where that is what its own box asks for, or where it takes more than a line.
    let mut shortable = among(texts, &|text| text.can_shorten());
    shortable.retain(|n| fault.own.is_none_or(|own| own == *n));
    shortable.sort_by_key(|n| (!texts[*n].is_shrinkable(), texts[*n].form));
    if let Some(n) = shortable.first().copied() {
        texts[n].form += 1;
        for n in &fault.texts {
            set_step(texts, *n, 0);
        }
        return true;
    }
    // 3. Without an optional text, the last first; everything else as designed again.
    let droppable = among(texts, &|text| text.node.drop);
    if let Some(n) = droppable.last().copied() {
        texts[n].dropped = true;
        for n in &fault.texts {
            texts[*n].form = 0;
            set_step(texts, *n, 0);
        }
        return true;
    }
    false
}

/// All texts of a group are set in the same step.
fn set_step(texts: &mut [Text<'_>], n: usize, step: usize) {
    let group = texts[n].node.group.clone();
    for (m, text) in texts.iter_mut().enumerate() {
        let together = m == n || group.is_some() && text.node.group == group;
        if together {
            text.step = step.max(text.first).min(text.steps() - 1);
        }
    }
}

fn fault_in(boxed: &Boxed<'_>, texts: &[Text<'_>]) -> Option<Fault> {
    if let Some(n) = boxed.text {
        let text = &texts[n];
        let extent = text.extent(boxed.rect.w);
        let lines = u32::try_from(extent.lines).unwrap_or(u32::MAX);
        let most = text.node.lines.unwrap_or(u32::MAX);
        let what = if lines > most {
            Some(format!("`{}` needs {lines} lines of the {most} that it has", text.id))
        } else if extent.overflows {
            Some(format!("a word of `{}` is wider than its box ({:.0} px)", text.id, boxed.rect.w.to_f64()))
        } else if extent.height > boxed.rect.h + SLACK {
            Some(format!("`{}` is higher than its box ({:.0} px)", text.id, boxed.rect.h.to_f64()))
        } else {
            None
        };
        if let Some(what) = what {
            return Some(Fault { texts: vec![n], own: Some(n), layer: text.id.to_owned(), what });
        }
    }
    let inner = boxed.children.iter().find_map(|child| fault_in(child, texts));
    // When one of them sticks out, all texts of the container can help. A layer that holds no text may stick out:
    // pictures bleed on purpose.
    inner.or_else(|| {
        boxed.children.iter().filter(|child| has_text(child)).find_map(|child| sticking(child, boxed))
    })
}

/// The fault of a layer that leaves its room, mended by the texts of `within`.
fn sticking(child: &Boxed<'_>, within: &Boxed<'_>) -> Option<Fault> {
    let (rect, room) = (child.rect, child.room);
    if room.contains(rect, SLACK) {
        return None;
    }
    let down = (room.y - rect.y).max(rect.bottom() - room.bottom());
    let across = (room.x - rect.x).max(rect.right() - room.right());
    let axis = if down >= across { Axis::Down } else { Axis::Across };
    let mut texts = Vec::new();
    collect(within, axis, &mut texts);
    let kind = match child.node.kind {
        NodeKind::Text(_) => "the text",
        _ => "the layer",
    };
    let what =
        format!("{kind} `{}` sticks out of its box by {:.0} px", child.node.id, down.max(across).to_f64());
    Some(Fault { texts, own: None, layer: child.node.id.clone(), what })
}

/// Along which a layer is too large.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Down,
    Across,
}

fn has_text(boxed: &Boxed<'_>) -> bool {
    boxed.text.is_some() || boxed.children.iter().any(has_text)
}

/// Texts whose size changes that of the container. Inside a box of fixed extent they cannot.
fn collect(boxed: &Boxed<'_>, axis: Axis, into: &mut Vec<usize>) {
    into.extend(boxed.text);
    for child in &boxed.children {
        let placement = &child.node.placement;
        let fixed = match axis {
            Axis::Down => placement.height.is_some(),
            Axis::Across => placement.width.is_some(),
        };
        if !fixed {
            collect(child, axis, into);
        }
    }
}
