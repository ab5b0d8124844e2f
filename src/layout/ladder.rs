use super::solve::{Boxed, solve};
use super::texts::Text;
use crate::compile::{NodeKind, Scene};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::geom::{Px, Rect};

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
    what: String,
}

/// Finds the first rung on which everything fits: all as designed; tightened and shrunk to the floors; with shorter
/// approved forms; with optional texts dropped. At each round the least shrunk text gives first.
///
/// # Errors
/// [`Code::DoesNotFit`] for the first box that stays too small on the last rung.
pub(super) fn climb<'s>(scene: &'s Scene, mut texts: Vec<Text<'s>>) -> Outcome<Solved<'s>> {
    let mut fault = None;
    for _ in 0..MOST_ROUNDS {
        let boxes = solve(scene, &texts);
        let found = boxes.iter().find_map(|boxed| fault_in(boxed, &texts));
        let Some(found) = found else { return Ok(Solved { boxes, texts }) };
        let given = give(&mut texts, &found);
        fault = Some(found);
        if !given {
            break;
        }
    }
    let what = fault.map_or_else(|| "the layout does not settle".to_owned(), |fault| fault.what);
    Err(Diagnostics::from(
        Diagnostic::error(Code::DoesNotFit, what)
            .hint("lower `fit: { min: … }`, allow more `lines:`, give the copy a `short` form, or enlarge the box")
            .hint("`fit: { drop: true }` lets an optional text vanish when nothing else helps"),
    ))
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
            text.step = step.min(text.steps() - 1);
        }
    }
}

fn fault_in(boxed: &Boxed<'_>, texts: &[Text<'_>]) -> Option<Fault> {
    if let Some(n) = boxed.text {
        let text = &texts[n];
        let block = text.block(boxed.rect.w);
        let lines = u32::try_from(block.lines.len()).unwrap_or(u32::MAX);
        let most = text.node.lines.unwrap_or(u32::MAX);
        let what = if lines > most {
            Some(format!("`{}` needs {lines} lines of the {most} that it has", text.id))
        } else if block.overflows || block.size.w > boxed.rect.w + SLACK {
            Some(format!("a word of `{}` is wider than its box ({:.0} px)", text.id, boxed.rect.w.to_f64()))
        } else if block.size.h > boxed.rect.h + SLACK {
            Some(format!("`{}` is higher than its box ({:.0} px)", text.id, boxed.rect.h.to_f64()))
        } else {
            None
        };
        if let Some(what) = what {
            return Some(Fault { texts: vec![n], own: Some(n), what });
        }
    }
    let inner = boxed.children.iter().find_map(|child| fault_in(child, texts));
    if inner.is_some() {
        return inner;
    }
    let out = |child: &Boxed<'_>| sticks_out(child.rect, child.room);
    // A layer that holds no text may stick out: pictures bleed on purpose.
    let sticking = boxed.children.iter().chain(std::iter::once(boxed)).find(|child| out(child) && has_text(child))?;
    let mut within = Vec::new();
    // When a stack's child sticks out, all of its siblings can help.
    let whole = if std::ptr::eq(sticking, boxed) { sticking } else { boxed };
    collect(whole, &mut within);
    let kind = match sticking.node.kind {
        NodeKind::Text(_) => "the text",
        _ => "the layer",
    };
    let (rect, room) = (sticking.rect, sticking.room);
    let over = [room.x - rect.x, room.y - rect.y, rect.right() - room.right(), rect.bottom() - room.bottom()];
    let most = over.into_iter().max().unwrap_or_default();
    let what = format!("{kind} `{}` sticks out of its box by {:.0} px", sticking.node.id, most.to_f64());
    Some(Fault { texts: within, own: None, what })
}

fn sticks_out(rect: Rect, room: Rect) -> bool {
    !room.contains(rect, SLACK)
}

fn has_text(boxed: &Boxed<'_>) -> bool {
    boxed.text.is_some() || boxed.children.iter().any(has_text)
}

fn collect(boxed: &Boxed<'_>, into: &mut Vec<usize>) {
    into.extend(boxed.text);
    for child in &boxed.children {
        collect(child, into);
    }
}
