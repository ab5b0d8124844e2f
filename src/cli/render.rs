use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{Choice, FormatArg, Place, Render};
use super::open::{self, Opened};
use super::report::{Fault, Run, note, print_json, show};
use crate::campaign::{Creative, Output};
use crate::compile::{Request, SlotInput};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::encode::Format;
use crate::locale::Locale;
use crate::memo::Memo;
use crate::raster::Kernels;
use crate::yaml::decode::suggest;

pub(super) fn run(place: &Place, args: &Render) -> Run<ExitCode> {
    let drawn = once(place, args, None)?;
    if args.json {
        let all: Vec<Value> = drawn.files.iter().map(|(path, creative)| describe(creative, path)).collect();
        print_json(&if args.all_sizes {
            json!({ "files": all, "failed": drawn.failed })
        } else {
            json!(all.first())
        });
    }
    Ok(if drawn.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What one run wrote.
pub(super) struct Drawn {
    pub(super) files: Vec<(PathBuf, Creative)>,
    /// Sizes that could not be drawn; each was told.
    pub(super) failed: Vec<String>,
}

/// Reads everything and draws, with what an earlier run left in `memo`.
pub(super) fn once(place: &Place, args: &Render, memo: Option<&Memo>) -> Run<Drawn> {
    let formats = args.format.map(FormatArg::formats);
    let output = Output { quality: args.quality, max_bytes: args.max_bytes, ..Output::default() };
    let mut opened =
        open::open(place, &args.template, &args.choice.brand, Some(&args.choice.assets), Sources::new())?;
    if let Some(memo) = memo {
        opened.memo = memo.clone();
    }
    let renderer = opened.renderer(Kernels::best());
    if !args.all_sizes {
        let formats = formats.map_or_else(|| formats_of(&args.output), Ok)?;
        let request = request(&args.choice, &opened)?;
        let creative = renderer
            .smallest(&request, &formats, output)
            .map_err(|found| Fault::new(found, &opened.sources))?;
        show(&creative.warnings, &opened.sources);
        // `banner.auto` becomes what it is
        let path = match args.output.extension() {
            Some(end) if end.eq_ignore_ascii_case(AUTO) => {
                args.output.with_extension(creative.settings.format().extension())
            }
            _ => args.output.clone(),
        };
        write(&path, &creative.bytes)?;
        return Ok(Drawn { files: vec![(path, creative)], failed: Vec::new() });
    }
    if args.output.as_os_str() == "-" {
        return Err(Diagnostic::error(Code::File, "all sizes do not fit into standard output")
            .hint("name a folder: `-o preview`")
            .into());
    }
    std::fs::create_dir_all(&args.output).map_err(|error| {
        Diagnostic::error(Code::File, format!("cannot create `{}`: {error}", args.output.display()))
    })?;
    let formats = formats.unwrap_or_else(|| vec![Format::Jpeg]);
    let mut drawn = Drawn { files: Vec::new(), failed: Vec::new() };
    let mut faults: Vec<(Diagnostics, Vec<String>)> = Vec::new();
    for size in opened.template.sizes.iter().map(|decl| &decl.name.value) {
        let request = request(&Choice { size: Some(size.clone()), ..args.choice.clone() }, &opened)?;
        match renderer.smallest(&request, &formats, output) {
            Ok(creative) => {
                let end = creative.settings.format().extension();
                let file = format!("{}_{size}_{}.{end}", args.template, request.locale);
                let path = args.output.join(file);
                if !creative.warnings.is_empty() {
                    note(&format!("{size}:"));
                    show(&creative.warnings, &opened.sources);
                }
                write(&path, &creative.bytes)?;
                drawn.files.push((path, creative));
            }
            Err(found) => {
                // A slot without a value is missing in every size.
                match faults.iter_mut().find(|(known, _)| *known == found) {
                    Some((_, sizes)) => sizes.push(size.clone()),
                    None => faults.push((found, vec![size.clone()])),
                }
                drawn.failed.push(size.clone());
            }
        }
    }
    for (found, sizes) in faults {
        note(&format!("{} cannot be drawn:", sizes.join(", ")));
        show(&found, &opened.sources);
    }
    Ok(drawn)
}

/// The extension that leaves the format open.
const AUTO: &str = "auto";

/// The formats that a file's name asks for; JPEG where it has no extension.
fn formats_of(path: &Path) -> Run<Vec<Format>> {
    let Some(end) = path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()) else {
        return Ok(vec![Format::Jpeg]);
    };
    if end == AUTO {
        return Ok(FormatArg::Auto.formats());
    }
    Format::from_word(&end).map(|format| vec![format]).ok_or_else(|| {
        let known: Vec<String> = Format::WORDS.iter().map(|(word, _)| format!(".{word}")).collect();
        Diagnostic::error(Code::File, format!("`.{end}` is no file format of ours"))
            .hint(format!("end the name with one of: {}; or say `--format`", known.join(", ")))
            .into()
    })
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
        Some(tag) => locale(tag)?,
        None => opened.inputs.kit.locale.clone(),
    };
    let caps = caps(&choice.fit)?;
    let groups = opened.template.fit_groups();
    if let Some(unknown) = caps.keys().find(|group| !groups.contains(group.as_str())) {
        let groups: Vec<&str> = groups.into_iter().collect();
        let what = format!("the template has no fit group `{unknown}`");
        let hint = suggest(unknown, &groups, "its fit groups are");
        return Err(Diagnostic::error(Code::UnknownName, what).hint(hint).into());
    }
    Ok(Request { size, locale, slots: slots(&choice.set)?, caps })
}

/// `--locale TAG`
pub(super) fn locale(tag: &str) -> Run<Locale> {
    Ok(Locale::parse(tag).map_err(|error| {
        Diagnostic::error(Code::BadValue, error.to_string())
            .hint("write language and region, `--locale de-DE`, or a pseudo-locale, `--locale pseudo-long`")
    })?)
}

/// `--set SLOT=VALUE`, each time that it stands there.
pub(super) fn slots(set: &[String]) -> Run<BTreeMap<String, SlotInput>> {
    let mut slots = BTreeMap::new();
    for pair in set {
        let Some((slot, value)) = pair.split_once('=') else {
            return Err(Diagnostic::error(Code::BadValue, format!("`--set {pair}` has no `=`"))
                .hint("write `--set SLOT=VALUE`, for example `--set headline=\"Hello\"`")
                .into());
        };
        slots.insert(slot.trim().to_owned(), SlotInput::parse(value));
    }
    Ok(slots)
}

/// `--fit GROUP=PERCENT`, each time that it stands there.
fn caps(fit: &[String]) -> Run<BTreeMap<String, u8>> {
    let mut caps = BTreeMap::new();
    for pair in fit {
        let read = pair.split_once('=').and_then(|(group, share)| {
            let share = share.trim();
            let share = share.strip_suffix('%').unwrap_or(share).parse::<u8>().ok()?;
            (1..=100).contains(&share).then(|| (group.trim().to_owned(), share))
        });
        let Some((group, share)) = read else {
            let what = format!("`--fit {pair}` is no group with a percentage");
            return Err(Diagnostic::error(Code::BadValue, what).hint("write `--fit headline=80%`").into());
        };
        caps.insert(group, share);
    }
    Ok(caps)
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
        "format": creative.settings.format().word(), "quality": creative.settings.quality(), "bytes": creative.bytes.len(),
        "digest": creative.digest.hex(), "texts": texts,
    })
}
