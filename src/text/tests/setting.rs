use super::*;

const SALE: &str = "The whole summer collection is now up to forty percent off";

#[test]
fn lines_are_as_few_as_the_width_allows_and_balanced_in_the_least_width() {
    let shaped = latin(SALE);
    let mut narrowed = 0;
    for width in 250..500 {
        let greedy = shaped.set(&at(30), Px::whole(width), false);
        let balanced = shaped.set(&at(30), Px::whole(width), true);
        assert_eq!(greedy.lines.len(), balanced.lines.len());
        narrowed += usize::from(balanced.size.w < greedy.size.w);
        // A pixel less than the balanced width costs a line, unless a last word was given company.
        let narrower = shaped.set(&at(30), balanced.size.w - Px::whole(1), false);
        assert!(narrower.lines.len() > balanced.lines.len(), "{width}");
    }
    assert!(narrowed > 100);
}

#[test]
fn a_text_fits_the_width_that_it_says_it_needs() {
    for (text, size) in [(SALE, 17), ("Jetzt 40 % sparen", 33), ("fjord", 61), ("AVATAR", 13)] {
        let shaped = latin(text);
        let free = shaped.set(&at(size), Px::MAX, false);
        let again = shaped.set(&at(size), free.size.w, false);
        assert_eq!((again.lines.len(), again.overflows), (1, false), "{text}");
        let word = shaped.longest_word(&at(size));
        assert!(!shaped.set(&at(size), word, false).overflows);
        assert!(shaped.set(&at(size), word - Px::whole(1), false).overflows);
    }
}

#[test]
fn a_word_is_never_broken_but_overflows() {
    let shaped = latin("Sommerschlussverkauf");
    let block = shaped.set(&at(40), Px::whole(100), true);
    assert_eq!(block.lines.len(), 1);
    assert!(block.overflows && block.lines[0].width > Px::whole(100));
}

#[test]
fn a_soft_hyphen_shows_only_where_a_line_ends() {
    let shaped = latin("Sommer\u{ad}schluss\u{ad}verkauf");
    let count =
        |block: &Block| block.lines.iter().flat_map(|l| &l.runs).map(|r| r.glyphs.len()).sum::<usize>();
    let whole = shaped.set(&at(20), Px::MAX, false);
    assert_eq!((whole.lines.len(), count(&whole)), (1, 20));
    let broken = shaped.set(&at(20), Px::whole(110), false);
    assert!(!broken.overflows);
    assert_eq!(count(&broken), 20 + broken.lines.len() - 1, "a hyphen for each break");
    assert_eq!(width(&shaped, &at(20)), width(&latin("Sommerschlussverkauf"), &at(20)), "kerned across");
}

#[test]
fn newlines_force_lines_and_spaces_at_their_ends_hang() {
    let shaped = latin("Summer   \n\nsale\n");
    assert_eq!(lines(&shaped, &at(20), 500, true), ["Summer", "", "sale"]);
    let block = shaped.set(&at(20), Px::whole(500), false);
    assert_eq!(block.lines[0].width, width(&latin("Summer"), &at(20)));
    assert_eq!(block.size.h, Px::whole(75));
    assert_eq!(latin("").set(&at(20), Px::whole(500), false).lines, []);
}

#[test]
fn baselines_are_whole_pixels_and_a_line_apart() {
    let setting = Setting { leading: Ratio::from_f64(1.137), ..at(23) };
    let block = latin(SALE).set(&setting, Px::whole(120), false);
    assert!(block.lines.len() > 4);
    let height = block.size.h.to_f64() / block.lines.len() as f64;
    for (number, line) in block.lines.iter().enumerate() {
        assert_eq!(line.baseline.in_64ths() % 64, 0);
        let expected = block.lines[0].baseline.to_f64() + height * number as f64;
        assert!((line.baseline.to_f64() - expected).abs() <= 1.0);
    }
}

#[test]
fn ink_is_where_the_outlines_are() {
    // An `x` of 100 px stands on the baseline, as high as the font says, between its side bearings.
    let block = latin("x").set(&at(100), Px::MAX, false);
    let book = book();
    let face = book.face(book.select(&["Figtree"], 400, false)[0]);
    let height = f64::from(face.x_height) / f64::from(face.units_per_em) * 100.0;
    let (ink, line) = (block.ink(), &block.lines[0]);
    assert!((ink.bottom() - line.baseline).to_f64().abs() < 1.0, "{ink:?}");
    assert!((ink.h.to_f64() - height).abs() < 2.0, "{ink:?} {height}");
    assert!(ink.x > Px::ZERO && ink.right() < line.width);
    assert!(latin("   ").set(&at(100), Px::MAX, false).ink().w == Px::ZERO);
}

#[test]
fn ink_stays_inside_the_width_when_it_has_room() {
    let style = TextStyle { italic: true, weight: 300, ..style(&["Newsreader"]) };
    for text in ["f", "jf", "Yf fjord jf"] {
        let shaped = shape(&book(), text, &style, &locale("en"), &[]).expect("shapes");
        for align in [Align::Start, Align::Center, Align::End] {
            let setting = Setting { align, ..at(120) };
            let need = shaped.set(&setting, Px::MAX, false).size.w;
            for width in [need, need + Px::whole(1), need + Px::whole(40)] {
                let ink = shaped.set(&setting, width, false).ink();
                assert!(
                    ink.x >= -Px::from_64ths(16) && ink.right() <= width + Px::from_64ths(16),
                    "{text} {ink:?}"
                );
            }
        }
    }
}

#[test]
fn lines_stand_where_the_reading_direction_wants_them() {
    let width = Px::whole(600);
    for (shaped, rtl) in [(latin("Sale"), false), (arabic("خصم"), true)] {
        let x = |align| shaped.set(&Setting { align, ..at(20) }, width, false).lines[0].x;
        let line = shaped.set(&at(20), width, false).lines[0].width;
        let (start, end) = if rtl { (Align::End, Align::Start) } else { (Align::Start, Align::End) };
        assert_eq!(x(start), Px::ZERO);
        assert!((x(end) + line - width).to_f64().abs() <= 0.25);
        assert!((x(Align::Center) + line / 2 - width / 2).to_f64().abs() <= 0.25);
    }
}

#[test]
fn tracking_widens_all_gaps_but_the_last_and_leaves_joined_letters() {
    let tracked = Setting { tracking: Ratio::percent(10.0), ..at(40) };
    let wider = width(&latin("SALE"), &tracked) - width(&latin("SALE"), &at(40));
    assert!((wider.to_f64() - 12.0).abs() < 0.1, "three gaps of 4 px: {wider:?}");
    assert_eq!(width(&arabic("خصم"), &tracked), width(&arabic("خصم"), &at(40)));
}

#[test]
fn positions_lie_on_their_grids() {
    let setting =
        Setting { size: Px::from_f64(21.3), tracking: Ratio::percent(1.3), align: Align::Center, ..at(1) };
    for shaped in [latin(SALE), arabic("خصم كبير على parasola.example")] {
        for line in shaped.set(&setting, Px::from_f64(203.3), true).lines {
            assert_eq!(line.x.in_64ths() % 16, 0);
            for run in line.runs {
                assert_eq!(run.size, Px::from_f64(21.25));
                assert!(run.glyphs.iter().all(|g| g.x.in_64ths() % 16 == 0 && g.y.in_64ths() % 64 == 0));
            }
        }
    }
}

#[test]
fn sequences_that_must_stay_together_do_also_in_capitals() {
    let style = TextStyle { transform: crate::brand::Transform::Uppercase, ..style(&["Figtree"]) };
    let glued = ["Parasola Studio".to_owned()];
    let shaped =
        shape(&book(), "Only at Parasola Studio today", &style, &locale("en"), &glued).expect("shapes");
    for width in (150..500).step_by(10) {
        assert!(lines(&shaped, &at(20), width, false).iter().any(|line| line.contains("PARASOLA STUDIO")));
    }
}

#[test]
fn a_short_last_word_takes_company() {
    let shaped = latin("International holidays for everybody who likes the sea so");
    for width in 150..420 {
        let found = lines(&shaped, &at(20), width, true);
        let words = |line: &String| line.split(' ').count();
        if let [.., above, last] = found.as_slice() {
            assert!(words(last) > 1 || words(above) < 3, "{width}: {found:?}");
        }
    }
}

#[test]
fn the_key_knows_everything_that_shaping_depends_on() {
    let (book, plain) = (book(), style(&["Figtree"]));
    let key = |text: &str, style: &TextStyle, tag: &str, glued: &[String]| {
        shape_key(&book, text, style, &locale(tag), glued)
    };
    let base = key("a", &plain, "en", &[]);
    assert_eq!(base, key("a", &plain.clone(), "en", &[]));
    let bold = TextStyle { weight: 700, ..plain.clone() };
    let capitals = TextStyle { transform: crate::brand::Transform::Uppercase, ..plain.clone() };
    for other in [
        key("b", &plain, "en", &[]),
        key("a", &bold, "en", &[]),
        key("a", &capitals, "en", &[]),
        key("a", &plain, "tr", &[]),
        key("a", &plain, "en", &["x".to_owned()]),
    ] {
        assert_ne!(base, other);
    }
}

#[test]
fn words_are_divided_only_where_they_are_wider_than_a_line() {
    use crate::brand::{Breaking, Hyphens};
    let set = |hyphens, width, glued: &[&str]| {
        let breaking = Breaking { hyphens, ..Breaking::default() };
        let style = TextStyle { breaking, ..style(&["Figtree"]) };
        let glued: Vec<String> = glued.iter().map(|&s| s.to_owned()).collect();
        let shaped =
            shape(&book(), "Der Sonnenschirm bis 40 %", &style, &locale("de"), &glued).expect("shapes");
        let shown: Vec<String> = lines(&shaped, &at(20), width, false);
        (shown.iter().map(|line| line.replace('\u{ad}', "-")).collect::<Vec<_>>(), shaped)
    };
    // Wide enough for every word: no hyphen, though a part of the word would have fitted above.
    assert_eq!(set(Hyphens::Auto, 140, &[]).0, ["Der", "Son-nen-schirm", "bis 40 %"]);
    let (narrow, shaped) = set(Hyphens::Auto, 90, &[]);
    assert_eq!(narrow, ["Der", "Son-nen-", "schirm", "bis 40 %"]);
    assert!(!shaped.set(&at(20), Px::whole(90), false).overflows);
    // A name of the kit is never divided, nor is anything where nobody asked.
    for (hyphens, glued) in [(Hyphens::Auto, &["Sonnenschirm"][..]), (Hyphens::Manual, &[])] {
        assert_eq!(set(hyphens, 90, glued).0[1], "Sonnenschirm");
    }
}
