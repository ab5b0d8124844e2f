//! A variant asked for alone has the bytes that its campaign's export has, also in what is decided from pixels.

mod support;

use std::collections::BTreeMap;

use mimeo::campaign::{self, sample};
use mimeo::cancel::Cancel;
use mimeo::digest::Digest;
use mimeo::memo::Memo;

/// Small enough that results are evicted while a campaign runs.
const TIGHT: u64 = 16 << 20;

/// Exports a campaign with everything shared, then asks for `wanted` of its variants one by one, out of order, in a
/// process that has seen others.
fn on_demand(file: &str, wanted: usize, seed: u64) {
    let (world, campaign) = support::campaign(file);
    let mut matrix = support::matrix(&world, &campaign);
    // The export holds more variants than are asked for, so that there is something to share.
    let exported = sample(matrix.iter(), wanted * 2, seed);
    matrix.choose(&exported);
    let all: Vec<usize> = (0..matrix.len()).collect();
    let memo = Memo::new(512 << 20);
    let mut files: BTreeMap<usize, (Digest, String)> = BTreeMap::new();
    campaign::run(world.renderer(&memo), &matrix, &all, 2, &Cancel::default(), |done| {
        let creative =
            done.result.unwrap_or_else(|found| panic!("{}", support::shown(&found, &world.sources)));
        files.insert(done.at, (creative.digest, format!("{:?}{:?}", creative.texts, creative.warnings)));
    });
    let memo = Memo::new(TIGHT);
    let mut order = all;
    order.sort_by_key(|n| Digest::of("order", &(seed, *n as u64)).hex());
    for n in order.into_iter().take(wanted) {
        let variant = matrix.variant(n);
        let output = campaign.output(&world.template, &variant.request.size);
        let creative = world.renderer(&memo).render(&variant.request, output).expect("as in the export");
        let said = format!("{:?}{:?}", creative.texts, creative.warnings);
        assert_eq!((creative.digest, said), files[&n], "{}", variant.key);
    }
}

#[test]
fn sale_variants_on_demand_are_those_of_the_export() {
    on_demand("summer-sale.yaml", 90, 1);
}

#[test]
fn product_cards_on_demand_are_those_of_the_export() {
    on_demand("product-cards.yaml", 60, 2);
}

#[test]
fn event_quotes_on_demand_are_those_of_the_export() {
    on_demand("event-quote.yaml", 50, 3);
}
