//! A weight limit is a contract: no file is over it, and nothing is refused that could have been made.

mod support;

use std::collections::BTreeMap;

use mimeo::campaign::{Output, Renderer};
use mimeo::compile::Request;
use mimeo::diag::Code;
use mimeo::encode::Format;
use mimeo::memo::Memo;

/// The qualities below the one that is asked for, as the documentation lists them.
const LADDER: [u8; 9] = [92, 88, 84, 80, 75, 70, 65, 60, 50];

/// What each quality weighs, from the best.
fn weights(renderer: Renderer<'_>, request: &Request, asked: u8) -> Vec<(u8, u64)> {
    let below = LADDER.into_iter().filter(|quality| *quality < asked);
    let weigh = |quality| {
        let output = Output { format: Format::Jpeg, quality, max_bytes: None };
        (quality, renderer.render(request, output).expect("no limit, no refusal").bytes.len() as u64)
    };
    std::iter::once(asked).chain(below).map(weigh).collect()
}

#[test]
fn ten_thousand_limits_are_met_or_refused_for_a_reason() {
    let world = support::world("summer-sale", "parasola");
    let memo = Memo::new(512 << 20);
    let renderer = world.renderer(&memo);
    let sizes: Vec<&str> = world.template.sizes.iter().map(|size| size.name.value.as_str()).collect();
    let mut known: BTreeMap<(usize, usize, u8), Vec<(u8, u64)>> = BTreeMap::new();
    let mut seed = 1u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut met, mut refused, mut lowered) = (0, 0, 0);
    for _ in 0..10_000 {
        let (size, photo) = (next(sizes.len() as u64) as usize, next(5) as usize);
        let asked = [92, 84][next(2) as usize];
        let most = 5_000 + next(145_001);
        let photos = ["beach", "pool", "citrus", "deck", "paper"];
        let slots = [("headline", "deck headline.3-sun"), ("photo", photos[photo])];
        let request = support::request(sizes[size], "en-US", &slots);
        let all = known.entry((size, photo, asked)).or_insert_with(|| weights(renderer, &request, asked));
        let best = all.iter().find(|(_, weight)| *weight <= most);
        let output = Output { format: Format::Jpeg, quality: asked, max_bytes: Some(most) };
        match (renderer.render(&request, output), best) {
            (Ok(made), Some((quality, weight))) => {
                assert_eq!(
                    (made.bytes.len() as u64, made.settings.quality()),
                    (*weight, Some(*quality)),
                    "the best that fits"
                );
                met += 1;
                lowered += u32::from(*quality < asked);
            }
            (Ok(made), None) => panic!("{} bytes where {most} are allowed", made.bytes.len()),
            (Err(found), None) => {
                assert_eq!(found.0[0].code, Code::OverBudget);
                let least = all.last().expect("the ladder has an end").1.to_string();
                assert!(found.0[0].message.contains(&least), "it says what could be had: {least}");
                refused += 1;
            }
            (Err(_), Some((quality, weight))) => panic!("refused {weight} bytes at quality {quality}"),
        }
    }
    assert!(
        met > 5_000 && refused > 100 && lowered > 1_000,
        "{met} met, {lowered} lowered, {refused} refused"
    );
}
