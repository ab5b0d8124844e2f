use super::{
    ColorBase, Content, Expr, GradientDirection, Operand, Paint, Parsed, TemplateSource, parse, true_classes,
};
use crate::diag::Sources;
use crate::variant::CreativeSize;

fn read(text: &str) -> Parsed {
    let mut sources = Sources::new();
    let id = sources.add("template.yaml", text);
    let template = (id, sources.get(id).text.clone());
    let source = TemplateSource { name: "t".into(), template, components: Vec::new() };
    parse(&source).unwrap_or_else(|found| panic!("{}", crate::diag::render_human(&found, &sources, false)))
}

fn with_layers(layers: &str) -> Parsed {
    let slots = "slots: { photo: image, title: text }\nclasses: { a: width >= 1, b: height >= 1 }\n";
    read(&format!("mimeo: 1\nkind: template\n{slots}sizes: [300x250]\nlayers:\n{layers}"))
}

fn fill(paint: &str) -> Paint {
    let parsed = with_layers(&format!("- fill: {paint}\n"));
    match parsed.template.layers[0].props.content.as_ref().map(|c| c.value.clone()) {
        Some(Content::Fill(paint)) => paint,
        other => panic!("{other:?}"),
    }
}

fn when(condition: &str) -> Expr {
    let parsed = with_layers(&format!("- fill: ink\n  when: {condition}\n"));
    parsed.template.layers[0].props.when.clone().expect("a condition").value
}

#[test]
fn stops_without_a_place_are_spread_evenly() {
    let Paint::Linear(direction, stops) =
        fill("linear-gradient(to end, ink, ink/90% 34%, ink/62%, ink/40%, ink/0%)")
    else {
        panic!("no gradient")
    };
    assert_eq!(direction, GradientDirection::End);
    let at: Vec<i32> = stops.iter().map(|s| (s.at.to_f64() * 100.0).round() as i32).collect();
    assert_eq!(at, [0, 34, 56, 78, 100]);
    assert_eq!(stops.iter().map(|s| s.color.alpha).collect::<Vec<_>>(), [1000, 900, 620, 400, 0]);
    let Paint::Radial(stops) = fill("radial-gradient(ink 50%, ink 20%)") else { panic!("no gradient") };
    assert_eq!(stops[0].at, stops[1].at, "places never decrease");
}

#[test]
fn colours_are_roles_facts_and_pairs() {
    let Paint::Color(color) = fill("on accent/75%") else { panic!("no colour") };
    assert_eq!((color.on, color.base, color.alpha), (true, ColorBase::Role("accent".into()), 750));
    let Paint::Color(color) = fill("$photo.tone") else { panic!("no colour") };
    assert_eq!(color.base, ColorBase::Fact("photo".into(), "tone".into()));
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    let class = |name: &str| Box::new(Expr::Class(name.into()));
    let wanted = Expr::Or(class("a"), Box::new(Expr::And(Box::new(Expr::Not(class("b"))), class("a"))));
    assert_eq!(when("a or not b and a"), wanted);
    assert_eq!(when("a or ((not b) and a)"), wanted);
    let Expr::Compare(left, _, right) = when("size == 320x50") else { panic!("no comparison") };
    assert_eq!((left, right), (Operand::Size, Operand::Word("320x50".into())));
    let Expr::Compare(left, _, right) = when("$photo.scheme != 'dark'") else { panic!("no comparison") };
    let fact = Operand::Fact { slot: "photo".into(), fact: Some("scheme".into()) };
    assert_eq!((left, right), (fact, Operand::Word("dark".into())));
}

#[test]
fn classes_are_exact_and_see_earlier_ones() {
    let text = "mimeo: 1\nkind: template\nsizes: [300x100]\nclasses:\n  wide: aspect >= 3\n  box: not wide\nlayers: []\n";
    let classes = read(text).template.classes;
    let of = |size: &str| true_classes(&classes, CreativeSize::parse(size).expect("a size"));
    assert_eq!(of("300x100"), [true, false]);
    assert_eq!(of("299x100@2x"), [false, true]);
}

#[test]
fn overrides_stand_in_the_order_of_the_classes() {
    let parsed =
        with_layers("- fill: ink\n  in b: { width: 1px }\n  in a: { fill: paper, inset: 14px safe 16px }\n");
    let layer = &parsed.template.layers[0];
    let order: Vec<&str> = layer.overrides.iter().map(|(class, _)| class.value.as_str()).collect();
    assert_eq!(order, ["a", "b"]);
    let inset = layer.overrides[0].1.inset.expect("an inset");
    assert_eq!(inset.map(|side| side.safe), [false, true, false, true]);
    assert!(matches!(layer.overrides[0].1.content.as_ref().map(|c| &c.value), Some(Content::Fill(_))));
}

#[test]
fn doubled_braces_are_braces() {
    let parsed = with_layers("- text: \"{{x}} {$title}\"\n");
    let Some(Content::Text(text)) = parsed.template.layers[0].props.content.as_ref().map(|c| &c.value) else {
        panic!("no text")
    };
    assert_eq!(text.parts[0], super::TextPart::Literal("{x} ".into()));
    assert_eq!((text.parts.len(), text.sole_slot()), (2, None));
}
