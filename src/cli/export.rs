use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::args::{Export, Place};
use super::interrupt;
use super::open::Opened;
use super::open_campaign::open_campaign;
use super::report::{Fault, Run, json as findings, print_json, say};
use super::summary::{Summary, Tally, grouped, print_failed};
use super::target::Target;
use crate::campaign::{self, Campaign, Done, Matrix, Variant, entry, provenance};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::digest::Digest;
use crate::raster::Kernels;
use crate::store::{Journal, Line};

pub(super) fn run(place: &Place, args: &Export) -> Run<ExitCode> {
    if args.list_simd {
        Kernels::all().iter().for_each(|(name, _)| say(name));
        return Ok(ExitCode::SUCCESS);
    }
    let path = args.campaign.as_deref().expect("clap demands it");
    let kernels = kernels(args.simd.as_deref())?;
    let target = Target::of(&args.out)?;
    let started = Instant::now();
    let (campaign, opened) = open_campaign(place, path, &args.assets)?;
    let mut matrix = Matrix::build(&campaign, &opened.template, &opened.inputs)
        .map_err(|found| Fault::new(found, &opened.sources))?;
    let groups = campaign::fit_groups(opened.renderer(kernels), &mut matrix);
    let all = matrix.len();
    if let Some(wanted) = args.sample {
        let chosen = campaign::sample(matrix.iter(), wanted as usize, args.seed);
        matrix.choose(&chosen);
    }
    let sampled = (matrix.len() < all).then_some(all);
    if args.dry_run {
        return dry_run(args, &opened, &matrix, &target, kernels);
    }
    let inputs = fingerprint(&opened);
    let mut journal = Journal::open(target.folder(), inputs).map_err(Diagnostic::from)?;
    let outcome = export(args, &opened, &matrix, kernels, &mut journal)?;
    let mut strangers = 0;
    if !outcome.interrupted {
        let sample = sampled.map(|of| json!({ "files": matrix.len(), "of": of, "seed": args.seed }));
        let texts = texts(place, path, &opened.sources);
        let read = campaign::sources(&campaign, &opened.template, &opened.inputs, &texts);
        let head = campaign::head(&campaign, inputs, sample, read, &groups, &outcome.failed);
        strangers = target.finish(journal, &head, &outcome.lines)?;
    }
    let summary = Summary {
        campaign: &campaign.name,
        target: &target,
        made: &outcome.made,
        failed: &outcome.failed,
        wanted: matrix.len(),
        excluded: matrix.excluded,
        sampled,
        kept: outcome.kept,
        strangers,
        interrupted: outcome.interrupted,
        seconds: started.elapsed().as_secs_f64(),
    };
    if args.json {
        summary.print_json(opened.memo.ledger());
    } else {
        summary.print(opened.memo.ledger());
    }
    let all_there = outcome.failed.is_empty() && !outcome.interrupted;
    Ok(if all_there { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says what would be made and what could not be, before any file is painted.
fn dry_run(
    args: &Export,
    opened: &Opened,
    matrix: &Matrix<'_>,
    target: &Target,
    kernels: Kernels,
) -> Run<ExitCode> {
    let campaign = matrix.campaign();
    let survey = campaign::survey(opened.renderer(kernels), matrix);
    let names: Vec<String> = matrix.iter().map(|variant| file_name(campaign, opened, &variant)).collect();
    let failed = failures(&survey.failed, matrix, opened);
    if args.json {
        print_json(&json!({
            "campaign": campaign.name, "dry_run": true, "files": names, "excluded": matrix.excluded, "failed": failed,
            "out": target.shown().display().to_string(),
        }));
    } else {
        let bad: Vec<usize> = survey.failed.iter().map(|(n, _)| *n).collect();
        let good: Vec<&String> =
            names.iter().enumerate().filter(|(n, _)| !bad.contains(n)).map(|(_, name)| name).collect();
        say(&format!(
            "{}: {} files would be written to {}",
            campaign.name,
            grouped(good.len() as u64),
            target.shown().display()
        ));
        if matrix.excluded > 0 {
            say(&format!("  {} variants are left out by `except:`", grouped(matrix.excluded as u64)));
        }
        for name in good.iter().take(5) {
            say(&format!("  {name}"));
        }
        if good.len() > 5 {
            say(&format!("  … and {} more", grouped((good.len() - 5) as u64)));
        }
        print_failed(&failed);
        say("nothing was written: leave out --dry-run to make the files");
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn failures(failed: &[(usize, Diagnostics)], matrix: &Matrix<'_>, opened: &Opened) -> Vec<Value> {
    let one = |(at, found): &(usize, Diagnostics)| {
        let variant = matrix.variant(*at);
        let found = findings(found, &opened.sources);
        json!({ "variant": variant.key.to_string(), "name": variant.name, "found": found })
    };
    failed.iter().map(one).collect()
}

/// What was read as text, by its path below the root, or by its name when it lies elsewhere.
fn texts(place: &Place, campaign: &Path, sources: &Sources) -> Vec<(String, Digest)> {
    let all = sources.iter().filter(|source| Path::new(&*source.name) != campaign);
    let named = all.map(|source| {
        let path = Path::new(&*source.name);
        let shown = path.strip_prefix(&place.root).ok().or(path.is_relative().then_some(path));
        let shown =
            shown.map(Path::to_string_lossy).or(path.file_name().map(std::ffi::OsStr::to_string_lossy));
        (tidy(&shown.unwrap_or_default()), Digest::of_bytes(source.text.as_bytes()))
    });
    named.collect()
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
    /// Where the journal tells of each file, in the order of the variants.
    lines: Vec<Line>,
    made: Tally,
    failed: Vec<Value>,
    /// Files of an earlier run that are still right.
    kept: usize,
    interrupted: bool,
}

fn export(
    args: &Export,
    opened: &Opened,
    matrix: &Matrix<'_>,
    kernels: Kernels,
    journal: &mut Journal,
) -> Run<Outcome> {
    let campaign = matrix.campaign();
    let mut lines: Vec<Option<Line>> = vec![None; matrix.len()];
    let mut made = Tally::default();
    let mut todo = Vec::new();
    for (at, variant) in matrix.iter().enumerate() {
        let file = file_name(campaign, opened, &variant);
        // A manifest of an older version does not say enough.
        let kept = journal.kept(&file, ticket(campaign, opened, &variant));
        match kept.filter(|line| !line["made_from"].is_null()) {
            Some(mut line) => {
                // Not part of the picture, so the same file may have got others since.
                line["variant"] = campaign::variant(&variant);
                line["click_url"] = json!(variant.click_url);
                made.add(&line);
                lines[at] = Some(journal.note(&line).map_err(Diagnostic::from)?);
            }
            None => todo.push(at),
        }
    }
    let kept = made.files;
    let bar = progress(todo.len());
    let cancel = interrupt::on_ctrl_c();
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let mut failed: Vec<(usize, Diagnostics)> = Vec::new();
    let mut broken = None;
    let renderer = opened.renderer(kernels);
    campaign::run(renderer, matrix, &todo, jobs, &cancel, |Done { at, variant, result }| {
        bar.inc(1);
        match result {
            Ok(creative) => {
                let file = file_name(campaign, opened, &variant);
                let output = campaign.output(&opened.template, &variant.request.size);
                let made_from = provenance(&opened.template, &opened.inputs, &variant, output);
                let mut line = entry(&variant, &file, &creative, made_from);
                let ticket = ticket(campaign, opened, &variant);
                match journal.keep(&file, &creative.bytes, ticket, &mut line) {
                    Ok(stored) => {
                        lines[at] = Some(stored);
                        made.add(&line);
                    }
                    Err(error) => {
                        // A full disk fails every file: stop, and say it once.
                        cancel.cancel();
                        broken.get_or_insert(error);
                    }
                }
            }
            Err(found) => failed.push((at, found)),
        }
    });
    bar.finish_and_clear();
    if let Some(error) = broken {
        return Err(Diagnostic::from(error)
            .hint("free some room or choose another folder, and run it again: finished files are kept")
            .into());
    }
    failed.sort_by_key(|(at, _)| *at);
    let failed = failures(&failed, matrix, opened);
    let interrupted = made.files + failed.len() < matrix.len();
    Ok(Outcome { lines: lines.into_iter().flatten().collect(), made, failed, kept, interrupted })
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
            variant.request.caps.iter().map(|(group, cap)| (group.clone(), *cap)).collect::<Vec<_>>(),
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

/// Without `.` and `..`, and with `/` everywhere.
fn tidy(path: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in Path::new(path).components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                drop(parts.pop());
            }
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
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
