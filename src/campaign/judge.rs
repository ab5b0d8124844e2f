//! How far a text or a drawing stands out from the pixels beneath it.

use crate::color::{Rgba, luminance, ratio, times};
use crate::geom::PixelRect;
use crate::memo::Weigh;
use crate::raster::Pixels;

/// So many rows of an area are looked at, evenly spread; all of them when there are no more.
pub(super) const ROWS: u32 = 16;

/// And so many pixels of each.
const COLUMNS: u32 = 64;

/// Of the pixels beneath a text, so many in a hundred may have less contrast: single specks do not decide.
const SPECKS: u64 = 5;

/// The rows of an area that are looked at.
pub(super) fn rows(height: u32) -> impl Iterator<Item = u32> {
    spread(height, ROWS)
}

/// At most `most` of so many things: the middles of as many equal stretches.
fn spread(all: u32, most: u32) -> impl Iterator<Item = u32> {
    let count = all.min(most);
    (0..count).map(move |n| {
        u32::try_from((2 * u64::from(n) + 1) * u64::from(all) / (2 * u64::from(count))).unwrap_or(0)
    })
}

/// Contrast ratios in hundredths, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Verdict {
    /// That 95 % of the pixels have.
    pub(super) low: u32,
    /// On average.
    pub(super) mean: u32,
    /// How many opaque pixels were looked at.
    pub(super) pixels: u64,
}

impl Verdict {
    /// Of two runs of one text: the lower one counts.
    pub(super) fn and(self, other: Self) -> Self {
        if self.pixels == 0 || other.pixels == 0 {
            return if self.pixels == 0 { other } else { self };
        }
        let pixels = self.pixels + other.pixels;
        let sum = u64::from(self.mean) * self.pixels + u64::from(other.mean) * other.pixels;
        let mean = u32::try_from(sum / pixels).unwrap_or(u32::MAX);
        Self { low: self.low.min(other.low), mean, pixels }
    }
}

impl Weigh for Verdict {
    fn weight(&self) -> usize {
        size_of::<Self>()
    }
}

/// Which of several drawings is best.
#[derive(Clone, Copy, Debug)]
pub(super) struct Best(pub(super) usize);

impl Weigh for Best {
    fn weight(&self) -> usize {
        size_of::<Self>()
    }
}

fn hundredths(ratio: f64) -> u32 {
    // The smallest excess keeps what is 4.5 by definition from becoming 4.49.
    (ratio * 100.0 + 1e-6) as u32
}

/// A text's colour over opaque pixels of its ground, against those pixels. `ground` holds rows of `width` pixels.
pub(super) fn text(ground: &[u8], width: u32, color: Rgba) -> Verdict {
    let mut counts = vec![0u64; 2101];
    let (mut pixels, mut sum) = (0u64, 0u64);
    let mut judge = |ink: f64, [r, g, b, _]: [u8; 4]| {
        let ratio = hundredths(ratio(ink, luminance([r, g, b])));
        counts[(ratio as usize).min(2100)] += 1;
        pixels += 1;
        sum += u64::from(ratio);
    };
    let columns: Vec<usize> = spread(width, COLUMNS).map(|x| x as usize).collect();
    let rows = ground.as_chunks::<4>().0.chunks_exact(width.max(1) as usize);
    let seen = rows.flat_map(|row| columns.iter().map(|x| row[*x]));
    let opaque = seen.filter(|pixel| pixel[3] == 255);
    if color.is_opaque() {
        let ink = luminance([color.r, color.g, color.b]);
        opaque.for_each(|pixel| judge(ink, pixel));
    } else {
        let over = |ink: u8, below: u8| {
            let sum = u32::from(ink) * u32::from(color.a) + u32::from(below) * (255 - u32::from(color.a));
            u8::try_from((sum + 127) / 255).unwrap_or(255)
        };
        opaque.for_each(|pixel| {
            let ink = [over(color.r, pixel[0]), over(color.g, pixel[1]), over(color.b, pixel[2])];
            judge(luminance(ink), pixel);
        });
    }
    if pixels == 0 {
        return Verdict::default();
    }
    let mut below = 0;
    let low = counts.iter().position(|count| {
        below += count;
        below * 100 > pixels * SPECKS
    });
    let low = low.and_then(|low| u32::try_from(low).ok()).unwrap_or(100);
    Verdict { low, mean: u32::try_from(sum / pixels).unwrap_or(0), pixels }
}

/// The average contrast of a drawing's own pixels to the ground that each covers, weighed by their opacity, in
/// hundredths. WCAG 2.2 measures graphics by the same ratio (success criterion 1.4.11). 0: nothing could be measured.
/// `ground` holds the [`rows`] of `area`, which is the part of the drawing that is on the canvas.
pub(super) fn drawing(drawing: &Pixels, area: PixelRect, ground: &[u8]) -> u32 {
    let (mut sum, mut weight) = (0u64, 0u64);
    let stride = area.w as usize * 4;
    for (row, ground) in rows(area.h).zip(ground.chunks_exact(stride)) {
        let (x, y) = (area.x.unsigned_abs() as usize, area.y.unsigned_abs() + row);
        let ink = &drawing.row(y)[x * 4..][..stride];
        for (ink, below) in ink.as_chunks::<4>().0.iter().zip(ground.as_chunks::<4>().0) {
            let alpha = ink[3];
            if alpha == 0 || below[3] < 255 {
                continue;
            }
            let over = |n: usize| ink[n].saturating_add(times(below[n], 255 - alpha));
            let shown = luminance([over(0), over(1), over(2)]);
            let ratio = hundredths(ratio(shown, luminance([below[0], below[1], below[2]])));
            sum += u64::from(ratio) * u64::from(alpha);
            weight += u64::from(alpha);
        }
    }
    sum.checked_div(weight).map_or(0, |mean| u32::try_from(mean).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::PixelSize;

    fn ground(pixels: &[Rgba]) -> Vec<u8> {
        pixels.iter().flat_map(|color| color.premultiply()).collect()
    }

    #[test]
    fn the_published_edge_of_legibility_is_met() {
        let grey = Rgba::from_hex("#767676").expect("a colour");
        assert_eq!(text(&ground(&[Rgba::WHITE; 8]), 8, grey).low, 454);
        assert_eq!(text(&ground(&[Rgba::WHITE; 8]), 8, Rgba::BLACK).low, 2100);
        assert_eq!(text(&ground(&[Rgba::WHITE; 8]), 8, Rgba::WHITE).low, 100);
    }

    #[test]
    fn a_speck_does_not_decide_and_a_stain_does() {
        let with = |stained: usize| {
            let mut pixels = [Rgba::BLACK; 100];
            pixels[..stained].fill(Rgba::WHITE);
            text(&ground(&pixels), 20, Rgba::WHITE)
        };
        assert_eq!(with(5).low, 2100);
        assert_eq!(with(6).low, 100);
        assert_eq!(with(50).mean, 1100);
    }

    #[test]
    fn translucent_ink_is_measured_as_it_is_seen_and_what_is_clear_is_not_measured() {
        let half = Rgba { a: 128, ..Rgba::BLACK };
        let seen = text(&ground(&[Rgba::WHITE]), 1, half);
        assert!((390..410).contains(&seen.low), "{seen:?}");
        assert_eq!(text(&ground(&[Rgba::TRANSPARENT; 4]), 4, half), Verdict::default());
    }

    #[test]
    fn of_two_drawings_the_one_that_stands_out_scores_higher() {
        let size = PixelSize::new(10, 40).expect("a size");
        let drawn = |color: Rgba| Pixels { size, data: ground(&[color; 400]), opaque: true };
        let score = |ink: Rgba, below: Rgba| {
            let area = PixelRect { x: 2, y: 1, w: 6, h: 30 };
            drawing(&drawn(ink), area, &ground(&vec![below; 6 * ROWS as usize]))
        };
        assert!(score(Rgba::WHITE, Rgba::BLACK) > score(Rgba::BLACK, Rgba::BLACK));
        assert!(score(Rgba::BLACK, Rgba::WHITE) > score(Rgba::WHITE, Rgba::WHITE));
        assert_eq!(score(Rgba::WHITE, Rgba::TRANSPARENT), 0);
    }

    #[test]
    fn rows_are_spread_over_the_whole_height() {
        assert_eq!(rows(3).collect::<Vec<_>>(), [0, 1, 2]);
        let many: Vec<u32> = rows(2400).collect();
        assert_eq!((many.len(), many.first(), many.last()), (16, Some(&75), Some(&2325)));
    }
}
