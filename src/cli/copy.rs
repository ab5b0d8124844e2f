use std::future::Future;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{Copy, CopyCommand, CopyExport, CopyImport, CopyList, CopySet, Place};
use super::open::runtime;
use super::report::{Fault, Run, json as findings, print_json, say, show};
use crate::copy::{CopyEntry, CopyRow, CopyStatus, KeyPattern};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Sources};
use crate::locale::Locale;
use crate::store::{self, ImportReport, Origin, Project, Store, StoreError, StoredCopy, WORKSPACE};
use crate::yaml::decode;

pub(super) fn run(place: &Place, args: &Copy) -> Run<ExitCode> {
    match &args.command {
        CopyCommand::List(args) => list(place, args),
        CopyCommand::Import(args) => import(place, args),
        CopyCommand::Export(args) => export(place, args),
        CopyCommand::Set(args) => set(place, args),
    }
}

/// Opens the database, brings in the kit's own decks as every render does, and does the work.
fn with_store<T, F: Future<Output = Run<T>>>(
    place: &Place,
    brand: &str,
    work: impl FnOnce(Store, ImportReport) -> F,
) -> Run<T> {
    runtime()?.block_on(async {
        let files = Project::at(&place.root).brand(brand).map_err(|error| no_brand(place, brand, error))?;
        let store = Store::open(&place.data_dir()).await.map_err(fault)?;
        let report = store.import_copy(WORKSPACE, brand, &files.deck_files()).await.map_err(fault)?;
        work(store, report).await
    })
}

fn no_brand(place: &Place, brand: &str, error: StoreError) -> Box<Fault> {
    let known = Project::at(&place.root).brand_names().unwrap_or_default();
    let what = match error {
        error if error.is_missing() => format!("there is no brand kit `{brand}`"),
        error => error.to_string(),
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Diagnostic::error(Code::MissingAsset, what).hint(decode::suggest(brand, &known, "kits")).into()
}

fn fault(error: StoreError) -> Box<Fault> {
    Diagnostic::from(error).into()
}

fn locale(tag: Option<&str>) -> Run<Option<Locale>> {
    let Some(tag) = tag else { return Ok(None) };
    match Locale::parse(tag) {
        Ok(locale) => Ok(Some(locale)),
        Err(error) => {
            Err(Diagnostic::error(Code::BadValue, error.to_string()).hint("write it as `de-DE`").into())
        }
    }
}

fn list(place: &Place, args: &CopyList) -> Run<ExitCode> {
    let locale = locale(args.locale.as_deref())?;
    let pattern = match args.key.as_deref() {
        Some(text) => Some(KeyPattern::parse(text).ok_or_else(|| {
            Diagnostic::error(Code::BadValue, format!("`{text}` is no pattern of keys"))
                .hint("write a key, or `headline.*` for every key with one more part")
        })?),
        None => None,
    };
    let rows = with_store(place, &args.brand, async |store, _| {
        let rows = store.list_copy(WORKSPACE, &args.brand, locale.as_ref()).await.map_err(fault);
        store.close().await;
        rows
    })?;
    let wanted = |row: &&StoredCopy| pattern.as_ref().is_none_or(|pattern| pattern.matches(&row.row.key));
    let rows: Vec<&StoredCopy> = rows.iter().filter(wanted).collect();
    if args.json {
        print_json(&Value::Array(rows.iter().map(|row| shown(row)).collect()));
        return Ok(ExitCode::SUCCESS);
    }
    let wide = rows.iter().map(|row| row.row.key.len()).max().unwrap_or(0);
    for stored in &rows {
        let row = &stored.row;
        let forms = [("short", &row.entry.short), ("shorter", &row.entry.shorter)];
        say(&format!(
            "{:<wide$}  {:<6} {}{}",
            row.key,
            row.locale.as_str(),
            one_line(&row.entry.text),
            marks(stored)
        ));
        for (word, text) in forms {
            if let Some(text) = text {
                say(&format!("{:<wide$}  {:>6} {}", "", word, one_line(text)));
            }
        }
    }
    if rows.is_empty() {
        say(&format!("no rows of `{}` match", args.brand));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is unusual about a row.
fn marks(stored: &StoredCopy) -> String {
    let mut marks = Vec::new();
    if stored.row.status == CopyStatus::Draft {
        marks.push("draft".to_owned());
    }
    if stored.origin == Origin::Edit {
        marks.push(format!("edited, version {}", stored.version));
    }
    if marks.is_empty() { String::new() } else { format!("  [{}]", marks.join(", ")) }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ⏎ ")
}

fn shown(stored: &StoredCopy) -> Value {
    let (row, entry) = (&stored.row, &stored.row.entry);
    let origin = if stored.origin == Origin::Edit { "edit" } else { "import" };
    json!({
        "key": row.key, "locale": row.locale.as_str(), "text": entry.text, "short": entry.short, "shorter": entry.shorter,
        "status": row.status.word(), "note": row.note, "version": stored.version, "origin": origin,
    })
}

fn import(place: &Place, args: &CopyImport) -> Run<ExitCode> {
    if args.files.is_empty() {
        let report = with_store(place, &args.brand, async |store, report| {
            store.close().await;
            Ok(report)
        })?;
        return Ok(imported(args, &report));
    }
    let mut sources = Sources::new();
    let mut found = Diagnostics::new();
    let mut rows = Vec::new();
    for path in &args.files {
        let text = store::read_text(path).map_err(fault)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        rows.extend(store::read_deck(&name, &text, &mut sources, &mut found));
    }
    let (changed, same) = with_store(place, &args.brand, async |store, _| {
        let before = store.list_copy(WORKSPACE, &args.brand, None).await.map_err(fault)?;
        let mut changed = Vec::new();
        for row in &rows {
            if before.iter().any(|stored| stored.row == *row) {
                continue;
            }
            store.set_copy(WORKSPACE, &args.brand, row).await.map_err(fault)?;
            changed.push(format!("{} {}", row.key, row.locale));
        }
        store.close().await;
        let same = rows.len() - changed.len();
        Ok((changed, same))
    })?;
    let failed = found.0.iter().any(|one| one.severity == Severity::Error);
    if args.json {
        print_json(&json!({ "edited": changed, "unchanged": same, "found": findings(&found, &sources) }));
    } else {
        show(&found, &sources);
        say(&format!("{} rows edited, {same} unchanged", changed.len()));
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn imported(args: &CopyImport, report: &ImportReport) -> ExitCode {
    if args.json {
        let kept: Vec<Value> = report
            .kept_edits
            .iter()
            .map(|edit| {
                json!({
                    "key": edit.key, "locale": edit.locale.as_str(), "file": edit.file, "kept": edit.kept,
                    "offered": edit.offered,
                })
            })
            .collect();
        print_json(&json!({
            "inserted": report.inserted, "updated": report.updated, "unchanged": report.unchanged,
            "removed": report.removed, "kept_edits": kept, "found": findings(&report.diagnostics, &report.sources),
        }));
    } else {
        show(&report.diagnostics, &report.sources);
        say(&format!(
            "{} rows new, {} changed, {} removed, {} as before",
            report.inserted, report.updated, report.removed, report.unchanged
        ));
        for edit in &report.kept_edits {
            let kept = edit.kept.as_deref().map_or("removed".to_owned(), |text| format!("\"{text}\""));
            say(&format!("kept: {} in {} is {kept}; {} says otherwise", edit.key, edit.locale, edit.file));
        }
    }
    if report.diagnostics.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn export(place: &Place, args: &CopyExport) -> Run<ExitCode> {
    let wanted = locale(args.locale.as_deref())?;
    let decks = with_store(place, &args.brand, async |store, _| {
        let locales = match wanted {
            Some(locale) => vec![locale],
            None => {
                let rows = store.list_copy(WORKSPACE, &args.brand, None).await.map_err(fault)?;
                let mut all: Vec<Locale> = rows.into_iter().map(|stored| stored.row.locale).collect();
                all.sort();
                all.dedup();
                all
            }
        };
        let mut decks = Vec::new();
        for locale in locales {
            let rows = store.list_copy(WORKSPACE, &args.brand, Some(&locale)).await.map_err(fault)?.len();
            let text = store.export_copy(WORKSPACE, &args.brand, &locale).await.map_err(fault)?;
            decks.push((locale, rows, text));
        }
        store.close().await;
        Ok(decks)
    })?;
    if let [(locale, 0, _)] = decks.as_slice() {
        return Err(Diagnostic::error(
            Code::MissingCopy,
            format!("`{}` has no copy in {locale}", args.brand),
        )
        .hint("see which locales there are with `mimeo copy list`")
        .into());
    }
    let one = args.locale.is_some();
    match args.output.as_deref() {
        Some(path) if one && path.as_os_str() != "-" => write(path, &decks[0].2)?,
        _ if one => {
            // Somebody who closed the pipe has read enough.
            let _ = std::io::stdout().lock().write_all(decks[0].2.as_bytes());
            return Ok(ExitCode::SUCCESS);
        }
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
            for (locale, _, text) in &decks {
                write(&folder.join(format!("{locale}.csv")), text)?;
            }
        }
        None => {
            return Err(Diagnostic::error(Code::MissingKey, "which locale?")
                .hint("add `--locale TAG` for one deck, or `-o DIR` for all of them")
                .into());
        }
    }
    if args.json {
        let decks: Vec<Value> = decks
            .iter()
            .map(|(locale, rows, _)| json!({ "locale": locale.as_str(), "rows": rows }))
            .collect();
        print_json(&json!({ "decks": decks }));
    } else {
        let rows: usize = decks.iter().map(|(_, rows, _)| rows).sum();
        let shown = args.output.as_deref().unwrap_or(Path::new("-")).display();
        say(&format!("{} decks, {rows} rows → {shown}", decks.len()));
    }
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> Run<()> {
    store::write_whole(path, text.as_bytes()).map_err(fault)
}

fn cannot(path: &Path, error: &std::io::Error) -> Box<Fault> {
    Diagnostic::error(Code::File, format!("cannot create `{}`: {error}", path.display())).into()
}

fn set(place: &Place, args: &CopySet) -> Run<ExitCode> {
    let locale = locale(Some(&args.locale))?.expect("a tag was given");
    let entry =
        CopyEntry { text: args.text.clone(), short: args.short.clone(), shorter: args.shorter.clone() };
    let status = if args.draft { CopyStatus::Draft } else { CopyStatus::Approved };
    let row = CopyRow { key: args.key.clone(), locale, entry, status, note: args.note.clone() };
    let version = with_store(place, &args.brand, async |store, _| {
        let version = store.set_copy(WORKSPACE, &args.brand, &row).await.map_err(fault)?;
        store.close().await;
        Ok(version)
    })?;
    if args.json {
        print_json(&json!({ "key": row.key, "locale": row.locale.as_str(), "version": version }));
    } else {
        say(&format!(
            "{} in {} is now version {version}: {}",
            row.key,
            row.locale,
            one_line(&row.entry.text)
        ));
    }
    Ok(ExitCode::SUCCESS)
}
