//! `docs/language.md` names every key as the readers' tables do. Its lists stand between marks and are written by
//! `UPDATE=1 cargo test --test reference`; the prose around them is by hand.

#[path = "support/tables.rs"]
mod tables;

use std::fmt::Write as _;
use std::path::Path;

use mimeo::template::NAMED_SIZES;
use mimeo::template::keys::{KINDS, Of, PROPERTIES};
use mimeo::yaml::keys::{Key, Shape};
use tables::tables;

const END: &str = "<!-- end -->\n";

/// `` - `key`: what it means, and its words. ``
fn line(key: &Key) -> String {
    format!("- `{}`: {}\n", key.name, about(key))
}

fn about(key: &Key) -> String {
    let words = match key.takes {
        Shape::Words(words) => words,
        Shape::Flag => &["true", "false"],
        _ => &[],
    };
    let mut text = key.about.to_owned();
    if !words.is_empty() {
        let _ = write!(text, " {}.", quoted(words));
    }
    if !key.examples.is_empty() {
        let _ = write!(text, " Such as {}.", quoted(key.examples));
    }
    text
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What most kinds of layer take stands once, with the kinds that do not.
fn is_common(of: Of) -> bool {
    KINDS.iter().filter(|kind| of.takes(kind.name)).count() * 2 > KINDS.len()
}

fn every_layer() -> String {
    let common = PROPERTIES.iter().filter(|(of, _)| is_common(*of));
    let line = |(of, key): &(Of, Key)| {
        let not: Vec<&str> = KINDS.iter().map(|kind| kind.name).filter(|kind| !of.takes(kind)).collect();
        let but = if not.is_empty() { String::new() } else { format!(" Not of {}.", quoted(&not)) };
        format!("{}{but}\n", line(key).trim_end())
    };
    common.map(line).collect()
}

fn each_kind() -> String {
    let mut text = String::new();
    for kind in &KINDS {
        let _ = write!(text, "\n**`{}`**: {}\n\n", kind.name, about(kind));
        let own = PROPERTIES.iter().filter(|(of, _)| of.takes(kind.name) && !is_common(*of));
        own.for_each(|(_, key)| text.push_str(&line(key)));
    }
    // Kinds without keys of their own leave no gap.
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    format!("{}\n\n", text.trim_end())
}

/// All lists, by the words of their mark.
fn lists() -> Vec<(String, String)> {
    let mut all = vec![
        ("every layer".to_owned(), every_layer()),
        ("each kind of layer".to_owned(), each_kind()),
        (
            "named sizes".to_owned(),
            format!("{}.\n", quoted(&NAMED_SIZES.iter().map(|size| size.name).collect::<Vec<_>>())),
        ),
    ];
    for table in tables() {
        // The first two keys of every file are told once.
        let keys = table.keys.iter().filter(|key| !["mimeo", "kind"].contains(&key.name));
        let mut text: String = keys.map(line).collect();
        if let Some(rest) = &table.rest {
            let _ = writeln!(text, "- others: {}", rest.about);
        }
        all.push((table.what.trim_matches('`').to_owned(), text));
    }
    all
}

#[test]
fn the_lists_of_keys_are_those_of_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let text = std::fs::read_to_string(&path).expect("there");
    let mut written = text.clone();
    for (name, list) in lists() {
        let mark = format!("<!-- keys: {name} -->\n");
        let parts =
            written.split_once(&mark).and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
        let Some((before, (_, after))) = parts else {
            panic!("docs/language.md needs a place for these keys: {mark}{END}");
        };
        written = format!("{before}{mark}{list}{END}{after}");
    }
    assert_eq!(written.matches("<!-- keys: ").count(), lists().len(), "a list that no table has");
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        std::fs::write(&path, &written).expect("written");
    } else {
        assert!(
            written == text,
            "docs/language.md is behind the tables: UPDATE=1 cargo test --test reference"
        );
    }
}
