//! Rows in which contours overlap.

use super::path::{GRID, Line, Path, UNIT};
use super::sums::{Slope, Sums};
use crate::geom::PixelRect;

/// Levels of a row.
const LEVELS: i32 = 16;
const STEP: i32 = UNIT / LEVELS;

/// Crossings found in one mask; further rows of a hostile path stay as they are.
const MOST_CROSSINGS: usize = 1 << 24;

/// Covers the rows again in which, on some levels, winding numbers are others than 0 and 1, or than 0 and -1.
/// `settle` takes a row's sums.
pub(super) fn undo(path: &Path, ink: PixelRect, sums: &mut Sums, mut settle: impl FnMut(&mut Sums, i32)) {
    let mut waiting: Vec<&Line> = path.lines.iter().collect();
    waiting.sort_unstable_by_key(|line| -line.from.y);
    let mut near: Vec<(Slope, &Line)> = Vec::new();
    let (mut crossings, mut found) = (Vec::new(), 0);
    for y in ink.y..ink.bottom() {
        let top = y << GRID;
        near.retain(|(_, line)| line.to.y > top);
        while let Some(line) = waiting.pop_if(|line| line.from.y < top + UNIT) {
            if line.to.y > top {
                near.push((Slope::new(line.from, line.to), line));
            }
        }
        let mut tangled = false;
        let mut level = |n: i32, crossings: &mut Vec<(i32, i32)>| {
            crossings.clear();
            let y = top + n * STEP + STEP / 2;
            let here = near.iter().filter(|(_, line)| (line.from.y..line.to.y).contains(&y));
            crossings.extend(here.map(|(slope, line)| (slope.x(y), line.way)));
            found += crossings.len();
            crossings.sort_unstable();
        };
        for n in (1..LEVELS).step_by(2) {
            level(n, &mut crossings);
            tangled |= overlaps(&crossings);
        }
        if !tangled {
            continue;
        }
        sums.move_to(y);
        for n in 0..LEVELS {
            level(n, &mut crossings);
            let mut winding = 0;
            for (x, way) in &crossings {
                let before = winding;
                winding += way;
                match (before, winding) {
                    (0, _) => sums.step(0, *x, STEP),
                    (_, 0) => sums.step(0, *x, -STEP),
                    _ => {}
                }
            }
        }
        settle(sums, y);
        if found > MOST_CROSSINGS {
            return;
        }
    }
}

/// Whether winding numbers along a level are others than 0 and one more.
fn overlaps(crossings: &[(i32, i32)]) -> bool {
    let (mut winding, mut low, mut high) = (0, 0, 0);
    for (_, way) in crossings {
        winding += way;
        (low, high) = (low.min(winding), high.max(winding));
    }
    high - low > 1
}
