use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::args::{Check, Place};
use super::open_campaign::fill_feeds;
use super::proof;
use super::report::{Run, json as findings, print_json, say, show};
use crate::brand::{self, BrandKit};
use crate::campaign;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, Severity, SourceId, Sources};
use crate::store::{self, Project};
use crate::template;
use crate::yaml::{self, Node};

/// Checks what was named, and proves its templates where that is asked for.
pub(super) fn run(place: &Place, args: &Check) -> Run<ExitCode> {
    let Checked { files, found, sources, whole } = check(place, &args.paths);
    let errors = found.0.iter().filter(|d| d.severity == Severity::Error).count();
    if !args.json {
        show(&found, &sources);
        let warnings = found.0.len() - errors;
        say(&format!("{files} files checked: {errors} errors, {warnings} warnings"));
    }
    let mut told = json!({ "checked": files, "errors": errors, "found": findings(&found, &sources) });
    let mut holds = errors == 0;
    // What is broken cannot hold; its errors come first.
    if args.proof && holds {
        let proofs = proof::run(place, args, &whole.templates, &sources)?;
        holds = proofs.iter().all(|proof| proof["faults"].as_array().is_some_and(Vec::is_empty));
        told["proofs"] = json!(proofs);
    }
    if args.json {
        print_json(&told);
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was read, and what was found in it.
struct Checked {
    /// How many.
    files: usize,
    found: Diagnostics,
    sources: Sources,
    whole: Whole,
}

fn check(place: &Place, paths: &[PathBuf]) -> Checked {
    let project = Project::at(&place.root);
    let (mut sources, mut found, mut whole) = (Sources::new(), Diagnostics::new(), Whole::default());
    let mut checked = 0;
    for path in paths {
        for file in files(path, &project, &mut found) {
            checked += 1;
            one(&file, &project, &mut sources, &mut found, &mut whole);
        }
    }
    // Which kit templates are for is known when one was named with them.
    if let [kit] = whole.kits.as_slice() {
        for template in &whole.templates {
            found.0.extend(template::check_against_kit(template, kit).0);
        }
    }
    Checked { files: checked, found: found.sorted(), sources, whole }
}

/// What could be read in spite of its faults, to be held against each other.
#[derive(Default)]
struct Whole {
    templates: Vec<template::Template>,
    kits: Vec<BrandKit>,
}

/// The YAML files that a path stands for; a bare word that is no path is the name of a template of the project.
fn files(path: &Path, project: &Project, found: &mut Diagnostics) -> Vec<PathBuf> {
    let named = !path.exists() && path.extension().is_none() && path.components().count() == 1;
    if named && let Some(name) = path.to_str() {
        let known = project.template_names().unwrap_or_default();
        if known.iter().any(|known| known == name) {
            return vec![project.templates.join(name).join("template.yaml")];
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let what = format!(
            "`{name}` is neither a file or folder nor a template in `{}`",
            project.templates.display()
        );
        let hint = yaml::decode::suggest(name, &known, "templates");
        found.push(Diagnostic::error(Code::MissingAsset, what).hint(hint));
        return Vec::new();
    }
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    for known in ["template.yaml", "kit.yaml", "assets.yaml"] {
        if path.join(known).is_file() {
            return vec![path.join(known)];
        }
    }
    let mut all = Vec::new();
    if let Ok(entries) = std::fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for inner in paths {
            if inner.is_dir() && (inner.join("template.yaml").is_file() || inner.join("kit.yaml").is_file()) {
                all.extend(files(&inner, project, found));
            } else if inner.extension().is_some_and(|e| e == "yaml" || e == "yml") {
                all.push(inner);
            }
        }
    }
    if all.is_empty() {
        let what = format!("`{}` holds no template, kit or campaign", path.display());
        found.push(
            Diagnostic::error(Code::File, what)
                .hint("name a folder with a template.yaml or kit.yaml, or a YAML file"),
        );
    }
    all
}

/// Checks one file as what its `kind:` says that it is.
fn one(path: &Path, project: &Project, sources: &mut Sources, found: &mut Diagnostics, whole: &mut Whole) {
    let text = match store::read_text(path) {
        Ok(text) => text,
        Err(error) => return found.push(error.into()),
    };
    let source = sources.add(path.display().to_string(), text.as_str());
    let Some(root) = found.gather(yaml::read(&text, source, &yaml::Limits::default())) else { return };
    match root.get("kind").and_then(Node::as_str) {
        Some("template") => whole.templates.extend(template_file(path, source, &text, sources, found)),
        Some("component") => {
            // Alone it is a template of one: its own faults show, those of its callers do not.
            found.0.extend(template::check_component(&root).0);
        }
        Some("brand") => {
            let folder = match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            };
            whole.kits.extend(if path.ends_with("kit.yaml") {
                store::check_kit(folder, project, sources, found)
            } else {
                found.gather(brand::parse("kit", &root)).map(|parsed| parsed.kit)
            });
        }
        Some("campaign") => {
            if let Some(parsed) = found.gather(campaign::parse(&root)) {
                campaign_file(path, parsed, project, sources, found);
            }
        }
        Some("assets") => {
            let folder = path.parent().unwrap_or(Path::new("."));
            let mut texts = Sources::new();
            if let Err(more) = store::check_assets(folder, &mut texts) {
                // The same text under its own id, so that places point into what was read here.
                found.0.extend(rehome(more, source).0);
            }
        }
        other => {
            let what = match other {
                Some(word) => format!("`{word}` is no kind of file that Mimeo reads"),
                None => "the file does not say its `kind:`".to_owned(),
            };
            found.push(Diagnostic::error(Code::MissingKey, what).at(root.span).hint(
                "begin with `mimeo: 1` and `kind: template`, `component`, `brand`, `campaign` or `assets`",
            ));
        }
    }
}

/// A campaign against its template and its kit, and its feeds row by row.
fn campaign_file(
    path: &Path,
    parsed: campaign::Parsed,
    project: &Project,
    sources: &mut Sources,
    found: &mut Diagnostics,
) {
    let campaign::Parsed { mut campaign, set_spans } = parsed;
    let name = &campaign.template.value;
    let mut texts = sources.clone();
    let Ok(read) = store::read_template(project, name, &mut texts) else {
        let what = format!("the template `{name}` cannot be read");
        let hint = format!("check it by itself: mimeo check templates/{name}");
        return found.push(Diagnostic::error(Code::UnknownName, what).at(campaign.template.span).hint(hint));
    };
    let template = read.template;
    found.0.extend(campaign.check_against(&template, &set_spans).0);
    let kit = project.kits.join(&campaign.brand.value);
    if !kit.is_dir() {
        let brand = &campaign.brand;
        let known = project.brand_names().unwrap_or_default();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let what = format!("there is no brand kit `{}`", brand.value);
        let hint = yaml::decode::suggest(&brand.value, &known, "kits");
        found.push(Diagnostic::error(Code::MissingAsset, what).at(brand.span).hint(hint));
    }
    // A kit that cannot be read tells why when it is checked itself.
    let (mut aside, mut unsaid) = (texts.clone(), Diagnostics::new());
    if let Some(kit) = store::check_kit(&kit, project, &mut aside, &mut unsaid) {
        let against = template::check_against_kit(&template, &kit);
        if against.has_errors() {
            *sources = texts;
            found.0.extend(against.0);
        }
    }
    let rows = fill_feeds(path, &mut campaign, &template, sources);
    found.0.extend(rows.0);
    if let Some(deck) = store::read_decks(project, &campaign.brand.value) {
        found.0.extend(campaign::unfilled(&campaign, &template, &deck, &set_spans).0);
    }
}

/// A template with the components beside it.
fn template_file(
    path: &Path,
    source: SourceId,
    text: &str,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<template::Template> {
    let read: Outcome<template::Parsed> = store::read_template_at(path, source, text, sources);
    let parsed = found.gather(read)?;
    found.0.extend(parsed.warnings.0);
    Some(parsed.template)
}

fn rehome(found: Diagnostics, source: SourceId) -> Diagnostics {
    let mut found = found;
    for diagnostic in &mut found.0 {
        if let Some(span) = &mut diagnostic.span {
            span.source = source;
        }
    }
    found
}
