use super::Paint;
use super::scope::{BoundValue, Facts};
use super::values::{SlotValue, Tone};
use crate::color::Rgba;
use crate::diag::{Code, Diagnostic, Span};
use crate::geom::{Angle, Ratio};
use crate::locale::Number;
use crate::template::{self, ColorBase, ColorExpr, GradientDirection};
use crate::variant::{Axis, AxisSet};
use crate::yaml::decode;

/// What letters are filled with.
#[derive(Clone)]
pub(super) struct Lettering {
    /// The colour, or the first of the gradient.
    pub(super) tone: Tone,
    /// In place of the colour.
    pub(super) gradient: Option<Paint>,
    /// What may stand in place of the colour.
    pub(super) pairs: Vec<Rgba>,
}

/// The colour that an expression means, through the scheme in force.
pub(super) fn color(
    expr: &ColorExpr,
    scheme: Option<&str>,
    facts: &mut Facts<'_>,
    span: Span,
) -> Result<Tone, Diagnostic> {
    facts.touch(AxisSet::of(Axis::Brand));
    let tone = base(&expr.base, scheme, facts, span)?;
    let tone = if expr.on { on(&tone, scheme, facts, span)? } else { tone };
    Ok(Tone { rgba: tone.rgba.fade(expr.alpha), role: tone.role })
}

fn base(
    base: &ColorBase,
    scheme: Option<&str>,
    facts: &mut Facts<'_>,
    span: Span,
) -> Result<Tone, Diagnostic> {
    match base {
        ColorBase::Role(name) => {
            let palette = &facts.inputs.kit.palette;
            let found = palette.role(name, scheme).and_then(|role| Some((role, *palette.roles.get(role)?)));
            let (role, rgba) = found.ok_or_else(|| {
                let known: Vec<&str> = palette.roles.keys().map(String::as_str).collect();
                let what = format!("the kit `{}` has no colour role `{name}`", facts.inputs.kit.name);
                Diagnostic::error(Code::UnknownName, what)
                    .at(span)
                    .hint(decode::suggest(name, &known, "roles"))
            })?;
            Ok(Tone { rgba, role: Some(role.to_owned()) })
        }
        ColorBase::Slot(name) => {
            let tone = match facts.param(name).map(|bound| bound.value) {
                Some(BoundValue::Color(tone)) => Some(tone),
                _ => match facts.slot(name) {
                    Some(SlotValue::Color(tone)) => Some(tone.clone()),
                    _ => None,
                },
            };
            tone.ok_or_else(|| {
                Diagnostic::error(Code::MissingSlot, format!("`${name}` has no colour")).at(span)
            })
        }
        ColorBase::Fact(name, fact) => {
            let rgba = facts.fact(name, Some(fact)).and_then(|word| Rgba::from_hex(&word));
            let rgba = rgba.ok_or_else(|| {
                let picture = facts.fact(name, None).unwrap_or_default();
                Diagnostic::error(Code::BadSlotValue, format!("the picture `{picture}` has no `{fact}`"))
                    .at(span)
                    .hint(format!("add `{fact}: \"#RRGGBB\"` to `{picture}` in assets.yaml"))
            })?;
            Ok(Tone { rgba, role: None })
        }
    }
}

fn on(ground: &Tone, scheme: Option<&str>, facts: &Facts<'_>, span: Span) -> Result<Tone, Diagnostic> {
    let palette = &facts.inputs.kit.palette;
    let role = ground.role.as_deref();
    let text = role.and_then(|role| palette.pairs.get(role)).and_then(|pairs| pairs.first());
    let rgba = role.and_then(|role| palette.on(role, scheme).or_else(|| palette.on(role, None)));
    match (text, rgba) {
        (Some(text), Some(rgba)) => Ok(Tone { rgba, role: Some(text.clone()) }),
        _ => {
            let name = role.unwrap_or("a colour without a role");
            let what = format!("the kit `{}` allows no text on `{name}`", facts.inputs.kit.name);
            Err(Diagnostic::error(Code::NoPair, what)
                .at(span)
                .hint(format!("add `{name}: [ROLE]` to `pairs:` in kit.yaml, or name a colour")))
        }
    }
}

/// The paint that an expression means; directions turned round for right-to-left.
pub(super) fn paint(
    expr: &template::Paint,
    scheme: Option<&str>,
    facts: &mut Facts<'_>,
    span: Span,
) -> Result<Paint, Diagnostic> {
    let stops = |list: &[template::GradientStop], facts: &mut Facts<'_>| {
        let mut least = Ratio::ZERO;
        list.iter()
            .map(|stop| {
                let share = stop.share.as_ref().map(|(slot, whole)| {
                    let number = facts.fact(slot, None).and_then(|text| Number::parse(&text).ok());
                    Ratio::from_f64(number.map_or(0.0, |n| n.to_f64() / f64::from(*whole)).clamp(0.0, 1.0))
                });
                // As in CSS, no stop stands before the one that it follows.
                least = least.max(share.unwrap_or(stop.at));
                Ok((least, color(&stop.color, scheme, facts, span)?.rgba))
            })
            .collect::<Result<Vec<_>, Diagnostic>>()
    };
    Ok(match expr {
        template::Paint::Color(expr) => Paint::Solid(color(expr, scheme, facts, span)?.rgba),
        template::Paint::Linear(direction, list) => {
            let list = stops(list, facts)?;
            Paint::Linear(turn(*direction, facts), list)
        }
        template::Paint::Radial(list) => Paint::Radial(stops(list, facts)?),
    })
}

/// Logical directions become physical: `start` is the left or the right, angles are mirrored.
fn turn(direction: GradientDirection, facts: &mut Facts<'_>) -> GradientDirection {
    let rtl = match direction {
        GradientDirection::Top | GradientDirection::Bottom => return direction,
        _ => facts.locale().direction().is_rtl(),
    };
    let right = Angle::degrees(90.0);
    match direction {
        GradientDirection::End if rtl => GradientDirection::Angle(-right),
        GradientDirection::Start if !rtl => GradientDirection::Angle(-right),
        GradientDirection::End | GradientDirection::Start => GradientDirection::Angle(right),
        GradientDirection::Angle(angle) if rtl => GradientDirection::Angle(-angle),
        _ => direction,
    }
}
