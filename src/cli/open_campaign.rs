use std::path::Path;

use super::args::Place;
use super::defaults;
use super::open::{self, Opened, beside};
use super::report::{Fault, Run, note, show};
use crate::campaign::{self, Campaign};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::store;
use crate::template::Template;
use crate::yaml;

/// Reads a campaign and all that its variants need. `pictures` is the folder for a campaign that names none, where it has
/// an `assets.yaml`. What is wrong with the rows of feeds is shown, and the others go on.
pub(super) fn open_campaign(place: &Place, path: &Path, pictures: &Path) -> Run<(Campaign, Opened)> {
    let mut sources = Sources::new();
    let text = store::read_text(path).map_err(Diagnostic::from)?;
    let source = sources.add(path.display().to_string(), text.as_str());
    let parsed = yaml::read(&text, source, &yaml::Limits::default()).and_then(|root| campaign::parse(&root));
    let campaign::Parsed { mut campaign, set_spans } = parsed.map_err(|found| Fault::new(found, &sources))?;
    let assets = match &campaign.assets {
        Some(folder) => Some(beside(path, &folder.value)),
        None => pictures.join("assets.yaml").is_file().then(|| pictures.to_owned()),
    };
    if let Some(chosen) = chosen(place, pictures) {
        if let Some(own) = &campaign.assets {
            let own = &own.value;
            note(&format!(
                "the campaign takes its pictures from `{own}`: `--assets {}` is not used",
                chosen.display()
            ));
        } else if assets.is_none() {
            let what = format!("`{}` holds no `assets.yaml`", chosen.display());
            let found = Diagnostic::error(Code::MissingAsset, what)
                .hint("name the folder that holds one with `--assets`, or with `assets:` in the campaign");
            return Err(Fault::new(found, &sources));
        }
    }
    let mut opened =
        open::open(place, &campaign.template.value, &campaign.brand.value, assets.as_deref(), sources)?;
    let found = campaign.check_against(&opened.template, &set_spans);
    if found.has_errors() {
        return Err(Fault::new(found, &opened.sources));
    }
    let found = fill_feeds(path, &mut campaign, &opened.template, &mut opened.sources);
    show(&found, &opened.sources);
    Ok((campaign, opened))
}

/// The folder of pictures, when it is not the one that the project has anyway.
fn chosen<'p>(place: &Place, pictures: &'p Path) -> Option<&'p Path> {
    let usual = defaults::pictures(&place.root);
    (pictures != Path::new(defaults::ASSETS) && usual.as_deref() != Some(pictures)).then_some(pictures)
}

/// Reads the campaign's feeds; says what is wrong with their rows.
pub(super) fn fill_feeds(
    path: &Path,
    campaign: &mut Campaign,
    template: &Template,
    sources: &mut Sources,
) -> Diagnostics {
    campaign.fill_feeds(template, |file| {
        let file = beside(path, file);
        let text = store::read_text(&file).map_err(Diagnostic::from)?;
        Ok((sources.add(file.display().to_string(), text.as_str()), text))
    })
}
