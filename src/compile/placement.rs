use smallvec::SmallVec;

use super::measure::Units;
use super::{Extent, Flow, Placement};
use crate::geom::{Insets, Length, PixelSize, Px, Ratio};
use crate::template::{BlockPlace, InlinePlace, Inset, Layer, Place, Props};

/// The properties of a layer that hold for this creative: its own, then those of each true class, later wins.
#[derive(Clone, Debug)]
pub(super) struct Chain<'a> {
    own: SmallVec<[&'a Props; 4]>,
    /// Of the `use` that stands for this layer; they decide where it goes.
    outer: SmallVec<[&'a Props; 4]>,
}

impl<'a> Chain<'a> {
    pub(super) fn of(layer: &'a Layer, classes: &[&str]) -> Self {
        let mut own = SmallVec::from_slice(&[&layer.props]);
        for class in classes {
            own.extend(
                layer.overrides.iter().filter(|(name, _)| name.value == *class).map(|(_, props)| props),
            );
        }
        Self { own, outer: SmallVec::new() }
    }

    /// The chain of a component's only layer, placed as the `use` says.
    pub(super) fn placed_by(mut self, outer: &Chain<'a>) -> Self {
        self.outer = outer.own.iter().chain(&outer.outer).copied().collect();
        self
    }

    /// The last value written for a property of the layer itself.
    pub(super) fn pick<T: ?Sized>(&self, f: impl Fn(&'a Props) -> Option<&'a T>) -> Option<&'a T> {
        self.own.iter().rev().find_map(|props| f(props))
    }

    /// The last value written for a property that says where the layer goes.
    fn place<T>(&self, f: impl Fn(&'a Props) -> Option<&'a T>) -> Option<&'a T> {
        self.outer.iter().rev().chain(self.own.iter().rev()).find_map(|props| f(props))
    }

    /// All values written for a property, the first first: for maps that merge.
    pub(super) fn each<T: 'a>(&self, f: impl Fn(&'a Props) -> Option<&'a T>) -> impl Iterator<Item = &'a T> {
        self.own.iter().filter_map(move |props| f(props))
    }

    /// [`Chain::each`], with what a `use` says on top.
    pub(super) fn each_placed<T: 'a>(&self, f: impl Fn(&'a Props) -> Option<&'a T> + Copy) -> Vec<&'a T> {
        self.own.iter().chain(&self.outer).filter_map(|props| f(props)).collect()
    }

    /// Turn, opacity and blend multiply through a `use`: the outermost that says something wins.
    pub(super) fn decor<T>(&self, f: impl Fn(&'a Props) -> Option<&'a T>) -> Option<&'a T> {
        self.place(f)
    }
}

/// Everything that lengths of a placement refer to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    pub(super) units: Units,
    pub(super) canvas: PixelSize,
    pub(super) safe: Insets,
    pub(super) rtl: bool,
    pub(super) em: Px,
}

impl Ground {
    fn extent(self, length: Option<&Length>) -> Option<Extent> {
        length.map(|length| self.units.extent(*length, self.em))
    }

    /// Distances block start, inline end, block end, inline start, with the safe zone of each side.
    fn inset(self, sides: Option<&[Inset; 4]>) -> [Extent; 4] {
        let Some(sides) = sides else { return [Extent::ZERO; 4] };
        let (end, start) =
            if self.rtl { (self.safe.left, self.safe.right) } else { (self.safe.right, self.safe.left) };
        let zone = [self.safe.top, end, self.safe.bottom, start];
        let side = |px: u32| Px::whole(i32::try_from(px).unwrap_or(i32::MAX));
        let whole =
            [side(self.canvas.h()), side(self.canvas.w()), side(self.canvas.h()), side(self.canvas.w())];
        std::array::from_fn(|n| {
            let Inset { safe, length } = sides[n];
            if safe {
                Extent::Px(self.units.px(length, self.em, whole[n]) + zone[n])
            } else {
                self.units.extent(length, self.em)
            }
        })
    }
}

/// Whether the layer is out of its stack's flow.
pub(super) fn is_placed(chain: &Chain<'_>, in_stack: bool) -> bool {
    !in_stack || chain.place(|p| p.place.as_ref()).is_some()
}

/// Where a layer goes.
pub(super) fn placement(chain: &Chain<'_>, in_stack: bool, ground: Ground) -> Placement {
    let stretch = Place { block: BlockPlace::Stretch, inline: InlinePlace::Stretch };
    let flow = if is_placed(chain, in_stack) {
        let place = chain.place(|p| p.place.as_ref()).map_or(stretch, |place| place.value);
        Flow::Placed { place, inset: ground.inset(chain.place(|p| p.inset.as_ref())) }
    } else {
        let margin = chain.place(|p| p.margin.as_ref());
        Flow::InStack {
            grow: chain.place(|p| p.grow.as_ref()).copied().unwrap_or(Ratio::ZERO),
            align: chain.place(|p| p.align_self.as_ref()).copied(),
            margin: margin
                .map_or([Extent::ZERO; 4], |sides| sides.map(|l| ground.units.extent(l, ground.em))),
        }
    };
    Placement {
        flow,
        width: ground.extent(chain.place(|p| p.width.as_ref())),
        height: ground.extent(chain.place(|p| p.height.as_ref())),
        min_width: ground.extent(chain.place(|p| p.min_width.as_ref())),
        max_width: ground.extent(chain.place(|p| p.max_width.as_ref())),
        min_height: ground.extent(chain.place(|p| p.min_height.as_ref())),
        max_height: ground.extent(chain.place(|p| p.max_height.as_ref())),
        aspect: chain.place(|p| p.aspect.as_ref()).copied(),
        mirror: chain.place(|p| p.mirror.as_ref()).copied().unwrap_or(true),
    }
}
