use super::folder::Folder;
use super::media::svg_aspect;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::digest::Digest;
use crate::template::{Drawing, Parsed};

const MAX_SVG: u64 = 1 << 20;

/// Reads every file that `svg:` names: from the template's own folder, then from that of the shared components.
///
/// # Errors
/// Each file that is missing, lies elsewhere, or is no SVG, where the template names it.
pub(super) fn read_drawings(mut parsed: Parsed, folders: &[Folder]) -> Outcome<Parsed> {
    let mut found = Diagnostics::new();
    for named in parsed.template.named_drawings() {
        let path = &named.value;
        if parsed.template.drawings.contains_key(path) {
            continue;
        }
        let mut missing = None;
        let mut bytes = None;
        for folder in folders {
            match folder.read(path, MAX_SVG) {
                Ok(read) => {
                    bytes = Some(read);
                    break;
                }
                Err(error) if error.is_missing() => drop(missing.get_or_insert(error)),
                Err(error) => {
                    found.push(Diagnostic { span: Some(named.span), ..error.into() });
                    missing = None;
                    break;
                }
            }
        }
        if let Some(bytes) = bytes {
            match std::str::from_utf8(&bytes).ok().and_then(svg_aspect) {
                Some(aspect) => {
                    let drawing = Drawing { digest: Digest::of_bytes(&bytes), aspect, bytes: bytes.into() };
                    parsed.template.drawings.insert(path.clone(), drawing);
                }
                None => {
                    let message = format!("`{path}` is no SVG with a `viewBox`");
                    found.push(Diagnostic::error(Code::BadSvg, message).at(named.span));
                }
            }
        } else if missing.is_some() {
            let message = format!("there is no file `{path}` in the template's folder");
            found.push(
                Diagnostic::error(Code::MissingAsset, message)
                    .at(named.span)
                    .hint("add it, or correct the path"),
            );
        }
    }
    if found.has_errors() { Err(found.sorted()) } else { Ok(parsed) }
}
