use std::collections::BTreeSet;
use std::path::Path;

use bytes::Bytes;

use super::StoreError;
use super::blobs::FileBlobs;
use super::deck_csv::read_deck;
use super::folder::Folder;
use super::import::check_decks;
use super::media::svg_aspect;
use super::project::{Project, decks};
use crate::brand::{self, BrandKit, LogoFile};
use crate::copy::CopyDeck;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId, Sources, Span};
use crate::font::{EMOJI, FontBook};
use crate::yaml::{self, decode::suggest};

const FILE: &str = "kit.yaml";
const MAX_YAML: u64 = 1 << 20;
const MAX_LOGO: u64 = 1 << 20;

/// Reads `kit.yaml` of a brand's folder with the language's own reader (`parse`: name, text, source), then every logo
/// that it names: digest and shape are filled in here. The drawings can then be had from `blobs`.
///
/// # Errors
/// Everything that is wrong with the kit, or with its logos.
pub fn read_kit(
    folder: &Folder,
    name: &str,
    parse: impl FnOnce(&str, &str, SourceId) -> Outcome<BrandKit>,
    sources: &mut Sources,
    blobs: &mut FileBlobs,
) -> Outcome<BrandKit> {
    let text =
        folder.read_text(FILE, MAX_YAML).map_err(|error| Diagnostics::from(Diagnostic::from(error)))?;
    let source = sources.add(folder.shown(FILE).display().to_string(), text.as_str());
    let mut kit = parse(name, &text, source)?;
    let mut found = Diagnostics::new();
    let drawings = kit.logos.iter_mut().flat_map(|(_, logo)| logo.on.values_mut());
    for drawing in drawings {
        if let Err(fault) = look(folder, drawing, blobs) {
            found.push(*fault);
        }
    }
    found.finish(kit)
}

fn look(folder: &Folder, drawing: &mut LogoFile, blobs: &mut FileBlobs) -> Result<(), Box<Diagnostic>> {
    let (_, bytes) = blobs.add(folder, &drawing.path, MAX_LOGO).map_err(|error| Box::new(error.into()))?;
    let shape = std::str::from_utf8(&bytes).ok().and_then(svg_aspect);
    let no_shape = || {
        let message = format!("`{}` is no SVG with a `viewBox`", folder.shown(&drawing.path).display());
        Box::new(Diagnostic::error(Code::BadSvg, message))
    };
    drawing.aspect = shape.ok_or_else(no_shape)?;
    // Small, and painted into every creative.
    drawing.digest = blobs.put(bytes);
    Ok(())
}

/// The fonts that a project draws with: its own, then the emoji of the program. Path and bytes of each.
pub(super) fn fonts(project: &Project) -> Result<Vec<(String, Bytes)>, StoreError> {
    let mut fonts: Vec<_> = project.fonts()?.into_iter().map(|file| (file.path, file.bytes)).collect();
    fonts.push(("built-in emoji".to_owned(), Bytes::from_static(EMOJI)));
    Ok(fonts)
}

/// Reads a kit's folder with its logos and decks, and holds its families against the project's fonts: for its faults
/// only. The kit is given when it can be used in spite of them.
pub fn check_kit(
    folder: &Path,
    project: &Project,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<BrandKit> {
    let full = std::fs::canonicalize(folder).ok();
    let name = full.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let name = name.as_deref().unwrap_or("kit");
    let folder = Folder::open(folder).map_err(|error| found.push(error.into())).ok()?;
    let (mut warnings, mut named) = (Diagnostics::new(), Vec::new());
    let parse = |name: &str, text: &str, source: SourceId| {
        let root = yaml::read(text, source, &yaml::Limits::default())?;
        named = brand::families(&root).into_iter().map(|(family, at)| (family.to_owned(), at)).collect();
        let parsed = brand::parse(name, &root)?;
        warnings.0.extend(parsed.warnings.0);
        Ok(parsed.kit)
    };
    let kit = found.gather(read_kit(&folder, name, parse, sources, &mut FileBlobs::default()));
    found.0.extend(warnings.0);
    match decks(&folder) {
        Ok(decks) => check_decks(&decks, sources, found),
        Err(error) => found.push(error.into()),
    }
    // A kit may be checked where no fonts are.
    if let Ok(fonts) = fonts(project) {
        let (book, _) = FontBook::new(fonts);
        let fonts = project.fonts.display().to_string();
        found.0.extend(named.iter().filter_map(|(family, at)| unknown_family(family, *at, &book, &fonts)));
    }
    kit
}

/// What the decks in the folder of a kit hold, as far as their rows are good: for checks, which need no database.
#[must_use]
pub fn read_decks(project: &Project, brand: &str) -> Option<CopyDeck> {
    let files = project.brand(brand).ok()?;
    let (mut sources, mut unsaid) = (Sources::new(), Diagnostics::new());
    let kit = read_kit(
        &files.folder,
        brand,
        |name, text, source| {
            let root = yaml::read(text, source, &yaml::Limits::default())?;
            Ok(brand::parse(name, &root)?.kit)
        },
        &mut sources,
        &mut FileBlobs::default(),
    );
    let rows =
        files.decks.iter().flat_map(|deck| read_deck(&deck.name, &deck.text, &mut sources, &mut unsaid));
    Some(CopyDeck::new(rows.collect::<Vec<_>>(), kit.ok()?.locale))
}

/// A family of a kit that no font is of.
pub(super) fn unknown_family(family: &str, at: Span, book: &FontBook, fonts: &str) -> Option<Diagnostic> {
    if book.has_family(family) {
        return None;
    }
    let known: BTreeSet<&str> = book.faces().iter().map(|face| face.family.as_str()).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let hint = suggest(family, &known, "families are");
    let what = format!("no font in `{fonts}` is of the family `{family}`");
    Some(Diagnostic::error(Code::UnknownName, what).at(at).hint(hint))
}
