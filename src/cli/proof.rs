use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{Check, Place};
use super::open::{self, Opened};
use super::report::{Run, note, print_json, say};
use crate::campaign::{self, Extremes, Output, Proof, SheetWriter};
use crate::compile::{Request, SlotInput};
use crate::diag::{Code, Diagnostic, Sources};
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
            all.push(described(&name, &proof, &opened));
        } else {
            tell(&name, &proof, &opened);
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

/// One kind of fault, and in how many variants.
type Group<'p> = (Vec<&'p campaign::Fault>, String);

/// Faults of one size and layer that differ in numbers only, together.
fn grouped(proof: &Proof) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(String, String, String), Vec<&campaign::Fault>> = BTreeMap::new();
    for fault in &proof.faults {
        let kind: String = fault.what.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect();
        let layer = fault.layer.clone().unwrap_or_default();
        groups.entry((fault.request.size.clone(), layer, kind)).or_default().push(fault);
    }
    let locales = |faults: &[&campaign::Fault]| {
        let mut all: Vec<&str> = faults.iter().map(|fault| fault.request.locale.as_str()).collect();
        all.dedup();
        all.join(" ")
    };
    groups.into_values().map(|faults| (faults.clone(), locales(&faults))).collect()
}

fn tell(name: &str, proof: &Proof, opened: &Opened) {
    let Proof { sizes, locales, variants, texts, faults } = proof;
    let counts = format!(
        "{name}: {sizes} sizes × {} locales, {variants} variants, {texts} texts laid out",
        locales.len()
    );
    if faults.is_empty() {
        say(&format!("{counts}: all hold"));
        return;
    }
    for (faults, locales) in grouped(proof) {
        let fault = faults[0];
        let place = fault.span.map_or_else(String::new, |span| {
            let source = opened.sources.get(span.source);
            format!("  ({}:{})", source.name, source.line_column(span.start).0)
        });
        say(&format!("{:>10}  {}: {}{place}  [{locales}]", fault.request.size, fault.code.id(), fault.what));
    }
    say(&format!("{counts}: {} faults", faults.len()));
}

fn described(name: &str, proof: &Proof, opened: &Opened) -> Value {
    let faults: Vec<Value> = proof
        .faults
        .iter()
        .map(|fault| {
            let at = fault.span.map(|span| {
                let source = opened.sources.get(span.source);
                let (line, column) = source.line_column(span.start);
                json!({ "file": &*source.name, "line": line, "column": column })
            });
            json!({
                "code": fault.code.id(), "size": fault.request.size, "locale": fault.request.locale.as_str(),
                "layer": fault.layer, "at": at, "message": fault.what,
            })
        })
        .collect();
    let locales: Vec<&str> = proof.locales.iter().map(Locale::as_str).collect();
    json!({
        "template": name, "sizes": proof.sizes, "locales": locales, "variants": proof.variants, "texts": proof.texts,
        "faults": faults,
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
            proof.faults.iter().filter(of).map(|fault| json!({ "message": fault.what })).collect();
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
