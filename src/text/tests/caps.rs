use super::*;
use crate::brand::Caps;

fn set(text: &str, caps: Caps, families: &[&str], tag: &str) -> (Shaped, Line) {
    let style = TextStyle { caps, ..style(families) };
    let shaped = shape(&book(), text, &style, &locale(tag), &[]).expect("shapes");
    let line = shaped.set(&at(100), Px::MAX, false).lines.remove(0);
    (shaped, line)
}

fn sizes(line: &Line) -> Vec<(i32, usize)> {
    line.runs.iter().map(|run| (run.size.floor(), run.glyphs.len())).collect()
}

#[test]
fn small_letters_are_set_as_smaller_capitals_where_the_font_has_none_of_its_own() {
    let (shaped, line) = set("Aba 12", Caps::Small, &["Figtree"], "en");
    assert_eq!(shaped.text(), "ABA 12");
    assert_eq!(sizes(&line), [(100, 1), (76, 2), (100, 2)]);
    let (_, all) = set("Aba 12", Caps::AllSmall, &["Figtree"], "en");
    assert_eq!(sizes(&all), [(76, 3), (100, 2)]);
    let (_, plain) = set("ABA 12", Caps::Normal, &["Figtree"], "en");
    assert!(all.width < line.width && line.width < plain.width);
}

#[test]
fn scripts_without_case_are_left_alone() {
    for (text, families, tag) in
        [("تخفيضات", &["Noto Sans Arabic", "Figtree"][..], "ar"), ("カーの", &["Noto Sans CJK JP"][..], "ja")]
    {
        assert_eq!(set(text, Caps::AllSmall, families, tag).1, set(text, Caps::Normal, families, tag).1);
    }
}

#[test]
fn stretches_and_hyphens_stay_where_they_are() {
    let breaking = crate::brand::Breaking { hyphens: Hyphens::Auto, ..Default::default() };
    let style = TextStyle { caps: Caps::Small, breaking, ..style(&["Figtree"]) };
    let text = "Straßenfest sofort";
    let bold = Stretch { range: 4..10, weight: Some(700), scale: Ratio::ONE, hang: false, gap: Ratio::ZERO };
    let rich = Rich { stretches: &[bold], hang_quotes: false };
    let shaped = shape_rich(&book(), text, &style, &rich, &locale("de"), &[]).expect("shapes");
    assert_eq!(shaped.text().replace('\u{ad}', ""), "STRASSENFEST SOFORT");
    let line = shaped.set(&at(40), Px::MAX, false).lines.remove(0);
    let bold: usize = line
        .runs
        .iter()
        .zip(&line.looks)
        .filter(|(_, look)| **look == 1)
        .map(|(run, _)| run.glyphs.len())
        .sum();
    // "ßenfe" became "SSENFE"; the stretch's bytes were those of five letters.
    assert_eq!(bold, 6);
    assert!(shaped.set(&at(40), Px::whole(170), false).lines.len() > 2, "it is still divided");
}
