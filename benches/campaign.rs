//! What a campaign costs: CPU time per variant with the caches that an export has, against the same code where nothing but
//! the compiled template, the fonts and the decoded photos is kept from one variant to the next. And single variants, cold.
//!
//! `cargo bench --bench campaign`; one thread, whose own CPU clock is read, so that other work on the machine counts little.

#[path = "../tests/support/mod.rs"]
mod support;

use mimeo::campaign::{self, Output};
use mimeo::compile::Request;
use mimeo::encode::Format;
use mimeo::memo::{Memo, Work};
use mimeo::plan::Resource;
use mimeo::raster::Workshop;

/// What an export may hold unless it is told otherwise.
const CACHE: u64 = 256 << 20;

/// Variants that are rendered without caches, chosen by seed.
const SAMPLE: usize = 480;
const SEED: u64 = 7;

/// Rounds of a single variant; the median counts.
const ROUNDS: usize = 21;

/// CPU milliseconds of this thread. The kernel brings the figure up to date at ticks, 4 ms apart, and whenever it schedules.
fn clock() -> f64 {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts a thread's time");
    let ns = text.split_whitespace().next().and_then(|ns| ns.parse::<f64>().ok());
    ns.expect("nanoseconds come first") / 1e6
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let from = clock();
    let made = work();
    (clock() - from, made)
}

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let quick = std::env::args().any(|arg| arg == "--test");
    let (world, campaign) = support::campaign("summer-sale.yaml");
    let matrix = support::matrix(&world, &campaign);
    let mut variants: Vec<campaign::Variant> = matrix.iter().collect();
    if quick {
        variants.truncate(8);
    }
    let output = |request: &Request| campaign.output(&world.template, &request.size);

    let memo = Memo::within(CACHE);
    let renderer = world.renderer(&memo);
    let workshop = Workshop { blobs: &world.blobs, memo: &memo };
    let photos: std::collections::BTreeSet<_> = variants
        .iter()
        .step_by(variants.len() / 100 + 1)
        .chain(variants.iter().take(5))
        .flat_map(|variant| renderer.plan(&variant.request).expect("planned").plan.resources.into_values())
        .filter_map(|resource| match resource {
            Resource::Photo { file, .. } => Some(file),
            _ => None,
        })
        .collect();
    let decode = || photos.iter().for_each(|file| drop(workshop.photo(*file).expect("a photo")));
    memo.keep_only(Work::Decode);
    let (decoding, ()) = timed(decode);

    let todo: Vec<usize> = (0..variants.len()).collect();
    let order = campaign::order(&world.template, &matrix, &todo);
    let count = |work| memo.ledger().count(work).evaluated;
    let decoded_before = count(Work::Decode);
    let (cached, bytes) = timed(|| {
        let files = order.iter().map(|n| {
            let request = &variants[*n].request;
            renderer.render(request, output(request)).expect("drawn").bytes.len()
        });
        files.sum::<usize>()
    });
    let again = count(Work::Decode) - decoded_before;
    let cached = cached / variants.len() as f64;

    // Large enough for all decoded photos, emptied of all else before each variant.
    let memo = Memo::new(1 << 30);
    let renderer = world.renderer(&memo);
    let workshop = Workshop { blobs: &world.blobs, memo: &memo };
    photos.iter().for_each(|file| drop(workshop.photo(*file).expect("a photo")));
    let chosen = campaign::sample(variants.iter().cloned(), SAMPLE, SEED);
    let mut uncached = 0.0;
    for n in &chosen {
        memo.keep_only(Work::Decode);
        let request = &variants[*n].request;
        uncached += timed(|| renderer.render(request, output(request)).expect("drawn")).0;
    }
    let uncached = uncached / chosen.len() as f64;

    println!(
        "summer-sale, {} variants, {:.1} MB, JPEG within 150 kB; CPU ms a variant",
        variants.len(),
        bytes as f64 / 1e6
    );
    println!(
        "  with caches ({} MiB)           {cached:8.3}   ({again} photos were decoded again)",
        CACHE >> 20
    );
    println!("  and decoding                  {:8.3}", cached + decoding / variants.len() as f64);
    println!("  without, {:3} by seed {SEED}        {uncached:8.3}", chosen.len());
    println!("  ratio                         {:8.1}×", uncached / cached);

    println!("\none variant, nothing kept but the decoded photo; CPU ms, median of {ROUNDS}");
    println!("  {:<12}{:>9}{:>9}{:>9}", "", "jpeg", "png", "webp");
    for size in ["300x250", "1080x1080", "1200x628"] {
        let request = support::request(size, "en-US", &[("photo", "beach"), ("headline", "headline.1")]);
        let request = variants.iter().map(|v| &v.request).find(|r| r.size == size).unwrap_or(&request);
        let mut row = format!("  {size:<12}");
        for format in [Format::Jpeg, Format::Png, Format::Webp] {
            let output = Output { format, quality: 84, max_bytes: None };
            let rounds = if quick { 1 } else { ROUNDS };
            let mut times: Vec<f64> = (0..rounds)
                .map(|_| {
                    memo.keep_only(Work::Decode);
                    timed(|| renderer.render(request, output).expect("drawn")).0
                })
                .collect();
            times.sort_by(f64::total_cmp);
            row += &format!("{:9.2}", times[times.len() / 2]);
        }
        println!("{row}");
    }
}
