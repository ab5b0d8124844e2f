//! Cached = uncached, to the bit: for any cache size, any number of threads, any SIMD level, and any edit in between.

mod support;

use std::collections::BTreeMap;

use mimeo::campaign::{self, Matrix, Output};
use mimeo::cancel::Cancel;
use mimeo::compile::SlotInput;
use mimeo::diag::Sources;
use mimeo::encode::Format;
use mimeo::memo::Memo;
use mimeo::raster::Kernels;
use mimeo::template::{self, TemplateSource};
use proptest::prelude::*;

type Digests = BTreeMap<usize, String>;

fn every_ninth(matrix: &Matrix<'_>) -> Vec<usize> {
    (0..matrix.len()).step_by(9).collect()
}

#[test]
fn bytes_do_not_depend_on_threads_caches_or_simd_levels() {
    let (world, campaign) = support::campaign("spine.yaml");
    let matrix = support::matrix(&world, &campaign);
    let few = every_ninth(&matrix);
    let run = |cache: u64, jobs: usize, kernels: Kernels| -> Digests {
        let memo = Memo::new(cache);
        let mut digests = Digests::new();
        campaign::run(world.renderer_at(&memo, kernels), &matrix, &few, jobs, &Cancel::default(), |done| {
            let creative = done.result.expect("drawn");
            digests.insert(done.at, creative.digest.hex());
        });
        digests
    };
    let expected = run(256 << 20, 1, Kernels::best());
    assert_eq!(expected.len(), few.len());
    for (cache, jobs) in [(0, 1), (0, 3), (1 << 20, 2), (256 << 20, 4)] {
        assert_eq!(run(cache, jobs, Kernels::best()), expected, "cache {cache}, {jobs} threads");
    }
    for (name, kernels) in Kernels::all() {
        assert_eq!(run(256 << 20, 2, kernels), expected, "SIMD level {name}");
    }
    assert_eq!(run(256 << 20, 2, Kernels::scalar()), expected, "scalar kernels");
}

#[test]
fn one_request_gives_the_bytes_of_the_campaign() {
    let (world, campaign) = support::campaign("spine.yaml");
    let matrix = support::matrix(&world, &campaign);
    let few = every_ninth(&matrix);
    let memo = Memo::new(256 << 20);
    let mut exported = Digests::new();
    campaign::run(world.renderer(&memo), &matrix, &few, 2, &Cancel::default(), |done| {
        exported.insert(done.at, done.result.expect("drawn").digest.hex());
    });
    for at in few {
        let variant = matrix.variant(at);
        let output = campaign.output(&world.template, &variant.request.size);
        let alone = world.fresh(&variant.request, output).expect("drawn");
        assert_eq!(exported[&at], alone.digest.hex(), "{}", variant.key);
    }
}

/// One change that a designer or copywriter might make.
#[derive(Clone, Debug)]
enum Edit {
    /// The n-th number of the template, times a factor in percent.
    Number(usize, u32),
    Headline(String),
    Photo(&'static str),
    Locale(&'static str),
    Size(&'static str),
    Format(Format),
}

fn edit() -> impl Strategy<Value = Edit> {
    let words = proptest::collection::vec("[a-zäéß]{1,9}", 1..6).prop_map(|words| words.join(" "));
    prop_oneof![
        4 => (0usize..400, 60u32..160).prop_map(|(n, percent)| Edit::Number(n, percent)),
        3 => words.prop_map(Edit::Headline),
        1 => proptest::sample::select(vec!["beach", "pool", "deck"]).prop_map(Edit::Photo),
        1 => proptest::sample::select(vec!["en-US", "de-DE", "ar-SA", "ja-JP", "th-TH"]).prop_map(Edit::Locale),
        2 => proptest::sample::select(vec!["300x250", "728x90", "320x50"]).prop_map(Edit::Size),
        1 => proptest::sample::select(vec![Format::Jpeg, Format::Png, Format::Webp]).prop_map(Edit::Format),
    ]
}

/// The n-th number before a `vw` or `vh`, scaled.
fn scale_number(text: &str, n: usize, percent: u32) -> String {
    let ends: Vec<usize> =
        ["vw", "vh"].iter().flat_map(|unit| text.match_indices(unit).map(|(at, _)| at)).collect();
    let Some(end) = ends.get(n % ends.len().max(1)).copied() else { return text.to_owned() };
    let start = text[..end].rfind(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(0, |at| at + 1);
    let Ok(value) = text[start..end].parse::<f64>() else { return text.to_owned() };
    format!("{}{:.3}{}", &text[..start], value * f64::from(percent) / 100.0, &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A designer's afternoon: edit after edit against one warm cache, each result compared with a cold one.
    #[test]
    fn cached_equals_uncached_over_random_edits(edits in proptest::collection::vec(edit(), 8)) {
        let mut world = support::world("summer-sale", "parasola");
        let read = |path: &str| std::fs::read_to_string(support::root().join("templates").join(path)).expect("readable");
        let mut text = read("summer-sale/template.yaml");
        let components: Vec<(String, String)> = [("sale-badge", "summer-sale/components/sale-badge.yaml"), ("button", "components/button.yaml")]
            .map(|(name, path)| (name.to_owned(), read(path)))
            .into();
        let warm = Memo::new(48 << 20);
        let mut request = support::request("300x250", "en-US", &[("photo", "beach"), ("headline", "Hello")]);
        let mut output = Output { format: Format::Jpeg, quality: 84, max_bytes: None };
        for edit in edits {
            match edit {
                Edit::Number(n, percent) => text = scale_number(&text, n, percent),
                Edit::Headline(words) => drop(request.slots.insert("headline".into(), SlotInput::Literal(words))),
                Edit::Photo(name) => drop(request.slots.insert("photo".into(), SlotInput::Literal(name.into()))),
                Edit::Locale(tag) => request.locale = mimeo::locale::Locale::parse(tag).expect("a tag"),
                Edit::Size(size) => request.size = size.into(),
                Edit::Format(format) => output.format = format,
            }
            let mut sources = Sources::new();
            let source = TemplateSource {
                name: "summer-sale".into(),
                template: (sources.add("template.yaml", text.as_str()), text.as_str().into()),
                components: components
                    .iter()
                    .map(|(name, text)| (name.clone(), sources.add(name.as_str(), text.as_str()), text.as_str().into()))
                    .collect(),
            };
            world.template = match template::parse(&source) {
                Ok(parsed) => parsed.template,
                Err(found) => return Err(TestCaseError::fail(support::shown(&found, &sources))),
            };
            let cached = world.renderer(&warm).render(&request, output);
            let uncached = world.fresh(&request, output);
            match (cached, uncached) {
                (Ok(cached), Ok(uncached)) => prop_assert_eq!(cached.bytes, uncached.bytes),
                (Err(cached), Err(uncached)) => prop_assert_eq!(cached, uncached),
                (cached, uncached) => prop_assert!(false, "{:?} / {:?}", cached.is_ok(), uncached.is_ok()),
            }
        }
    }
}
