use super::*;

/// Glyph ids of the only line, from left to right.
fn glyphs(shaped: &Shaped) -> Vec<u16> {
    let block = shaped.set(&at(64), Px::MAX, false);
    assert_eq!(block.lines.len(), 1);
    block.lines[0].runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
}

#[test]
fn kerning_draws_pairs_together() {
    let apart = width(&latin("A"), &at(100)) + width(&latin("V"), &at(100));
    assert!(width(&latin("AV"), &at(100)) < apart - Px::whole(2));
    let plain = TextStyle { features: vec![("kern".to_owned(), 0)], ..style(&["Figtree"]) };
    let unkerned = shape(&book(), "AV", &plain, &locale("en"), &[]).expect("shapes");
    assert!(width(&unkerned, &at(100)) > width(&latin("AV"), &at(100)));
}

#[test]
fn arabic_letters_join() {
    let alone = glyphs(&arabic("ب"));
    let word = glyphs(&arabic("ببب"));
    assert!(
        !word.iter().any(|glyph| alone.contains(glyph) && glyph != word.last().expect("a dot")),
        "{word:?}"
    );
    let distinct: std::collections::BTreeSet<u16> = word.into_iter().collect();
    assert!(distinct.len() >= 3, "initial, medial and final forms differ: {distinct:?}");
}

#[test]
fn an_arabic_line_runs_right_to_left_and_what_is_latin_in_it_left_to_right() {
    let book = book();
    let shaped = arabic("خصم parasola.example ٤٠٪");
    let block = shaped.set(&at(40), Px::whole(900), false);
    let line = &block.lines[0];
    assert!((line.x + line.width - Px::whole(900)).to_f64().abs() <= 0.25, "starts at the right");
    let figtree = book.face(book.select(&["Figtree"], 400, false)[0]).key;
    let at_latin = line.runs.iter().position(|run| run.face == figtree).expect("Latin falls back");
    assert!(at_latin > 0 && at_latin + 1 < line.runs.len(), "the address stands between word and number");
    // The address reads as it does alone: same glyphs, same distances.
    let alone = latin("parasola.example").set(&at(40), Px::MAX, false);
    let (inside, outside) = (&line.runs[at_latin].glyphs, &alone.lines[0].runs[0].glyphs);
    assert_eq!(
        inside.iter().map(|g| g.id).collect::<Vec<_>>(),
        outside.iter().map(|g| g.id).collect::<Vec<_>>()
    );
    // Leftmost stands the sign (its class is ET, which turns with the text), then the digits from left to right.
    let number = &line.runs[0].glyphs;
    let x = |text: &str| number.iter().find(|g| g.id == glyphs(&arabic(text))[0]).expect("is there").x;
    assert!(x("٪") < x("٤") && x("٤") < x("٠"), "{number:?}");
}

#[test]
fn digits_in_latin_text_of_an_arabic_ad_keep_their_order() {
    let number = glyphs(&arabic("12"));
    assert_eq!(number, [glyphs(&arabic("1")), glyphs(&arabic("2"))].concat());
}

#[test]
fn fallback_is_per_cluster_and_only_where_needed() {
    let shaped = shaped_in("Sale セール 50%", "en", &["Figtree"]);
    assert!(shaped.missing().is_empty());
    let block = shaped.set(&at(40), Px::MAX, false);
    let faces: Vec<_> = block.lines[0].runs.iter().map(|run| run.face).collect();
    assert_eq!(faces.len(), 3);
    assert_eq!(faces[0], faces[2], "Latin and digits stay in their family");
    assert_ne!(faces[0], faces[1]);
}

#[test]
fn decomposed_letters_are_composed_rather_than_missed() {
    let book = book();
    let thai = book.face(book.select(&["Noto Sans Thai"], 400, false)[0]).key;
    let shaped = latin("Cafe\u{301} Gru\u{308}n Çç");
    assert!(shaped.missing().is_empty(), "{:?}", shaped.missing());
    let block = shaped.set(&at(40), Px::MAX, false);
    assert_eq!(block.lines[0].runs.len(), 1);
    assert_ne!(block.lines[0].runs[0].face, thai);
    assert_eq!(width(&latin("Cafe\u{301}"), &at(40)), width(&latin("Café"), &at(40)));
}

#[test]
fn what_no_face_has_is_named_once() {
    assert_eq!(latin("ꙮ a ꙮ \u{e123}").missing(), ['ꙮ', '\u{e123}']);
    assert!(latin("a\u{200b}b\u{200f}\u{2060}c\u{202f}d\u{ad}e").missing().is_empty());
}

#[test]
fn thai_lines_break_at_words_of_the_dictionary() {
    let shaped = shaped_in("ภาษาไทยภาษาไทย", "th", &["Noto Sans Thai", "Figtree"]);
    let words = ["ภาษา", "ไทย"];
    for width in [60, 90, 120, 160] {
        for line in lines(&shaped, &at(30), width, false) {
            assert!(words.iter().any(|word| line.starts_with(word)), "{line}");
            assert!(words.iter().any(|word| line.ends_with(word)), "{line}");
        }
    }
}

#[test]
fn japanese_lines_begin_with_no_closing_mark() {
    let shaped = shaped_in("夏のセール、はじまる。ご予約は今すぐー！", "ja", &["Noto Sans CJK JP"]);
    let mut breaks = 0;
    for width in 60..220 {
        for line in lines(&shaped, &at(20), width, width % 2 == 0) {
            assert!(!line.starts_with(['、', '。', 'ー', '！']), "{line}");
            breaks += 1;
        }
    }
    assert!(breaks > 300);
}

#[test]
fn marks_leave_ink_above_the_letter_and_it_is_measured() {
    let plain = shaped_in("ปา", "th", &["Noto Sans Thai"]).set(&at(60), Px::MAX, false);
    let marked = shaped_in("ปี้", "th", &["Noto Sans Thai"]).set(&at(60), Px::MAX, false);
    assert!(marked.ink().y < plain.ink().y - Px::whole(10));
}

#[test]
fn bidi_controls_end_with_their_text() {
    let open = arabic("\u{202e}\u{2067}خصم 40");
    assert!(open.missing().is_empty());
    let shaped = latin("Save \u{202e}04");
    let block = shaped.set(&at(20), Px::MAX, false);
    assert_eq!(block.lines.len(), 1);
    assert_eq!(latin("now").set(&at(20), Px::MAX, false).lines[0].x, Px::ZERO);
}

#[test]
fn a_style_that_no_font_answers_is_an_error() {
    let missing = shape(&book(), "a", &style(&["Nope"]), &locale("en"), &[]);
    assert_eq!(missing, Err(TextError::NoFamily(vec!["Nope".to_owned()])));
    let feature = TextStyle { features: vec![("xx".to_owned(), 1)], ..style(&["Figtree"]) };
    assert_eq!(
        shape(&book(), "a", &feature, &locale("en"), &[]),
        Err(TextError::BadFeature("xx".to_owned()))
    );
    let long = "a".repeat(MAX_CHARS + 1);
    assert_eq!(
        shape(&book(), &long, &style(&["Figtree"]), &locale("en"), &[]),
        Err(TextError::TooLong(MAX_CHARS + 1))
    );
}

#[test]
fn punctuation_within_a_word_of_another_face_is_of_that_face() {
    // The Arabic font has a full stop too, and stands first.
    let shaped = arabic("parasola.example.");
    let block = shaped.set(&at(40), Px::MAX, false);
    let runs: Vec<usize> = block.lines[0].runs.iter().map(|run| run.glyphs.len()).collect();
    assert_eq!(runs.iter().sum::<usize>(), 17);
    assert!(runs.contains(&16), "{runs:?}: only the last stop is Arabic");
}

#[test]
fn lines_of_an_arabic_text_follow_from_the_first_word_down() {
    let shaped = arabic("خصم كبير على كل المنتجات حتى ٤٠٪ اليوم فقط");
    let block = shaped.set(&at(40), Px::whole(333), false);
    assert_eq!(block.lines.len(), 3);
    assert_eq!(shaped.text()[block.lines[0].text.clone()].split(' ').next(), Some("خصم"));
    for line in &block.lines {
        assert!((line.x + line.width - Px::whole(333)).to_f64().abs() <= 1.5, "from the right: {line:?}");
    }
}
