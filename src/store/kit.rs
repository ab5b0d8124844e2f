use super::blobs::FileBlobs;
use super::folder::Folder;
use super::media::svg_aspect;
use crate::brand::{BrandKit, LogoFile};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, SourceId, Sources};

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
