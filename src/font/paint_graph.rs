//! Refuses colour glyphs that unfold without end: a paint may hold paints, each of them paints again, shared as often as a
//! hostile font likes, and the parser follows all of them.

use rustc_hash::FxHashMap;
use rustybuzz::ttf_parser::{RawFace, Tag};

/// Real emoji nest five or six deep.
const MAX_DEPTH: u32 = 32;
/// The most of any real glyph: a flag whose coat of arms has 3,000 layers.
pub(super) const MAX_PAINTS: u32 = 8_192;
/// Ranges of glyphs cannot be more than there are glyphs.
const MAX_CLIPS: u32 = 65_536;

/// Whether every colour glyph of a `COLR` table unfolds to a sane number of paints. Fonts without one are fine.
pub(super) fn is_bounded(bytes: &[u8], index: u32) -> bool {
    let Ok(face) = RawFace::parse(bytes, index) else { return false };
    let Some(data) = face.table(Tag::from_bytes(b"COLR")) else { return true };
    let graph = Graph { data };
    if graph.number(0, 2) != Some(1) {
        return true;
    }
    let Some(glyphs) = graph.offset(0, 14, 4) else { return true };
    let clips = graph.offset(0, 22, 4).and_then(|list| graph.number(list + 1, 4)).unwrap_or(0);
    let count = graph.number(glyphs, 4).unwrap_or(0) as usize;
    let mut known = FxHashMap::default();
    clips <= MAX_CLIPS
        && (0..count.min(65_536)).all(|n| {
            let record = glyphs + 4 + n * 6;
            graph
                .offset(glyphs, record + 2 - glyphs, 4)
                .is_none_or(|paint| graph.paints(paint, &mut known, 0).is_some())
        })
}

struct Graph<'a> {
    data: &'a [u8],
}

impl Graph<'_> {
    /// A big-endian number of up to four bytes.
    fn number(&self, at: usize, length: usize) -> Option<u32> {
        let bytes = self.data.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
    }

    /// What an offset at `base + at`, counted from `base`, points to; none for a null.
    fn offset(&self, base: usize, at: usize, length: usize) -> Option<usize> {
        match self.number(base.checked_add(at)?, length)? {
            0 => None,
            far => base.checked_add(far as usize),
        }
    }

    /// How many paints one unfolds to; `None` when too many, too deep or in a circle.
    fn paints(&self, at: usize, known: &mut FxHashMap<usize, u32>, depth: u32) -> Option<u32> {
        if let Some(paints) = known.get(&at) {
            return Some(*paints);
        }
        // A circle runs into this too.
        if depth > MAX_DEPTH {
            return None;
        }
        let mut sum = 1;
        for child in self.children(at) {
            sum += self.paints(child, known, depth + 1)?;
            if sum > MAX_PAINTS {
                return None;
            }
        }
        known.insert(at, sum);
        Some(sum)
    }

    /// The paints of a paint, by its format (OpenType, `COLR`, Paint tables).
    fn children(&self, at: usize) -> Vec<usize> {
        match self.number(at, 1) {
            // PaintColrLayers
            Some(1) => self.layers(at).unwrap_or_default(),
            // PaintColrGlyph
            Some(11) => self.number(at + 1, 2).and_then(|glyph| self.glyph(glyph)).into_iter().collect(),
            // PaintGlyph, and all that move another paint
            Some(10 | 12..=31) => self.offset(at, 1, 3).into_iter().collect(),
            // PaintComposite
            Some(32) => [self.offset(at, 1, 3), self.offset(at, 5, 3)].into_iter().flatten().collect(),
            _ => Vec::new(),
        }
    }

    fn layers(&self, at: usize) -> Option<Vec<usize>> {
        let (count, first) = (self.number(at + 1, 1)?, self.number(at + 2, 4)?);
        let list = self.offset(0, 18, 4)?;
        let layer = |n: u32| self.offset(list, 4 + first.checked_add(n)? as usize * 4, 4);
        Some((0..count).filter_map(layer).collect())
    }

    fn glyph(&self, glyph: u32) -> Option<usize> {
        let list = self.offset(0, 14, 4)?;
        let (mut low, mut high) = (0, self.number(list, 4)? as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            let record = 4 + middle * 6;
            match self.number(list + record, 2)?.cmp(&glyph) {
                std::cmp::Ordering::Equal => return self.offset(list, record + 2, 4),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font file with one table.
    fn font(colr: &[u8]) -> Vec<u8> {
        let mut file = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        file.extend(b"COLR\0\0\0\0");
        file.extend(28u32.to_be_bytes());
        file.extend((colr.len() as u32).to_be_bytes());
        file.extend(colr);
        file
    }

    /// A table of one glyph (1), whose paint and all that follows it are these bytes.
    fn table(paints: &[u8]) -> Vec<u8> {
        let mut table = vec![0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        table.extend(34u32.to_be_bytes());
        table.extend([0; 16]);
        table.extend(1u32.to_be_bytes());
        table.extend([0, 1]);
        table.extend(10u32.to_be_bytes());
        table.extend(paints);
        table
    }

    #[test]
    fn circles_and_avalanches_are_refused_and_real_fonts_are_not() {
        let solid = [2, 0, 0, 0x40, 0];
        assert!(is_bounded(&font(&table(&solid)), 0));
        let circle = [11, 0, 1];
        assert!(!is_bounded(&font(&table(&circle)), 0));
        // Each composite holds the next one twice.
        let twice: Vec<u8> =
            std::iter::repeat_n([32, 0, 0, 8, 3, 0, 0, 8], 20).flatten().chain(solid).collect();
        assert!(!is_bounded(&font(&table(&twice)), 0));
        assert!(is_bounded(&font(&table(&twice[8 * 12..])), 0));
        assert!(is_bounded(crate::font::EMOJI, 0));
        for end in 0..60 {
            let _ = is_bounded(&font(&table(&twice)[..end]), 0);
        }
    }
}
