use super::builder::Builder;
use super::{Adjust, PaintOp, Recolor, Resource, Source};
use crate::compile::{Extent, SvgNode};
use crate::geom::{PixelRect, PixelSize};
use crate::template::TileAxis;

/// More tiles than a pattern in an ad has.
const MOST_TILES: f64 = 4_096.0;

/// The operations that show a drawing in its box: once, stretched, or tile after tile from the inline start.
///
/// Tiles end on whole pixels, each rounded by itself, so that neighbours meet without a seam and a long row does not
/// drift.
pub(super) fn drawing(builder: &mut Builder, svg: &SvgNode, at: PixelRect) -> Result<Vec<PaintOp>, String> {
    let recolor: Vec<Recolor> =
        svg.recolor.iter().map(|(from, to)| Recolor { from: *from, to: *to }).collect();
    let Grid { across, down } = grid(svg, at)?;
    let mut ops = Vec::new();
    for &(top, h) in &down {
        for &(start, w) in &across {
            let Some(size) = PixelSize::new(w, h) else { continue };
            let x = if svg.flip { at.right() - start - cast(w) } else { at.x + start };
            let tile = PixelRect { x, y: at.y + top, w, h };
            let mut resource = Resource::Svg { file: svg.file, size, recolor: recolor.clone() };
            if svg.flip {
                let adjust = Adjust { saturate: 1000, brightness: 1000, flip: true };
                resource = Resource::Adjusted { picture: Box::new(resource), adjust };
            }
            if tile.intersect(at).intersect(builder.canvas).is_empty() {
                continue;
            }
            let resource = builder.add(resource);
            ops.extend(builder.full(Source::Pixels { resource, x: tile.x, y: tile.y }, tile.intersect(at)));
        }
    }
    Ok(ops)
}

/// Where tiles begin and how long they are, from the start and from the top of the box.
struct Grid {
    across: Vec<(i32, u32)>,
    down: Vec<(i32, u32)>,
}

fn grid(svg: &SvgNode, at: PixelRect) -> Result<Grid, String> {
    let Some(tile) = svg.tile else { return Ok(Grid { across: vec![(0, at.w)], down: vec![(0, at.h)] }) };
    let (w, h) = (f64::from(at.w), f64::from(at.h));
    let aspect = svg.aspect.to_f64();
    let length = |extent: Option<Extent>, whole: f64| {
        extent.map(|extent| match extent {
            Extent::Px(px) => px.to_f64(),
            Extent::Percent(ratio) => ratio.to_f64() * whole,
        })
    };
    let (given_w, given_h) = (length(tile.w, w), length(tile.h, h));
    let (tile_w, tile_h) = match (tile.axis, given_w, given_h) {
        (_, Some(w), Some(h)) => (w, h),
        (TileAxis::X, Some(w), None) => (w, h),
        (TileAxis::Y, None, Some(h)) => (w, h),
        (TileAxis::X, None, None) => (h * aspect, h),
        (_, Some(w), None) => (w, w / aspect),
        (_, None, Some(h)) => (h * aspect, h),
        (_, None, None) => (w, w / aspect),
    };
    let repeats =
        |length: f64, whole: f64, repeated: bool| if repeated { (whole / length).ceil() } else { 1.0 };
    let columns = repeats(tile_w, w, tile.axis != TileAxis::Y);
    let rows = repeats(tile_h, h, tile.axis != TileAxis::X);
    if !(tile_w >= 1.0 && tile_h >= 1.0) {
        return Err("a tile is smaller than a pixel; give it a `tile-size:`".to_owned());
    }
    if columns * rows > MOST_TILES {
        return Err(format!("the drawing is repeated {} times; {MOST_TILES} is the most", columns * rows));
    }
    Ok(Grid { across: cuts(tile_w, columns), down: cuts(tile_h, rows) })
}

fn cuts(length: f64, count: f64) -> Vec<(i32, u32)> {
    let edge = |n: u32| (length * f64::from(n)).round() as i32;
    (0..count as u32).map(|n| (edge(n), edge(n + 1).abs_diff(edge(n)))).collect()
}

fn cast(side: u32) -> i32 {
    i32::try_from(side).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Tile;
    use crate::digest::Digest;
    use crate::geom::{Px, Ratio};
    use proptest::prelude::*;

    fn svg(tile: Option<Tile>, flip: bool) -> SvgNode {
        let aspect = Ratio::from_f64(2.0);
        SvgNode {
            name: "a.svg".into(),
            file: Digest::of_bytes(b"a"),
            aspect,
            recolor: Vec::new(),
            tile,
            flip,
        }
    }

    fn across(px: f64) -> Option<Tile> {
        Some(Tile { axis: TileAxis::X, w: Some(Extent::Px(Px::from_f64(px))), h: None })
    }

    fn drawn(svg: &SvgNode, at: PixelRect) -> Vec<PixelRect> {
        let mut builder = Builder::new(PixelSize::new(1000, 1000).expect("a size"));
        drawing(&mut builder, svg, at).expect("drawn").iter().map(|op| op.bounds).collect()
    }

    const BOX: PixelRect = PixelRect { x: 10, y: 20, w: 100, h: 30 };

    #[test]
    fn without_a_tile_it_fills_its_box() {
        assert_eq!(drawn(&svg(None, false), BOX), [BOX]);
    }

    #[test]
    fn a_tile_keeps_the_drawings_shape_and_starts_where_reading_starts() {
        let own = Some(Tile { axis: TileAxis::X, w: None, h: None });
        let x = |flip: bool| drawn(&svg(own, flip), BOX).iter().map(|b| (b.x, b.w)).collect::<Vec<_>>();
        assert_eq!(x(false), [(10, 60), (70, 40)]);
        assert_eq!(x(true), [(50, 60), (10, 40)]);
    }

    #[test]
    fn what_would_never_end_is_refused() {
        let mut builder = Builder::new(PixelSize::new(1000, 1000).expect("a size"));
        for tile in [across(0.0), across(0.5)] {
            assert!(drawing(&mut builder, &svg(tile, false), BOX).is_err());
        }
        let tiny = Some(Tile { axis: TileAxis::Both, w: Some(Extent::Px(Px::whole(2))), h: None });
        let all = PixelRect { x: 0, y: 0, w: 1000, h: 1000 };
        assert!(drawing(&mut builder, &svg(tiny, false), all).is_err_and(|why| why.contains("times")));
    }

    proptest! {
        #[test]
        fn tiles_cover_the_box_once_without_seams(px in 1.0..70.0f64, flip: bool, w in 1u32..300) {
            let at = PixelRect { w, ..BOX };
            let mut all = drawn(&svg(across(px), flip), at);
            all.sort_by_key(|b| b.x);
            prop_assert_eq!(all.first().map(|b| b.x), Some(at.x));
            prop_assert_eq!(all.last().map(|b| b.right()), Some(at.right()));
            prop_assert!(all.windows(2).all(|pair| pair[0].right() == pair[1].x));
        }
    }
}
