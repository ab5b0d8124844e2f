use super::*;

fn spot(at: usize, side: usize) -> Mask {
    let mut mask = Mask::empty(side as u32, side as u32);
    mask.data[at * side + at] = 255;
    mask
}

fn square(side: u32) -> PixelRect {
    PixelRect { x: 0, y: 0, w: side, h: side }
}

#[test]
fn widths_are_those_of_the_specification() {
    // d = ⌊σ·1.88 + ½⌋: 1 → 2, 2 → 4, 4 → 8, 5 → 9
    let width = |sigma| boxes(Px::whole(sigma)).map(|b| b.before + b.after + 1);
    assert_eq!(width(0), [1, 1, 1]);
    assert_eq!(width(1), [2, 2, 3]);
    assert_eq!(width(4), [8, 8, 9]);
    assert_eq!(width(5), [9, 9, 9]);
}

#[test]
fn ink_is_spread_not_made_or_lost() {
    let solid = Mask { w: 20, h: 20, data: vec![255; 400] };
    let inner = PixelRect { x: 30, y: 30, w: 20, h: 20 };
    for sigma in [1, 2, 5, 8] {
        let soft = blur(&solid, inner, Px::whole(sigma), square(80)).expect("small");
        let total: i64 = soft.data.iter().map(|v| i64::from(*v)).sum();
        assert!((total - 400 * 255).abs() < 400 * 3, "σ {sigma}: {total}");
    }
}

#[test]
fn a_blur_is_symmetric_in_both_directions() {
    for sigma in [1, 2, 3, 5] {
        let soft = blur(&spot(20, 41), square(41), Px::whole(sigma), square(41)).expect("small");
        for y in 0..41 {
            for x in 0..41 {
                let at = |x: usize, y: u32| soft.row(y)[x];
                assert_eq!(at(x, y as u32), at(40 - x, y as u32));
                assert_eq!(at(x, y as u32), at(y, x as u32));
            }
        }
    }
}

#[test]
fn the_edge_of_a_half_plane_is_close_to_a_true_gaussian() {
    let half =
        Mask { w: 100, h: 100, data: (0..10_000).map(|i| if i % 100 < 50 { 255 } else { 0 }).collect() };
    let soft = blur(&half, square(100), Px::whole(6), square(100)).expect("small");
    // Φ(−x/σ) at pixel centres, from a table of the normal distribution
    for (x, share) in [(49, 0.5332), (52, 0.3385), (55, 0.1797), (61, 0.0276)] {
        let got = f64::from(soft.row(50)[x]) / 255.0;
        assert!((got - share).abs() < 0.02, "{x}: {got} instead of {share}");
    }
}

#[test]
fn no_radius_means_no_change_and_a_huge_one_is_bounded() {
    let mask = spot(3, 8);
    assert_eq!(blur(&mask, square(8), Px::ZERO, square(8)), Ok(mask.clone()));
    let gone = blur(&mask, square(8), Px::MAX, square(8)).expect("bounded");
    assert!(gone.data.iter().all(|v| *v == 0));
}
