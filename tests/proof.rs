//! Every template holds in every size, in 44 locales and the pseudo-locales: no letter is lost, missing, too small, or
//! outside of its box, nothing overlaps, and the logo keeps its clear space.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use mimeo::campaign::{Extremes, Fault, Proof, extremes, prove};
use mimeo::compile::{Request, SlotInput};
use mimeo::diag::Code;
use mimeo::locale::Locale;
use mimeo::memo::Memo;

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
fn a_size_that_does_not_hold_is_named() {
    let world = support::world("summer-sale", "parasola");
    let memo = Memo::new(64 << 20);
    let renderer = world.renderer(&memo);
    let set = [("cta".to_owned(), SlotInput::Literal("Donaudampfschifffahrt ♞".into()))].into();
    let requests =
        extremes(&renderer, &Extremes { set, locales: vec![Locale::parse("en-US").expect("a tag")] });
    let proof = prove(&renderer, &requests);
    assert!(
        proof
            .faults
            .iter()
            .any(|fault| fault.found.code == Code::MissingGlyph && fault.found.message.contains('♞'))
    );
}
