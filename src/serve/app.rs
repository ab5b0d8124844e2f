use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use moka::future::Cache;
use tokio::sync::broadcast;

use super::compute::Compute;
use super::error::{Failure, Kind};
use super::library::{Library, Snapshot};
use super::settings::Settings;
use super::sign::Keyring;
use super::watch::{Watch, watch};
use crate::campaign::{Creative, Output, Renderer};
use crate::compile::{Request, SlotInput};
use crate::diag::{Code, Diagnostic};
use crate::encode::Format;
use crate::geom::PixelSize;
use crate::layout::TextReport;
use crate::locale::Locale;
use crate::memo::Memo;
use crate::raster::Kernels;

/// The server's parts, built once and in order. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    settings: Settings,
    keys: Option<Keyring>,
    library: Arc<Library>,
    memo: Memo,
    compute: Compute,
    rendered: Cache<Key, Arc<Picture>>,
    events: broadcast::Sender<Event>,
    watch: Option<Watch>,
}

/// What pages are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Files were saved that these templates use; all of them when `None`.
    Saved(Option<BTreeSet<String>>),
    /// The server ends.
    Closing,
}

/// A finished file, as it is sent.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file.
    pub bytes: Bytes,
    /// Device pixels.
    pub size: PixelSize,
    /// Of the bytes, in hexadecimal digits.
    pub digest: String,
    /// Its format.
    pub format: Format,
    /// How each text was fitted.
    pub texts: Vec<TextReport>,
    /// What a designer should know.
    pub warnings: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    snapshot: u64,
    size: String,
    locale: Locale,
    slots: Vec<(String, SlotInput)>,
    caps: Vec<(String, u8)>,
    /// The smallest of them.
    formats: Vec<Format>,
    quality: u8,
}

impl App {
    /// Opens the database, the keys and the threads, and watches the folders. Needs tokio's runtime around it.
    ///
    /// # Errors
    /// When one of them cannot be had.
    pub async fn open(settings: Settings) -> Result<Self, Diagnostic> {
        let library = Arc::new(Library::open(&settings).await.map_err(Diagnostic::from)?);
        let keys = if settings.unsigned {
            None
        } else {
            let keys = Keyring::open(&settings.data);
            Some(keys.map_err(|error| {
                Diagnostic::error(Code::File, format!("the signing keys cannot be used: {error}"))
            })?)
        };
        let compute = Compute::new(settings.threads, settings.waiting);
        let compute = compute
            .map_err(|error| Diagnostic::error(Code::Store, format!("cannot start threads: {error}")))?;
        let (events, _) = broadcast::channel(16);
        let watch = watching(&library, &events);
        // The two together stay below what may be used.
        let files = settings.cache / 4;
        let rendered = Cache::builder()
            .max_capacity(files)
            .weigher(|_, picture: &Arc<Picture>| {
                u32::try_from(picture.bytes.len() + 1024).unwrap_or(u32::MAX)
            })
            .build();
        let memo = Memo::within(settings.cache - files);
        Ok(Self(Arc::new(Parts { settings, keys, library, memo, compute, rendered, events, watch })))
    }

    /// How it is run.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The signing keys; `None` when addresses need no signature.
    #[must_use]
    pub fn keys(&self) -> Option<&Keyring> {
        self.0.keys.as_ref()
    }

    /// Templates and brands.
    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.0.library
    }

    /// What was computed before, and its ledger.
    #[must_use]
    pub fn memo(&self) -> &Memo {
        &self.0.memo
    }

    /// How many renders wait or run.
    #[must_use]
    pub fn load(&self) -> usize {
        self.0.compute.load()
    }

    /// Whether saved files are noticed.
    #[must_use]
    pub fn is_watching(&self) -> bool {
        self.0.watch.is_some()
    }

    /// What happens from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.0.events.subscribe()
    }

    /// Ends the streams that would never end by themselves.
    pub fn close(&self) {
        let _ = self.0.events.send(Event::Closing);
    }

    /// The picture of one variant, in the format of these that makes it the smallest: rendered once, however many ask for
    /// it at once.
    ///
    /// # Errors
    /// When it cannot be drawn, there is no room, or `patience` is over. No failure is kept.
    pub async fn picture(
        &self,
        snapshot: &Arc<Snapshot>,
        request: Request,
        formats: Vec<Format>,
        output: Output,
        patience: Duration,
    ) -> Result<Arc<Picture>, Failure> {
        let key = Key {
            snapshot: snapshot.id,
            size: request.size.clone(),
            locale: request.locale.clone(),
            slots: request.slots.clone().into_iter().collect(),
            caps: request.caps.clone().into_iter().collect(),
            formats: formats.clone(),
            quality: output.quality,
        };
        let made =
            self.0.rendered.try_get_with(key, self.make(Arc::clone(snapshot), request, formats, output));
        match tokio::time::timeout(patience, made).await {
            Ok(made) => made.map_err(|failure| (*failure).clone()),
            Err(_) => {
                let what = format!("the picture was not done within {} ms", patience.as_millis());
                Err(Failure::new(Kind::Late, what).hint("ask again: what was done of it is kept"))
            }
        }
    }

    async fn make(
        &self,
        snapshot: Arc<Snapshot>,
        request: Request,
        formats: Vec<Format>,
        output: Output,
    ) -> Result<Arc<Picture>, Failure> {
        let memo = self.0.memo.clone();
        let work = move || {
            let Snapshot { template, inputs, blobs, .. } = &*snapshot;
            Renderer { template, inputs, blobs, memo: &memo, kernels: Kernels::best() }
                .smallest(&request, &formats, output)
        };
        let creative = self.0.compute.run(work).await?.map_err(Failure::drawing)?;
        let Creative { bytes, size, settings, digest, texts, warnings } = creative;
        let format = settings.format();
        let (bytes, digest, warnings) = (Bytes::from(bytes), digest.hex(), warnings.0.len());
        Ok(Arc::new(Picture { bytes, size, digest, format, texts, warnings }))
    }
}

/// Marks what was saved and tells the pages. Without it the server still answers, with what it read at first.
fn watching(library: &Arc<Library>, events: &broadcast::Sender<Event>) -> Option<Watch> {
    let real = |path: PathBuf| std::fs::canonicalize(path).ok();
    let (templates, brands) = library.folders();
    let templates = real(templates)?;
    let folders: Vec<PathBuf> =
        std::iter::once(templates.clone()).chain(brands.into_iter().filter_map(real)).collect();
    let (library, events) = (Arc::clone(library), events.clone());
    let saved = move |paths: &BTreeSet<PathBuf>| {
        let inside: Vec<&Path> = paths.iter().filter_map(|path| path.strip_prefix(&templates).ok()).collect();
        if inside.len() < paths.len() {
            library.brands_were_saved();
        }
        if !inside.is_empty() {
            library.templates_were_saved();
        }
        let names =
            inside.iter().filter_map(|path| Some(path.components().next()?.as_os_str().to_str()?.to_owned()));
        let names: BTreeSet<String> = names.collect();
        let all = inside.len() < paths.len() || names.contains("components");
        let _ = events.send(Event::Saved((!all).then_some(names)));
    };
    match watch(&folders, saved) {
        Ok(watch) => Some(watch),
        Err(error) => {
            tracing::warn!(%error, "saved files are not noticed");
            None
        }
    }
}
