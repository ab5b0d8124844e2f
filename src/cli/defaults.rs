use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::args::{Args, Command, CopyCommand};
use crate::store::Project;

/// Where below the root pictures lie: in people's own projects, and in this checkout.
const PICTURES: [&str; 2] = ["photos", ASSETS];

/// What the arguments say when they say nothing.
pub(super) const ASSETS: &str = "fixtures/photos";

/// What was left out, as the project at the root has it: its only brand kit, and its pictures.
pub(super) fn settle(args: &mut Args, matches: &ArgMatches) {
    let mut last = matches;
    while let Some((_, inner)) = last.subcommand() {
        last = inner;
    }
    let left_out = |id: &str| {
        last.try_contains_id(id).is_ok() && last.value_source(id) == Some(ValueSource::DefaultValue)
    };
    let (brand, assets) = match &mut args.command {
        Command::Render(it) => (Some(&mut it.choice.brand), Some(&mut it.choice.assets)),
        Command::Plan(it) => (Some(&mut it.choice.brand), Some(&mut it.choice.assets)),
        Command::Check(it) => (Some(&mut it.brand), Some(&mut it.assets)),
        Command::Serve(it) => (None, Some(&mut it.assets)),
        Command::Copy(it) => match &mut it.command {
            CopyCommand::List(it) => (Some(&mut it.brand), None),
            CopyCommand::Import(it) => (Some(&mut it.brand), None),
            CopyCommand::Export(it) => (Some(&mut it.brand), None),
            CopyCommand::Set(it) => (Some(&mut it.brand), None),
        },
        Command::Export(it) => (None, Some(&mut it.assets)),
        Command::Sign(_) | Command::Explain(_) | Command::Schema(_) => (None, None),
    };
    let project = Project::at(&args.place.root);
    if let Some(brand) = brand
        && left_out("brand")
        && let Ok([only]) = project.brand_names().as_deref()
    {
        brand.clone_from(only);
    }
    if let Some(assets) = assets
        && left_out("assets")
        && let Some(found) = pictures(&args.place.root)
    {
        *assets = found;
    }
}

/// The folder of pictures of a project.
pub(super) fn pictures(root: &Path) -> Option<PathBuf> {
    // A path without `./` is what people expect to read in messages.
    let root = if root == Path::new(".") { Path::new("") } else { root };
    PICTURES.iter().map(|folder| root.join(folder)).find(|folder| folder.join("assets.yaml").is_file())
}
