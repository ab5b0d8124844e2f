//! What an SVG may cost, decided before a parser builds anything from it.
//!
//! usvg copies what is referred to, recursively, and a deep tree overflows the stack, which nobody can catch; so the
//! file is counted first in a stream: elements as they stand, then as they would be after all references were followed.

use std::collections::BTreeMap;

use super::RasterError;
use super::scan::{Scanner, Token, refused};

/// Bytes of a file.
const MAX_BYTES: usize = 2 << 20;
/// Elements as written.
const MAX_ELEMENTS: usize = 10_000;
/// Elements inside each other, as written and after references were followed.
const MAX_DEPTH: usize = 64;
/// Bytes of path data.
const MAX_PATH_BYTES: usize = 1 << 20;
/// `use` elements as written.
const MAX_USES: usize = 1000;
/// Elements after references were followed.
const MAX_EXPANDED: u64 = 50_000;
/// What a step of a filter weighs, in elements: it works on all pixels.
const FILTER_WEIGHT: u64 = 200;
/// Bytes of style sheets; each rule is tried on each element.
const MAX_STYLE_BYTES: usize = 64 << 10;

/// Filter steps whose cost does not depend on their parameters.
const FILTER_STEPS: [&str; 15] = [
    "feGaussianBlur",
    "feOffset",
    "feFlood",
    "feMerge",
    "feMergeNode",
    "feColorMatrix",
    "feComposite",
    "feBlend",
    "feComponentTransfer",
    "feFuncR",
    "feFuncG",
    "feFuncB",
    "feFuncA",
    "feDropShadow",
    "feTile",
];

/// Checks the bytes and gives them back as text without a byte order mark.
pub(super) fn check(bytes: &[u8]) -> Result<&str, RasterError> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(refused("gzip (svgz)", "save it uncompressed"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(RasterError::SvgBudget { what: "bytes", limit: MAX_BYTES });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| RasterError::Svg("it is not UTF-8 text".into()))?;
    let text = text.trim_start_matches('\u{feff}');
    Count::default().read(text)?.expand()?;
    Ok(text)
}

/// An element: where it stands and what it refers to.
#[derive(Default)]
struct Element {
    children: Vec<usize>,
    refers: Vec<(String, u64)>,
    classes: Vec<String>,
    weight: u64,
}

#[derive(Default)]
struct Count {
    elements: Vec<Element>,
    ids: BTreeMap<String, usize>,
    /// References made by style rules: by class, and for rules that select anything else.
    by_class: BTreeMap<String, Vec<String>>,
    by_any: Vec<String>,
    path_bytes: usize,
    style_bytes: usize,
    uses: usize,
}

impl Count {
    fn read(mut self, text: &str) -> Result<Self, RasterError> {
        let mut scanner = Scanner::new(text);
        let mut open: Vec<usize> = Vec::new();
        let mut style: Option<String> = None;
        let mut seen_svg = false;
        while let Some(token) = scanner.next()? {
            match token {
                Token::Start { name, attributes, closed } => {
                    seen_svg |= name == "svg" && self.elements.is_empty();
                    if !seen_svg {
                        return Err(RasterError::Svg("its root is not <svg>".into()));
                    }
                    if name == "style" {
                        style = Some(String::new());
                    }
                    let at = self.element(name, &attributes)?;
                    if let Some(parent) = open.last() {
                        self.elements[*parent].children.push(at);
                    }
                    if !closed {
                        open.push(at);
                        limit(open.len(), MAX_DEPTH, "elements inside each other")?;
                    }
                }
                Token::End => {
                    if let Some(rules) = style.take() {
                        self.rules(&rules)?;
                    }
                    open.pop();
                }
                Token::Text(text) => {
                    if let Some(rules) = &mut style {
                        rules.push_str(text);
                    }
                }
            }
        }
        match (seen_svg, open.is_empty()) {
            (true, true) => Ok(self),
            (true, false) => Err(RasterError::Svg("it is cut off".into())),
            (false, _) => Err(RasterError::Svg("it holds no <svg>".into())),
        }
    }

    fn element(&mut self, name: &str, attributes: &[(&str, String)]) -> Result<usize, RasterError> {
        allowed(name)?;
        if name == "use" {
            self.uses += 1;
            limit(self.uses, MAX_USES, "use elements")?;
        }
        let mut element =
            Element { weight: if name.starts_with("fe") { FILTER_WEIGHT } else { 1 }, ..Element::default() };
        let points: usize = attributes
            .iter()
            .filter(|(key, _)| matches!(*key, "d" | "points"))
            .map(|(_, value)| value.len())
            .sum();
        self.path_bytes += points;
        limit(self.path_bytes, MAX_PATH_BYTES, "bytes of path data")?;
        for (key, value) in attributes {
            match *key {
                "id" => {
                    self.ids.entry(value.clone()).or_insert(self.elements.len());
                }
                "class" => element.classes.extend(value.split_whitespace().map(str::to_owned)),
                "href" if name != "a" => {
                    if let Some(id) = target(name, value)? {
                        element.refers.push((id, 1));
                    }
                }
                _ => {
                    // a marker is drawn at every vertex
                    let times = if value.contains("marker") || key.starts_with("marker") {
                        1 + points as u64 / 2
                    } else {
                        1
                    };
                    element.refers.extend(urls(value).map(|id| (id.to_owned(), times)));
                }
            }
        }
        limit(self.elements.len() + 1, MAX_ELEMENTS, "elements")?;
        self.elements.push(element);
        Ok(self.elements.len() - 1)
    }

    /// Notes which style rules refer to something. Selectors are not understood beyond class names.
    fn rules(&mut self, css: &str) -> Result<(), RasterError> {
        self.style_bytes += css.len();
        limit(self.style_bytes, MAX_STYLE_BYTES, "bytes of style sheets")?;
        for rule in css.split('}') {
            let Some((selector, body)) = rule.split_once('{') else { continue };
            let ids: Vec<String> = urls(body).map(str::to_owned).collect();
            if ids.is_empty() {
                continue;
            }
            for part in selector.split(',') {
                let class =
                    part.trim().strip_prefix('.').filter(|c| !c.contains([' ', '.', '>', ':', '[', '#']));
                match class {
                    Some(class) => {
                        self.by_class.entry(class.to_owned()).or_default().extend(ids.iter().cloned());
                    }
                    None => self.by_any.extend(ids.iter().cloned()),
                }
            }
        }
        Ok(())
    }

    /// Follows all references and bounds what comes out.
    fn expand(mut self) -> Result<(), RasterError> {
        for element in &mut self.elements {
            let by_class = element.classes.iter().filter_map(|class| self.by_class.get(class)).flatten();
            let all: Vec<_> = by_class.chain(&self.by_any).map(|id| (id.clone(), 1)).collect();
            element.refers.extend(all);
        }
        let mut known = vec![None; self.elements.len()];
        if !self.elements.is_empty() {
            self.weigh(0, 0, &mut known)?;
        }
        Ok(())
    }

    /// How many elements one stands for, and how deep they go. Recursion ends at [`MAX_DEPTH`] twice over.
    fn weigh(
        &self,
        at: usize,
        depth: usize,
        known: &mut [Option<Seen>],
    ) -> Result<(u64, usize), RasterError> {
        match known[at] {
            Some(Seen::Done(weight, height)) => return Ok((weight, height)),
            Some(Seen::Open) => return Err(refused("a reference to itself", "remove the circle")),
            None => {}
        }
        limit(depth, 2 * MAX_DEPTH, "elements inside each other")?;
        known[at] = Some(Seen::Open);
        let element = &self.elements[at];
        let (mut weight, mut height) = (element.weight, 0);
        let targets = element.refers.iter().filter_map(|(id, times)| Some((*self.ids.get(id)?, *times)));
        for (next, times) in element.children.iter().map(|child| (*child, 1)).chain(targets) {
            let (more, deep) = self.weigh(next, depth + 1, known)?;
            weight = weight.saturating_add(more.saturating_mul(times));
            height = height.max(deep + 1);
        }
        if weight > MAX_EXPANDED {
            return Err(RasterError::SvgBudget {
                what: "elements, counting repeats",
                limit: MAX_EXPANDED as usize,
            });
        }
        limit(height, 2 * MAX_DEPTH, "elements inside each other")?;
        known[at] = Some(Seen::Done(weight, height));
        Ok((weight, height))
    }
}

#[derive(Clone, Copy)]
enum Seen {
    Open,
    Done(u64, usize),
}

fn limit(count: usize, limit: usize, what: &'static str) -> Result<(), RasterError> {
    if count > limit { Err(RasterError::SvgBudget { what, limit }) } else { Ok(()) }
}

fn allowed(name: &str) -> Result<(), RasterError> {
    match name {
        "text" | "tspan" | "textPath" => {
            Err(refused(format!("<{name}>"), "convert text to outlines, or use a text layer"))
        }
        "script" | "foreignObject" | "iframe" => {
            Err(refused(format!("<{name}>"), "remove it: only drawings are shown"))
        }
        _ if name.starts_with("fe") && !FILTER_STEPS.contains(&name) => {
            Err(refused(format!("the filter <{name}>"), "flatten the effect in your drawing program"))
        }
        _ => Ok(()),
    }
}

/// What an `href` names inside the file; embedded pictures name nothing.
fn target(name: &str, href: &str) -> Result<Option<String>, RasterError> {
    let href = href.trim();
    if let Some(id) = href.strip_prefix('#') {
        return Ok(Some(id.to_owned()));
    }
    let embedded =
        ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"];
    if href.is_empty() || (name == "image" && embedded.iter().any(|kind| href.starts_with(kind))) {
        return Ok(None);
    }
    let start: String = href.chars().take(40).collect();
    Err(refused(format!("a link to “{start}”"), "embed the picture as PNG or JPEG, or outline it"))
}

/// The ids in `url(#id)`.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inside.trim().strip_prefix('#')
    })
}
