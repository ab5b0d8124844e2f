use proptest::prelude::*;

use super::*;
use crate::color::{Gradient, GradientLine, Rgba, Stop};
use crate::geom::{Point, Px, Ratio};

/// Rows of premultiplied pixels: two of colour and one of coverage, long enough for every vector width and a tail.
fn rows() -> impl Strategy<Value = (Vec<u8>, Vec<u8>, Vec<u8>)> {
    let pixel = (any::<[u8; 3]>(), prop_oneof![Just(0u8), Just(255), any::<u8>()])
        .prop_map(|([r, g, b], a)| Rgba { r, g, b, a }.premultiply());
    let mask = prop_oneof![Just(0u8), Just(255), any::<u8>()];
    prop::collection::vec((pixel.clone(), pixel, mask), 0..90).prop_map(|all| {
        let (mut d, mut s, mut m) = (Vec::new(), Vec::new(), Vec::new());
        for (below, above, mask) in all {
            d.extend(below);
            s.extend(above);
            m.push(mask);
        }
        (d, s, m)
    })
}

type Kernel = (&'static str, fn(Kernels, &mut [u8], &[u8], &[u8], u8));

const KERNELS: [Kernel; 10] = [
    ("over", |k, d, s, _, _| k.over(d, s)),
    ("over_faded", |k, d, s, _, o| k.over_faded(d, s, o)),
    ("over_masked", |k, d, s, m, o| k.over_masked(d, s, m, o)),
    ("fill", |k, d, s, _, _| k.fill(d, first(s))),
    ("fill_masked", |k, d, s, m, _| k.fill_masked(d, first(s), m)),
    ("multiply", |k, d, s, _, _| k.multiply(d, s)),
    ("screen", |k, d, s, _, _| k.screen(d, s)),
    ("fade", |k, d, _, _, o| k.fade(d, o)),
    ("fade_masked", |k, d, _, m, o| k.fade_masked(d, m, o)),
    ("add", |k, d, s, _, _| k.add(d, s)),
];

fn first(s: &[u8]) -> [u8; 4] {
    s.first_chunk().copied().unwrap_or_default()
}

fn ramp() -> impl Strategy<Value = Ramp> {
    let stop = (0u32..=100, any::<[u8; 4]>());
    (prop::collection::vec(stop, 2..6), any::<[i16; 4]>(), any::<bool>()).prop_map(
        |(mut stops, at, radial)| {
            stops.sort_by_key(|stop| stop.0);
            let stops = stops.into_iter().map(|(at, [r, g, b, a])| {
                let at = Ratio::percent(f64::from(at));
                Stop { at, color: Rgba { r, g, b, a } }
            });
            let [x0, y0, x1, y1] = at.map(|v| Px::from_64ths(i32::from(v)));
            let line = if radial {
                GradientLine::Radial { center: Point { x: x0, y: y0 }, rx: x1, ry: y1 }
            } else {
                GradientLine::Linear { from: Point { x: x0, y: y0 }, to: Point { x: x1, y: y1 } }
            };
            Ramp::new(&Gradient { line, stops: stops.collect() })
        },
    )
}

proptest! {
    #[test]
    fn every_level_gives_the_bytes_of_the_scalar_twin((d, s, m) in rows(), opacity: u8) {
        for (kernel, run) in KERNELS {
            let mut want = d.clone();
            run(Kernels::scalar(), &mut want, &s, &m, opacity);
            for (level, kernels) in Kernels::all() {
                let mut got = d.clone();
                run(kernels, &mut got, &s, &m, opacity);
                prop_assert_eq!(&got, &want, "{} at {}", kernel, level);
            }
        }
    }

    #[test]
    fn results_stay_premultiplied((d, s, m) in rows(), opacity: u8) {
        for (kernel, run) in KERNELS {
            if kernel == "add" {
                continue;
            }
            let mut got = d.clone();
            run(Kernels::best(), &mut got, &s, &m, opacity);
            let holds = got.as_chunks::<4>().0.iter().all(|p| p[..3].iter().all(|c| *c <= p[3]));
            prop_assert!(holds, "{kernel}");
        }
    }

    #[test]
    fn gradients_are_equal_at_every_level_and_from_every_start(ramp in ramp(), x in -50i32..50, y in -50i32..50) {
        let mut want = vec![0; 100 * 4];
        Kernels::scalar().ramp(&mut want, &ramp, x, y);
        prop_assert!(want.as_chunks::<4>().0.iter().all(|p| p[..3].iter().all(|c| *c <= p[3])));
        for (level, kernels) in Kernels::all() {
            let mut got = vec![0; 100 * 4];
            kernels.ramp(&mut got, &ramp, x, y);
            prop_assert_eq!(&got, &want, "{}", level);
            let mut part = vec![0; 37 * 4];
            kernels.ramp(&mut part, &ramp, x + 13, y);
            prop_assert_eq!(&part[..], &want[13 * 4..50 * 4], "{} from the middle", level);
        }
    }
}

#[test]
fn division_by_255_is_exact() {
    for v in 0..=255 * 255 {
        assert_eq!(scalar::div255(v), (v * 2 + 255) / 510, "{v}");
    }
}

#[test]
fn a_gradient_starts_and_ends_with_its_colours_and_does_not_band() {
    let stop = |at: f64, color| Stop { at: Ratio::percent(at), color };
    let line = GradientLine::Linear { from: Point::default(), to: Point { x: Px::whole(1000), y: Px::ZERO } };
    let stops = vec![stop(0.0, Rgba::BLACK), stop(100.0, Rgba::WHITE)];
    let ramp = Ramp::new(&Gradient { line, stops });
    let mut row = vec![0; 1200 * 4];
    Kernels::best().ramp(&mut row, &ramp, -100, 0);
    let grey: Vec<u8> = row.as_chunks::<4>().0.iter().map(|p| p[0]).collect();
    assert_eq!((grey[0], grey[100], grey[1099], grey[1199]), (0, 0, 255, 255));
    assert!(grey.windows(2).all(|p| p[1] - p[0] <= 1), "one level at a time, never back");
    assert_eq!(grey[100 + 500], 128);
}

#[test]
fn a_hard_stop_is_hard() {
    let stop = |at: f64, color| Stop { at: Ratio::percent(at), color };
    let line = GradientLine::Linear { from: Point::default(), to: Point { x: Px::whole(100), y: Px::ZERO } };
    let stops = vec![
        stop(0.0, Rgba::BLACK),
        stop(50.0, Rgba::BLACK),
        stop(50.0, Rgba::WHITE),
        stop(100.0, Rgba::WHITE),
    ];
    let mut row = vec![0; 100 * 4];
    Kernels::best().ramp(&mut row, &Ramp::new(&Gradient { line, stops }), 0, 0);
    assert_eq!((row[49 * 4], row[50 * 4]), (0, 255));
}
