use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::report::Run;
use crate::campaign::{ManifestWriter, SheetWriter, TableWriter};
use crate::diag::{Code, Diagnostic};
use crate::encode::Format;
use crate::store::{Journal, Line, WholeFile, write_zip};

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A folder of files.
    Folder(PathBuf),
    /// One archive; its files are made in a hidden folder beside it, so that an interrupted run can go on.
    Zip { file: PathBuf, work: PathBuf },
}

impl Target {
    pub(super) fn of(out: &Path) -> Run<Self> {
        let zip = out.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
        if !zip || out.is_dir() {
            if out.exists() && !out.is_dir() {
                return Err(Diagnostic::error(
                    Code::File,
                    format!("`{}` is a file, not a folder", out.display()),
                )
                .hint("name a folder, or a file that ends in `.zip`")
                .into());
            }
            return Ok(Self::Folder(out.to_owned()));
        }
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !parent.is_dir() {
            return Err(Diagnostic::error(Code::File, format!("there is no folder `{}`", parent.display()))
                .hint("make it first, or choose another place for the zip")
                .into());
        }
        Ok(Self::Zip { file: out.to_owned(), work: parent.join(format!(".{name}.mimeo-work")) })
    }

    /// The folder in which the files are made.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Zip { work, .. } => work,
        }
    }

    /// What people are told to look at.
    pub(super) fn shown(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Zip { file, .. } => file,
        }
    }

    /// How many pictures lie in the folder that `own` does not name: of an older export, or somebody else's. They are
    /// left alone, but nobody should upload them by mistake.
    fn strangers(&self, own: &BTreeSet<String>) -> usize {
        let Self::Folder(folder) = self else { return 0 };
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let picture = |name: &String| {
            let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
            extension.is_some_and(|end| Format::from_word(&end).is_some()) && !own.contains(name)
        };
        names.filter(picture).count()
    }

    /// Writes what lies beside the files, of which `lines` tells in the order of the variants: table, contact sheet and
    /// manifest; then the archive, if one is wanted. Gives the number of [`Target::strangers`].
    pub(super) fn finish(&self, mut journal: Journal, head: &Value, lines: &[Line]) -> Run<usize> {
        let path = |name: &str| self.folder().join(name);
        let begin = |name: &str| WholeFile::create(&path(name)).map_err(Diagnostic::from);
        let failed = |error: std::io::Error| {
            Diagnostic::error(Code::File, format!("cannot write into `{}`: {error}", self.folder().display()))
        };
        let mut table = TableWriter::begin(begin("manifest.csv")?, head).map_err(failed)?;
        let mut sheet = SheetWriter::begin(begin("index.html")?, head).map_err(failed)?;
        let mut manifest = ManifestWriter::begin(begin("manifest.json")?, head).map_err(failed)?;
        let mut own = BTreeSet::new();
        for line in lines {
            let line = journal.read(*line).map_err(Diagnostic::from)?;
            table.file(&line).and_then(|()| sheet.file(&line)).map_err(failed)?;
            manifest.file(&line).map_err(failed)?;
            own.extend(line["file"].as_str().map(str::to_owned));
        }
        table.end().finish().map_err(Diagnostic::from)?;
        sheet.end().map_err(failed)?.finish().map_err(Diagnostic::from)?;
        manifest.end().map_err(failed)?.finish().map_err(Diagnostic::from)?;
        journal.close().map_err(Diagnostic::from)?;
        if let Self::Zip { file, work } = self {
            let mut names: Vec<String> =
                ["index.html", "manifest.csv", "manifest.json"].map(str::to_owned).to_vec();
            names.extend(own.iter().cloned());
            write_zip(file, work, &names).map_err(Diagnostic::from)?;
            // The archive is whole; what stays behind when this fails is only in the way.
            let _ = std::fs::remove_dir_all(work);
        }
        Ok(self.strangers(&own))
    }
}
