use super::builder::Builder;
use super::{Coverage, PaintOp, Resource, Source};
use crate::color::{BlendMode, Gradient, GradientLine};
use crate::geom::{Outline, PixelRect, Point};

/// How the operations of a layer meet what lies below, as one.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) opacity: u8,
    pub(super) blend: BlendMode,
    /// Nothing outside is seen; device space.
    pub(super) clip: Option<Outline>,
    /// Its opacity is that of the whole; device space.
    pub(super) fade: Option<Gradient>,
}

impl Whole {
    /// Cut to an outline, and else as it is.
    pub(super) fn cut(outline: Outline) -> Self {
        Self { opacity: 255, blend: BlendMode::Normal, clip: Some(outline), fade: None }
    }
}

/// One operation for all of them. `None`: nothing of it is on the canvas.
pub(super) fn composite(builder: &mut Builder, mut inner: Vec<PaintOp>, whole: Whole) -> Option<PaintOp> {
    let Whole { opacity, blend, clip, fade } = whole;
    let cut = clip.is_some() || fade.is_some();
    let bounds = inner.iter().fold(PixelRect::default(), |all, op| all.union(op.bounds));
    let alone = takes_it_itself(&inner, cut);
    if alone && !cut {
        return inner.pop().map(|op| PaintOp { opacity, blend, ..op });
    }
    let source = match inner.pop() {
        None => return None,
        Some(op) if alone => op.source,
        Some(op) => {
            inner.push(op);
            Source::Group(inner)
        }
    };
    let op = if cut {
        let hull = clip.as_ref().map_or(bounds, |outline| bounds.intersect(outline.hull().hull()));
        builder.masked(
            source,
            |placing| {
                let bounds = placing.bounds;
                let clip = clip.map(|outline| Resource::Fill { outline: placing.outline(&outline), bounds });
                let fade = fade.map(|gradient| Resource::Ramp {
                    gradient: moved(gradient, |p| placing.shift().apply(p)),
                    bounds,
                });
                match (clip, fade) {
                    (Some(clip), Some(fade)) => Resource::Common { masks: vec![clip, fade], bounds },
                    (Some(one), None) | (None, Some(one)) => one,
                    (None, None) => Resource::Fill { outline: Outline::default(), bounds },
                }
            },
            hull,
        )
    } else {
        builder.full(source, bounds)
    };
    op.map(|op| PaintOp { opacity, blend, ..op })
}

/// One operation needs no group: it takes the opacity, blend and mask itself. Its own blend meets nothing in there.
pub(super) fn takes_it_itself(inner: &[PaintOp], cut: bool) -> bool {
    matches!(inner, [op] if op.opacity == 255 && (!cut || op.coverage == Coverage::Full))
}

fn moved(gradient: Gradient, by: impl Fn(Point) -> Point) -> Gradient {
    let line = match gradient.line {
        GradientLine::Linear { from, to } => GradientLine::Linear { from: by(from), to: by(to) },
        GradientLine::Radial { center, rx, ry } => GradientLine::Radial { center: by(center), rx, ry },
    };
    Gradient { line, ..gradient }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::{Rgba, Stop};
    use crate::geom::{PixelSize, Px, Ratio, Rect};

    fn builder() -> Builder {
        Builder::new(PixelSize::new(100, 80).expect("a size"))
    }

    fn op(x: i32, w: u32) -> PaintOp {
        let bounds = PixelRect { x, y: 10, w, h: 20 };
        let source = Source::Solid(Rgba::WHITE);
        PaintOp { source, coverage: Coverage::Full, blend: BlendMode::Normal, opacity: 255, bounds }
    }

    fn whole(clip: Option<Outline>, fade: Option<Gradient>) -> Whole {
        Whole { opacity: 128, blend: BlendMode::Multiply, clip, fade }
    }

    fn fade() -> Gradient {
        let stop = |at: f64, color| Stop { at: Ratio::from_f64(at), color };
        let at = |y: i32| Point { x: Px::ZERO, y: Px::whole(y) };
        let line = GradientLine::Linear { from: at(10), to: at(30) };
        Gradient { line, stops: vec![stop(0.0, Rgba::BLACK), stop(1.0, Rgba { a: 0, ..Rgba::BLACK })] }
    }

    #[test]
    fn one_operation_takes_opacity_and_blend_itself_unless_it_has_its_own() {
        let made = composite(&mut builder(), vec![op(0, 10)], whole(None, None)).expect("seen");
        assert_eq!(
            (made.opacity, made.blend, made.source),
            (128, BlendMode::Multiply, Source::Solid(Rgba::WHITE))
        );
        let faint = PaintOp { opacity: 128, ..op(0, 10) };
        let made = composite(&mut builder(), vec![faint.clone()], whole(None, None)).expect("seen");
        assert_eq!(made.source, Source::Group(vec![faint]), "a half of a half is a quarter");
    }

    #[test]
    fn a_clip_and_a_fade_are_one_mask_within_both() {
        let mut builder = builder();
        let clip = Outline::ellipse(Rect::new(Px::whole(20), Px::whole(0), Px::whole(40), Px::whole(80)));
        let made = composite(&mut builder, vec![op(0, 30), op(40, 40)], whole(Some(clip), Some(fade())))
            .expect("seen");
        assert_eq!(made.bounds, PixelRect { x: 20, y: 10, w: 40, h: 20 });
        let Coverage::Mask { resource, x, y } = made.coverage else { panic!("{:?}", made.coverage) };
        assert_eq!((x, y), (20, 10));
        assert!(matches!(&builder.resources[&resource], Resource::Common { masks, .. } if masks.len() == 2));
        assert!(matches!(made.source, Source::Group(ops) if ops.len() == 2));
    }

    #[test]
    fn equal_fades_at_different_places_are_one_resource() {
        let mut builder = builder();
        let at = |builder: &mut Builder, dy: i32| {
            let by = |p: Point| Point { y: p.y + Px::whole(dy), ..p };
            let op = op(0, 10);
            let op = PaintOp { bounds: op.bounds.offset(0, dy), ..op };
            composite(builder, vec![op], whole(None, Some(moved(fade(), by)))).expect("seen").coverage
        };
        let (one, two) = (at(&mut builder, 0), at(&mut builder, 15));
        assert_ne!(one, two);
        assert_eq!(builder.resources.len(), 1);
    }

    #[test]
    fn nothing_stays_nothing() {
        assert_eq!(composite(&mut builder(), Vec::new(), whole(None, Some(fade()))), None);
        let outside = Outline::ellipse(Rect::new(Px::whole(60), Px::ZERO, Px::whole(9), Px::whole(9)));
        assert_eq!(composite(&mut builder(), vec![op(0, 10)], whole(Some(outside), None)), None);
    }
}
