use proptest::prelude::*;

use super::*;

/// Runs of characters that have given text engines trouble, and anything else.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9 .,%-]{0,20}",
        "[\u{621}-\u{64a}\u{660}-\u{669} ]{0,12}",
        "[ก-๛]{0,12}",
        "[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{ad}\u{300}-\u{36f}a ]{0,12}",
        "[ぁ-ん、。「」一-龥 ]{0,12}",
        "[\u{1f1e6}-\u{1f1ff}\u{1f468}\u{200d}\u{fe0f}\u{1f3fb}]{0,8}",
        Just("\n".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

thread_local! {
    static BOOK: FontBook = book();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_character_is_in_one_line_and_no_line_is_too_wide(
        text in nasty(),
        tag in prop::sample::select(vec!["en", "ar", "th", "ja", "ko", "tr"]),
        width in 1..400i32,
        size in 1..80i32,
        tracking in -5..20i32,
        balance: bool,
    ) {
        let style = style(&["Figtree", "Noto Sans Arabic"]);
        let shaped = BOOK.with(|book| shape(book, &text, &style, &locale(tag), &[])).expect("short enough");
        let setting = Setting { tracking: Ratio::percent(f64::from(tracking)), ..at(size) };
        let width = Px::whole(width);
        let block = shaped.set(&setting, width, balance);

        // Lines follow one another and leave out newlines only.
        let mut next = 0;
        for line in &block.lines {
            let between = &shaped.text()[next..line.text.start];
            prop_assert!(between.chars().all(|c| c == '\n') && between.len() <= 1, "{between:?}");
            next = line.text.end;
        }
        prop_assert!(shaped.text()[next..].chars().all(|c| c == '\n'));

        let mut placed = 0;
        let mut overflows = false;
        for line in &block.lines {
            overflows |= line.width > width;
            placed += line.runs.iter().map(|run| run.glyphs.len()).sum::<usize>();
            let any = line.runs.iter().any(|run| !run.glyphs.is_empty());
            prop_assert_eq!(any, line.ink.w > Px::ZERO || line.ink.h > Px::ZERO);
            prop_assert_eq!(line.baseline.in_64ths() % 64, 0);
        }
        prop_assert_eq!(overflows, block.overflows);
        let hyphens = shaped.text().matches('\u{ad}').count();
        prop_assert!(placed <= shaped.glyphs.len() + hyphens);
        prop_assert!(placed >= inked_and_not_hanging(&shaped), "glyphs were lost");

        // Balancing costs no line.
        prop_assert_eq!(block.lines.len(), shaped.set(&setting, width, !balance).lines.len());
        prop_assert_eq!(&block, &shaped.set(&setting, width, balance));
        let extent = shaped.extent(&setting, width);
        prop_assert_eq!((extent.lines, extent.overflows, extent.height), (block.lines.len(), overflows, block.size.h));
    }

    #[test]
    fn damaged_fonts_are_set_without_harm(
        which in 0..3usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..60),
    ) {
        let files: [&[u8]; 3] = [
            include_bytes!("../../../fixtures/fonts/figtree-400.ttf"),
            include_bytes!("../../../fixtures/fonts/arabic-400.ttf"),
            include_bytes!("../../../fixtures/fonts/japanese-400.otf"),
        ];
        let mut bytes = files[which].to_vec();
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let (book, _) = FontBook::new([("damaged".to_owned(), Bytes::from(bytes))]);
        let families: Vec<&str> = book.faces().iter().map(|face| face.family.as_str()).collect();
        let shaped = shape(&book, "AVfi e\u{301} 40 % ببب 夏の、", &style(&families), &locale("en"), &[]);
        if let Ok(shaped) = shaped {
            let block = shaped.set(&at(30), Px::whole(120), true);
            prop_assert!(!block.lines.is_empty() && block.size.h > Px::ZERO);
        } else {
            prop_assert!(book.faces().is_empty() || !book.has_family(families[0]));
        }
    }

    #[test]
    fn a_larger_size_never_needs_fewer_lines(text in "[a-z \u{ad}]{0,80}", width in 40..400i32) {
        let shaped = BOOK.with(|book| shape(book, &text, &style(&["Figtree"]), &locale("en"), &[])).expect("shapes");
        let mut before = 0;
        for size in 8..60 {
            let lines = shaped.set(&at(size), Px::whole(width), false).lines.len();
            prop_assert!(lines >= before);
            before = lines;
        }
    }
}

fn inked_and_not_hanging(shaped: &Shaped) -> usize {
    shaped.clusters.iter().filter(|c| !c.hangs).map(|c| c.glyphs.len()).sum()
}

#[test]
fn ten_thousand_of_anything_are_bounded() {
    let book = book();
    let style = style(&["Figtree"]);
    let texts = [
        "a".repeat(10_000),
        " ".repeat(10_000),
        "\n".repeat(10_000),
        format!("e{}", "\u{301}".repeat(9_999)),
        "\u{202e}\u{2067}\u{2068}\u{202b}".repeat(2_500),
        "(\u{2067}[".repeat(3_333),
        "\u{ad}".repeat(10_000),
        "a\u{200b}".repeat(5_000),
        "\u{200d}\u{1f468}".repeat(5_000),
        "🇩".repeat(10_000),
        "ก".repeat(10_000),
        "خ".repeat(10_000),
        "夏の".repeat(5_000),
        "a ".repeat(5_000),
        (0..10_000u32).filter_map(|n| char::from_u32(0x4e00 + n)).collect(),
    ];
    for text in texts {
        for tag in ["en", "ar"] {
            let shaped =
                shape(&book, &text, &style, &locale(tag), &["a a".to_owned()]).expect("at the limit");
            for width in [Px::ZERO, Px::whole(300), Px::MAX] {
                let block = shaped.set(&at(20), width, true);
                assert!(block.lines.len() <= 10_001);
            }
        }
    }
}
