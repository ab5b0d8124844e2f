use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors save by writing, renaming and setting times: one save is what happens until it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(50);
/// Whoever saves without a pause is heard after this long all the same.
const LONGEST: Duration = Duration::from_millis(500);

/// Watches folders as long as it lives.
#[derive(Debug)]
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
}

/// Calls `saved` with the files that were changed within the folders. Folders are watched and not files, since many
/// editors replace the file that they save.
///
/// # Errors
/// When the system cannot watch.
pub(super) fn watch(
    folders: &[PathBuf],
    saved: impl Fn(&BTreeSet<PathBuf>) + Send + 'static,
) -> notify::Result<Watch> {
    let (send, events) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // Reading is no change; and we read in answer to every change.
        if !matches!(event.kind, EventKind::Access(_)) {
            let _ = send.send(event.paths);
        }
    })?;
    for folder in folders {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    std::thread::Builder::new()
        .name("watch".into())
        .spawn(move || gather(&events, &saved))
        .map_err(notify::Error::io)?;
    Ok(Watch { _watcher: watcher })
}

fn gather(events: &Receiver<Vec<PathBuf>>, saved: &impl Fn(&BTreeSet<PathBuf>)) {
    while let Ok(first) = events.recv() {
        let mut paths: BTreeSet<PathBuf> = first.into_iter().collect();
        let begun = Instant::now();
        let ended = loop {
            match events.recv_timeout(QUIET) {
                Ok(more) => paths.extend(more),
                Err(end) => break end,
            }
            if begun.elapsed() > LONGEST {
                break RecvTimeoutError::Timeout;
            }
        };
        paths.retain(|path| !is_scratch(path));
        if !paths.is_empty() {
            saved(&paths);
        }
        if ended == RecvTimeoutError::Disconnected {
            return;
        }
    }
}

/// Swap files and drafts of editors.
fn is_scratch(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913"
}
