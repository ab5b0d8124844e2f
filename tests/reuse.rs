//! The product's claim, counted: a campaign pays once for each distinct piece of work.

mod support;

use mimeo::campaign::{self, survey};
use mimeo::cancel::Cancel;
use mimeo::memo::{Memo, Work};

/// Room for everything: counts are exact only where nothing is evicted.
const ROOM: u64 = 1 << 30;

#[test]
fn the_spine_campaign_pays_once_for_what_its_variants_share() {
    let (world, campaign) = support::campaign("spine.yaml");
    let matrix = support::matrix(&world, &campaign);
    let all: Vec<usize> = (0..matrix.len()).collect();
    assert_eq!(all.len(), 120, "4 sizes × 3 locales × 5 headlines × 2 photos");
    let memo = Memo::new(ROOM);
    let mut failed = 0;
    let mut fewer = 0;
    // One thread: two may paint the same band at once, since nobody waits for a band.
    campaign::run(world.renderer(&memo), &matrix, &all, 1, &Cancel::default(), |done| match done.result {
        Ok(creative) => fewer += u32::from(creative.settings.quality() < Some(84)),
        Err(_) => failed += 1,
    });
    assert_eq!(failed, 0);
    let done = |work| memo.ledger().count(work).evaluated;
    assert_eq!(done(Work::Decode), 2, "each photo once");
    assert_eq!(done(Work::Crop), 4 * 2, "each photo once a size");
    assert_eq!(done(Work::Mirror), 4 * 2, "and mirrored once a size for right-to-left");
    assert_eq!(done(Work::Svg), 4 * 2, "light and dark logo once a size");
    assert_eq!(done(Work::Shape), 50, "each text once a style and language");
    // The same number that `mimeo plan` counts before any file is painted.
    let counted = survey(world.renderer(&Memo::new(ROOM)), &matrix);
    let (distinct, total) = counted.distinct.bands();
    assert_eq!((distinct, total), (1146, 2820), "40 % of all bands are distinct");
    // A weight limit asks for some of them in other qualities, and does not ask for the rest of a file that is too heavy.
    let (painted, encoded) = (done(Work::Paint), done(Work::Encode));
    assert!(painted >= distinct as u64 && painted <= encoded, "{painted} painted, {encoded} encoded");
    assert!(encoded * 10 <= distinct as u64 * 16, "{encoded} strips for {distinct} distinct bands");
    assert!(fewer > 0, "some 1080x1080 need a lower quality to stay under their limit");
}

/// The whole campaign of the README: 12 sizes × 8 locales × 5 headlines × 5 photos. Counted, not painted.
#[test]
fn two_thousand_four_hundred_variants_are_two_fifths_new() {
    let (world, campaign) = support::campaign("summer-sale.yaml");
    let matrix = support::matrix(&world, &campaign);
    assert_eq!(matrix.len(), 2400);
    let memo = Memo::new(ROOM);
    let counted = survey(world.renderer(&memo), &matrix);
    assert!(counted.failed.is_empty());
    let rows = counted.distinct.rows();
    let distinct = |kind: &str| rows.iter().find(|row| row.0 == kind).expect("a row").1;
    assert_eq!(distinct("decode"), 5, "each photo once");
    assert_eq!(distinct("crop"), 60, "each photo once a size");
    let (distinct, total) = counted.distinct.bands();
    assert!(distinct as u64 * 10 <= total * 4, "{distinct} of {total} bands are distinct");
    // 40 headlines with their 40 short forms, and seven more texts, in 8 languages; in the styles that sizes ask for.
    let shaped = memo.ledger().count(Work::Shape);
    assert!(shaped.evaluated <= 400, "{} shapings for {} texts", shaped.evaluated, shaped.asked());
}

#[test]
fn a_second_pass_does_nothing_anew() {
    let (world, campaign) = support::campaign("spine.yaml");
    let matrix = support::matrix(&world, &campaign);
    let memo = Memo::new(ROOM);
    let small = |at: &usize| matrix.variant(*at).request.size == "300x250";
    let few: Vec<usize> = (0..matrix.len()).filter(small).collect();
    let pass = || campaign::run(world.renderer(&memo), &matrix, &few, 2, &Cancel::default(), |_| {});
    pass();
    let before: Vec<u64> = Work::ALL.iter().map(|work| memo.ledger().count(*work).evaluated).collect();
    pass();
    let after: Vec<u64> = Work::ALL.iter().map(|work| memo.ledger().count(*work).evaluated).collect();
    assert_eq!(before, after);
}
