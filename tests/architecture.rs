//! The house: which stage may import which. The table is the diagram; the test is what keeps it true, since Cargo keeps
//! crates acyclic but nothing keeps modules so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A stage may import what stands in a row above it, and in its own row what stands to its left.
const ROWS: [(&str, &[&str]); 13] = [
    ("ground", &["digest", "diag", "geom", "color", "locale", "cancel", "memo", "yaml"]),
    ("vocabulary", &["variant", "asset", "brand", "copy", "font"]),
    ("language", &["template"]),
    ("meaning", &["compile"]),
    ("shape", &["text", "layout"]),
    ("plan", &["plan"]),
    ("pixels", &["raster"]),
    ("bytes", &["encode"]),
    ("many", &["campaign", "schema"]),
    // ══ above: no I/O, no clock, no randomness, no globals, no async ══
    ("state", &["store"]),
    ("edge", &["studio", "serve", "cli"]),
    ("binary", &["main"]),
    ("roof", &["lib"]),
];

/// Rows up to here are pure.
const LAST_PURE: &str = "many";

/// `rayon` inside a memo's init deadlocks; these are the only places that may name it.
const RAYON: [&str; 2] = ["src/campaign/schedule.rs", "src/serve/compute.rs"];

/// What pure stages never contain.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "tokio",
    "sqlx::",
    "reqwest",
    "axum",
    "SystemTime",
    "Instant::",
    "std::process",
];

/// Lines of code in one file, without its tests.
const MOST_LINES: usize = 400;

struct File {
    path: PathBuf,
    stage: String,
    /// The file's own module within the stage.
    module: String,
    /// Without comments and test modules.
    code: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    let mut open = vec![root.join("src")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("tests") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                let relative = path.strip_prefix(root).expect("inside").to_owned();
                let parts: Vec<String> = relative
                    .with_extension("")
                    .iter()
                    .skip(1)
                    .map(|p| p.to_string_lossy().into_owned())
                    .collect();
                let text = fs::read_to_string(&path).expect("readable");
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
                let code: Vec<&str> =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                all.push(File {
                    path: relative,
                    stage: parts[0].clone(),
                    module: parts.get(1).cloned().unwrap_or_else(|| "mod".into()),
                    code: code.join("\n"),
                });
            }
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// First names after `prefix`, also in braces: `crate::{a::B, c}` gives a and c.
fn named(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let list = match rest.strip_prefix('{') {
            Some(inner) => top_level(inner),
            None => vec![rest],
        };
        for item in list {
            let name: String =
                item.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                names.insert(name);
            }
        }
    }
    names
}

/// The items of a brace list, without looking into inner braces.
fn top_level(text: &str) -> Vec<&str> {
    let (mut items, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&text[from..at]);
                return items;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    items
}

fn rank(stage: &str) -> Option<(usize, usize)> {
    ROWS.iter().enumerate().find_map(|(row, (_, stages))| {
        stages.iter().position(|known| *known == stage).map(|column| (row, column))
    })
}

#[test]
fn every_folder_is_a_stage_of_the_table() {
    for file in files() {
        assert!(rank(&file.stage).is_some(), "{} belongs to no stage", file.path.display());
    }
}

#[test]
fn stages_import_only_what_stands_above_them() {
    for file in files() {
        let own = rank(&file.stage).expect("a stage");
        for name in named(&file.code, "crate::") {
            let Some(other) = rank(&name) else {
                assert!(name.starts_with("stable_"), "{}: crate::{name} is no stage", file.path.display());
                continue;
            };
            assert!(other <= own, "{} may not import {name}", file.path.display());
        }
    }
}

/// Files of a stage import one another one way only. Types live below the functions that use them.
#[test]
fn files_inside_a_stage_do_not_import_in_circles() {
    let all = files();
    let stages: BTreeSet<&str> = all.iter().map(|f| f.stage.as_str()).collect();
    for stage in stages {
        let members: Vec<&File> = all.iter().filter(|f| f.stage == stage && f.module != "mod").collect();
        let modules: BTreeSet<&str> = members.iter().map(|f| f.module.as_str()).collect();
        // A name re-exported by `mod.rs` stands for the file that defines it.
        let parent =
            all.iter().find(|f| f.stage == stage && f.module == "mod").map_or("", |f| f.code.as_str());
        let home = |name: &str| -> Option<String> {
            if modules.contains(name) {
                return Some(name.to_owned());
            }
            let uses = parent.split("use ").skip(1).filter_map(|rest| rest.split(';').next());
            uses.filter_map(|path| path.trim_start_matches("self::").split_once("::")).find_map(
                |(module, names)| {
                    let word = |c: char| !(c.is_alphanumeric() || c == '_');
                    (modules.contains(module) && names.split(word).any(|n| n == name))
                        .then(|| module.to_owned())
                },
            )
        };
        let mut edges: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for file in &members {
            let depth = file.path.components().count();
            // `super::` of a file directly in the stage is the stage; deeper files are part of their module.
            let here = if depth == 3 { named(&file.code, "super::") } else { BTreeSet::new() };
            let full = named(&file.code, &format!("crate::{stage}::"));
            let targets = here.union(&full).filter_map(|name| home(name)).filter(|m| *m != file.module);
            edges.entry(&file.module).or_default().extend(targets);
        }
        let mut left = edges;
        while let Some(leaf) =
            left.iter().find(|(_, to)| to.iter().all(|t| !left.contains_key(t.as_str()))).map(|(m, _)| *m)
        {
            left.remove(leaf);
        }
        assert!(left.is_empty(), "{stage}: files import one another in a circle: {left:?}");
    }
}

#[test]
fn pure_stages_touch_nothing_of_the_world() {
    let last = ROWS.iter().position(|(name, _)| *name == LAST_PURE).expect("a row");
    for file in files().iter().filter(|f| rank(&f.stage).is_some_and(|(row, _)| row <= last)) {
        for word in IMPURE {
            assert!(!file.code.contains(word), "{} is pure, but contains `{word}`", file.path.display());
        }
    }
}

#[test]
fn only_the_drivers_name_rayon() {
    for file in files() {
        let allowed = RAYON.iter().any(|path| file.path == Path::new(path));
        assert!(allowed || !file.code.contains("rayon"), "{} may not use rayon", file.path.display());
    }
}

#[test]
fn files_are_short_and_imports_are_plain() {
    for file in files() {
        let lines = file.code.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(
            lines <= MOST_LINES,
            "{} has {lines} lines of code; {MOST_LINES} are the most",
            file.path.display()
        );
        for word in ["use crate::*", "super::super::"] {
            assert!(!file.code.contains(word), "{} contains `{word}`", file.path.display());
        }
    }
}
