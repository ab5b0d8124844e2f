//! What the tests of whole pipelines share: the project's own templates, kits, fonts and fixtures, loaded as the command
//! line loads them.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::path::Path;

use mimeo::campaign::{Campaign, Creative, Matrix, Output, Renderer};
use mimeo::compile::{Inputs, Request, SlotInput};
use mimeo::diag::{Diagnostics, Outcome, Sources, render_human};
use mimeo::digest::Digest;
use mimeo::locale::Locale;
use mimeo::memo::Memo;
use mimeo::raster::Kernels;
use mimeo::store::{self, FileBlobs, Project, Store};
use mimeo::template::{self, Template, TemplateSource};
use mimeo::yaml::{self, Limits};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A template and everything that it may read.
pub struct World {
    pub template: Template,
    pub inputs: Inputs,
    pub blobs: FileBlobs,
    pub sources: Sources,
}

/// Findings as a person would see them, for failed expectations.
pub fn shown(found: &Diagnostics, sources: &Sources) -> String {
    render_human(found, sources, false)
}

pub fn world(template: &str, brand: &str) -> World {
    let project = Project::at(root());
    let mut sources = Sources::new();
    let template = store::read_template(&project, template, &mut sources);
    let template = template.unwrap_or_else(|found| panic!("{}", shown(&found, &sources))).template;
    let data = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let photos = root().join("fixtures/photos");
    let loaded = runtime.block_on(async {
        let store = Store::open(data.path()).await.expect("opens");
        let loaded = store::load(&store, &project, brand, Some(&photos), &mut sources).await;
        store.close().await;
        loaded
    });
    let loaded = loaded.unwrap_or_else(|found| panic!("{}", shown(&found, &sources)));
    World { template, inputs: loaded.inputs, blobs: loaded.blobs, sources }
}

/// A template without components.
pub fn parsed(text: &str) -> Template {
    let mut sources = Sources::new();
    let template = (sources.add("template.yaml", text), text.into());
    let source = TemplateSource { name: "t".into(), template, components: Vec::new() };
    template::parse(&source).unwrap_or_else(|found| panic!("{}", shown(&found, &sources))).template
}

impl World {
    /// Of everything that a render reads: templates, kit, copy, pictures, fonts.
    pub fn fingerprint(&self) -> String {
        let read = (
            format!("{:?}", self.template),
            format!("{:?} {:?} {:?}", self.inputs.kit, self.inputs.deck, self.inputs.assets),
            self.inputs.fonts.digest(),
        );
        // Without the epoch, which is what is being checked.
        Digest::of_bytes(format!("{read:?}").as_bytes()).hex()
    }

    pub fn renderer<'a>(&'a self, memo: &'a Memo) -> Renderer<'a> {
        self.renderer_at(memo, Kernels::best())
    }

    pub fn renderer_at<'a>(&'a self, memo: &'a Memo, kernels: Kernels) -> Renderer<'a> {
        Renderer { template: &self.template, inputs: &self.inputs, blobs: &self.blobs, memo, kernels }
    }

    /// A variant with nothing cached.
    pub fn fresh(&self, request: &Request, output: Output) -> Outcome<Creative> {
        self.renderer(&Memo::new(64 << 20)).render(request, output)
    }
}

pub fn request(size: &str, locale: &str, slots: &[(&str, &str)]) -> Request {
    let slots: BTreeMap<String, SlotInput> =
        slots.iter().map(|(name, value)| ((*name).to_owned(), SlotInput::parse(value))).collect();
    Request {
        size: size.to_owned(),
        locale: Locale::parse(locale).expect("a tag"),
        slots,
        caps: BTreeMap::new(),
    }
}

/// A campaign of fixtures/campaigns, and what it may read.
pub fn campaign(file: &str) -> (World, Campaign) {
    let path = root().join("fixtures/campaigns").join(file);
    let text = std::fs::read_to_string(&path).expect("readable");
    let mut sources = Sources::new();
    let source = sources.add(file, text.as_str());
    let parsed = yaml::read(&text, source, &Limits::default()).and_then(|node| mimeo::campaign::parse(&node));
    let mut campaign = parsed.unwrap_or_else(|found| panic!("{}", shown(&found, &sources))).campaign;
    let world = world(&campaign.template.value, &campaign.brand.value);
    let found = campaign.fill_feeds(&world.template, |file| {
        let text = std::fs::read_to_string(path.with_file_name(file)).expect("readable");
        Ok((sources.add(file, text.as_str()), text))
    });
    assert!(found.0.is_empty(), "{}", shown(&found, &sources));
    (world, campaign)
}

pub fn matrix<'a>(world: &World, campaign: &'a Campaign) -> Matrix<'a> {
    let mut matrix = Matrix::build(campaign, &world.template, &world.inputs).expect("variants");
    let _ = mimeo::campaign::fit_groups(world.renderer(&Memo::new(64 << 20)), &mut matrix);
    matrix
}
