use std::collections::BTreeMap;

use super::error::{Failure, Kind};
use super::params::{Canonical, shown};
use crate::compile::{Request, SlotInput};
use crate::encode::Format;
use crate::locale::Locale;
use crate::template::Template;

/// What slots are named with.
const SLOT: &str = "slot.";
/// What fit groups are named with.
const FIT: &str = "fit.";
/// The quality when none is asked for; that of the command line.
const QUALITY: u8 = 84;

/// Which picture an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// A template's name.
    pub template: String,
    /// By the extension; `None` for `.auto`: what the client takes and is smallest.
    pub format: Option<Format>,
    /// A brand kit's name.
    pub brand: Option<String>,
    /// A size that the template declares.
    pub size: String,
    /// Language and region.
    pub locale: Option<Locale>,
    /// 1 to 100, where the format has one.
    pub quality: u8,
    /// Slots that are filled.
    pub slots: BTreeMap<String, SlotInput>,
    /// What fit groups are set in at most, in percent of their full size: as the campaign's manifest says.
    pub caps: BTreeMap<String, u8>,
}

impl Wanted {
    /// Reads the last part of a path, `TEMPLATE.EXTENSION`, and the parameters. `also` names parameters that somebody
    /// else looks at.
    ///
    /// # Errors
    /// Whatever is missing, unknown, or does not parse.
    pub(super) fn read(file: &str, address: &Canonical, also: &[&str]) -> Result<Self, Failure> {
        let (template, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let auto = extension == "auto";
        let format = Format::from_word(extension);
        if format.is_none() && !auto {
            let words: Vec<&str> = Format::WORDS.iter().map(|(word, _)| *word).collect();
            let what = format!("`{}` is no file format of ours", shown(extension));
            return Err(Failure::new(Kind::UnknownPath, what)
                .hint(format!("end the path with one of: .{}, .auto", words.join(", ."))));
        }
        let size = address.get("size").ok_or_else(|| {
            Failure::new(Kind::MissingParameter, "`size` is missing")
                .hint("name a size of the template: `size=300x250`")
        })?;
        let mut this = Self {
            template: template.to_owned(),
            format,
            brand: None,
            size: size.to_owned(),
            locale: None,
            quality: QUALITY,
            slots: BTreeMap::new(),
            caps: BTreeMap::new(),
        };
        for (name, value) in address.pairs() {
            match name {
                "size" => {}
                "brand" => this.brand = Some(value.to_owned()),
                "locale" => {
                    let locale = Locale::parse(value);
                    this.locale =
                        Some(locale.map_err(|error| Failure::new(Kind::BadParameter, error.to_string()))?);
                }
                "quality" => this.quality = quality(value)?,
                _ if name.strip_prefix(SLOT).is_some_and(|slot| !slot.is_empty()) => {
                    this.slots.insert(name[SLOT.len()..].to_owned(), SlotInput::parse(value));
                }
                _ if name.strip_prefix(FIT).is_some_and(|group| !group.is_empty()) => {
                    this.caps.insert(name[FIT.len()..].to_owned(), cap(value)?);
                }
                _ if also.contains(&name) => {}
                _ => {
                    return Err(Failure::new(
                        Kind::UnknownParameter,
                        format!("`{}` is no parameter", shown(name)),
                    )
                    .hint(
                        "parameters are `size`, `brand`, `locale`, `quality`, `slot.NAME` and `fit.GROUP`",
                    ));
                }
            }
        }
        Ok(this)
    }

    /// The request to a template, with the slots that it has.
    ///
    /// # Errors
    /// A size or a slot that the template does not declare.
    pub(super) fn request(&self, template: &Template, default: &Locale) -> Result<Request, Failure> {
        if template.size(&self.size).is_none() {
            let known: Vec<&str> = template.sizes.iter().map(|decl| decl.name.value.as_str()).collect();
            let what = format!("`{}` has no size `{}`", template.name, shown(&self.size));
            return Err(Failure::new(Kind::UnknownSize, what).hint(format!("sizes: {}", known.join(", "))));
        }
        if let Some(unknown) = self.slots.keys().find(|slot| template.slot(slot).is_none()) {
            let known: Vec<&str> = template.slots.iter().map(|slot| slot.name.value.as_str()).collect();
            let what = format!("`{}` has no slot `{}`", template.name, shown(unknown));
            return Err(Failure::new(Kind::UnknownSlot, what).hint(format!("slots: {}", known.join(", "))));
        }
        let groups = template.fit_groups();
        if let Some(unknown) = self.caps.keys().find(|group| !groups.contains(group.as_str())) {
            let known: Vec<&str> = groups.into_iter().collect();
            let what = format!("`{}` has no fit group `{}`", template.name, shown(unknown));
            return Err(Failure::new(Kind::BadParameter, what).hint(format!("groups: {}", known.join(", "))));
        }
        let locale = self.locale.clone().unwrap_or_else(|| default.clone());
        Ok(Request { size: self.size.clone(), locale, slots: self.slots.clone(), caps: self.caps.clone() })
    }
}

fn quality(value: &str) -> Result<u8, Failure> {
    let quality = value.parse().ok().filter(|quality| (1..=100).contains(quality));
    quality.ok_or_else(|| Failure::new(Kind::BadParameter, "`quality` is no whole number from 1 to 100"))
}

fn cap(value: &str) -> Result<u8, Failure> {
    let cap = value.parse().ok().filter(|cap| (1..=100).contains(cap));
    cap.ok_or_else(|| Failure::new(Kind::BadParameter, "`fit.GROUP` is no whole percentage from 1 to 100"))
}
