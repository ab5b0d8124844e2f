use std::path::Path;
use std::sync::Arc;

use super::drawings::read_drawings;
use super::kit::{fonts, unknown_family};
use super::{FileBlobs, Folder, NamedText, Project, Store, StoreError, read_assets, read_kit};
use crate::asset::AssetTable;
use crate::brand::{self, BrandKit};
use crate::compile::Inputs;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId, Sources, Span};
use crate::font::FontBook;
use crate::locale::Locale;
use crate::template::{self, TemplateSource};
use crate::yaml::{self, Limits};

/// The workspace of everything that the command line does.
pub const WORKSPACE: &str = "default";

/// Everything that renders of one brand may read.
#[derive(Debug)]
pub struct Loaded {
    /// Frozen.
    pub inputs: Inputs,
    /// Bytes by digest.
    pub blobs: FileBlobs,
    /// What is wrong but stops nothing.
    pub warnings: Diagnostics,
    /// What people should know about the copy: edits in the database that the files contradict.
    pub notes: Vec<String>,
}

/// Reads a brand's kit, imports its decks where they changed, and reads copy from the database, pictures and fonts.
///
/// # Errors
/// Everything that is missing or wrong, from all files at once.
pub async fn load(
    store: &Store,
    project: &Project,
    brand: &str,
    assets: Option<&Path>,
    sources: &mut Sources,
) -> Outcome<Loaded> {
    let mut found = Diagnostics::new();
    let mut blobs = FileBlobs::default();
    let files = project.brand(brand).map_err(|error| unknown_brand(project, brand, error))?;
    let mut warnings = Diagnostics::new();
    let mut families: Vec<(String, Span)> = Vec::new();
    let parse = |name: &str, text: &str, source: SourceId| {
        yaml::read(text, source, &Limits::default()).and_then(|root| {
            families = brand::families(&root).into_iter().map(|(name, at)| (name.to_owned(), at)).collect();
            let parsed = brand::parse(name, &root)?;
            warnings.0.extend(parsed.warnings.0);
            Ok(parsed.kit)
        })
    };
    let kit = found.gather(read_kit(&files.folder, brand, parse, sources, &mut blobs));
    found.0.extend(warnings.0);
    let mut notes = Vec::new();
    let imported = store.import_copy(WORKSPACE, brand, &files.deck_files()).await.map_err(fault)?;
    for edit in &imported.kept_edits {
        let kept = edit.kept.as_deref().map_or("removed".to_owned(), |text| format!("\"{text}\""));
        notes.push(format!(
            "copy `{}` in {}: {} says otherwise, the database's edit is kept: {kept}",
            edit.key, edit.locale, edit.file
        ));
    }
    found.0.extend(rehome(imported.diagnostics, &imported.sources, sources));
    let table = match assets {
        Some(path) => {
            let folder = Folder::open(path).map_err(fault);
            found.gather(folder.and_then(|folder| read_assets(&folder, sources, &mut blobs)))
        }
        None => Some(AssetTable::default()),
    };
    let fonts = fonts(project).map_err(fault)?;
    for (_, bytes) in &fonts {
        blobs.put(bytes.clone());
    }
    let (book, fonts_found) = FontBook::new(fonts);
    found.0.extend(fonts_found.0);
    let fonts = project.fonts.display().to_string();
    found.0.extend(families.iter().filter_map(|(name, at)| unknown_family(name, *at, &book, &fonts)));
    if found.has_errors() {
        return Err(found);
    }
    let (Some(kit), Some(table)) = (kit, table) else { return Err(found) };
    let locales: Vec<Locale> = files
        .decks
        .iter()
        .filter_map(|deck| Locale::parse(deck.name.trim_end_matches(".csv")).ok())
        .collect();
    let deck = store.copy_deck(WORKSPACE, brand, &locales, &kit.locale).await.map_err(fault)?;
    let inputs =
        Inputs { kit: Arc::new(kit), deck: Arc::new(deck), assets: Arc::new(table), fonts: Arc::new(book) };
    Ok(Loaded { inputs, blobs, warnings: found, notes })
}

fn fault(error: StoreError) -> Diagnostics {
    Diagnostic::from(error).into()
}

fn suggest(wrong: &str, known: &[String], lead: &str) -> String {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    yaml::decode::suggest(wrong, &known, lead)
}

fn unknown_brand(project: &Project, brand: &str, error: StoreError) -> Diagnostics {
    if !error.is_missing() {
        return fault(error);
    }
    let known = project.brand_names().unwrap_or_default();
    let what = format!("there is no brand kit `{brand}` in `{}`", project.kits.display());
    Diagnostic::error(Code::MissingAsset, what).hint(suggest(brand, &known, "kits")).into()
}

/// Findings that point into texts of their own, moved to `sources`.
fn rehome(found: Diagnostics, own: &Sources, sources: &mut Sources) -> Vec<Diagnostic> {
    let mut moved = std::collections::BTreeMap::new();
    let mut all = found.0;
    for diagnostic in &mut all {
        if let Some(span) = &mut diagnostic.span {
            let text = own.get(span.source);
            let id =
                moved.entry(span.source).or_insert_with(|| sources.add(text.name.clone(), text.text.clone()));
            span.source = *id;
        }
    }
    all
}

/// Reads a template of the project with its components.
///
/// # Errors
/// When a file cannot be read; every fault of the language.
pub fn read_template(project: &Project, name: &str, sources: &mut Sources) -> Outcome<template::Parsed> {
    let files = project.template(name).map_err(|error| {
        if !error.is_missing() {
            return fault(error);
        }
        let known = project.template_names().unwrap_or_default();
        let what = format!("there is no template `{name}` in `{}`", project.templates.display());
        Diagnostic::error(Code::MissingAsset, what).hint(suggest(name, &known, "templates")).into()
    })?;
    let source = sources.add(files.template.path.as_str(), files.template.text.as_str());
    let parsed = parse(name, (source, &files.template.text), &files.components, sources)?;
    let shared = Folder::open(&project.templates).and_then(|folder| folder.sub("components"));
    let folders: Vec<Folder> = [Some(files.folder), shared.ok()].into_iter().flatten().collect();
    read_drawings(parsed, &folders)
}

/// Reads a template of the project and holds it against a brand's kit; the warnings of both come with it.
///
/// # Errors
/// As [`read_template`], and names that the kit does not have.
pub fn read_template_for(
    project: &Project,
    name: &str,
    kit: &BrandKit,
    sources: &mut Sources,
) -> Outcome<template::Parsed> {
    let mut parsed = read_template(project, name, sources)?;
    let found = template::check_against_kit(&parsed.template, kit);
    if found.has_errors() {
        return Err(found);
    }
    parsed.warnings.0.extend(found.0);
    Ok(parsed)
}

fn parse(
    name: &str,
    (source, text): (SourceId, &str),
    components: &[NamedText],
    sources: &mut Sources,
) -> Outcome<template::Parsed> {
    let components = components
        .iter()
        .map(|file| {
            (
                file.name.clone(),
                sources.add(file.path.as_str(), file.text.as_str()),
                file.text.as_str().into(),
            )
        })
        .collect();
    template::parse(&TemplateSource { name: name.to_owned(), template: (source, text.into()), components })
}

/// Reads a template wherever its file lies: with the components in its folder, and those in the folder above.
///
/// # Errors
/// As [`read_template`].
pub fn read_template_at(
    path: &Path,
    source: SourceId,
    text: &str,
    sources: &mut Sources,
) -> Outcome<template::Parsed> {
    let full = std::fs::canonicalize(path).map_err(|error| fault(StoreError::io("read", path)(error)))?;
    let folder = full.parent().unwrap_or(Path::new("."));
    let name =
        folder.file_name().map_or_else(|| "template".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut components: Vec<NamedText> = Vec::new();
    for place in [Some(folder), folder.parent()].into_iter().flatten() {
        for component in
            Folder::open(place).and_then(|folder| super::project::components(&folder)).map_err(fault)?
        {
            if components.iter().all(|known| known.name != component.name) {
                components.push(component);
            }
        }
    }
    let parsed = parse(&name, (source, text), &components, sources)?;
    let shared = folder.parent().map(|above| above.join("components"));
    let folders = [Some(folder.to_owned()), shared].into_iter().flatten();
    let folders: Vec<Folder> = folders.filter_map(|folder| Folder::open(folder).ok()).collect();
    read_drawings(parsed, &folders)
}

/// Reads the `assets.yaml` of a folder and everything that it names, for its faults only.
///
/// # Errors
/// Every fault.
pub fn check_assets(folder: &Path, sources: &mut Sources) -> Outcome<()> {
    let folder = Folder::open(folder).map_err(fault)?;
    read_assets(&folder, sources, &mut FileBlobs::default()).map(|_| ())
}
