use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, RecursiveMode, Watcher};

use super::args::{Place, Render};
use super::render;
use super::report::{self, Run, note};
use super::summary::weight;
use crate::diag::{Code, Diagnostic};
use crate::memo::Memo;
use crate::store::Project;

/// Editors write a file in several steps, and some save several files at once.
const SETTLE: Duration = Duration::from_millis(80);

/// Draws, then again after every change, until the process is ended. What did not change is not drawn anew.
pub(super) fn run(place: &Place, args: &Render) -> Run<ExitCode> {
    if args.output.as_os_str() == "-" {
        return Err(Diagnostic::error(Code::File, "`--watch` needs a file to draw into")
            .hint("name a file or, with `--all-sizes`, a folder")
            .into());
    }
    let memo = Memo::within(place.cache.saturating_mul(1 << 20));
    let (send, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if let Ok(event) = event {
            // Nobody listens any more only when the process ends.
            let _ = send.send(event);
        }
    })
    .map_err(|error| Diagnostic::error(Code::File, format!("cannot watch files: {error}")))?;
    let mut watched = 0;
    for folder in folders(place, args) {
        match watcher.watch(&folder, RecursiveMode::Recursive) {
            Ok(()) => watched += 1,
            Err(error) => note(&format!("cannot watch {}: {error}", folder.display())),
        }
    }
    if watched == 0 {
        return Err(Diagnostic::error(Code::File, "there is nothing to watch")
            .hint(format!("is `{}` the folder with `templates` and `brand-kits`?", place.root.display()))
            .into());
    }
    loop {
        let written = draw(place, args, &memo);
        note("waiting for changes; Ctrl-C ends it");
        let Some(changed) = next(&changes, &written) else { return Ok(ExitCode::SUCCESS) };
        for path in changed {
            note(&format!("changed: {}", shown(place, &path)));
        }
    }
}

/// Everything that a render reads and people edit.
fn folders(place: &Place, args: &Render) -> Vec<PathBuf> {
    let project = Project::at(&place.root);
    let all = [
        project.templates.join(&args.template),
        project.templates.join("components"),
        project.kits.join(&args.choice.brand),
        project.fonts.clone(),
        args.choice.assets.clone(),
    ];
    all.into_iter().filter(|folder| folder.is_dir()).collect()
}

/// Draws, and gives what that wrote or will write: the output, and the file that `x.auto` became.
fn draw(place: &Place, args: &Render, memo: &Memo) -> Vec<PathBuf> {
    let mut written = vec![args.output.clone()];
    let started = Instant::now();
    match render::once(place, args, Some(memo)) {
        Ok(drawn) => {
            let bytes: u64 = drawn.files.iter().map(|(_, creative)| creative.bytes.len() as u64).sum();
            let failed = if drawn.failed.is_empty() {
                String::new()
            } else {
                format!(", {} not drawn", drawn.failed.len())
            };
            note(&format!(
                "{} drawn, {}{failed}, in {:.2} s → {}",
                drawn.files.len(),
                weight(bytes),
                started.elapsed().as_secs_f64(),
                args.output.display()
            ));
            written.extend(drawn.files.into_iter().map(|(path, _)| path));
        }
        // The files of the last good run stay where they are.
        Err(fault) => report::fault(&fault),
    }
    written.iter().map(|path| absolute(path)).collect()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Waits for a change of something that is not the output; gives all files that changed in one go.
fn next(changes: &Receiver<Event>, written: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let mut changed = BTreeSet::new();
    loop {
        let event = if changed.is_empty() {
            changes.recv().ok()?
        } else {
            match changes.recv_timeout(SETTLE) {
                Ok(event) => event,
                Err(_) => return Some(changed.into_iter().collect()),
            }
        };
        if event.kind.is_access() {
            continue;
        }
        changed.extend(event.paths.into_iter().filter(|path| counts(path, written)));
    }
}

/// Whether a change may alter what is drawn: not the drawing itself, nor what editors leave lying about.
fn counts(path: &Path, written: &[PathBuf]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let path = absolute(path);
    !written.iter().any(|written| path.starts_with(written))
        && !name.starts_with('.')
        && !name.ends_with('~')
        && !name.ends_with(".swp")
        && name != "4913"
}

fn shown(place: &Place, path: &Path) -> String {
    path.strip_prefix(absolute(&place.root))
        .or_else(|_| path.strip_prefix(&place.root))
        .unwrap_or(path)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_and_litter_are_no_changes() {
        let output = &[PathBuf::from("/p/templates/a/out"), PathBuf::from("/p/templates/a/x.jpg")];
        for wrong in [
            "/p/templates/a/out/a.jpg",
            "/p/templates/a/x.jpg",
            "/p/templates/a/.mimeo-part-1",
            "/p/x/template.yaml~",
            "/p/x/4913",
        ] {
            assert!(!counts(Path::new(wrong), output), "{wrong}");
        }
        assert!(counts(Path::new("/p/templates/a/template.yaml"), output));
    }
}
