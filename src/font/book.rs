use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use rustc_hash::FxHashMap;

use super::face::{Face, FaceId, FaceKey};
use super::parse;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::digest::Digest;

/// The faces of one kit or workspace, frozen.
#[derive(Clone)]
pub struct FontBook {
    database: fontdb::Database,
    faces: Vec<Face>,
    ids: FxHashMap<fontdb::ID, FaceId>,
    files: BTreeMap<Digest, Bytes>,
    digest: Digest,
}

impl FontBook {
    /// Reads font files, each under the name that messages show. Where two have one family, weight and slant, the
    /// first wins. Findings are warnings: the other fonts are usable.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> (Self, Diagnostics) {
        let mut book = Self {
            database: fontdb::Database::new(),
            faces: Vec::new(),
            ids: FxHashMap::default(),
            files: BTreeMap::new(),
            digest: Digest::of_bytes(&[]),
        };
        let mut found = Diagnostics::new();
        for (name, bytes) in files {
            if let Err(reason) = book.add(bytes) {
                found.push(
                    Diagnostic::warning(Code::BadFont, format!("the font `{name}` cannot be used: {reason}"))
                        .hint("replace the file, or remove it from the kit"),
                );
            }
        }
        let keys: Vec<FaceKey> = book.faces.iter().map(|face| face.key).collect();
        book.digest = Digest::of("font book", &keys);
        (book, found)
    }

    fn add(&mut self, bytes: Bytes) -> Result<(), String> {
        let file = Digest::of_bytes(&bytes);
        if self.files.contains_key(&file) {
            return Ok(());
        }
        // Our own look comes first: fontdb allocates by the count that a collection claims.
        let count = parse::count(&bytes).map_err(|e| e.to_string())?;
        let metrics: Vec<_> = (0..count).map(|index| parse::metrics(&bytes, index)).collect();
        if let [Err(reason), ..] = metrics.as_slice() {
            return Err(reason.to_string());
        }
        let before = self.faces.len();
        for id in self.database.load_font_source(fontdb::Source::Binary(Arc::new(bytes.clone()))) {
            let Some(info) = self.database.face(id) else { continue };
            let Some(Ok(metrics)) = metrics.get(info.index as usize) else {
                self.database.remove_face(id);
                continue;
            };
            let Ok(next) = u32::try_from(self.faces.len()) else { break };
            self.faces.push(Face {
                key: FaceKey { file, index: info.index },
                family: info.families.first().map(|(name, _)| name.clone()).unwrap_or_default(),
                weight: info.weight.0.clamp(1, 1000),
                italic: info.style != fontdb::Style::Normal,
                units_per_em: metrics.units_per_em,
                ascent: metrics.ascent,
                descent: metrics.descent,
                cap_height: metrics.cap_height,
                x_height: metrics.x_height,
                glyphs: metrics.glyphs,
                color: metrics.color,
            });
            self.ids.insert(id, FaceId(next));
        }
        if self.faces.len() == before {
            return Err("its name table has no family or no PostScript name".to_owned());
        }
        self.files.insert(file, bytes);
        Ok(())
    }

    /// The best face of each family, in the order of the stack, by CSS's rules of weight and slant. Families that the
    /// book does not have are left out.
    #[must_use]
    pub fn select(&self, families: &[&str], weight: u16, italic: bool) -> Vec<FaceId> {
        let style = if italic { fontdb::Style::Italic } else { fontdb::Style::Normal };
        let mut chosen = Vec::with_capacity(families.len());
        for family in families {
            let query = fontdb::Query {
                families: &[fontdb::Family::Name(family)],
                weight: fontdb::Weight(weight),
                stretch: fontdb::Stretch::Normal,
                style,
            };
            let found = self.database.query(&query).and_then(|id| self.ids.get(&id).copied());
            chosen.extend(found.filter(|id| !chosen.contains(id)));
        }
        chosen
    }

    /// Every face, the nearest to a weight and slant first: where a character is looked for that no family has.
    #[must_use]
    pub fn nearest(&self, weight: u16, italic: bool) -> Vec<FaceId> {
        let mut all: Vec<FaceId> = (0u32..).zip(&self.faces).map(|(at, _)| FaceId(at)).collect();
        all.sort_by_key(|id| {
            let face = self.face(*id);
            (face.italic != italic, face.weight.abs_diff(weight), *id)
        });
        all
    }

    /// A face that this book gave out.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// All faces, in the order of their files.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Whether a family is there, spelt as in the font.
    #[must_use]
    pub fn has_family(&self, family: &str) -> bool {
        !self.select(&[family], 400, false).is_empty()
    }

    /// The file of a face.
    #[must_use]
    pub fn bytes(&self, key: &FaceKey) -> Option<&Bytes> {
        self.files.get(&key.file)
    }

    /// Opens a face for shaping and outlines. Costs a few microseconds: keep it for a text.
    #[must_use]
    pub fn open(&self, id: FaceId) -> Option<rustybuzz::Face<'_>> {
        let key = self.face(id).key;
        parse::open(self.files.get(&key.file)?, key.index)
    }

    /// Whether a face has a glyph of its own for a character.
    #[must_use]
    pub fn covers(&self, id: FaceId, c: char) -> bool {
        self.open(id).and_then(|face| face.glyph_index(c)).is_some_and(|glyph| glyph.0 != 0)
    }

    /// The address of the whole book: its faces, in order.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl fmt::Debug for FontBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontBook").field("faces", &self.faces.len()).field("digest", &self.digest).finish()
    }
}
