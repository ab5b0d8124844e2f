use super::expr_parse::condition;
use super::paint_parse::paint;
use super::props_parse::{self, Owner};
use super::scope::Reading;
use super::svg_parse::drawing;
use super::text_parse::{Wanted, text_expr};
use super::with_parse::check_given;
use super::words::DIRECTIONS;
use super::{Content, Layer, Props, RemedyKind, ShapeKind, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::yaml::decode::{self, shown, suggest};
use crate::yaml::{Entry, Node};

/// Reads `layers:`. Recursion is bounded by the depth that the YAML reader allows.
pub(super) fn layers(node: &Node, reading: &mut Reading) -> Option<Vec<Layer>> {
    let items = decode::list(node, "layers", &mut reading.found)?;
    Some(items.iter().filter_map(|item| layer(item, reading)).collect())
}

fn layer(node: &Node, reading: &mut Reading) -> Option<Layer> {
    let entries = decode::map(node, "a layer", &mut reading.found)?;
    let kind = kind(node, entries, reading)?;
    let mut owner = Owner { kind, component: None, given: Vec::new() };
    let (mut id, mut overrides) = (None, Vec::new());
    let mut props = Props::default();
    for entry in entries {
        match entry.key.as_str() {
            "id" => {
                let name = decode::name(&entry.value, "an id", &mut reading.found);
                id = name.map(|name| Spanned { value: name.to_owned(), span: entry.value.span });
            }
            key if key == "in" || key.starts_with("in ") => overrides.push(entry),
            _ => property(entry, &mut owner, &mut props, reading),
        }
    }
    if let Some(Spanned { value: Content::Use(name), span }) = &props.content {
        check_given(name, &owner.given, *span, reading);
    }
    check_shape(node, &props, reading);
    let mut overrides: Vec<_> =
        overrides.into_iter().filter_map(|entry| in_class(entry, &owner, reading)).collect();
    let order = |name: &str| reading.scope.classes.iter().position(|class| class == name);
    overrides.sort_by_key(|(class, _)| order(&class.value));
    check_tones(&props, &overrides, reading);
    props.content.is_some().then_some(Layer { span: node.span, id, props, overrides })
}

/// The word of the layer's kind, which is its first key.
fn kind(node: &Node, entries: &[Entry], reading: &mut Reading) -> Option<&'static str> {
    let word = |entry: &Entry| Content::WORDS.into_iter().find(|word| *word == entry.key);
    let mut kinds = entries.iter().filter_map(|entry| word(entry).map(|word| (word, entry)));
    let Some((kind, first)) = kinds.next() else {
        let (span, key) = entries.first().map_or((node.span, ""), |e| (e.key_span, e.key.as_str()));
        let hint = suggest(key, &Content::WORDS, "its first key is one of");
        reading.found.push(Diagnostic::error(Code::MissingKey, "the layer has no kind").at(span).hint(hint));
        return None;
    };
    for (other, entry) in kinds {
        let message = format!("a layer has one kind; this one is `{kind}` and `{other}`");
        let diagnostic = Diagnostic::error(Code::BadValue, message).at(entry.key_span);
        let hint = match other {
            "fill" => "a background is `box: { fill: … }`; else make it a layer of its own",
            _ => "make it a layer of its own",
        };
        reading.found.push(diagnostic.related(first.key_span, "its first kind").hint(hint));
    }
    if entries.first().is_some_and(|entry| entry.key != kind) {
        let message = format!("`{kind}:` names the layer's kind and must come first");
        let diagnostic = Diagnostic::error(Code::BadValue, message).at(first.key_span);
        reading.found.push(diagnostic.hint(format!("move `{kind}: …` to the top of the layer")));
    }
    Some(kind)
}

/// `in CLASS: { … }`.
fn in_class(entry: &Entry, owner: &Owner, reading: &mut Reading) -> Option<(Spanned<String>, Props)> {
    let name = entry.key.strip_prefix("in").unwrap_or("").trim();
    let known = reading.class(name, entry.key_span);
    let entries = decode::map(&entry.value, "what a class changes", &mut reading.found)?;
    let mut owner = owner.clone();
    let mut props = Props::default();
    // The component first: `with:` is read by its parameters.
    let (kinds, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|inner| inner.key == owner.kind);
    for inner in kinds.into_iter().chain(others) {
        match inner.key.as_str() {
            "id" => {
                let diagnostic = Diagnostic::error(Code::UnknownKey, "a class cannot change an id");
                reading.found.push(diagnostic.at(inner.key_span).hint("delete it here"));
            }
            key if Content::WORDS.contains(&key) && key != owner.kind => {
                let message = format!("a class cannot turn `{}` into `{key}`", owner.kind);
                let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(inner.key_span);
                reading.found.push(diagnostic.hint("make two layers and choose by `when:`"));
            }
            key if key == "in" || key.starts_with("in ") => {
                let diagnostic = Diagnostic::error(Code::UnknownKey, "a class within a class");
                let hint = "declare a class for both, such as `both: strip and tiny`";
                reading.found.push(diagnostic.at(inner.key_span).hint(hint));
            }
            _ => property(inner, &mut owner, &mut props, reading),
        }
    }
    if let Some(Spanned { value: Content::Use(name), span }) = &props.content {
        check_given(name, &owner.given, *span, reading);
    }
    known.then(|| (Spanned { value: name.to_owned(), span: entry.key_span }, props))
}

/// One property: the kind's own key and `layers:` are read here, the rest in `props_parse`.
fn property(entry: &Entry, owner: &mut Owner, props: &mut Props, reading: &mut Reading) {
    let (node, span) = (&entry.value, entry.value.span);
    match entry.key.as_str() {
        "group" if owner.kind == "group" => {
            props.layers = layers(node, reading);
            props.content = props.layers.is_some().then_some(Spanned { value: Content::Group, span });
        }
        key if key == owner.kind => {
            props.content = content(node, owner, reading).map(|value| Spanned { value, span });
        }
        // A second kind was reported already.
        key if Content::WORDS.contains(&key) => {}
        "layers" if owner.kind == "stack" => props.layers = layers(node, reading),
        "when" => props.when = condition(node, reading).map(|value| Spanned { value, span }),
        _ => props_parse::property(entry, owner, props, reading),
    }
}

fn content(node: &Node, owner: &mut Owner, reading: &mut Reading) -> Option<Content> {
    Some(match owner.kind {
        "image" => Content::Image(text_expr(node, Wanted::Image, reading)?),
        "fill" => Content::Fill(paint(node, reading)?),
        "text" => Content::Text(text_expr(node, Wanted::Running, reading)?),
        "stack" => Content::Stack(decode::word(node, "a direction", &DIRECTIONS, &mut reading.found)?),
        "shape" => Content::Shape(decode::word(node, "a shape", &ShapeKind::WORDS, &mut reading.found)?),
        "svg" => Content::Svg(drawing(node, &mut reading.found)?),
        "logo" => Content::Logo(text_expr(node, Wanted::Logo, reading)?),
        _ => {
            let name = decode::name(node, "a component", &mut reading.found)?;
            owner.component = Some(name.to_owned());
            Content::Use(name.to_owned())
        }
    })
}

/// `tone` needs `remedy: scrim`: of its own map, of one that it is merged over, or of one that is merged over it.
fn check_tones(props: &Props, overrides: &[(Spanned<String>, Props)], reading: &mut Reading) {
    let all: Vec<_> = std::iter::once(props).chain(overrides.iter().map(|(_, props)| props)).collect();
    let all: Vec<_> = all.into_iter().filter_map(|props| Some(&props.contrast.as_ref()?.value)).collect();
    for (at, contrast) in all.iter().enumerate() {
        let Some(tone) = &contrast.tone else { continue };
        let from = if contrast.remedy.is_none() { 0 } else { at };
        if all[from..].iter().all(|contrast| contrast.remedy != Some(RemedyKind::Scrim)) {
            let diagnostic =
                Diagnostic::error(Code::BadValue, "`tone` is the colour of a scrim").at(tone.span);
            reading.found.push(diagnostic.hint("add `remedy: scrim`, or leave it out"));
        }
    }
}

/// `shape: path` and `clip: path` need their path and view; the others take neither.
fn check_shape(node: &Node, props: &Props, reading: &mut Reading) {
    let (word, shape, span) = match (&props.content, props.clip) {
        (Some(Spanned { value: Content::Shape(shape), span }), _) => ("shape", *shape, *span),
        (Some(_), Some(clip)) => ("clip", clip, node.get("clip").map_or(node.span, |n| n.span)),
        (Some(content), None) => ("clip", ShapeKind::Rect, content.span),
        (None, _) => return,
    };
    for key in ["path", "view"] {
        if shape == ShapeKind::Path && node.get(key).is_none() {
            let diagnostic = Diagnostic::error(Code::MissingKey, format!("`{word}: path` needs `{key}:`"));
            let hint = if key == "path" {
                "add SVG path data: `path: M0 0H10V10Z`"
            } else {
                "add `view: 0 0 100 100`"
            };
            reading.found.push(diagnostic.at(span).hint(hint));
        }
        if shape != ShapeKind::Path
            && let Some(value) = node.get(key)
        {
            let message = format!("`{key}:` belongs to `{word}: path`");
            let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(value.span);
            reading.found.push(diagnostic.hint(format!("write `{word}: path`, or delete `{}`", shown(key))));
        }
    }
}
