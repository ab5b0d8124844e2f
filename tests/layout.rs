//! What layout promises: texts fit on a rung of their ladder or say why not, and right-to-left mirrors the whole.

mod support;

use mimeo::compile::{Scene, bind};
use mimeo::copy::{CopyDeck, CopyEntry, CopyRow, CopyStatus};
use mimeo::diag::{Code, Diagnostics};
use mimeo::geom::{Px, Rect};
use mimeo::layout::{Frame, Rung, TextReport, layout};
use mimeo::locale::Locale;
use mimeo::memo::Memo;
use proptest::prelude::*;
use support::World;

const HEAD: &str = "mimeo: 1\nkind: template\nslots: { headline: text, sub: { type: text, optional: true } }\nsizes: [300x250]\nbackground: surface\nlayers:\n";

/// A template of these layers, with parasola's kit.
fn template(layers: &str) -> World {
    world(&format!("{HEAD}{layers}"))
}

/// A whole template, with parasola's kit.
fn world(text: &str) -> World {
    World { template: support::parsed(text), ..support::world("summer-sale", "parasola") }
}

/// What is asked of a layout, by layer.
struct Laid {
    boxes: Vec<(String, Rect)>,
    texts: Vec<TextReport>,
}

impl Laid {
    fn rect(&self, id: &str) -> Rect {
        self.boxes.iter().find(|(name, _)| name == id).unwrap_or_else(|| panic!("no `{id}`")).1
    }

    fn text(&self, id: &str) -> &TextReport {
        self.texts.iter().find(|text| text.id == id).unwrap_or_else(|| panic!("no `{id}`"))
    }
}

fn lay(world: &World, locale: &str, slots: &[(&str, &str)]) -> Result<Laid, Diagnostics> {
    let request = support::request("300x250", locale, slots);
    let scene: Scene = bind(&world.template, &world.inputs, &request)?;
    let (frames, _) = layout(&scene, &world.inputs.fonts, &Memo::new(1 << 24))?;
    let mut boxes = Vec::new();
    let mut open: Vec<&Frame<'_>> = frames.layers.iter().collect();
    while let Some(frame) = open.pop() {
        boxes.push((frame.node.id.clone(), frame.rect));
        open.extend(&frame.children);
    }
    Ok(Laid { boxes, texts: frames.texts })
}

fn px(value: f64) -> Px {
    Px::from_f64(value)
}

#[test]
fn a_text_that_fits_is_as_designed() {
    let world =
        template("- { text: $headline, id: h, style: { base: display, size: 30px }, place: top start }\n");
    let laid = lay(&world, "en-US", &[("headline", "Sun")]).expect("fits");
    assert_eq!((laid.text("h").rung, laid.text("h").size), (Rung::AsDesigned, Px::whole(30)));
    assert_eq!((laid.rect("h").x, laid.rect("h").y), (Px::ZERO, Px::ZERO));
}

const COUNTED: &str = "mimeo: 1\nkind: template\nslots: { left: { type: text, count: days, max: 20 }, days: number }\nsizes: [300x250]\nbackground: surface\nlayers:\n- { text: $left, id: t, style: { base: display, size: 20px }, place: top start }\n";

/// `left` for a number of days, from a deck of these rows, or the fault.
fn counted(
    rows: &[(&str, &str, &str)],
    locale: &str,
    days: &str,
    left: &[(&str, &str)],
) -> Result<String, String> {
    let mut world = world(COUNTED);
    let locale_of = |tag: &str| Locale::parse(tag).expect("a tag");
    let rows = rows.iter().map(|(key, tag, text)| CopyRow {
        key: (*key).into(),
        locale: locale_of(tag),
        entry: CopyEntry { text: (*text).into(), ..CopyEntry::default() },
        status: CopyStatus::Approved,
        note: None,
    });
    world.inputs.deck = CopyDeck::new(rows, locale_of("en")).into();
    let slots: Vec<(&str, &str)> = left.iter().copied().chain([("days", days)]).collect();
    let laid = lay(&world, locale, &slots).map_err(|found| found.0[0].message.clone())?;
    Ok(laid.text("t").shown.clone())
}

#[test]
fn a_count_chooses_the_text_and_is_written_in_it() {
    let rows = [
        ("left[one]", "en", "One day left"),
        ("left[other]", "en", "{$days} days *left*"),
        ("left", "ja", "残り{$days}日"),
        ("left[one]", "pl", "{$days} dzień"),
        ("left[few]", "pl", "{$days} dni"),
        ("left[other]", "pl", "{$days} dnia"),
        ("bad[other]", "en", "{$nights} left"),
        ("lone[one]", "en", "Last day"),
    ];
    let say = |locale, days| counted(&rows, locale, days, &[]);
    assert_eq!(say("en-US", "1").as_deref(), Ok("One day left"));
    assert_eq!(say("en-US", "1200").as_deref(), Ok("1,200 days left"));
    assert_eq!(say("pl-PL", "3").as_deref(), Ok("3 dni"));
    assert_eq!(say("ja-JP", "5").as_deref(), Ok("残り5日"));
    assert_eq!(say("de-DE", "2").as_deref(), Ok("2 days left"), "the text's own language counts");
    let keyed = |key| counted(&rows, "en-US", "7", &[("left", key)]);
    assert_eq!(keyed("{$days} *days*").as_deref(), Ok("{$days} *days*"), "values of requests are never read");
    assert_eq!(keyed("deck bad").unwrap_err(), "`bad` in en holds `{$nights}`, which is not its count");
    assert_eq!(keyed("deck lone").unwrap_err(), "`lone` in en has no plural `other`");
}

#[test]
fn the_ladder_goes_from_tightening_to_shrinking_to_the_shorter_form() {
    let world = template(
        "- { text: $headline, id: h, style: { base: display, size: 30px }, place: top start, width: 200px, fit: { lines: 1, min: 20px } }\n",
    );
    let rung = |words: &str| lay(&world, "en-US", &[("headline", words)]).map(|laid| laid.text("h").clone());
    let rungs: Vec<(Rung, Px)> =
        (4..30).filter_map(|n| rung(&"m ".repeat(n)[..n]).ok()).map(|text| (text.rung, text.size)).collect();
    assert!(rungs.is_sorted_by(|a, b| a.0 <= b.0 && a.1 >= b.1), "longer is never further up: {rungs:?}");
    assert!(rungs.iter().any(|(rung, _)| *rung == Rung::Shrunk));
    assert!(rungs.iter().all(|(_, size)| *size >= Px::whole(20)), "never below the floor");

    let world = template(
        "- { text: $headline, id: h, style: { base: display, size: 30px }, place: top start, width: 250px, fit: { lines: 1, min: 20px } }\n",
    );
    let short = lay(&world, "en-US", &[("headline", "deck headline.3-sun")]).expect("its short form fits");
    assert_eq!(short.text("h").shown, "Sun’s out, prices down");
    assert_eq!(short.text("h").rung, Rung::Shortened);
}

#[test]
fn letters_are_tightened_before_a_text_shrinks_and_to_two_percent_at_most() {
    // In some of these widths a line is too long by a little.
    let rungs = |tracking: &str| -> Vec<Rung> {
        let mut world = support::world("summer-sale", "parasola");
        let rung = |width: u32| {
            world.template = support::parsed(&format!(
                "{HEAD}- {{ text: $headline, id: h, style: {{ base: body, size: 20px, tracking: {tracking} }}, place: top start, width: {width}px, fit: {{ lines: 1, min: 14px }} }}\n",
            ));
            let laid = lay(&world, "en-US", &[("headline", "Everything under the sun")]).ok()?;
            Some(laid.text("h").rung)
        };
        (180..300).step_by(2).filter_map(rung).collect()
    };
    for tracking in ["0%", "-1.5%"] {
        let rungs = rungs(tracking);
        assert!(rungs.is_sorted_by(|a, b| a >= b), "{tracking}: {rungs:?}");
        for rung in [Rung::AsDesigned, Rung::Tightened, Rung::Shrunk] {
            assert!(rungs.contains(&rung), "{tracking}: no {rung:?} in {rungs:?}");
        }
    }
    let rungs = rungs("-2%");
    assert!(rungs.contains(&Rung::AsDesigned) && rungs.contains(&Rung::Shrunk), "{rungs:?}");
    assert!(!rungs.contains(&Rung::Tightened), "no closer than that: {rungs:?}");
}

#[test]
fn a_text_that_fits_nowhere_says_so_by_name() {
    let world = template(
        "- { text: $headline, id: h, style: { base: display, size: 30px }, place: top start, width: 40px, fit: { lines: 1, min: 20px } }\n",
    );
    let found = lay(&world, "en-US", &[("headline", "Donaudampfschiff")]).err().expect("cannot fit");
    assert_eq!(found.0[0].code, Code::DoesNotFit);
    assert!(found.0[0].message.contains("`h`") && !found.0[0].hints.is_empty(), "{found:?}");
}

#[test]
fn an_optional_line_is_dropped_last() {
    let world = template(
        "- stack: column\n  id: copy\n  place: top start\n  width: 200px\n  height: 60px\n  layers:\n  - { text: $headline, id: h, style: { base: display, size: 30px }, fit: { min: 26px } }\n  - { text: $sub, id: s, style: { base: body, size: 14px }, fit: { drop: true } }\n",
    );
    let roomy = lay(&world, "en-US", &[("headline", "Sun"), ("sub", "All day")]).expect("fits");
    assert_eq!(roomy.text("s").rung, Rung::AsDesigned);
    let tight =
        lay(&world, "en-US", &[("headline", "Summer comes home"), ("sub", "All day")]).expect("fits without");
    assert_eq!(tight.text("s").rung, Rung::Dropped);
    assert_ne!(tight.text("h").rung, Rung::Dropped);
    assert!(tight.rect("h").bottom() <= Px::whole(60));
}

#[test]
fn texts_of_a_group_are_set_in_one_size() {
    let layer = |id: &str, slot: &str, top: u32| {
        format!(
            "- {{ text: ${slot}, id: {id}, style: {{ base: display, size: 30px }}, place: top start, inset: {top}px 0 0, width: 200px, fit: {{ lines: 1, min: 10px, group: g }} }}\n"
        )
    };
    let world = template(&(layer("a", "headline", 0) + &layer("b", "sub", 60)));
    let laid = lay(&world, "en-US", &[("headline", "Sun"), ("sub", "A good deal of summer")]).expect("fits");
    assert_eq!(laid.text("a").size, laid.text("b").size);
    assert!(laid.text("a").size < Px::whole(30));
}

const ROW: &str = "- stack: row\n  id: row\n  inset: 10px 20px 0 30px\n  gap: 8px\n  align: start\n  layers:\n  - { shape: rect, id: one, width: 40px, height: 10px, box: { fill: ink } }\n  - { shape: rect, id: two, width: 60px, height: 10px, box: { fill: ink } }\n- { text: $headline, id: h, style: body, place: bottom end }\n";

#[test]
fn right_to_left_mirrors_the_layout() {
    let world = template(ROW);
    let ltr = lay(&world, "en-US", &[("headline", "Sun")]).expect("fits");
    let rtl = lay(&world, "ar-SA", &[("headline", "شمس")]).expect("fits");
    assert_eq!((ltr.rect("one").x, ltr.rect("two").x), (Px::whole(30), Px::whole(78)));
    for id in ["row", "one", "two"] {
        let (l, r) = (ltr.rect(id), rtl.rect(id));
        assert_eq!((r.right(), r.y, r.w, r.h), (Px::whole(300) - l.x, l.y, l.w, l.h), "{id}");
    }
    assert_eq!(ltr.rect("h").right(), Px::whole(300));
    assert_eq!(rtl.rect("h").x, Px::ZERO, "the end is the left");
}

#[test]
fn a_layer_may_opt_out_of_mirroring() {
    let world = template(&ROW.replace("  id: row\n", "  id: row\n  mirror: false\n"));
    let rtl = lay(&world, "ar-SA", &[("headline", "شمس")]).expect("fits");
    assert!(rtl.rect("one").x < rtl.rect("two").x, "the inside keeps its left and right");
}

#[test]
fn percentages_are_of_the_parent_and_the_grid_is_a_sixty_fourth() {
    let world = template(
        "- { fill: ink, id: f, place: top start, width: 33.3%, height: 12.5vh }\n- { text: $headline, style: body }\n",
    );
    let laid = lay(&world, "en-US", &[("headline", "Sun")]).expect("fits");
    assert_eq!((laid.rect("f").w, laid.rect("f").h), (px(99.9), px(31.25)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the words, the box and the language: the text stands inside its box, or is refused by name.
    #[test]
    fn no_text_leaves_its_box(
        words in "[a-zA-ZäöüßçñłА-Яа-я ]{1,60}", width in 20u32..280, height in 12u32..240, size in 8u32..60,
        lines in 1u32..5, locale in proptest::sample::select(vec!["en-US", "ar-SA", "ja-JP", "th-TH"]),
    ) {
        let world = template(&format!(
            "- stack: column\n  id: box\n  place: top start\n  width: {width}px\n  height: {height}px\n  layers:\n  - {{ text: $headline, id: h, style: {{ base: body, size: {size}px }}, fit: {{ lines: {lines}, min: 40% }} }}\n"
        ));
        match lay(&world, locale, &[("headline", &words)]) {
            Ok(laid) => {
                let slack = Px::whole(1);
                prop_assert!(laid.rect("box").contains(laid.rect("h"), slack), "{:?} {:?}", laid.rect("box"), laid.rect("h"));
                prop_assert!(laid.text("h").lines <= lines as usize);
            }
            Err(found) => {
                let known = [Code::DoesNotFit, Code::MissingGlyph, Code::MissingSlot];
                prop_assert!(found.0.iter().all(|d| known.contains(&d.code)), "{found:?}");
            }
        }
    }
}
