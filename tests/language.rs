//! What designers get wrong, and what they are told.
//!
//! `tests/suite/language/*.yaml` hold sections:
//!
//! ```text
//! --- unquoted-hex kind=template ---
//! # error: 3:11-3:15 E0103 is a comment in YAML
//! # hint: quote it: "#fff"
//! mimeo: 1
//! kind: template
//! ```
//!
//! The lines `# error:`, `# warning:` and `# hint:` at the top of a section are what must be found, all of it and nothing
//! else, in this order; lines and columns count from the first line after them. A place is `LINE:COL-LINE:COL`, with the
//! second column past the end; then the code, then a part of the message. Each `# hint:` is a part of a hint of the
//! finding above. `kind=` is `template` (default), `brand`, `campaign` or `kitcheck` (a template against `fixtures/kit.yaml`).
//! A line `---- components/NAME.yaml ----` begins a component; places there are `NAME.yaml:LINE:COL-…`. `\t`, `\u{…}`
//! and `\0` in a section marked `escapes` stand for those characters.

use std::fmt::Write as _;
use std::path::Path;

use mimeo::diag::{Diagnostic, Diagnostics, Severity, SourceId, Sources};
use mimeo::template::{self, TemplateSource};
use mimeo::yaml::{self, Limits};
use mimeo::{brand, campaign};

const KIT: &str = include_str!("fixtures/kit.yaml");

struct Case {
    name: String,
    attributes: Vec<String>,
    expected: Vec<(String, Vec<String>)>,
    source: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    let mut head = true;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if let Some(title) = trimmed.strip_prefix("--- ").and_then(|t| t.strip_suffix(" ---")) {
            let mut words = title.split(' ').map(str::to_owned);
            let name = words.next().unwrap_or_default();
            all.push(Case { name, attributes: words.collect(), expected: Vec::new(), source: String::new() });
            head = true;
            continue;
        }
        let Some(case) = all.last_mut() else { continue };
        if head && (trimmed.starts_with("# error: ") || trimmed.starts_with("# warning: ")) {
            case.expected.push((trimmed[2..].to_owned(), Vec::new()));
        } else if head && let Some(hint) = trimmed.strip_prefix("# hint: ") {
            case.expected.last_mut().expect("a hint follows its finding").1.push(hint.to_owned());
        } else {
            head = false;
            case.source.push_str(line);
        }
    }
    for case in &mut all {
        case.source.truncate(case.source.trim_end().len());
        case.source.push('\n');
        if case.attributes.iter().any(|a| a == "escapes") {
            case.source = case.source.replace("\\t", "\t").replace("\\0", "\0").replace("\\r", "\r");
            for code in ["202e", "feff", "2028", "1b", "fffd"] {
                let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character");
                case.source = case.source.replace(&format!("\\u{{{code}}}"), &c.to_string());
            }
        }
    }
    all
}

/// Splits a section into the template and its components.
fn files(case: &Case, sources: &mut Sources) -> TemplateSource {
    let mut texts = vec![("template.yaml".to_owned(), String::new())];
    for line in case.source.split_inclusive('\n') {
        match line.trim_end().strip_prefix("---- components/").and_then(|l| l.strip_suffix(" ----")) {
            Some(name) => texts.push((name.to_owned(), String::new())),
            None => texts.last_mut().expect("one at least").1.push_str(line),
        }
    }
    let mut add = |name: &str, text: &str| -> (SourceId, std::sync::Arc<str>) {
        let id = sources.add(name, text);
        (id, sources.get(id).text.clone())
    };
    let template = add(&texts[0].0, &texts[0].1);
    let components = texts[1..].iter().map(|(name, text)| {
        let (id, text) = add(name, text);
        (name.trim_end_matches(".yaml").to_owned(), id, text)
    });
    TemplateSource { name: "case".into(), components: components.collect(), template }
}

fn kit() -> brand::BrandKit {
    let mut sources = Sources::new();
    let id = sources.add("kit.yaml", KIT);
    let root = yaml::read(KIT, id, &Limits::default()).expect("the kit is YAML");
    brand::parse("parasola", &root).expect("the kit has no faults").kit
}

fn run(case: &Case, sources: &mut Sources) -> Diagnostics {
    let kind = case.attributes.iter().find_map(|a| a.strip_prefix("kind=")).unwrap_or("template");
    if kind == "brand" {
        let id = sources.add("kit.yaml", case.source.as_str());
        let read = yaml::read(&case.source, id, &Limits::default());
        return read
            .and_then(|root| brand::parse("case", &root))
            .map_or_else(|found| found, |ok| ok.warnings);
    }
    if kind == "campaign" {
        let id = sources.add("campaign.yaml", case.source.as_str());
        let read = yaml::read(&case.source, id, &Limits::default());
        return read.and_then(|root| campaign::parse(&root)).err().unwrap_or_default();
    }
    match template::parse(&files(case, sources)) {
        Err(found) => found,
        Ok(parsed) if kind == "kitcheck" => template::check_against_kit(&parsed.template, &kit()),
        Ok(parsed) => parsed.warnings,
    }
}

/// `error: 3:11-3:15 E0103 message`.
fn line_of(found: &Diagnostic, sources: &Sources) -> String {
    let severity = if found.severity == Severity::Error { "error" } else { "warning" };
    let mut line = format!("{severity}: ");
    if let Some(span) = found.span {
        let source = sources.get(span.source);
        let ((l, c), (el, ec)) = (source.line_column(span.start), source.line_column(span.end));
        if &*source.name != "template.yaml" && &*source.name != "kit.yaml" && &*source.name != "campaign.yaml"
        {
            let _ = write!(line, "{}:", source.name);
        }
        let _ = write!(line, "{l}:{c}-{el}:{ec} ");
    }
    let _ = write!(line, "{} {}", found.code.id(), found.message);
    line
}

fn agrees(found: &Diagnostic, sources: &Sources, (wanted, hints): &(String, Vec<String>)) -> bool {
    let line = line_of(found, sources);
    // `error: PLACE CODE` exactly, then a part of the message.
    let mut cut = wanted.splitn(4, ' ');
    let head: Vec<&str> = cut.by_ref().take(3).collect();
    let head = head.join(" ");
    let part = cut.next().unwrap_or("");
    line.starts_with(&format!("{head} "))
        && line[head.len()..].contains(part)
        && !found.hints.is_empty()
        && !hints.is_empty()
        && hints.iter().all(|hint| found.hints.iter().any(|h| h.contains(hint.as_str())))
}

#[test]
fn every_mistake_is_told_at_its_place_with_a_remedy() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/language");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the suite").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let (mut count, mut failures) = (0, String::new());
    for path in paths {
        for case in cases(&std::fs::read_to_string(&path).expect("UTF-8")) {
            count += 1;
            let mut sources = Sources::new();
            let found = run(&case, &mut sources);
            let good = found.0.len() == case.expected.len()
                && found.0.iter().zip(&case.expected).all(|(f, e)| agrees(f, &sources, e));
            // Whatever is found must also be printable.
            let _ = mimeo::diag::render_human(&found, &sources, false);
            if !good {
                let _ = writeln!(failures, "--- {} ---", case.name);
                for d in &found.0 {
                    let _ = writeln!(failures, "# {}", line_of(d, &sources));
                    for h in &d.hints {
                        let _ = writeln!(failures, "# hint: {h}");
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "found instead:\n{failures}");
    assert!(count >= 40, "only {count} cases");
}

fn contract(template: &str) -> (Sources, TemplateSource) {
    let mut sources = Sources::new();
    let id = sources.add("template.yaml", template);
    let text = sources.get(id).text.clone();
    let components = [
        ("button", include_str!("fixtures/button.yaml")),
        ("sale-badge", include_str!("fixtures/sale-badge.yaml")),
    ];
    let components = components.map(|(name, text)| {
        let id = sources.add(format!("{name}.yaml"), text);
        (name.to_owned(), id, sources.get(id).text.clone())
    });
    (
        sources,
        TemplateSource { name: "summer-sale".into(), template: (id, text), components: components.to_vec() },
    )
}

const TEMPLATE: &str = include_str!("fixtures/template.yaml");

#[test]
fn the_contract_is_read_without_a_word() {
    let (sources, source) = contract(TEMPLATE);
    let parsed = template::parse(&source).unwrap_or_else(|found| {
        panic!("{}", mimeo::diag::render_human(&found, &sources, false));
    });
    let odd = template::check_against_kit(&parsed.template, &kit());
    let all: Vec<String> = parsed.warnings.0.iter().chain(&odd.0).map(|d| line_of(d, &sources)).collect();
    assert_eq!(all, ["warning: 15:3-15:6 E0207 class `box` is never used"]);
    assert_eq!((parsed.template.slots.len(), parsed.template.sizes.len()), (7, 6));
    assert_eq!(parsed.template.components.len(), 2);
    let story = parsed.template.size("meta.story").expect("declared");
    assert!(story.safe.bottom > story.safe.top);
}

#[test]
fn every_kind_of_file_is_read() {
    for (text, kind) in [
        (KIT, "brand"),
        (TEMPLATE, "template"),
        (include_str!("fixtures/assets.yaml"), "assets"),
        (include_str!("fixtures/campaign.yaml"), "campaign"),
    ] {
        let id = Sources::new().add("file.yaml", text);
        let root = yaml::read(text, id, &Limits::default()).expect("is YAML");
        assert_eq!(root.get("kind").and_then(yaml::Node::as_str), Some(kind));
    }
    let kit = kit();
    assert_eq!((kit.styles.len(), kit.logos[0].0.as_str(), kit.palette.roles.len()), (6, "full", 12));
    assert_eq!(kit.styles["display"].scripts.len(), 3);
    assert_eq!(kit.shadows["soft"].alpha, 200);
    assert!(kit.palette.on("act", Some("dark")).is_some());
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let wrong = TEMPLATE.replace("fit: cover", "fitt: cover").replace("$sub and not", "$sup and not");
    let lines = |text: &str| {
        let (sources, source) = contract(text);
        let found = template::parse(&source).expect_err("two mistakes");
        found.0.iter().map(|d| line_of(d, &sources)).collect::<Vec<_>>()
    };
    let plain = lines(&wrong);
    assert_eq!(plain.len(), 2);
    assert_eq!(lines(&wrong.replace('\n', "\r\n")), plain);
    assert_eq!(lines(&format!("\u{feff}{wrong}")), plain);
    let (_, source) = contract(&TEMPLATE.replace('\n', "\r\n"));
    let (_, same) = contract(TEMPLATE);
    let parts = |source| {
        template::parse(source)
            .map(|p| p.template.slots.iter().map(|s| s.name.value.clone()).collect::<Vec<_>>())
    };
    assert_eq!(parts(&source), parts(&same));
}

#[test]
fn hostile_files_are_answered_at_once() {
    let bomb =
        format!("a: &a [{}]\nb: &b [{}]\nc: [{}]\n", "x,".repeat(50), "*a,".repeat(50), "*b,".repeat(50));
    let hostile = [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "a:\n".repeat(10_000),
        (0..100_000).map(|n| format!("k{n}: v\n")).collect(),
        (0..10_000).fold(String::new(), |text, n| text + &" ".repeat(n % 70) + "a:\n"),
        "\u{fffd}PNG\r\n\u{1a}\n\0\0\0".to_owned(),
        format!("a: {}", "x".repeat(900_000)),
        format!("{}: x", "x".repeat(70_000)),
        format!("a: \"{}", "\\".repeat(100_000)),
        "a: &x\n".repeat(30_000),
        "!x ".repeat(30_000),
        bomb,
        "x".repeat(2 << 20),
        format!(
            "mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- fill: ink\n  when: {}x\n",
            "(".repeat(100_000)
        ),
        format!(
            "mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- fill: ink\n  when: {}x\n",
            "not ".repeat(100_000)
        ),
        format!(
            "mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- fill: ink\n  when: x{}\n",
            " and x".repeat(100_000)
        ),
        format!("mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- text: \"{}\"\n", "{a".repeat(100_000)),
        format!("mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- text: \"{}\"\n", "{$a}".repeat(100_000)),
        format!(
            "mimeo: 1\nkind: template\nsizes: [1x1]\nlayers:\n- fill: linear-gradient{}\n",
            "(a,".repeat(100_000)
        ),
    ];
    for text in hostile {
        let start = std::time::Instant::now();
        let (sources, source) = contract(&text);
        let found = template::parse(&source).expect_err("no template");
        assert!(!found.0.is_empty());
        let _ = mimeo::diag::render_human(&found, &sources, false);
        let shown: String = text.chars().take(20).collect();
        assert!(start.elapsed().as_secs_f64() < 2.0, "{shown} took {:?}", start.elapsed());
    }
}

fn edited(text: &str, edits: Vec<(usize, u8, u8)>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let telling = b"{}[]#&*!|>'\"%@`:,-$ \n\t?()";
    for (at, what, byte) in edits {
        let at = at.min(bytes.len() - 1);
        let byte = if byte < 128 { telling[usize::from(byte) % telling.len()] } else { byte };
        match what {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len()))),
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1500, ..Default::default() })]

    #[test]
    fn no_edit_of_a_template_breaks_the_reader(
        edits in proptest::collection::vec((0..TEMPLATE.len(), 0..3_u8, proptest::prelude::any::<u8>()), 1..8)
    ) {
        let (sources, source) = contract(&edited(TEMPLATE, edits));
        let found = match template::parse(&source) {
            Ok(parsed) => parsed.warnings,
            Err(found) => found,
        };
        for found in &found.0 {
            let span = found.span.expect("a place");
            let text = &sources.get(span.source).text;
            proptest::prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{found:?}");
        }
        let _ = mimeo::diag::render_human(&found, &sources, false);
    }
    #[test]
    fn no_edit_of_a_kit_breaks_the_reader(
        edits in proptest::collection::vec((0..KIT.len(), 0..3_u8, proptest::prelude::any::<u8>()), 1..8)
    ) {
        let text = edited(KIT, edits);
        let mut sources = Sources::new();
        let id = sources.add("kit.yaml", text.as_str());
        let read = yaml::read(&text, id, &Limits::default()).and_then(|root| brand::parse("kit", &root));
        if let Err(found) = read {
            proptest::prop_assert!(found.has_errors());
            let _ = mimeo::diag::render_human(&found, &sources, false);
        }
    }
}
