use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::error::{Failure, Kind};
use super::params::shown;
use super::settings::Settings;
use crate::compile::Inputs;
use crate::diag::{Code, Diagnostics, Sources};
use crate::store::{self, FileBlobs, NamedText, Project, Store, StoreError};
use crate::template::Template;

/// A template and everything that it may read of one brand, as it was at one moment. Never changes; a request uses one.
#[derive(Debug)]
pub struct Snapshot {
    /// Another one for every content.
    pub id: u64,
    /// What was written.
    pub template: Template,
    /// What it may read.
    pub inputs: Inputs,
    /// Bytes of pictures, logos and fonts.
    pub blobs: FileBlobs,
    /// What reports point into.
    pub sources: Sources,
    /// When it was read.
    pub at: SystemTime,
    files: Vec<NamedText>,
    brand: Arc<Brand>,
}

/// Why the newest content cannot be used.
#[derive(Debug)]
pub struct Fault {
    /// All of it.
    pub found: Diagnostics,
    /// What it points into.
    pub sources: Sources,
}

/// The newest content of a template that can be used, and why the newest of all cannot.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The last good one.
    pub good: Option<Arc<Snapshot>>,
    /// What is wrong now.
    pub fault: Option<Arc<Fault>>,
}

impl View {
    /// The snapshot to draw with.
    ///
    /// # Errors
    /// When there never was a good one.
    pub fn usable(&self) -> Result<&Arc<Snapshot>, Failure> {
        match (&self.good, &self.fault) {
            (Some(good), _) => Ok(good),
            (None, Some(fault)) => Err(Failure::broken(&fault.found)),
            (None, None) => Err(Failure::new(Kind::Internal, "nothing was read")),
        }
    }
}

#[derive(Debug)]
struct Brand {
    inputs: Inputs,
    blobs: FileBlobs,
    sources: Sources,
}

#[derive(Clone, Debug, Default)]
struct KeptBrand {
    good: Option<Arc<Brand>>,
    fault: Option<Arc<Fault>>,
}

#[derive(Debug, Default)]
struct Kept {
    brands: BTreeMap<String, (u64, KeptBrand)>,
    views: BTreeMap<(String, String), ((u64, u64), View)>,
}

/// Templates and brands, read when they are asked for and again when they were saved.
#[derive(Debug)]
pub struct Library {
    /// Which folder holds what.
    pub project: Project,
    assets: PathBuf,
    store: Store,
    brands_saved: AtomicU64,
    templates_saved: AtomicU64,
    ids: AtomicU64,
    /// One reader at a time: a change is read once, however many wait for it.
    reading: Mutex<()>,
    kept: Mutex<Kept>,
}

impl Library {
    /// Opens the database.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        Ok(Self {
            project: Project::at(&settings.root),
            assets: settings.assets.clone(),
            store: Store::open(&settings.data).await?,
            brands_saved: AtomicU64::new(0),
            templates_saved: AtomicU64::new(0),
            ids: AtomicU64::new(0),
            reading: Mutex::new(()),
            kept: Mutex::default(),
        })
    }

    /// The folders whose files make a picture: templates, then what belongs to brands.
    #[must_use]
    pub fn folders(&self) -> (PathBuf, Vec<PathBuf>) {
        let brands = vec![self.project.kits.clone(), self.project.fonts.clone(), self.assets.clone()];
        (self.project.templates.clone(), brands)
    }

    /// Templates are read again when they are asked for.
    pub fn templates_were_saved(&self) {
        self.templates_saved.fetch_add(1, Ordering::SeqCst);
    }

    /// Brands are read again when they are asked for.
    pub fn brands_were_saved(&self) {
        self.brands_saved.fetch_add(1, Ordering::SeqCst);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn saved(&self) -> (u64, u64) {
        (self.templates_saved.load(Ordering::SeqCst), self.brands_saved.load(Ordering::SeqCst))
    }

    fn known(&self, key: &(String, String), saved: (u64, u64)) -> Option<View> {
        self.kept().views.get(key).filter(|(at, _)| *at == saved).map(|(_, view)| view.clone())
    }

    /// A template with a brand.
    ///
    /// # Errors
    /// When there is no such template or brand; never because of what one of them holds.
    pub async fn view(self: &Arc<Self>, template: &str, brand: &str) -> Result<View, Failure> {
        let key = (template.to_owned(), brand.to_owned());
        if let Some(view) = self.known(&key, self.saved()) {
            return Ok(view);
        }
        let (library, runtime) = (Arc::clone(self), tokio::runtime::Handle::current());
        let read = tokio::task::spawn_blocking(move || library.read(&key, &runtime)).await;
        read.map_err(|_| Failure::new(Kind::Internal, "reading the template ended unexpectedly"))?
    }

    fn read(&self, key: &(String, String), runtime: &tokio::runtime::Handle) -> Result<View, Failure> {
        let _turn = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        // Before the files: a save while they are read makes what was read old again.
        let saved = self.saved();
        if let Some(view) = self.known(key, saved) {
            return Ok(view);
        }
        let (name, brand) = key;
        let files = self.files(name)?;
        let kept = self.brand(brand, saved.1, runtime)?;
        let before = self.kept().views.get(key).map(|(_, view)| view.clone()).unwrap_or_default();
        let (good, mut fault) = match &kept.good {
            None => (before.good, None),
            Some(brand) => {
                match before.good.filter(|good| good.files == files && Arc::ptr_eq(&good.brand, brand)) {
                    Some(same) => (Some(same), None),
                    None => match self.snapshot(name, brand, files) {
                        Ok(snapshot) => (Some(Arc::new(snapshot)), None),
                        Err(fault) => (self.last_good(key), Some(Arc::new(fault))),
                    },
                }
            }
        };
        if kept.fault.is_some() {
            fault = kept.fault;
        }
        let view = View { good, fault };
        self.kept().views.insert(key.clone(), (saved, view.clone()));
        Ok(view)
    }

    fn last_good(&self, key: &(String, String)) -> Option<Arc<Snapshot>> {
        self.kept().views.get(key).and_then(|(_, view)| view.good.clone())
    }

    fn files(&self, name: &str) -> Result<Vec<NamedText>, Failure> {
        let files = self.project.template(name).map_err(|error| match error {
            StoreError::Io { .. } if !error.is_missing() => {
                Failure::new(Kind::Unavailable, "the template cannot be read")
            }
            _ => Failure::new(Kind::UnknownTemplate, format!("there is no template `{}`", shown(name))),
        })?;
        Ok([vec![files.template], files.components].concat())
    }

    fn snapshot(&self, name: &str, brand: &Arc<Brand>, files: Vec<NamedText>) -> Result<Snapshot, Fault> {
        let mut sources = brand.sources.clone();
        match store::read_template_for(&self.project, name, &brand.inputs.kit, &mut sources) {
            Ok(parsed) => Ok(Snapshot {
                id: self.ids.fetch_add(1, Ordering::SeqCst),
                template: parsed.template,
                inputs: brand.inputs.clone(),
                blobs: brand.blobs.clone(),
                sources,
                at: SystemTime::now(),
                files,
                brand: Arc::clone(brand),
            }),
            Err(found) => Err(Fault { found, sources }),
        }
    }

    fn brand(&self, name: &str, saved: u64, runtime: &tokio::runtime::Handle) -> Result<KeptBrand, Failure> {
        if let Some((at, kept)) = self.kept().brands.get(name)
            && *at == saved
        {
            return Ok(kept.clone());
        }
        let names = self.project.brand_names();
        let names = names.map_err(|_| Failure::new(Kind::Unavailable, "the brand kits cannot be read"))?;
        if !names.iter().any(|known| known == name) {
            let what = format!("there is no brand `{}`", shown(name));
            return Err(Failure::new(Kind::UnknownBrand, what));
        }
        let mut sources = Sources::new();
        let loading = store::load(&self.store, &self.project, name, Some(&self.assets), &mut sources);
        let loaded = runtime.block_on(loading);
        let kept = match loaded {
            Ok(loaded) => {
                let brand = Brand { inputs: loaded.inputs, blobs: loaded.blobs, sources };
                KeptBrand { good: Some(Arc::new(brand)), fault: None }
            }
            Err(found) => {
                let good = self.kept().brands.get(name).and_then(|(_, kept)| kept.good.clone());
                // A database that is away is no content: ask again at the next request.
                if found.0.iter().any(|d| d.code == Code::Store) && good.is_none() {
                    return Err(Failure::broken(&found));
                }
                KeptBrand { good, fault: Some(Arc::new(Fault { found, sources })) }
            }
        };
        self.kept().brands.insert(name.to_owned(), (saved, kept.clone()));
        Ok(kept)
    }

    /// The brand that is meant when none is named: the only one there is.
    ///
    /// # Errors
    /// When there are several, or none.
    pub fn only_brand(&self) -> Result<String, Failure> {
        let names = self.project.brand_names();
        let names = names.map_err(|_| Failure::new(Kind::Unavailable, "the brand kits cannot be read"))?;
        match names.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Failure::new(Kind::MissingParameter, "`brand` is missing")
                .hint("name a brand kit: `brand=…`")),
        }
    }
}
