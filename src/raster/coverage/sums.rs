//! Signed areas of lines, summed along rows.

use super::path::{GRID, Line, Point, UNIT};
use crate::geom::PixelRect;

/// The sum of a covered pixel: the height of a pixel times twice its width.
const WHOLE: i32 = 2 << (2 * GRID);

/// Rounding may take a sum so far beyond what it should be.
const SLACK: i32 = WHOLE / 64;

/// Differences along each row of some rows of pixels; zero between uses.
pub(super) struct Sums {
    /// Pixels in a row; two more cells than that, as sums reach one cell further than their pixel, and an edge at the very
    /// right is in the cell after.
    width: usize,
    cells: Vec<i32>,
    /// The upper left corner, on the grid.
    origin: Point,
}

impl Sums {
    /// For `rows` at a time of `ink`.
    pub(super) fn new(ink: PixelRect, rows: usize) -> Self {
        let width = ink.w as usize;
        Self { width, cells: vec![0; rows * (width + 2)], origin: Point { x: ink.x * UNIT, y: ink.y * UNIT } }
    }

    /// From row `y` of the picture on.
    pub(super) fn move_to(&mut self, y: i32) {
        self.origin.y = y * UNIT;
    }

    fn row(&self, n: usize) -> usize {
        n * (self.width + 2)
    }

    /// Adds what of a line lies within `height` (on the grid) below the origin.
    pub(super) fn add(&mut self, line: &Line, height: i32) {
        let local = |p: Point| Point { x: p.x - self.origin.x, y: p.y - self.origin.y };
        let (from, to) = (local(line.from), local(line.to));
        if to.y <= 0 || from.y >= height {
            return;
        }
        let right = self.width as i32 * UNIT;
        let (left_end, right_end) = (from.x.min(to.x), from.x.max(to.x));
        if left_end >= right {
            return;
        }
        let one_row = from.y >> GRID == (to.y - 1) >> GRID;
        if one_row && left_end >= 0 && left_end >> GRID == right_end >> GRID && right_end <= right {
            let at = self.row((from.y >> GRID) as usize) + (left_end >> GRID) as usize;
            return self.cell(at, (from.x & (UNIT - 1)) + (to.x & (UNIT - 1)), (to.y - from.y) * line.way);
        }
        let slope = Slope::new(from, to);
        let rise = slope.rise();
        // Outside, a line counts as one along the edge; its pieces are cut where it meets the edge.
        let cuts = if left_end < 0 || right_end > right {
            [slope.y(0, rise), slope.y(right, rise)]
        } else {
            [i32::MAX; 2]
        };
        let inside = |x: i32| x.clamp(0, right);
        let (mut y, end) = (from.y.max(0), to.y.min(height));
        let mut above = inside(if y == from.y { from.x } else { slope.x(y) });
        while y < end {
            let mut next = ((y | (UNIT - 1)) + 1).min(end);
            for cut in cuts {
                next = if cut > y { next.min(cut) } else { next };
            }
            let below = inside(if next == to.y { to.x } else { slope.x(next) });
            let row = self.row((y >> GRID) as usize);
            self.piece(row, above.min(below), above.max(below), (next - y) * line.way, rise);
            (y, above) = (next, below);
        }
    }

    /// A piece within the row that begins at `row`, between two x, and so high.
    fn piece(&mut self, row: usize, from: i32, to: i32, height: i32, rise: i64) {
        let (first, last) = (from >> GRID, to >> GRID);
        if first == last {
            return self.cell(row + first as usize, (from & (UNIT - 1)) + (to & (UNIT - 1)), height);
        }
        let (most, sign) = (height.abs(), height.signum());
        let (mut done, mut left) = (0, from & (UNIT - 1));
        for cell in first..last {
            let across = i64::from((cell + 1) * UNIT - from);
            let reached = ((rise * across + HALF) >> FINE).min(i64::from(most)) as i32;
            self.cell(row + cell as usize, left + UNIT, (reached - done) * sign);
            (done, left) = (reached, 0);
        }
        self.cell(row + last as usize, to & (UNIT - 1), (most - done) * sign);
    }

    /// A piece within one cell: twice its mean distance from the cell's left edge, and its height.
    #[inline]
    fn cell(&mut self, at: usize, twice: i32, height: i32) {
        let area = twice * height;
        let Some([here, next]) = self.cells.get_mut(at..at + 2) else { return };
        // sums of ten thousand windings wrap round
        *here = here.wrapping_add(2 * UNIT * height - area);
        *next = next.wrapping_add(area);
    }

    /// From the next x on, row `n` is covered by `height` more (on the grid).
    pub(super) fn step(&mut self, n: usize, x: i32, height: i32) {
        let x = x.saturating_sub(self.origin.x).clamp(0, self.width as i32 * UNIT);
        self.cell(self.row(n) + (x >> GRID) as usize, 2 * (x & (UNIT - 1)), height);
    }

    /// Writes the coverage of row `n` and clears it; says whether some winding number is seen to be none of 0 and 1.
    pub(super) fn settle(&mut self, n: usize, out: &mut [u8]) -> bool {
        const CHUNK: usize = 16;
        let from = self.row(n);
        let (cells, rest) = self.cells[from..][..self.width + 2].split_at_mut(self.width);
        rest.fill(0);
        let (mut sum, mut low, mut high) = (0i32, 0, 0);
        for (cells, out) in cells.chunks_mut(CHUNK).zip(out.chunks_mut(CHUNK)) {
            if cells.iter().fold(0, |any, cell| any | *cell) == 0 {
                out.fill(coverage(sum));
                continue;
            }
            for (cell, out) in cells.iter_mut().zip(out) {
                sum = sum.wrapping_add(std::mem::take(cell));
                (low, high) = (low.min(sum), high.max(sum));
                *out = coverage(sum);
            }
        }
        high > WHOLE + SLACK || low < -WHOLE - SLACK || (high > SLACK && low < -SLACK)
    }
}

/// Coverage of a pixel with such a sum.
fn coverage(sum: i32) -> u8 {
    let sum = sum.unsigned_abs().min(WHOLE as u32);
    ((sum * 255 + WHOLE as u32 / 2) >> (2 * GRID + 1)) as u8
}

/// Fractional bits of a slope.
const FINE: u32 = 24;
const HALF: i64 = 1 << (FINE - 1);

/// A line that is not level.
#[derive(Clone, Copy)]
pub(super) struct Slope {
    from: Point,
    /// From the upper end to the lower one.
    across: i64,
    down: i64,
    /// x per y.
    run: i64,
}

impl Slope {
    pub(super) fn new(from: Point, to: Point) -> Self {
        let (across, down) = (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y));
        Self { from, across, down, run: if across == 0 { 0 } else { (across << FINE) / down } }
    }

    /// |y per x|; 0 for an upright line.
    fn rise(&self) -> i64 {
        if self.across == 0 { 0 } else { (self.down << FINE) / self.across.abs() }
    }

    /// Where the line is at a height that it reaches.
    pub(super) fn x(&self, y: i32) -> i32 {
        let across = (self.run * (i64::from(y) - i64::from(self.from.y)) + HALF) >> FINE;
        self.from.x + across as i32
    }

    /// The height at which it is at `x`, or far away.
    fn y(&self, x: i32, rise: i64) -> i32 {
        let along = (i64::from(x) - i64::from(self.from.x)) * self.across.signum();
        let down = (rise.saturating_mul(along).saturating_add(HALF) >> FINE).clamp(-(1 << 30), 1 << 30);
        self.from.y.saturating_add(down as i32)
    }
}
