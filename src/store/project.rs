use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::error::StoreError;
use super::folder::Folder;
use crate::digest::Digest;

const MAX_YAML: u64 = 1 << 20;
const MAX_DECK: u64 = 4 << 20;
const MAX_FONT: u64 = 32 << 20;

/// Which folder holds what, for one checkout of templates and kits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// One folder a template.
    pub templates: PathBuf,
    /// One folder a brand.
    pub kits: PathBuf,
    /// Font files.
    pub fonts: PathBuf,
}

/// A text with the name that reports show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedText {
    /// What it is called: a component's name, a deck's file name.
    pub name: String,
    /// Its path, for reports.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// A template's source and the components that it can use.
#[derive(Clone, Debug)]
pub struct TemplateFiles {
    /// `template.yaml`, under the folder's name.
    pub template: NamedText,
    /// Its own components, then those that all templates share; of two with one name only the own one.
    pub components: Vec<NamedText>,
    /// Its folder, for the files that it brings along.
    pub folder: Folder,
}

/// What a brand's folder says.
#[derive(Clone, Debug)]
pub struct BrandFiles {
    /// Its folder, for [`super::read_kit`].
    pub folder: Folder,
    /// Its decks, by file name.
    pub decks: Vec<NamedText>,
}

/// One font file.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// Its path, for reports.
    pub path: String,
    /// Of its bytes.
    pub digest: Digest,
    /// All of it.
    pub bytes: Bytes,
}

impl Project {
    /// The usual folders under a root: `templates`, `brand-kits`, `fonts`.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { templates: root.join("templates"), kits: root.join("brand-kits"), fonts: root.join("fonts") }
    }

    /// The names of all templates.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn template_names(&self) -> Result<Vec<String>, StoreError> {
        names_with(&self.templates, "template.yaml")
    }

    /// The names of all brands.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn brand_names(&self) -> Result<Vec<String>, StoreError> {
        names_with(&self.kits, "kit.yaml")
    }

    /// A template's files.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn template(&self, name: &str) -> Result<TemplateFiles, StoreError> {
        let all = Folder::open(&self.templates)?;
        let folder = all.sub(checked(name, &self.templates)?)?;
        let template = named(&folder, "template.yaml", name.to_owned(), MAX_YAML)?;
        let mut components: Vec<NamedText> = Vec::new();
        for place in [&folder, &all] {
            for component in self::components(place)? {
                if components.iter().all(|known| known.name != component.name) {
                    components.push(component);
                }
            }
        }
        Ok(TemplateFiles { template, components, folder })
    }

    /// A brand's folder and decks.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn brand(&self, name: &str) -> Result<BrandFiles, StoreError> {
        let folder = Folder::open(&self.kits)?.sub(checked(name, &self.kits)?)?;
        let decks = decks(&folder)?;
        Ok(BrandFiles { folder, decks })
    }

    /// All fonts, by file name.
    ///
    /// # Errors
    /// When the folder or one of its files cannot be read.
    pub fn fonts(&self) -> Result<Vec<FontFile>, StoreError> {
        let folder = Folder::open(&self.fonts)?;
        let read = |name: &String| {
            let bytes = Bytes::from(folder.read(name, MAX_FONT)?);
            let path = folder.shown(name).display().to_string();
            Ok(FontFile { path, digest: Digest::of_bytes(&bytes), bytes })
        };
        folder.list(&["ttf", "otf"])?.iter().map(read).collect()
    }
}

impl BrandFiles {
    /// The decks as [`super::Store::import_copy`] takes them.
    #[must_use]
    pub fn deck_files(&self) -> Vec<(String, String)> {
        self.decks.iter().map(|deck| (deck.name.clone(), deck.text.clone())).collect()
    }
}

/// The decks of a kit's folder, by file name.
///
/// # Errors
/// When they cannot be read.
pub(super) fn decks(kit: &Folder) -> Result<Vec<NamedText>, StoreError> {
    let mut decks = texts(kit, "copy", "csv", MAX_DECK)?;
    for deck in &mut decks {
        deck.name.push_str(".csv");
    }
    Ok(decks)
}

/// The components that lie in a folder; none when it has no `components`.
///
/// # Errors
/// When they cannot be read.
pub(super) fn components(folder: &Folder) -> Result<Vec<NamedText>, StoreError> {
    texts(folder, "components", "yaml", MAX_YAML)
}

/// A name of one plain folder.
fn checked<'a>(name: &'a str, within: &Path) -> Result<&'a str, StoreError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.len() <= 100 && name.chars().all(plain) {
        return Ok(name);
    }
    Err(StoreError::refused(within.join(name), "a name has letters, figures, `-` and `_`"))
}

fn names_with(path: &Path, file: &str) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).map_err(StoreError::io("list", path))? {
        let entry = entry.map_err(StoreError::io("list", path))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if checked(&name, path).is_ok() && entry.path().join(file).is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The files of a folder's subfolder, named without their extension; none when there is no such folder.
fn texts(folder: &Folder, sub: &str, extension: &str, cap: u64) -> Result<Vec<NamedText>, StoreError> {
    let sub = match folder.sub(sub) {
        Err(missing) if missing.is_missing() => return Ok(Vec::new()),
        other => other?,
    };
    let stem = |file: &str| file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
    sub.list(&[extension])?.iter().map(|file| named(&sub, file, stem(file), cap)).collect()
}

fn named(folder: &Folder, file: &str, name: String, cap: u64) -> Result<NamedText, StoreError> {
    let text = folder.read_text(file, cap)?;
    Ok(NamedText { name, path: folder.shown(file).display().to_string(), text })
}
