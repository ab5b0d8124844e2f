//! The ladder of one text: balance, tighten, shrink, then the next shorter form.

use std::sync::Arc;

use super::line::Block;
use super::shaped::Shaped;
use super::style::Setting;
use crate::geom::{Px, Ratio};

/// What may be tried to make a text fit, from the most wanted to the least.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The approved forms of the text, the longest first.
    pub forms: Vec<Arc<Shaped>>,
    /// As designed: the full size.
    pub setting: Setting,
    /// Never smaller than this; at or above the full size means no shrinking.
    pub floor: Px,
}

/// The step of the ladder that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rung {
    /// Index into the forms; 0 is the full text.
    pub form: usize,
    /// Font size.
    pub size: Px,
    /// Whether tracking was tightened.
    pub tightened: bool,
}

/// A text that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// How far down the ladder.
    pub rung: Rung,
    /// Its lines.
    pub block: Block,
    /// With what they were set.
    pub setting: Setting,
}

/// No rung fits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text fits on no rung of the ladder")]
pub struct NoFit {
    /// The last rung: the shortest form at the floor, which comes nearest. `None` for a ladder without forms.
    pub best: Option<Box<Fitted>>,
}

/// Where a text must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    width: Px,
    height: Px,
    max_lines: Option<u32>,
    balance: bool,
}

/// Lines snap to quarter pixels: that much ink may lie beyond an edge.
const SNAP: Px = Px::from_64ths(16);

/// The first rung on which the text fits: no more lines than allowed, no line too wide, line boxes within the height,
/// ink within the width.
///
/// # Errors
/// When no rung fits.
pub fn fit(
    ladder: &Ladder,
    width: Px,
    height: Px,
    max_lines: Option<u32>,
    balance: bool,
) -> Result<Fitted, NoFit> {
    let room = Room { width, height, max_lines, balance };
    for (form, shaped) in ladder.forms.iter().enumerate() {
        for (setting, tightened) in settings(ladder) {
            if let Some(block) = attempt(shaped, &setting, room) {
                return Ok(Fitted { rung: Rung { form, size: setting.size, tightened }, block, setting });
            }
        }
    }
    let last = ladder.forms.iter().enumerate().next_back();
    let best = last.zip(settings(ladder).last()).map(|((form, shaped), (setting, tightened))| {
        let block = shaped.set(&setting, width, balance);
        Box::new(Fitted { rung: Rung { form, size: setting.size, tightened }, block, setting })
    });
    Err(NoFit { best })
}

/// As designed; tightened; then ever smaller by 2 % of the full size, the floor itself last.
fn settings(ladder: &Ladder) -> impl Iterator<Item = (Setting, bool)> {
    let full = Setting { size: ladder.setting.size.to_quarter(), ..ladder.setting };
    let tight = super::line::tightened(full.tracking).map(|tracking| Setting { tracking, ..full });
    let base = tight.unwrap_or(full);
    let floor = Px::from_64ths((ladder.floor.in_64ths() + 15).div_euclid(16) * 16).max(Px::from_64ths(16));
    let steps = (1..50)
        .map(move |step| full.size.scale(Ratio::percent(f64::from(100 - 2 * step))).to_quarter())
        .take_while(move |&size| size > floor)
        .chain(std::iter::once(floor));
    let mut smallest = full.size;
    let shrunk = steps.filter_map(move |size| {
        let smaller = size < smallest;
        smallest = smallest.min(size);
        smaller.then_some((Setting { size, ..base }, tight.is_some()))
    });
    std::iter::once((full, false)).chain(tight.map(|setting| (setting, true))).chain(shrunk)
}

/// The cheap questions come first; glyphs are placed only where these say yes.
fn attempt(shaped: &Shaped, setting: &Setting, room: Room) -> Option<Block> {
    let extent = shaped.extent(setting, room.width);
    let few = room.max_lines.is_none_or(|max| extent.lines <= max as usize);
    if !few || extent.overflows || extent.height > room.height {
        return None;
    }
    let block = shaped.set(setting, room.width, room.balance);
    let ink = block.ink();
    let hung = super::shaped::px_ceil(shaped.hung, setting.size);
    let inside = room.width == Px::MAX || (ink.x >= -SNAP - hung && ink.right() <= room.width + SNAP + hung);
    inside.then_some(block)
}
