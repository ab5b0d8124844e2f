use super::{Limits, Node, Value, read};
use crate::diag::{Code, Sources, Span};

fn tree(text: &str) -> (Sources, Node) {
    let mut sources = Sources::new();
    let id = sources.add("a.yaml", text);
    let node = read(text, id, &Limits::default()).unwrap_or_else(|found| panic!("{found:?}"));
    (sources, node)
}

#[test]
fn scalars_are_what_was_written() {
    for word in ["no", "NO", "012", "0x1F", "1_000", "1.50", "~", "null", "2026-11-24", "1e3", ".inf", "true"]
    {
        let (_, node) = tree(&format!("key: {word}\n"));
        assert_eq!(node.get("key").and_then(Node::as_str), Some(word));
    }
}

#[test]
fn places_are_those_of_the_source() {
    let text = "ő: \"a b\"\nlist: [x, { y: 'it''s' }]\nblock: |\n  one\n  two\nlast:\n";
    let (sources, node) = tree(text);
    let under = |span: Span| sources.slice(span).to_owned();
    assert_eq!(under(node.get("ő").expect("key").span), "\"a b\"");
    assert_eq!(under(node.get("ő").expect("key").span_of(2, 3)), "b");
    let list = node.get("list").expect("key");
    assert_eq!(under(list.span), "[x, { y: 'it''s' }]");
    let inner = &list.as_list().expect("a list")[1];
    assert_eq!(under(inner.span), "{ y: 'it''s' }");
    assert_eq!(inner.get("y").and_then(Node::as_str), Some("it's"));
    assert_eq!(node.get("block").and_then(Node::as_str), Some("one\ntwo\n"));
    let last = node.get("last").expect("key");
    assert_eq!((&last.value, last.span.start as usize), (&Value::Null, text.len() - 1));
}

#[test]
fn limits_are_limits() {
    let mut sources = Sources::new();
    let id = sources.add("a.yaml", "");
    let code = |text: &str, limits: Limits| read(text, id, &limits).expect_err("too much").0[0].code;
    let small = Limits { bytes: 40, depth: 3, nodes: 10 };
    assert_eq!(code(&"a".repeat(41), small), Code::TooLarge);
    assert_eq!(code("[[[[x]]]]", small), Code::TooLarge);
    assert_eq!(code("[a,b,c,d,e,f,g,h,i,j,k]", small), Code::TooLarge);
    assert!(read("[[[x]]]", id, &small).is_ok());
}
