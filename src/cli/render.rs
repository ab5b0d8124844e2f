use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::args::{Choice, Place, Render};
use super::open::{self, Opened};
use super::report::{Fault, Run, print_json, show};
use crate::campaign::{Creative, Output};
use crate::compile::{Request, SlotInput};
use crate::diag::{Code, Diagnostic, Sources};
use crate::encode::Format;
use crate::locale::Locale;
use crate::raster::Kernels;

pub(super) fn run(place: &Place, args: &Render) -> Run<ExitCode> {
    let format = args.format.map(Format::from).or_else(|| format_of(&args.output)).unwrap_or(Format::Jpeg);
    let opened = open::open(place, &args.template, &args.choice.brand, Some(&args.choice.assets), Sources::new())?;
    let request = request(&args.choice, &opened)?;
    let output = Output { format, quality: args.quality, max_bytes: args.max_bytes };
    let creative = opened
        .renderer(Kernels::best())
        .render(&request, output)
        .map_err(|found| Fault::new(found, &opened.sources))?;
    show(&creative.warnings, &opened.sources);
    write(&args.output, &creative.bytes)?;
    if args.json {
        print_json(&describe(&creative, &args.output));
    }
    Ok(ExitCode::SUCCESS)
}

fn format_of(path: &Path) -> Option<Format> {
    Format::from_word(&path.extension()?.to_str()?.to_ascii_lowercase())
}

/// The variant that the arguments choose; with one size only, that one.
pub(super) fn request(choice: &Choice, opened: &Opened) -> Run<Request> {
    let size = match (&choice.size, opened.template.sizes.as_slice()) {
        (Some(size), _) => size.clone(),
        (None, [only]) => only.name.value.clone(),
        (None, sizes) => {
            let known: Vec<&str> = sizes.iter().map(|decl| decl.name.value.as_str()).collect();
            return Err(Diagnostic::error(Code::MissingKey, "which size?")
                .hint(format!("add `--size SIZE`, one of: {}", known.join(", ")))
                .into());
        }
    };
    let locale = match &choice.locale {
        Some(tag) => Locale::parse(tag).map_err(|error| Diagnostic::error(Code::BadValue, error.to_string()))?,
        None => opened.inputs.kit.locale.clone(),
    };
    let mut slots = BTreeMap::new();
    for pair in &choice.set {
        let Some((slot, value)) = pair.split_once('=') else {
            return Err(Diagnostic::error(Code::BadValue, format!("`--set {pair}` has no `=`"))
                .hint("write `--set SLOT=VALUE`, for example `--set headline=\"Hello\"`")
                .into());
        };
        slots.insert(slot.trim().to_owned(), SlotInput::parse(value));
    }
    Ok(Request { size, locale, slots })
}

fn write(path: &Path, bytes: &[u8]) -> Run<()> {
    if path.as_os_str() == "-" {
        return std::io::stdout().lock().write_all(bytes).map_err(|error| {
            Diagnostic::error(Code::File, format!("cannot write to standard output: {error}")).into()
        });
    }
    crate::store::write_whole(path, bytes).map_err(|error| Diagnostic::from(error).into())
}

fn describe(creative: &Creative, path: &Path) -> serde_json::Value {
    let texts: Vec<_> = creative
        .texts
        .iter()
        .map(|text| json!({ "layer": text.id, "rung": text.rung.word(), "size": text.size.to_f64(), "lines": text.lines }))
        .collect();
    json!({
        "file": path.display().to_string(), "width": creative.size.w(), "height": creative.size.h(),
        "format": creative.format.word(), "quality": creative.quality, "bytes": creative.bytes.len(),
        "digest": creative.digest.hex(), "texts": texts,
    })
}
