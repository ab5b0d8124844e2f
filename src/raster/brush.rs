//! The colours of colour glyphs: solid, linear, radial and sweeping, evaluated point by point.

use rustybuzz::ttf_parser::colr::GradientExtend;

use crate::font::{Brush, BrushShape, Map};

/// A brush laid onto the pixels of a drawing.
pub(super) struct Laid<'a> {
    brush: &'a Brush,
    /// From pixels to the brush's space.
    inverse: Map,
}

impl<'a> Laid<'a> {
    /// `map` leads from the brush's space to pixels; `None` when it flattens everything.
    pub(super) fn new(brush: &'a Brush, Map([a, b, c, d, e, f]): Map) -> Option<Self> {
        let det = a * d - b * c;
        let by = 1.0 / det;
        let inverse = [d * by, -b * by, -c * by, a * by, (c * f - d * e) * by, (b * e - a * f) * by];
        inverse.iter().all(|v| v.is_finite()).then_some(Self { brush, inverse: Map(inverse) })
    }

    /// The colour everywhere, where it is the same.
    pub(super) fn solid(&self) -> Option<[u8; 4]> {
        match self.brush.stops.as_slice() {
            [(_, color)] => Some(rounded(*color)),
            _ => None,
        }
    }

    /// The colour of the pixel whose middle is a point: premultiplied.
    pub(super) fn at(&self, x: f64, y: f64) -> [u8; 4] {
        let [x, y] = self.inverse.apply(x, y);
        match self.place(x, y) {
            Some(place) => self.color(place),
            None => [0; 4],
        }
    }

    /// Where on the colour line a point lies.
    fn place(&self, x: f64, y: f64) -> Option<f64> {
        match self.brush.shape {
            BrushShape::Solid => Some(0.0),
            BrushShape::Linear([x0, y0], [x1, y1]) => {
                let (dx, dy) = (x1 - x0, y1 - y0);
                Some(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy))
            }
            BrushShape::Radial([x0, y0, r0], [x1, y1, r1]) => {
                let (cx, cy, dr) = (x1 - x0, y1 - y0, r1 - r0);
                let (px, py) = (x - x0, y - y0);
                // The largest t whose circle, between the two and beyond, goes through the point.
                let a = cx * cx + cy * cy - dr * dr;
                let b = px * cx + py * cy + r0 * dr;
                let c = px * px + py * py - r0 * r0;
                let real = |t: f64| (t.is_finite() && r0 + t * dr >= 0.0).then_some(t);
                if a.abs() < 1e-6 {
                    return real(c / (2.0 * b));
                }
                let root = b * b - a * c;
                if root < 0.0 {
                    return None;
                }
                let root = root.sqrt();
                let (one, two) = ((b + root) / a, (b - root) / a);
                real(one.max(two)).or_else(|| real(one.min(two)))
            }
            BrushShape::Sweep([cx, cy], [from, to]) => {
                let t = (turns(x - cx, y - cy) - from) / (to - from);
                t.is_finite().then_some(t)
            }
        }
    }

    fn color(&self, place: f64) -> [u8; 4] {
        let stops = &self.brush.stops;
        let [first, .., last] = stops.as_slice() else {
            return stops.first().map_or([0; 4], |stop| rounded(stop.1));
        };
        let length = last.0 - first.0;
        let place = match self.brush.extend {
            GradientExtend::Pad => place,
            _ if length <= 0.0 => place,
            GradientExtend::Repeat => {
                let part = (place - first.0) / length;
                first.0 + (part - part.floor()) * length
            }
            GradientExtend::Reflect => {
                let part = (place - first.0) / length;
                let part = part - (part / 2.0).floor() * 2.0;
                first.0 + if part > 1.0 { 2.0 - part } else { part } * length
            }
        };
        if place < first.0 {
            return rounded(first.1);
        }
        let next = stops.partition_point(|stop| stop.0 <= place);
        let (Some(below), Some(above)) = (stops.get(next.wrapping_sub(1)), stops.get(next)) else {
            return rounded(last.1);
        };
        let part = (place - below.0) / (above.0 - below.0);
        rounded(std::array::from_fn(|n| below.1[n] + (above.1[n] - below.1[n]) * part))
    }
}

fn rounded(color: [f64; 4]) -> [u8; 4] {
    color.map(|v| (v + 0.5) as u8)
}

/// The angle of a vector, counter-clockwise from the right, 0 to 1: a polynomial for the arc tangent, whose error is
/// 10⁻⁵ of a turn, and the same bits on every machine.
fn turns(x: f64, y: f64) -> f64 {
    let (wide, high) = (x.abs(), y.abs());
    let slope = wide.min(high) / wide.max(high);
    if !slope.is_finite() {
        return 0.0;
    }
    let s = slope * slope;
    // Skia's, of `xy_to_unit_angle`.
    let mut turn = slope * (0.159_121_22 + s * (-0.051_857_32 + s * (0.024_730_87 + s * (-0.007_041_13))));
    if wide < high {
        turn = 0.25 - turn;
    }
    if x < 0.0 {
        turn = 0.5 - turn;
    }
    if y < 0.0 { 1.0 - turn } else { turn }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brush(shape: BrushShape, extend: GradientExtend) -> Brush {
        let stops = vec![(0.0, [0.0, 0.0, 0.0, 255.0]), (1.0, [200.0, 100.0, 0.0, 255.0])];
        Brush { shape, stops, extend }
    }

    fn red(brush: &Brush, x: f64, y: f64) -> u8 {
        Laid::new(brush, Map::IDENTITY).expect("not flat").at(x, y)[0]
    }

    #[test]
    fn a_line_goes_on_as_it_is_told() {
        let line = BrushShape::Linear([10.0, 0.0], [20.0, 0.0]);
        let at = |extend, x| red(&brush(line, extend), x, 7.0);
        assert_eq!([0.0, 15.0, 30.0].map(|x| at(GradientExtend::Pad, x)), [0, 100, 200]);
        assert_eq!([21.0, 5.0].map(|x| at(GradientExtend::Repeat, x)), [20, 100]);
        assert_eq!([21.0, 9.0].map(|x| at(GradientExtend::Reflect, x)), [180, 20]);
    }

    #[test]
    fn circles_and_angles_are_measured_from_their_middle() {
        let round = brush(BrushShape::Radial([0.0, 0.0, 0.0], [0.0, 0.0, 10.0]), GradientExtend::Pad);
        assert_eq!([0.0, 5.0, 20.0].map(|x| red(&round, x, 0.0)), [0, 100, 200]);
        let cone = brush(BrushShape::Radial([0.0, 0.0, 1.0], [10.0, 0.0, 1.0]), GradientExtend::Pad);
        assert_eq!(
            Laid::new(&cone, Map::IDENTITY).expect("not flat").at(5.0, 3.0),
            [0; 4],
            "outside of the strip"
        );
        let sweep = brush(BrushShape::Sweep([0.0, 0.0], [0.0, 1.0]), GradientExtend::Pad);
        let points = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 1.0)];
        assert_eq!(points.map(|(x, y)| red(&sweep, x, y)), [0, 50, 100, 150, 25]);
    }
}
