use std::collections::{BTreeMap, BTreeSet};

use crate::compile;
use crate::diag::Span;
use crate::template::{Argument, Content, Layer, SlotKind, Template, TextExpr, TextPart};

/// What the template says of a layer.
pub(super) struct Written {
    /// Where it stands.
    pub(super) span: Span,
    /// It shows a legal slot, be it handed to a component.
    pub(super) legal: bool,
}

pub(super) fn written(template: &Template) -> BTreeMap<String, Written> {
    let mut all = BTreeMap::new();
    let legal = template.slots.iter().filter(|slot| slot.kind == SlotKind::Legal);
    let legal: BTreeSet<&str> = legal.map(|slot| slot.name.value.as_str()).collect();
    walk(&template.layers, "", template, &legal, &mut all);
    all
}

/// `legal`: the slots, or within a component the parameters, that hold legal texts.
fn walk(
    layers: &[Layer],
    path: &str,
    template: &Template,
    legal: &BTreeSet<&str>,
    all: &mut BTreeMap<String, Written>,
) {
    for (n, layer) in layers.iter().enumerate() {
        enter(layer, compile::layer_id(layer, n, path), template, legal, all);
    }
}

fn enter(
    layer: &Layer,
    id: String,
    template: &Template,
    legal: &BTreeSet<&str>,
    all: &mut BTreeMap<String, Written>,
) {
    let contents =
        || layer.every_props().filter_map(|props| props.content.as_ref()).map(|content| &content.value);
    let shows = contents().any(|content| matches!(content, Content::Text(expr) if is_legal(expr, legal)));
    let below = format!("{id}/");
    // A component's only layer stands in for the layer that uses it.
    let written = all.entry(id.clone()).or_insert(Written { span: layer.span, legal: false });
    written.legal |= shows;
    layer
        .every_props()
        .filter_map(|props| props.layers.as_ref())
        .for_each(|inner| walk(inner, &below, template, legal, all));
    for content in contents() {
        if let Content::Use(name) = content
            && let Some(component) = template.components.get(name)
        {
            let arguments = layer.every_props().filter_map(|props| props.with.as_ref()).flatten();
            let legal = arguments.filter(
                |(_, argument)| matches!(&argument.value, Argument::Text(expr) if is_legal(expr, legal)),
            );
            let legal: BTreeSet<&str> = legal.map(|(name, _)| name.value.as_str()).collect();
            match component.layers.as_slice() {
                // It stands in for the layer that uses it.
                [only] => enter(only, id.clone(), template, &legal, all),
                several => walk(several, &below, template, &legal, all),
            }
        }
    }
}

fn is_legal(expr: &TextExpr, legal: &BTreeSet<&str>) -> bool {
    expr.parts.iter().any(|part| matches!(part, TextPart::Slot { name, .. } if legal.contains(name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::template::{self, TemplateSource};

    #[test]
    fn a_legal_text_is_known_as_one_without_an_id() {
        let text = "mimeo: 1\nkind: template\nslots: { legal: legal, cta: text }\nsizes: [300x250]\nlayers:\n\
                    - stack: row\n  layers:\n  - text: $cta\n  - text: $legal\n";
        let source = Sources::new().add("template.yaml", text);
        let source =
            TemplateSource { name: "t".into(), template: (source, text.into()), components: Vec::new() };
        let all = written(&template::parse(&source).expect("a template").template);
        let legal: Vec<_> = all.iter().filter(|(_, layer)| layer.legal).map(|(id, _)| id.as_str()).collect();
        assert_eq!(legal, ["stack#1/text#2"]);
    }

    #[test]
    fn a_legal_text_is_known_as_one_within_a_component() {
        let text = "mimeo: 1\nkind: template\nslots: { legal: legal, cta: text }\nsizes: [300x250]\nlayers:\n\
                    - use: note\n  id: small\n  with: { words: $legal }\n\
                    - use: note\n  id: large\n  with: { words: $cta }\n";
        let note = "mimeo: 1\nkind: component\nparams: { words: text }\nlayers:\n- text: $words\n";
        let mut sources = Sources::new();
        let id = sources.add("template.yaml", text);
        let component = ("note".to_owned(), sources.add("note.yaml", note), note.into());
        let source =
            TemplateSource { name: "t".into(), template: (id, text.into()), components: vec![component] };
        let all = written(&template::parse(&source).expect("a template").template);
        assert_eq!((all["small"].legal, all["large"].legal), (true, false));
    }
}
