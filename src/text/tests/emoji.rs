use super::*;
use crate::font::EMOJI;

fn book_with_emoji() -> FontBook {
    let files: [(&str, &[u8]); 3] = [
        ("figtree-400.ttf", include_bytes!("../../../fixtures/fonts/figtree-400.ttf")),
        ("arabic-400.ttf", include_bytes!("../../../fixtures/fonts/arabic-400.ttf")),
        ("emoji", EMOJI),
    ];
    FontBook::new(files.map(|(name, bytes)| (name.to_owned(), Bytes::from_static(bytes)))).0
}

fn line(text: &str, tag: &str) -> (Shaped, Line) {
    let families = ["Noto Sans Arabic", "Figtree"];
    let families = if tag == "ar" { &families[..] } else { &families[1..] };
    let shaped = shape(&book_with_emoji(), text, &style(families), &locale(tag), &[]).expect("shapes");
    let line = shaped.set(&at(40), Px::MAX, false).lines.remove(0);
    (shaped, line)
}

#[test]
fn a_sequence_is_one_picture_and_letters_keep_their_font() {
    for (text, pictures, letters) in [
        ("a 😎", 1, 1),
        ("👨‍👩‍👧", 1, 0),
        ("🇩🇪🇫🇷", 2, 0),
        ("1️⃣1", 1, 1),
        ("❤️", 1, 0),
        ("👍🏽👍", 2, 0),
        ("🏳️‍🌈", 1, 0),
        ("😎1#😎", 2, 2),
        ("©✨", 1, 1),
    ] {
        let (shaped, line) = line(text, "en");
        assert!(shaped.missing().is_empty(), "{text}: {:?}", shaped.missing());
        let drawn = line.runs.iter().map(|run| run.glyphs.len()).sum::<usize>();
        assert_eq!((line.colored.len(), drawn), (pictures, letters), "{text}");
    }
}

#[test]
fn pictures_are_ink_where_they_stand() {
    let (_, line) = line("a😎", "en");
    let [picture] = line.colored[..] else { panic!("{:?}", line.colored) };
    let ink = picture.ink.offset(picture.x + line.x, picture.y + line.baseline);
    assert!(line.ink.contains(ink, Px::ZERO) && ink.right() == line.ink.right());
    // Noto's faces are about as wide as the font size, and reach below the baseline.
    assert!(ink.w > Px::whole(38) && ink.w < Px::whole(50) && ink.bottom() > line.baseline);
}

#[test]
fn in_right_to_left_text_pictures_stand_in_its_order_and_sequences_stay_whole() {
    let (shaped, line) = line("عرض 🇩🇪 👨‍👩‍👧", "ar");
    assert!(shaped.missing().is_empty());
    let [family, flag] = line.colored[..] else { panic!("{:?}", line.colored) };
    assert!(family.x < flag.x && family.id != flag.id);
    assert!(line.runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.x > flag.x));
}

#[test]
fn what_the_font_lacks_is_named_also_when_it_has_the_parts() {
    assert_eq!(line("🦖", "en").0.missing(), ['🦖']);
    assert_eq!(line("🇦🇫", "en").0.missing(), ['🇦', '🇫']);
    assert!(latin("❤\u{fe0e}").missing().contains(&'❤'));
}
