use std::collections::BTreeMap;

use super::rich::Marked;
use super::values::{SlotValue, Slots, Tone};
use super::{Inputs, Request};
use crate::asset::Asset;
use crate::geom::PixelSize;
use crate::locale::{Locale, Money};
use crate::template::{SizeDecl, Template, true_classes};
use crate::variant::{Axis, AxisSet};

/// An argument of a component, evaluated where it was written.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) value: BoundValue,
    pub(super) axes: AxisSet,
}

#[derive(Clone, Debug)]
pub(super) enum BoundValue {
    /// Forms from the longest to the shortest; none when the slot is empty.
    Text(Vec<Marked>),
    Money(Money),
    Image(Asset),
    Color(Tone),
}

/// Parameters of the component that is being bound.
pub(super) type Params = BTreeMap<String, Bound>;

/// Everything that expressions may ask for; notes which axes the answers came from.
pub(super) struct Facts<'a> {
    pub(super) template: &'a Template,
    pub(super) inputs: &'a Inputs,
    pub(super) request: &'a Request,
    pub(super) size: &'a SizeDecl,
    pub(super) slots: &'a Slots,
    /// Inside a component only its parameters are seen.
    pub(super) params: Option<Params>,
    classes: Vec<&'a str>,
    touched: AxisSet,
}

impl<'a> Facts<'a> {
    pub(super) fn new(
        template: &'a Template,
        inputs: &'a Inputs,
        request: &'a Request,
        size: &'a SizeDecl,
        slots: &'a Slots,
    ) -> Self {
        let holds = true_classes(&template.classes, size.size);
        let classes = template.classes.iter().zip(holds).filter(|(_, holds)| *holds);
        let classes = classes.map(|(class, _)| class.name.value.as_str()).collect();
        Self { template, inputs, request, size, slots, params: None, classes, touched: AxisSet::NONE }
    }

    /// The axes asked for since the last call.
    pub(super) fn take_touched(&mut self) -> AxisSet {
        std::mem::take(&mut self.touched)
    }

    pub(super) fn touch(&mut self, axes: AxisSet) {
        self.touched = self.touched.union(axes);
    }

    /// True classes in the order of the template.
    pub(super) fn classes(&self) -> &[&'a str] {
        &self.classes
    }

    pub(super) fn in_class(&mut self, name: &str) -> bool {
        self.touch(AxisSet::of(Axis::Size));
        self.classes.contains(&name)
    }

    pub(super) fn css(&mut self) -> PixelSize {
        self.touch(AxisSet::of(Axis::Size));
        self.size.size.css()
    }

    pub(super) fn size_name(&mut self) -> &'a str {
        self.touch(AxisSet::of(Axis::Size));
        &self.size.name.value
    }

    pub(super) fn locale(&mut self) -> &'a Locale {
        self.touch(AxisSet::of(Axis::Locale));
        &self.request.locale
    }

    pub(super) fn brand(&mut self) -> &'a str {
        self.touch(AxisSet::of(Axis::Brand));
        &self.inputs.kit.name
    }

    /// A slot's value; notes its axis, and the locale's where the value is a text.
    pub(super) fn slot(&mut self, name: &str) -> Option<&'a SlotValue> {
        if let Some((n, slot)) = self.template.slot(name) {
            let n = u8::try_from(n.min(Axis::MAX_SLOTS)).unwrap_or(u8::MAX);
            self.touch(AxisSet::of(Axis::Slot(n)));
            if !matches!(slot.kind, crate::template::SlotKind::Image | crate::template::SlotKind::Color) {
                self.touch(AxisSet::of(Axis::Locale));
            }
            if let Some(count) = &slot.count {
                self.slot(&count.value);
            }
        }
        self.slots.get(name)
    }

    /// A parameter, when a component is being bound.
    pub(super) fn param(&mut self, name: &str) -> Option<Bound> {
        let bound = self.params.as_ref()?.get(name)?.clone();
        self.touch(bound.axes);
        Some(bound)
    }

    pub(super) fn present(&mut self, name: &str) -> bool {
        if self.params.is_some() {
            return match self.param(name).map(|bound| bound.value) {
                Some(BoundValue::Text(forms)) => !forms.is_empty(),
                other => other.is_some(),
            };
        }
        self.slot(name).is_some()
    }

    /// A picture's fact as a word, or the value of a slot.
    pub(super) fn fact(&mut self, name: &str, fact: Option<&str>) -> Option<String> {
        let asset = if self.params.is_some() {
            match self.param(name)?.value {
                BoundValue::Image(asset) => Some(asset),
                BoundValue::Text(forms) if fact.is_none() => {
                    return forms.into_iter().next().map(|form| form.text);
                }
                BoundValue::Money(money) if fact.is_none() => return Some(money.amount.to_string()),
                _ => None,
            }
        } else {
            match self.slot(name)? {
                SlotValue::Image(asset) => Some(asset.clone()),
                SlotValue::Text(entry) | SlotValue::Copy(entry) if fact.is_none() => {
                    return Some(entry.text.clone());
                }
                SlotValue::Money(money) if fact.is_none() => return Some(money.amount.to_string()),
                SlotValue::Number(number) if fact.is_none() => return Some(number.to_string()),
                SlotValue::Date(date) if fact.is_none() => return Some(date.to_string()),
                SlotValue::Word(word) if fact.is_none() => return Some(word.clone()),
                _ => None,
            }
        }?;
        match fact {
            Some("scheme") => asset.facts.scheme,
            Some("tone") => asset.facts.tone.map(|tone| tone.to_string()),
            Some("flip") => Some(asset.facts.flip.to_string()),
            Some("aspect") => asset.size.map(|s| format!("{:.3}", f64::from(s.w()) / f64::from(s.h()))),
            None => Some(asset.name),
            Some(_) => None,
        }
    }

    /// The amount of a slot or parameter.
    pub(super) fn money(&mut self, name: &str) -> Option<Money> {
        if self.params.is_some() {
            return match self.param(name)?.value {
                BoundValue::Money(money) => Some(money),
                _ => None,
            };
        }
        match self.slot(name)? {
            SlotValue::Money(money) => Some(money.clone()),
            _ => None,
        }
    }

    /// The picture of a slot or parameter.
    pub(super) fn image(&mut self, name: &str) -> Option<Asset> {
        if self.params.is_some() {
            return match self.param(name)?.value {
                BoundValue::Image(asset) => Some(asset),
                _ => None,
            };
        }
        match self.slot(name)? {
            SlotValue::Image(asset) => Some(asset.clone()),
            _ => None,
        }
    }
}
