//! Refuses TrueType outlines that unfold without end: a glyph may be made of glyphs, each of them of glyphs again, and
//! the parser follows all of them.

use rustybuzz::ttf_parser::{RawFace, Tag};

/// Real accents nest two or three deep.
const MAX_DEPTH: u32 = 12;
/// Real glyphs have fewer than twenty parts.
const MAX_PARTS: u32 = 512;

// Flags of a component (OpenType, `glyf`, composite glyph description).
const WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const XY_SCALE: u16 = 0x0040;
const TWO_BY_TWO: u16 = 0x0080;

/// Whether every glyph of the `glyf` table unfolds to a sane number of parts. Fonts without one are fine.
pub(super) fn is_bounded(bytes: &[u8], index: u32) -> bool {
    let Ok(face) = RawFace::parse(bytes, index) else { return false };
    let table = |tag| face.table(Tag::from_bytes(tag));
    let (Some(glyf), Some(loca), Some(head), Some(maxp)) =
        (table(b"glyf"), table(b"loca"), table(b"head"), table(b"maxp"))
    else {
        return true;
    };
    let glyphs = usize::from(word(maxp, 4).unwrap_or(0));
    let outlines = Outlines { glyf, loca, long: word(head, 50) == Some(1) };
    let mut parts = vec![None; glyphs];
    (0..glyphs).all(|glyph| outlines.parts(glyph, &mut parts, 0).is_some())
}

struct Outlines<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    long: bool,
}

impl Outlines<'_> {
    /// How many simple outlines a glyph unfolds to; `None` when too many, too deep or in a circle.
    fn parts(&self, glyph: usize, known: &mut [Option<u32>], depth: u32) -> Option<u32> {
        match known.get(glyph) {
            Some(Some(parts)) => return Some(*parts),
            Some(None) => {}
            None => return Some(0),
        }
        // A circle runs into this too.
        if depth > MAX_DEPTH {
            return None;
        }
        let mut sum = 1;
        for child in self.components(glyph) {
            sum += self.parts(usize::from(child), known, depth + 1)?;
            if sum > MAX_PARTS {
                return None;
            }
        }
        known[glyph] = Some(sum);
        Some(sum)
    }

    /// The glyphs that a composite is made of; none for simple, empty and torn ones.
    fn components(&self, glyph: usize) -> Vec<u16> {
        let mut found = Vec::new();
        let Some(data) = self.data(glyph) else { return found };
        if word(data, 0).is_none_or(|contours| contours < 0x8000) {
            return found;
        }
        let mut at = 10;
        while let (Some(flags), Some(child)) = (word(data, at), word(data, at + 2)) {
            found.push(child);
            at += 4 + if flags & WORDS != 0 { 4 } else { 2 };
            at += match flags {
                f if f & SCALE != 0 => 2,
                f if f & XY_SCALE != 0 => 4,
                f if f & TWO_BY_TWO != 0 => 8,
                _ => 0,
            };
            if flags & MORE == 0 || found.len() > MAX_PARTS as usize {
                break;
            }
        }
        found
    }

    fn data(&self, glyph: usize) -> Option<&[u8]> {
        let offset = |at: usize| {
            if self.long {
                let high = word(self.loca, at * 4)?;
                let low = word(self.loca, at * 4 + 2)?;
                Some(usize::from(high) << 16 | usize::from(low))
            } else {
                Some(usize::from(word(self.loca, at * 2)?) * 2)
            }
        };
        self.glyf.get(offset(glyph)?..offset(glyph + 1)?)
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    let pair = data.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}
