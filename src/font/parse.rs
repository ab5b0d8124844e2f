//! Opening faces, with metrics made sane.

use rustybuzz::ttf_parser;

use super::{composite, paint_graph};

/// Why a face cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FaceError {
    #[error("it is a web font (WOFF): a TTF or OTF file is needed")]
    Woff,
    #[error("it is no font, or its tables are broken")]
    Broken,
    #[error("it is a collection of more than {MAX_FACES} faces")]
    TooManyFaces,
    #[error("it maps no character to a glyph (no cmap)")]
    NoCmap,
    #[error("it has no outlines (glyf, CFF) and no colour glyphs")]
    NoOutlines,
    #[error("a glyph is made of too many glyphs, or of itself")]
    Unbounded,
    #[error("a colour glyph has too many layers, or is made of itself")]
    UnboundedColor,
}

/// More faces than any real collection has.
pub(super) const MAX_FACES: u32 = 64;

/// Metrics in font units, made sane.
pub(super) struct Metrics {
    pub(super) units_per_em: u16,
    pub(super) ascent: i32,
    pub(super) descent: i32,
    pub(super) cap_height: i32,
    pub(super) x_height: i32,
    pub(super) glyphs: u16,
    pub(super) color: bool,
}

/// How many faces a file holds, by its header alone.
pub(super) fn count(bytes: &[u8]) -> Result<u32, FaceError> {
    match bytes.get(..4) {
        Some(b"wOFF" | b"wOF2") => Err(FaceError::Woff),
        Some(_) => match ttf_parser::fonts_in_collection(bytes).unwrap_or(1) {
            0 => Err(FaceError::Broken),
            n if n > MAX_FACES => Err(FaceError::TooManyFaces),
            n => Ok(n),
        },
        None => Err(FaceError::Broken),
    }
}

/// Opens a face for shaping, coverage and outlines.
pub(super) fn open(bytes: &[u8], index: u32) -> Option<rustybuzz::Face<'_>> {
    rustybuzz::Face::from_slice(bytes, index)
}

/// Opens a face for the first time and shapes a little with it. With overflow checks on, the shaper panics on tables
/// whose ranges run backwards; such a font must fail here, by name, and not in the midst of a campaign.
fn opens(bytes: &[u8], index: u32) -> bool {
    std::panic::catch_unwind(|| {
        let Some(face) = open(bytes, index) else { return false };
        let mut buffer = rustybuzz::UnicodeBuffer::new();
        buffer.push_str("AVfi \u{e9}1");
        !rustybuzz::shape(&face, &[], buffer).is_empty()
    })
    .unwrap_or(false)
}

/// Reads the metrics and refuses what nobody could draw with.
pub(super) fn metrics(bytes: &[u8], index: u32) -> Result<Metrics, FaceError> {
    // First, because it holds what opening may do to a torn table.
    if !opens(bytes, index) {
        return Err(FaceError::Broken);
    }
    let face = ttf_parser::Face::parse(bytes, index).map_err(|_| FaceError::Broken)?;
    let tables = face.tables();
    if tables.cmap.is_none() {
        return Err(FaceError::NoCmap);
    }
    let outlines = tables.glyf.is_some() || tables.cff.is_some() || tables.cff2.is_some();
    if !outlines && tables.sbix.is_none() && tables.cbdt.is_none() && tables.svg.is_none() {
        return Err(FaceError::NoOutlines);
    }
    if !composite::is_bounded(bytes, index) {
        return Err(FaceError::Unbounded);
    }
    if !paint_graph::is_bounded(bytes, index) {
        return Err(FaceError::UnboundedColor);
    }
    let units_per_em = face.units_per_em().max(16);
    let em = i32::from(units_per_em);
    // Three ems: the tallest real scripts stay below two.
    let mut ascent = i32::from(face.ascender()).clamp(-em, 3 * em);
    let mut descent = (-i32::from(face.descender())).clamp(-em, 3 * em);
    if ascent + descent <= 0 {
        (ascent, descent) = (em * 4 / 5, em / 5);
    }
    let height = |value: Option<i16>, share: i32| match value.map(i32::from) {
        Some(value) if (1..=2 * em).contains(&value) => value,
        _ => em * share / 100,
    };
    Ok(Metrics {
        units_per_em,
        ascent,
        descent,
        cap_height: height(face.capital_height(), 70),
        x_height: height(face.x_height(), 50),
        glyphs: face.number_of_glyphs(),
        color: tables.colr.is_some() || tables.cbdt.is_some() || tables.sbix.is_some(),
    })
}
