use super::bind::Binder;
use super::paint::Lettering;
use super::placement::Chain;
use super::values::Tone;
use super::{Contrast, Remedy, paint};
use crate::color::{Rgba, contrast};
use crate::diag::{Code, Diagnostic, Span};
use crate::template::{ColorBase, ColorExpr, ContrastProps, RemedyKind};

impl<'a> Binder<'a> {
    /// What a text asks of what lies beneath it.
    pub(super) fn contrast(&mut self, chain: &Chain<'a>, lettering: &Lettering) -> Option<Contrast> {
        let (mut all, mut span) = (ContrastProps::default(), None);
        for more in chain.each(|p| p.contrast.as_ref()) {
            span = Some(more.span);
            let more = &more.value;
            all.min = more.min.or(all.min);
            all.remedy = more.remedy.or(all.remedy);
            all.tone = more.tone.clone().or(all.tone);
        }
        let remedy = match (all.remedy, span) {
            (Some(RemedyKind::Pair), _) => Some(Remedy::Pair(lettering.pairs.clone())),
            (Some(RemedyKind::Scrim), Some(span)) => {
                let tone = match &all.tone {
                    Some(expr) => {
                        paint::color(&expr.value, self.scheme.as_deref(), &mut self.facts, expr.span)
                            .map(|tone| tone.rgba)
                    }
                    None => self.ground_for(&lettering.tone).ok_or_else(|| {
                        let what = "no ground of the kit allows this text on it, so its scrim needs a colour";
                        Diagnostic::error(Code::NoPair, what)
                            .at(span)
                            .hint("add `tone: ROLE` to `contrast:`, or the pair to the kit's `pairs:`")
                    }),
                };
                self.touch_scheme();
                Some(Remedy::Scrim(self.keep(tone)?))
            }
            _ => None,
        };
        Some(Contrast { min: all.min, remedy })
    }

    /// The ground that the kit allows a text colour on; of several the one that it stands out from most.
    fn ground_for(&self, tone: &Tone) -> Option<Rgba> {
        let palette = &self.facts.inputs.kit.palette;
        let role = tone.role.as_deref()?;
        let text = palette.roles.get(role)?;
        let grounds = palette.pairs.iter().filter(|(_, texts)| texts.iter().any(|text| text == role));
        let grounds = grounds.filter_map(|(ground, _)| palette.roles.get(ground)).copied();
        grounds.max_by(|a, b| contrast(*a, *text).total_cmp(&contrast(*b, *text)))
    }

    /// What the kit allows in place of a text colour: for `on GROUND` all that may stand on the ground; for a name that
    /// schemes give a meaning, its meaning in each; else the roles that share a ground with it. Its own is not among them.
    pub(super) fn pairs(&mut self, expr: &ColorExpr, span: Span) -> Vec<Rgba> {
        let scheme = self.scheme.clone();
        let base = ColorExpr { on: false, alpha: 1000, ..expr.clone() };
        let Ok(tone) = paint::color(&base, scheme.as_deref(), &mut self.facts, span) else {
            return Vec::new();
        };
        let palette = &self.facts.inputs.kit.palette;
        let renamed: Vec<&String> = match &expr.base {
            ColorBase::Role(name) => palette.schemes.values().filter_map(|scheme| scheme.get(name)).collect(),
            _ => Vec::new(),
        };
        let role = tone.role.unwrap_or_default();
        let names: Vec<&String> = if expr.on {
            palette.pairs.get(&role).into_iter().flatten().collect()
        } else if renamed.is_empty() {
            let shared = palette.pairs.values().filter(|texts| texts.contains(&role));
            shared.flatten().collect()
        } else {
            renamed
        };
        let own = if expr.on { palette.on(&role, scheme.as_deref()) } else { Some(tone.rgba) };
        let mut all: Vec<Rgba> = Vec::new();
        for color in names.into_iter().filter_map(|name| palette.roles.get(name)) {
            if Some(*color) != own && !all.contains(&color.fade(expr.alpha)) {
                all.push(color.fade(expr.alpha));
            }
        }
        all
    }
}
