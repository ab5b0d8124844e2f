//! Mimeo as a contestant: `mimeo WORK`. See ../../README.md for the protocol; [`project`] writes the workload as a template,
//! a brand kit and decks, and everything else is what the command line does.
//!
//! `reuse: false` empties the memo before each variant of all but decoded photos (with their halvings): no glyph, layout,
//! mask or verdict is kept either. A flattened base is no special case: bands that a price does not touch are known.

mod project;

use std::io::{BufRead, Write};
use std::path::Path;

use mimeo::campaign::{Output, Renderer};
use mimeo::compile::{Request, SlotInput};
use mimeo::diag::{Diagnostics, Sources, render_human};
use mimeo::encode::Format;
use mimeo::locale::Locale;
use mimeo::memo::{Memo, Work};
use mimeo::raster::{Kernels, Workshop};
use mimeo::store::{self, Project, Store};
use serde_json::{Value, json};

/// Room for what all contestants keep: five decoded photos and sixty resized ones; the rest for strips.
const ROOM: u64 = 512 << 20;

fn main() {
    let work = std::env::args().nth(1).expect("usage: mimeo WORK");
    let work = Path::new(&work);
    let load = std::fs::read_to_string(work.join("workload.json")).expect("a workload");
    let load: Value = serde_json::from_str(&load).expect("JSON");
    let root = work.join("mimeo");
    project::write(&load, &work.join("assets"), &root);

    let mut sources = Sources::new();
    let project = Project::at(&root);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let data = tempfile::tempdir().expect("a folder");
    let photos = root.join("photos");
    let loaded = runtime.block_on(async {
        let store = Store::open(data.path()).await.expect("opens");
        store::load(&store, &project, "peers", Some(&photos), &mut sources).await
    });
    let loaded = loaded.unwrap_or_else(|found| fail(&found, &sources));
    let template = store::read_template_for(&project, "ad", &loaded.inputs.kit, &mut sources);
    let template = template.unwrap_or_else(|found| fail(&found, &sources)).template;
    let memo = Memo::new(ROOM);
    // Everybody has the photos decoded before the first job.
    let workshop = Workshop { blobs: &loaded.blobs, memo: &memo };
    for asset in loaded.inputs.assets.0.values() {
        workshop.photo(asset.digest).expect("a photo");
    }
    let renderer = Renderer {
        template: &template,
        inputs: &loaded.inputs,
        blobs: &loaded.blobs,
        memo: &memo,
        kernels: Kernels::best(),
    };
    let quality = load["jpegQuality"].as_u64().and_then(|q| u8::try_from(q).ok()).expect("a quality");

    say(&json!({ "ready": { "mimeo": env!("CARGO_PKG_VERSION") } }));
    for line in std::io::stdin().lock().lines() {
        let job: Value = serde_json::from_str(&line.expect("a line")).expect("a job");
        let format = Format::from_word(job["format"].as_str().unwrap_or("jpeg")).expect("a format");
        let output = Output { format, quality, max_bytes: None };
        let mut bytes = Vec::new();
        for variant in job["variants"].as_array().expect("variants") {
            if job["reuse"] != Value::Bool(true) {
                memo.keep_only(Work::Decode);
            }
            let request = request(variant);
            let made = renderer.render(&request, output).unwrap_or_else(|found| fail(&found, &sources));
            bytes.push(made.bytes.len());
            if let Some(prefix) = job["save"].as_str() {
                std::fs::write(format!("{prefix}-{}.{}", request.size, format.word()), made.bytes)
                    .expect("written");
            }
        }
        say(&json!({ "bytes": bytes, "stages": {} }));
    }
}

fn say(what: &Value) {
    println!("{what}");
    std::io::stdout().flush().expect("somebody listens");
}

fn fail(found: &Diagnostics, sources: &Sources) -> ! {
    eprintln!("{}", render_human(found, sources, false));
    std::process::exit(1)
}

/// `[size, locale, headline, photo, price or null]`.
fn request(variant: &Value) -> Request {
    let text = |n: usize| variant[n].as_str();
    let number = |n: usize| variant[n].as_u64().expect("a number");
    let mut slots: Vec<(&str, SlotInput)> = vec![
        ("headline", SlotInput::Key(format!("headline.{}", number(2)))),
        ("photo", SlotInput::Literal(format!("photo-{}", number(3)))),
    ];
    slots.extend(text(4).map(|price| ("price", SlotInput::Literal(price.to_owned()))));
    Request {
        size: text(0).expect("a size").to_owned(),
        locale: Locale::parse(text(1).expect("a locale")).expect("a tag"),
        slots: slots.into_iter().map(|(name, input)| (name.to_owned(), input)).collect(),
        caps: std::collections::BTreeMap::new(),
    }
}
