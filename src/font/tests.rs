use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::diag::Code;

const REGULAR: &[u8] = include_bytes!("../../fixtures/fonts/figtree-400.ttf");
const BOLD: &[u8] = include_bytes!("../../fixtures/fonts/figtree-700.ttf");
const ITALIC: &[u8] = include_bytes!("../../fixtures/fonts/newsreader-300-italic.ttf");
const CFF: &[u8] = include_bytes!("../../fixtures/fonts/japanese-400.otf");

fn book(files: &[&[u8]]) -> (FontBook, crate::diag::Diagnostics) {
    FontBook::new(files.iter().enumerate().map(|(n, f)| (format!("{n}.ttf"), Bytes::copy_from_slice(f))))
}

#[test]
fn the_nearest_weight_of_each_family_is_chosen() {
    let (book, found) = book(&[REGULAR, BOLD, ITALIC]);
    assert!(found.is_empty());
    let weights = |families: &[&str], weight, italic| -> Vec<u16> {
        book.select(families, weight, italic).into_iter().map(|id| book.face(id).weight).collect()
    };
    assert_eq!(weights(&["Figtree"], 400, false), [400]);
    assert_eq!(weights(&["Figtree"], 800, false), [700]);
    assert_eq!(weights(&["Newsreader", "Nope", "Figtree"], 600, false), [300, 700]);
    let italic = book.select(&["Newsreader"], 400, true)[0];
    assert!(book.face(italic).italic);
    assert!(book.has_family("Figtree") && !book.has_family("Nope"));
}

#[test]
fn metrics_are_those_of_the_font() {
    let (book, _) = book(&[REGULAR]);
    let face = &book.faces()[0];
    assert_eq!((face.units_per_em, face.weight, face.italic), (1000, 400, false));
    assert_eq!((face.ascent, face.descent), (950, 250));
    assert!(face.x_height < face.cap_height && face.cap_height < face.ascent);
    let id = book.select(&["Figtree"], 400, false)[0];
    assert!(book.covers(id, 'é') && !book.covers(id, 'ж'));
}

#[test]
fn a_bad_file_is_named_and_the_others_load() {
    let broken: [&[u8]; 6] = [
        b"",
        b"hello, I am a text file",
        &REGULAR[..900],
        b"wOF2\0\0",
        b"wOFF",
        b"ttcf\0\x01\0\0\xff\xff\xff\xff",
    ];
    for bad in broken {
        let (book, found) = book(&[bad, REGULAR]);
        assert_eq!(book.faces().len(), 1);
        assert_eq!(found.0.len(), 1);
        assert_eq!(found.0[0].code, Code::BadFont);
        assert!(found.0[0].message.contains("`0.ttf`"), "{}", found.0[0].message);
    }
}

#[test]
fn the_digest_is_that_of_the_faces_and_their_order() {
    let digest = |files: &[&[u8]]| book(files).0.digest();
    assert_eq!(digest(&[REGULAR, BOLD]), digest(&[REGULAR, BOLD, REGULAR, b"broken"]));
    assert_ne!(digest(&[REGULAR, BOLD]), digest(&[REGULAR]));
    assert_ne!(digest(&[REGULAR, BOLD]), digest(&[BOLD, REGULAR]));
}

/// A composite glyph that contains itself twice would unfold to 2³² parts.
#[test]
fn a_glyph_that_is_made_of_itself_is_refused() {
    let face = rustybuzz::ttf_parser::RawFace::parse(REGULAR, 0).expect("a font");
    let glyf = face.table(rustybuzz::ttf_parser::Tag::from_bytes(b"glyf")).expect("has outlines");
    let offset = glyf.as_ptr() as usize - REGULAR.as_ptr() as usize;
    let mut bytes = REGULAR.to_vec();
    // The first outline of the table is that of glyph 1, `A`: make it a composite of glyph 1 twice.
    let composite = [0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0];
    bytes[offset..offset + composite.len()].copy_from_slice(&composite);
    let (book, found) = book(&[&bytes]);
    assert!(book.faces().is_empty());
    assert!(found.0[0].message.contains("made of"), "{}", found.0[0].message);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever a damaged font still gives, it gives without a panic, and with metrics that can be divided by.
    #[test]
    fn damaged_fonts_do_no_harm(
        which in 0..3usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        head in prop::collection::vec((0..400usize, any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = [REGULAR, ITALIC, CFF][which].to_vec();
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        for (at, value) in head {
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (book, found) = book(&[&bytes]);
        prop_assert!(found.0.len() <= 1);
        for face in book.faces() {
            prop_assert!(face.units_per_em >= 16 && face.ascent + face.descent > 0);
        }
        for id in book.nearest(400, false) {
            let Some(face) = book.open(id) else { continue };
            let mut buffer = rustybuzz::UnicodeBuffer::new();
            buffer.push_str("AVfi é 夏の、");
            let _ = rustybuzz::shape(&face, &[], buffer);
        }
    }
}
