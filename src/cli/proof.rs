use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::args::{Check, Place};
use super::open::{self, Opened};
use super::render::{locale, slots};
use super::report::{Run, json as findings, note, say, show};
use crate::campaign::{self, Extremes, Output, Proof, SheetWriter};
use crate::compile::Request;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::encode::Format;
use crate::locale::Pseudo;
use crate::raster::Kernels;
use crate::store::{WholeFile, write_whole};
use crate::template::{self, Parsed, Template};

/// More pictures than anybody looks at.
const MOST_PICTURES: usize = 400;

/// Proves that every size of each template holds; what was found in each, for machines.
pub(super) fn run(place: &Place, args: &Check, templates: &[Template], sources: &Sources) -> Run<Vec<Value>> {
    if templates.is_empty() {
        return Err(Diagnostic::error(Code::BadValue, "there is no template to prove")
            .hint("name a template of the project, its folder or its template.yaml")
            .into());
    }
    let locales = args.locale.iter().map(|tag| locale(tag)).collect::<Run<_>>()?;
    let extremes = Extremes { locales, set: slots(&args.set)? };
    let mut all = Vec::new();
    for template in templates {
        let opened =
            open::open_with(place, &args.brand, Some(&args.assets), sources.clone(), |_, kit, _| {
                let warnings = template::check_against_kit(template, kit);
                warnings.clone().finish(Parsed { template: template.clone(), warnings })
            })?;
        let name = template.name.as_str();
        let renderer = opened.renderer(Kernels::best());
        let requests = campaign::extremes(&renderer, &extremes);
        let mut proof = campaign::prove(&renderer, &requests);
        // Pseudo-locales are for letters; what they stand on is that of their neighbours.
        let real: Vec<Request> =
            requests.iter().filter(|request| Pseudo::of(&request.locale).is_none()).cloned().collect();
        proof.faults.extend(campaign::contrasts(&renderer, &real));
        let place = |fault: &campaign::Fault| requests.iter().position(|one| *one == fault.request);
        proof.faults.sort_by_cached_key(place);
        all.push(described(name, &proof, &requests, &opened.sources));
        if !args.json {
            tell(name, &proof, &requests, &opened.sources);
        }
        if let Some(out) = &args.out {
            pictures(&out.join(name), name, (&proof, &requests), &opened)?;
        }
    }
    Ok(all)
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
        0 => "all hold; contrast is judged on the first picture of each scheme".to_owned(),
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

/// What is drawn: every variant with a fault, and the first of each size and locale that has none; in the order of the
/// requests, and no more than anybody looks at. Of too many, those with faults stay.
fn chosen<'r>(proof: &'r Proof, requests: &'r [Request]) -> Vec<(&'r Request, &'r [campaign::Fault])> {
    let cell = |request: &'r Request| (request.size.as_str(), request.locale.as_str());
    // Faults stand in the order of the requests.
    let faulty: BTreeMap<_, _> = proof
        .faults
        .chunk_by(|a, b| a.request == b.request)
        .filter_map(|faults| Some((requests.iter().position(|one| *one == faults[0].request)?, faults)))
        .collect();
    let mut seen: BTreeSet<_> = faulty.keys().map(|at| cell(&requests[*at])).collect();
    let clean = requests.iter().enumerate().filter(|(_, request)| seen.insert(cell(request)));
    let clean: Vec<(usize, &[campaign::Fault])> = clean.map(|(at, _)| (at, &[][..])).collect();
    let mut all: Vec<_> = faulty.into_iter().chain(clean).take(MOST_PICTURES).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(at, faults)| (&requests[at], faults)).collect()
}

/// A folder of pictures with a contact sheet: of each variant with a fault, and one of each size and locale without.
fn pictures(out: &Path, name: &str, of: (&Proof, &[Request]), opened: &Opened) -> Run<()> {
    let (proof, requests) = of;
    std::fs::create_dir_all(out).map_err(|error| {
        Diagnostic::error(Code::File, format!("cannot create `{}`: {error}", out.display()))
    })?;
    let renderer = opened.renderer(Kernels::best());
    let (mut files, mut failed) = (Vec::new(), Vec::new());
    let mut cells: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (request, faults) in chosen(proof, requests) {
        let (size, locale) = (request.size.as_str(), request.locale.as_str());
        let nth = cells.entry((size, locale)).and_modify(|nth| *nth += 1).or_insert(1);
        match renderer.render(request, Output { format: Format::Jpeg, ..Output::default() }) {
            Ok(creative) => {
                let file = format!("{size}_{locale}_{nth}.jpg");
                write_whole(&out.join(&file), &creative.bytes).map_err(Diagnostic::from)?;
                let marks: Vec<Value> =
                    faults.iter().map(|fault| json!({ "message": fault.found.message })).collect();
                files.push(json!({
                    "file": file, "variant": { "size": size, "locale": locale },
                    "width": creative.size.w(), "height": creative.size.h(), "bytes": creative.bytes.len(),
                    "format": "jpeg", "quality": creative.settings.quality(), "texts": [], "warnings": marks,
                }));
            }
            Err(found) => {
                let found: Vec<Value> = found.0.iter().map(|d| json!({ "message": d.message })).collect();
                failed.push(json!({ "name": format!("{size} {locale}"), "found": found }));
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
