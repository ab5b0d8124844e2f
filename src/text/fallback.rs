//! Which face draws which grapheme cluster: the family stack first, then any face of the book that has all of it. Emoji
//! go as a whole to a face with colours, letters to one only when nobody else has them.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_script::{Script, UnicodeScript};

use super::emoji::{Presentation, presentation};
use crate::font::{FaceId, FontBook};

/// How many clusters of several characters may be tried by shaping; a text that needs more is not a text.
const TRIALS: u32 = 512;

/// Characters that no face has, each once, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Missing {
    pub(super) chars: Vec<char>,
    seen: FxHashSet<char>,
}

impl Missing {
    pub(super) fn add(&mut self, c: char) {
        if self.seen.insert(c) {
            self.chars.push(c);
        }
    }
}

/// The faces of one text, opened when first needed.
pub(super) struct Faces<'b> {
    book: &'b FontBook,
    opened: FxHashMap<FaceId, Option<rustybuzz::Face<'b>>>,
    stack: Vec<FaceId>,
    others: Vec<FaceId>,
    chosen: FxHashMap<char, Option<FaceId>>,
    trials: u32,
}

impl<'b> Faces<'b> {
    /// `None` when the book has no family of the stack.
    pub(super) fn new(book: &'b FontBook, families: &[String], weight: u16, italic: bool) -> Option<Self> {
        let names: Vec<&str> = families.iter().map(String::as_str).collect();
        let stack = book.select(&names, weight, italic);
        let mut others: Vec<FaceId> =
            book.nearest(weight, italic).into_iter().filter(|id| !stack.contains(id)).collect();
        others.sort_by_key(|id| book.face(*id).color);
        let (opened, chosen) = (FxHashMap::default(), FxHashMap::default());
        (!stack.is_empty()).then_some(Self { book, opened, stack, others, chosen, trials: 0 })
    }

    /// The face that gives line metrics and draws what nobody has.
    pub(super) fn primary(&self) -> FaceId {
        self.stack[0]
    }

    /// A face for shaping. Opening it worked when the book was made.
    pub(super) fn open(&mut self, id: FaceId) -> Option<&rustybuzz::Face<'b>> {
        let book = self.book;
        self.opened.entry(id).or_insert_with(|| book.open(id)).as_ref()
    }

    /// The face of each cluster; adds to `missing` what none has. `starts` are the offsets where clusters begin, and
    /// the end of the text.
    pub(super) fn choose(&mut self, text: &str, starts: &[usize], missing: &mut Missing) -> Vec<FaceId> {
        let mut faces: Vec<FaceId> = Vec::with_capacity(starts.len().saturating_sub(1));
        for pair in starts.windows(2) {
            let cluster = &text[pair[0]..pair[1]];
            let visible = cluster.chars().any(|c| !is_ignorable(c));
            let face = match faces.last() {
                // Invisible characters stay in their neighbour's run, so that it joins and kerns across them.
                Some(&before) if !visible => before,
                _ => self.of_cluster(cluster).unwrap_or_else(|| {
                    // Of a sequence all is missing, though there may be pictures of its parts. A face that has one
                    // character alone would have been found.
                    let all = is_sequence(cluster) || cluster.chars().nth(1).is_none();
                    for c in cluster.chars() {
                        if !missing.seen.contains(&c) && !is_ignorable(c) && (all || !self.any_has(c)) {
                            missing.add(c);
                        }
                    }
                    self.primary()
                }),
            };
            faces.push(face);
        }
        self.join(text, starts, &mut faces);
        faces
    }

    /// What stands within a word of another face goes with it: the dot of an address in an Arabic text is not Arabic.
    fn join(&mut self, text: &str, starts: &[usize], faces: &mut [FaceId]) {
        let picture = |at: usize| presentation(&text[starts[at]..starts[at + 1]]) == Presentation::Emoji;
        let between = |at: usize| {
            let mut chars = text[starts[at]..starts[at + 1]].chars();
            !picture(at)
                && chars
                    .all(|c| !c.is_whitespace() && matches!(c.script(), Script::Common | Script::Inherited))
        };
        let mut at = 1;
        while at < faces.len() {
            let from = at;
            while at < faces.len() && between(at) {
                at += 1;
            }
            let face = faces[from - 1];
            if at > from
                && !picture(from - 1)
                && at < faces.len()
                && faces[at] == face
                && faces[from..at].iter().any(|&f| f != face)
            {
                let stretch = &text[starts[from]..starts[at]];
                if self.has_all(face, stretch) {
                    faces[from..at].fill(face);
                }
            }
            at += 1;
        }
    }

    fn of_cluster(&mut self, cluster: &str) -> Option<FaceId> {
        let mut chars = cluster.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            if let Some(&known) = self.chosen.get(&c) {
                return known;
            }
            let found = self.search(cluster);
            self.chosen.insert(c, found);
            return found;
        }
        self.search(cluster)
    }

    fn search(&mut self, cluster: &str) -> Option<FaceId> {
        if presentation(cluster) == Presentation::Emoji {
            let all = self.stack.iter().chain(&self.others).copied();
            let colored: Vec<FaceId> = all.filter(|id| self.book.face(*id).color).collect();
            if let Some(id) = colored.into_iter().find(|id| self.draws_as_one(*id, cluster)) {
                return Some(id);
            }
        }
        for at in 0..self.stack.len() {
            let id = self.stack[at];
            if self.has_all(id, cluster) || self.shapes(id, cluster) {
                return Some(id);
            }
        }
        for at in 0..self.others.len() {
            let id = self.others[at];
            if self.has_all(id, cluster) && !(self.book.face(id).color && is_sequence(cluster)) {
                return Some(id);
            }
        }
        None
    }

    fn has_all(&mut self, id: FaceId, cluster: &str) -> bool {
        self.open(id).is_some_and(|face| cluster.chars().all(|c| has(face, c)))
    }

    /// Whether a face has a sequence as one picture. Parts side by side are no better than a character that is missing.
    fn draws_as_one(&mut self, id: FaceId, cluster: &str) -> bool {
        if self.trials >= TRIALS || !self.has_all(id, cluster) {
            return false;
        }
        if cluster.chars().nth(1).is_none() {
            return true;
        }
        self.trials += 1;
        let Some(face) = self.open(id) else { return false };
        matches!(shown(face, cluster)[..], [id] if id != 0)
    }

    fn any_has(&mut self, c: char) -> bool {
        let count = self.stack.len() + self.others.len();
        (0..count).any(|n| {
            let id = self.stack.get(n).or_else(|| self.others.get(n - self.stack.len())).copied();
            id.is_some_and(|id| self.open(id).is_some_and(|face| has(face, c)))
        })
    }

    /// Whether the shaper finds glyphs for a cluster that cmap alone does not cover: composed or decomposed letters.
    fn shapes(&mut self, id: FaceId, cluster: &str) -> bool {
        let composes = cluster.chars().nth(1).is_some() || cluster.chars().all(char::is_alphabetic);
        if self.trials >= TRIALS || !composes || cluster.len() > 32 {
            return false;
        }
        self.trials += 1;
        let Some(face) = self.open(id) else { return false };
        let shaped = shaped(face, cluster);
        !shaped.is_empty() && shaped.glyph_infos().iter().all(|info| info.glyph_id != 0)
    }
}

/// Whether several characters are to be one picture.
fn is_sequence(cluster: &str) -> bool {
    cluster.chars().nth(1).is_some() && presentation(cluster) == Presentation::Emoji
}

fn shaped(face: &rustybuzz::Face, cluster: &str) -> rustybuzz::GlyphBuffer {
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(cluster);
    rustybuzz::shape(face, &[], buffer)
}

/// The glyphs of a cluster that take room.
fn shown(face: &rustybuzz::Face, cluster: &str) -> Vec<u32> {
    let shaped = shaped(face, cluster);
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    glyphs.filter(|(_, position)| position.x_advance != 0).map(|(info, _)| info.glyph_id).collect()
}

fn has(face: &rustybuzz::Face, c: char) -> bool {
    // The shaper draws missing spaces from the width of U+0020, and hides what is ignorable.
    c.is_whitespace() || is_ignorable(c) || face.glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
}

/// Default_Ignorable_Code_Point: drawn as nothing when a font lacks it.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
