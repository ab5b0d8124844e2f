use super::Extent;
use crate::geom::{Length, PixelSize, Px, Ratio, Unit};

/// Turns units into device pixels for one creative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Units {
    canvas: PixelSize,
    scale: u32,
}

impl Units {
    pub(super) fn new(canvas: PixelSize, scale: u32) -> Self {
        Self { canvas, scale }
    }

    /// Device pixels, with `%` taken of `whole`.
    pub(super) fn px(self, length: Length, em: Px, whole: Px) -> Px {
        let (w, h) = (f64::from(self.canvas.w()), f64::from(self.canvas.h()));
        let unit = match length.unit() {
            Unit::Px => f64::from(self.scale),
            Unit::Percent => whole.to_f64() / 100.0,
            Unit::Vw => w / 100.0,
            Unit::Vh => h / 100.0,
            Unit::Vmin => w.min(h) / 100.0,
            Unit::Vmax => w.max(h) / 100.0,
            Unit::Em => em.to_f64(),
        };
        length.resolve(unit)
    }

    /// As layout wants it: percentages stay.
    pub(super) fn extent(self, length: Length, em: Px) -> Extent {
        match length.unit() {
            Unit::Percent => Extent::Percent(Ratio::percent(length.value())),
            _ => Extent::Px(self.px(length, em, Px::ZERO)),
        }
    }
}
