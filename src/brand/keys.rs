//! Every key of a brand kit: what it takes, and what it means. The readers and the schema share it.

use super::{Caps, Hyphens, LineBreak, Transform, WordBreak};
use crate::locale::ScriptGroup;
use crate::yaml::keys::{
    Key, Keys, LENGTH, NAME, Rest, Shape, VERSION, any_of, kind, length, name, number, words,
};

const ROLES: Shape = Shape::OneOrMore(&NAME);
const LENGTHS: Shape = Shape::Each(name, &LENGTH);
const TRACKING: Shape = Shape::Ratio(-1.0, 10.0);
const LEADING: Shape = Shape::Ratio(0.1, 10.0);
const WEIGHT: Shape = Shape::Whole(1, 1000);

fn hex() -> String {
    "#[0-9A-Fa-f]{6}".to_owned()
}

fn tag() -> String {
    r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*".to_owned()
}

fn shadow() -> String {
    format!(r"\s*{0}\s+{0}\s+{0}\s+{1}(/{2}%)?\s*", length(), name(), number())
}

fn script() -> String {
    any_of(&words(ScriptGroup::WORDS))
}

fn feature() -> String {
    "[A-Za-z0-9]{4}".to_owned()
}

fn inside() -> String {
    r"[^/\\:]+(/[^/\\:]+)*".to_owned()
}

/// `kit.yaml`.
pub static KIT: Keys = Keys::new(
    "a brand kit",
    &[
        VERSION,
        kind(&["brand"]),
        Key::new("name", Shape::Text, "The brand's name, for people."),
        Key::new("locale", Shape::Like(tag), "The locale whose copy is the last resort.")
            .required()
            .such_as(&["en-US"]),
        Key::new(
            "palette",
            Shape::Each(name, &Shape::Like(hex)),
            "Colours by role, as \"#RRGGBB\" in quotes; always opaque.",
        )
        .required(),
        Key::new("pairs", Shape::Each(name, &ROLES), "What may stand on a role, the preferred one first."),
        Key::new(
            "schemes",
            Shape::Each(name, &Shape::Each(name, &NAME)),
            "Roles renamed by the ground: `light: { copy: ink }`, `dark: { copy: cream }`.",
        ),
        Key::new(
            "fonts",
            Shape::Each(name, &Shape::Either(&[Shape::Text, Shape::Each(script, &Shape::Text)])),
            "Families by role and script group; `latn` is the last resort of all scripts.",
        )
        .required(),
        Key::new("styles", Shape::Each(name, &Shape::Map(&STYLE)), "The type scale.").required(),
        Key::new("logos", Shape::Each(name, &Shape::Map(&LOGO)), "Logos; the first is the default."),
        Key::new(
            "shadows",
            Shape::Each(name, &Shape::Like(shadow)),
            "Shadows by name: `X Y BLUR ROLE/ALPHA%`, lengths as in CSS.",
        )
        .such_as(&["{ soft: 0 2px 6px shade/20% }"]),
        Key::new("radii", LENGTHS, "Corner radii by name; `pill` is built in."),
        Key::new("spacing", LENGTHS, "Lengths by name."),
        Key::new("no-break", Shape::OneOrMore(&Shape::Text), "Sequences that are never broken across lines."),
        Key::new("voice", Shape::Text, "How the brand speaks; for people and for generators."),
    ],
);

/// One step of the type scale.
pub static STYLE: Keys = Keys::new(
    "a style of the kit",
    &[
        Key::new("font", NAME, "A role of `fonts:`.").required(),
        Key::new("size", LENGTH, "Font size: px, vw vh vmin vmax of the creative.").required(),
        Key::new("weight", WEIGHT, "CSS weight: 400 is regular, 700 bold."),
        Key::new("italic", Shape::Flag, "Slanted face."),
        Key::new("min", LENGTH, "Never set smaller than this: a length."),
        Key::new("leading", LEADING, "Line height, in font sizes; 1.2 when left out."),
        Key::new("tracking", TRACKING, "Added after each letter, in font sizes: `-2%`."),
        Key::new("transform", Shape::Words(&words(Transform::WORDS)), "Case, by the locale's rules."),
        Key::new("font-variant-caps", Shape::Words(&words(Caps::WORDS)), "Small capitals, in CSS's words."),
        Key::new("features", Shape::Each(feature, &Shape::Whole(0, 99)), "OpenType features: `{ tnum: 1 }`."),
        Key::new("line-break", Shape::Words(&words(LineBreak::WORDS)), "How strict line breaks are."),
        Key::new("word-break", Shape::Words(&words(WordBreak::WORDS)), "Whether lines end inside words."),
        Key::new("hyphens", Shape::Words(&words(Hyphens::WORDS)), "Whether words are divided at line ends."),
        Key::new("scripts", Shape::Each(script, &Shape::Map(&SCRIPT)), "What a group of scripts changes."),
    ],
);

/// What a script changes of a style.
pub static SCRIPT: Keys = Keys::new(
    "a script of a style",
    &[
        Key::new("weight", WEIGHT, "Weight of the script's own family."),
        Key::new("scale", Shape::Ratio(0.1, 10.0), "Times the style's size: `88%`."),
        Key::new("leading", LEADING, "Line height, in font sizes."),
        Key::new("tracking", TRACKING, "Added after each letter, in font sizes."),
    ],
);

/// A logo.
pub static LOGO: Keys = Keys::new(
    "a logo",
    &[
        Key::new("clear", Shape::Ratio(0.0, 5.0), "Space kept free around it, in heights of the logo."),
        Key::new("min-height", LENGTH, "Never drawn lower than this: a length."),
    ],
)
.and(Rest {
        names: name,
        about: "The drawing for a ground of this scheme (`light`, `dark`, or one of `schemes:`): an SVG file of the kit.",
        takes: Shape::Like(inside),
});
