use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::super::{Origin, RowFault, Store, StoreError};
use super::{WORKSPACE, decks, folder, locale, open, row};
use crate::diag::{Code, Diagnostic, Severity};

const HEAD: &str = "key,locale,text,short,shorter,status,note\n";

fn deck(rows: &[&str]) -> Vec<(String, String)> {
    vec![("de-DE.csv".into(), format!("{HEAD}{}\n", rows.join("\n")))]
}

async fn text(store: &Store, key: &str, tag: &str) -> Option<String> {
    let rows = store.list_copy(WORKSPACE, "b", Some(&locale(tag))).await.expect("rows");
    rows.into_iter().find(|stored| stored.row.key == key).map(|stored| stored.row.entry.text)
}

/// Starts this test binary again, to run one of the ignored tests below as a process of its own.
fn child(test: &str, data: &Path, brand: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("a path"));
    command.args([&format!("store::tests::copy::{test}"), "--exact", "--ignored"]);
    command.env("MIMEO_TEST_DATA", data).env("MIMEO_TEST_BRAND", brand);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process")
}

fn handed_over() -> Option<(std::path::PathBuf, String)> {
    Some((std::env::var_os("MIMEO_TEST_DATA")?.into(), std::env::var("MIMEO_TEST_BRAND").ok()?))
}

fn large_deck() -> Vec<(String, String)> {
    let rows: Vec<String> = (0..20_000).map(|n| format!("key.{n},de-DE,Text {n},,,,")).collect();
    deck(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[tokio::test]
async fn an_empty_folder_becomes_a_database_and_opening_again_changes_nothing() {
    let data = folder();
    let inner = data.path().join("a/b");
    let store = open(&inner).await;
    store.set_copy(WORKSPACE, "b", &row("cta", "de", "Los")).await.expect("stored");
    store.close().await;
    let store = open(&inner).await;
    assert_eq!(text(&store, "cta", "de").await.as_deref(), Some("Los"));
}

#[tokio::test]
async fn a_file_that_is_no_database_or_a_newer_one_is_told_from_a_broken_one() {
    let data = folder();
    std::fs::write(data.path().join("mimeo.db"), "x".repeat(5_000)).expect("written");
    let error = Store::open(data.path()).await.expect_err("no database");
    assert_eq!(Diagnostic::from(error).code, Code::Store);

    let data = folder();
    let store = open(data.path()).await;
    let later = "UPDATE _sqlx_migrations SET version = 999";
    sqlx::query(later).execute(&store.pool).await.expect("changed");
    store.close().await;
    let diagnostic = Diagnostic::from(Store::open(data.path()).await.expect_err("too new"));
    assert!(diagnostic.hints.iter().any(|hint| hint.contains("newer mimeo")), "{diagnostic:?}");
}

#[tokio::test]
async fn all_decks_of_a_kit_are_imported_once_and_found_with_their_fallbacks() {
    let data = folder();
    let store = open(data.path()).await;
    let files = decks("parasola");
    assert_eq!(files.len(), 8);
    let first = store.import_copy(WORKSPACE, "parasola", &files).await.expect("imported");
    assert!(first.diagnostics.is_empty(), "{:?}", first.diagnostics);
    assert_eq!((first.inserted, first.updated, first.unchanged, first.removed), (8 * 28, 0, 0, 0));
    let again = store.import_copy(WORKSPACE, "parasola", &files).await.expect("imported");
    assert_eq!((again.inserted, again.updated, again.unchanged, again.removed), (0, 0, 8 * 28, 0));

    let default = locale("en-US");
    let deck = store
        .copy_deck(WORKSPACE, "parasola", &[locale("ar-SA"), locale("pt")], &default)
        .await
        .expect("a deck");
    let found = |key: &str, tag: &str| deck.find(key, &locale(tag)).map(|found| found.entry.text.clone());
    assert_eq!(found("cta", "ar-SA").as_deref(), Some("تسوّق العروض"));
    assert_eq!(found("cta", "pt").as_deref(), Some("Shop the sale"));
    assert_eq!(found("cta", "de-DE").as_deref(), Some("Shop the sale"), "German was not asked for");
    assert_eq!(found("badge-post", "ar-SA").as_deref(), Some(""), "an empty text is no missing one");
    let headlines: Vec<&str> = deck.keys().into_iter().filter(|key| key.starts_with("headline.")).collect();
    let order =
        ["headline.1-home", "headline.2-days", "headline.3-sun", "headline.4-shade", "headline.5-last"];
    assert_eq!(headlines, order);
    let other = store.list_copy("elsewhere", "parasola", None).await.expect("rows");
    assert!(other.is_empty(), "workspaces share nothing");
}

#[tokio::test]
async fn a_changed_row_becomes_a_new_version_and_its_neighbours_stay() {
    let data = folder();
    let store = open(data.path()).await;
    store
        .import_copy(WORKSPACE, "b", &deck(&["cta,de-DE,Los,,,,", "sub,de-DE,Alt,,,,"]))
        .await
        .expect("imported");
    let report =
        store.import_copy(WORKSPACE, "b", &deck(&["cta,de-DE,Los,,,,", "sub,de-DE,Neu,,,draft,"])).await;
    let report = report.expect("imported");
    assert_eq!((report.inserted, report.updated, report.unchanged), (0, 1, 1));
    let history = store.copy_history(WORKSPACE, "b", "sub", &locale("de-DE")).await.expect("versions");
    let texts: Vec<_> = history.iter().map(|one| (one.version, one.row.entry.text.as_str())).collect();
    assert_eq!(texts, [(1, "Alt"), (2, "Neu")]);
    assert_eq!(store.copy_history(WORKSPACE, "b", "cta", &locale("de-DE")).await.expect("versions").len(), 1);
}

#[tokio::test]
async fn an_edit_is_kept_and_reported_once_when_its_file_changes() {
    let data = folder();
    let store = open(data.path()).await;
    store.import_copy(WORKSPACE, "b", &deck(&["cta,de-DE,Los,,,,"])).await.expect("imported");
    let version = store.set_copy(WORKSPACE, "b", &row("cta", "de-DE", "Auf geht’s")).await.expect("stored");
    assert_eq!(version, 2);
    let same = store.set_copy(WORKSPACE, "b", &row("cta", "de-DE", "Auf geht’s")).await.expect("stored");
    assert_eq!(same, 2, "nothing new, no new version");

    let changed = deck(&["cta,de-DE,Jetzt,,,,", "sub,de-DE,Neu,,,,"]);
    let report = store.import_copy(WORKSPACE, "b", &changed).await.expect("imported");
    assert_eq!((report.inserted, report.updated, report.kept_edits.len()), (1, 0, 1));
    let kept = &report.kept_edits[0];
    assert_eq!((kept.kept.as_deref(), kept.offered.as_deref()), (Some("Auf geht’s"), Some("Jetzt")));
    assert_eq!(text(&store, "cta", "de-DE").await.as_deref(), Some("Auf geht’s"));

    let report = store.import_copy(WORKSPACE, "b", &changed).await.expect("imported");
    assert!(report.kept_edits.is_empty());
    let dropped = deck(&["sub,de-DE,Neu,,,,"]);
    let report = store.import_copy(WORKSPACE, "b", &dropped).await.expect("imported");
    assert_eq!((report.removed, report.kept_edits.len()), (0, 1), "an edit outlives its row in the file");
    assert_eq!(text(&store, "cta", "de-DE").await.as_deref(), Some("Auf geht’s"));
}

#[tokio::test]
async fn a_dropped_row_is_removed_and_may_come_back() {
    let data = folder();
    let store = open(data.path()).await;
    let (both, one) = (deck(&["cta,de-DE,Los,,,,", "sub,de-DE,Alt,,,,"]), deck(&["cta,de-DE,Los,,,,"]));
    store.import_copy(WORKSPACE, "b", &both).await.expect("imported");
    assert_eq!(store.import_copy(WORKSPACE, "b", &one).await.expect("imported").removed, 1);
    assert_eq!(text(&store, "sub", "de-DE").await, None);
    assert_eq!(store.import_copy(WORKSPACE, "b", &both).await.expect("imported").inserted, 1);
    let history = store.copy_history(WORKSPACE, "b", "sub", &locale("de-DE")).await.expect("versions");
    let versions: Vec<_> = history.iter().map(|one| (one.version, one.removed, one.origin)).collect();
    assert_eq!(versions, [(1, false, Origin::Import), (2, true, Origin::Import), (3, false, Origin::Import)]);
}

#[tokio::test]
async fn bad_rows_are_told_with_line_and_column_and_the_rest_is_imported() {
    let data = folder();
    let store = open(data.path()).await;
    store.import_copy(WORKSPACE, "b", &deck(&["old,de-DE,Alt,,,,"])).await.expect("imported");
    let long = format!("long,de-DE,{},,,,", "x".repeat(2_001));
    let files = deck(&[
        "\"good\",de-DE,\"Gut, ja\",,,approved,",
        "Bad Key,de-DE,x,,,,",
        "locale,deutsch!,x,,,,",
        "status,de-DE,x,,,done,",
        &long,
        "few,de-DE,x",
        "many,de-DE,a, b,,,,",
        "good,de-DE,zweimal,,,,",
        "tail,de-DE,Ende\u{202e},,,,",
    ]);
    let report = store.import_copy(WORKSPACE, "b", &files).await.expect("imported");
    let place =
        |one: &Diagnostic| one.span.map(|span| report.sources.get(span.source).line_column(span.start));
    let told: Vec<_> =
        report.diagnostics.0.iter().map(|one| (one.severity, place(one).expect("a place"))).collect();
    let error = |line, column| (Severity::Error, (line, column));
    let expected = [error(3, 1), error(4, 8), error(5, 18), error(6, 12), error(7, 1), error(8, 20)];
    assert_eq!(told[..6], expected, "{:?}", report.diagnostics);
    assert_eq!(told[6..], [(Severity::Warning, (10, 12)), error(9, 1)]);
    assert_eq!((report.inserted, report.removed), (2, 0), "a file with bad rows removes nothing");
    assert_eq!(text(&store, "good", "de-DE").await.as_deref(), Some("Gut, ja"));
    assert_eq!(text(&store, "old", "de-DE").await.as_deref(), Some("Alt"));
    let again = store.import_copy(WORKSPACE, "b", &files).await.expect("imported");
    assert_eq!(again.diagnostics.0.len(), 8, "told until they are mended");
}

#[tokio::test]
async fn a_file_that_was_bad_in_between_is_read_again_when_it_is_restored() {
    let data = folder();
    let store = open(data.path()).await;
    let (good, bad) = (deck(&["cta,de-DE,Los,,,,"]), deck(&["cta,de-DE,Jetzt,,,,", "Bad Key,de-DE,x,,,,"]));
    store.import_copy(WORKSPACE, "b", &good).await.expect("imported");
    assert_eq!(store.import_copy(WORKSPACE, "b", &bad).await.expect("imported").updated, 1);
    assert_eq!(store.import_copy(WORKSPACE, "b", &good).await.expect("imported").updated, 1);
    assert_eq!(text(&store, "cta", "de-DE").await.as_deref(), Some("Los"));
}

#[tokio::test]
async fn headers_may_come_from_excel_and_must_name_the_columns() {
    let data = folder();
    let store = open(data.path()).await;
    let excel = vec![("fr-FR.csv".into(), "\u{feff}Text,KEY\r\nVoir,cta\r\n".into())];
    let report = store.import_copy(WORKSPACE, "b", &excel).await.expect("imported");
    assert!(report.diagnostics.is_empty() && report.inserted == 1, "{:?}", report.diagnostics);
    assert_eq!(text(&store, "cta", "fr-FR").await.as_deref(), Some("Voir"));
    for (bad, code) in
        [("", Code::BadCopy), ("a,b\n", Code::MissingKey), ("key,text,key\n", Code::DuplicateKey)]
    {
        let report = store.import_copy(WORKSPACE, "b", &[("x.csv".into(), bad.into())]).await.expect("read");
        assert!(report.diagnostics.0.iter().any(|one| one.code == code), "{bad:?}: {:?}", report.diagnostics);
    }
}

#[tokio::test]
async fn an_export_is_a_deck_again() {
    let data = folder();
    let store = open(data.path()).await;
    store.set_copy(WORKSPACE, "b", &row("sum", "de-DE", "=1+1")).await.expect("stored");
    let csv = store.export_copy(WORKSPACE, "b", &locale("de-DE")).await.expect("exported");
    assert_eq!(csv, format!("{HEAD}sum,de-DE,'=1+1,,,approved,\n"));
    let report = store.import_copy(WORKSPACE, "b", &[("de-DE.csv".into(), csv)]).await.expect("imported");
    assert_eq!((report.unchanged, report.kept_edits.len()), (1, 0));
}

#[tokio::test]
async fn an_edit_keeps_the_rules_of_an_import() {
    let data = folder();
    let store = open(data.path()).await;
    let error = store.set_copy(WORKSPACE, "b", &row("A b", "de", "x")).await.expect_err("a bad key");
    assert!(matches!(error, StoreError::BadCopy { fault: RowFault::BadKey(_), .. }), "{error}");
    let error = store.set_copy(WORKSPACE, "b", &row("a", "de", "\0")).await.expect_err("a bad text");
    assert!(matches!(error, StoreError::BadCopy { fault: RowFault::Nul, .. }), "{error}");
}

#[tokio::test]
async fn a_write_that_fails_midway_leaves_everything_as_it_was() {
    let data = folder();
    let store = open(data.path()).await;
    store.import_copy(WORKSPACE, "b", &deck(&["a,de-DE,eins,,,,"])).await.expect("imported");
    let full = "CREATE TRIGGER full BEFORE INSERT ON copy_versions WHEN NEW.key = 'c'
                BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
    sqlx::query(full).execute(&store.pool).await.expect("a trigger");
    let more = deck(&["a,de-DE,zwei,,,,", "b,de-DE,b,,,,", "c,de-DE,c,,,,"]);
    let error = store.import_copy(WORKSPACE, "b", &more).await.expect_err("a full disk");
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(store.list_copy(WORKSPACE, "b", None).await.expect("rows").len(), 1);
    assert_eq!(text(&store, "a", "de-DE").await.as_deref(), Some("eins"));

    sqlx::query("DROP TRIGGER full").execute(&store.pool).await.expect("dropped");
    let report = store.import_copy(WORKSPACE, "b", &more).await.expect("imported");
    assert_eq!((report.inserted, report.updated), (2, 1), "the failed import was not remembered");
    let change = sqlx::query("UPDATE copy_versions SET text = 'x'").execute(&store.pool).await;
    assert!(change.is_err(), "versions never change");
}

#[tokio::test]
async fn two_handles_at_once_lose_no_rows() {
    let data = folder();
    let (one, two) = tokio::join!(open(data.path()), open(data.path()));
    let (a, b) = (deck(&["a,de-DE,a,,,,"]), vec![("fr-FR.csv".to_owned(), format!("{HEAD}b,fr-FR,b,,,,\n"))]);
    let edits = async {
        for n in 0..20 {
            one.set_copy(WORKSPACE, "b", &row("count", "de", &n.to_string())).await.expect("stored");
        }
    };
    let others = async {
        for n in 0..20 {
            two.set_copy(WORKSPACE, "b", &row("count", "de", &format!("-{n}"))).await.expect("stored");
        }
    };
    let (_, _, first, second) =
        tokio::join!(edits, others, one.import_copy(WORKSPACE, "b", &a), two.import_copy(WORKSPACE, "b", &b));
    assert_eq!((first.expect("imported").inserted, second.expect("imported").inserted), (1, 1));
    let history = one.copy_history(WORKSPACE, "b", "count", &locale("de")).await.expect("versions");
    assert_eq!(history.len(), 40);
    assert_eq!(history.last().map(|last| last.version), Some(40));
}

#[tokio::test]
async fn two_processes_that_start_at_once_import_everything_once() {
    let data = folder();
    let children = ["x", "x", "y"].map(|brand| child("child_imports_parasola", data.path(), brand));
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let store = open(data.path()).await;
    for brand in ["x", "y"] {
        let rows = store.list_copy(WORKSPACE, brand, None).await.expect("rows");
        assert_eq!((rows.len(), rows.iter().all(|one| one.version == 1)), (8 * 28, true), "{brand}");
    }
}

#[tokio::test]
async fn a_process_killed_in_mid_import_leaves_the_old_state_or_the_new_one() {
    let data = folder();
    open(data.path()).await.close().await;
    let mut child = child("child_imports_much", data.path(), "b");
    let log = data.path().join("mimeo.db-wal");
    let began = Instant::now();
    while std::fs::metadata(&log).map_or(0, |facts| facts.len()) < 100_000
        && began.elapsed() < Duration::from_secs(20)
    {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("killed");
    child.wait().expect("an end");
    let store = open(data.path()).await;
    let rows = store.list_copy(WORKSPACE, "b", None).await.expect("rows").len();
    assert!(rows == 0 || rows == 20_000, "{rows} rows");
    let report = store.import_copy(WORKSPACE, "b", &large_deck()).await.expect("imported");
    assert_eq!(report.inserted + report.unchanged, 20_000);
}

#[tokio::test]
#[ignore = "run by another test, as a process of its own"]
async fn child_imports_parasola() {
    if let Some((data, brand)) = handed_over() {
        let store = open(&data).await;
        store.import_copy(WORKSPACE, &brand, &decks("parasola")).await.expect("imported");
    }
}

#[tokio::test]
#[ignore = "run by another test, as a process of its own"]
async fn child_imports_much() {
    if let Some((data, brand)) = handed_over() {
        let store = open(&data).await;
        store.import_copy(WORKSPACE, &brand, &large_deck()).await.expect("imported");
    }
}
