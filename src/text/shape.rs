//! Runs of one direction, script and face, shaped by rustybuzz. The only file of this stage that reads outlines.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

use rustc_hash::FxHashMap;
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{BufferFlags, Feature, GlyphInfo, GlyphPosition, Language, ShapePlan, UnicodeBuffer};
use unicode_script::Script;

use super::fallback::{Faces, Missing, is_ignorable};
use super::itemize::is_cursive;
use super::shaped::{Bounds, Cluster, Em, Inked, em};
use super::small_caps;
use super::style::TextError;
use crate::brand::Caps;
use crate::font::{FaceId, Map, color_glyph, hull};

/// One run to be shaped: bytes of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) range: Range<usize>,
    pub(super) level: u8,
    pub(super) script: Script,
    pub(super) face: FaceId,
}

/// Joins neighbouring clusters of one level, script and face.
pub(super) fn items(starts: &[usize], levels: &[u8], scripts: &[Script], faces: &[FaceId]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for ((pair, &script), &face) in starts.windows(2).zip(scripts).zip(faces) {
        let level = levels.get(pair[0]).copied().unwrap_or(0);
        match items.last_mut() {
            Some(last) if (last.level, last.script, last.face) == (level, script, face) => {
                last.range.end = pair[1];
            }
            _ => items.push(Item { range: pair[0]..pair[1], level, script, face }),
        }
    }
    items
}

type PlanKey = (FaceId, Script, bool);

/// Shapes the runs of one text; keeps plans and outline boxes between them.
pub(super) struct Shaper<'b> {
    pub(super) faces: Faces<'b>,
    language: Option<Language>,
    features: Vec<Feature>,
    /// The first face has the small capitals that are wanted.
    pub(super) has_caps: bool,
    plans: FxHashMap<PlanKey, ShapePlan>,
    boxes: FxHashMap<(FaceId, u16), Option<(Bounds, bool)>>,
    buffer: UnicodeBuffer,
}

impl<'b> Shaper<'b> {
    pub(super) fn new(
        mut faces: Faces<'b>,
        language: &str,
        caps: Caps,
        features: &[(String, u32)],
    ) -> Result<Self, TextError> {
        let primary = faces.primary();
        let own = faces.open(primary).map_or(&[][..], |face| small_caps::features(face, caps));
        let mut all: Vec<Feature> = own.iter().map(|tag| Feature::new(Tag::from_bytes(tag), 1, ..)).collect();
        all.extend(tags(features)?);
        Ok(Self {
            faces,
            language: Language::from_str(language).ok(),
            features: all,
            has_caps: !own.is_empty(),
            plans: FxHashMap::default(),
            boxes: FxHashMap::default(),
            buffer: UnicodeBuffer::new(),
        })
    }

    /// Shapes one run of `paragraph`, which begins at byte `base` of the text. Appends clusters in logical order, each
    /// with its inked glyphs in visual order; adds to `missing` what came out as a box.
    pub(super) fn run(
        &mut self,
        paragraph: &str,
        base: usize,
        item: &Item,
        index: u32,
        (clusters, glyphs): (&mut Vec<Cluster>, &mut Vec<Inked>),
        missing: &mut Missing,
    ) {
        let text = &paragraph[item.range.clone()];
        let rtl = item.level % 2 == 1;
        let Self { faces, language, features, plans, boxes, buffer, .. } = self;
        let Some(face) = faces.open(item.face) else { return };
        let script = script(item.script.short_name());
        let plan = plans.entry((item.face, item.script, rtl)).or_insert_with(|| {
            ShapePlan::new(face, direction(rtl), Some(script), language.as_ref(), features)
        });
        let kind = (script, direction(rtl), language.as_ref());
        let shaped = glyphs_of_run(face, plan, (paragraph, item.range.clone()), kind, std::mem::take(buffer));

        let units = face.units_per_em();
        let first = clusters.len();
        let (infos, positions) = read(shaped.as_ref());
        let mut at = 0;
        while at < infos.len() {
            let cluster = infos[at].cluster;
            let from = glyphs.len();
            let mut pen: Em = 0;
            while at < infos.len() && infos[at].cluster == cluster {
                // rustybuzz promises ids of 16 bits.
                let (id, position) = (infos[at].glyph_id as u16, positions[at]);
                let bounds = *boxes.entry((item.face, id)).or_insert_with(|| ink_box(face, id));
                if let Some((bounds, color)) = bounds {
                    let x = pen + em(position.x_offset, units);
                    glyphs.push(Inked { id, x, y: em(position.y_offset, units), bounds, color });
                }
                pen += em(position.x_advance, units);
                at += 1;
            }
            clusters.push(Cluster {
                start: clip(cluster as usize),
                glyphs: clip(from)..clip(glyphs.len()),
                advance: pen,
                run: index,
                hangs: false,
                tracked: false,
                hyphen: None,
                sticks: false,
            });
        }
        if clusters.len() == first {
            let none = clip(glyphs.len());
            clusters.push(Cluster {
                start: 0,
                glyphs: none..none,
                advance: 0,
                run: index,
                hangs: false,
                tracked: false,
                hyphen: None,
                sticks: false,
            });
        }
        let run = &mut clusters[first..];
        if rtl {
            run.reverse();
        }
        // A broken font could leave them out of order; then pieces of text must still follow one another.
        run.sort_by_key(|cluster| cluster.start);
        run[0].start = 0;
        let hyphen = text.contains('\u{ad}').then(|| hyphen(face)).flatten();
        for at in 0..run.len() {
            let start = run[at].start as usize;
            let end = run.get(at + 1).map_or(text.len(), |next| next.start as usize);
            let piece = text.get(start..end).unwrap_or("");
            let invisible = piece.chars().all(is_ignorable);
            let cluster = &mut run[at];
            cluster.hangs = piece.chars().all(|c| is_ignorable(c) || is_space(c));
            cluster.tracked = !invisible && cluster.advance > 0 && !is_cursive(item.script);
            if piece.ends_with('\u{ad}') {
                cluster.hyphen = hyphen;
                cluster.sticks = hyphen.is_none();
            }
            cluster.start = clip(base + item.range.start + start);
        }
        let boxes = infos.iter().filter(|info| info.glyph_id == 0);
        let boxed = boxes.filter_map(|info| text.get(info.cluster as usize..)?.chars().next());
        let lost = if shaped.is_none() { text.chars() } else { "".chars() };
        for c in boxed.chain(lost).filter(|c| !is_ignorable(*c) && !c.is_whitespace()) {
            missing.add(c);
        }
        *buffer = shaped.map_or_else(UnicodeBuffer::new, rustybuzz::GlyphBuffer::clear);
    }
}

fn direction(rtl: bool) -> rustybuzz::Direction {
    if rtl { rustybuzz::Direction::RightToLeft } else { rustybuzz::Direction::LeftToRight }
}

/// Of an ISO 15924 code.
fn script(code: &str) -> rustybuzz::Script {
    rustybuzz::Script::from_iso15924_tag(Tag::from_bytes_lossy(code.as_bytes()))
        .unwrap_or(rustybuzz::script::COMMON)
}

fn tags(features: &[(String, u32)]) -> Result<Vec<Feature>, TextError> {
    let tag = |(tag, value): &(String, u32)| {
        let bytes: [u8; 4] = tag
            .as_bytes()
            .try_into()
            .ok()
            .filter(|bytes: &[u8; 4]| bytes.iter().all(u8::is_ascii_alphanumeric))
            .ok_or_else(|| TextError::BadFeature(tag.clone()))?;
        Ok(Feature::new(Tag::from_bytes(&bytes), *value, ..))
    };
    features.iter().map(tag).collect()
}

/// The one call of the shaper. `plan` is for the same script, direction and language.
fn glyphs_of_run(
    face: &rustybuzz::Face,
    plan: &ShapePlan,
    (paragraph, range): (&str, Range<usize>),
    (script, direction, language): (rustybuzz::Script, rustybuzz::Direction, Option<&Language>),
    mut buffer: UnicodeBuffer,
) -> Option<rustybuzz::GlyphBuffer> {
    buffer.push_str(&paragraph[range.clone()]);
    // Letters join across a change of face.
    buffer.set_pre_context(&paragraph[..range.start]);
    buffer.set_post_context(&paragraph[range.end..]);
    let mut flags = BufferFlags::empty();
    flags.set(BufferFlags::BEGINNING_OF_TEXT, range.start == 0);
    flags.set(BufferFlags::END_OF_TEXT, range.end == paragraph.len());
    buffer.set_flags(flags);
    buffer.set_direction(direction);
    buffer.set_script(script);
    if let Some(language) = language {
        buffer.set_language(language.clone());
    }
    // With overflow checks on, damaged tables can stop the shaper; then the run has no glyphs, and its characters are
    // missing, by name.
    catch_unwind(AssertUnwindSafe(|| rustybuzz::shape_with_plan(face, plan, buffer))).ok()
}

/// Nothing when there is no result.
fn read(shaped: Option<&rustybuzz::GlyphBuffer>) -> (&[GlyphInfo], &[GlyphPosition]) {
    shaped.map_or((&[], &[]), |shaped| (shaped.glyph_infos(), shaped.glyph_positions()))
}

/// A glyph as the shaper places it, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunGlyph {
    /// In the face.
    pub id: u16,
    /// The first byte of its cluster, from the start of the run.
    pub cluster: u32,
    /// How far the pen moves, rightwards and upwards.
    pub advance: (i32, i32),
    /// Where it stands from the pen.
    pub offset: (i32, i32),
}

/// A run by itself: bytes `range` of a paragraph, all of one script (ISO 15924) and direction, in one face; glyphs in
/// visual order. Texts are shaped by the same call; this is how suites for shapers ask it.
///
/// # Errors
/// When a feature is no tag.
pub fn shape_run(
    face: &rustybuzz::Face,
    (paragraph, range): (&str, Range<usize>),
    rtl: bool,
    script_code: &str,
    language: &str,
    features: &[(String, u32)],
) -> Result<Vec<RunGlyph>, TextError> {
    let (features, language) = (tags(features)?, Language::from_str(language).ok());
    let kind = (script(script_code), direction(rtl), language.as_ref());
    let plan = ShapePlan::new(face, kind.1, Some(kind.0), kind.2, &features);
    let shaped = glyphs_of_run(face, &plan, (paragraph, range), kind, UnicodeBuffer::new());
    let glyph = |(info, position): (&GlyphInfo, &GlyphPosition)| RunGlyph {
        // rustybuzz promises ids of 16 bits.
        id: info.glyph_id as u16,
        cluster: info.cluster,
        advance: (position.x_advance, position.y_advance),
        offset: (position.x_offset, position.y_offset),
    };
    let (infos, positions) = read(shaped.as_ref());
    Ok(infos.iter().zip(positions).map(glyph).collect())
}

/// Texts are short: offsets and counts fit.
pub(super) fn clip(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Spaces that a line may end in; no-break ones hold their room.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

fn hyphen(face: &rustybuzz::Face) -> Option<(Inked, Em)> {
    let glyph =
        face.glyph_index('\u{2010}').or_else(|| face.glyph_index('-')).filter(|glyph| glyph.0 != 0)?;
    let advance = i32::from(face.glyph_hor_advance(glyph).unwrap_or(0));
    let (bounds, color) = ink_box(face, glyph.0)?;
    Some((Inked { id: glyph.0, x: 0, y: 0, bounds, color }, em(advance, face.units_per_em())))
}

/// The hull of a glyph's control points, from the outline itself: declared boxes can lie; and whether it brings its own
/// colours, whose box is that of all that they paint. `None` when there is nothing to draw.
fn ink_box(face: &rustybuzz::Face, id: u16) -> Option<(Bounds, bool)> {
    let units = face.units_per_em();
    let (edges, color) = match color_glyph(face, id) {
        Some(glyph) => (glyph.bounds, true),
        None => (catch_unwind(AssertUnwindSafe(|| hull(face, id, Map::IDENTITY))).ok()??, false),
    };
    let [left, bottom, right, top] = edges.map(|edge| edge as f32);
    // Beyond ±2000 em nothing is a glyph; the cast saturates there.
    let edge = |value: f32| em(value.clamp(-1e6, 1e6) as i32, units) as i32;
    let bounds = Bounds {
        left: edge(left.floor()),
        bottom: edge(bottom.floor()),
        right: edge(right.ceil()),
        top: edge(top.ceil()),
    };
    (right > left || top > bottom).then_some((bounds, color))
}
