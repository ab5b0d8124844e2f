use super::*;

fn plain(range: std::ops::Range<usize>) -> Stretch {
    Stretch { range, weight: None, scale: Ratio::ONE, hang: false, gap: Ratio::ZERO }
}

fn rich_in(text: &str, tag: &str, families: &[&str], stretches: &[Stretch], hang_quotes: bool) -> Shaped {
    let rich = Rich { stretches, hang_quotes };
    shape_rich(&book(), text, &style(families), &rich, &locale(tag), &[]).expect("shapes")
}

#[test]
fn stretches_that_differ_in_nothing_change_no_glyph() {
    let cases = [
        ("Up to 40 % off today", "en", &["Figtree"][..], 6..10),
        ("تخفيضات الصيف 40 الآن", "ar", &["Noto Sans Arabic", "Figtree"][..], 4..10),
        ("بيتنا", "ar", &["Noto Sans Arabic"][..], 2..6),
    ];
    for (text, tag, families, range) in cases {
        let whole = shaped_in(text, tag, families).set(&at(40), Px::MAX, false);
        let cut = rich_in(text, tag, families, &[plain(range)], false).set(&at(40), Px::MAX, false);
        let glyphs = |block: &Block| -> Vec<Glyph> {
            block.lines.iter().flat_map(|line| line.runs.iter().flat_map(|run| run.glyphs.clone())).collect()
        };
        // Shaping may not kern across the seam; nothing else may move, and joined letters stay joined.
        let ids = |block: &Block| glyphs(block).iter().map(|glyph| glyph.id).collect::<Vec<_>>();
        assert_eq!(ids(&whole), ids(&cut), "{text}");
        assert_eq!(whole.lines[0].runs.iter().map(|run| run.glyphs.len()).sum::<usize>(), glyphs(&cut).len());
    }
}

#[test]
fn minor_units_hang_from_the_top_of_the_figures() {
    let small = Stretch { scale: Ratio::percent(46.0), hang: true, gap: Ratio::percent(5.0), ..plain(2..4) };
    let line =
        rich_in("6499", "en", &["Figtree"], &[small], false).set(&at(100), Px::MAX, false).lines.remove(0);
    assert_eq!(line.looks, [0, 1]);
    let [whole, minor] = &line.runs[..] else { panic!("{:?}", line.runs) };
    assert_eq!((whole.size, minor.size), (Px::whole(100), Px::whole(46)));
    // Raised by the height that they lack; the baseline is that of the line.
    assert!(whole.glyphs.iter().all(|glyph| glyph.y == Px::ZERO));
    let top = line.ink.y - line.baseline;
    let raised = minor.glyphs[0].y;
    assert!(
        raised < Px::ZERO && (raised.to_f64() - top.to_f64() * 0.54).abs() < 1.5,
        "{raised:?} of {top:?}"
    );
    let extent = line.extents[0];
    assert_eq!((line.extents.len(), extent.look), (1, 1));
    assert!((extent.x + extent.w - line.width).to_f64().abs() < 0.1);
}

#[test]
fn the_minor_units_of_arabic_figures_stand_to_their_right() {
    let families = &["Noto Sans Arabic"];
    let small = Stretch { scale: Ratio::percent(46.0), hang: true, ..plain(4..8) };
    let shaped = rich_in("٩٤٠٠ ر.س", "ar", families, &[small], false);
    let line = shaped.set(&at(50), Px::MAX, false).lines.remove(0);
    // Figures run from left to right also there; the currency is on the far left.
    assert_eq!(line.looks, [0, 1]);
    assert!(line.extents[0].x > Px::ZERO);
    assert!((line.extents[0].x + line.extents[0].w - line.width).to_f64().abs() < 0.1);
}

#[test]
fn an_opening_quotation_mark_takes_no_room() {
    let text = "“Rest well”";
    let inside = rich_in(text, "en", &["Figtree"], &[], false).set(&at(40), Px::whole(400), false);
    let hung = rich_in(text, "en", &["Figtree"], &[], true).set(&at(40), Px::whole(400), false);
    let (first, moved) = (inside.lines[0].runs[0].glyphs[0], hung.lines[0].runs[0].glyphs[0]);
    assert_eq!(first.id, moved.id);
    assert!(hung.lines[0].x + moved.x < Px::ZERO, "it stands outside the margin");
    assert_eq!(hung.lines[0].x, Px::ZERO);
    assert!(hung.size.w < inside.size.w);
    // Where there is no mark, nothing hangs.
    let plain = latin("Rest well").set(&at(40), Px::whole(400), false);
    assert_eq!(
        rich_in("Rest well", "en", &["Figtree"], &[], true).set(&at(40), Px::whole(400), false),
        plain
    );
}

#[test]
fn a_weight_of_its_own_comes_from_a_face_of_its_own() {
    let bold = Stretch { weight: Some(700), ..plain(4..8) };
    let line =
        rich_in("now free!", "en", &["Figtree"], &[bold], false).set(&at(40), Px::MAX, false).lines.remove(0);
    assert_eq!(line.looks, [0, 1, 0]);
    assert_eq!(line.runs[0].face, line.runs[2].face);
    assert_ne!(line.runs[0].face, line.runs[1].face);
}

mod any {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_stretches_of_any_text_are_set(
            text in "[a-z“„«0-9 .,$€اب٩ก\\u{200f}\\n]{0,24}",
            cuts in prop::collection::vec(0usize..40, 0..6),
            scale in 1.0..200.0f64,
            hang: bool, quotes: bool, width in 1i32..300,
        ) {
            let mut cuts = cuts;
            cuts.sort_unstable();
            // Also ranges that cut characters in two, or lie behind the end.
            let stretches: Vec<Stretch> = cuts.chunks_exact(2).map(|pair| Stretch {
                scale: Ratio::percent(scale), hang, gap: Ratio::percent(3.0), ..plain(pair[0]..pair[1])
            }).collect();
            let families = &["Figtree", "Noto Sans Arabic", "Noto Sans Thai"];
            for tag in ["en", "ar"] {
                let block = rich_in(&text, tag, families, &stretches, quotes).set(&at(20), Px::whole(width), true);
                for line in &block.lines {
                    prop_assert_eq!(line.runs.len(), line.looks.len());
                    prop_assert!(line.looks.iter().all(|look| usize::from(*look) <= stretches.len()));
                }
            }
        }
    }
}
