//! Embedding levels by UAX #9. The paragraph's direction is the locale's, so that a Latin brand name at the start of an
//! Arabic text does not turn the line round.

use unicode_bidi::{Level, ParagraphBidiInfo};

use crate::locale::Direction;

/// One level for each byte of a paragraph. Controls that are not closed end with the paragraph: they cannot leak.
#[must_use]
pub fn levels(paragraph: &str, direction: Direction) -> Vec<u8> {
    let base = if direction.is_rtl() { Level::rtl() } else { Level::ltr() };
    ParagraphBidiInfo::new(paragraph, Some(base)).levels.iter().map(|level| level.number()).collect()
}

/// Rule L2: the visual order of runs with these levels, as indices from left to right.
pub fn visual_order(levels: &[u8], order: &mut Vec<usize>) {
    order.clear();
    order.extend(0..levels.len());
    let (Some(&highest), Some(lowest_odd)) =
        (levels.iter().max(), levels.iter().copied().filter(|level| level % 2 == 1).min())
    else {
        return;
    };
    for level in (lowest_odd..=highest).rev() {
        let mut start = 0;
        while start < levels.len() {
            if levels[start] < level {
                start += 1;
                continue;
            }
            let length = levels[start..].iter().take_while(|&&other| other >= level).count();
            // A stretch at or above `level` holds the same runs before and after higher levels were reversed in it.
            order[start..start + length].reverse();
            start += length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(levels: &[u8]) -> Vec<usize> {
        let mut order = Vec::new();
        visual_order(levels, &mut order);
        order
    }

    #[test]
    fn runs_are_reordered_as_the_reference_does() {
        for levels in
            [vec![0, 1, 0], vec![1, 2, 1], vec![1, 2, 3, 2, 1], vec![0, 1, 2, 1, 4, 3, 0, 1], vec![]]
        {
            let reference: Vec<Level> =
                levels.iter().map(|&level| Level::new(level).expect("low enough")).collect();
            assert_eq!(order(&levels), ParagraphBidiInfo::reorder_visual(&reference), "{levels:?}");
        }
    }

    #[test]
    fn numbers_in_arabic_run_left_to_right() {
        let text = "خصم 40";
        let levels = levels(text, Direction::Rtl);
        assert_eq!((levels[0], levels[text.len() - 1]), (1, 2));
    }
}
