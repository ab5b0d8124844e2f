//! Where suites of others are: in sources of crates, or fetched by `tests/data`.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of data that `tests/data NAME` fetches.
pub fn fetched(name: &str) -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let out = Command::new(script).arg(name).stderr(Stdio::inherit()).output().expect("bash runs");
    assert!(out.status.success(), "the data `{name}` is missing: see what tests/data said");
    PathBuf::from(String::from_utf8(out.stdout).expect("a path").trim_end())
}

/// The source of a crate that we depend on.
pub fn of_crate(name: &str) -> PathBuf {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    let all: serde_json::Value = serde_json::from_slice(&metadata.stdout).expect("cargo's metadata");
    let packages = all["packages"].as_array().expect("a list");
    let package = packages.iter().find(|package| package["name"] == name).expect("a dependency");
    let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
    manifest.parent().expect("a folder").to_owned()
}

/// Its text.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
