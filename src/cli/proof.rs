use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{Check, Place};
use super::open::{self, Opened};
use super::report::{Run, json as findings, note, print_json, say, show};
use crate::campaign::{self, Extremes, Output, Proof, SheetWriter};
use crate::compile::{Request, SlotInput};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::encode::Format;
use crate::locale::Locale;
use crate::raster::Kernels;
use crate::store::{WholeFile, write_whole};

/// More pictures than anybody looks at.
const MOST_PICTURES: usize = 400;

/// Proves that every size of each template holds.
pub(super) fn run(place: &Place, args: &Check) -> Run<ExitCode> {
    let mut extremes = Extremes::default();
    for tag in &args.locale {
        let locale = Locale::parse(tag).map_err(|error| {
            Diagnostic::error(Code::BadValue, error.to_string())
                .hint("write language and region, or a pseudo-locale: `--locale pseudo-long`")
        })?;
        extremes.locales.push(locale);
    }
    for pair in &args.set {
        let Some((slot, value)) = pair.split_once('=') else {
            return Err(Diagnostic::error(Code::BadValue, format!("`--set {pair}` has no `=`"))
                .hint("write `--set SLOT=VALUE`")
                .into());
        };
        extremes.set.insert(slot.trim().to_owned(), SlotInput::parse(value));
    }
    let mut whole = true;
    let mut all = Vec::new();
    for path in &args.paths {
        let name = template_name(path);
        let opened = open::open(place, &name, &args.brand, Some(&args.assets), Sources::new())?;
        let renderer = opened.renderer(Kernels::best());
        let requests = campaign::extremes(&renderer, &extremes);
        let proof = campaign::prove(&renderer, &requests);
        whole &= proof.faults.is_empty();
        if args.json {
            all.push(described(&name, &proof, &requests, &opened.sources));
        } else {
            tell(&name, &proof, &requests, &opened.sources);
        }
        if let Some(out) = &args.out {
            pictures(&out.join(&name), &name, (&proof, &requests), &opened)?;
        }
    }
    if args.json {
        print_json(&json!(all));
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The folder's name, however its path was written.
fn template_name(path: &Path) -> String {
    let folder = if path.ends_with("template.yaml") { path.parent().unwrap_or(path) } else { path };
    folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

/// Faults of one size and layer that differ in numbers only, as one, with the locales that have it.
fn grouped(proof: &Proof) -> Diagnostics {
    let mut groups: BTreeMap<(&str, Option<&str>, String), Vec<&campaign::Fault>> = BTreeMap::new();
    for fault in &proof.faults {
        let kind: String = fault.found.message.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect();
        groups.entry((&fault.request.size, fault.layer.as_deref(), kind)).or_default().push(fault);
    }
    let together = |((size, ..), faults): ((&str, _, _), Vec<&campaign::Fault>)| {
        let mut locales: Vec<&str> = faults.iter().map(|fault| fault.request.locale.as_str()).collect();
        locales.dedup();
        let found = &faults[0].found;
        Diagnostic { message: format!("{size} [{}]: {}", locales.join(" "), found.message), ..found.clone() }
    };
    Diagnostics(groups.into_iter().map(together).collect())
}

/// The sizes and the locales of some variants, in their order.
fn axes(requests: &[Request]) -> (Vec<&str>, Vec<&str>) {
    let (mut sizes, mut locales) = (Vec::new(), Vec::new());
    for Request { size, locale, .. } in requests {
        if !sizes.contains(&size.as_str()) {
            sizes.push(size);
        }
        if !locales.contains(&locale.as_str()) {
            locales.push(locale.as_str());
        }
    }
    (sizes, locales)
}

fn tell(name: &str, proof: &Proof, requests: &[Request], sources: &Sources) {
    show(&grouped(proof), sources);
    let (sizes, locales) = axes(requests);
    let whole = match proof.faults.len() {
        0 => "all hold (contrast is judged by render and export, not here)".to_owned(),
        count => format!("{count} faults"),
    };
    say(&format!(
        "{name}: {} sizes × {} locales, {} variants, {} texts laid out: {whole}",
        sizes.len(),
        locales.len(),
        requests.len(),
        proof.texts
    ));
}

fn described(name: &str, proof: &Proof, requests: &[Request], sources: &Sources) -> Value {
    let found = Diagnostics(proof.faults.iter().map(|fault| fault.found.clone()).collect());
    let mut faults = findings(&found, sources);
    for (told, fault) in faults.as_array_mut().into_iter().flatten().zip(&proof.faults) {
        told["size"] = json!(fault.request.size);
        told["locale"] = json!(fault.request.locale.as_str());
        told["layer"] = json!(fault.layer);
    }
    let (sizes, locales) = axes(requests);
    json!({
        "template": name, "sizes": sizes.len(), "locales": locales, "variants": requests.len(),
        "texts": proof.texts, "faults": faults,
    })
}

/// A contact sheet of every variant with a fault, and of each size in each locale without.
fn pictures(out: &Path, name: &str, of: (&Proof, &[Request]), opened: &Opened) -> Run<()> {
    let (proof, requests) = of;
    std::fs::create_dir_all(out).map_err(|error| {
        Diagnostic::error(Code::File, format!("cannot create `{}`: {error}", out.display()))
    })?;
    let renderer = opened.renderer(Kernels::best());
    let (mut files, mut failed) = (Vec::new(), Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for request in requests {
        let of = |fault: &&campaign::Fault| {
            fault.request.size == request.size && fault.request.locale == request.locale
        };
        if files.len() >= MOST_PICTURES || !seen.insert((request.size.clone(), request.locale.clone())) {
            continue;
        }
        let marks: Vec<Value> =
            proof.faults.iter().filter(of).map(|fault| json!({ "message": fault.found.message })).collect();
        let file = format!("{}_{}.jpg", request.size, request.locale);
        match renderer.render(request, Output { format: Format::Jpeg, ..Output::default() }) {
            Ok(creative) => {
                write_whole(&out.join(&file), &creative.bytes).map_err(Diagnostic::from)?;
                files.push(json!({
                    "file": file, "variant": { "size": request.size, "locale": request.locale.as_str() },
                    "width": creative.size.w(), "height": creative.size.h(), "bytes": creative.bytes.len(),
                    "format": "jpeg", "quality": creative.quality, "texts": [], "warnings": marks,
                }));
            }
            Err(found) => {
                let found: Vec<Value> = found.0.iter().map(|d| json!({ "message": d.message })).collect();
                failed
                    .push(json!({ "name": format!("{} {}", request.size, request.locale), "found": found }));
            }
        }
    }
    let head = json!({
        "campaign": format!("Proof of {name}"), "template": name, "brand": opened.inputs.kit.name,
        "axes": ["size", "locale"], "sample": null, "failed": failed,
    });
    let failed =
        |error| Diagnostic::error(Code::File, format!("cannot write into `{}`: {error}", out.display()));
    let page = WholeFile::create(&out.join("index.html")).map_err(Diagnostic::from)?;
    let mut sheet = SheetWriter::begin(page, &head).map_err(failed)?;
    for file in &files {
        sheet.file(file).map_err(failed)?;
    }
    sheet.end().map_err(failed)?.finish().map_err(Diagnostic::from)?;
    note(&format!("{}: {} pictures", out.join("index.html").display(), files.len()));
    Ok(())
}
