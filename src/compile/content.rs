use super::bind::Binder;
use super::paint::Lettering;
use super::placement::{Chain, Ground};
use super::rich::Looks;
use super::{BoxStyle, ImageNode, LogoNode, Shadow, Stroke, paint, words};
use crate::asset::Fraction;
use crate::color::Rgba;
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::{Px, Ratio};
use crate::locale::ScriptGroup;
use crate::template::{
    self, BoxProps, ColorBase, ColorExpr, ImageFit, MinorUnits, Radius, ShadowRef, Spanned, TextExpr,
};
use crate::variant::{Axis, AxisSet};
use crate::yaml::decode;

const MIDDLE: Fraction = Fraction { x: Ratio::HALF, y: Ratio::HALF };

impl<'a> Binder<'a> {
    /// What letters are filled with.
    pub(super) fn lettering(&mut self, expr: &template::Paint, span: Span) -> Option<Lettering> {
        let scheme = self.scheme.clone();
        let scheme = scheme.as_deref();
        let first = expr.first()?;
        let tone = paint::color(first, scheme, &mut self.facts, span);
        let tone = self.keep(tone)?;
        let gradient = match expr {
            template::Paint::Color(_) => None,
            _ => {
                let painted = paint::paint(expr, scheme, &mut self.facts, span);
                self.keep(painted)
            }
        };
        Some(Lettering { tone, gradient, pairs: self.pairs(first, span) })
    }

    /// What letters are filled with that are given nothing.
    pub(super) fn ink(&mut self, span: Span) -> Option<Lettering> {
        let expr = ColorExpr { on: false, base: ColorBase::Role("ink".into()), alpha: 1000 };
        let tone = paint::color(&expr, self.scheme.clone().as_deref(), &mut self.facts, span);
        let tone = self.keep(tone.map_err(|d| d.hint("give the text a `color:`")))?;
        Some(Lettering { tone, gradient: None, pairs: self.pairs(&expr, span) })
    }

    /// The picture of a slot, with the frame's wishes.
    pub(super) fn image(&mut self, expr: &TextExpr, chain: &Chain<'a>, span: Span) -> Option<ImageNode> {
        let slot = expr.sole_slot()?;
        let Some(asset) = self.facts.image(slot) else {
            // An optional slot without a value: nothing to draw, unless nobody said that it is optional.
            return None;
        };
        if asset.size.is_none() {
            let what = format!("`{}` is an SVG; `image:` draws pixels", asset.name);
            return self.keep(Err(Diagnostic::error(Code::WrongKind, what).at(span)));
        }
        let mirrored = chain.pick(|p| p.mirror.as_ref()).copied().unwrap_or(true);
        let anchor = chain.pick(|p| p.anchor.as_ref()).map_or(MIDDLE, |(x, y)| Fraction { x: *x, y: *y });
        let rtl = (asset.facts.flip || anchor.x != Ratio::HALF)
            && mirrored
            && self.facts.locale().direction().is_rtl();
        let focus = asset.facts.focus.or(asset
            .facts
            .subject
            .map(|s| Fraction { x: s.from.x.midpoint(s.to.x), y: s.from.y.midpoint(s.to.y) }));
        let classes = self.facts.classes();
        let own = classes.iter().rev().find_map(|class| asset.facts.zoom.get(*class)).copied();
        let zoom = chain.pick(|p| p.zoom.as_ref()).copied().unwrap_or(Ratio::ONE);
        let contact = match chain.pick(|p| p.contact.as_ref()) {
            Some(expr) => {
                let tone = paint::color(&expr.value, self.scheme.as_deref(), &mut self.facts, expr.span);
                Some(self.keep(tone)?.rgba)
            }
            None => None,
        };
        Some(ImageNode {
            contact,
            fit: chain.pick(|p| p.image_fit.as_ref()).copied().unwrap_or(ImageFit::Cover),
            anchor: if rtl { Fraction { x: anchor.x.complement(), y: anchor.y } } else { anchor },
            focus: focus.unwrap_or(MIDDLE),
            zoom: zoom.times(own.unwrap_or(Ratio::ONE)),
            flip: rtl && asset.facts.flip,
            filter: Self::filter(chain),
            clear: chain
                .pick(|p| p.clear.as_ref())
                .map_or_else(Vec::new, |ids| ids.iter().map(|id| id.value.clone()).collect()),
            asset,
        })
    }

    /// How a text layer shows amounts, strikes and quotation marks.
    pub(super) fn looks(&mut self, chain: &Chain<'a>, weight: u16, color: Rgba) -> Option<Looks> {
        let mut tone =
            |pick: fn(&crate::template::Props) -> Option<&Spanned<ColorExpr>>| match chain.pick(pick) {
                Some(expr) => {
                    let tone = paint::color(&expr.value, self.scheme.as_deref(), &mut self.facts, expr.span);
                    self.keep(tone).map(|tone| Some(tone.rgba))
                }
                None => Some(None),
            };
        let (strike, quotes) = (tone(|p| p.strike.as_ref())?, tone(|p| p.marks.as_ref())?);
        let superscript = chain.pick(|p| p.minor.as_ref()) == Some(&MinorUnits::Superscript);
        let arabic = self.facts.locale().script_group() == ScriptGroup::Arab;
        Some(Looks { weight, color, superscript, strike, quotes, arabic })
    }

    /// The kit's drawing for the ground that it stands on.
    pub(super) fn logo(&mut self, expr: &TextExpr, chain: &Chain<'a>, span: Span) -> Option<LogoNode> {
        let forms = words::forms(expr, &mut self.facts).map_err(|fault| fault.at(span));
        let name = self.keep(forms)?.into_iter().next()?.text;
        self.facts.touch(AxisSet::of(Axis::Brand));
        let kit = &self.facts.inputs.kit;
        let Some(logo) = kit.logo(&name) else {
            let known: Vec<&str> = kit.logos.iter().map(|(name, _)| name.as_str()).collect();
            let what = format!("the kit `{}` has no logo `{name}`", kit.name);
            let diagnostic = Diagnostic::error(Code::UnknownName, what)
                .at(span)
                .hint(decode::suggest(&name, &known, "logos"));
            return self.keep(Err(diagnostic));
        };
        let wanted =
            chain.pick(|p| p.ground.as_ref()).map(|word| word.value.clone()).or_else(|| self.scheme.clone());
        let drawing =
            wanted.as_deref().and_then(|ground| logo.on.get(ground)).or_else(|| logo.on.values().next());
        let min_height =
            logo.min_height.map_or(Px::ZERO, |length| self.ground.units.px(length, self.ground.em, Px::ZERO));
        let drawing = drawing?;
        let measured = chain.pick(|p| p.ground.as_ref()).is_none();
        let others = logo.on.values().filter(|other| measured && other.digest != drawing.digest);
        let mut drawings: Vec<crate::digest::Digest> = others.map(|other| other.digest).collect();
        if !drawings.is_empty() {
            drawings.insert(0, drawing.digest);
        }
        Some(LogoNode { file: drawing.digest, aspect: drawing.aspect, min_height, drawings })
    }

    /// The box style; maps of the classes merge one level deep.
    pub(super) fn boxed(&mut self, chain: &Chain<'a>, ground: Ground) -> BoxStyle {
        let written = chain.each_placed(|p| p.boxed.as_ref());
        let Some(span) = written.last().map(|boxed| boxed.span) else { return BoxStyle::default() };
        let all: Vec<&'a BoxProps> = written.into_iter().map(|boxed| &boxed.value).collect();
        let (units, em) = (ground.units, ground.em);
        let last = |f: fn(&BoxProps) -> bool| all.iter().rev().copied().find(|props| f(props));
        let scheme = self.scheme.clone();
        let scheme = scheme.as_deref();
        let fill = last(|p| p.fill.is_some()).and_then(|p| p.fill.as_ref()).and_then(|expr| {
            let painted = paint::paint(expr, scheme, &mut self.facts, span);
            self.keep(painted)
        });
        let stroke = last(|p| p.stroke.is_some())
            .and_then(|p| p.stroke.as_ref())
            .and_then(|stroke| self.stroke(stroke, ground, span));
        let shadow = last(|p| p.shadow.is_some())
            .and_then(|p| p.shadow.as_ref())
            .and_then(|shadow| self.shadow(shadow, ground, span));
        let radius = match last(|p| p.radius.is_some()).and_then(|p| p.radius.as_ref()) {
            None => Px::ZERO,
            Some(Radius::Pill) => Px::MAX,
            Some(Radius::Length(length)) => units.px(*length, em, Px::ZERO),
            Some(Radius::Named(name)) => match self.facts.inputs.kit.radii.get(name) {
                Some(length) => units.px(*length, em, Px::ZERO),
                None => {
                    let radii = &self.facts.inputs.kit.radii;
                    let known: Vec<&str> = radii.keys().map(String::as_str).chain(["pill"]).collect();
                    let what = format!("the kit has no radius `{name}`");
                    let diagnostic = Diagnostic::error(Code::UnknownName, what)
                        .at(span)
                        .hint(decode::suggest(name, &known, "radii"));
                    self.keep::<Px>(Err(diagnostic)).unwrap_or_default()
                }
            },
        };
        let padding = last(|p| p.padding.is_some()).and_then(|p| p.padding);
        let padding = padding.map(|sides| sides.map(|length| units.extent(length, em)));
        BoxStyle { fill, radius, padding, stroke, shadow }
    }

    /// What lies beneath the letters of a text: its edge, and its shadows from the topmost down.
    pub(super) fn beneath(&mut self, chain: &Chain<'a>, em: Px) -> (Option<Stroke>, Vec<Shadow>) {
        let ground = Ground { em, ..self.ground };
        let stroke = chain.pick(|p| p.stroke.as_ref());
        let stroke = stroke.and_then(|stroke| self.stroke(&stroke.value, ground, stroke.span));
        let mut shadows = Vec::new();
        if let Some(all) = chain.pick(|p| p.shadow.as_ref()) {
            shadows.extend(all.value.iter().filter_map(|shadow| self.shadow(shadow, ground, all.span)));
        }
        (stroke.filter(|stroke| stroke.width > Px::ZERO), shadows)
    }

    fn stroke(&mut self, stroke: &template::Stroke, ground: Ground, span: Span) -> Option<Stroke> {
        let tone = paint::color(&stroke.color, self.scheme.clone().as_deref(), &mut self.facts, span);
        let color = self.keep(tone)?.rgba;
        Some(Stroke { width: ground.units.px(stroke.width, ground.em, Px::ZERO), color })
    }

    fn shadow(&mut self, shadow: &ShadowRef, ground: Ground, span: Span) -> Option<Shadow> {
        let px = |length| ground.units.px(length, ground.em, Px::ZERO);
        match shadow {
            ShadowRef::Inline { x, y, blur, color } => {
                let tone = paint::color(color, self.scheme.clone().as_deref(), &mut self.facts, span);
                let color = self.keep(tone)?.rgba;
                Some(Shadow { x: px(*x), y: px(*y), sigma: sigma(px(*blur)), color })
            }
            ShadowRef::Named(name) => {
                let kit = &self.facts.inputs.kit;
                self.facts.touch(AxisSet::of(Axis::Brand));
                let Some(named) = kit.shadows.get(name) else {
                    let known: Vec<&str> = kit.shadows.keys().map(String::as_str).collect();
                    let what = format!("the kit `{}` has no shadow `{name}`", kit.name);
                    let diagnostic = Diagnostic::error(Code::UnknownName, what)
                        .at(span)
                        .hint(decode::suggest(name, &known, "shadows"));
                    return self.keep(Err(diagnostic));
                };
                let color = kit.palette.color(&named.role, None)?.fade(named.alpha);
                Some(Shadow { x: px(named.x), y: px(named.y), sigma: sigma(px(named.blur)), color })
            }
        }
    }
}

/// CSS's blur radius is twice the standard deviation. Beyond the cap nothing of a shape is left to see.
fn sigma(blur: Px) -> Px {
    (blur / 2).max(Px::ZERO).min(Px::whole(256))
}
