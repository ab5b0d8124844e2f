use super::Source;
use super::builder::point;
use crate::color::{Gradient, GradientLine, Rgba, Stop};
use crate::compile::{Paint, ShapeNode};
use crate::geom::{Affine, Angle, Outline, PixelRect, Point, Px, Rect};
use crate::template::{GradientDirection, ShapeKind};

/// A shape in its box; `radius` rounds a rectangle.
pub(super) fn shape_outline(shape: &ShapeNode, rect: Rect, radius: Px) -> Result<Outline, String> {
    match (shape.kind, &shape.path) {
        (ShapeKind::Rect, _) => Ok(Outline::rounded_rect(rect.snap().to_rect(), [radius; 4])),
        (ShapeKind::Ellipse, _) => Ok(Outline::ellipse(rect)),
        (ShapeKind::Arch, _) => Ok(Outline::arch(rect)),
        (ShapeKind::Path, Some((data, [vx, vy, vw, vh]))) => {
            let (sx, sy) = (rect.w.to_f64() / f64::from(*vw), rect.h.to_f64() / f64::from(*vh));
            let (x0, y0) = (rect.x.to_f64(), rect.y.to_f64());
            let across =
                |x: f64| if shape.flip { f64::from(*vx) + f64::from(*vw) - x } else { x - f64::from(*vx) };
            let map = |x: f64, y: f64| point(x0 + across(x) * sx, y0 + (y - f64::from(*vy)) * sy);
            Outline::from_path_data(data, map).map_err(|error| error.to_string())
        }
        (ShapeKind::Path, None) => Err("a path needs `path:` and `view:`".to_owned()),
    }
}

/// Whether nothing shows through.
pub(super) fn is_opaque(source: &Source) -> bool {
    match source {
        Source::Solid(color) => color.is_opaque(),
        Source::Gradient(gradient) => gradient.is_opaque(),
        Source::Pixels { .. } | Source::Group(_) => false,
    }
}

/// A paint with its geometry: CSS's gradient line of the box, then transformed.
pub(super) fn source(paint: &Paint, rect: Rect, transform: Affine) -> Source {
    let stops = |list: &[(crate::geom::Ratio, Rgba)]| {
        list.iter().map(|(at, color)| Stop { at: *at, color: *color }).collect()
    };
    match paint {
        Paint::Solid(color) => Source::Solid(*color),
        Paint::Linear(direction, list) => {
            let angle = match direction {
                GradientDirection::Top => Angle::degrees(0.0),
                GradientDirection::Bottom => Angle::degrees(180.0),
                GradientDirection::Start => Angle::degrees(-90.0),
                GradientDirection::End => Angle::degrees(90.0),
                GradientDirection::Angle(angle) => *angle,
            };
            // css-images-3, 3.1.1: the line runs through the centre and is |w·sin| + |h·cos| long.
            let (sin, cos) = angle.sin_cos();
            let (w, h) = (rect.w.to_f64(), rect.h.to_f64());
            let half = ((w * sin).abs() + (h * cos).abs()) / 2.0;
            let (cx, cy) = (rect.x.to_f64() + w / 2.0, rect.y.to_f64() + h / 2.0);
            let from = transform.apply(point(cx - sin * half, cy + cos * half));
            let to = transform.apply(point(cx + sin * half, cy - cos * half));
            Source::Gradient(Gradient { line: GradientLine::Linear { from, to }, stops: stops(list) })
        }
        Paint::Radial(list) => {
            // css-images-3, 3.2: `ellipse farthest-corner` is the farthest-side ellipse times √2.
            let (rx, ry) = (rect.w.to_f64() / 2.0, rect.h.to_f64() / 2.0);
            let root = std::f64::consts::SQRT_2;
            let center = transform.apply(rect.center());
            let line =
                GradientLine::Radial { center, rx: Px::from_f64(rx * root), ry: Px::from_f64(ry * root) };
            Source::Gradient(Gradient { line, stops: stops(list) })
        }
    }
}

/// As much farther out on each side; nothing stays nothing.
pub(super) fn grow(rect: PixelRect, by: i32) -> PixelRect {
    if rect.is_empty() {
        return rect;
    }
    PixelRect::from_edges(
        rect.x.saturating_sub(by),
        rect.y.saturating_sub(by),
        rect.right().saturating_add(by),
        rect.bottom().saturating_add(by),
    )
}

/// The box around a transformed box.
pub(super) fn corners(rect: Rect, transform: Affine) -> Rect {
    let points =
        [(rect.x, rect.y), (rect.right(), rect.y), (rect.x, rect.bottom()), (rect.right(), rect.bottom())];
    let points = points.map(|(x, y)| transform.apply(Point { x, y }));
    let edge = |f: fn(Point) -> Px, pick: fn(Px, Px) -> Px| {
        points.iter().map(|p| f(*p)).reduce(pick).unwrap_or_default()
    };
    let (left, top) = (edge(|p| p.x, Px::min), edge(|p| p.y, Px::min));
    let (right, bottom) = (edge(|p| p.x, Px::max), edge(|p| p.y, Px::max));
    Rect::new(left, top, right - left, bottom - top)
}
