use super::bind::Binder;
use super::placement::Chain;
use super::{Decor, Filter, ShapeNode, SvgNode, Tile, paint};
use crate::diag::{Code, Diagnostic, Span};
use crate::template::{FilterProps, Layer, ShapeKind, TileAxis};

impl<'a> Binder<'a> {
    /// How the whole layer meets what lies below.
    pub(super) fn decor(&mut self, chain: &Chain<'a>) -> Decor {
        let opacity = chain
            .decor(|p| p.opacity.as_ref())
            .map_or(255, |ratio| (ratio.to_f64().clamp(0.0, 1.0) * 255.0 + 0.5) as u8);
        let mask = chain.decor(|p| p.mask.as_ref()).and_then(|mask| {
            let painted = paint::paint(&mask.value, self.scheme.as_deref(), &mut self.facts, mask.span);
            self.keep(painted)
        });
        let clip = chain.pick(|p| p.clip.as_ref()).map(|kind| self.outline(*kind, chain));
        Decor {
            opacity,
            blend: chain.decor(|p| p.blend.as_ref()).copied().unwrap_or_default(),
            rotate: chain.decor(|p| p.rotate.as_ref()).copied().unwrap_or_default(),
            clip,
            mask,
        }
    }

    /// An outline that is stretched to the layer's box; turned round for right-to-left.
    pub(super) fn outline(&mut self, kind: ShapeKind, chain: &Chain<'a>) -> ShapeNode {
        let path = chain.pick(|p| p.path.as_ref()).map(|path| path.value.clone());
        let view = chain.pick(|p| p.view.as_ref()).copied();
        let flip = kind == ShapeKind::Path && self.turns(chain);
        ShapeNode { kind, path: path.zip(view), flip }
    }

    /// Whether what the layer draws is mirrored.
    fn turns(&mut self, chain: &Chain<'a>) -> bool {
        let mirrored = chain.pick(|p| p.mirror.as_ref()).copied().unwrap_or(true);
        mirrored && self.facts.locale().direction().is_rtl()
    }

    /// A file of the template, with its colours and its tile.
    pub(super) fn svg(&mut self, path: &str, chain: &Chain<'a>, span: Span) -> Option<SvgNode> {
        let Some(drawing) = self.facts.template.drawings.get(path) else {
            let what = format!("the drawing `{path}` was not read");
            return self.keep(Err(Diagnostic::error(Code::MissingAsset, what).at(span)));
        };
        let mut recolor: Vec<(crate::color::Rgba, crate::color::Rgba)> = Vec::new();
        for (from, to) in chain.each(|p| p.colors.as_ref()).flatten() {
            let tone = paint::color(&to.value, self.scheme.as_deref(), &mut self.facts, to.span);
            if let Some(tone) = self.keep(tone) {
                recolor.retain(|(known, _)| known != from);
                recolor.push((*from, tone.rgba));
            }
        }
        self.touch_scheme();
        let (units, em) = (self.ground.units, self.ground.em);
        let tile = chain.pick(|p| p.tile.as_ref()).map(|axis| {
            let size = chain.pick(|p| p.tile_size.as_ref()).copied().unwrap_or_default();
            let [first, second] = size.map(|length| length.map(|length| units.extent(length, em)));
            // A single length runs along the axis.
            let (w, h) =
                if *axis == TileAxis::Y && second.is_none() { (None, first) } else { (first, second) };
            Tile { axis: *axis, w, h }
        });
        Some(SvgNode {
            name: path.to_owned(),
            file: drawing.digest,
            aspect: drawing.aspect,
            recolor,
            tile,
            flip: self.turns(chain),
        })
    }

    /// What a picture's `filter:` says; maps of the classes merge.
    pub(super) fn filter(chain: &Chain<'a>) -> Option<Filter> {
        let mut all = FilterProps::default();
        for more in chain.each(|p| p.filter.as_ref()) {
            all = FilterProps {
                grayscale: more.grayscale.or(all.grayscale),
                saturate: more.saturate.or(all.saturate),
                brightness: more.brightness.or(all.brightness),
            };
        }
        let mille = |ratio: Option<crate::geom::Ratio>, rest: f64| {
            ratio.map_or(rest, |ratio| (ratio.to_f64() * 1000.0).round())
        };
        // Grey is colour that is left out: both are one factor.
        let kept = 1000.0 - mille(all.grayscale, 0.0);
        let saturate = (kept * mille(all.saturate, 1000.0) / 1000.0).round() as u16;
        let brightness = mille(all.brightness, 1000.0) as u16;
        (saturate != 1000 || brightness != 1000).then_some(Filter { saturate, brightness })
    }

    /// The layers that a stack or group has.
    pub(super) fn children_of(chain: &Chain<'a>) -> &'a [Layer] {
        chain.pick(|p| p.layers.as_ref()).map_or(&[], Vec::as_slice)
    }
}
