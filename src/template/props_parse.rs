use super::keys::{Of, PROPERTIES};
use super::maps_parse::{boxed, contrast, fit, shadows, stroke, style};
use super::paint_parse::{color, paint};
use super::place_parse::{anchor, inset, place, sides, size, view};
use super::scope::Reading;
use super::svg_parse::{colors, filter, mask, tile_size};
use super::with_parse::arguments;
use super::words::{ALIGNS, HANGS, IMAGE_FITS, JUSTIFIES, MINORS, TEXT_ALIGNS};
use super::{Props, ShapeKind, Spanned, TileAxis};
use crate::brand::{Caps, Hyphens, LineBreak, WordBreak};
use crate::color::BlendMode;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::geom::{Outline, Point};
use crate::yaml::decode::{self, nearest, shown};
use crate::yaml::{Entry, Node, Piece, measure};

/// The layer that a property belongs to.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    /// The word of its kind.
    pub kind: &'static str,
    /// Of a `use:`.
    pub component: Option<String>,
    /// Parameters of the component that have a value.
    pub given: Vec<String>,
}

/// Reads a property into `props`, or says what the kind takes instead.
pub(super) fn property(entry: &Entry, owner: &mut Owner, props: &mut Props, reading: &mut Reading) {
    if !takes(owner.kind, &entry.key) {
        let known = PROPERTIES.iter().any(|(_, key)| key.name == entry.key);
        return misplaced(entry, owner, known, &mut reading.found);
    }
    let (node, span) = (&entry.value, entry.value.span);
    let found = &mut reading.found;
    match entry.key.as_str() {
        "place" => props.place = place(node, found).map(|value| Spanned { value, span }),
        "inset" => props.inset = inset(node, found),
        "margin" => props.margin = sides(node, f64::MIN, found),
        "width" => props.width = size(node, found),
        "height" => props.height = size(node, found),
        "min-width" => props.min_width = size(node, found),
        "max-width" => props.max_width = size(node, found),
        "min-height" => props.min_height = size(node, found),
        "max-height" => props.max_height = size(node, found),
        "aspect" => props.aspect = measure::aspect(node, found),
        "grow" => props.grow = measure::ratio(node, "a share", 0.0, 1000.0, found),
        "align-self" => props.align_self = decode::word(node, "an alignment", &ALIGNS, found),
        "opacity" => props.opacity = measure::ratio(node, "an opacity", 0.0, 1.0, found),
        "blend" => props.blend = decode::word(node, "a blend mode", &BlendMode::WORDS, found),
        "rotate" => {
            props.rotate = decode::text(node, "an angle", found)
                .and_then(|_| Piece::of(node))
                .and_then(|piece| measure::angle_of(piece, found));
        }
        "clip" => props.clip = decode::word(node, "a shape", &ShapeKind::WORDS, found),
        "mask" => props.mask = mask(node, reading).map(|value| Spanned { value, span }),
        "filter" => props.filter = filter(node, found),
        "colors" => props.colors = colors(node, reading),
        "tile" => props.tile = decode::word(node, "the axes of a tile", &TileAxis::WORDS, found),
        "tile-size" => props.tile_size = tile_size(node, found),
        "mirror" => props.mirror = decode::flag(node, found),
        "apart" => props.apart = ids(node, found),
        "clear" => props.clear = ids(node, found),
        "gap" => props.gap = size(node, found),
        "align" => props.align = decode::word(node, "an alignment", &ALIGNS, found),
        "justify" => props.justify = decode::word(node, "a distribution", &JUSTIFIES, found),
        "wrap" => props.wrap = decode::flag(node, found),
        "text-align" => props.text_align = decode::word(node, "a text alignment", &TEXT_ALIGNS, found),
        "anchor" => props.anchor = anchor(node, found),
        "zoom" => props.zoom = measure::ratio(node, "a zoom", 1.0, 10.0, found),
        "contact" => props.contact = color(node, reading).map(|value| Spanned { value, span }),
        "ground" => {
            let name = decode::name(node, "a scheme", found).map(str::to_owned);
            props.ground = name.map(|value| Spanned { value, span });
        }
        "path" => props.path = path(node, found).map(|value| Spanned { value, span }),
        "view" => props.view = view(node, found),
        "style" => props.style = style(node, reading).map(|value| Spanned { value, span }),
        "color" => props.color = paint(node, reading).map(|value| Spanned { value, span }),
        "minor" => props.minor = decode::word(node, "how minor units are set", &MINORS, found),
        "strike" => props.strike = color(node, reading).map(|value| Spanned { value, span }),
        "hang" => props.hang = decode::word(node, "what hangs", &HANGS, found),
        "line-break" => props.line_break = decode::word(node, "a strictness", &LineBreak::WORDS, found),
        "word-break" => props.word_break = decode::word(node, "a way to break", &WordBreak::WORDS, found),
        "hyphens" => props.hyphens = decode::word(node, "a way to hyphenate", &Hyphens::WORDS, found),
        "stroke" => props.stroke = stroke(node, reading).map(|value| Spanned { value, span }),
        "shadow" => props.shadow = shadows(node, reading).map(|value| Spanned { value, span }),
        "font-variant-caps" => {
            props.caps = decode::word(node, "a kind of capitals", &Caps::WORDS, found);
        }
        "marks" => props.marks = color(node, reading).map(|value| Spanned { value, span }),
        "fit" if owner.kind == "image" => {
            props.image_fit = decode::word(node, "`cover` or `contain`", &IMAGE_FITS, found);
        }
        "fit" => props.fit = fit(node, reading).map(|value| Spanned { value, span }),
        "contrast" => props.contrast = contrast(node, reading).map(|value| Spanned { value, span }),
        "box" => props.boxed = boxed(node, reading).map(|value| Spanned { value, span }),
        "with" => {
            if let Some((all, given)) = arguments(node, owner.component.as_deref(), reading) {
                owner.given.extend(given);
                props.with = Some(all);
            }
        }
        _ => debug_assert!(false, "`{}` stands in the table, but nobody reads it", entry.key),
    }
}

/// Whether a kind of layer has a property.
fn takes(kind: &str, key: &str) -> bool {
    PROPERTIES.iter().any(|(of, row)| row.name == key && of.takes(kind))
}

/// A key that is unknown, or that belongs to other kinds.
fn misplaced(entry: &Entry, owner: &Owner, known: bool, found: &mut Diagnostics) {
    let kind = owner.kind;
    let own = PROPERTIES.iter().filter(|(of, _)| of.takes(kind)).map(|(_, key)| key.name);
    let mut own: Vec<&str> = own.collect();
    own.push(kind);
    let message = format!("a layer of kind `{kind}` has no `{}`", shown(&entry.key));
    let hint = match (known, nearest(&entry.key, &own), entry.key.as_str()) {
        (true, _, "align") if takes(kind, "text-align") => {
            "a text's own lines are aligned by `text-align:`; `align:` places the children of a stack"
                .to_owned()
        }
        (true, _, "clip") => format!("put the `{kind}` into a `group:` that has the clip"),
        (true, ..) => {
            let special = PROPERTIES.iter().filter(|(of, _)| matches!(of, Of::Only(_)) && of.takes(kind));
            let special: Vec<String> = special.map(|(_, key)| format!("`{}`", key.name)).collect();
            let takers = PROPERTIES.iter().filter(|(_, key)| key.name == entry.key);
            let takers = takers.flat_map(|(of, _)| match of {
                Of::All => &[],
                Of::Only(kinds) => *kinds,
            });
            let takers: Vec<String> = takers.map(|kind| format!("`{kind}`")).collect();
            let takes = match special.is_empty() {
                true => String::new(),
                false => format!("{}, and ", special.join(", ")),
            };
            format!(
                "`{}` belongs to {}; `{kind}` takes {takes}what every layer takes",
                entry.key,
                takers.join(" and ")
            )
        }
        (_, Some(near), _) => format!("did you mean `{near}`?"),
        (.., "background" | "radius" | "padding" | "stroke" | "shadow" | "border" | "border-radius") => {
            "it belongs into `box: { fill, radius, padding, stroke, shadow }`".to_owned()
        }
        (.., "font-size" | "size" | "font-weight" | "weight" | "leading" | "tracking" | "line-height") => {
            "it belongs into `style: { base, size, weight, leading, tracking }`".to_owned()
        }
        (.., "top" | "left" | "right" | "bottom" | "x" | "y" | "position") => {
            "write `place: top end` and `inset: 5vmin`".to_owned()
        }
        _ => {
            let all: Vec<String> = own.iter().map(|key| format!("`{key}`")).collect();
            format!("it takes {}", all.join(", "))
        }
    };
    found.push(Diagnostic::error(Code::UnknownKey, message).at(entry.key_span).hint(hint));
}

/// One id or several.
fn ids(node: &Node, found: &mut Diagnostics) -> Option<Vec<Spanned<String>>> {
    let items = decode::one_or_more(node, "ids", found)?;
    let id = |item: &Node, found: &mut Diagnostics| {
        let name = decode::name(item, "an id", found)?;
        Some(Spanned { value: name.to_owned(), span: item.span })
    };
    Some(items.iter().filter_map(|item| id(item, found)).collect())
}

/// SVG path data that can be drawn.
fn path(node: &Node, found: &mut Diagnostics) -> Option<String> {
    let data = decode::text(node, "SVG path data", found)?;
    let outline = Outline::from_path_data(data, |_, _| Point::default());
    let message = match outline {
        Ok(outline) if !outline.segments.is_empty() => return Some(data.to_owned()),
        Ok(_) => "an empty path".to_owned(),
        Err(error) => error.to_string(),
    };
    let diagnostic = Diagnostic::error(Code::BadValue, message).at(node.span);
    found.push(diagnostic.hint("write SVG path data, such as `M0 0H10V10Z`"));
    None
}
