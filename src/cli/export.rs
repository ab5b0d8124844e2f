use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::args::{Export, Place};
use super::interrupt;
use super::open::{self, Opened};
use super::report::{Fault, Run, json as findings, print_json, say, show};
use crate::campaign::{self, Campaign, Done, Matrix, Variant, entry, manifest, work};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::digest::Digest;
use crate::raster::Kernels;
use crate::store::{self, Journal};
use crate::yaml;

/// A campaign as it was read.
pub(super) struct Spec {
    pub(super) campaign: Campaign,
    pub(super) set_spans: BTreeMap<String, Span>,
}

/// Reads a campaign file.
pub(super) fn spec(path: &Path, sources: &mut Sources) -> Run<Spec> {
    let text = store::read_text(path).map_err(Diagnostic::from)?;
    let source = sources.add(path.display().to_string(), text.as_str());
    let parsed = yaml::read(&text, source, &yaml::Limits::default()).and_then(|root| campaign::parse(&root));
    let campaign::Parsed { campaign, set_spans } = parsed.map_err(|found| Fault::new(found, sources))?;
    Ok(Spec { campaign, set_spans })
}

/// Reads the campaign's feeds; what is wrong with their rows is shown, and the others go on.
pub(super) fn feeds(path: &Path, campaign: &mut Campaign, opened: &mut Opened) {
    let (template, sources) = (&opened.template, &mut opened.sources);
    let found = campaign.fill_feeds(template, |file| {
        let file = open::beside(path, file);
        let text = store::read_text(&file).map_err(Diagnostic::from)?;
        Ok((sources.add(file.display().to_string(), text.as_str()), text))
    });
    show(&found, &opened.sources);
}

pub(super) fn run(place: &Place, args: &Export) -> Run<ExitCode> {
    if args.list_simd {
        Kernels::all().iter().for_each(|(name, _)| say(name));
        return Ok(ExitCode::SUCCESS);
    }
    let path = args.campaign.as_deref().expect("clap demands it");
    let kernels = kernels(args.simd.as_deref())?;
    let started = Instant::now();
    let mut sources = Sources::new();
    let Spec { mut campaign, set_spans } = spec(path, &mut sources)?;
    let assets = campaign.assets.as_ref().map(|dir| open::beside(path, &dir.value));
    let mut opened =
        open::open(place, &campaign.template.value, &campaign.brand.value, assets.as_deref(), sources)?;
    let found = campaign.check_against(&opened.template, &set_spans);
    if found.has_errors() {
        return Err(Fault::new(found, &opened.sources));
    }
    feeds(path, &mut campaign, &mut opened);
    let matrix = Matrix::build(&campaign, &opened.template, &opened.inputs)
        .map_err(|found| Fault::new(found, &opened.sources))?;
    let fingerprint = fingerprint(&opened);
    let journal = Journal::open(&args.out, fingerprint).map_err(Diagnostic::from)?;
    let outcome = export(args, &campaign, &opened, &matrix.variants, kernels, journal)?;
    summary(args, &campaign, &opened, &matrix, &outcome, started);
    let all_there = outcome.failed.is_empty() && !outcome.interrupted;
    Ok(if all_there { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn kernels(level: Option<&str>) -> Run<Kernels> {
    let Some(level) = level else { return Ok(Kernels::best()) };
    let all = Kernels::all();
    match all.iter().find(|(name, _)| *name == level) {
        Some((_, kernels)) => Ok(*kernels),
        None => {
            let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
            Err(Diagnostic::error(Code::UnknownWord, format!("this processor has no SIMD level `{level}`"))
                .hint(format!("it has: {}", names.join(", ")))
                .into())
        }
    }
}

struct Outcome {
    /// Manifest lines by position.
    files: BTreeMap<usize, Value>,
    failed: Vec<Value>,
    /// Files of an earlier run that are still right.
    kept: usize,
    interrupted: bool,
}

fn export(
    args: &Export,
    campaign: &Campaign,
    opened: &Opened,
    variants: &[Variant],
    kernels: Kernels,
    mut journal: Journal,
) -> Run<Outcome> {
    let mut files = BTreeMap::new();
    let mut todo = Vec::new();
    for (n, variant) in variants.iter().enumerate() {
        let file = file_name(campaign, opened, variant);
        match journal.kept(&file, ticket(campaign, opened, variant)) {
            Some(line) => {
                files.insert(n, line);
            }
            None => todo.push(n),
        }
    }
    let kept = files.len();
    let work: Vec<Variant> = todo.iter().map(|n| variants[*n].clone()).collect();
    let bar = progress(work.len());
    let cancel = interrupt::on_ctrl_c();
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let mut failed: Vec<(usize, Diagnostics)> = Vec::new();
    let mut broken = None;
    campaign::run(opened.renderer(kernels), campaign, &work, jobs, &cancel, |Done { index, result }| {
        bar.inc(1);
        let n = todo[index];
        let variant = &variants[n];
        match result {
            Ok(creative) => {
                let file = file_name(campaign, opened, variant);
                let mut line = entry(variant, &file, &creative);
                let stored = journal.keep(&file, &creative.bytes, ticket(campaign, opened, variant), &mut line);
                match stored {
                    Ok(()) => {
                        files.insert(n, line);
                    }
                    Err(error) => {
                        // A full disk fails every file: stop, and say it once.
                        cancel.cancel();
                        broken.get_or_insert(error);
                    }
                }
            }
            Err(found) => {
                bar.suspend(|| {
                    say_failed(&variant.name);
                    show(&found, &opened.sources);
                });
                failed.push((n, found));
            }
        }
    });
    bar.finish_and_clear();
    if let Some(error) = broken {
        return Err(Diagnostic::from(error).hint("free some room or choose another folder, and run it again: finished files are kept").into());
    }
    failed.sort_by_key(|(n, _)| *n);
    let failed: Vec<Value> = failed
        .iter()
        .map(|(n, found)| {
            json!({ "variant": variants[*n].key.to_string(), "name": variants[*n].name, "found": findings(found, &opened.sources) })
        })
        .collect();
    let interrupted = files.len() + failed.len() < variants.len();
    if !interrupted {
        let lines = files.values().cloned().collect();
        let (template, brand) = (&campaign.template.value, &campaign.brand.value);
        let mut whole = manifest(&campaign.name, template, brand, lines, failed.clone());
        journal.finish(&mut whole).map_err(Diagnostic::from)?;
    }
    Ok(Outcome { files, failed, kept, interrupted })
}

fn say_failed(name: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "not exported: {name}");
}

fn file_name(campaign: &Campaign, opened: &Opened, variant: &Variant) -> String {
    let output = campaign.output(&opened.template, &variant.request.size);
    format!("{}.{}", variant.name, output.format.extension())
}

/// What a file was made for: request and output. With the fingerprint of all inputs it decides whether a file of an
/// earlier run is still right.
fn ticket(campaign: &Campaign, opened: &Opened, variant: &Variant) -> Digest {
    let output = campaign.output(&opened.template, &variant.request.size);
    let slots: Vec<(String, String)> =
        variant.request.slots.iter().map(|(name, input)| (name.clone(), format!("{input:?}"))).collect();
    Digest::of(
        "ticket",
        &(
            variant.request.size.clone(),
            variant.request.locale.clone(),
            slots,
            (output.format.word().to_owned(), output.quality, output.max_bytes),
        ),
    )
}

/// Everything that was read: texts of templates and kits, copy, pictures, fonts.
fn fingerprint(opened: &Opened) -> Digest {
    let template = format!("{:?}", opened.template);
    let kit = format!("{:?}", opened.inputs.kit);
    let deck = format!("{:?}", opened.inputs.deck);
    let assets = format!("{:?}", opened.inputs.assets);
    Digest::of("fingerprint", &(template, kit, deck, assets, opened.inputs.fonts.digest()))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn progress(total: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} {per_sec} {eta}");
    let bar = ProgressBar::new(total as u64);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn summary(
    args: &Export,
    campaign: &Campaign,
    opened: &Opened,
    matrix: &Matrix,
    outcome: &Outcome,
    started: Instant,
) {
    let bytes: u64 = outcome.files.values().filter_map(|line| line["bytes"].as_u64()).sum();
    let warned = outcome.files.values().filter(|line| line["warnings"].as_array().is_some_and(|w| !w.is_empty())).count();
    let counts = work(opened.memo.ledger());
    if args.json {
        let counts: serde_json::Map<String, Value> = counts
            .iter()
            .map(|(word, done, asked)| ((*word).to_owned(), json!({ "done": done, "asked": asked })))
            .collect();
        print_json(&json!({
            "campaign": campaign.name, "files": outcome.files.len(), "kept": outcome.kept, "bytes": bytes,
            "failed": outcome.failed, "excluded": matrix.excluded, "warned": warned,
            "interrupted": outcome.interrupted, "work": counts, "out": args.out.display().to_string(),
        }));
        return;
    }
    let (files, all) = (outcome.files.len(), matrix.variants.len());
    let seconds = started.elapsed().as_secs_f64();
    say(&format!(
        "{}: {files} of {all} files, {:.1} MB, in {seconds:.1} s → {}",
        campaign.name,
        bytes as f64 / 1e6,
        args.out.display()
    ));
    if outcome.kept > 0 {
        say(&format!("  {} were there already and are still right", outcome.kept));
    }
    if warned > 0 {
        say(&format!("  {warned} files have warnings; see manifest.json"));
    }
    if !outcome.failed.is_empty() {
        say(&format!("  {} could not be made; see above and manifest.json", outcome.failed.len()));
    }
    if outcome.interrupted {
        say("  interrupted; run the same command again to go on");
    }
    for (word, done, asked) in counts {
        let share = if asked == 0 { 0.0 } else { done as f64 * 100.0 / asked as f64 };
        say(&format!("  {word:<8} {done:>7} done for {asked:>8} asked ({share:.1} %)"));
    }
}
