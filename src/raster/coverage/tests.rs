use proptest::prelude::*;

use super::*;

type P = (f32, f32);

#[derive(Clone, Debug)]
enum Step {
    Line(P),
    Quad(P, P),
    Cubic(P, P, P),
}

/// Contours of so many steps, in and around a box of 24 px.
fn contours(most: usize) -> impl Strategy<Value = Vec<(P, Vec<Step>)>> {
    let p = || (-8.0f32..32.0, -8.0f32..32.0);
    let step = prop_oneof![
        p().prop_map(Step::Line),
        (p(), p()).prop_map(|(c, p)| Step::Quad(c, p)),
        (p(), p(), p()).prop_map(|(c, d, p)| Step::Cubic(c, d, p)),
    ];
    prop::collection::vec((p(), prop::collection::vec(step, 2..6)), 1..=most)
}

fn path(contours: &[(P, Vec<Step>)]) -> Path {
    let mut path = Path::default();
    for (start, steps) in contours {
        path.move_to(*start);
        for step in steps {
            match *step {
                Step::Line(p) => path.line_to(p),
                Step::Quad(c, p) => path.quad_to(c, p),
                Step::Cubic(c, d, p) => path.cubic_to(c, d, p),
            }
        }
    }
    path.close();
    path
}

/// tiny-skia's coverage at 16 times the size, averaged.
fn oracle(contours: &[(P, Vec<Step>)], bounds: PixelRect) -> Vec<f64> {
    const OVER: u32 = 16;
    let (left, top) = (bounds.x as f32, bounds.y as f32);
    let at = |(x, y): P| ((x - left) * OVER as f32, (y - top) * OVER as f32);
    let mut path = tiny_skia::PathBuilder::new();
    for (start, steps) in contours {
        let (x, y) = at(*start);
        path.move_to(x, y);
        for step in steps {
            match *step {
                Step::Line(p) => path.line_to(at(p).0, at(p).1),
                Step::Quad(c, p) => path.quad_to(at(c).0, at(c).1, at(p).0, at(p).1),
                Step::Cubic(c, d, p) => {
                    path.cubic_to(at(c).0, at(c).1, at(d).0, at(d).1, at(p).0, at(p).1);
                }
            }
        }
        path.close();
    }
    let mut mask = tiny_skia::Mask::new(bounds.w * OVER, bounds.h * OVER).expect("small");
    let Some(path) = path.finish() else { return vec![0.0; (bounds.w * bounds.h) as usize] };
    mask.fill_path(&path, tiny_skia::FillRule::Winding, true, tiny_skia::Transform::identity());
    let mut sums = vec![0.0; (bounds.w * bounds.h) as usize];
    for (n, v) in mask.data().iter().enumerate() {
        let (x, y) = (n as u32 % (bounds.w * OVER), n as u32 / (bounds.w * OVER));
        sums[(y / OVER * bounds.w + x / OVER) as usize] += f64::from(*v);
    }
    sums.iter().map(|sum| sum / f64::from(OVER * OVER)).collect()
}

const BOX: PixelRect = PixelRect { x: 0, y: 0, w: 24, h: 24 };

proptest! {
    /// Whatever overlaps, winds round twice, or lies partly outside.
    #[test]
    fn coverage_is_that_of_a_much_larger_drawing(contours in contours(3)) {
        let mask = cover(&path(&contours), BOX).expect("small");
        let far = |(a, b): (&u8, &f64)| (f64::from(*a) - b).abs();
        let wanted = oracle(&contours, BOX);
        let all: Vec<f64> = mask.data.iter().zip(&wanted).map(far).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        prop_assert!(mean < 1.5, "{mean} on average");
        // where thin tips cross inside one pixel, that pixel may count them twice
        let wrong = all.iter().filter(|far| **far > 40.0).count();
        prop_assert!(wrong <= 4, "{wrong} pixels are wrong");
    }

    #[test]
    fn ink_stays_inside_its_box_and_fills_it(contours in contours(2)) {
        let path = path(&contours);
        let ink = path.ink();
        let wide = PixelRect { x: ink.x - 2, y: ink.y - 3, w: ink.w + 4, h: ink.h + 6 };
        let (tight, wide) = (cover(&path, ink).expect("small"), cover(&path, wide).expect("small"));
        prop_assert!(wide.row(0).iter().chain(wide.row(2)).all(|v| *v == 0));
        for y in 0..tight.h {
            let row = wide.row(y + 3);
            prop_assert_eq!(&row[2..2 + tight.w as usize], tight.row(y));
            prop_assert!(row[..2].iter().chain(&row[row.len() - 2..]).all(|v| *v == 0));
        }
    }

    /// A triangle's coverage adds up to its area, wherever it lies between pixels.
    #[test]
    fn area_is_conserved(a in (0.0f32..60.0, 0.0f32..60.0), b in (0.0f32..60.0, 0.0f32..60.0), c in (0.0f32..60.0, 0.0f32..60.0)) {
        let path = path(&[(a, vec![Step::Line(b), Step::Line(c)])]);
        let ink = cover(&path, path.ink()).expect("small").data.iter().map(|v| f64::from(*v)).sum::<f64>() / 255.0;
        let area = f64::from(((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).abs()) / 2.0;
        prop_assert!((ink - area).abs() < 0.35 + area * 0.002, "{ink} for {area}");
    }

    /// Two cuts of a shape agree where both show it, but for the rounding of lines at their borders: up to a level a line.
    #[test]
    fn nothing_depends_on_where_masks_are_cut(contours in contours(2), x in 1..12, y in 1..12, w in 1u32..12, h in 1u32..12) {
        let mut contours = contours;
        // reaches out of both
        contours.push(((-40.0, -40.0), vec![Step::Line((-39.0, -40.0)), Step::Line((-40.0, -39.0))]));
        let path = path(&contours);
        let (large, small) = (cover(&path, BOX).expect("small"), cover(&path, PixelRect { x, y, w, h }).expect("small"));
        for row in 0..h {
            let there = &large.row(y as u32 + row)[x as usize..][..w as usize];
            let far = small.row(row).iter().zip(there).map(|(a, b)| a.abs_diff(*b)).max();
            prop_assert!(far <= Some(8), "{:?} and {:?}", small.row(row), there);
        }
    }
}

fn square(path: &mut Path, x: f32, y: f32, side: f32) {
    path.move_to((x, y));
    [(x + side, y), (x + side, y + side), (x, y + side)].into_iter().for_each(|p| path.line_to(p));
    path.close();
}

#[test]
fn what_two_contours_cover_is_covered_once() {
    let mut path = Path::default();
    square(&mut path, 1.5, 1.5, 4.0);
    square(&mut path, 1.5, 1.5, 4.0);
    square(&mut path, 3.25, 1.5, 4.0);
    let mask = cover(&path, PixelRect { x: 0, y: 0, w: 9, h: 7 }).expect("small");
    assert_eq!(mask.row(1), [0, 64, 128, 128, 128, 128, 128, 32, 0]);
    assert_eq!(mask.row(3), [0, 128, 255, 255, 255, 255, 255, 64, 0]);
}

#[test]
fn a_hole_is_a_hole_and_opposite_shapes_do_not_cancel() {
    let ring = |way: f32| {
        let mut path = Path::default();
        square(&mut path, 1.0, 1.0, 6.0);
        path.move_to((3.0, 3.0));
        let (a, b) = if way < 0.0 { ((3.0, 5.0), (5.0, 3.0)) } else { ((5.0, 3.0), (3.0, 5.0)) };
        [a, (5.0, 5.0), b].into_iter().for_each(|p| path.line_to(p));
        path.close();
        cover(&path, PixelRect { x: 0, y: 0, w: 8, h: 8 }).expect("small").row(4).to_vec()
    };
    assert_eq!(ring(-1.0), [0, 255, 255, 0, 0, 255, 255, 0]);
    assert_eq!(ring(1.0), [0, 255, 255, 255, 255, 255, 255, 0]);
    // two halves of one pixel, drawn in opposite directions
    let mut path = Path::default();
    square(&mut path, 0.0, 0.0, 0.5);
    path.move_to((0.5, 0.0));
    [(0.5, 0.5), (1.0, 0.5), (1.0, 0.0)].into_iter().for_each(|p| path.line_to(p));
    path.close();
    assert_eq!(cover(&path, PixelRect { x: 0, y: 0, w: 1, h: 1 }).expect("small").data, [128]);
}

#[test]
fn absurd_points_are_harmless() {
    let huge = [f32::MAX, f32::MIN, f32::INFINITY, f32::NAN, 1e9, -1e9, 0.0, 12.5];
    let mut path = Path::default();
    for (n, x) in huge.into_iter().enumerate() {
        let p = |k: usize| (huge[(n + k) % 8], huge[(n * 3 + k * 5) % 8]);
        path.move_to((x, p(1).0));
        path.cubic_to(p(2), p(3), p(4));
        path.quad_to(p(5), p(6));
        path.line_to(p(7));
    }
    path.close();
    assert!(cover(&path, BOX).is_ok());
    // everything lies left of it, or right of it
    let mut far = Path::default();
    square(&mut far, -1e7, -1e7, 9e6);
    assert!(cover(&far, BOX).expect("small").data.iter().all(|v| *v == 0));
    let mut over = Path::default();
    square(&mut over, -1e6, -1e6, 2e6);
    assert!(cover(&over, BOX).expect("small").data.iter().all(|v| *v == 255));
}

#[test]
fn a_hostile_path_ends() {
    let mut path = Path::default();
    for n in 0..50_000u32 {
        let (x, y) =
            ((n.wrapping_mul(2_654_435_761) >> 22) as f32, (n.wrapping_mul(40_503) >> 4 & 1023) as f32);
        path.quad_to((y, x), (x, y));
    }
    path.close();
    assert!(cover(&path, PixelRect { x: 0, y: 0, w: 1024, h: 1024 }).is_ok());
}
