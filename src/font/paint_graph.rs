//! Refuses colour glyphs that unfold without end: a paint may hold paints, each of them paints again, shared as often as a
//! hostile font likes, and the parser follows all of them.

use rustc_hash::FxHashMap;
use rustybuzz::ttf_parser::{RawFace, Tag};

/// Real emoji nest five or six deep.
const MAX_DEPTH: u32 = 32;
/// The most of any real glyph: a flag whose coat of arms has 3,000 layers.
const MAX_PAINTS: u32 = 8_192;
/// Ranges of glyphs cannot be more than there are glyphs.
const MAX_CLIPS: u32 = 65_536;

/// Whether every colour glyph of a `COLR` table unfolds to a sane number of paints. Fonts without one are fine.
pub(super) fn is_bounded(bytes: &[u8], index: u32) -> bool {
    let Ok(face) = RawFace::parse(bytes, index) else { return false };
    let Some(data) = face.table(Tag::from_bytes(b"COLR")) else { return true };
    Graph::new(data).is_none_or(|graph| graph.is_bounded())
}

struct Graph<'a> {
    data: &'a [u8],
    /// Glyphs of version 0: each has layers, which are outlines filled with one colour.
    layered: Records,
    /// Glyphs of version 1: each has a paint.
    painted: Records,
}

/// Records of six bytes that begin with a glyph.
#[derive(Clone, Copy)]
struct Records {
    at: usize,
    count: usize,
}

impl<'a> Graph<'a> {
    /// `None` when the table is torn or of a later version: the parser refuses it too.
    fn new(data: &'a [u8]) -> Option<Self> {
        let none = Records { at: 0, count: 0 };
        let mut graph = Self { data, layered: none, painted: none };
        let count = graph.number(2, 2)? as usize;
        graph.layered = Records { at: graph.number(4, 4)? as usize, count };
        match graph.number(0, 2)? {
            0 => {}
            1 => {
                let list = graph.number(14, 4)? as usize;
                let count = graph.number(list, 4)? as usize;
                graph.painted = Records { at: list.checked_add(4)?, count };
            }
            _ => return None,
        }
        Some(graph)
    }

    fn is_bounded(&self) -> bool {
        let clips = self.offset(0, 22, 4).and_then(|list| self.number(list + 1, 4)).unwrap_or(0);
        let few_clips = self.painted.count == 0 || clips <= MAX_CLIPS;
        // Glyphs are searched by halving, which finds in an unsorted list what this search may not.
        if !few_clips || !self.rises(self.layered) || !self.rises(self.painted) {
            return false;
        }
        let mut known = FxHashMap::default();
        let mut layered = (0..self.layered.count).map(|n| self.layers_of(self.layered.at + n * 6));
        layered.all(|layers| layers <= MAX_PAINTS)
            && (0..self.painted.count).all(|n| {
                let paint = self.paint_of(self.painted.at + n * 6);
                paint.is_none_or(|paint| self.paints(paint, &mut known, 0).is_some())
            })
    }

    fn rises(&self, records: Records) -> bool {
        let mut before = None;
        (0..records.count)
            .map_while(|n| self.number(records.at + n * 6, 2))
            .all(|glyph| before.replace(glyph) < Some(glyph))
    }

    /// How many layers a record of version 0 has.
    fn layers_of(&self, record: usize) -> u32 {
        self.number(record + 4, 2).unwrap_or(0)
    }

    /// Where the paint of a record of version 1 lies.
    fn paint_of(&self, record: usize) -> Option<usize> {
        self.painted.at.checked_sub(4)?.checked_add(self.number(record + 2, 4)? as usize)
    }

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
        let mut sum = 1 + self.layers_within(at);
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
            Some(11) => {
                self.glyph(at, self.painted).and_then(|record| self.paint_of(record)).into_iter().collect()
            }
            // PaintGlyph, and all that move another paint
            Some(10 | 12..=31) => self.offset(at, 1, 3).into_iter().collect(),
            // PaintComposite
            Some(32) => [self.offset(at, 1, 3), self.offset(at, 5, 3)].into_iter().flatten().collect(),
            _ => Vec::new(),
        }
    }

    /// What a paint of a glyph of version 0 (PaintColrGlyph) unfolds to.
    fn layers_within(&self, at: usize) -> u32 {
        match self.number(at, 1) {
            Some(11) if self.glyph(at, self.painted).is_none() => {
                self.glyph(at, self.layered).map_or(0, |record| self.layers_of(record))
            }
            _ => 0,
        }
    }

    fn layers(&self, at: usize) -> Option<Vec<usize>> {
        let (count, first) = (self.number(at + 1, 1)?, self.number(at + 2, 4)?);
        let list = self.offset(0, 18, 4)?;
        let layer = |n: u32| {
            let entry = list.checked_add(4 + first.checked_add(n)? as usize * 4)?;
            list.checked_add(self.number(entry, 4)? as usize)
        };
        Some((0..count).filter_map(layer).collect())
    }

    /// The record of the glyph that a PaintColrGlyph names.
    fn glyph(&self, at: usize, records: Records) -> Option<usize> {
        let glyph = self.number(at + 1, 2)?;
        let (mut low, mut high) = (0, records.count);
        while low < high {
            let middle = low + (high - low) / 2;
            let record = records.at + middle * 6;
            match self.number(record, 2)?.cmp(&glyph) {
                std::cmp::Ordering::Equal => return Some(record),
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

    /// A table of version 0: glyphs, each with so many layers.
    fn simple(glyphs: &[(u16, u16)]) -> Vec<u8> {
        let mut table = vec![0, 0];
        table.extend((glyphs.len() as u16).to_be_bytes());
        table.extend(14u32.to_be_bytes());
        table.extend([0; 6]);
        for (glyph, layers) in glyphs {
            table.extend([*glyph, 0, *layers].map(u16::to_be_bytes).as_flattened());
        }
        table
    }

    #[test]
    fn glyphs_of_many_layers_and_lists_out_of_order_are_refused() {
        assert!(is_bounded(&font(&simple(&[(3, 3000), (7, 2)])), 0));
        assert!(!is_bounded(&font(&simple(&[(3, 3000), (7, 9000)])), 0));
        assert!(!is_bounded(&font(&simple(&[(7, 2), (3, 2)])), 0));
        // Both lists: a composite paints a glyph of version 0 twice.
        let both = |layers: u16| {
            let mut table = table(&[32, 0, 0, 8, 3, 0, 0, 8, 11, 0, 9]);
            let at = table.len() as u32;
            table[2..4].copy_from_slice(&1u16.to_be_bytes());
            table[4..8].copy_from_slice(&at.to_be_bytes());
            table.extend([9, 0, layers].map(u16::to_be_bytes).as_flattened());
            font(&table)
        };
        assert!(is_bounded(&both(4000), 0));
        assert!(!is_bounded(&both(4100), 0));
    }
}
