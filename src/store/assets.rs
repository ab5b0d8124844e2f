use super::asset_facts::{AssetEntry, entries};
use super::blobs::FileBlobs;
use super::folder::Folder;
use super::media::sniff;
use crate::asset::{Asset, AssetTable};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, Sources};
use crate::yaml::{self, Limits};

/// The file that names a folder's assets.
const FILE: &str = "assets.yaml";
const MAX_YAML: u64 = 1 << 20;
const MAX_ASSET: u64 = 64 << 20;
const MAX_SVG: usize = 4 << 20;

/// Reads `assets.yaml` of a folder and every file that it names: digests, kinds by their bytes, upright sizes. The bytes
/// can then be had from `blobs`.
///
/// # Errors
/// Everything that is wrong with the file and with the pictures, all at once.
pub fn read_assets(folder: &Folder, sources: &mut Sources, blobs: &mut FileBlobs) -> Outcome<AssetTable> {
    let text =
        folder.read_text(FILE, MAX_YAML).map_err(|error| Diagnostics::from(Diagnostic::from(error)))?;
    let source = sources.add(folder.shown(FILE).display().to_string(), text.as_str());
    let root = yaml::read(&text, source, &Limits::default())?;
    let mut found = Diagnostics::new();
    let mut table = AssetTable::default();
    for entry in entries(&root, &mut found) {
        match look(folder, entry, blobs) {
            Ok(asset) => {
                table.0.insert(asset.name.clone(), asset);
            }
            Err(fault) => found.push(*fault),
        }
    }
    found.finish(table)
}

fn look(folder: &Folder, entry: AssetEntry, blobs: &mut FileBlobs) -> Result<Asset, Box<Diagnostic>> {
    let AssetEntry { name, file, file_span, facts } = entry;
    let shown = folder.shown(&file);
    let (digest, bytes) = blobs.add(folder, &file, MAX_ASSET).map_err(|error| match error {
        missing if missing.is_missing() => {
            let message = format!("the asset `{name}` has no file `{}`", shown.display());
            Box::new(Diagnostic::error(Code::MissingAsset, message).at(file_span))
        }
        other => Box::new(Diagnostic::from(other).at(file_span)),
    })?;
    let bad = |code, why: String| {
        let message = format!("`{}` cannot be used: {why}", shown.display());
        Box::new(Diagnostic::error(code, message).at(file_span))
    };
    let (kind, size) = sniff(&bytes).map_err(|fault| bad(Code::BadImage, fault.to_string()))?;
    if size.is_none() && bytes.len() > MAX_SVG {
        return Err(bad(Code::BadSvg, format!("it has more than {MAX_SVG} bytes")));
    }
    Ok(Asset { name, digest, kind, size, facts })
}
