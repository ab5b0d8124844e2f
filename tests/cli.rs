//! The command line as people and scripts meet it: what it prints where, and how it ends. 0 is done, 1 a failure that was
//! told, 2 misuse.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mimeo"));
    command.current_dir(ROOT).env("MIMEO_DATA", data).env("NO_COLOR", "1").env_remove("MIMEO_ROOT");
    command
}

/// Runs with a database that all tests share, as processes on one machine do.
fn mimeo<S: AsRef<OsStr>>(args: &[S]) -> Output {
    command(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli")).args(args).output().expect("starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("not killed")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

const CREATIVE: [&str; 8] = [
    "render",
    "summer-sale",
    "--size",
    "300x250",
    "--set",
    "photo=beach",
    "--set",
    "headline=deck headline.2-days",
];

/// All files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut all: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
        })
        .collect();
    all.sort();
    all
}

fn manifest(folder: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).expect("there")).expect("JSON")
}

#[test]
fn pictures_are_those_of_the_root_wherever_one_stands() {
    let folder = folder();
    let drawn = folder.path().join("drawn.jpg");
    let mut command = command(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli"));
    command.current_dir(folder.path()).args(CREATIVE).args(["--root", ROOT, "-o"]).arg(&drawn);
    let said = command.env_remove("MIMEO_ASSETS").output().expect("starts");
    assert_eq!(code(&said), 0, "{}", err(&said));
    assert!(drawn.is_file());
}

#[test]
fn misuse_ends_with_2_and_says_how_it_is_used() {
    let wrong = [
        "",
        "rendr summer-sale",
        "render",
        "render summer-sale",
        "render summer-sale -o x.jpg --quality 0",
        "render summer-sale -o x.jpg --quality 101",
        "render summer-sale -o x.jpg --format gif",
        "render summer-sale -o x.jpg --max-bytes heavy",
        "render summer-sale -o x --all-sizes --size 300x250",
        "render summer-sale -o x --watch --json",
        "export",
        "export c.yaml --sample 0",
        "export c.yaml --seed 3",
        "export c.yaml --jobs 0",
        "plan",
        "check",
        "explain",
        "copy",
        "copy set headline",
        "copy set headline Hello",
        "copy export --json",
    ];
    for line in wrong {
        let output = mimeo(&words(line));
        assert_eq!(code(&output), 2, "mimeo {line}: {}", err(&output));
        assert!(
            err(&output).contains("--help") || err(&output).contains("Usage"),
            "mimeo {line}: {}",
            err(&output)
        );
        assert!(output.stdout.is_empty(), "mimeo {line}");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let all = [
        "render",
        "export",
        "check",
        "plan",
        "explain",
        "copy",
        "copy list",
        "copy import",
        "copy export",
        "copy set",
    ];
    for line in all {
        let output = mimeo(&[words(line), vec!["--help"]].concat());
        let text = out(&output);
        assert_eq!(code(&output), 0, "{line}");
        let example = text.split("Example").nth(1).unwrap_or_else(|| panic!("{line} has no example"));
        assert!(example.contains(&format!("mimeo {line}")), "{line}: {example}");
    }
    for args in [vec!["--help"], vec!["help"]] {
        let text = out(&mimeo(&args));
        for command in ["render", "export", "plan", "explain", "copy", "check"] {
            assert!(text.contains(&format!("\n  mimeo {command} ")), "the examples leave out {command}");
        }
    }
    assert_eq!(code(&mimeo(&["--version"])), 0);
}

#[test]
fn a_wrong_name_ends_with_1_and_is_told_what_there_is() {
    let cases: [(&[&str], &str, &str); 9] = [
        (&["render", "summer-sal", "--size", "300x250", "-o", "-"], "E0604", "did you mean `summer-sale`?"),
        (
            &["render", "summer-sale", "--size", "300x250", "-o", "ad.bmp"],
            "E0801",
            "end the name with one of",
        ),
        (&["render", "summer-sale", "--size", "301x250", "-o", "-"], "E0402", "300x250"),
        (&["render", "summer-sale", "-o", "-"], "E0202", "--size"),
        (
            &["render", "summer-sale", "--size", "300x250", "--set", "headlin=Hi", "-o", "-"],
            "E0205",
            "did you mean `headline`?",
        ),
        (
            &["render", "summer-sale", "--size", "300x250", "--set", "headline", "-o", "-"],
            "E0204",
            "SLOT=VALUE",
        ),
        (
            &["render", "summer-sale", "--size", "300x250", "--locale", "no-such-tag", "-o", "-"],
            "E0204",
            "de-DE",
        ),
        (
            &["render", "summer-sale", "--size", "300x250", "--brand", "parasol", "-o", "-"],
            "E0604",
            "did you mean `parasola`?",
        ),
        (&["copy", "list", "--brand", "parasol"], "E0604", "did you mean `parasola`?"),
    ];
    for (args, id, hint) in cases {
        let output = mimeo(args);
        assert_eq!(code(&output), 1, "{args:?}: {}", err(&output));
        assert!(err(&output).contains(id) && err(&output).contains(hint), "{args:?}: {}", err(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    let output = mimeo(&[
        "render",
        "summer-sale",
        "--size",
        "300x250",
        "--set",
        "photo=beech",
        "--set",
        "headline=Hi",
        "-o",
        "-",
    ]);
    assert_eq!(code(&output), 1);
    assert!(
        err(&output).contains("E0604") && err(&output).contains("did you mean `beach`?"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_dash_writes_the_file_to_standard_output_and_nothing_else() {
    for (format, start) in [("jpeg", &b"\xff\xd8\xff"[..]), ("png", b"\x89PNG"), ("webp", b"RIFF")] {
        let output = mimeo(&[&CREATIVE[..], &["-o", "-", "--format", format]].concat());
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(output.stdout.starts_with(start), "{format}");
        let picture = image::load_from_memory(&output.stdout).expect("a picture and nothing after it");
        assert_eq!((picture.width(), picture.height()), (300, 250));
    }
}

#[test]
fn a_weight_limit_lowers_the_quality_or_is_refused() {
    for format in ["jpeg", "webp", "avif"] {
        let draw = |limit: &str| {
            mimeo(&[&CREATIVE[..], &["-o", "-", "--format", format, "--max-bytes", limit]].concat())
        };
        let free = draw("10MB").stdout.len();
        let limit = free * 4 / 5;
        let output = draw(&limit.to_string());
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(
            output.stdout.len() <= limit && !output.stdout.is_empty(),
            "{format}: {} of {free}",
            output.stdout.len()
        );
        let output = draw("100");
        assert_eq!(code(&output), 1);
        assert!(err(&output).contains("E0701") && output.stdout.is_empty(), "{}", err(&output));
    }
}

#[test]
fn a_png_that_must_be_light_gets_a_palette() {
    let draw =
        |limit: &str| mimeo(&[&CREATIVE[..], &["-o", "-", "--format", "png", "--max-bytes", limit]].concat());
    let free = draw("10MB").stdout;
    let output = draw(&(free.len() * 3 / 5).to_string());
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(output.stdout.len() <= free.len() * 3 / 5);
    assert_eq!((free[25], output.stdout[25]), (2, 3), "three channels, then a palette");
    let output = draw("100");
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("E0701"), "{}", err(&output));
}

#[test]
fn auto_takes_the_smallest_and_names_the_file_after_it() {
    let folder = folder();
    let path = folder.path().join("ad.auto");
    let output = mimeo(&[&CREATIVE[..], &["-o", path.to_str().expect("UTF-8")]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let made = files(folder.path());
    let [(name, bytes)] = made.as_slice() else { panic!("one file") };
    assert!(
        image::guess_format(bytes).expect("a picture").extensions_str().iter().any(|end| name.ends_with(end))
    );
    for format in ["jpeg", "png", "webp"] {
        let other = mimeo(&[&CREATIVE[..], &["-o", "-", "--format", format]].concat());
        assert!(bytes.len() <= other.stdout.len(), "{format}");
    }
}

#[test]
fn a_place_that_cannot_be_written_to_is_told() {
    let folder = folder();
    let missing = folder.path().join("missing/ad.jpg");
    let missing = missing.to_str().expect("UTF-8");
    let output = mimeo(&[&CREATIVE[..], &["-o", missing]].concat());
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("E0801") && err(&output).contains("no such folder"), "{}", err(&output));
    let output =
        mimeo(&["export", "fixtures/campaigns/spine.yaml", "--out", &missing.replace(".jpg", ".zip")]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("E0801"), "{}", err(&output));
    let output = mimeo(&["export", "fixtures/campaigns/spine.yaml", "--out", "Cargo.toml"]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("is a file, not a folder"), "{}", err(&output));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let lines: [Vec<&str>; 5] = [
        vec!["--help"],
        vec!["copy", "list"],
        vec!["copy", "export", "--locale", "en-US"],
        vec!["plan", "fixtures/campaigns/one-bad-row.yaml", "--json"],
        [&CREATIVE[..], &["-o", "-"]].concat(),
    ];
    for args in lines {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
        let mut child =
            command(&data).args(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        assert!(!err(&output).contains("panicked"), "{args:?}: {}", err(&output));
        assert_ne!(output.status.code(), Some(101), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_no_panic() {
    use std::os::unix::ffi::OsStrExt;
    let odd = OsStr::from_bytes(b"\xff\xfe").to_owned();
    let lines: [&[&str]; 9] = [
        &["render"],
        &["render", "summer-sale", "-o"],
        &["render", "summer-sale", "--size", "300x250", "-o", "-", "--set"],
        &["export"],
        &["plan"],
        &["check"],
        &["explain"],
        &["copy", "import"],
        &["copy", "list", "--key"],
    ];
    for line in lines {
        let mut args: Vec<OsString> = line.iter().map(OsString::from).collect();
        args.push(odd.clone());
        let output = mimeo(&args);
        assert!(matches!(code(&output), 1 | 2), "{line:?}: {}", err(&output));
        assert!(!err(&output).contains("panicked"), "{line:?}: {}", err(&output));
    }
    assert_eq!(code(&mimeo(&[odd])), 2);
}

#[test]
fn one_bad_row_does_not_keep_the_others_from_being_made() {
    let folder = folder();
    let target = folder.path().join("out");
    let output =
        mimeo(&["export", "fixtures/campaigns/one-bad-row.yaml", "--out", target.to_str().expect("UTF-8")]);
    assert_eq!(code(&output), 1, "{}", err(&output));
    let text = out(&output);
    for part in [
        "2 of 8 files",
        "NOT MADE: 6 files",
        "there is no picture `volcano`",
        "has 126 characters; its slot takes 60",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let manifest = manifest(&target);
    let made: Vec<&str> =
        manifest["files"].as_array().expect("a list").iter().filter_map(|f| f["file"].as_str()).collect();
    assert_eq!(made, ["one-bad-row_300x250_en-US_1.jpg", "one-bad-row_320x50_en-US_1.jpg"]);
    assert_eq!(manifest["failed"].as_array().map(Vec::len), Some(6));
    assert!(
        manifest["failed"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|one| one["found"][0]["message"].is_string())
    );
    assert_eq!(
        manifest["files"][0]["click_url"],
        "https://parasola.example/sale?utm_campaign=one-bad-row&utm_content=300x250-1&h=headline.1-home"
    );
    for file in made {
        assert!(target.join(file).is_file());
    }
    let table = fs::read_to_string(target.join("manifest.csv")).expect("there");
    assert!(table.starts_with("\u{feff}file,size,headline,photo,width,height,bytes,"));
    assert_eq!(table.lines().count(), 3);
}

#[test]
fn a_zip_holds_what_a_folder_would_and_is_the_same_each_time() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let sample = ["export", "fixtures/campaigns/spine.yaml", "--sample", "5"];
    for target in ["a.zip", "b.zip", "plain"] {
        let output = mimeo(&[&sample[..], &["--out", &path(target)]].concat());
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    let bytes = fs::read(path("a.zip")).expect("there");
    assert!(bytes == fs::read(path("b.zip")).expect("there"), "two runs, two archives");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut inside: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|n| {
            let mut entry = archive.by_index(n).expect("an entry");
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut bytes).expect("whole");
            (entry.name().expect("UTF-8").into_owned(), bytes)
        })
        .collect();
    inside.sort();
    assert!(inside == files(Path::new(&path("plain"))), "the folder holds other files");
    assert_eq!(inside.len(), 8, "5 files, index.html, manifest.csv, manifest.json");
    let mut left: Vec<String> = fs::read_dir(folder.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["a.zip", "b.zip", "plain"], "nothing hidden stays behind");
    let manifest = manifest(Path::new(&path("plain")));
    assert_eq!(manifest["sample"], serde_json::json!({ "files": 5, "of": 120, "seed": 1 }));
}

#[test]
fn a_second_run_makes_only_what_is_not_there_and_writes_the_same() {
    let folder = folder();
    let target = folder.path().to_str().expect("UTF-8");
    let export = ["export", "fixtures/campaigns/spine.yaml", "--sample", "4", "--out", target, "--json"];
    assert_eq!(code(&mimeo(&export)), 0);
    let before = files(folder.path());
    let victim = before.iter().find(|(name, _)| name.ends_with(".jpg")).expect("a picture").0.clone();
    fs::remove_file(folder.path().join(victim)).expect("removed");
    let output = mimeo(&export);
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON and nothing else");
    assert_eq!((summary["files"].as_u64(), summary["kept"].as_u64()), (Some(4), Some(3)));
    assert!(files(folder.path()) == before);
}

#[test]
fn pictures_of_an_older_export_are_left_alone_and_told_of() {
    let folder = folder();
    let target = folder.path().to_str().expect("UTF-8");
    let run = |campaign: &str| mimeo(&["export", campaign, "--sample", "2", "--out", target]);
    assert!(!out(&run("fixtures/campaigns/spine.yaml")).contains("other picture"));
    let text = out(&run("fixtures/campaigns/one-bad-row.yaml"));
    assert!(text.contains("2 other pictures lie in that folder"), "{text}");
    let table = fs::read_to_string(folder.path().join("manifest.csv")).expect("there");
    assert!(!table.contains("spine_"));
}

#[test]
fn an_export_that_was_killed_goes_on_where_it_stopped() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let export =
        ["export", "fixtures/campaigns/spine.yaml", "--sample", "40", "--jobs", "1", "--json", "--out"];
    assert_eq!(code(&mimeo(&[&export[..], &[&path("whole.zip")]].concat())), 0);

    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    let torn = path("torn.zip");
    let mut child = command(&data).args(export).arg(&torn).stdout(Stdio::null()).spawn().expect("starts");
    let work = folder.path().join(".torn.zip.mimeo-work");
    let pictures = || {
        let entries = fs::read_dir(&work).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().ends_with(".jpg")).count()
    };
    while pictures() < 3 && child.try_wait().expect("ours").is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().expect("ours");
    child.wait().expect("ends");
    let left = pictures();
    if Path::new(&torn).exists() {
        // It was quicker than we are: then it is whole.
        assert_eq!(left, 0);
    } else {
        let output = mimeo(&[&export[..], &[&torn]].concat());
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(summary["files"], 40);
        // The last file may have been written, and its line not.
        assert!(
            summary["kept"].as_u64().expect("a count") + 1 >= left as u64,
            "{left} were there: {summary}"
        );
    }
    assert!(fs::read(path("whole.zip")).expect("there") == fs::read(&torn).expect("there"));
    assert!(!work.exists());
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder();
    let target = folder.path().join("out");
    let target = target.to_str().expect("UTF-8");
    let good = mimeo(&["export", "fixtures/campaigns/spine.yaml", "--dry-run", "--out", target]);
    assert_eq!(code(&good), 0, "{}", err(&good));
    assert!(out(&good).contains("120 files would be written"), "{}", out(&good));
    let bad = mimeo(&["export", "fixtures/campaigns/one-bad-row.yaml", "--dry-run", "--out", target]);
    assert_eq!(code(&bad), 1);
    assert!(out(&bad).contains("2 files would be written") && out(&bad).contains("volcano"), "{}", out(&bad));
    assert!(!Path::new(target).exists());
}

#[test]
fn a_file_is_explained_until_somebody_changes_it() {
    let folder = folder();
    let target = folder.path().to_str().expect("UTF-8");
    assert_eq!(
        code(&mimeo(&["export", "fixtures/campaigns/spine.yaml", "--sample", "1", "--out", target])),
        0
    );
    let name = manifest(folder.path())["files"][0]["file"].as_str().expect("a name").to_owned();
    let file = folder.path().join(&name);
    let explain = |file: &Path| mimeo(&[OsStr::new("explain"), file.as_os_str()]);
    let output = explain(&file);
    assert_eq!(code(&output), 0, "{}", err(&output));
    for part in [
        "still the one",
        "template   summer-sale",
        "kit        parasola",
        "(copy sub, ",
        "picture `",
        "fonts ",
        "epoch ",
    ] {
        assert!(out(&output).contains(part), "{part}: {}", out(&output));
    }
    let renamed = folder.path().join("final_FINAL.jpg");
    fs::copy(&file, &renamed).expect("copied");
    let output = explain(&renamed);
    assert_eq!(code(&output), 0);
    assert!(out(&output).contains(&name) && out(&output).contains("renamed"), "{}", out(&output));
    fs::write(&file, b"touched up").expect("written");
    let output = explain(&file);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("WAS CHANGED"), "{}", out(&output));
    fs::remove_file(&file).expect("removed");
    assert_eq!(code(&explain(&file)), 1);
    let output = explain(Path::new("Cargo.toml"));
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("manifest.json"), "{}", err(&output));
}

#[test]
fn texts_go_out_come_back_and_are_kept() {
    let folder = folder();
    let data = folder.path().join("data");
    let run = |args: &[&str]| {
        let output = command(&data).args(args).output().expect("starts");
        assert_eq!(code(&output), 0, "{args:?}: {}", err(&output));
        out(&output)
    };
    let deck = run(&["copy", "export", "--locale", "de-DE"]);
    assert!(deck.contains("headline.1-home"));
    let file = folder.path().join("de-DE.csv");
    fs::write(&file, deck.replace("Lange Tage. Kleine Preise.", "Lange Tage! Kleine Preise!"))
        .expect("written");
    let file = file.to_str().expect("UTF-8");
    let told: serde_json::Value =
        serde_json::from_str(&run(&["copy", "import", file, "--json"])).expect("JSON");
    assert_eq!(told["edited"], serde_json::json!(["headline.2-days de-DE"]));
    // The kit's deck says otherwise, and is read by every render.
    run(&["copy", "import"]);
    let list = ["copy", "list", "--locale", "de-DE", "--key", "headline.*", "--json"];
    let rows: serde_json::Value = serde_json::from_str(&run(&list)).expect("JSON");
    let row =
        rows.as_array().expect("a list").iter().find(|row| row["key"] == "headline.2-days").expect("there");
    assert_eq!(
        (row["text"].as_str(), row["origin"].as_str()),
        (Some("Lange Tage! Kleine Preise!"), Some("edit"))
    );
    assert!(run(&["copy", "set", "headline.9-new", "Neu.", "--locale", "de-DE"]).contains("version 1"));
    assert!(run(&["copy", "list", "--key", "headline.9-new"]).contains("Neu."));

    let bad = folder.path().join("bad.csv");
    fs::write(&bad, "key,locale,text\nUPPER CASE,de-DE,x\n").expect("written");
    let output =
        command(&data).args(["copy", "import", bad.to_str().expect("UTF-8")]).output().expect("starts");
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("bad.csv:2"), "{}", err(&output));
}

#[test]
fn all_sizes_are_drawn_into_a_folder() {
    let folder = folder();
    let target = folder.path().join("new/folder");
    let args =
        ["render", "summer-sale", "--all-sizes", "--set", "photo=pool", "--set", "headline=Hello", "-o"];
    let output = mimeo(&[&args[..], &[target.to_str().expect("UTF-8")]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let drawn = files(&target);
    assert!(drawn.len() >= 4 && drawn.iter().any(|(name, _)| name == "summer-sale_728x90_en-US.jpg"));
    let output = mimeo(&[&args[..], &["-"]].concat());
    assert_eq!(code(&output), 1);
}

#[cfg(unix)]
fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_tree(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("copied")),
        }
    }
}

/// A checkout of which templates may be edited.
#[cfg(unix)]
fn checkout(at: &Path) -> PathBuf {
    let root = Path::new(ROOT);
    copy_tree(&root.join("templates"), &at.join("templates"));
    for same in ["brand-kits", "fonts", "fixtures"] {
        std::os::unix::fs::symlink(root.join(same), at.join(same)).expect("linked");
    }
    at.join("templates/summer-sale/template.yaml")
}

#[cfg(unix)]
#[test]
fn watching_draws_again_after_a_change_and_survives_a_broken_template() {
    use std::io::{BufRead, BufReader};
    use std::sync::mpsc;
    use std::time::Duration;

    let folder = folder();
    let template = checkout(folder.path());
    let picture = folder.path().join("ad.png");
    let mut child = Command::new(env!("CARGO_BIN_EXE_mimeo"))
        .current_dir(folder.path())
        .args(CREATIVE)
        .args(["--watch", "-o", "ad.png"])
        .env_remove("MIMEO_ROOT")
        .env_remove("MIMEO_DATA")
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let stderr = child.stderr.take().expect("piped");
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        BufReader::new(stderr).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    let until_waiting = || {
        let mut said = Vec::new();
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(120)) {
            let done = line.contains("waiting for changes");
            said.push(line);
            if done {
                return said.join("\n");
            }
        }
        format!("never waits: {}", said.join("\n"))
    };
    let first = until_waiting();
    let drawn = fs::read(&picture);
    let text = fs::read_to_string(&template).expect("there");

    fs::write(&template, text.replace("kind: template", "kind: tempate")).expect("written");
    let broken = until_waiting();
    let kept = fs::read(&picture);
    fs::write(&template, text.replacen("background: ", "background: accent # ", 1)).expect("written");
    let mended = until_waiting();
    let again = fs::read(&picture);
    child.kill().expect("ours");
    child.wait().expect("ends");

    assert!(first.contains("1 drawn"), "{first}");
    assert!(
        broken.contains("changed: templates/summer-sale/template.yaml") && broken.contains("error["),
        "{broken}"
    );
    assert_eq!(drawn.as_ref().ok(), kept.as_ref().ok(), "a broken template leaves the last picture");
    assert!(mended.contains("1 drawn"), "{mended}");
    assert!(drawn.is_ok() && again.is_ok());
}

#[test]
fn check_reads_a_campaigns_feed_row_by_row() {
    let folder = folder();
    let campaign = folder.path().join("cards.yaml");
    let text = "mimeo: 1\nkind: campaign\nname: cards\ntemplate: product-card\nbrand: parasola\n\
                axes: { size: [300x250], product: feed rows.csv }\n";
    fs::write(&campaign, text).expect("written");
    let rows = "id,product,name,price\nvase,vase,Vase,12.50 EUR\nlamp,lamp,Lamp,twelve\n";
    fs::write(folder.path().join("rows.csv"), rows).expect("written");
    let output = mimeo(&["check", campaign.to_str().expect("UTF-8")]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("rows.csv:3:16"), "{}", err(&output));
    assert!(err(&output).contains("`twelve` is no amount"), "{}", err(&output));
}

/// `check` speaks of everything that lies in a kit's folder, and of what template, kit and campaign say of each other.
#[cfg(unix)]
#[test]
fn check_holds_templates_kits_decks_and_fonts_against_each_other() {
    let folder = folder();
    let template = checkout(folder.path());
    let kits = folder.path().join("brand-kits");
    fs::remove_file(&kits).expect("a link");
    copy_tree(&Path::new(ROOT).join("brand-kits/parasola"), &kits.join("parasola"));
    let kit = kits.join("parasola/kit.yaml");
    let deck = folder.path().join("brand-kits/parasola/copy/de-DE.csv");
    let campaign = folder.path().join("campaign.yaml");
    let text = "mimeo: 1\nkind: campaign\nname: c\ntemplate: summer-sale\nbrand: parasola\n\
                axes: { size: all, photo: beach, headline: deck headline.* }\n";
    fs::write(&campaign, text).expect("written");
    let check = |paths: &[&Path]| {
        let mut command = command(&folder.path().join("data"));
        err(&command.current_dir(folder.path()).arg("check").args(paths).output().expect("starts"))
    };
    let (templates, kits) = (template.parent().expect("in one"), kit.parent().expect("in one"));
    assert_eq!(check(&[templates, kits, &campaign]), "");

    let written = fs::read_to_string(&template).expect("there");
    fs::write(&template, written.replacen("base: display", "base: displai", 1)).expect("written");
    for paths in [&[templates, kits][..], &[&campaign]] {
        let said = check(paths);
        assert!(said.contains("no style `displai`") && said.contains("`display`"), "{said}");
    }

    let written = fs::read_to_string(&kit).expect("there");
    fs::write(&kit, written.replacen("latn: Figtree", "latn: Figtre", 1)).expect("written");
    let mut rows = fs::read_to_string(&deck).expect("there");
    rows.push_str("cta.new,de-DE,Ja, gern,,,approved,\n");
    fs::write(&deck, rows).expect("written");
    let said = check(&[kits]);
    assert!(said.contains("family `Figtre`") && said.contains("`Figtree`"), "{said}");
    assert!(said.contains("de-DE.csv") && said.contains("double quotes"), "{said}");

    fs::write(&campaign, text.replace("brand: parasola", "brand: parasolla")).expect("written");
    assert!(check(&[&campaign]).contains("did you mean `parasola`"));
}

const SMALL_PRINT: &str = "mimeo: 1\nkind: template\nslots: { headline: text }\nsizes: [300x250, 1080x1080]\n\
                           background: surface\nlayers:\n\
                           - { text: $headline, id: h, style: { base: display, size: 3vmin }, place: center center }\n";

/// A template in a folder that is called as one of the project's.
fn namesake(at: &Path, text: &str) -> PathBuf {
    let folder = at.join("summer-sale");
    fs::create_dir_all(&folder).expect("made");
    fs::write(folder.join("template.yaml"), text).expect("written");
    folder
}

#[test]
fn check_takes_the_name_of_a_template_of_the_project() {
    let output = mimeo(&["check", "summer-sale"]);
    assert_eq!((code(&output), out(&output).as_str()), (0, "1 files checked: 0 errors, 0 warnings\n"));
    let output = mimeo(&["check", "summer-sal"]);
    assert_eq!(code(&output), 1);
    assert!(
        err(&output).contains("E0604") && err(&output).contains("did you mean `summer-sale`?"),
        "{}",
        err(&output)
    );
}

/// A path is proved as what lies there, never as the project's template of that name.
#[test]
fn a_proof_is_of_the_template_that_was_named() {
    let folder = folder();
    let proved = |path: &Path| {
        let path = path.to_str().expect("UTF-8");
        let output = mimeo(&["check", path, "--proof", "--locale", "en-US"]);
        (code(&output), out(&output), err(&output))
    };
    let (code, said, told) = proved(&folder.path().join("summer-sale"));
    assert!(code == 1 && told.contains("E0801") && !said.contains("hold"), "{said}{told}");
    let broken = namesake(folder.path(), "mimeo: 1\nkind: template\nsizes: [300x\n");
    let (code, said, told) = proved(&broken);
    assert!(
        code == 1 && told.contains("summer-sale/template.yaml:") && !said.contains("hold"),
        "{said}{told}"
    );
    let unknown = SMALL_PRINT.replace("base: display", "base: displai");
    let (code, said, told) = proved(&namesake(folder.path(), &unknown));
    assert!(code == 1 && told.contains("did you mean `display`?") && !said.contains("hold"), "{said}{told}");
    let (code, said, told) = proved(&namesake(folder.path(), &SMALL_PRINT.replace("3vmin", "8vmin")));
    assert!(code == 0 && said.contains("2 sizes × 1 locales") && said.contains("all hold"), "{said}{told}");
}

#[test]
fn a_proof_names_and_draws_the_variants_that_do_not_hold() {
    let folder = folder();
    let template = namesake(folder.path(), SMALL_PRINT);
    let (template, pictures) = (template.to_str().expect("UTF-8"), folder.path().join("look"));
    let args = ["check", template, "--proof", "--locale", "en-US"];
    let more = ["--json", "--out", pictures.to_str().expect("UTF-8")];
    let output = mimeo(&[args.as_slice(), more.as_slice()].concat());
    assert_eq!(code(&output), 1, "{}", err(&output));
    let told: serde_json::Value = serde_json::from_str(&out(&output)).expect("JSON");
    let proof = &told["proofs"][0];
    assert_eq!((&told["errors"], &proof["sizes"], &proof["variants"]), (&0.into(), &2.into(), &4.into()));
    let faults = proof["faults"].as_array().expect("a list");
    assert_eq!(faults.len(), 2, "the longest and the shortest headline: {faults:?}");
    for fault in faults {
        assert_eq!((&fault["code"], &fault["severity"]), (&"E0501".into(), &"error".into()));
        assert_eq!((&fault["size"], &fault["locale"]), (&"300x250".into(), &"en-US".into()));
        assert_eq!((&fault["layer"], &fault["place"]["line"]), (&"h".into(), &7.into()));
        assert!(fault["place"]["file"].as_str().is_some_and(|file| file.ends_with("template.yaml")));
    }
    let drawn: Vec<String> = files(&pictures.join("summer-sale")).into_iter().map(|(name, _)| name).collect();
    let both = ["1080x1080_en-US_1.jpg", "300x250_en-US_1.jpg", "300x250_en-US_2.jpg", "index.html"];
    assert_eq!(drawn, both, "each that does not hold, and one that does");

    let output = mimeo(&args);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("300x250 [en-US]: `h` is set in 7.50 px"), "{}", err(&output));
    assert!(err(&output).contains("template.yaml:7:"), "{}", err(&output));
    assert!(out(&output).contains("2 faults"), "{}", out(&output));
}

/// What the template needs, and neither axes, nor `set:`, nor decks, nor feeds give.
#[test]
fn check_sees_the_slots_that_a_campaign_leaves_empty() {
    let folder = folder();
    let campaign = folder.path().join("c.yaml");
    let check = |axes: &str, more: &str| {
        let head = "mimeo: 1\nkind: campaign\nname: c\ntemplate: summer-sale\nbrand: parasola\n";
        fs::write(&campaign, format!("{head}axes: {axes}\n{more}")).expect("written");
        let output = mimeo(&["check", campaign.to_str().expect("UTF-8")]);
        (code(&output), err(&output))
    };
    let whole = "{ size: all, photo: [beach], headline: deck headline.* }";
    assert_eq!(check(whole, ""), (0, String::new()));
    let (code, said) = check("{ size: all, headline: deck headline.* }", "");
    assert!(code == 1 && said.contains("the slot `photo` of `summer-sale` has no value"), "{said}");
    let (code, said) = check("{ size: all, photo: [beach] }", "");
    assert!(code == 0 && said.contains("the slot `headline`") && said.contains("decks"), "{said}");
    let (code, said) = check(whole, "set: { cta: deck cta.nowhere }\n");
    assert!(code == 0 && said.contains("no deck of the kit has the key `cta.nowhere`"), "{said}");
    fs::write(folder.path().join("f.csv"), "id,photo\none,beach\ntwo,\n").expect("written");
    let (code, said) = check("{ size: all, headline: deck headline.*, row: feed f.csv }", "");
    assert!(code == 1 && said.contains("no value in the rows two of the feed"), "{said}");
    let (code, said) = check(whole, "fit-groups: [headlines]\n");
    assert!(code == 1 && said.contains("did you mean `headline`?"), "{said}");
}

#[test]
fn what_is_wrong_in_all_sizes_is_told_once() {
    let folder = folder();
    let target = folder.path().to_str().expect("UTF-8");
    let output = mimeo(&["render", "summer-sale", "--all-sizes", "--set", "photo=pool", "-o", target]);
    assert_eq!(code(&output), 1);
    let said = err(&output);
    assert_eq!(said.matches("the slot `headline` has no value").count(), 1, "{said}");
    assert!(said.contains("300x250, 336x280") && said.contains("300x250@2x cannot be drawn:"), "{said}");
}

#[test]
fn a_folder_without_pictures_is_told_to_campaigns_as_well() {
    let folder = folder();
    let empty = folder.path().to_str().expect("UTF-8");
    let campaign = folder.path().join("c.yaml");
    let text = "mimeo: 1\nkind: campaign\nname: c\ntemplate: summer-sale\nbrand: parasola\n\
                axes: { size: [300x250], photo: [beach], headline: deck headline.* }\n";
    fs::write(&campaign, text).expect("written");
    let campaign = campaign.to_str().expect("UTF-8");
    for command in [&["export", campaign, "--dry-run"][..], &["plan", campaign]] {
        let output = mimeo(&[command, &["--assets", empty]].concat());
        assert!(code(&output) == 1 && err(&output).contains("holds no `assets.yaml`"), "{}", err(&output));
        let output = mimeo(command);
        assert_eq!(code(&output), 0, "{}", err(&output));
    }
    let output = mimeo(&["plan", "fixtures/campaigns/spine.yaml", "--assets", empty]);
    assert!(err(&output).contains("`--assets") && err(&output).contains("is not used"), "{}", err(&output));
}

/// A family that no font is of would be drawn in another: nobody draws with such a kit.
#[cfg(unix)]
#[test]
fn a_family_that_no_font_is_of_stops_a_render() {
    let folder = folder();
    checkout(folder.path());
    let kits = folder.path().join("brand-kits");
    fs::remove_file(&kits).expect("a link");
    copy_tree(&Path::new(ROOT).join("brand-kits/parasola"), &kits.join("parasola"));
    let kit = kits.join("parasola/kit.yaml");
    let written = fs::read_to_string(&kit).expect("there");
    fs::write(&kit, written.replacen("latn: Figtree", "latn: Figtre", 1)).expect("written");
    let mut command = command(&folder.path().join("data"));
    let output =
        command.current_dir(folder.path()).args(CREATIVE).args(["-o", "ad.jpg"]).output().expect("starts");
    assert_eq!(code(&output), 1);
    assert!(
        err(&output).contains("family `Figtre`") && err(&output).contains("kit.yaml:"),
        "{}",
        err(&output)
    );
    assert!(!folder.path().join("ad.jpg").exists());
}

#[test]
fn a_fit_group_can_be_asked_for_and_an_export_says_what_it_follows() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let campaign = at("c.yaml");
    let text = "mimeo: 1\nkind: campaign\nname: c\ntemplate: summer-sale\nbrand: parasola\nfit-groups: [headline]\n\
                axes: { size: [300x250], locale: [en-US, de-DE, pl-PL], photo: [beach], headline: deck headline.* }\n\
                output: { name: \"{locale}_{n}\" }\n";
    fs::write(&campaign, text).expect("written");
    let plan = mimeo(&["plan", &campaign]);
    assert!(out(&plan).contains("fit group headline in 300x250:"), "{}", out(&plan));
    let output = mimeo(&["export", &campaign, "--out", &at("out")]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let told = manifest(&folder.path().join("out"));
    let group = &told["fit_groups"][0];
    let (percent, by) =
        (group["percent"].as_u64().expect("a share"), group["set_by"].as_str().expect("a variant"));
    assert!(
        percent < 100
            && told["files"].as_array().expect("files").iter().all(|file| {
                file["texts"].as_array().expect("texts").iter().any(|text| text["group"]["cap"] == percent)
            })
    );
    let explained = mimeo(&["explain", &at("out/en-US_1.jpg")]);
    let said = format!("with its fit group headline at {percent} %, as {by} needs it");
    assert!(out(&explained).contains(&said), "{}", out(&explained));
    // The same file by itself.
    let fit = format!("headline={percent}%");
    let first = told["files"][0]["variant"]["headline"].as_str().expect("a key").to_owned();
    let one = at("one.jpg");
    let headline = format!("headline=deck {first}");
    let args =
        ["render", "summer-sale", "--size", "300x250", "--locale", "en-US", "--set", "photo=beach", "--set"];
    let output = mimeo(&[&args[..], &[&headline, "--fit", &fit, "-o", &one]].concat());
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(fs::read(&one).expect("drawn"), fs::read(at("out/en-US_1.jpg")).expect("exported"));
    let output = mimeo(&[&args[..], &[&headline, "--fit", "headlin=80%", "-o", &one]].concat());
    assert!(code(&output) == 1 && err(&output).contains("did you mean `headline`?"), "{}", err(&output));
}
