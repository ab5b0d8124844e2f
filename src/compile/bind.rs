use super::couple::couple;
use super::measure::Units;
use super::paint::Lettering;
use super::placement::{Chain, Ground, placement};
use super::scope::{Bound, BoundValue, Facts, Params};
use super::style::{self, Type};
use super::values;
use super::{Extent, Inputs, Node, NodeKind, Request, Scene, StackNode, TextNode, paint, rich, words};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, Span};
use crate::geom::{Px, Unit};
use crate::template::{
    AlignItems, Argument, Component, Content, FitProps, Justify, Layer, ParamKind, StackDirection,
    StyleProps, Template, TextAlign, TextExpr,
};
use crate::variant::{Axis, AxisSet};

/// Resolves a template for one variant.
///
/// # Errors
/// Every fault of the request's values, and of names that the kit does not have.
pub fn bind(template: &Template, inputs: &Inputs, request: &Request) -> Outcome<Scene> {
    let Some(size) = template.size(&request.size) else {
        let known: Vec<&str> = template.sizes.iter().map(|decl| decl.name.value.as_str()).collect();
        let what = format!("the template `{}` does not declare the size `{}`", template.name, request.size);
        return Err(Diagnostic::error(Code::UnknownSize, what)
            .hint(format!("its sizes: {}", known.join(", ")))
            .into());
    };
    let slots = values::fill(template, inputs, request)?;
    let mut facts = Facts::new(template, inputs, request, size, &slots);
    let scheme = template
        .scheme
        .as_ref()
        .and_then(|expr| words::forms(&expr.value, &mut facts).ok()?.pop())
        .map(|form| form.text);
    let scheme_axes = facts.take_touched();
    let canvas = size.size.device();
    let rtl = request.locale.direction().is_rtl();
    let mut binder = Binder {
        ground: Ground {
            units: Units::new(canvas, size.size.scale()),
            canvas,
            safe: size.safe,
            rtl,
            em: Px::ZERO,
        },
        facts,
        scheme,
        scheme_axes,
        found: Diagnostics::new(),
    };
    let background = template.background.as_ref().and_then(|expr| {
        let painted = paint::paint(&expr.value, binder.scheme.as_deref(), &mut binder.facts, expr.span);
        let axes = binder.facts.take_touched().union(scheme_axes).union(AxisSet::of(Axis::Size));
        binder.keep(painted).map(|paint| (paint, axes))
    });
    let inherited = Inherited {
        style: StyleProps::default(),
        lettering: None,
        align: TextAlign::Start,
        em: Px::whole(i32::try_from(16 * size.size.scale()).unwrap_or(16)),
        axes: AxisSet::of(Axis::Size),
    };
    let layers = binder.layers(&template.layers, &inherited, false, "");
    binder.found.finish(Scene {
        canvas,
        safe: size.safe,
        scale: size.size.scale(),
        locale: request.locale.clone(),
        direction: request.locale.direction(),
        no_break: inputs.kit.no_break.clone(),
        background,
        layers,
    })
}

/// What a layer takes from its parent.
#[derive(Clone)]
struct Inherited {
    style: StyleProps,
    /// Without one letters have the colour `ink`.
    lettering: Option<Lettering>,
    align: TextAlign,
    em: Px,
    axes: AxisSet,
}

pub(super) struct Binder<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) ground: Ground,
    pub(super) scheme: Option<String>,
    scheme_axes: AxisSet,
    found: Diagnostics,
}

/// How the `n`th of some layers is called: by its `id`, else by its kind and position below `path`.
#[must_use]
pub fn layer_id(layer: &Layer, n: usize, path: &str) -> String {
    match &layer.id {
        Some(id) => id.value.clone(),
        None => {
            let kind = layer.props.content.as_ref().map_or("layer", |content| content.value.word());
            format!("{path}{kind}#{}", n + 1)
        }
    }
}

impl<'a> Binder<'a> {
    /// The value, or its fault put on the list.
    pub(super) fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(diagnostic) => {
                if !self.found.0.contains(&diagnostic) {
                    self.found.push(diagnostic);
                }
                None
            }
        }
    }

    /// Notes that a colour may have come from the scheme.
    pub(super) fn touch_scheme(&mut self) {
        self.facts.touch(self.scheme_axes);
    }

    fn layers(
        &mut self,
        layers: &'a [Layer],
        inherited: &Inherited,
        in_stack: bool,
        path: &str,
    ) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (n, layer) in layers.iter().enumerate() {
            let chain = Chain::of(layer, self.facts.classes());
            let id = layer_id(layer, n, path);
            let mut inherited = inherited.clone();
            if !layer.overrides.is_empty() {
                inherited.axes = inherited.axes.union(AxisSet::of(Axis::Size));
            }
            nodes.extend(self.layer(&chain, layer.span, id, &inherited, in_stack));
        }
        nodes
    }

    fn layer(
        &mut self,
        chain: &Chain<'a>,
        span: Span,
        id: String,
        inherited: &Inherited,
        in_stack: bool,
    ) -> Option<Node> {
        self.facts.take_touched();
        if let Some(when) = chain.pick(|p| p.when.as_ref())
            && !super::condition::holds(&when.value, &mut self.facts)
        {
            return None;
        }
        let content = chain.pick(|p| p.content.as_ref())?;
        let mut own = inherited.clone();
        for style in chain.each(|p| p.style.as_ref()) {
            own.style = style::merge(&own.style, &style.value);
        }
        if let Some(expr) = chain.pick(|p| p.color.as_ref()) {
            own.lettering = self.lettering(&expr.value, expr.span);
            self.facts.touch(self.scheme_axes);
        }
        own.align = chain.pick(|p| p.text_align.as_ref()).copied().unwrap_or(own.align);
        let style_span = chain.pick(|p| p.style.as_ref()).map_or(span, |style| style.span);
        let is_text = matches!(content.value, Content::Text(_));
        let kind =
            if is_text || own.style != inherited.style { self.text_style(&own, style_span) } else { None };
        own.em = kind.as_ref().map_or(own.em, |kind| kind.size);

        let touched = self.facts.take_touched();
        own.axes = own.axes.union(touched);
        if let Content::Use(name) = &content.value {
            let component = self.facts.template.components.get(name)?;
            return self.component(component, chain, id, &own, in_stack);
        }
        let ground = Ground { em: own.em, ..self.ground };
        let boxed = self.boxed(chain, ground);
        let node_kind = match &content.value {
            Content::Image(expr) => self.image(expr, chain, content.span).map(NodeKind::Image),
            Content::Fill(expr) => {
                let painted = paint::paint(expr, self.scheme.as_deref(), &mut self.facts, content.span);
                self.facts.touch(self.scheme_axes);
                self.keep(painted).map(NodeKind::Fill)
            }
            Content::Text(expr) => self.text(expr, chain, kind?, &own, content.span).map(NodeKind::Text),
            Content::Stack(direction) => {
                Some(NodeKind::Stack(self.stack(*direction, chain, &own, ground, &id)))
            }
            Content::Shape(kind) => Some(NodeKind::Shape(self.outline(*kind, chain))),
            Content::Svg(path) => self.svg(path, chain, content.span).map(NodeKind::Svg),
            Content::Group => {
                let path = format!("{id}/");
                Some(NodeKind::Canvas(self.layers(Self::children_of(chain), &own, false, &path)))
            }
            Content::Logo(expr) => self.logo(expr, chain, content.span).map(NodeKind::Logo),
            Content::Use(_) => None,
        }?;
        let touched = self.facts.take_touched();
        let mut axes = own.axes.union(touched);
        let placement = placement(chain, in_stack, ground);
        let spans_inline = matches!(
            placement.flow,
            super::Flow::Placed { place, .. } if place.inline == crate::template::InlinePlace::Stretch
        );
        if !spans_inline {
            axes = axes.union(AxisSet::of(Axis::Locale));
        }
        let decor = self.decor(chain);
        if decor.mask.is_some() || decor.clip.is_some() {
            axes = axes.union(own.axes).union(self.facts.take_touched()).union(self.scheme_axes);
        }
        let apart = chain
            .pick(|p| p.apart.as_ref())
            .map_or_else(Vec::new, |ids| ids.iter().map(|id| id.value.clone()).collect());
        Some(Node { id, axes, kind: node_kind, placement, boxed, decor, apart })
    }

    fn stack(
        &mut self,
        direction: StackDirection,
        chain: &Chain<'a>,
        own: &Inherited,
        ground: Ground,
        id: &str,
    ) -> StackNode {
        let path = format!("{id}/");
        let mut children = self.layers(Self::children_of(chain), own, true, &path);
        couple(&mut children);
        StackNode {
            direction,
            gap: chain.pick(|p| p.gap.as_ref()).map_or(Extent::ZERO, |l| ground.units.extent(*l, ground.em)),
            align: chain.pick(|p| p.align.as_ref()).copied().unwrap_or(match direction {
                StackDirection::Row => AlignItems::Center,
                StackDirection::Column => AlignItems::Start,
            }),
            justify: chain.pick(|p| p.justify.as_ref()).copied().unwrap_or(Justify::Start),
            wrap: chain.pick(|p| p.wrap.as_ref()).copied().unwrap_or(false),
            children,
        }
    }

    /// A component in place of the `use`: its only layer, or all of them on a canvas of their own.
    fn component(
        &mut self,
        component: &'a Component,
        chain: &Chain<'a>,
        id: String,
        own: &Inherited,
        in_stack: bool,
    ) -> Option<Node> {
        let params = self.arguments(component, chain);
        let axes = own.axes.union(self.facts.take_touched());
        let own = Inherited { axes, ..own.clone() };
        let outside = self.facts.params.replace(params);
        let node = if let [only] = component.layers.as_slice() {
            let inner = Chain::of(only, self.facts.classes()).placed_by(chain);
            self.layer(&inner, only.span, id, &own, in_stack)
        } else {
            let children = self.layers(&component.layers, &own, false, &format!("{id}/"));
            let ground = Ground { em: own.em, ..self.ground };
            let apart = chain
                .pick(|p| p.apart.as_ref())
                .map_or_else(Vec::new, |ids| ids.iter().map(|id| id.value.clone()).collect());
            let (boxed, decor) = (self.boxed(chain, ground), self.decor(chain));
            let touched = self.facts.take_touched().union(AxisSet::of(Axis::Locale));
            let axes =
                if decor.mask.is_some() { touched.union(self.scheme_axes) } else { touched }.union(axes);
            let (kind, placement) = (NodeKind::Canvas(children), placement(chain, in_stack, ground));
            Some(Node { id, axes, kind, placement, boxed, decor, apart })
        };
        self.facts.params = outside;
        node
    }

    fn arguments(&mut self, component: &'a Component, chain: &Chain<'a>) -> Params {
        let mut params = Params::new();
        for param in &component.params {
            let name = &param.name.value;
            let given = chain.pick(|p| {
                let with = p.with.as_ref()?;
                with.iter().find(|(key, _)| key.value == *name).map(|(_, argument)| argument)
            });
            let (argument, at, default) = match (given, &param.default) {
                (Some(given), _) => (&given.value, given.span, false),
                (None, Some(default)) => (default, param.name.span, true),
                (None, None) => continue,
            };
            // A default is written inside the component, where no slot is seen.
            let outside = default.then(|| self.facts.params.replace(Params::new()));
            self.facts.take_touched();
            let value = match argument {
                Argument::Color(expr) => {
                    let tone = paint::color(expr, self.scheme.as_deref(), &mut self.facts, at);
                    self.facts.touch(self.scheme_axes);
                    self.keep(tone).map(BoundValue::Color)
                }
                Argument::Text(expr) if param.kind == ParamKind::Image => {
                    expr.sole_slot().and_then(|slot| self.facts.image(slot)).map(BoundValue::Image)
                }
                Argument::Text(expr) if param.kind == ParamKind::Money => {
                    expr.sole_slot().and_then(|slot| self.facts.money(slot)).map(BoundValue::Money)
                }
                Argument::Text(expr) => {
                    let forms = words::forms(expr, &mut self.facts).map_err(|fault| fault.at(at));
                    self.keep(forms).map(BoundValue::Text)
                }
            };
            if let Some(outside) = outside {
                self.facts.params = outside;
            }
            if let Some(value) = value {
                let axes = self.facts.take_touched();
                params.insert(name.clone(), Bound { value, axes });
            }
        }
        params
    }

    fn text_style(&mut self, own: &Inherited, span: Span) -> Option<Type> {
        let script = self.facts.locale().script_group();
        self.facts.touch(AxisSet::of(Axis::Brand));
        let kit = &self.facts.inputs.kit;
        let resolved = style::resolve(&own.style, kit, script, self.ground.units, own.em, span);
        self.keep(resolved)
    }

    fn text(
        &mut self,
        expr: &TextExpr,
        chain: &Chain<'a>,
        kind: Type,
        own: &Inherited,
        span: Span,
    ) -> Option<TextNode> {
        self.facts.touch(AxisSet::of(Axis::Locale));
        let forms = words::forms(expr, &mut self.facts).map_err(|fault| fault.at(span));
        let forms = self.keep(forms)?;
        if forms.is_empty() {
            return None;
        }
        let mut fit = FitProps::default();
        for more in chain.each(|p| p.fit.as_ref()) {
            let more = &more.value;
            fit = FitProps {
                lines: more.lines.or(fit.lines),
                min: more.min.or(fit.min),
                group: more.group.clone().or(fit.group),
                balance: more.balance.or(fit.balance),
                drop: more.drop.or(fit.drop),
            };
        }
        let units = self.ground.units;
        let floor = match fit.min {
            Some(min) if min.unit() == Unit::Percent => units.px(min, kind.size, kind.size),
            Some(min) => units.px(min, kind.size, kind.size),
            None => kind.size,
        };
        let lettering = match &own.lettering {
            Some(lettering) => lettering.clone(),
            None => self.ink(span)?,
        };
        let color = lettering.tone.rgba;
        let looks = self.looks(chain, kind.weight, color)?;
        let (stroke, shadows) = self.beneath(chain, kind.size);
        Some(TextNode {
            forms: forms.iter().map(|form| rich::rich(form, &looks)).collect(),
            hang_quotes: chain.pick(|p| p.hang.as_ref()).is_some(),
            breaking: style::breaking(chain, kind.breaking),
            families: kind.families,
            weight: kind.weight,
            italic: kind.italic,
            features: kind.features,
            transform: kind.transform,
            caps: chain.pick(|p| p.caps.as_ref()).copied().unwrap_or(kind.caps),
            stroke,
            shadows,
            size: kind.size,
            floor: floor.max(kind.least).min(kind.size),
            leading: kind.leading,
            tracking: kind.tracking,
            align: own.align,
            color,
            contrast: self.contrast(chain, &lettering)?,
            gradient: lettering.gradient,
            lines: fit.lines,
            balance: fit.balance.unwrap_or(false),
            drop: fit.drop.unwrap_or(false),
            most_share: fit
                .group
                .as_ref()
                .and_then(|group| self.facts.request.caps.get(group))
                .copied()
                .filter(|share| *share < 100),
            group: fit.group,
        })
    }
}
