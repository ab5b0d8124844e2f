//! Every template holds in every size, in 44 locales and the pseudo-locales: no letter is lost, missing, too small, or
//! outside of its box, nothing overlaps, and the logo keeps its clear space.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use mimeo::campaign::{Extremes, Fault, Proof, Renderer, contrasts, extremes, prove};
use mimeo::compile::{Request, SlotInput};
use mimeo::diag::{Code, Sources};
use mimeo::locale::Locale;
use mimeo::memo::Memo;
use mimeo::template::{self, TemplateSource};

/// Whose numbers, amounts and dates differ; most of them have no deck, and speak the brand's language.
const LOCALES: [&str; 44] = [
    "en-US", "en-GB", "en-IN", "de-DE", "de-AT", "de-CH", "fr-FR", "fr-CA", "fr-CH", "es-ES", "es-MX",
    "es-AR", "pt-BR", "pt-PT", "it-IT", "nl-NL", "da-DK", "sv-SE", "nb-NO", "fi-FI", "is-IS", "et-EE",
    "lv-LV", "lt-LT", "pl-PL", "cs-CZ", "sk-SK", "hu-HU", "sl-SI", "hr-HR", "ro-RO", "sq-AL", "tr-TR",
    "id-ID", "ms-MY", "sw-KE", "af-ZA", "ga-IE", "eu-ES", "ca-ES", "ja-JP", "ar-SA", "ar-EG", "th-TH",
];

const PSEUDO: [&str; 4] = ["pseudo-long", "pseudo-rtl", "pseudo-cjk", "pseudo-nospace"];

/// A template, its kit, and values for slots that its deck does not fill.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const TEMPLATES: [Case; 3] = [
    ("summer-sale", "parasola", &[]),
    (
        "event-quote",
        "arkhalle",
        &[("quote", "deck quote.*"), ("speaker", "deck speaker.*"), ("role", "deck role.*")],
    ),
    (
        "product-card",
        "parasola",
        &[
            ("name", "deck product.*"),
            ("kicker", "deck card.kicker"),
            ("cta", "deck card.cta"),
            ("was-label", "deck card.was"),
            ("legal", "deck card.legal"),
            ("was", "1599 EUR"),
        ],
    ),
];

/// The proof of a template, with the variants that it is about.
fn proof(template: usize, locales: &[&str], more: &[(&str, String)]) -> (Proof, Vec<Request>) {
    let (template, brand, set) = TEMPLATES[template];
    let world = support::world(template, brand);
    let more = more.iter().map(|(slot, value)| (*slot, value.as_str()));
    let set: BTreeMap<String, SlotInput> = set
        .iter()
        .copied()
        .chain(more)
        .map(|(slot, value)| (slot.to_owned(), SlotInput::parse(value)))
        .collect();
    let locales = locales.iter().map(|tag| Locale::parse(tag).expect("a tag")).collect();
    let memo = Memo::new(64 << 20);
    let renderer = world.renderer(&memo);
    let requests = extremes(&renderer, &Extremes { set, locales });
    (prove(&renderer, &requests), requests)
}

fn told(proof: &Proof) -> String {
    let line =
        |fault: &Fault| format!("{} {}: {}", fault.request.size, fault.request.locale, fault.found.message);
    proof.faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Nothing is lost, overlaps, crowds the logo or is too small, in the longest and shortest texts of all.
fn holds(template: usize) {
    let (proof, requests) = proof(template, &[LOCALES.as_slice(), PSEUDO.as_slice()].concat(), &[]);
    let sizes: BTreeSet<&str> = requests.iter().map(|request| request.size.as_str()).collect();
    let locales: BTreeSet<&str> = requests.iter().map(|request| request.locale.as_str()).collect();
    assert!(locales.len() == 48 && sizes.len() >= 12 && proof.texts > 1000);
    assert!(proof.faults.is_empty(), "{} faults:\n{}", proof.faults.len(), told(&proof));
}

/// The same of every single row of the decks.
fn holds_in_every_row(template: usize, rows: &[&str], slots: &[&str]) {
    let locales = ["en-US", "de-DE", "fr-FR", "es-ES", "pl-PL", "ja-JP", "ar-SA", "th-TH"];
    for row in rows {
        let set: Vec<(&str, String)> = slots
            .iter()
            .map(|slot| (*slot, format!("deck {}.{row}", if *slot == "name" { "product" } else { slot })))
            .collect();
        let (proof, requests) = proof(template, &[locales.as_slice(), PSEUDO.as_slice()].concat(), &set);
        assert!(requests.len() > 100);
        assert!(proof.faults.is_empty(), "{row}: {} faults:\n{}", proof.faults.len(), told(&proof));
    }
}

#[test]
fn every_headline_holds() {
    holds_in_every_row(0, &["1-home", "2-days", "3-sun", "4-shade", "5-last"], &["headline"]);
}

#[test]
fn every_voice_holds() {
    holds_in_every_row(1, &["q1", "q2", "q3", "q4", "q5", "q6"], &["quote", "speaker", "role"]);
}

#[test]
fn every_product_holds() {
    let rows = [
        "vase-riva",
        "lamp-fungo",
        "mug-laguna",
        "bottle-alba",
        "shades-lido",
        "chair-marea",
        "vase-riva-set",
        "lamp-fungo-mini",
        "mug-laguna-4",
        "bottle-alba-xl",
        "shades-lido-polar",
        "chair-marea-pair",
    ];
    holds_in_every_row(2, &rows, &["name"]);
}

#[test]
fn summer_sale_holds_in_every_size_and_locale() {
    holds(0);
}

#[test]
fn event_quote_holds_in_every_size_and_locale() {
    holds(1);
}

#[test]
fn product_card_holds_in_every_size_and_locale() {
    holds(2);
}

#[test]
fn a_character_that_no_font_has_is_named_with_its_layer() {
    let world = support::world("summer-sale", "parasola");
    let memo = Memo::new(64 << 20);
    let renderer = world.renderer(&memo);
    let set = [("cta".to_owned(), SlotInput::Literal("Donau ♞".into()))].into();
    let locales = vec![Locale::parse("en-US").expect("a tag")];
    let proof = prove(&renderer, &extremes(&renderer, &Extremes { set, locales }));
    let lacking = |fault: &&Fault| fault.found.code == Code::MissingGlyph;
    let found: Vec<&Fault> = proof.faults.iter().filter(lacking).collect();
    assert!(found.iter().all(|fault| fault.found.message.contains('♞')));
    let sizes: BTreeSet<&str> = found.iter().map(|fault| fault.request.size.as_str()).collect();
    assert_eq!(sizes.len(), world.template.sizes.len(), "every size shows the text");
    let layers: BTreeSet<Option<&str>> = found.iter().map(|fault| fault.layer.as_deref()).collect();
    assert_eq!(layers, [Some("cta/text#1"), Some("strip-cta/text#1")].into());
    assert!(found.iter().all(|fault| {
        fault.found.span.is_some_and(|span| {
            world.sources.get(span.source).name.ends_with("components/button.yaml")
                && world.sources.slice(span).contains("$label")
        })
    }));
}

/// A box and a strip; every fault below is of the box only.
const HEAD: &str = "mimeo: 1\nkind: template\nslots: { headline: text, small: { type: legal, optional: true } }\n\
                    sizes: [300x250, 728x90]\nclasses: { strip: aspect >= 5 }\nbackground: surface\nlayers:\n";

/// Code, size, layer, line of the layer (counted from the first), and what is said.
type Told = (Code, String, Option<String>, Option<usize>, String);

/// What does not hold of a template of these layers.
fn faults(layers: &str) -> Vec<Told> {
    told_of(layers, |renderer, requests| prove(renderer, requests).faults)
}

fn told_of(layers: &str, judge: impl Fn(&Renderer<'_>, &[Request]) -> Vec<Fault>) -> Vec<Told> {
    let mut world = support::world("summer-sale", "parasola");
    let text = format!("{HEAD}{layers}");
    let mut sources = Sources::new();
    let id = sources.add("template.yaml", text.as_str());
    let source =
        TemplateSource { name: "t".into(), template: (id, text.as_str().into()), components: Vec::new() };
    let parsed = template::parse(&source);
    world.template = parsed.unwrap_or_else(|found| panic!("{}", support::shown(&found, &sources))).template;
    let memo = Memo::new(64 << 20);
    let renderer = world.renderer(&memo);
    let literal = |slot: &str| (slot.to_owned(), SlotInput::Literal("Summer jewels".into()));
    let set = ["headline", "small"].map(literal).into();
    let locales = vec![Locale::parse("en-US").expect("a tag")];
    let faults = judge(&renderer, &extremes(&renderer, &Extremes { set, locales }));
    let line = |fault: &Fault| {
        let at = sources.get(id).line_column(fault.found.span?.start).0;
        Some(at - HEAD.lines().count())
    };
    let told = |fault: &Fault| {
        let (code, message) = (fault.found.code, fault.found.message.clone());
        (code, fault.request.size.clone(), fault.layer.clone(), line(fault), message)
    };
    faults.iter().map(told).collect()
}

/// That these layers have one fault, in the box, and where.
fn one_fault(layers: &str, code: Code, layer: &str, line: usize, what: &str) {
    let found = faults(layers);
    let [(found_code, size, found_layer, found_line, message)] = found.as_slice() else {
        panic!("not one fault: {found:?}")
    };
    assert_eq!((*found_code, size.as_str()), (code, "300x250"), "{message}");
    assert_eq!((found_layer.as_deref(), *found_line), (Some(layer), Some(line)), "{message}");
    assert!(message.contains(what), "{message}");
}

#[test]
fn a_text_that_fits_on_no_rung_is_named() {
    let layers = "- { text: $headline, id: h, style: { base: display, size: 30px }, place: center start, width: 60px, \
                  fit: { lines: 1, min: 20px }, in strip: { width: 500px } }\n";
    one_fault(layers, Code::DoesNotFit, "h", 1, "`h`");
}

#[test]
fn ink_outside_of_its_box_is_named() {
    let layers = "- stack: column\n  id: box\n  box: { fill: surface-2 }\n  place: center center\n  layers:\n  \
                  - { text: $headline, id: h, style: { base: display, size: 30px, leading: 0.4 }, \
                  in strip: { style: { leading: 1.2 } } }\n";
    one_fault(layers, Code::DoesNotFit, "h", 6, "ink of `h` leaves its box by");
}

#[test]
fn layers_that_must_stay_apart_and_overlap_are_named() {
    let layers = "- { fill: primary, id: bar, place: top start, width: 100px, height: 40px }\n\
                  - { fill: accent, id: dot, place: top start, width: 20px, height: 20px, apart: [bar], \
                  in strip: { place: top end } }\n";
    one_fault(layers, Code::Overlap, "dot", 2, "`dot` and `bar` overlap");
}

const OVER: &str =
    "- { text: $headline, id: over, style: { base: display, size: 20px }, place: top start, inset: 9px }\n";

#[test]
fn letters_that_run_into_one_another_are_named() {
    let layers = "- { text: $headline, id: under, style: { base: display, size: 20px }, place: top start, inset: 9px, \
                  in strip: { place: bottom end } }\n";
    let what = "the letters of `over` and `under` run into one another";
    one_fault(&format!("{OVER}{layers}"), Code::Overlap, "over", 1, what);
}

#[test]
fn texts_that_turn_together_are_held_against_each_other_too() {
    let beside = OVER.replace("id: over", "rotate: 90deg, id: under").replace("top start", "center end");
    assert_eq!(faults(&format!("{OVER}{beside}")), []);
    let together = format!(
        "- stack: column\n  rotate: 4deg\n  place: center center\n  width: 240px\n  height: 40px\n  layers:\n  {OVER}  {}",
        OVER.replace("id: over", "id: under")
    );
    let found = faults(&together);
    assert_eq!(found.len(), 2, "in both sizes: {found:?}");
    assert!(found.iter().all(|(code, ..)| *code == Code::Overlap), "{found:?}");
}

#[test]
fn a_text_in_the_clear_space_of_the_logo_is_named() {
    let layers = "- { logo: full, id: logo, place: top start, height: 30px }\n\
                  - { text: $headline, id: h, style: { base: display, size: 20px }, place: top start, \
                  inset: 31px 0 0 0, in strip: { place: bottom end, inset: 0 } }\n";
    let what = "`h` stands in the clear space of the logo `logo`";
    one_fault(layers, Code::Overlap, "logo", 1, what);
}

#[test]
fn a_logo_below_its_least_height_is_named() {
    let layers = "- { logo: full, id: logo, place: top start, height: 10px, in strip: { height: 20px } }\n";
    one_fault(layers, Code::BadValue, "logo", 1, "the kit wants at least 17.0");
}

/// Legal texts may be smaller than others, but not as small as they like.
#[test]
fn letters_that_are_too_small_are_named() {
    let text = |slot: &str, size: &str| {
        format!(
            "- {{ text: ${slot}, id: h, style: {{ base: display, size: {size} }}, place: top start, \
             in strip: {{ style: {{ size: 12px }} }} }}\n"
        )
    };
    one_fault(&text("headline", "8.5px"), Code::DoesNotFit, "h", 1, "8.50 px; 9 px are the least");
    one_fault(&text("small", "7.5px"), Code::DoesNotFit, "h", 1, "7.50 px; 8 px are the least");
    assert_eq!(faults(&text("small", "8.5px")), []);
}

#[test]
fn a_text_that_is_hard_to_read_is_named_with_its_ratio() {
    let layers = "- { text: $headline, id: h, style: { base: display, size: 20px }, color: surface, place: top start, \
                  in strip: { color: ink } }\n";
    let found = told_of(layers, contrasts);
    let [(code, size, layer, line, message)] = found.as_slice() else { panic!("not one fault: {found:?}") };
    assert_eq!(
        (*code, size.as_str(), layer.as_deref(), *line),
        (Code::LowContrast, "300x250", Some("h"), Some(1))
    );
    assert!(message.contains("`h` is hard to read") && message.contains("1.00"), "{message}");
    assert_eq!(faults(layers), [], "which letters alone do not show");
}

/// The project's own templates, on the first picture of each scheme.
#[test]
fn every_text_can_be_read_on_what_lies_beneath_it() {
    for (template, brand, set) in TEMPLATES {
        let world = support::world(template, brand);
        let set = set.iter().map(|(slot, value)| ((*slot).to_owned(), SlotInput::parse(value))).collect();
        let locales = ["en-US", "ar-SA"].map(|tag| Locale::parse(tag).expect("a tag")).to_vec();
        let memo = Memo::new(64 << 20);
        let renderer = world.renderer(&memo);
        let found = contrasts(&renderer, &extremes(&renderer, &Extremes { set, locales }));
        let found = Proof { faults: found, texts: 0 };
        assert!(found.faults.is_empty(), "{template}: {}", told(&found));
    }
}

/// The box around a turned text is not its shape: corners are free, the middle is not.
#[test]
fn a_turned_text_runs_into_others_where_its_letters_are() {
    let turned = "- { text: $headline, id: turned, style: { base: display, size: 20px }, rotate: 45deg, place: center center, \
                  in strip: { rotate: 1deg, place: center end } }\n";
    let level = |place: &str| {
        format!(
            "- {{ text: $headline, id: level, style: {{ base: display, size: 12px }}, place: {place}, width: 90px }}\n"
        )
    };
    assert_eq!(faults(&format!("{turned}{}", level("bottom start"))), []);
    let what = "the letters of `turned` and `level` run into one another";
    one_fault(
        &format!("{turned}{}", level("center center, in strip: { place: top start }")),
        Code::Overlap,
        "turned",
        1,
        what,
    );
}
