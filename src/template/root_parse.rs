use super::expr_parse::{PROPERTIES, condition};
use super::keys::{SLOT, TEMPLATE};
use super::scope::Reading;
use super::{Class, Expr, Operand, SizeDecl, Slot, SlotKind, Spanned};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::geom::Insets;
use crate::variant::CreativeSize;
use crate::yaml::decode::{self, MapReader, shown, suggest};
use crate::yaml::{Entry, Node, measure};

use super::sizes::{NAMED_SIZES, named_size};

/// More sizes or slots than any template has; a bound for what is computed from them.
const MOST: usize = 200;

/// The head of a template: everything but what is painted.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub slots: Vec<Slot>,
    pub sizes: Vec<SizeDecl>,
    pub classes: Vec<Class>,
}

/// Reads slots, sizes and classes; classes see earlier classes only.
pub(super) fn head(root: &Node, reading: &mut Reading) -> Option<Head> {
    let mut file = MapReader::open(root, &TEMPLATE, &mut reading.found)?;
    file.header("template", &mut reading.found);
    let slots = file.take("slots").and_then(|n| decode::map(n, "slots", &mut reading.found)).unwrap_or(&[]);
    let sizes = file.require("sizes", &mut reading.found);
    let classes =
        file.take("classes").and_then(|n| decode::map(n, "classes", &mut reading.found)).unwrap_or(&[]);
    for key in ["scheme", "background"] {
        file.take(key);
    }
    file.require("layers", &mut reading.found);
    file.finish(&mut reading.found);
    reading.scope.broken_values = slots.iter().map(|entry| entry.key.clone()).collect();
    let slots: Vec<Slot> =
        slots.iter().take(MOST).filter_map(|entry| slot(entry, &mut reading.found)).collect();
    counts(&slots, reading);
    let sizes = sizes.map(|node| self::sizes(node, &mut reading.found)).unwrap_or_default();
    let classes = classes.iter().take(MOST).filter_map(|entry| class(entry, reading)).collect();
    Some(Head { slots, sizes, classes })
}

/// What texts count by are numbers.
fn counts(slots: &[Slot], reading: &mut Reading) {
    for count in slots.iter().filter_map(|slot| slot.count.as_ref()) {
        let name = count.value.as_str();
        match slots.iter().find(|slot| slot.name.value == name) {
            Some(other) if other.kind == SlotKind::Number => {
                reading.used.insert(name.to_owned());
            }
            Some(other) => {
                let message = format!("slot `{name}` is of type {}; `count` takes number", other.kind.word());
                let diagnostic = Diagnostic::error(Code::WrongKind, message).at(count.span);
                reading.found.push(diagnostic.hint("count by a slot of type `number`"));
            }
            // A slot that could not be read was told.
            None if reading.scope.broken_values.contains(name) => {}
            None => {
                let known: Vec<&str> = slots
                    .iter()
                    .filter(|slot| slot.kind == SlotKind::Number)
                    .map(|slot| slot.name.value.as_str())
                    .collect();
                let message = format!("no slot has the name `{}`", shown(name));
                let diagnostic = Diagnostic::error(Code::UnknownName, message).at(count.span);
                reading.found.push(diagnostic.hint(suggest(name, &known, "number slots are")));
            }
        }
    }
}

/// `name: type`, or `name: { type, max, count, optional, swap }`.
fn slot(entry: &Entry, found: &mut Diagnostics) -> Option<Slot> {
    if !decode::check_name(&entry.key, entry.key_span, "a slot's name", found) {
        return None;
    }
    let name = Spanned { value: entry.key.clone(), span: entry.key_span };
    if entry.value.as_map().is_none() {
        let kind = decode::word(&entry.value, "a type of slot", &SlotKind::WORDS, found)?;
        return Some(Slot { name, kind, max: None, count: None, optional: false, swap: false });
    }
    let mut map = MapReader::open(&entry.value, &SLOT, found)?;
    let kind =
        map.require("type", found).and_then(|n| decode::word(n, "a type of slot", &SlotKind::WORDS, found));
    let max = map.take("max");
    let count = map.take("count");
    let optional = map.take("optional").and_then(|n| decode::flag(n, found)).unwrap_or(false);
    let swap = map.take("swap").and_then(|n| decode::flag(n, found)).unwrap_or(false);
    map.finish(found);
    let kind = kind?;
    if let Some(node) = max
        && !matches!(kind, SlotKind::Text | SlotKind::Legal)
    {
        let message = format!("a slot of type `{}` has no `max`", kind.word());
        let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(node.span);
        found.push(diagnostic.hint("only texts have a most number of characters"));
    }
    let max = max.and_then(|n| measure::whole(n, "a number of characters", 1, 10_000, found));
    let count = count.and_then(|node| {
        if !matches!(kind, SlotKind::Text | SlotKind::Legal) {
            let message = format!("a slot of type `{}` has no `count`", kind.word());
            let diagnostic = Diagnostic::error(Code::UnknownKey, message).at(node.span);
            found.push(diagnostic.hint("only texts have plural forms"));
            return None;
        }
        let name = decode::name(node, "the name of a slot", found)?;
        Some(Spanned { value: name.to_owned(), span: node.span })
    });
    Some(Slot { name, kind, max, count, optional, swap })
}

fn sizes(node: &Node, found: &mut Diagnostics) -> Vec<SizeDecl> {
    let Some(items) = decode::one_or_more(node, "sizes", found) else { return Vec::new() };
    if items.is_empty() || items.len() > MOST {
        let diagnostic = Diagnostic::error(Code::BadValue, format!("a template has 1 to {MOST} sizes"));
        found.push(diagnostic.at(node.span).hint("write `sizes: [300x250, 728x90]`"));
    }
    let mut all: Vec<SizeDecl> = Vec::new();
    for item in items.iter().take(MOST) {
        let Some(decl) = size(item, found) else { continue };
        let same_name = all.iter().find(|other| other.name.value == decl.name.value);
        let same_size = all.iter().find(|other| other.size == decl.size && other.safe == decl.safe);
        if let Some(first) = same_name {
            let diagnostic =
                Diagnostic::error(Code::DuplicateKey, format!("size `{}` stands twice", decl.name.value));
            found.push(
                diagnostic.at(item.span).related(first.name.span, "first here").hint("keep one of them"),
            );
            continue;
        }
        if let Some(first) = same_size {
            let message = format!("`{}` is the same size as `{}`", decl.name.value, first.name.value);
            let diagnostic = Diagnostic::warning(Code::DuplicateKey, message).at(item.span);
            found.push(diagnostic.related(first.name.span, "first here").hint("keep one of them"));
        }
        all.push(decl);
    }
    all
}

fn size(node: &Node, found: &mut Diagnostics) -> Option<SizeDecl> {
    let text = decode::text(node, "a size", found)?;
    let name = Spanned { value: text.to_owned(), span: node.span };
    if let Some((size, safe)) = named_size(text) {
        return Some(SizeDecl { name, size, safe });
    }
    match CreativeSize::parse(text) {
        Ok(size) => Some(SizeDecl { name, size, safe: Insets::default() }),
        Err(error) => {
            let named = text.starts_with(|c: char| c.is_ascii_alphabetic());
            let names: Vec<&str> = NAMED_SIZES.iter().map(|size| size.name).collect();
            let hint = if named {
                suggest(text, &names, "named sizes are")
            } else {
                "write `WIDTHxHEIGHT` in CSS pixels, such as `300x250` or `300x250@2x`".to_owned()
            };
            let message = format!("`{}`: {error}", shown(text));
            found.push(Diagnostic::error(Code::BadValue, message).at(node.span).hint(hint));
            None
        }
    }
}

/// `name: condition on the size`.
fn class(entry: &Entry, reading: &mut Reading) -> Option<Class> {
    if !decode::check_name(&entry.key, entry.key_span, "a class's name", &mut reading.found) {
        return None;
    }
    let reserved = PROPERTIES.iter().any(|(word, _)| *word == entry.key);
    if reserved || matches!(entry.key.as_str(), "and" | "or" | "not" | "true" | "false") {
        let diagnostic =
            Diagnostic::error(Code::BadValue, format!("a class cannot be called `{}`", entry.key));
        reading
            .found
            .push(diagnostic.at(entry.key_span).hint("the word has a meaning in conditions; choose another"));
        return None;
    }
    let when = condition(&entry.value, reading);
    // Known even when its condition is at fault, so that one mistake is not reported at every use.
    reading.scope.classes.push(entry.key.clone());
    let when = when?;
    if !tests_size_only(&when) {
        let diagnostic = Diagnostic::error(Code::BadValue, "a class tests the creative's size only");
        let hint = "use `width`, `height`, `aspect` and earlier classes; the rest belongs to `when:`";
        reading.found.push(diagnostic.at(entry.value.span).hint(hint));
        return None;
    }
    Some(Class { name: Spanned { value: entry.key.clone(), span: entry.key_span }, when })
}

fn tests_size_only(expr: &Expr) -> bool {
    let fits = |operand: &Operand| {
        matches!(operand, Operand::Aspect | Operand::Width | Operand::Height | Operand::Number(_))
    };
    match expr {
        Expr::And(a, b) | Expr::Or(a, b) => tests_size_only(a) && tests_size_only(b),
        Expr::Not(a) => tests_size_only(a),
        Expr::Class(_) => true,
        Expr::Compare(a, _, b) => fits(a) && fits(b),
        Expr::Present(_) => false,
    }
}
