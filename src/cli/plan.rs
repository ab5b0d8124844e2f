use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

use super::args::{Place, Plan};
use super::estimate::estimate;
use super::open;
use super::open_campaign::open_campaign;
use super::render::request;
use super::report::{Fault, Run, json, print_json, say, show};
use crate::campaign::{self, FitGroup, Matrix, survey};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::encode::Format;
use crate::memo::Work;
use crate::plan::{Distinct, describe};
use crate::raster::Kernels;

pub(super) fn run(place: &Place, args: &Plan) -> Run<ExitCode> {
    let path = Path::new(&args.what);
    let is_file = path.extension().is_some_and(|e| e == "yaml" || e == "yml") || path.is_file();
    if is_file { of_campaign(place, args, path) } else { of_variant(place, args) }
}

/// One variant: what it paints, and what each operation depends on.
fn of_variant(place: &Place, args: &Plan) -> Run<ExitCode> {
    let opened =
        open::open(place, &args.what, &args.choice.brand, Some(&args.choice.assets), Sources::new())?;
    let request = request(&args.choice, &opened)?;
    let planned = opened
        .renderer(Kernels::best())
        .plan(&request)
        .map_err(|found| Fault::new(found, &opened.sources))?;
    show(&planned.warnings.clone().into(), &opened.sources);
    let slots: Vec<&str> = opened.template.slots.iter().map(|slot| slot.name.value.as_str()).collect();
    let height = Format::Jpeg.band_rows();
    let value = describe(&planned.plan, height, &slots);
    if args.json {
        print_json(&value);
        return Ok(ExitCode::SUCCESS);
    }
    let mut distinct = Distinct::default();
    distinct.add(&planned.plan, height, None);
    say(&format!(
        "{} {}, {} operations, {} resources, {} bands of {height} rows",
        args.what,
        request.size,
        planned.plan.ops.len(),
        planned.plan.resources.len(),
        distinct.bands().1,
    ));
    say(&format!("{:>3}  {:<22} {:<22} {}", "#", "bounds (x y w h)", "source", "depends on"));
    for (n, op) in value["operations"].as_array().into_iter().flatten().enumerate() {
        let bounds: Vec<String> =
            op["bounds"].as_array().into_iter().flatten().map(ToString::to_string).collect();
        let source =
            op["source"].as_object().and_then(|s| s.iter().next()).map_or(String::new(), |(kind, what)| {
                format!("{kind} {}", what.as_str().map_or_else(|| what.to_string(), str::to_owned))
            });
        let axes: Vec<&str> =
            op["axes"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).collect();
        say(&format!("{n:>3}  {:<22} {:<22} {}", bounds.join(" "), source, axes.join(" ")));
    }
    for text in &planned.texts {
        say(&format!(
            "text {:<20} {:<12} {:>6.2} px of {:<6.2} {} lines{}",
            text.id,
            text.rung.word(),
            text.size.to_f64(),
            text.asked.to_f64(),
            text.lines,
            text.contrast.map_or_else(String::new, |c| {
                let ratio = |hundredths: u32| f64::from(hundredths) / 100.0;
                let remedy = c.remedy.map_or_else(String::new, |remedy| format!(", by {remedy}"));
                format!(
                    ", contrast {:.2} of {:.2} (mean {:.2}){remedy}",
                    ratio(c.low),
                    ratio(c.min),
                    ratio(c.mean)
                )
            })
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// A campaign: distinct work per kind, before it is done.
fn of_campaign(place: &Place, args: &Plan, path: &Path) -> Run<ExitCode> {
    let (campaign, opened) = open_campaign(place, path, &args.choice.assets)?;
    let mut matrix = Matrix::build(&campaign, &opened.template, &opened.inputs)
        .map_err(|found| Fault::new(found, &opened.sources))?;
    let groups = campaign::fit_groups(opened.renderer(Kernels::best()), &mut matrix);
    let begun = Instant::now();
    let survey = survey(opened.renderer(Kernels::best()), &matrix);
    let planning = begun.elapsed();
    let shape = opened.memo.ledger().count(Work::Shape);
    let mut rows = vec![("shape", shape.evaluated as usize, Some(shape.asked()))];
    rows.extend(survey.distinct.rows());
    let cost = estimate(&opened, &matrix, &survey, planning).map_err(|e| {
        Diagnostic::error(Code::File, format!("cannot write into the folder for temporary files: {e}"))
    })?;
    if args.json {
        let work: serde_json::Map<String, serde_json::Value> = rows
            .iter()
            .map(|(kind, distinct, total)| {
                ((*kind).to_owned(), json!({ "distinct": distinct, "total": total }))
            })
            .collect();
        let failed: Vec<_> = survey.failed.iter().map(|(n, found)| {
            json!({ "variant": matrix.variant(*n).name, "found": json(found, &opened.sources) })
        }).collect();
        print_json(&json!({
            "campaign": campaign.name, "variants": matrix.len(), "excluded": matrix.excluded,
            "work": work, "fit_groups": campaign::describe_groups(&groups), "failed": failed,
            "estimate": { "cpu_seconds": cost.cpu.as_secs_f64(), "bytes": cost.bytes, "drawn": cost.drawn },
        }));
    } else {
        say(&format!("{}: {} variants ({} excluded)", campaign.name, matrix.len(), matrix.excluded));
        say(&format!("{:<8} {:>9} {:>9} {:>7}", "work", "distinct", "total", "share"));
        for (kind, distinct, total) in rows {
            let share = total
                .filter(|t| *t > 0)
                .map_or(String::new(), |t| format!("{:.1} %", distinct as f64 * 100.0 / t as f64));
            say(&format!(
                "{kind:<8} {distinct:>9} {:>9} {share:>7}",
                total.map_or("–".into(), |t| t.to_string())
            ));
        }
        say(&cost.told());
        for group in &groups {
            say(&fitted(group));
        }
        for (n, found) in survey.failed.iter().take(10) {
            say(&format!("cannot be drawn: {}", matrix.variant(*n).name));
            show(found, &opened.sources);
        }
    }
    let mut all = Diagnostics::new();
    survey.failed.into_iter().for_each(|(_, found)| all.0.extend(found.0));
    Ok(if all.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What a fit group is set in, and because of whom.
fn fitted(of: &FitGroup) -> String {
    let why = of.set_by.as_ref().map_or(String::new(), |name| format!(", as {name} needs it"));
    let alone = match &of.first_alone {
        Some(name) => format!("; {} stand alone, {name} first", of.alone),
        None => String::new(),
    };
    format!(
        "fit group {} in {}: {} % of its full size{why}; {} layouts{alone}",
        of.group, of.size, of.percent, of.layouts
    )
}
