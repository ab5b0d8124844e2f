use std::collections::BTreeMap;

use super::{AxisValues, Campaign};
use crate::compile::{Inputs, Request, SlotInput};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::locale::Locale;
use crate::template::{Comparison, Expr, Operand, Template};
use crate::variant::VariantKey;

/// One creative of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What was chosen on each axis.
    pub key: VariantKey,
    /// What to render.
    pub request: Request,
    /// File name without extension.
    pub name: String,
    /// Where a click on it leads.
    pub click_url: Option<String>,
}

/// All variants of a campaign, in the nesting order of its axes. A variant is eight bytes until it is asked for.
#[derive(Clone, Debug)]
pub struct Matrix<'a> {
    campaign: &'a Campaign,
    /// The locale of variants that name none.
    home: Locale,
    axes: Vec<(&'a str, Vec<String>)>,
    cells: Vec<Cell>,
    /// By size: what fit groups are set in at most.
    caps: BTreeMap<String, BTreeMap<String, u8>>,
    /// How many `except:` took out.
    pub excluded: usize,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    /// The values on all axes, the last axis counting fastest.
    place: u32,
    /// What `{n}` says in names.
    n: u32,
}

/// More than this is a mistake in the spec; it would take days.
const MOST_VARIANTS: usize = 2_000_000;

impl<'a> Matrix<'a> {
    /// Multiplies the axes out.
    ///
    /// # Errors
    /// Axes without values, sizes that the template does not declare, names that are not unique.
    pub fn build(campaign: &'a Campaign, template: &Template, inputs: &Inputs) -> Outcome<Self> {
        let mut found = Diagnostics::new();
        let mut axes: Vec<(&str, Vec<String>)> = Vec::new();
        for axis in &campaign.axes {
            let values = values(axis.name.value.as_str(), &axis.values, template, inputs);
            if values.is_empty() {
                let what = format!("the axis `{}` has no values", axis.name.value);
                let hint = match &axis.values {
                    AxisValues::Keys(pattern) => {
                        format!("no key of the deck matches `{}`; see `mimeo copy list`", pattern.as_str())
                    }
                    _ => "list at least one value".to_owned(),
                };
                found.push(Diagnostic::error(Code::NoVariants, what).at(axis.name.span).hint(hint));
            }
            for value in &values {
                if let Some(diagnostic) = wrong_value(axis.name.value.as_str(), value, template) {
                    found.push(diagnostic.at(axis.name.span));
                }
            }
            axes.push((&axis.name.value, values));
        }
        let total = axes.iter().try_fold(1usize, |total, (_, values)| total.checked_mul(values.len()));
        if total.is_none_or(|total| total > MOST_VARIANTS) {
            let what = format!("the axes multiply out to more than {MOST_VARIANTS} variants");
            found.push(
                Diagnostic::error(Code::TooLarge, what).hint("list fewer values, or split the campaign"),
            );
        }
        let axes = found.finish(axes)?;
        let total = total.unwrap_or_default();
        let mut matrix = Self {
            campaign,
            home: inputs.kit.locale.clone(),
            axes,
            cells: Vec::new(),
            caps: BTreeMap::new(),
            excluded: 0,
        };
        let mut names = campaign.output.name.value.names(&campaign.name);
        for place in 0..u32::try_from(total).expect("limited above") {
            let key = matrix.key(place);
            if campaign.except.iter().any(|expr| excluded(&expr.value, &key, campaign)) {
                matrix.excluded += 1;
                continue;
            }
            let n = names.next(&matrix.filled(&key)).map_err(|error| {
                Diagnostic::error(Code::BadName, error.to_string()).at(campaign.output.name.span)
            })?;
            matrix.cells.push(Cell { place, n });
        }
        if matrix.cells.is_empty() {
            let what = format!("`except:` takes out all {total} variants");
            return Err(Diagnostic::error(Code::NoVariants, what)
                .hint("loosen one of its conditions")
                .into());
        }
        Ok(matrix)
    }

    /// How many variants there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none, which only [`Matrix::choose`] of nothing brings about: a campaign without variants is an
    /// error. Clippy wants it beside `len`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The campaign that it was built from.
    #[must_use]
    pub fn campaign(&self) -> &'a Campaign {
        self.campaign
    }

    /// The variant at a position below [`Matrix::len`].
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn variant(&self, at: usize) -> Variant {
        let Cell { place, n } = self.cells[at];
        let key = self.key(place);
        let filled = self.filled(&key);
        let output = &self.campaign.output;
        Variant {
            request: self.request(&key),
            name: output.name.value.name(&self.campaign.name, &filled, n),
            click_url: output.click_url.as_ref().map(|url| url.fill(&self.campaign.name, &filled, n)),
            key,
        }
    }

    /// All variants, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Variant> {
        (0..self.len()).map(|at| self.variant(at))
    }

    /// Leaves only the variants at the given positions.
    ///
    /// # Panics
    /// When there is none at one of them.
    pub fn choose(&mut self, chosen: &[usize]) {
        self.cells = chosen.iter().map(|at| self.cells[*at]).collect();
    }

    /// Sets a fit group in no more than a share of its full size, in percent, in all variants of a size.
    pub(super) fn cap(&mut self, size: &str, group: &str, percent: u8) {
        self.caps.entry(size.to_owned()).or_default().insert(group.to_owned(), percent);
    }

    fn key(&self, place: u32) -> VariantKey {
        let mut rest = place as usize;
        let mut pairs: Vec<(String, String)> = Vec::with_capacity(self.axes.len());
        for (name, values) in self.axes.iter().rev() {
            pairs.push(((*name).to_owned(), values[rest % values.len()].clone()));
            rest /= values.len();
        }
        pairs.reverse();
        VariantKey(pairs)
    }

    /// What names and click URLs say: deck keys plainly, and size and locale also where they are no axes.
    fn filled(&self, key: &VariantKey) -> VariantKey {
        let mut key = key.clone();
        let (size, locale) = (self.size(&key), self.locale(&key).to_string());
        for (_, value) in &mut key.0 {
            if let SlotInput::Key(key) = SlotInput::parse(value) {
                *value = key;
            }
        }
        for (name, value) in [("size", size), ("locale", locale)] {
            if key.get(name).is_none() {
                key.0.push((name.to_owned(), value));
            }
        }
        key
    }

    fn size(&self, key: &VariantKey) -> String {
        key.get("size").or(self.campaign.size.as_deref()).unwrap_or_default().to_owned()
    }

    fn locale(&self, key: &VariantKey) -> Locale {
        let named = key.get("locale").and_then(|tag| Locale::parse(tag).ok());
        named.unwrap_or_else(|| self.home.clone())
    }

    fn request(&self, key: &VariantKey) -> Request {
        let mut slots = self.campaign.set.clone();
        let locale = self.locale(key);
        for (axis, value) in &key.0 {
            if axis == "size" || axis == "locale" {
                continue;
            }
            if let Some(row) = self.campaign.feed_row(axis, value) {
                slots.extend(row.slots(&locale).map(|(slot, input)| (slot.to_owned(), input.clone())));
                continue;
            }
            let of_deck = self
                .campaign
                .axes
                .iter()
                .any(|spec| spec.name.value == *axis && matches!(spec.values, AxisValues::Keys(_)));
            let input = if of_deck { SlotInput::Key(value.clone()) } else { SlotInput::parse(value) };
            slots.insert(axis.clone(), input);
        }
        let size = self.size(key);
        let caps = self.caps.get(&size).cloned().unwrap_or_default();
        Request { size, locale, slots, caps }
    }
}

fn values(name: &str, values: &AxisValues, template: &Template, inputs: &Inputs) -> Vec<String> {
    match values {
        AxisValues::All if name == "size" => {
            template.sizes.iter().map(|decl| decl.name.value.clone()).collect()
        }
        AxisValues::All => Vec::new(),
        AxisValues::List(list) => list.clone(),
        AxisValues::Feed(_, rows) => rows.iter().map(|row| row.id.clone()).collect(),
        AxisValues::Keys(pattern) => {
            inputs.deck.keys().into_iter().filter(|key| pattern.matches(key)).map(str::to_owned).collect()
        }
    }
}

fn wrong_value(axis: &str, value: &str, template: &Template) -> Option<Diagnostic> {
    match axis {
        "size" if template.size(value).is_none() => {
            let known: Vec<&str> = template.sizes.iter().map(|decl| decl.name.value.as_str()).collect();
            let what = format!("the template `{}` does not declare the size `{value}`", template.name);
            Some(Diagnostic::error(Code::UnknownSize, what).hint(format!("its sizes: {}", known.join(", "))))
        }
        "locale" => {
            Locale::parse(value).err().map(|error| Diagnostic::error(Code::BadValue, error.to_string()))
        }
        _ => None,
    }
}

/// Whether a condition of `except:` holds for a variant. Its words are the axes' values.
fn excluded(expr: &Expr, key: &VariantKey, campaign: &Campaign) -> bool {
    match expr {
        Expr::And(a, b) => excluded(a, key, campaign) && excluded(b, key, campaign),
        Expr::Or(a, b) => excluded(a, key, campaign) || excluded(b, key, campaign),
        Expr::Not(a) => !excluded(a, key, campaign),
        Expr::Present(slot) => key.get(slot).is_some() || campaign.set.contains_key(slot),
        Expr::Class(_) => false,
        Expr::Compare(left, how, right) => {
            let (Some(left), Some(right)) = (word(left, key), word(right, key)) else { return false };
            match how {
                Comparison::Equal => left == right,
                Comparison::NotEqual => left != right,
                _ => false,
            }
        }
    }
}

fn word(operand: &Operand, key: &VariantKey) -> Option<String> {
    match operand {
        Operand::Size => key.get("size").map(str::to_owned),
        Operand::Locale => key.get("locale").map(str::to_owned),
        Operand::Brand => key.get("brand").map(str::to_owned),
        Operand::Fact { slot, fact: None } => key.get(slot).map(str::to_owned),
        Operand::Word(word) => Some(word.clone()),
        _ => None,
    }
}
