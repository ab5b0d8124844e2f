use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn ladder(forms: &[&str], size: i32, floor: i32) -> Ladder {
    let forms = forms.iter().map(|text| Arc::new(latin(text))).collect();
    Ladder { forms, setting: at(size), floor: Px::whole(floor) }
}

fn rung(ladder: &Ladder, width: i32, height: i32, max_lines: Option<u32>) -> Option<Rung> {
    fit(ladder, Px::whole(width), Px::whole(height), max_lines, true).ok().map(|fitted| fitted.rung)
}

#[test]
fn the_ladder_is_climbed_down_in_order() {
    let ladder = ladder(&["The whole summer collection up to forty percent off", "Summer sale"], 40, 30);
    let mut last = (0, false, std::cmp::Reverse(i32::MAX));
    let mut seen = [false; 4];
    for width in (150..1100).rev() {
        let Some(rung) = rung(&ladder, width, 100, Some(1)) else { continue };
        let place = (rung.form, rung.tightened, std::cmp::Reverse(rung.size.in_64ths()));
        if rung.form == last.0 {
            assert!(place >= last, "narrower is never further up: {place:?} after {last:?}");
        }
        assert!(rung.size >= Px::whole(30));
        last = place;
        seen[rung.form * 2 + usize::from(rung.size < Px::whole(40))] = true;
    }
    assert_eq!(seen, [true; 4], "both forms, at full size and shrunk");
}

#[test]
fn tightening_comes_before_shrinking_and_stops_at_two_percent() {
    let mut one = ladder(&["Summer collection"], 40, 30);
    let full = one.forms[0].set(&one.setting, Px::MAX, false).size.w;
    let fitted = fit(&one, full - Px::whole(2), Px::whole(60), Some(1), true).expect("fits tightened");
    assert_eq!((fitted.rung.tightened, fitted.rung.size), (true, Px::whole(40)));
    assert_eq!(fitted.setting.tracking, Ratio::percent(-1.0));
    one.setting.tracking = Ratio::percent(-1.5);
    let full = one.forms[0].set(&one.setting, Px::MAX, false).size.w;
    let fitted = fit(&one, full - Px::whole(2), Px::whole(60), Some(1), true).expect("fits");
    assert_eq!(fitted.setting.tracking, Ratio::percent(-2.0));
    one.setting.tracking = Ratio::percent(-2.0);
    let full = one.forms[0].set(&one.setting, Px::MAX, false).size.w;
    let fitted = fit(&one, full - Px::whole(2), Px::whole(60), Some(1), true).expect("fits");
    assert_eq!((fitted.rung.tightened, fitted.setting.tracking), (false, Ratio::percent(-2.0)));
    assert!(fitted.rung.size < Px::whole(40));
}

#[test]
fn what_fits_nowhere_comes_back_as_near_as_it_got() {
    let ladder = ladder(&["Summer collection", "Sommerschlussverkauf"], 40, 30);
    let failed = fit(&ladder, Px::whole(100), Px::whole(400), None, true).expect_err("too narrow");
    let best = failed.best.expect("a ladder with forms");
    assert_eq!((best.rung.form, best.rung.size), (1, Px::whole(30)));
    assert!(best.block.overflows);
}

#[test]
fn the_floor_is_tried_itself_and_never_passed() {
    let ladder = ladder(&["Summer"], 40, 31);
    let need =
        ladder.forms[0].set(&Setting { tracking: Ratio::percent(-1.0), ..at(31) }, Px::MAX, false).size.w;
    let fitted = fit(&ladder, need, Px::whole(60), Some(1), true).expect("fits at the floor");
    assert_eq!(fitted.rung.size, Px::whole(31));
    assert!(fit(&ladder, need - Px::whole(1), Px::whole(60), Some(1), true).is_err());
}

proptest! {
    #[test]
    fn a_fitted_text_is_inside_its_box(width in 20..700i32, height in 10..300i32, lines in 1..5u32, size in 8..90i32) {
        let ladder = ladder(&["The whole summer up to 40 % off, fjord", "Summer sale", "Sale"], size, size * 7 / 10);
        if let Ok(fitted) = fit(&ladder, Px::whole(width), Px::whole(height), Some(lines), true) {
            let block = fitted.block;
            prop_assert!(!block.overflows && block.lines.len() <= lines as usize);
            prop_assert!(block.size.h <= Px::whole(height) && block.size.w <= Px::whole(width));
            let ink = block.ink();
            prop_assert!(ink.x >= -Px::from_64ths(16) && ink.right() <= Px::whole(width) + Px::from_64ths(16));
            prop_assert_eq!(&block, &ladder.forms[fitted.rung.form].set(&fitted.setting, Px::whole(width), true));
        }
    }
}
