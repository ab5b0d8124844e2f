//! Fit groups over a campaign: texts of a group have one size in all variants of a size, found before anything is drawn,
//! and the same for a sample, for one variant on demand, and for the server.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request as Ask;
use mimeo::campaign::{self, Campaign, FitGroup, Matrix, sample};
use mimeo::compile::bind;
use mimeo::layout::{Rung, TextReport, layout};
use mimeo::memo::{Memo, Work};
use mimeo::serve::{App, Settings, router};
use mimeo::yaml::{self, Limits};
use support::World;
use tower::ServiceExt;

fn found<'a>(world: &World, campaign: &'a Campaign) -> (Matrix<'a>, Vec<FitGroup>) {
    let mut matrix = Matrix::build(campaign, &world.template, &world.inputs).expect("variants");
    let groups = campaign::fit_groups(world.renderer(&Memo::new(64 << 20)), &mut matrix);
    (matrix, groups)
}

/// How the texts of a group are fitted in each variant, with its size and name.
fn texts(world: &World, matrix: &Matrix<'_>, group: &str) -> Vec<(String, String, TextReport)> {
    let memo = Memo::new(64 << 20);
    let mut all = Vec::new();
    for variant in matrix.iter() {
        let scene = bind(&world.template, &world.inputs, &variant.request).expect("binds");
        let (frames, _) = layout(&scene, &world.inputs.fonts, &memo).expect("fits");
        let own = |text: &TextReport| text.group.as_ref().is_some_and(|(name, _)| name == group);
        let own = frames.texts.into_iter().filter(own);
        all.extend(own.map(|text| (variant.request.size.clone(), variant.name.clone(), text)));
    }
    all
}

/// What is said of a group is what every single variant, laid out by itself, says.
#[test]
fn a_group_is_as_small_as_the_smallest_text_that_counts_and_all_follow_it() {
    let (world, campaign) = support::campaign("product-cards.yaml");
    let (matrix, groups) = found(&world, &campaign);
    let free = Matrix::build(&campaign, &world.template, &world.inputs).expect("variants");
    assert_eq!(groups.len(), 2 * 12);
    for (name, least) in [("name", 70), ("price", 80)] {
        let of: BTreeMap<&str, &FitGroup> = groups
            .iter()
            .filter(|group| group.group == name)
            .map(|group| (group.size.as_str(), group))
            .collect();
        let mut smallest: BTreeMap<String, (u8, Option<String>)> = BTreeMap::new();
        let mut alone: BTreeSet<String> = BTreeSet::new();
        for (size, variant, text) in texts(&world, &free, name) {
            assert_eq!(text.group, Some((name.to_owned(), None)), "nothing caps it yet");
            let so_far = smallest.entry(size).or_insert((100, None));
            if text.rung > Rung::Shrunk || text.percent < least {
                alone.insert(variant);
            } else if text.percent < so_far.0 {
                *so_far = (text.percent, Some(variant));
            }
        }
        assert_eq!(of.values().map(|group| group.alone).sum::<usize>(), alone.len());
        for (size, (percent, set_by)) in &smallest {
            assert_eq!(
                (of[size.as_str()].percent, &of[size.as_str()].set_by),
                (*percent, set_by),
                "{name} {size}"
            );
        }
        assert!(
            smallest.values().filter(|(percent, _)| *percent < 100).count() > 6,
            "there is something to share"
        );
        for (size, variant, text) in texts(&world, &matrix, name) {
            let cap = smallest[&size].0;
            if alone.contains(&variant) {
                assert!(text.percent <= cap, "{variant}");
            } else {
                assert_eq!(text.percent, cap, "{variant}");
                assert_eq!(text.group, Some((name.to_owned(), Some(cap).filter(|cap| *cap < 100))));
            }
        }
    }
}

/// A campaign of the sale template that asks for its headlines in one size.
fn sale(groups: &str) -> (World, Campaign) {
    let text = std::fs::read_to_string(support::root().join("fixtures/campaigns/summer-sale.yaml"))
        .expect("readable");
    let text = format!("{text}fit-groups: {groups}\n");
    let mut sources = mimeo::diag::Sources::new();
    let source = sources.add("sale.yaml", text.as_str());
    let root = yaml::read(&text, source, &Limits::default()).expect("YAML");
    let campaign = campaign::parse(&root).expect("a campaign").campaign;
    (support::world("summer-sale", "parasola"), campaign)
}

#[test]
fn each_different_text_is_laid_out_once_whatever_the_picture() {
    let (world, campaign) = sale("headline");
    let memo = Memo::new(64 << 20);
    let mut matrix = Matrix::build(&campaign, &world.template, &world.inputs).expect("variants");
    let groups = campaign::fit_groups(world.renderer(&memo), &mut matrix);
    assert_eq!((matrix.len(), groups.len()), (2400, 12));
    // 8 locales × 5 headlines; not × 5 photos.
    assert!(groups.iter().all(|group| group.layouts <= 40), "{groups:?}");
    for work in [Work::Decode, Work::Crop, Work::Paint, Work::Contrast] {
        assert_eq!(memo.ledger().count(work).asked(), 0, "nothing is painted for it: {work:?}");
    }
}

#[test]
fn no_text_is_set_below_its_own_floor_nor_below_the_groups_least_share() {
    let (world, campaign) = sale("{ headline: 90% }");
    let (matrix, groups) = found(&world, &campaign);
    assert!(groups.iter().all(|group| group.percent >= 90), "{groups:?}");
    assert!(groups.iter().any(|group| group.alone > 0 && group.first_alone.is_some()), "{groups:?}");
    for (_, variant, text) in texts(&world, &matrix, "headline") {
        assert!(text.percent >= 50, "{variant}: below every floor of the template");
    }
}

#[test]
fn a_group_that_no_text_is_in_and_a_share_that_is_none_are_told() {
    let (world, campaign) = sale("[headlin]");
    let found = campaign.check_against(&world.template, &BTreeMap::new());
    assert!(
        found.0[0].message.contains("`headlin`")
            && found.0[0].hints.iter().any(|hint| hint.contains("headline"))
    );
    for wrong in ["{ headline: 0% }", "{ headline: 101% }", "{ headline: big }", "{ headline: 12px }"] {
        let text = std::fs::read_to_string(support::root().join("fixtures/campaigns/summer-sale.yaml"));
        let text = format!("{}fit-groups: {wrong}\n", text.expect("readable"));
        let source = mimeo::diag::Sources::new().add("sale.yaml", text.as_str());
        let root = yaml::read(&text, source, &Limits::default()).expect("YAML");
        let found = campaign::parse(&root).expect_err(wrong);
        assert!(found.0[0].message.contains("is no share of a size"), "{wrong}: {found:?}");
    }
}

#[test]
fn a_sample_has_the_sizes_of_the_whole() {
    let (world, campaign) = support::campaign("product-cards.yaml");
    let (whole, _) = found(&world, &campaign);
    let (mut part, _) = found(&world, &campaign);
    let chosen = sample(part.iter(), 7, 3);
    part.choose(&chosen);
    for (n, at) in chosen.iter().enumerate() {
        assert_eq!(part.variant(n).request, whole.variant(*at).request);
        assert!(part.variant(n).request.caps.contains_key("name"));
    }
}

/// `fit.GROUP` in an address is what the manifest says of the variant.
#[test]
fn the_server_draws_a_campaigns_variant_with_the_campaigns_sizes() {
    let (world, campaign) = support::campaign("product-cards.yaml");
    let (matrix, _) = found(&world, &campaign);
    let at = (0..matrix.len()).find(|at| matrix.variant(*at).name.ends_with("300x250_en-US_bottle-alba"));
    let variant = matrix.variant(at.expect("a variant"));
    let output = mimeo::campaign::Output { max_bytes: None, ..campaign.output(&world.template, "300x250") };
    let expected = world.fresh(&variant.request, output).expect("draws").bytes;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    runtime.block_on(async {
        let data = tempfile::tempdir().expect("a folder");
        let app = App::open(Settings {
            root: support::root().into(),
            data: data.path().into(),
            assets: support::root().join("fixtures/photos"),
            unsigned: true,
            ..Settings::default()
        });
        let app = app.await.expect("opens");
        let get = async |more: &[(&str, u8)]| {
            let mut address =
                "/v1/render/product-card.jpg?size=300x250&brand=parasola&locale=en-US".to_owned();
            for (slot, input) in &variant.request.slots {
                let value = match input {
                    mimeo::compile::SlotInput::Key(key) => format!("deck {key}"),
                    mimeo::compile::SlotInput::Literal(text) => text.clone(),
                };
                address += &format!("&slot.{slot}={}", mimeo::serve::encode(&value));
            }
            for (group, percent) in more {
                address += &format!("&fit.{group}={percent}");
            }
            let ask = Ask::get(address).body(Body::empty()).expect("an address");
            let answer = router(app.clone()).oneshot(ask).await.expect("answers");
            let status = answer.status().as_u16();
            (status, axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body").to_vec())
        };
        let caps: Vec<(&str, u8)> =
            variant.request.caps.iter().map(|(group, cap)| (group.as_str(), *cap)).collect();
        let (status, bytes) = get(&caps).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        assert!(bytes == expected, "the campaign's bytes");
        assert!(get(&[]).await.1 != expected, "alone it is larger");
        for wrong in [("headlin", 80), ("name", 0), ("name", 101)] {
            assert_eq!(get(&[wrong]).await.0, 400, "{wrong:?}");
        }
    });
}
