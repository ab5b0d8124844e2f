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

/// All variants of a campaign, in the nesting order of its axes.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// In order.
    pub variants: Vec<Variant>,
    /// How many `except:` took out.
    pub excluded: usize,
}

/// More than this is a mistake in the spec; it would take days.
const MOST_VARIANTS: usize = 2_000_000;

impl Matrix {
    /// Multiplies the axes out.
    ///
    /// # Errors
    /// Axes without values, sizes that the template does not declare, names that are not unique.
    pub fn build(campaign: &Campaign, template: &Template, inputs: &Inputs) -> Outcome<Self> {
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
        let mut keys = vec![VariantKey::default()];
        for (name, values) in &axes {
            let longer = keys.iter().flat_map(|key| {
                values.iter().map(|value| {
                    let mut pairs = key.0.clone();
                    pairs.push(((*name).to_owned(), value.clone()));
                    VariantKey(pairs)
                })
            });
            keys = longer.collect();
        }
        let total = keys.len();
        keys.retain(|key| !campaign.except.iter().any(|expr| excluded(&expr.value, key, campaign)));
        let excluded = total - keys.len();
        if keys.is_empty() {
            let what = format!("`except:` takes out all {total} variants");
            return Err(Diagnostic::error(Code::NoVariants, what)
                .hint("loosen one of its conditions")
                .into());
        }
        let filled: Vec<VariantKey> = keys.iter().map(|key| filled(key, campaign, inputs)).collect();
        let names = campaign.output.name.value.names(&campaign.name, &filled).map_err(|error| {
            Diagnostics::from(
                Diagnostic::error(Code::BadName, error.to_string()).at(campaign.output.name.span),
            )
        })?;
        let variants = keys
            .into_iter()
            .zip(filled)
            .zip(names)
            .map(|((key, filled), (name, n))| {
                let click_url =
                    campaign.output.click_url.as_ref().map(|url| url.fill(&campaign.name, &filled, n));
                Variant { request: request(&key, campaign, inputs), key, name, click_url }
            })
            .collect();
        Ok(Self { variants, excluded })
    }
}

/// What names and click URLs say: deck keys plainly, and size and locale also where they are no axes.
fn filled(key: &VariantKey, campaign: &Campaign, inputs: &Inputs) -> VariantKey {
    let request = request(key, campaign, inputs);
    let mut key = key.clone();
    for (_, value) in &mut key.0 {
        if let SlotInput::Key(key) = SlotInput::parse(value) {
            *value = key;
        }
    }
    for (name, value) in [("size", request.size), ("locale", request.locale.to_string())] {
        if key.get(name).is_none() {
            key.0.push((name.to_owned(), value));
        }
    }
    key
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

fn request(key: &VariantKey, campaign: &Campaign, inputs: &Inputs) -> Request {
    let mut slots = campaign.set.clone();
    let locale = key.get("locale").and_then(|tag| Locale::parse(tag).ok());
    let locale = locale.unwrap_or_else(|| inputs.kit.locale.clone());
    for (axis, value) in &key.0 {
        if axis == "size" || axis == "locale" {
            continue;
        }
        if let Some(row) = campaign.feed_row(axis, value) {
            slots.extend(row.slots(&locale).map(|(slot, input)| (slot.to_owned(), input.clone())));
            continue;
        }
        let of_deck = campaign
            .axes
            .iter()
            .any(|spec| spec.name.value == *axis && matches!(spec.values, AxisValues::Keys(_)));
        let input = if of_deck { SlotInput::Key(value.clone()) } else { SlotInput::parse(value) };
        slots.insert(axis.clone(), input);
    }
    let size = key.get("size").or(campaign.size.as_deref()).unwrap_or_default().to_owned();
    Request { size, locale, slots }
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
