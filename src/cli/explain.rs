use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::Explain;
use super::report::{Run, print_json, say};
use super::summary::weight;
use crate::diag::{Code, Diagnostic};
use crate::digest::{Digest, RENDER_EPOCH};

/// More than any campaign needs that people look at file by file.
const MAX_MANIFEST: u64 = 2 << 30;

/// Whether the file on disk is the one that the manifest tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Same,
    Changed,
    Missing,
}

pub(super) fn run(args: &Explain) -> Run<ExitCode> {
    let folder = match args.file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let manifest = manifest(folder)?;
    let bytes = std::fs::read(&args.file).ok();
    let digest = bytes.as_deref().map(|bytes| Digest::of_bytes(bytes).hex());
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let files = manifest["files"].as_array().map_or(&[][..], Vec::as_slice);
    let by_name = files.iter().find(|line| line["file"] == *name);
    // A file that was given another name is found by what is in it.
    let by_digest =
        || files.iter().find(|line| digest.as_deref().is_some_and(|digest| line["digest"] == digest));
    let Some(line) = by_name.or_else(by_digest) else {
        let what = format!("the manifest in `{}` tells nothing of `{name}`", folder.display());
        let failed = manifest["failed"].as_array().into_iter().flatten();
        let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
        let why = failed
            .into_iter()
            .find(|one| one["name"] == stem)
            .map(|one| one["found"][0]["message"].to_string());
        let hint = match why {
            Some(why) => format!("it could not be made: {why}"),
            None => format!("it names {} files", files.len()),
        };
        return Err(Diagnostic::error(Code::File, what).hint(hint).into());
    };
    let state = match &digest {
        None => State::Missing,
        Some(digest) if line["digest"] == digest.as_str() => State::Same,
        Some(_) => State::Changed,
    };
    if args.json {
        let word = match state {
            State::Same => "same",
            State::Changed => "changed",
            State::Missing => "missing",
        };
        print_json(&json!({
            "state": word, "found": digest, "campaign": manifest["campaign"], "epoch": manifest["epoch"],
            "sources": manifest["sources"], "sample": manifest["sample"], "file": line,
        }));
    } else {
        print(&manifest, line, state, &name);
    }
    Ok(if state == State::Same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn manifest(folder: &Path) -> Run<Value> {
    let path = folder.join("manifest.json");
    let fault = |what: String| {
        Diagnostic::error(Code::File, what).hint("`mimeo explain` reads the manifest.json that `mimeo export` writes beside its files; unpack a zip first")
    };
    let about = std::fs::metadata(&path)
        .map_err(|error| fault(format!("cannot read `{}`: {error}", path.display())))?;
    if !about.is_file() || about.len() > MAX_MANIFEST {
        return Err(fault(format!("`{}` is no manifest", path.display())).into());
    }
    let text =
        std::fs::read(&path).map_err(|error| fault(format!("cannot read `{}`: {error}", path.display())))?;
    let value: Value = serde_json::from_slice(&text).unwrap_or(Value::Null);
    if value["kind"] != "manifest" {
        return Err(fault(format!("`{}` is no manifest of an export", path.display())).into());
    }
    Ok(value)
}

fn print(manifest: &Value, line: &Value, state: State, name: &str) {
    let recorded = text(&line["file"]);
    say(&recorded);
    match state {
        State::Same if recorded != name => {
            say(&format!("  the file was renamed to {name}; its bytes are still those that were exported"));
        }
        State::Same => say("  the file is still the one that was exported"),
        State::Changed => say("  THE FILE WAS CHANGED since it was exported: its bytes are others"),
        State::Missing => say("  the file is not there any more"),
    }
    let (made, sources) = (&line["made_from"], &manifest["sources"]);
    let fact = |name: &str, value: String| say(&format!("{name:<11}{value}"));
    fact("campaign", text(&manifest["campaign"]));
    if manifest["sample"].is_object() {
        let sample = &manifest["sample"];
        fact("sample", format!("{} of {} variants, seed {}", sample["files"], sample["of"], sample["seed"]));
    }
    let named =
        |what: &str| format!("{} ({})", text(&sources[what]["name"]), short(&sources[what]["digest"]));
    fact("template", named("template"));
    fact("kit", named("kit"));
    fact("size", format!("{}, {} × {} px", text(&made["size"]), line["width"], line["height"]));
    fact("locale", text(&made["locale"]));
    for (n, (slot, value)) in made["slots"].as_object().into_iter().flatten().enumerate() {
        let title = if n == 0 { "slots" } else { "" };
        fact(title, format!("{slot}: {}", filled(value)));
    }
    fact("fonts", short(&sources["fonts"]["digest"]));
    let output = &made["output"];
    let limit =
        output["max_bytes"].as_u64().map_or(String::new(), |most| format!(", at most {}", weight(most)));
    let quality =
        line["quality"].as_u64().map_or(String::new(), |quality| match output["quality"].as_u64() {
            Some(asked) if asked != quality => format!(", quality {quality} (asked for: {asked})"),
            _ => format!(", quality {quality}"),
        });
    fact(
        "output",
        format!(
            "{}{quality}{limit}; has {}",
            text(&line["format"]),
            weight(line["bytes"].as_u64().unwrap_or(0))
        ),
    );
    for (n, fitted) in line["texts"].as_array().into_iter().flatten().enumerate() {
        let title = if n == 0 { "texts" } else { "" };
        let size = if fitted["size"] == fitted["asked"] {
            format!("{} px", fitted["size"])
        } else {
            format!("{} of {} px", fitted["size"], fitted["asked"])
        };
        fact(
            title,
            format!(
                "{}: {}, {size}, {} lines{}{}: {}",
                text(&fitted["layer"]),
                text(&fitted["rung"]),
                fitted["lines"],
                contrast(&fitted["contrast"]),
                group(&fitted["group"], manifest, &made["size"]),
                text(&fitted["shown"])
            ),
        );
    }
    for warning in line["warnings"].as_array().into_iter().flatten() {
        fact("warning", format!("{} [{}]", text(&warning["message"]), text(&warning["code"])));
    }
    if line["click_url"].is_string() {
        fact("click URL", text(&line["click_url"]));
    }
    fact("digest", text(&line["digest"]));
    let epoch = manifest["epoch"].as_u64().unwrap_or(0);
    let now = if epoch == u64::from(RENDER_EPOCH) {
        "the same as this program's".to_owned()
    } else {
        format!("this program's is {RENDER_EPOCH}: it may draw other pixels")
    };
    fact("epoch", format!("{epoch}, {now}"));
}

fn contrast(value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    let remedy = value["remedy"].as_str().map_or_else(String::new, |remedy| format!(", by {remedy}"));
    format!(", contrast {} of {} (mean {}){remedy}", value["low"], value["min"], value["mean"])
}

/// Which fit group a text follows, and which variant that follows.
fn group(value: &Value, manifest: &Value, size: &Value) -> String {
    if value["cap"].is_null() {
        return String::new();
    }
    let all = manifest["fit_groups"].as_array().into_iter().flatten();
    let known = all.into_iter().find(|known| known["size"] == *size && known["group"] == value["name"]);
    let by = known.and_then(|known| known["set_by"].as_str());
    let by = by.map_or_else(String::new, |by| format!(", as {by} needs it"));
    format!(", with its fit group {} at {} %{by}", text(&value["name"]), value["cap"])
}

fn filled(value: &Value) -> String {
    if value.is_null() {
        return "– (left empty)".to_owned();
    }
    if value["picture"].is_string() {
        return format!("picture `{}` ({})", text(&value["picture"]), short(&value["digest"]));
    }
    let said = format!("\"{}\"", text(&value["text"]));
    match value["key"].as_str() {
        Some(key) => format!("{said}  (copy {key}, {})", text(&value["locale"])),
        None => format!("{said}  (from the campaign)"),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn short(digest: &Value) -> String {
    digest.as_str().unwrap_or("").chars().take(12).collect()
}
