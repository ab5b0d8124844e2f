use std::collections::BTreeSet;

use super::check::each_layer;
use super::{
    Argument, BoxProps, ColorBase, ColorExpr, Component, Content, Layer, Paint, Props, Radius, ShadowRef,
    Template, TextExpr, TextPart,
};
use crate::brand::BrandKit;
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::yaml::decode::suggest;

/// Checks every name of a template that a kit gives: styles, roles and pairs, schemes, logos, radii, shadows.
#[must_use]
pub fn check_against_kit(template: &Template, kit: &BrandKit) -> Diagnostics {
    let mut check = Check { kit, schemes: schemes(template, kit), found: Diagnostics::new() };
    if let Some(scheme) = &template.scheme
        && let Some(word) = literal(&scheme.value)
        && !kit.palette.schemes.contains_key(word)
    {
        check.unknown("scheme", word, kit.palette.schemes.keys(), scheme.span);
    }
    if let Some(background) = &template.background {
        check.paint(&background.value, background.span);
    }
    check.layers(&template.layers, template);
    for component in template.components.values() {
        for param in &component.params {
            if let Some(Argument::Color(color)) = &param.default {
                check.color(color, param.name.span);
                check.pair_of_argument(color, component, &param.name.value, param.name.span);
            }
        }
        check.layers(&component.layers, template);
    }
    check.found.sorted()
}

/// The schemes that can be in force: the template's own, or all when a picture decides. Empty: none ever is.
fn schemes(template: &Template, kit: &BrandKit) -> Vec<String> {
    match &template.scheme {
        None => Vec::new(),
        Some(scheme) => match literal(&scheme.value) {
            Some(word) => vec![word.to_owned()],
            None => kit.palette.schemes.keys().cloned().collect(),
        },
    }
}

fn literal(text: &TextExpr) -> Option<&str> {
    match text.parts.as_slice() {
        [TextPart::Literal(word)] => Some(word),
        _ => None,
    }
}

struct Check<'a> {
    kit: &'a BrandKit,
    schemes: Vec<String>,
    found: Diagnostics,
}

impl Check<'_> {
    fn unknown<'k>(&mut self, what: &str, name: &str, known: impl Iterator<Item = &'k String>, at: Span) {
        let names: Vec<&str> = known.map(String::as_str).collect();
        let message = format!("kit `{}` has no {what} `{name}`", self.kit.name);
        let hint = suggest(name, &names, &format!("its {what}s are"));
        self.found.push(Diagnostic::error(Code::UnknownName, message).at(at).hint(hint));
    }

    fn layers(&mut self, layers: &[Layer], template: &Template) {
        each_layer(layers, true, &mut |layer| {
            let own = layer.props.content.as_ref().map(|content| &content.value);
            for props in layer.every_props() {
                self.props(props, own, template);
            }
        });
    }

    fn props(&mut self, props: &Props, own: Option<&Content>, template: &Template) {
        let content = props.content.as_ref();
        match content.map(|content| (&content.value, content.span)) {
            Some((Content::Fill(paint), span)) => self.paint(paint, span),
            Some((Content::Logo(logo), span)) => {
                if let Some(name) = literal(logo)
                    && self.kit.logo(name).is_none()
                {
                    self.unknown("logo", name, self.kit.logos.iter().map(|(name, _)| name), span);
                }
            }
            _ => {}
        }
        if let Some(style) = &props.style
            && let Some(base) = &style.value.base
            && !self.kit.styles.contains_key(base)
        {
            self.unknown("style", base, self.kit.styles.keys(), style.span);
        }
        for color in [&props.strike, &props.marks, &props.contact].into_iter().flatten() {
            self.color(&color.value, color.span);
        }
        if let Some(stroke) = &props.stroke {
            self.color(&stroke.value.color, stroke.span);
        }
        if let Some(shadows) = &props.shadow {
            shadows.value.iter().for_each(|shadow| self.shadow(shadow, shadows.span));
        }
        if let Some(color) = &props.color {
            self.paint(&color.value, color.span);
        }
        if let Some(contrast) = &props.contrast
            && let Some(tone) = &contrast.value.tone
        {
            self.color(&tone.value, tone.span);
        }
        if let Some(ground) = &props.ground
            && !self.kit.palette.schemes.contains_key(&ground.value)
        {
            self.unknown("scheme", &ground.value, self.kit.palette.schemes.keys(), ground.span);
        }
        if let Some(mask) = &props.mask {
            self.paint(&mask.value, mask.span);
        }
        for (_, color) in props.colors.iter().flatten() {
            self.color(&color.value, color.span);
        }
        if let Some(boxed) = &props.boxed {
            self.boxed(&boxed.value, boxed.span);
        }
        let component = match content.map(|content| &content.value).or(own) {
            Some(Content::Use(name)) => template.components.get(name),
            _ => None,
        };
        for (name, argument) in props.with.iter().flatten() {
            if let Argument::Color(color) = &argument.value {
                self.color(color, argument.span);
                if let Some(component) = component {
                    self.pair_of_argument(color, component, &name.value, argument.span);
                }
            }
        }
    }

    fn boxed(&mut self, props: &BoxProps, at: Span) {
        if let Some(paint) = &props.fill {
            self.paint(paint, at);
        }
        if let Some(Radius::Named(name)) = &props.radius
            && !self.kit.radii.contains_key(name)
        {
            self.unknown("radius", name, self.kit.radii.keys(), at);
        }
        if let Some(stroke) = &props.stroke {
            self.color(&stroke.color, at);
        }
        if let Some(shadow) = &props.shadow {
            self.shadow(shadow, at);
        }
    }

    fn shadow(&mut self, shadow: &ShadowRef, at: Span) {
        match shadow {
            ShadowRef::Named(name) if !self.kit.shadows.contains_key(name) => {
                self.unknown("shadow", name, self.kit.shadows.keys(), at);
            }
            ShadowRef::Named(_) => {}
            ShadowRef::Inline { color, .. } => self.color(color, at),
        }
    }

    fn paint(&mut self, paint: &Paint, at: Span) {
        match paint {
            Paint::Color(color) => self.color(color, at),
            Paint::Linear(_, stops) | Paint::Radial(stops) => {
                for stop in stops {
                    self.color(&stop.color, at);
                }
            }
        }
    }

    fn color(&mut self, color: &ColorExpr, at: Span) {
        let ColorBase::Role(role) = &color.base else { return };
        if self.role(role, at) && color.on {
            self.pair(role, at);
        }
    }

    /// A name that a palette role, or every scheme that can be in force, gives.
    fn role(&mut self, name: &str, at: Span) -> bool {
        let palette = &self.kit.palette;
        if palette.roles.contains_key(name) {
            return true;
        }
        let lacking: Vec<&str> = self
            .schemes
            .iter()
            .filter(|scheme| palette.color(name, Some(scheme)).is_none())
            .map(String::as_str)
            .collect();
        let in_some = palette.schemes.values().any(|scheme| scheme.contains_key(name));
        if !in_some {
            let named = palette.schemes.values().flat_map(|scheme| scheme.keys());
            let names: BTreeSet<&String> = palette.roles.keys().chain(named).collect();
            self.unknown("role", name, names.into_iter(), at);
            return false;
        }
        if self.schemes.is_empty() {
            let message = format!("`{name}` has a meaning only under a scheme, and the template has none");
            let diagnostic = Diagnostic::error(Code::UnknownName, message).at(at);
            self.found.push(diagnostic.hint("add `scheme: light`, or `scheme: $photo.scheme`"));
            return false;
        }
        if !lacking.is_empty() {
            let message = format!(
                "scheme `{}` of kit `{}` does not say what `{name}` is",
                lacking.join("`, `"),
                self.kit.name
            );
            let diagnostic = Diagnostic::error(Code::UnknownName, message).at(at);
            self.found.push(diagnostic.hint(format!("add `{name}: …` to it in the kit's `schemes:`")));
            return false;
        }
        true
    }

    /// The kit has a text colour for the ground, under every scheme that can be in force.
    fn pair(&mut self, ground: &str, at: Span) {
        let palette = &self.kit.palette;
        let every: Vec<Option<&str>> = match self.schemes.is_empty() {
            true => vec![None],
            false => self.schemes.iter().map(|scheme| Some(scheme.as_str())).collect(),
        };
        let lacking = every.into_iter().find(|scheme| palette.on(ground, *scheme).is_none());
        if let Some(scheme) = lacking {
            let role = palette.role(ground, scheme).unwrap_or(ground);
            let message = format!("kit `{}` allows no text colour on `{role}`", self.kit.name);
            let diagnostic = Diagnostic::error(Code::NoPair, message).at(at);
            self.found.push(
                diagnostic.hint(format!("add `{role}: [ink]` to the kit's `pairs:`, or use another ground")),
            );
        }
    }

    /// A role given to a parameter that the component writes upon: `on $tone`.
    fn pair_of_argument(&mut self, color: &ColorExpr, component: &Component, param: &str, at: Span) {
        let ColorBase::Role(role) = &color.base else { return };
        let known = self.kit.palette.roles.contains_key(role)
            || self.schemes.iter().any(|scheme| self.kit.palette.role(role, Some(scheme)).is_some());
        if known && !color.on && written_upon(component, param) {
            self.pair(role, at);
        }
    }
}

/// Whether a component has a text `on $param`.
fn written_upon(component: &Component, param: &str) -> bool {
    let mut any = false;
    each_layer(&component.layers, true, &mut |layer| {
        for props in layer.every_props() {
            any |= props
                .color
                .as_ref()
                .and_then(|color| color.value.first())
                .is_some_and(|color| color.on && color.base == ColorBase::Slot(param.to_owned()));
        }
    });
    any
}
