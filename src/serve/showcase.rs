use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use super::error::{Failure, Kind};
use super::library::{Snapshot, View};
use super::params::{Canonical, encode, shown};
use crate::compile::{Inputs, SlotInput};
use crate::encode::Format;
use crate::locale::Locale;
use crate::studio::{Choice, Field, Group, Input, Preview, Tile, fault};
use crate::template::{SizeDecl, Slot, SlotKind, Template, true_classes};

/// Pictures wider or higher than this are shown smaller, as phones show them.
const LARGE: u32 = 1000;
/// How much smaller.
const REDUCED: u32 = 3;

/// What the address of a preview chooses.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    /// The template.
    pub(super) template: String,
    /// The brand.
    pub(super) brand: String,
    /// The locales, as asked for; the brand's choice when empty.
    locales: Vec<Locale>,
    /// Slots that are filled by hand, as written.
    slots: BTreeMap<String, String>,
}

impl Chosen {
    /// Reads the parameters `brand`, `locale` (several, with commas) and `slot.NAME`; `theme` is the script's.
    pub(super) fn read(template: &str, brand: String, address: &Canonical) -> Result<Self, Failure> {
        let mut this =
            Self { template: template.to_owned(), brand, locales: Vec::new(), slots: BTreeMap::new() };
        for (name, value) in address.pairs() {
            match (name, name.strip_prefix("slot.")) {
                ("brand" | "theme", _) => {}
                ("locale", _) => {
                    for tag in value.split(',').filter(|tag| !tag.is_empty()) {
                        let locale = Locale::parse(tag);
                        let locale =
                            locale.map_err(|error| Failure::new(Kind::BadParameter, error.to_string()))?;
                        if !this.locales.contains(&locale) {
                            this.locales.push(locale);
                        }
                    }
                }
                (_, Some(slot)) => {
                    this.slots.insert(slot.to_owned(), value.to_owned());
                }
                _ => {
                    return Err(Failure::new(
                        Kind::UnknownParameter,
                        format!("`{}` is no parameter", shown(name)),
                    ));
                }
            }
        }
        Ok(this)
    }

    /// The address of a preview with these choices.
    fn address(&self, locales: &[Locale], without: Option<&str>) -> String {
        let mut pairs = vec![format!("brand={}", encode(&self.brand))];
        if !locales.is_empty() {
            let tags: Vec<String> = locales.iter().map(|locale| encode(locale.as_str())).collect();
            pairs.push(format!("locale={}", tags.join(",")));
        }
        let slots = self.slots.iter().filter(|(name, _)| Some(name.as_str()) != without);
        pairs.extend(slots.map(|(name, value)| format!("slot.{}={}", encode(name), encode(value))));
        format!("/studio/preview/{}?{}", encode(&self.template), pairs.join("&"))
    }
}

/// Everything that a preview shows, but what only drawing can tell.
pub(super) fn showcase(chosen: &Chosen, view: &View, templates: &[String], brands: &[String]) -> Preview {
    let link = |name: &String, on: bool, value: String| Choice { label: name.clone(), value, on };
    let pictures_of =
        view.good.as_ref().and_then(|good| good.at.duration_since(UNIX_EPOCH).ok()).map(|at| at.as_secs());
    let mut page = Preview {
        template: chosen.template.clone(),
        templates: templates
            .iter()
            .map(|name| link(name, *name == chosen.template, format!("/studio/preview/{}", encode(name))))
            .collect(),
        brands: brands
            .iter()
            .map(|name| {
                let address = format!("/studio/preview/{}?brand={}", encode(&chosen.template), encode(name));
                link(name, *name == chosen.brand, address)
            })
            .collect(),
        locales: Vec::new(),
        groups: Vec::new(),
        fields: Vec::new(),
        fault: view
            .fault
            .as_ref()
            .map_or_else(String::new, |why| fault(&why.found, &why.sources, pictures_of)),
    };
    let Some(good) = &view.good else { return page };
    let mut known = good.inputs.deck.locales();
    known.sort_by_key(|locale| (*locale != good.inputs.kit.locale, locale.clone()));
    let locales = if chosen.locales.is_empty() {
        usual(&known, &good.inputs.kit.locale)
    } else {
        chosen.locales.clone()
    };
    page.locales = known.iter().map(|locale| toggle(chosen, &known, &locales, locale)).collect();
    page.groups = groups(chosen, good, &locales);
    page.fields = good.template.slots.iter().map(|slot| field(chosen, good, &locales, slot)).collect();
    page
}

/// How many slots of a template a brand's copy fills by itself: a brand whose own template it is fills most.
pub(super) fn filled(snapshot: &Snapshot) -> usize {
    let copy = |slot: &&Slot| slot.kind != SlotKind::Image && default(slot, &snapshot.inputs).is_some();
    snapshot.template.slots.iter().filter(copy).count()
}

/// The brand's own locale, another one of its direction, and one of the other.
fn usual(known: &[Locale], own: &Locale) -> Vec<Locale> {
    let other = |rtl: bool| known.iter().find(|l| *l != own && l.direction().is_rtl() == rtl).cloned();
    let rtl = own.direction().is_rtl();
    [Some(own.clone()), other(rtl), other(!rtl)].into_iter().flatten().collect()
}

/// The address with one locale more, or less; never with none.
fn toggle(chosen: &Chosen, known: &[Locale], shown: &[Locale], locale: &Locale) -> Choice {
    let on = shown.contains(locale);
    let next: Vec<Locale> =
        known.iter().filter(|l| if *l == locale { !on } else { shown.contains(l) }).cloned().collect();
    let next = if next.is_empty() { shown } else { &next };
    Choice { label: locale.as_str().to_owned(), value: chosen.address(next, None), on }
}

/// The sizes by the first class that each has.
fn groups(chosen: &Chosen, good: &Snapshot, locales: &[Locale]) -> Vec<Group> {
    let Template { classes, sizes, background, .. } = &good.template;
    let format = if background.is_some() { Format::Jpeg } else { Format::Png };
    let slots = fill(chosen, &good.template, &good.inputs);
    let mut groups: Vec<(Option<usize>, Group)> = Vec::new();
    for decl in sizes {
        let class = true_classes(classes, decl.size).iter().position(|holds| *holds);
        let row = locales.iter().map(|locale| tile(chosen, decl, locale, format, &slots)).collect();
        match groups.iter_mut().find(|(known, _)| *known == class) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let class_of = class.map(|at| &classes[at]);
                let name =
                    class_of.map_or_else(|| "other sizes".to_owned(), |class| class.name.value.clone());
                let rule = class_of.map_or_else(String::new, |class| {
                    // The condition stands behind its name, on the same line.
                    let text = &good.sources.get(class.name.span.source).text;
                    let rest = text
                        .get(class.name.span.end as usize..)
                        .and_then(|rest| rest.lines().next())
                        .unwrap_or("");
                    rest.trim_start_matches([':', '"']).split(" #").next().unwrap_or("").trim().to_owned()
                });
                groups.push((class, Group { name, rule, rows: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn tile(chosen: &Chosen, decl: &SizeDecl, locale: &Locale, format: Format, slots: &str) -> Tile {
    let (css, device) = (decl.size.css(), decl.size.device());
    let large = css.w() > LARGE && css.h() > LARGE / 2 || css.h() > LARGE;
    let by = if large { REDUCED } else { 1 };
    let (name, size) = (&chosen.template, &decl.name.value);
    let src = format!(
        "/studio/picture/{}.{}?brand={}&size={}&locale={}{slots}",
        encode(name),
        format.extension(),
        encode(&chosen.brand),
        encode(size),
        encode(locale.as_str())
    );
    let reduced = (device.w() * by).div_ceil(css.w());
    Tile {
        size: size.clone(),
        locale: locale.as_str().to_owned(),
        src,
        shown: (css.w() / by, css.h() / by),
        reduced,
    }
}

/// The slots as parameters: those filled by hand, and those that have no copy of their name.
fn fill(chosen: &Chosen, template: &Template, inputs: &Inputs) -> String {
    let value = |slot: &Slot| {
        let name = &slot.name.value;
        let by_hand = chosen.slots.get(name).cloned();
        by_hand.or_else(|| default(slot, inputs).filter(|value| *value != format!("deck {name}")))
    };
    let known = template.slots.iter().filter_map(|slot| Some((&slot.name.value, value(slot)?)));
    let pairs: Vec<String> =
        known.map(|(name, value)| format!("&slot.{}={}", encode(name), encode(&value))).collect();
    // A slot that is not there is told by the picture's own answer.
    let unknown = chosen.slots.iter().filter(|(name, _)| template.slot(name).is_none());
    let unknown: Vec<String> =
        unknown.map(|(name, value)| format!("&slot.{}={}", encode(name), encode(value))).collect();
    [pairs.concat(), unknown.concat()].concat()
}

/// What shows a slot when nobody chose: the copy of its name, else the first row or picture that it can take.
fn default(slot: &Slot, inputs: &Inputs) -> Option<String> {
    let name = &slot.name.value;
    match slot.kind {
        SlotKind::Image => inputs.assets.for_slot(name).first().map(|asset| asset.name.clone()),
        _ if inputs.deck.find(name, &inputs.kit.locale).is_some() => Some(format!("deck {name}")),
        _ => rows(slot, inputs).first().map(|key| format!("deck {key}")),
    }
}

/// The deck's keys `NAME.…`.
fn rows<'a>(slot: &Slot, inputs: &'a Inputs) -> Vec<&'a str> {
    let prefix = format!("{}.", slot.name.value);
    inputs.deck.keys().into_iter().filter(|key| key.starts_with(&prefix)).collect()
}

fn field(chosen: &Chosen, good: &Snapshot, locales: &[Locale], slot: &Slot) -> Field {
    let (name, inputs) = (&slot.name.value, &good.inputs);
    let by_hand = chosen.slots.get(name);
    let default = default(slot, inputs).unwrap_or_default();
    let now = by_hand.unwrap_or(&default);
    let locale = locales.first().unwrap_or(&inputs.kit.locale);
    let text =
        |key: &str| inputs.deck.find(key, locale).map_or_else(String::new, |found| found.entry.text.clone());
    let kind = SlotKind::WORDS.iter().find(|(_, kind)| *kind == slot.kind).map_or("", |(word, _)| word);
    let input = if slot.kind == SlotKind::Image {
        let picture = |asset: &crate::asset::Asset| {
            let on = asset.name == *now;
            let src = format!("/studio/asset/{}/{}", encode(&chosen.brand), encode(&asset.name));
            (Choice { label: asset.name.clone(), value: asset.name.clone(), on }, src)
        };
        let mut offered = inputs.assets.for_slot(name);
        // What the address names is shown, whatever it was made for.
        offered
            .extend(inputs.assets.get(now).filter(|now| offered.iter().all(|asset| asset.name != now.name)));
        Input::Picture(offered.into_iter().map(picture).collect())
    } else {
        Input::Words(match SlotInput::parse(now) {
            SlotInput::Key(key) => text(&key),
            SlotInput::Literal(words) => words,
        })
    };
    let mut rows: Vec<Choice> = rows(slot, inputs)
        .into_iter()
        .map(|key| {
            let value = format!("deck {key}");
            Choice { label: format!("{}: {}", &key[name.len() + 1..], text(key)), on: value == *now, value }
        })
        .collect();
    if slot.kind == SlotKind::Image {
        rows.clear();
    } else if !rows.is_empty() && rows.iter().all(|row| !row.on) {
        rows.insert(0, Choice { label: "own words".into(), value: now.clone(), on: true });
    }
    Field {
        name: name.clone(),
        kind: if slot.optional { format!("{kind}, optional") } else { kind.to_owned() },
        max: slot.max,
        rows,
        default,
        input,
        reset: by_hand.map(|_| chosen.address(locales, Some(name))),
    }
}
