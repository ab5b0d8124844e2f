use std::collections::{BTreeMap, BTreeSet};

use super::Renderer;
use crate::brand::Logo;
use crate::compile::{self, NodeKind, Request, SlotInput};
use crate::copy::KeyPattern;
use crate::diag::{Code, Span};
use crate::geom::{Px, Rect};
use crate::layout::{self, Finding, Frame};
use crate::locale::{Locale, Pseudo};
use crate::template::{Content, Layer, SlotKind, Template, TextPart};

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
    /// What kind of fault.
    pub code: Code,
    /// The variant.
    pub request: Request,
    /// The layer, where one is to blame.
    pub layer: Option<String>,
    /// Where the layer stands in the template or its components.
    pub span: Option<Span>,
    /// What is wrong.
    pub what: String,
    /// Where in the picture, in device px.
    pub rect: Option<Rect>,
}

/// That every size of a template holds, or where it does not.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Sizes that were laid out.
    pub sizes: usize,
    /// Locales and pseudo-locales.
    pub locales: Vec<Locale>,
    /// Variants that were laid out.
    pub variants: usize,
    /// Texts that were set.
    pub texts: usize,
    /// In the order of sizes and locales.
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
/// outside of its box, layers that overlap against `apart:`, the logo's least height and clear space, and letters that are
/// too small. Nothing is painted.
#[must_use]
pub fn prove(renderer: &Renderer<'_>, requests: &[Request]) -> Proof {
    let mut proof =
        Proof { sizes: 0, locales: Vec::new(), variants: requests.len(), texts: 0, faults: Vec::new() };
    let sizes: BTreeSet<&str> = requests.iter().map(|request| request.size.as_str()).collect();
    proof.sizes = sizes.len();
    let written = written(renderer.template);
    for request in requests {
        if !proof.locales.contains(&request.locale) {
            proof.locales.push(request.locale.clone());
        }
        one(renderer, request, &written, &mut proof);
    }
    proof
}

fn one(renderer: &Renderer<'_>, request: &Request, written: &BTreeMap<String, Written>, proof: &mut Proof) {
    let fault = |code, layer: Option<&str>, what: String, rect| Fault {
        code,
        request: request.clone(),
        layer: layer.map(str::to_owned),
        span: layer.and_then(|id| written.get(id)).map(|written| written.span),
        what,
        rect,
    };
    let scene = match compile::bind(renderer.template, renderer.inputs, request) {
        Ok(scene) => scene,
        Err(found) => {
            proof.faults.extend(
                found.0.into_iter().map(|d| Fault { span: d.span, ..fault(d.code, None, d.message, None) }),
            );
            return;
        }
    };
    let laid = layout::layout(&scene, &renderer.inputs.fonts, renderer.memo);
    let (frames, found) = match laid {
        Ok((frames, found)) => (Some(frames), found),
        Err(found) => (None, found),
    };
    let told =
        |finding: Finding| fault(finding.found.code, finding.layer.as_deref(), finding.found.message, None);
    proof.faults.extend(found.0.into_iter().map(told));
    let Some(frames) = frames else { return };
    proof.texts += frames.texts.len();
    let mut all = Vec::new();
    flatten(&frames.layers, false, scene.canvas.rect().to_rect(), &mut all);
    let scale =
        i32::try_from(renderer.template.size(&request.size).map_or(1, |decl| decl.size.scale())).unwrap_or(1);
    for (n, spot) in all.iter().enumerate() {
        let frame = spot.frame;
        let id = frame.node.id.as_str();
        if let (NodeKind::Text(node), Some(text)) = (&frame.node.kind, &frame.text) {
            let ink = text.block.ink();
            let drawn = ink.offset(frame.rect.x, frame.rect.y);
            let out = if ink.w == Px::ZERO {
                Px::ZERO
            } else {
                leaves(frame.rect, drawn, spot.room, node.hang_quotes)
            };
            if out > SLACK {
                let what = format!("ink of `{id}` leaves its box by {:.1} px", out.to_f64());
                proof.faults.push(fault(Code::DoesNotFit, Some(id), what, Some(frame.rect)));
            }
            for other in all.iter().skip(n + 1).filter(|other| other.turned == spot.turned) {
                let Some(lower) = &other.frame.text else { continue };
                let theirs = lower.block.ink().offset(other.frame.rect.x, other.frame.rect.y);
                if ink.w > Px::ZERO && theirs.w > Px::ZERO && overlap(drawn, theirs) > SLACK {
                    let what =
                        format!("the letters of `{id}` and `{}` run into one another", other.frame.node.id);
                    proof.faults.push(fault(Code::Overlap, Some(id), what, Some(frame.rect)));
                }
            }
            let legal = written.get(id).is_some_and(|written| written.legal);
            let least = if legal { LEAST_LEGAL } else { LEAST_TEXT };
            if ink.w > Px::ZERO && text.setting.size < Px::whole(least * scale) {
                let size = text.setting.size.to_f64() / f64::from(scale);
                let what = format!("`{id}` is set in {size:.2} px; {least} px are the least");
                proof.faults.push(fault(Code::DoesNotFit, Some(id), what, Some(frame.rect)));
            }
        }
        if let (NodeKind::Logo(logo), false) = (&frame.node.kind, spot.turned) {
            let kit = renderer
                .inputs
                .kit
                .logos
                .iter()
                .find(|(_, known)| known.on.values().any(|file| file.digest == logo.file));
            if let Some((_, kit)) = kit {
                for other in crowding(frame, kit, &all) {
                    let what = format!("`{other}` stands in the clear space of the logo `{id}`");
                    proof.faults.push(fault(Code::Overlap, Some(id), what, Some(frame.rect)));
                }
            }
        }
    }
}

/// By how much ink leaves its room: sideways its own box, up and down the painted box that it stands in. Lines that are
/// set close may rise above their own box, as in CSS.
fn leaves(own: Rect, ink: Rect, room: Rect, hangs: bool) -> Px {
    let across = if hangs { Px::ZERO } else { (own.x - ink.x).max(ink.right() - own.right()) };
    let down = (room.y - ink.y).max(ink.bottom() - room.bottom());
    across.max(down)
}

/// How deep two boxes lie in one another.
fn overlap(a: Rect, b: Rect) -> Px {
    let across = a.right().min(b.right()) - a.x.max(b.x);
    let down = a.bottom().min(b.bottom()) - a.y.max(b.y);
    across.min(down)
}

/// Texts in the space that a kit keeps free around a logo.
fn crowding(frame: &Frame<'_>, logo: &Logo, all: &[Spot<'_, '_>]) -> Vec<String> {
    let clear = frame.rect.h.scale(logo.clear);
    let Rect { x, y, w, h } = frame.rect;
    let around = Rect::new(x - clear, y - clear, w + clear + clear, h + clear + clear);
    let texts = all.iter().filter(|spot| !spot.turned);
    let texts = texts.filter_map(|Spot { frame: other, .. }| {
        let ink = other.text.as_ref()?.block.ink();
        let ink = ink.offset(other.rect.x, other.rect.y);
        (ink.w > Px::ZERO && around.overlaps(ink)).then(|| other.node.id.clone())
    });
    texts.collect()
}

/// A frame with what it stands in.
struct Spot<'f, 's> {
    frame: &'f Frame<'s>,
    /// It, or what it stands in, is turned: then its box is not where it is drawn.
    turned: bool,
    /// The painted box that it stands in; else the creative.
    room: Rect,
}

fn flatten<'f, 's>(frames: &'f [Frame<'s>], turned: bool, room: Rect, into: &mut Vec<Spot<'f, 's>>) {
    for frame in frames {
        let turned = turned || !frame.node.decor.rotate.is_zero();
        into.push(Spot { frame, turned, room });
        let room = if frame.node.boxed.fill.is_some() { frame.rect } else { room };
        flatten(&frame.children, turned, room, into);
    }
}

/// What the template says of a layer.
struct Written {
    span: Span,
    /// It shows a legal slot.
    legal: bool,
}

fn written(template: &Template) -> BTreeMap<String, Written> {
    let mut all = BTreeMap::new();
    walk(&template.layers, "", template, &mut all);
    all
}

fn walk(layers: &[Layer], path: &str, template: &Template, all: &mut BTreeMap<String, Written>) {
    for (n, layer) in layers.iter().enumerate() {
        let id = compile::layer_id(layer, n, path);
        let every = || std::iter::once(&layer.props).chain(layer.overrides.iter().map(|(_, props)| props));
        let contents = || every().filter_map(|props| props.content.as_ref()).map(|content| &content.value);
        let legal = contents().any(|content| match content {
            Content::Text(expr) => expr.parts.iter().any(|part| match part {
                TextPart::Slot { name, .. } => {
                    template.slot(name).is_some_and(|(_, slot)| slot.kind == SlotKind::Legal)
                }
                TextPart::Literal(_) => false,
            }),
            _ => false,
        });
        let below = format!("{id}/");
        all.insert(id, Written { span: layer.span, legal });
        every()
            .filter_map(|props| props.layers.as_ref())
            .for_each(|inner| walk(inner, &below, template, all));
        for content in contents() {
            if let Content::Use(name) = content
                && let Some(component) = template.components.get(name)
            {
                walk(&component.layers, &below, template, all);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::template::{self, TemplateSource};

    #[test]
    fn a_legal_text_is_known_as_one_without_an_id() {
        let text = "mimeo: 1\nkind: template\nslots: { legal: legal, cta: text }\nsizes: [300x250]\nlayers:\n\
                    - stack: row\n  layers:\n  - text: $cta\n  - text: $legal\n";
        let source = Sources::new().add("template.yaml", text);
        let source =
            TemplateSource { name: "t".into(), template: (source, text.into()), components: Vec::new() };
        let all = written(&template::parse(&source).expect("a template").template);
        let legal: Vec<_> = all.iter().filter(|(_, layer)| layer.legal).map(|(id, _)| id.as_str()).collect();
        assert_eq!(legal, ["stack#1/text#2"]);
    }
}
