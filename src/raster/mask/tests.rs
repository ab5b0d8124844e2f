use super::*;
use crate::geom::Rect;

fn rect(x: f64, y: f64, w: f64, h: f64) -> Rect {
    let [x, y, w, h] = [x, y, w, h].map(Px::from_f64);
    Rect::new(x, y, w, h)
}

#[test]
fn straight_edges_have_the_coverage_of_their_area() {
    for sixteenth in 0..=16 {
        let edge = f64::from(sixteenth) / 16.0;
        let outline = Outline::rounded_rect(rect(2.0, 2.0, 5.0 + edge, 3.0), [Px::ZERO; 4]);
        let mask = fill(&outline, PixelRect { x: 0, y: 0, w: 10, h: 8 }).expect("small");
        let (want, got) = ((edge * 255.0).round() as i16, i16::from(mask.row(3)[7]));
        assert!((want - got).abs() <= 2, "{edge}: wanted {want}, got {got}");
        assert_eq!((mask.row(3)[4], mask.row(3)[8], mask.row(6)[4]), (255, 0, 0));
    }
}

#[test]
fn a_circle_has_the_area_of_a_circle() {
    let outline = Outline::ellipse(rect(1.0, 1.0, 40.0, 40.0));
    let mask = fill(&outline, PixelRect { x: 0, y: 0, w: 42, h: 42 }).expect("small");
    let area = mask.data.iter().map(|v| f64::from(*v)).sum::<f64>() / 255.0;
    assert!((area - 400.0 * std::f64::consts::PI).abs() < 2.0, "{area}");
}

#[test]
fn tiles_leave_no_seams() {
    // wide and high enough for several tiles, with an edge that crosses them all
    let bounds = PixelRect { x: -20, y: 5, w: 2300, h: 150 };
    let outline = Outline::ellipse(rect(-10.0, 10.0, 2280.0, 140.0));
    let mask = fill(&outline, bounds).expect("bounded");
    for y in 1..mask.h {
        let jump =
            (0..mask.w as usize).filter(|x| mask.row(y)[*x].abs_diff(mask.row(y - 1)[*x]) > 250).count();
        // the ellipse is flat near its poles: there whole rows start, but only there
        assert!(jump < 700, "row {y} breaks at {jump} pixels");
    }
    let middle = mask.row(75);
    assert!(middle[12..2287].iter().all(|v| *v == 255), "solid across tiles");
}

#[test]
fn a_stroke_is_as_wide_as_asked_and_round_at_joins() {
    let outline = Outline::rounded_rect(rect(10.0, 10.0, 30.0, 20.0), [Px::ZERO; 4]);
    let mask = stroke(&outline, Px::whole(4), PixelRect { x: 0, y: 0, w: 50, h: 40 }).expect("small");
    let column: u32 = (0..20).map(|y| u32::from(mask.row(y)[25])).sum();
    assert_eq!(column, 4 * 255, "four pixels across the upper line");
    assert_eq!(mask.row(20)[25], 0, "hollow");
    assert!(mask.row(8)[8] < 128, "corners are round");
}

#[test]
fn masks_out_of_reach_or_without_extent_are_empty_not_errors() {
    let far = Outline::ellipse(rect(-500.0, -500.0, 10.0, 10.0));
    assert!(fill(&far, PixelRect { x: 0, y: 0, w: 9, h: 9 }).expect("small").data.iter().all(|v| *v == 0));
    assert!(fill(&far, PixelRect::default()).expect("small").data.is_empty());
    assert!(fill(&Outline::default(), PixelRect { x: 0, y: 0, w: 2, h: 2 }).is_ok());
    let absurd = PixelRect { x: 0, y: 0, w: 60_000, h: 60_000 };
    assert_eq!(fill(&far, absurd).err(), Some(RasterError::TooLarge { w: 60_000, h: 60_000 }));
}

#[test]
fn a_ramp_is_the_opacity_of_its_gradient_and_masks_multiply() {
    use std::sync::Arc;

    use crate::color::{Gradient, GradientLine, Rgba, Stop};
    use crate::geom::Ratio;

    let stop = |at: f64, a: u8| Stop { at: Ratio::from_f64(at), color: Rgba { a, ..Rgba::WHITE } };
    let at = |x: i32| Point { x: Px::whole(x), y: Px::ZERO };
    let line = GradientLine::Linear { from: at(0), to: at(4) };
    let gradient = Gradient { line, stops: vec![stop(0.0, 0), stop(1.0, 255)] };
    let bounds = PixelRect { x: 0, y: 0, w: 6, h: 2 };
    let ramp = Arc::new(super::ramp(&gradient, bounds).expect("small"));
    assert_eq!(ramp.row(0), [32, 96, 159, 223, 255, 255]);
    assert_eq!(ramp.row(0), ramp.row(1));
    let half = Arc::new(Mask { w: 6, h: 2, data: vec![128; 12] });
    let both = super::common(&[Arc::clone(&ramp), half], bounds).expect("small");
    assert_eq!(both.row(1), [16, 48, 80, 112, 128, 128]);
    assert_eq!(super::common(std::slice::from_ref(&ramp), bounds).expect("small"), *ramp);
}
