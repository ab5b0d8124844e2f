use std::collections::{BTreeMap, BTreeSet};

use super::Renderer;
use super::spots::{Spot, meet, spots};
use super::written::{Written, written};
use crate::brand::Logo;
use crate::compile::{self, NodeKind, Request, SlotInput};
use crate::copy::KeyPattern;
use crate::diag::{Code, Diagnostic, Severity};
use crate::geom::{Px, Rect};
use crate::layout::{self, Finding};
use crate::locale::{Locale, Pseudo};
use crate::template::SlotKind;

/// Below this a legal text is no longer readable, in CSS px.
const LEAST_LEGAL: i32 = 8;
/// Below this no other text is set, in CSS px.
const LEAST_TEXT: i32 = 9;
/// Ink may leave its box by so much: antialiasing and the grid, in device px.
const SLACK: Px = Px::whole(1);

/// What stands in for a text that no deck has, in the brand's language.
const WORDS: &str = "A text of usual length";

/// What a proof is made of.
#[derive(Clone, Debug, Default)]
pub struct Extremes {
    /// Slots that are given; `deck KEY.*` stands for all keys that match.
    pub set: BTreeMap<String, SlotInput>,
    /// Locales; those of the deck and all pseudo-locales when empty.
    pub locales: Vec<Locale>,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The variant.
    pub request: Request,
    /// The layer, where one is to blame.
    pub layer: Option<String>,
    /// What is wrong, always an error; where the layer stands in the template or its components.
    pub found: Diagnostic,
}

/// That all variants hold, or where they do not.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Texts that were set.
    pub texts: usize,
    /// In the order of the requests.
    pub faults: Vec<Fault>,
}

/// The variants of a proof: every size, in every locale, with the longest and with the shortest text of each slot, on
/// the first picture of each scheme.
#[must_use]
pub fn extremes(renderer: &Renderer<'_>, of: &Extremes) -> Vec<Request> {
    let (template, inputs) = (renderer.template, renderer.inputs);
    let mut all = Vec::new();
    for size in &template.sizes {
        for locale in locales(renderer, of) {
            let mut sets: Vec<BTreeMap<String, SlotInput>> = Vec::new();
            for longest in [true, false] {
                let mut slots = of.set.clone();
                for slot in &template.slots {
                    let name = &slot.name.value;
                    let value = match (of.set.get(name), slot.kind) {
                        (Some(SlotInput::Key(pattern)), _) => key(renderer, pattern, &locale, longest),
                        (Some(_), _) => None,
                        (None, SlotKind::Text | SlotKind::Legal) => {
                            let family = format!("{name}.*");
                            let known = inputs.deck.find(name, &locale).is_some();
                            let found = key(renderer, &family, &locale, longest).filter(|_| !known);
                            let words =
                                || (!known && !slot.optional).then(|| SlotInput::Literal(WORDS.into()));
                            found.or_else(words)
                        }
                        (None, SlotKind::Money) => {
                            let amount = if longest { "1299.99 EUR" } else { "5 EUR" };
                            Some(SlotInput::Literal(amount.into()))
                        }
                        (None, SlotKind::Number) => {
                            Some(SlotInput::Literal(if longest { "4.8" } else { "5" }.into()))
                        }
                        (None, SlotKind::Date) => Some(SlotInput::Literal("2026-09-30".into())),
                        (None, _) => None,
                    };
                    slots.extend(value.map(|value| (name.clone(), value)));
                }
                for scheme in pictures(renderer, of) {
                    let mut slots = slots.clone();
                    slots.extend(scheme);
                    if !sets.contains(&slots) {
                        sets.push(slots);
                    }
                }
            }
            let size = &size.name.value;
            all.extend(sets.into_iter().map(|slots| Request {
                size: size.clone(),
                locale: locale.clone(),
                slots,
                caps: BTreeMap::new(),
            }));
        }
    }
    all
}

fn locales(renderer: &Renderer<'_>, of: &Extremes) -> Vec<Locale> {
    if !of.locales.is_empty() {
        return of.locales.clone();
    }
    let mut all = renderer.inputs.deck.locales();
    all.extend(Pseudo::WORDS.iter().filter_map(|(word, _)| Locale::parse(word).ok()));
    all
}

/// The key among those that match whose text is the longest or the shortest in a locale.
fn key(renderer: &Renderer<'_>, pattern: &str, locale: &Locale, longest: bool) -> Option<SlotInput> {
    let deck = &renderer.inputs.deck;
    let pattern = KeyPattern::parse(pattern)?;
    let length = |key: &&str| deck.find(key, locale).map_or(0, |found| found.entry.text.chars().count());
    let keys = deck.keys().into_iter().filter(|key| pattern.matches(key));
    let found = if longest { keys.max_by_key(length) } else { keys.min_by_key(length) };
    found.map(|key| SlotInput::Key(key.to_owned()))
}

/// For each scheme a picture in every image slot that is not given.
fn pictures(renderer: &Renderer<'_>, of: &Extremes) -> Vec<BTreeMap<String, SlotInput>> {
    let slots = renderer.template.slots.iter().filter(|slot| slot.kind == SlotKind::Image);
    let empty = slots.map(|slot| slot.name.value.as_str()).filter(|name| !of.set.contains_key(*name));
    let mut all = vec![BTreeMap::new()];
    for slot in empty {
        let mut seen: BTreeSet<Option<&str>> = BTreeSet::new();
        let offered = renderer.inputs.assets.for_slot(slot);
        let first = offered.into_iter().filter(|asset| seen.insert(asset.facts.scheme.as_deref()));
        let first: Vec<&str> = first.map(|asset| asset.name.as_str()).collect();
        let count = all.len().max(first.len());
        // The slots change together: as many variants as the one with the most schemes has.
        all = (0..count)
            .map(|n| {
                let mut filled: BTreeMap<String, SlotInput> = all[n % all.len()].clone();
                let picture = first.get(n % first.len().max(1));
                filled.extend(picture.map(|name| (slot.to_owned(), SlotInput::Literal((*name).to_owned()))));
                filled
            })
            .collect();
    }
    all
}

/// Lays every variant out and looks for what does not hold: texts that fit on no rung, characters that no font has, ink
/// outside of its box, layers that overlap against `apart:`, letters that run into one another, the logo's least height
/// and clear space, and letters that are too small. Nothing is painted; [`contrasts`] judges what needs pixels.
#[must_use]
pub fn prove(renderer: &Renderer<'_>, requests: &[Request]) -> Proof {
    let mut proof = Proof::default();
    let written = written(renderer.template);
    for request in requests {
        let (texts, found) = one(renderer, request, &written);
        proof.texts += texts;
        proof.faults.extend(found.into_iter().map(|finding| fault(request, finding, &written)));
    }
    proof
}

fn fault(request: &Request, finding: Finding, written: &BTreeMap<String, Written>) -> Fault {
    let Finding { layer, mut found } = finding;
    let layer_span = layer.as_ref().and_then(|id| written.get(id)).map(|written| written.span);
    found.span = found.span.or(layer_span);
    found.severity = Severity::Error;
    Fault { request: request.clone(), layer, found }
}

/// Plans every variant and looks for texts and quotation marks that are hard to read on what lies beneath them, and for
/// files that cannot be drawn. What [`prove`] tells is left out. Pixels beneath texts are painted for it, nothing else.
#[must_use]
pub fn contrasts(renderer: &Renderer<'_>, requests: &[Request]) -> Vec<Fault> {
    let written = written(renderer.template);
    let mut faults = Vec::new();
    for request in requests {
        let found = match renderer.plan(request) {
            Ok(planned) => planned.warnings.0,
            Err(found) => found.0.into_iter().map(|found| Finding { layer: None, found }).collect(),
        };
        let needs_pixels = |finding: &Finding| {
            matches!(finding.found.code, Code::LowContrast | Code::BadImage | Code::BadSvg | Code::BadFont)
        };
        let found = found.into_iter().filter(needs_pixels);
        faults.extend(found.map(|finding| fault(request, finding, &written)));
    }
    faults
}

/// How many texts a variant sets, and what of it does not hold.
fn one(
    renderer: &Renderer<'_>,
    request: &Request,
    written: &BTreeMap<String, Written>,
) -> (usize, Vec<Finding>) {
    let scene = match compile::bind(renderer.template, renderer.inputs, request) {
        Ok(scene) => scene,
        Err(found) => return (0, found.0.into_iter().map(|found| Finding { layer: None, found }).collect()),
    };
    let (frames, mut found) = match layout::layout(&scene, &renderer.inputs.fonts, renderer.memo) {
        Ok((frames, found)) => (frames, found.0),
        Err(found) => return (0, found.0),
    };
    let all = spots(&frames.layers, scene.canvas.rect().to_rect());
    let scale = renderer.template.size(&request.size).map_or(1, |decl| decl.size.scale());
    let scale = i32::try_from(scale).unwrap_or(1);
    for (n, spot) in all.iter().enumerate() {
        let id = spot.frame.node.id.as_str();
        let legal = written.get(id).is_some_and(|written| written.legal);
        let least = if legal { LEAST_LEGAL } else { LEAST_TEXT };
        let mut tell = |what: Diagnostic| found.push(Finding { layer: Some(id.to_owned()), found: what });
        letters(spot, &all[n + 1..], (least, scale), &mut tell);
        clear_space(spot, &all, renderer, &mut tell);
    }
    (frames.texts.len(), found)
}

/// Ink outside of its box, letters in those of a later text, and letters smaller than `least` CSS px.
fn letters(
    spot: &Spot<'_, '_>,
    later: &[Spot<'_, '_>],
    (least, scale): (i32, i32),
    tell: &mut impl FnMut(Diagnostic),
) {
    let frame = spot.frame;
    let id = &frame.node.id;
    let (NodeKind::Text(node), Some(text), Some(ink)) = (&frame.node.kind, &frame.text, spot.ink()) else {
        return;
    };
    let out = leaves(frame.rect, ink, spot.room, node.hang_quotes);
    if out > SLACK {
        let what = format!("ink of `{id}` leaves its box by {:.1} px", out.to_f64());
        tell(
            Diagnostic::error(Code::DoesNotFit, what)
                .hint("raise its line height, or give the box more room"),
        );
    }
    for other in later {
        if meet(spot, other, SLACK) {
            let what = format!("the letters of `{id}` and `{}` run into one another", other.frame.node.id);
            tell(Diagnostic::error(Code::Overlap, what).hint("move or shrink one of them for this size"));
        }
    }
    if text.setting.size < Px::whole(least * scale) {
        let size = text.setting.size.to_f64() / f64::from(scale);
        let what = format!("`{id}` is set in {size:.2} px; {least} px are the least");
        let hint = "enlarge it, or leave it out of this size";
        tell(Diagnostic::error(Code::DoesNotFit, what).hint(hint));
    }
}

/// Texts in the space that the kit keeps free around a logo.
fn clear_space(
    spot: &Spot<'_, '_>,
    all: &[Spot<'_, '_>],
    renderer: &Renderer<'_>,
    tell: &mut impl FnMut(Diagnostic),
) {
    let (NodeKind::Logo(logo), None) = (&spot.frame.node.kind, spot.turn) else { return };
    let known = &renderer.inputs.kit.logos;
    let drawn = |known: &Logo| known.on.values().any(|file| file.digest == logo.file);
    let Some((_, kit)) = known.iter().find(|(_, known)| drawn(known)) else { return };
    let Rect { x, y, w, h } = spot.frame.rect;
    let clear = h.scale(kit.clear);
    let around = Rect::new(x - clear, y - clear, w + clear + clear, h + clear + clear);
    for other in all.iter().filter(|other| other.reaches(around)) {
        let (id, other) = (&spot.frame.node.id, &other.frame.node.id);
        let what = format!("`{other}` stands in the clear space of the logo `{id}`");
        let hint = format!("keep {:.0} px around the logo free", clear.to_f64());
        tell(Diagnostic::error(Code::Overlap, what).hint(hint));
    }
}

/// By how much ink leaves its room: sideways its own box, up and down the painted box that it stands in. Lines that are
/// set close may rise above their own box, as in CSS.
fn leaves(own: Rect, ink: Rect, room: Rect, hangs: bool) -> Px {
    let across = if hangs { Px::ZERO } else { (own.x - ink.x).max(ink.right() - own.right()) };
    let down = (room.y - ink.y).max(ink.bottom() - room.bottom());
    across.max(down)
}
