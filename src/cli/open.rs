use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::Place;
use super::report::{self, Fault, Run, show};
use crate::brand::BrandKit;
use crate::campaign::Renderer;
use crate::compile::Inputs;
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome, Sources};
use crate::memo::Memo;
use crate::raster::Kernels;
use crate::store::{self, FileBlobs, Loaded, Project, Store};
use crate::template::{Parsed, Template};

/// Everything that a render needs, read from folders and database.
pub(super) struct Opened {
    pub(super) template: Template,
    pub(super) inputs: Inputs,
    pub(super) blobs: FileBlobs,
    pub(super) memo: Memo,
    pub(super) sources: Sources,
}

impl Opened {
    pub(super) fn renderer(&self, kernels: Kernels) -> Renderer<'_> {
        Renderer {
            template: &self.template,
            inputs: &self.inputs,
            blobs: &self.blobs,
            memo: &self.memo,
            kernels,
        }
    }
}

/// Reads template, kit, copy, pictures and fonts. `assets: None` when the creative shows no pictures.
pub(super) fn open(
    place: &Place,
    name: &str,
    brand: &str,
    assets: Option<&Path>,
    sources: Sources,
) -> Run<Opened> {
    open_with(place, brand, assets, sources, |project, kit, sources| {
        store::read_template_for(project, name, kit, sources)
    })
}

/// As [`open`], with a template that `read` reads and holds against the kit.
pub(super) fn open_with(
    place: &Place,
    brand: &str,
    assets: Option<&Path>,
    mut sources: Sources,
    read: impl FnOnce(&Project, &BrandKit, &mut Sources) -> Outcome<Parsed>,
) -> Run<Opened> {
    let project = Project::at(&place.root);
    let data = place.data_dir();
    let loaded = runtime()?.block_on(async {
        let store = Store::open(&data).await.map_err(|error| Diagnostics::from(Diagnostic::from(error)))?;
        let loaded = store::load(&store, &project, brand, assets, &mut sources).await;
        store.close().await;
        loaded
    });
    let Loaded { inputs, blobs, warnings, notes } = loaded.map_err(|found| Fault::new(found, &sources))?;
    show(&warnings, &sources);
    for note in notes {
        report::note(&note);
    }
    let parsed = read(&project, &inputs.kit, &mut sources).map_err(|found| Fault::new(found, &sources))?;
    show(&parsed.warnings, &sources);
    let template = parsed.template;
    let memo = Memo::within(place.cache.saturating_mul(1 << 20));
    Ok(Opened {
        template,
        inputs: Inputs { fonts: Arc::clone(&inputs.fonts), ..inputs },
        blobs,
        memo,
        sources,
    })
}

/// What the database's calls run on.
pub(super) fn runtime() -> Run<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
        Diagnostic::error(Code::Store, format!("cannot start the database's thread: {error}")).into()
    })
}

/// A path that a campaign wrote, from where its file lies.
pub(super) fn beside(file: &Path, relative: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new(".")).join(relative)
}
