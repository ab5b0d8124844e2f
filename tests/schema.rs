//! The schema that editors read, and the readers, know the same language: each key and word in each place.

mod support;
#[path = "support/tables.rs"]
mod tables;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use mimeo::diag::{Code, Diagnostics, Severity, Sources};
use mimeo::schema::{Kind, schema};
use mimeo::template::{self, TemplateSource, keys};
use mimeo::yaml::keys::Shape;
use mimeo::yaml::{self, Limits, Node};
use mimeo::{brand, campaign};
use proptest::prelude::*;
use serde_json::{Value, json};
use tables::tables;

/// What an editor makes of a file: YAML 1.2 with its core types.
fn value(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Null | yaml::Value::Broken => Value::Null,
        yaml::Value::List(items) => items.iter().map(value).collect(),
        yaml::Value::Map(entries) => {
            Value::Object(entries.iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect())
        }
        yaml::Value::Scalar(scalar) if scalar.quoted => json!(scalar.text),
        yaml::Value::Scalar(scalar) => match scalar.text.as_str() {
            "true" => json!(true),
            "false" => json!(false),
            text => {
                let number = text.strip_prefix(['-', '+']).unwrap_or(text);
                let number = number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
                    && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                match number.then(|| (text.parse::<i64>(), text.parse::<f64>())) {
                    Some((Ok(whole), _)) => json!(whole),
                    Some((_, Ok(real))) => json!(real),
                    _ => json!(text),
                }
            }
        },
    }
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema(None)).expect("a schema")
}

fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let source = Sources::new().add("file.yaml", text);
    let root = yaml::read(text, source, &Limits::default()).expect("YAML");
    validator.iter_errors(&value(&root)).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// What the reader of its `kind:` says about a file.
fn read(text: &str) -> Diagnostics {
    let mut sources = Sources::new();
    let source = sources.add("file.yaml", text);
    let root = match yaml::read(text, source, &Limits::default()) {
        Ok(root) => root,
        Err(found) => return found,
    };
    let template = |text: &str, components: Vec<(String, mimeo::diag::SourceId, std::sync::Arc<str>)>| {
        let mut sources = sources.clone();
        let id = sources.add("template.yaml", text);
        let template = (id, sources.get(id).text.clone());
        template::parse(&TemplateSource { name: "case".into(), template, components })
            .map_or_else(|found| found, |parsed| parsed.warnings)
    };
    match root.get("kind").and_then(Node::as_str) {
        Some("brand") => brand::parse("case", &root).map_or_else(|found| found, |kit| kit.warnings),
        Some("campaign") => campaign::parse(&root).err().unwrap_or_default(),
        Some("component") => {
            let around = "mimeo: 1\nkind: template\nsizes: [300x250]\nlayers:\n- use: case\n";
            template(around, vec![("case".into(), source, sources.get(source).text.clone())])
        }
        _ => template(text, Vec::new()),
    }
}

/// A place where keys stand: its table, its definition in the schema, and a file in which `@` is such a key's line.
struct Context {
    name: String,
    definition: Value,
    file: String,
}

fn definition(all: &Value, name: &str) -> Value {
    all["$defs"][name].clone()
}

fn contexts() -> Vec<Context> {
    let all = schema(None);
    let template = |layers: &str| {
        format!(
            "mimeo: 1\nkind: template\nsizes: [300x250]\nclasses: {{ big: width > 9 }}\nlayers:\n{layers}\n"
        )
    };
    let kit = |rest: &str| {
        format!(
            "mimeo: 1\nkind: brand\nlocale: en-US\npalette: {{ ink: \"#000000\" }}\nfonts: {{ text: Figtree }}\n{rest}\n"
        )
    };
    let campaign = "mimeo: 1\nkind: campaign\nname: c\ntemplate: t\nbrand: b\naxes: { size: all }\n";
    let mut contexts: Vec<(String, String)> = [
        ("template", format!("{}@", template("- fill: ink"))),
        ("slot", format!("slots: {{ a: {{ type: text, @ }} }}\n{}", template("- text: $a"))),
        ("component", "mimeo: 1\nkind: component\nlayers: [{ fill: ink }]\n@".into()),
        (
            "parameter",
            "mimeo: 1\nkind: component\nparams: { a: { type: text, @ } }\nlayers: [{ text: $a }]\n".into(),
        ),
        ("style", template("- text: a\n  style: { @ }")),
        ("contrast-of-a-text", template("- text: a\n  contrast: { @ }")),
        ("fit-of-a-text", template("- text: a\n  fit: { @ }")),
        ("box", template("- fill: ink\n  box: { @ }")),
        ("filter", template("- image: a\n  filter: { @ }")),
        ("brand", kit("styles: { body: { font: text, size: 9px } }\n@")),
        ("style-of-the-kit", kit("styles: { body: { font: text, size: 9px, @ } }")),
        ("script-of-a-style", kit("styles: { body: { font: text, size: 9px, scripts: { arab: { @ } } } }")),
        ("logo", kit("styles: { body: { font: text, size: 9px } }\nlogos: { main: { light: a.svg, @ } }")),
        ("campaign", format!("{campaign}@")),
        ("output", format!("{campaign}output: {{ @ }}")),
        ("override", format!("{campaign}output: {{ in big: {{ @ }} }}")),
    ]
    .map(|(name, file)| (name.to_owned(), file))
    .into();
    for kind in &keys::KINDS {
        let first = match kind.name {
            "group" => "group: [{ fill: ink }]".to_owned(),
            "svg" => "svg: a.svg".to_owned(),
            "stack" => "stack: row".to_owned(),
            "shape" => "shape: rect".to_owned(),
            word => format!("{word}: ink"),
        };
        contexts.push((format!("layer-{}", kind.name), template(&format!("- {{ {first}, @ }}"))));
        contexts.push((
            format!("in-class-{}", kind.name),
            template(&format!("- {{ {first}, in big: {{ @ }} }}")),
        ));
    }
    let context = |(name, file): (String, String)| {
        let definition = definition(&all, &name);
        assert!(definition.is_object(), "the schema has no {name}");
        Context { name, definition, file }
    };
    contexts.into_iter().map(context).collect()
}

impl Context {
    /// Whether the schema has a key here.
    fn schema_has(&self, key: &str) -> bool {
        let patterns = self.definition["patternProperties"].as_object();
        let patterned = patterns.into_iter().flatten().any(|(pattern, _)| {
            let schema = json!({ "type": "string", "pattern": pattern });
            jsonschema::is_valid(&schema, &json!(key))
        });
        patterned || !self.definition["properties"][key].is_null()
    }

    /// Whether the reader has it: any fault but that the key is unknown.
    fn reader_has(&self, key: &str) -> bool {
        let found = read(&self.file.replace('@', &format!("{key}: x")));
        // Twice the same key is a fault of YAML, and means that the key was there already.
        !found.0.iter().any(|d| {
            d.code == Code::UnknownKey && d.message.contains(&format!("`{key}")) && d.message.contains(" no ")
                || d.message.contains("a class cannot")
                || d.message.starts_with("a layer has one kind")
                || d.message == "a class within a class"
        })
    }
}

/// All words that are a key anywhere.
fn every_key() -> Vec<&'static str> {
    let mut all: Vec<&str> =
        tables().into_iter().flat_map(|keys| keys.keys.iter().map(|key| key.name)).collect();
    all.extend(keys::PROPERTIES.iter().map(|(_, key)| key.name));
    all.extend(keys::KINDS.iter().map(|kind| kind.name));
    all.extend(["in big"]);
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn every_map_of_the_schema_has_a_place() {
    let places: Vec<String> = contexts().into_iter().map(|context| context.name).collect();
    let all = schema(None);
    // A layer of any kind stands for those of each.
    let maps = all["$defs"].as_object().expect("a map").iter();
    let maps = maps.filter(|(name, value)| *name != "layer" && value.get("properties").is_some());
    let without: Vec<&String> = maps.map(|(name, _)| name).filter(|name| !places.contains(name)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_key_is_known_to_both_or_to_neither_in_every_place() {
    let mut differences = String::new();
    let (mut places, mut known) = (0, 0);
    for context in contexts() {
        for key in every_key() {
            places += 1;
            let (schema, reader) = (context.schema_has(key), context.reader_has(key));
            known += u32::from(schema && reader);
            if schema != reader {
                let _ = writeln!(differences, "{}: `{key}`: schema {schema}, reader {reader}", context.name);
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
    assert!(places > 2000 && known > 400, "{places} {known}");
}

#[test]
fn every_key_has_words_for_people() {
    fn walk(value: &Value, path: &str, silent: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (key, inner) in properties {
                let text = inner["description"].as_str().unwrap_or("");
                let rule = inner.is_boolean() || inner.get("const").is_some() || inner.get("enum").is_some();
                if !(rule || (text.ends_with('.') && text.len() > 9)) {
                    silent.push(format!("{path}.{key}"));
                }
            }
        }
    }
    let mut silent = Vec::new();
    for (name, definition) in schema(None)["$defs"].as_object().expect("a map") {
        walk(definition, name, &mut silent);
    }
    assert!(silent.is_empty(), "{silent:?}");
}

fn yaml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            yaml_files(&path, into);
        } else if path.extension().is_some_and(|end| end == "yaml") {
            into.push(path);
        }
    }
}

#[test]
fn every_file_of_the_project_is_valid() {
    let validator = validator();
    let mut files = Vec::new();
    for folder in ["templates", "brand-kits", "fixtures/campaigns", "tests/fixtures"] {
        yaml_files(&support::root().join(folder), &mut files);
    }
    files.retain(|path| path.file_name().is_some_and(|name| name != "assets.yaml"));
    for path in &files {
        let text = std::fs::read_to_string(path).expect("UTF-8");
        assert_eq!(faults(&validator, &text), Vec::<String>::new(), "{}", path.display());
    }
    assert!(files.len() >= 16, "{}", files.len());
}

/// Faults that show in another file or in names, which a schema cannot know.
const ELSEWHERE: [&str; 2] = ["unknown-argument", "slot-count"];

/// The suite's sections: name, kind, expected lines, text of the first file.
fn sections() -> Vec<(String, String, Vec<String>, String)> {
    let mut files = Vec::new();
    yaml_files(&support::root().join("tests/suite/language"), &mut files);
    files.sort();
    let mut all: Vec<(String, String, Vec<String>, String)> = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(path).expect("UTF-8");
        for section in text.split("\n--- ").map(|text| text.trim_start_matches("--- ")) {
            let Some((title, body)) = section.split_once(" ---\n") else { continue };
            let mut words = title.split(' ');
            let name = words.next().unwrap_or_default().to_owned();
            if title.contains("escapes") {
                continue;
            }
            let expected =
                body.lines().filter(|line| line.starts_with("# error:")).map(str::to_owned).collect();
            let own = body.split("\n---- ").next().unwrap_or(body);
            all.push((name, title.to_owned(), expected, own.to_owned()));
        }
    }
    all
}

#[test]
fn the_suite_is_judged_alike() {
    let validator = validator();
    let (mut right, mut wrong, mut failures) = (0, 0, String::new());
    for (name, _, expected, text) in sections() {
        let source = Sources::new().add("file.yaml", text.as_str());
        let Ok(root) = yaml::read(&text, source, &Limits::default()) else { continue };
        let valid = validator.is_valid(&value(&root));
        // Of this file, not of its components.
        let told = |code: &str| {
            expected.iter().any(|line| {
                line.contains(code)
                    && line.split(' ').nth(2).is_some_and(|at| at.starts_with(|c: char| c.is_ascii_digit()))
            })
        };
        if expected.is_empty() {
            right += 1;
            if !valid {
                let _ = writeln!(failures, "{name} is right, but: {:?}", faults(&validator, &text));
            }
        } else if (told(" E0201 ") || told(" E0203 ") || told(" E0202 the"))
            && !ELSEWHERE.contains(&name.as_str())
        {
            wrong += 1;
            if valid {
                let _ = writeln!(failures, "{name} passes: {expected:?}");
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(right >= 5 && wrong >= 20, "{right} {wrong}");
}

/// Keys that take words, each with a file in which `@` is the word.
fn worded() -> Vec<(String, Vec<&'static str>, String)> {
    let mut all = Vec::new();
    for (of, key) in &keys::PROPERTIES {
        let words: Vec<&str> = match key.takes {
            Shape::Words(words) => words.to_vec(),
            Shape::Flag => vec!["true", "false"],
            _ => continue,
        };
        for kind in keys::KINDS.iter().filter(|kind| of.takes(kind.name)) {
            let first = match kind.name {
                "group" => "group: [{ fill: ink }]",
                "svg" => "svg: a.svg",
                "stack" => "stack: row",
                "shape" => "shape: rect",
                "image" => "image: ink",
                "logo" => "logo: auto",
                "use" => continue,
                "text" => "text: a",
                _ => "fill: ink",
            };
            let file = format!(
                "mimeo: 1\nkind: template\nsizes: [300x250]\nlayers:\n- {{ {first}, {}: @ }}\n",
                key.name
            );
            all.push((format!("{} of {}", key.name, kind.name), words.clone(), file));
        }
    }
    for (key, words) in [("stack", "row column"), ("shape", "rect ellipse arch")] {
        let words = words.split(' ').collect();
        let file = format!("mimeo: 1\nkind: template\nsizes: [300x250]\nlayers:\n- {{ {key}: @ }}\n");
        all.push((key.to_owned(), words, file));
    }
    all
}

/// Whether reader and schema take a word.
fn both(validator: &Validator, file: &str, word: &str) -> (bool, bool) {
    let text = file.replace('@', word);
    let reader = !read(&text).0.iter().any(|d| d.severity == Severity::Error);
    (reader, faults(validator, &text).is_empty())
}

#[test]
fn every_word_is_known_to_both() {
    let validator = validator();
    for (place, words, file) in worded() {
        for word in words.into_iter().filter(|word| *word != "path") {
            assert_eq!(both(&validator, &file, word), (true, true), "{place}: {word}");
        }
        for word in ["nonsense", "yes", "left", "Start"] {
            assert_eq!(both(&validator, &file, word), (false, false), "{place}: {word}");
        }
    }
}

#[test]
fn values_with_a_grammar_are_judged_alike() {
    let validator = validator();
    let layer = |line: &str| {
        format!(
            "mimeo: 1\nkind: template\nsizes: [300x250]\nslots: {{ a: text, p: image, m: money, c: color, n: number }}\nlayers:\n- {line}\n"
        )
    };
    let right = [
        "fill: ink/75%",
        "fill: on accent",
        "fill: $c",
        "fill: $p.tone/20%",
        "{ text: a, color: on $c/50% }",
        "fill: \"linear-gradient(to top, ink/88%, ink/55% 50%, ink/5%)\"",
        "fill: \"linear-gradient(-8deg, ink, ink/0%)\"",
        "fill: \"radial-gradient(ink, ink/0%)\"",
        "fill: \"linear-gradient(to end, ink $n/5, paper 0%)\"",
        "text: $a.short",
        "text: \"{$m | per-unit} · neu\"",
        "text: \"{ $m | off $m }\"",
        "text: \"100 $ {{}}\"",
        "text: 2026",
        "text: 1.5",
        "text: true",
        "{ fill: ink, place: top end }",
        "{ fill: ink, inset: safe 5vmin 0 }",
        "{ fill: ink, inset: 0 }",
        "{ fill: ink, width: 0 }",
        "{ fill: ink, margin: 0 -6.667vh 0 0 }",
        "{ fill: ink, aspect: 16/9 }",
        "{ fill: ink, aspect: 1.78 }",
        "{ fill: ink, rotate: -8deg }",
        "{ fill: ink, rotate: 0 }",
        "{ fill: ink, opacity: 0.5 }",
        "{ fill: ink, opacity: 50% }",
        "{ fill: ink, grow: 1 }",
        "{ image: $p, anchor: 84% 50% }",
        "{ fill: ink, box: { stroke: 2px ink/50%, shadow: 0 2px 6px ink/20%, radius: pill } }",
        "{ fill: ink, box: { shadow: soft, radius: 8px, padding: 0.7em 1.4em } }",
        "{ svg: art/a.svg, tile: x, tile-size: 12vw 8vw }",
        "{ svg: a.svg, colors: { \"#fff\": ink } }",
        "{ shape: path, path: M0 0H10V10Z, view: -5 0 10 10 }",
        "{ fill: ink, mask: \"linear-gradient(to top, ink, ink/0%)\" }",
        "{ text: a, fit: { lines: 3, min: 70%, balance: true } }",
        "{ text: a, style: { size: 4vmin, weight: 800, tracking: -2.2%, leading: .96 } }",
        "{ fill: ink, when: $a and width > 9 }",
        "{ fill: ink, apart: [b], id: b }",
        "{ text: a, contrast: { min: \"4.5\", remedy: scrim, tone: ink/50% } }",
        "{ text: a, contrast: { min: 3 } }",
    ];
    let wrong = [
        "fill: \"#fff\"",
        "fill: transparent",
        "fill: ink/50",
        "fill: inc k",
        "fill: \"rgb(1, 2, 3)\"",
        "fill: \"linear-gradient(to left, ink, paper)\"",
        "fill: \"linear-gradient(to top, ink)\"",
        "text: $a.shrt",
        "text: \"{$m | per-unti}\"",
        "text: \"{ a }\"",
        "text: \"{$a\"",
        "text: costs $m",
        "{ fill: ink, place: left top }",
        "{ fill: ink, place: top }",
        "{ fill: ink, inset: safe }",
        "{ fill: ink, inset: 1px 2px 3px 4px 5px }",
        "{ fill: ink, width: 12 }",
        "{ fill: ink, width: 5rem }",
        "{ fill: ink, rotate: -8 }",
        "{ fill: ink, opacity: 1.8 }",
        "{ fill: ink, aspect: wide }",
        "{ image: $p, anchor: 84% }",
        "{ image: two words }",
        "{ fill: ink, box: { stroke: ink } }",
        "svg: ../a.svg",
        "svg: a.png",
        "{ svg: a.svg, colors: { ink: ink } }",
        "{ fill: ink, mask: ink }",
        "{ text: a, fit: { lines: 0 } }",
        "{ text: a, contrast: { min: 22 } }",
        "{ text: a, contrast: { min: \"4,5\" } }",
        "{ text: a, path: M0 0, view: 0 0 1 1 }",
        "{ shape: path }",
        "{ text: a, fill: ink }",
        "fill:",
        "{ fill: ink, mirror: no }",
    ];
    for (lines, good) in [(&right[..], true), (&wrong[..], false)] {
        for line in lines {
            let text = layer(line);
            let reader = !read(&text).0.iter().any(|d| d.severity == Severity::Error);
            let found = faults(&validator, &text);
            assert_eq!((reader, found.is_empty()), (good, good), "{line}: {found:?} {:?}", read(&text).0);
        }
    }
}

#[test]
fn slots_are_judged_alike() {
    let validator = validator();
    let right = [
        "text",
        "{ type: text, max: \"40\", count: n }",
        "{ type: legal, count: n }",
        "{ type: money, optional: true }",
    ];
    let wrong = [
        "{ type: text, count: $n }",
        "{ type: text, count: $$n }",
        "{ type: text, count: 1 }",
        "{ type: image, count: n }",
        "{ type: image, max: 40 }",
        "{ max: 40 }",
        "words",
    ];
    for (slots, good) in [(&right[..], true), (&wrong[..], false)] {
        for slot in slots {
            let text = format!(
                "mimeo: 1\nkind: template\nsizes: [300x250]\nslots: {{ n: number, a: {slot} }}\nlayers: [{{ text: x }}]\n"
            );
            let reader = !read(&text).0.iter().any(|d| d.severity == Severity::Error);
            let found = faults(&validator, &text);
            assert_eq!((reader, found.is_empty()), (good, good), "{slot}: {found:?} {:?}", read(&text).0);
        }
    }
}

#[test]
fn the_schema_of_a_kind_is_its_part_of_the_whole() {
    let whole = schema(None);
    assert_eq!(whole, schema(None));
    for (word, kind) in Kind::WORDS {
        let alone = schema(Some(kind));
        assert_eq!(alone["$defs"][word], whole["$defs"][word]);
        assert!(jsonschema::meta::is_valid(&alone), "{word}");
    }
    assert!(jsonschema::meta::is_valid(&whole));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..Default::default() })]

    #[test]
    fn a_random_key_is_judged_alike_everywhere(word in "[a-z]{1,6}(-[a-z]{1,5})?") {
        for context in contexts() {
            prop_assert_eq!(context.schema_has(&word), context.reader_has(&word), "{}: {}", context.name, word);
        }
    }

    #[test]
    fn a_random_word_is_judged_alike_everywhere(word in "[a-z]{1,7}") {
        let validator = validator();
        for (place, words, file) in worded() {
            let known = words.contains(&word.as_str());
            prop_assert_eq!(both(&validator, &file, &word), (known, known), "{}: {}", place, word);
        }
    }
}
