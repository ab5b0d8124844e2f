//! Every template holds in every size: in forty locales no letter is lost, missing, or outside of its box.

mod support;

use std::collections::BTreeMap;

use mimeo::campaign::{Extremes, extremes, prove};
use mimeo::compile::SlotInput;
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

/// A template, its kit, and values for slots that its deck does not fill.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const TEMPLATES: [Case; 3] = [
    ("summer-sale", "parasola", &[]),
    (
        "event-quote",
        "arkhalle",
        &[
            ("quote", "deck quote.*"),
            ("speaker", "deck speaker.*"),
            ("role", "deck role.*"),
            ("portrait", "ines"),
        ],
    ),
    (
        "product-card",
        "parasola",
        &[
            ("name", "deck product.*"),
            ("product", "vase"),
            ("kicker", "deck card.kicker"),
            ("cta", "deck card.cta"),
            ("was-label", "deck card.was"),
            ("legal", "deck card.legal"),
            ("price", "74.90 EUR"),
            ("was", "109 EUR"),
        ],
    ),
];

fn proof(template: usize, locales: &[&str]) -> mimeo::campaign::Proof {
    let (template, brand, set) = TEMPLATES[template];
    let world = support::world(template, brand);
    let set: BTreeMap<String, SlotInput> =
        set.iter().map(|(slot, value)| ((*slot).to_owned(), SlotInput::parse(value))).collect();
    let locales = locales.iter().map(|tag| Locale::parse(tag).expect("a tag")).collect();
    let memo = Memo::new(64 << 20);
    let renderer = world.renderer(&memo);
    let requests = extremes(&renderer, &Extremes { set, locales });
    prove(&renderer, &requests)
}

fn holds(template: usize) {
    let proof = proof(template, &LOCALES);
    assert!(proof.locales.len() >= 40 && proof.sizes >= 12 && proof.texts > 1000);
    let lost = proof
        .faults
        .iter()
        .filter(|fault| matches!(fault.code, Code::DoesNotFit | Code::MissingGlyph | Code::MissingCopy));
    let lost: Vec<String> = lost
        .filter(|fault| !fault.what.contains("are the least"))
        .map(|fault| format!("{} {}: {}", fault.request.size, fault.request.locale, fault.what))
        .collect();
    assert!(lost.is_empty(), "{} faults:\n{}", lost.len(), lost.join("\n"));
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
fn pseudo_locales_lack_no_glyph() {
    for template in 0..TEMPLATES.len() {
        let pseudo = proof(template, &["pseudo-long", "pseudo-rtl", "pseudo-cjk", "pseudo-nospace"]);
        assert!(pseudo.faults.iter().all(|fault| fault.code != Code::MissingGlyph), "{:?}", pseudo.faults);
        assert_eq!(pseudo.locales.len(), 4);
    }
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
    assert!(proof.faults.iter().any(|fault| fault.code == Code::MissingGlyph && fault.what.contains('♞')));
    assert_eq!(proof.variants, requests.len());
}
