//! Every key of a campaign's file: what it takes, and what it means. The reader and the schema share it.

use crate::encode::Format;
use crate::template::patterns::in_class;
use crate::yaml::keys::{Key, Keys, NAME, Rest, Shape, VERSION, kind, name, number, words};

fn weight() -> String {
    format!(r"\s*{}\s*(kB|KB|MB|B)?\s*", number())
}

fn share() -> String {
    r"\s*[0-9]{1,3}\s*%\s*".to_owned()
}

const VALUES: Shape = Shape::OneOrMore(&Shape::Text);
const FORMAT: Key =
    Key::new("format", Shape::Words(&words(Format::WORDS)), "File format; `jpeg` when left out.");
const QUALITY: Key = Key::new("quality", Shape::Whole(1, 100), "1 to 100; 84 when left out.");
const MAX_BYTES: Key = Key::new(
    "max-bytes",
    Shape::Either(&[Shape::Like(weight), Shape::Number]),
    "Weight limit of a file; 1 kB is 1,000 bytes. Where the asked quality is heavier, lower ones are tried; an opaque PNG has none, and falls to 256 colours.",
)
.such_as(&["150kB"]);

const OF_OUTPUT: &str = "`in CLASS:` is a key of `output:`: indent it as the keys of `output:`";

/// A campaign's file.
pub static CAMPAIGN: Keys = Keys::new(
    "a campaign",
    &[
        VERSION,
        kind(&["campaign"]),
        Key::new("name", NAME, "The first part of file names.").required(),
        Key::new("template", NAME, "A template's folder in `templates`.").required(),
        Key::new("brand", NAME, "A kit's folder in `brand-kits`.").required(),
        Key::new("assets", Shape::Text, "Folder with an `assets.yaml`, from where this file lies."),
        Key::new(
            "axes",
            Shape::Each(name, &VALUES),
            "What variants differ in, in the order of nesting: `size`, `locale`, and slots; values are a list, `all` sizes, `deck KEY.*`, or `feed FILE.csv`.",
        )
        .required()
        .such_as(&["{ size: all, locale: [en-US, de-DE], headline: deck headline.*, photo: [beach, pool] }"]),
        Key::new(
            "set",
            Shape::Each(name, &Shape::Text),
            "Slots that are the same in all variants: a value, or `deck KEY`; others take the deck key of their name.",
        ),
        Key::new(
            "fit-groups",
            Shape::Either(&[Shape::OneOrMore(&NAME), Shape::Each(name, &Shape::Like(share))]),
            "Fit groups of the template whose texts have one size in all variants of a size, the smallest that one of them needs. With a percentage, texts that need less of their full size stand alone. Texts with a shorter form or left out do not count; none is set below its `min:`.",
        )
        .such_as(&["[headline]", "{ headline: 80% }"]),
        Key::new("except", VALUES, "Conditions on axes; variants for which one is true are left out.")
            .such_as(&["[\"size == 320x50 and locale == th-TH\"]"]),
        Key::new("output", Shape::Map(&OUTPUT), "How files are made and called."),
    ],
)
.misplaced("in ", OF_OUTPUT);

/// `output:` of a campaign.
pub static OUTPUT: Keys = Keys::new(
    "`output:`",
    &[
        FORMAT,
        QUALITY,
        MAX_BYTES,
        Key::new("name", Shape::Text, "Pattern of file names; `{n}` counts over the axes it does not name.")
            .such_as(&["{campaign}_{size}_{locale}_{n}"]),
        Key::new("click-url", Shape::Text, "Where clicks lead; `{…}` fields as in names.")
            .such_as(&["https://shop.example/?utm_content={campaign}-{n}"]),
    ],
)
.and(Rest {
    names: in_class,
    about: "What changes for sizes of a class: `in CLASS: { … }`.",
    takes: Shape::Map(&OVERRIDE),
});

/// `in CLASS:` within `output:`.
pub static OVERRIDE: Keys =
    Keys::new("an override", &[FORMAT, QUALITY, MAX_BYTES]).misplaced("in ", OF_OUTPUT);
