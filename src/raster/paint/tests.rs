use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::color::{Gradient, GradientLine, Rgba, Stop};
use crate::geom::{PixelSize, Point, Px, Ratio};
use crate::raster::Prepared;

const W: u32 = 61;
const H: u32 = 83;

fn name(n: u8) -> Digest {
    Digest::of_bytes(&[n])
}

/// A photo without alpha, a sprite with it, and two masks: what operations can refer to.
fn lookup() -> Lookup {
    let mut seed = 3u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let mut pixels = |w: u32, h: u32, opaque: bool| {
        let mut pixel =
            || Rgba { r: next(), g: next(), b: next(), a: if opaque { 255 } else { next() } }.premultiply();
        let data = (0..w * h).flat_map(|_| pixel()).collect();
        Prepared::Pixels(Arc::new(Pixels { size: PixelSize::new(w, h).expect("valid"), data, opaque }))
    };
    let (photo, sprite) = (pixels(W, H, true), pixels(20, 31, false));
    let mut mask = |w: u32, h: u32| {
        let data = (0..w * h).map(|_| next()).collect();
        Prepared::Mask(Arc::new(Mask { w, h, data }))
    };
    let (large, small) = (mask(50, 70), mask(9, 4));
    [(name(0), photo), (name(1), sprite), (name(2), large), (name(3), small)].into()
}

fn color() -> impl Strategy<Value = Rgba> {
    (any::<[u8; 3]>(), prop_oneof![Just(255u8), any::<u8>()]).prop_map(|([r, g, b], a)| Rgba { r, g, b, a })
}

fn bounds() -> impl Strategy<Value = PixelRect> {
    let canvas = PixelRect { x: 0, y: 0, w: W, h: H };
    let any_box = (-10..60i32, -10..80i32, 0..70u32, 0..90u32)
        .prop_map(move |(x, y, w, h)| PixelRect { x, y, w, h }.intersect(canvas));
    prop_oneof![Just(canvas), any_box]
}

fn gradient() -> impl Strategy<Value = Source> {
    (any::<[i8; 4]>(), prop::collection::vec(color(), 2..4), any::<bool>()).prop_map(
        |(at, colors, radial)| {
            let [x0, y0, x1, y1] = at.map(|v| Px::whole(i32::from(v)));
            let line = if radial {
                GradientLine::Radial { center: Point { x: x0, y: y0 }, rx: x1, ry: y1 }
            } else {
                GradientLine::Linear { from: Point { x: x0, y: y0 }, to: Point { x: x1, y: y1 } }
            };
            let last = colors.len() - 1;
            let stop = |(n, color)| Stop { at: Ratio::percent(100.0 * n as f64 / last as f64), color };
            Source::Gradient(Gradient { line, stops: colors.into_iter().enumerate().map(stop).collect() })
        },
    )
}

fn op(source: impl Strategy<Value = Source>) -> impl Strategy<Value = PaintOp> {
    let coverage = prop_oneof![
        Just(Coverage::Full),
        (2..4u8, -20..50i32, -20..70i32).prop_map(|(n, x, y)| Coverage::Mask { resource: name(n), x, y }),
    ];
    let blend = prop_oneof![Just(BlendMode::Normal), Just(BlendMode::Multiply), Just(BlendMode::Screen)];
    let opacity = prop_oneof![Just(255u8), Just(0), any::<u8>()];
    (source, coverage, blend, opacity, bounds()).prop_map(|(source, coverage, blend, opacity, bounds)| {
        PaintOp { source, coverage, blend, opacity, bounds }
    })
}

fn ops() -> impl Strategy<Value = Vec<PaintOp>> {
    let leaf = || {
        prop_oneof![
            color().prop_map(Source::Solid),
            gradient(),
            Just(Source::Pixels { resource: name(0), x: 0, y: 0 }),
            (-30..60i32, -30..80i32).prop_map(|(x, y)| Source::Pixels { resource: name(1), x, y }),
        ]
    };
    let group = |inner: BoxedStrategy<PaintOp>| prop::collection::vec(inner, 0..4).prop_map(Source::Group);
    let inner = op(group(op(leaf()).boxed())).boxed();
    let nested = prop_oneof![2 => op(leaf()).boxed(), 1 => inner.clone()].boxed();
    prop::collection::vec(
        prop_oneof![3 => op(leaf()).boxed(), 1 => inner, 1 => op(group(nested)).boxed()],
        0..7,
    )
}

fn canvas() -> PixelSize {
    PixelSize::new(W, H).expect("valid")
}

fn painted(kernels: Kernels, ops: &[PaintOp], prepared: &Lookup, rows: Range<u32>) -> Vec<u8> {
    let mut out = vec![9; (W * H) as usize * 4]; // what was there before does not matter
    let (top, bottom) = (rows.start.min(H), rows.end.min(H));
    let area = PixelRect { x: 0, y: top as i32, w: W, h: bottom - top };
    paint_area(kernels, ops, prepared, area, &mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_rows_are_the_same_rows_of_the_whole(ops in ops(), a in 0..H, len in 0..H) {
        let prepared = lookup();
        let whole = painted(Kernels::best(), &ops, &prepared, 0..H);
        let b = (a + len).min(H);
        let stride = W as usize * 4;
        let part = painted(Kernels::best(), &ops, &prepared, a..b);
        prop_assert!(part == whole[a as usize * stride..b as usize * stride]);
    }

    #[test]
    fn every_level_paints_the_same(ops in ops()) {
        let prepared = lookup();
        let want = painted(Kernels::scalar(), &ops, &prepared, 0..H);
        for (level, kernels) in Kernels::all() {
            prop_assert!(painted(kernels, &ops, &prepared, 0..H) == want, "{level}");
        }
    }

    #[test]
    fn bands_stay_premultiplied_and_opaque_ground_stays_opaque(mut ops in ops(), ground in color()) {
        let whole = PixelRect { x: 0, y: 0, w: W, h: H };
        let source = Source::Solid(Rgba { a: 255, ..ground });
        ops.insert(0, PaintOp { source, coverage: Coverage::Full, blend: BlendMode::Normal, opacity: 255, bounds: whole });
        let out = painted(Kernels::best(), &ops, &lookup(), 0..H);
        prop_assert!(out.as_chunks::<4>().0.iter().all(|p| p[3] == 255));
        let out = painted(Kernels::best(), &ops[1..], &lookup(), 0..H);
        prop_assert!(out.as_chunks::<4>().0.iter().all(|p| p[..3].iter().all(|c| *c <= p[3])));
    }
}

fn full(source: Source, blend: BlendMode, opacity: u8) -> PaintOp {
    PaintOp { source, coverage: Coverage::Full, blend, opacity, bounds: canvas().rect() }
}

#[test]
fn blends_are_those_of_the_specification() {
    let color = |r, g, b| Source::Solid(Rgba { r, g, b, a: 255 });
    let on = |blend| {
        let ops = [full(color(200, 100, 0), BlendMode::Normal, 255), full(color(128, 255, 51), blend, 255)];
        painted(Kernels::best(), &ops, &Lookup::new(), 0..1)[..4].to_vec()
    };
    assert_eq!(on(BlendMode::Normal), [128, 255, 51, 255]);
    assert_eq!(on(BlendMode::Multiply), [100, 100, 0, 255]);
    assert_eq!(on(BlendMode::Screen), [228, 255, 51, 255]);
}

#[test]
fn a_group_fades_as_one() {
    let (white, red) = (Source::Solid(Rgba::WHITE), Source::Solid(Rgba { r: 255, g: 0, b: 0, a: 255 }));
    let group = Source::Group(vec![full(white, BlendMode::Normal, 255), full(red, BlendMode::Normal, 255)]);
    let ops = [full(Source::Solid(Rgba::BLACK), BlendMode::Normal, 255), full(group, BlendMode::Normal, 128)];
    let out = painted(Kernels::best(), &ops, &Lookup::new(), 40..41);
    assert_eq!(out[..4], [128, 0, 0, 255], "no white shines through the red");
}

#[test]
fn rows_past_the_canvas_are_not_painted() {
    let ops = [full(Source::Solid(Rgba::WHITE), BlendMode::Normal, 255)];
    assert_eq!(painted(Kernels::best(), &ops, &Lookup::new(), H - 1..H + 9).len(), W as usize * 4);
    assert!(painted(Kernels::best(), &ops, &Lookup::new(), H + 1..H + 9).is_empty());
}
