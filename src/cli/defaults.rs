use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::args::{Args, Command, CopyCommand};
use crate::store::Project;

/// Where people's own projects keep their pictures, when the place of this checkout is not there.
const PICTURES: &str = "photos";

/// What was left out, as the project at hand has it: its only brand kit, and the pictures in `photos`.
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
        && !assets.is_dir()
        && Path::new(PICTURES).join("assets.yaml").is_file()
    {
        *assets = PathBuf::from(PICTURES);
    }
}
