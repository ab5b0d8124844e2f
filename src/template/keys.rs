//! Every key of templates and components: what it takes, and what it means. The readers and the schema share it.

use super::words::{ALIGNS, DIRECTIONS, HANGS, IMAGE_FITS, JUSTIFIES, MINORS, TEXT_ALIGNS};
use super::{Content, NAMED_SIZES, ParamKind, RemedyKind, ShapeKind, SlotKind, TileAxis, patterns};
use crate::brand::{Caps, Hyphens, LineBreak, Transform, WordBreak};
use crate::color::BlendMode;
use crate::yaml::keys::{Key, Keys, LENGTH, NAME, Shape, VERSION, kind, name, words};

const COLOR: Shape = Shape::Named("color", &Shape::Like(patterns::color));
const PAINT: Shape = Shape::Named("paint", &Shape::Like(patterns::paint));
const TEXT: Shape =
    Shape::Named("text", &Shape::Either(&[Shape::Like(patterns::text), Shape::Number, Shape::Flag]));
const PICTURE: Shape = Shape::Like(patterns::named);
const SIDES: Shape = Shape::Named("sides", &Shape::Either(&[Shape::Like(patterns::sides), Shape::Zero]));
const LAYERS: Shape = Shape::List(&Shape::Defined("layer"));
const IDS: Shape = Shape::OneOrMore(&NAME);
const CONDITION: Shape = Shape::Named("condition", &Shape::Text);
const SHARE: Shape = Shape::Named("share", &Shape::Ratio(0.0, 1.0));

/// A table of the template's language, with what is said of an `in CLASS:` in it.
const fn table(what: &'static str, keys: &'static [Key]) -> Keys {
    let hint = "`in CLASS:` is a key of layers: indent it under the layer that it changes";
    Keys::new(what, keys).misplaced("in ", hint)
}

const NAMED: [&str; NAMED_SIZES.len()] = {
    let mut names = [""; NAMED_SIZES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = NAMED_SIZES[at].name;
        at += 1;
    }
    names
};
const SIZE: Shape = Shape::Named(
    "size",
    &Shape::Either(&[
        Shape::Words(&NAMED),
        Shape::Like(patterns::fixed_size),
        Shape::Like(patterns::scaled_name),
    ]),
);

/// `template.yaml`.
pub static TEMPLATE: Keys = table(
    "a template",
    &[
        VERSION,
        kind(&["template"]),
        Key::new(
            "slots",
            Shape::Each(name, &Shape::Either(&[Shape::Words(&words(SlotKind::WORDS)), Shape::Map(&SLOT)])),
            "What decks, feeds and requests fill in: `name: type`, or `name: { type, max, count, optional, swap }`.",
        ),
        Key::new(
            "sizes",
            Shape::OneOrMore(&SIZE),
            "Every size that can be asked for: width × height in CSS px, `@2x` for a scale, or a platform's name.",
        )
        .required()
        .such_as(&["[300x250, 728x90, 300x250@2x, meta.story]"]),
        Key::new(
            "classes",
            Shape::Each(name, &CONDITION),
            "Names for conditions on `width`, `height` (CSS px) and `aspect`; `in CLASS:` uses them, later ones win.",
        )
        .such_as(&["{ strip: aspect >= 2.5, tiny: height <= 60 }"]),
        Key::new(
            "scheme",
            Shape::Like(patterns::scheme),
            "The kit's scheme for the whole creative: its name, or what the picture says (`$photo.scheme`).",
        )
        .such_as(&["$photo.scheme", "light"]),
        Key::new(
            "background",
            Shape::Either(&[Shape::Words(&["transparent"]), PAINT]),
            "What lies under all layers: a colour or gradient of the kit's roles, or `transparent`.",
        )
        .such_as(&["surface", "linear-gradient(to top, ink, ink/0%)"]),
        Key::new("layers", LAYERS, "What is painted, back to front.").required(),
    ],
);

/// A slot that is written as a map.
pub static SLOT: Keys = table(
    "a slot",
    &[
        Key::new("type", Shape::Words(&words(SlotKind::WORDS)), "What it takes.").required(),
        Key::new("max", Shape::Whole(1, 10_000), "Most characters of a text or legal slot."),
        Key::new(
            "count",
            NAME,
            "Number slot that chooses a text's plural form; the deck writes it as `{$name}`.",
        )
        .such_as(&["nights"]),
        Key::new("optional", Shape::Flag, "Whether it may stay empty; layers ask by `when: $name`."),
        Key::new("swap", Shape::Flag, "Whether a cached neighbour may stand in for it under a deadline."),
    ],
);

/// A component's file.
pub static COMPONENT: Keys = table(
    "a component",
    &[
        VERSION,
        kind(&["component"]),
        Key::new(
            "params",
            Shape::Each(name, &Shape::Either(&[Shape::Words(&words(ParamKind::WORDS)), Shape::Map(&PARAM)])),
            "What `with:` gives it: `name: type`, or `name: { type, default }`.",
        ),
        Key::new("layers", LAYERS, "What is painted, back to front.").required(),
    ],
);

/// A parameter that is written as a map.
pub static PARAM: Keys = table(
    "a parameter",
    &[
        Key::new("type", Shape::Words(&words(ParamKind::WORDS)), "What it takes.").required(),
        Key::new("default", Shape::Either(&[TEXT, COLOR]), "Taken when `with:` says nothing."),
    ],
);

/// The first key of a layer: its kind. In the order of [`Content::WORDS`].
pub static KINDS: [Key; Content::WORDS.len()] = [
    Key::new("image", PICTURE, "A picture: an image slot, or a picture's name.").such_as(&["$photo"]),
    Key::new("fill", PAINT, "Paints its whole box with a colour or gradient of the kit's roles.")
        .such_as(&["ink/75%", "linear-gradient(to top, ink/88%, ink/0%)"]),
    Key::new("text", TEXT, "Words: a slot, or running text with slots in braces.").such_as(&[
        "$headline",
        "$headline.short",
        "{$price | per-unit} · neu",
    ]),
    Key::new(
        "stack",
        Shape::Words(&words(DIRECTIONS)),
        "Lays out its `layers:` one after another, in a row or a column.",
    ),
    Key::new("group", LAYERS, "Layers that are all placed, and composited as one."),
    Key::new("shape", Shape::Words(&words(ShapeKind::WORDS)), "An outline in its box, painted by `box:`."),
    Key::new("svg", Shape::Like(patterns::drawing), "A drawing below the template's folder.")
        .such_as(&["art/awning.svg"]),
    Key::new("logo", PICTURE, "The kit's logo: `auto` for its first, a logo's name, or a logo slot.")
        .such_as(&["auto"]),
    Key::new("use", NAME, "A component, with its arguments in `with:`.").such_as(&["button"]),
];

/// Which kinds of layer take a property.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// Every kind.
    All,
    /// These.
    Only(&'static [&'static str]),
}

impl Of {
    /// Whether a kind of layer is one of them.
    #[must_use]
    pub fn takes(self, kind: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(kinds) => kinds.contains(&kind),
        }
    }
}

const CLIPPED: Of = Of::Only(&["image", "fill", "text", "stack", "group", "svg", "logo"]);
const TRACED: Of = Of::Only(&["shape", "image", "fill", "text", "stack", "group", "svg", "logo"]);
const LETTERED: Of = Of::Only(&["text", "stack", "group", "use"]);
const STACK: Of = Of::Only(&["stack"]);
const TEXTS: Of = Of::Only(&["text"]);
const IMAGE: Of = Of::Only(&["image"]);
const SVG: Of = Of::Only(&["svg"]);

const fn all(name: &'static str, takes: Shape, about: &'static str) -> (Of, Key) {
    (Of::All, Key::new(name, takes, about))
}

const fn of(of: Of, name: &'static str, takes: Shape, about: &'static str) -> (Of, Key) {
    (of, Key::new(name, takes, about))
}

/// Every property of layers beside their kind and `in CLASS:`, and the kinds that take it. `fit` stands twice: it is a
/// word for pictures and a map for texts.
pub static PROPERTIES: [(Of, Key); 55] = [
    all("id", NAME, "How diagnostics, overlays, `apart:` and `clear:` call the layer."),
    all(
        "place",
        Shape::Like(patterns::place),
        "Takes it out of a stack's flow and anchors it in its parent: block (top center bottom stretch), then inline (start center end stretch).",
    ),
    all(
        "inset",
        Shape::Either(&[Shape::Like(patterns::inset), Shape::Zero]),
        "Distances from the parent's edges, 1 to 4 lengths as in CSS; `safe` adds the size's safe zone.",
    ),
    all("margin", SIDES, "Distances that it keeps in a stack's flow: 1 to 4 lengths as in CSS."),
    all("width", LENGTH, "Width: px, % of the parent, vw vh vmin vmax of the creative, or em."),
    all("height", LENGTH, "Height: px, % of the parent, vw vh vmin vmax of the creative, or em."),
    all("min-width", LENGTH, "Least width: a length."),
    all("max-width", LENGTH, "Most width: a length."),
    all("min-height", LENGTH, "Least height: a length."),
    all("max-height", LENGTH, "Most height: a length."),
    all(
        "aspect",
        Shape::Either(&[Shape::Like(patterns::aspect), Shape::Number]),
        "Width over height: `16/9`, or a number.",
    ),
    all("grow", Shape::Ratio(0.0, 1000.0), "Share of its stack's free space; 0 takes none."),
    all(
        "align-self",
        Shape::Words(&words(ALIGNS)),
        "Cross-axis place in its stack, over the stack's `align`.",
    ),
    all("when", CONDITION, "Drawn only when true: slots (`$sub` is there), classes, locale, dir."),
    all("opacity", SHARE, "Of the whole layer: 0% to 100%."),
    all("blend", Shape::Words(&words(BlendMode::WORDS)), "How the layer meets what lies below."),
    all(
        "rotate",
        Shape::Either(&[Shape::Like(patterns::angle), Shape::Zero]),
        "Clockwise about its centre, in deg; not mirrored.",
    ),
    all("mirror", Shape::Flag, "`false` keeps its left and right in right-to-left."),
    all("apart", IDS, "Ids of layers that must not overlap this one; checked, not solved."),
    of(CLIPPED, "clip", Shape::Words(&words(ShapeKind::WORDS)), "Cuts the layer to a shape in its box."),
    all("mask", Shape::Like(patterns::mask), "Fades the layer by the opacity of a gradient over its box."),
    all("box", Shape::Map(&BOX), "Background, corners, padding, edge and shadow."),
    of(STACK, "layers", LAYERS, "What it lays out, in reading order."),
    of(STACK, "gap", LENGTH, "Space between its children: a length."),
    of(STACK, "align", Shape::Words(&words(ALIGNS)), "Cross-axis place of its children."),
    of(STACK, "justify", Shape::Words(&words(JUSTIFIES)), "Main-axis place of its children."),
    of(STACK, "wrap", Shape::Flag, "Whether its children go on in a further line."),
    of(
        LETTERED,
        "style",
        Shape::Either(&[NAME, Shape::Map(&STYLE)]),
        "A style of the kit, or a map that starts from one; inherits.",
    ),
    of(
        LETTERED,
        "color",
        PAINT,
        "Text colour: a role (`ink/75%`), the kit's pair of one (`on accent`), or a gradient over the text's box; inherits.",
    ),
    of(LETTERED, "text-align", Shape::Words(&words(TEXT_ALIGNS)), "Where lines begin or end; inherits."),
    of(TEXTS, "minor", Shape::Words(&words(MINORS)), "How the symbol and minor units of an amount are set."),
    of(TEXTS, "strike", COLOR, "A line in this colour through the text."),
    of(TEXTS, "hang", Shape::Words(&words(HANGS)), "What stands outside the margin."),
    of(
        TEXTS,
        "line-break",
        Shape::Words(&words(LineBreak::WORDS)),
        "How strict line breaks are, in CSS's words.",
    ),
    of(
        TEXTS,
        "word-break",
        Shape::Words(&words(WordBreak::WORDS)),
        "Whether lines end inside words, in CSS's words; `auto` asks the language.",
    ),
    of(TEXTS, "hyphens", Shape::Words(&words(Hyphens::WORDS)), "Whether words are divided at line ends."),
    of(
        TEXTS,
        "stroke",
        Shape::Like(patterns::stroke),
        "An edge around the letters: `2px ink`. Centred on their outline and beneath their fill, so that half of its width is seen.",
    ),
    of(
        TEXTS,
        "shadow",
        Shape::OneOrMore(&Shape::Like(patterns::shadow)),
        "Shadows of the letters, the topmost first: each a shadow of the kit, or `X Y BLUR COLOUR`.",
    ),
    of(
        TEXTS,
        "font-variant-caps",
        Shape::Words(&words(Caps::WORDS)),
        "Small capitals, in CSS's words; where a font has none, smaller capitals are set.",
    ),
    of(TEXTS, "marks", COLOR, "Colour of the quotation marks that the text begins and ends with."),
    of(
        TEXTS,
        "contrast",
        Shape::Map(&CONTRAST),
        "How far the text must stand out from the pixels beneath it.",
    ),
    of(TEXTS, "fit", Shape::Map(&FIT), "What is tried when the words do not fit."),
    of(
        IMAGE,
        "fit",
        Shape::Words(&words(IMAGE_FITS)),
        "Whether the box is filled or the whole picture is seen.",
    ),
    of(
        IMAGE,
        "anchor",
        Shape::Like(patterns::point),
        "Where in its box the picture's focus should lie: two percentages, from the inline start and the top.",
    ),
    of(IMAGE, "zoom", Shape::Ratio(1.0, 10.0), "Further scale over `fit`: 100% to 1000%."),
    of(IMAGE, "clear", IDS, "Ids of layers that the picture's subject should not lie under."),
    of(IMAGE, "contact", COLOR, "A shadow in this colour where a cut-out touches the ground."),
    of(Of::Only(&["logo"]), "ground", NAME, "The scheme of its ground, which chooses the drawing."),
    of(IMAGE, "filter", Shape::Map(&FILTER), "Changes the picture's colours."),
    of(
        SVG,
        "colors",
        Shape::Each(patterns::hex, &COLOR),
        "What each colour of the drawing becomes: `\"#CB3A1E\": primary`.",
    ),
    of(SVG, "tile", Shape::Words(&words(TileAxis::WORDS)), "Along which axis the drawing repeats."),
    of(
        SVG,
        "tile-size",
        Shape::Either(&[Shape::Like(patterns::tile_size), Shape::Zero]),
        "Length of a tile along its axis, or width and height.",
    ),
    of(TRACED, "path", Shape::Text, "SVG path data of `shape: path` or `clip: path`."),
    of(TRACED, "view", Shape::Like(patterns::view), "The path's own box: x, y, width, height in its units."),
    of(
        Of::Only(&["use"]),
        "with",
        Shape::Each(name, &Shape::Either(&[TEXT, COLOR])),
        "The component's arguments, by parameter.",
    ),
];

/// `style:` as a map.
pub static STYLE: Keys = table(
    "a style",
    &[
        Key::new("base", NAME, "The kit's style to start from."),
        Key::new("size", LENGTH, "Font size: px, vw vh vmin vmax of the creative, em of the size in force."),
        Key::new("weight", Shape::Whole(1, 1000), "CSS weight: 400 is regular, 700 bold."),
        Key::new("italic", Shape::Flag, "Slanted face."),
        Key::new("leading", Shape::Ratio(0.1, 10.0), "Line height, in font sizes."),
        Key::new("tracking", Shape::Ratio(-1.0, 10.0), "Added after each letter, in font sizes: `-2%`."),
        Key::new("transform", Shape::Words(&words(Transform::WORDS)), "Case, by the locale's rules."),
    ],
);

/// `fit:` of a text.
pub static FIT: Keys = table(
    "the fit of a text",
    &[
        Key::new("lines", Shape::Whole(1, 100), "Most lines."),
        Key::new("min", LENGTH, "The floor of shrinking: a length, or % of the style's size.")
            .such_as(&["10px", "70%"]),
        Key::new(
            "group",
            NAME,
            "Texts of one group are set in one size; over a campaign too, where its `fit-groups:` asks for it.",
        ),
        Key::new("balance", Shape::Flag, "Lines of about equal length."),
        Key::new("drop", Shape::Flag, "May vanish when nothing else helps."),
    ],
);

/// `contrast:` of a text.
pub static CONTRAST: Keys = table(
    "the contrast of a text",
    &[
        Key::new(
            "min",
            Shape::Between(1.0, 21.0),
            "The least WCAG ratio; without it 4.5, and 3 for large text.",
        ),
        Key::new(
            "remedy",
            Shape::Words(&words(RemedyKind::WORDS)),
            "What helps when the pixels beneath give less: a soft plate, or another allowed pair of the kit.",
        ),
        Key::new("tone", COLOR, "The colour of the scrim."),
    ],
);

/// `box:` of any layer.
pub static BOX: Keys = table(
    "a box",
    &[
        Key::new("fill", PAINT, "Background: a colour or gradient of the kit's roles."),
        Key::new(
            "radius",
            Shape::Either(&[Shape::Like(patterns::radius), Shape::Zero]),
            "Corners: a length, a radius of the kit, or `pill`.",
        )
        .such_as(&["pill", "8px", "card"]),
        Key::new("padding", SIDES, "Inside distances: 1 to 4 lengths as in CSS."),
        Key::new("stroke", Shape::Like(patterns::stroke), "Edge: a width and a colour.")
            .such_as(&["2px ink"]),
        Key::new("shadow", Shape::Like(patterns::shadow), "A shadow of the kit, or `X Y BLUR COLOUR`.")
            .such_as(&["soft", "0 2px 6px ink/20%"]),
    ],
);

/// `filter:` of a picture.
pub static FILTER: Keys = table(
    "a filter",
    &[
        Key::new("grayscale", SHARE, "How much of the colour goes: 100% is grey."),
        Key::new("saturate", Shape::Ratio(0.0, 4.0), "Colour against its grey: 0% is grey, 200% vivid."),
        Key::new("brightness", Shape::Ratio(0.0, 4.0), "Light: 0% is black, 100% as it is."),
    ],
);
