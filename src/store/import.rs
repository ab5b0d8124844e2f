use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Row, SqliteConnection};

use super::copy_rows::{Address, Origin, StoredCopy, copy_row, current, insert, now};
use super::database::Store;
use super::deck_csv::{self, DeckFile};
use super::error::StoreError;
use super::project::NamedText;
use super::reconcile::{Said, Verdict, reconcile};
use crate::copy::{CopyRow, CopyStatus};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::digest::Digest;
use crate::locale::Locale;

/// An edit in the database that an import did not overwrite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEdit {
    /// Its key.
    pub key: String,
    /// Its locale.
    pub locale: Locale,
    /// The file that says otherwise.
    pub file: String,
    /// What the database says, and goes on to say; `None` when it was removed there.
    pub kept: Option<String>,
    /// What the file says; `None` when it dropped the row.
    pub offered: Option<String>,
}

/// What an import did.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// Rows that the database did not have.
    pub inserted: usize,
    /// New versions of rows.
    pub updated: usize,
    /// Rows that were not touched.
    pub unchanged: usize,
    /// Rows that their file dropped.
    pub removed: usize,
    /// Edits that the files contradict. Each is told once for each change of the file.
    pub kept_edits: Vec<KeptEdit>,
    /// Bad rows, with file, line and column; and warnings.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics point into.
    pub sources: Sources,
}

/// The memory of the last import: each row, and the file in which it stood.
type Memory = BTreeMap<Address, (CopyRow, String)>;

impl Store {
    /// Imports the deck files of a kit's folder, named with their text. Changed rows become new versions; rows that a
    /// file dropped are removed; edits made in the database since are kept and reported. All or nothing, but for bad rows,
    /// which are reported while the others go on; from a file with a bad row nothing is removed. Rows of files that are
    /// not given stay.
    ///
    /// # Errors
    /// When the database fails; then nothing was imported.
    pub async fn import_copy(
        &self,
        workspace: &str,
        brand: &str,
        files: &[(String, String)],
    ) -> Result<ImportReport, StoreError> {
        let mut report = ImportReport::default();
        let mut seen: BTreeMap<Address, Span> = BTreeMap::new();
        let mut decks = Vec::with_capacity(files.len());
        for (name, text) in files {
            let mut deck = deck_csv::read(name, text, &mut report.sources, &mut report.diagnostics);
            refuse_repetitions(&mut deck, &mut seen, &mut report.diagnostics);
            decks.push((deck, Digest::of_bytes(text.as_bytes())));
        }

        let mut connection = self.pool.acquire().await.map_err(StoreError::database("be reached"))?;
        let digests = digests(&mut connection, workspace, brand).await?;
        drop(connection);
        let same = |deck: &DeckFile, digest: &Digest| digests.get(&deck.name) == Some(&digest.hex());
        if decks.iter().all(|(deck, digest)| same(deck, digest)) {
            report.unchanged = decks.iter().map(|(deck, _)| deck.rows.len()).sum();
            return Ok(report);
        }

        let mut write = self.write().await?;
        let mut import = Import {
            connection: &mut write.tx,
            place: (workspace, brand),
            ours: BTreeMap::new(),
            last: Memory::new(),
            report: &mut report,
        };
        import.ours = current(import.connection, workspace, brand).await?;
        import.last = memory(import.connection, workspace, brand).await?;
        for (deck, _) in &decks {
            for (row, _) in &deck.rows {
                import.row(row, &deck.name).await?;
            }
        }
        for (deck, digest) in &decks {
            if deck.whole {
                import.dropped(&deck.name, &seen).await?;
                import.remember_file(&deck.name, *digest).await?;
            } else {
                // What was remembered is true no more, and bad rows are to be told again.
                import.forget_file(&deck.name).await?;
            }
        }
        write.commit().await?;
        Ok(report)
    }
}

/// Of two rows with one address the first counts.
fn refuse_repetitions(deck: &mut DeckFile, seen: &mut BTreeMap<Address, Span>, found: &mut Diagnostics) {
    let mut whole = deck.whole;
    deck.rows.retain(|(row, span)| {
        let address = (row.key.clone(), row.locale.clone());
        let Some(first) = seen.get(&address) else {
            seen.insert(address, *span);
            return true;
        };
        let message = format!("`{}` stands twice for {}", row.key, row.locale);
        let error = Diagnostic::error(Code::DuplicateKey, message).at(*span);
        found.push(error.related(*first, "it stands here first").hint("delete one of the rows"));
        whole = false;
        false
    });
    deck.whole = whole;
}

/// The faults of a kit's decks, named with their text; nothing is imported.
pub(super) fn check_decks(decks: &[NamedText], sources: &mut Sources, found: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for NamedText { path, text, .. } in decks {
        let mut deck = deck_csv::read(path, text, sources, found);
        refuse_repetitions(&mut deck, &mut seen, found);
    }
}

/// One run within its transaction.
struct Import<'a> {
    connection: &'a mut SqliteConnection,
    /// Workspace and brand.
    place: (&'a str, &'a str),
    ours: BTreeMap<Address, StoredCopy>,
    last: Memory,
    report: &'a mut ImportReport,
}

impl Import<'_> {
    /// Judges one row of a file and does what the verdict says.
    async fn row(&mut self, row: &CopyRow, file: &str) -> Result<(), StoreError> {
        let address = (row.key.clone(), row.locale.clone());
        let ours = self.ours.get(&address);
        let (said, last) = (Said::from(row), self.last.get(&address).map(|(row, _)| Said::from(row)));
        let alive = ours.filter(|stored| !stored.removed);
        let verdict =
            reconcile(Some(&said), last.as_ref(), alive.map(|stored| Said::from(&stored.row)).as_ref());
        let version = ours.map_or(0, |stored| stored.version) + 1;
        let kept = alive.map(|stored| stored.row.entry.text.clone());
        let moved = self.last.get(&address).is_some_and(|(_, last)| last != file);
        match verdict {
            Verdict::Insert | Verdict::Update => {
                let (workspace, brand) = self.place;
                insert(self.connection, workspace, brand, row, version, Origin::Import, false).await?;
                let counter = if verdict == Verdict::Insert {
                    &mut self.report.inserted
                } else {
                    &mut self.report.updated
                };
                *counter += 1;
            }
            Verdict::Keep => self.report.kept_edits.push(KeptEdit {
                key: row.key.clone(),
                locale: row.locale.clone(),
                file: file.to_owned(),
                kept,
                offered: Some(row.entry.text.clone()),
            }),
            Verdict::Unchanged | Verdict::Agreed | Verdict::Remove => self.report.unchanged += 1,
        }
        if verdict != Verdict::Unchanged || moved {
            self.remember_row(row, file).await?;
        }
        Ok(())
    }

    /// Removes the rows that a file had at the last import and that no file has now.
    async fn dropped(&mut self, file: &str, seen: &BTreeMap<Address, Span>) -> Result<(), StoreError> {
        let gone = |(address, (_, last)): &(&Address, &(CopyRow, String))| {
            last == file && !seen.contains_key(*address)
        };
        let gone: BTreeSet<Address> =
            self.last.iter().filter(gone).map(|(address, _)| address.clone()).collect();
        let (workspace, brand) = self.place;
        for address in gone {
            let ours = self.ours.get(&address);
            let alive = ours.filter(|stored| !stored.removed);
            let last = self.last.get(&address).map(|(row, _)| Said::from(row));
            match (
                reconcile(None, last.as_ref(), alive.map(|stored| Said::from(&stored.row)).as_ref()),
                alive,
            ) {
                (Verdict::Remove, Some(stored)) => {
                    let version = stored.version + 1;
                    insert(self.connection, workspace, brand, &stored.row, version, Origin::Import, true)
                        .await?;
                    self.report.removed += 1;
                }
                (Verdict::Keep, Some(stored)) => self.report.kept_edits.push(KeptEdit {
                    key: stored.row.key.clone(),
                    locale: stored.row.locale.clone(),
                    file: file.to_owned(),
                    kept: Some(stored.row.entry.text.clone()),
                    offered: None,
                }),
                _ => {}
            }
            let query =
                "DELETE FROM imported_rows WHERE workspace = ? AND brand = ? AND key = ? AND locale = ?";
            let query =
                sqlx::query(query).bind(workspace).bind(brand).bind(address.0).bind(address.1.to_string());
            query.execute(&mut *self.connection).await.map_err(StoreError::database("forget a row"))?;
        }
        Ok(())
    }

    async fn remember_row(&mut self, row: &CopyRow, file: &str) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT OR REPLACE INTO imported_rows
             (workspace, brand, key, locale, file, text, short, shorter, status, note)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        );
        let query =
            query.bind(self.place.0).bind(self.place.1).bind(&row.key).bind(row.locale.as_str()).bind(file);
        let query = query.bind(&row.entry.text).bind(&row.entry.short).bind(&row.entry.shorter);
        let query = query.bind(CopyStatus::word(row.status)).bind(&row.note);
        query.execute(&mut *self.connection).await.map_err(StoreError::database("remember a row"))?;
        Ok(())
    }

    async fn forget_file(&mut self, file: &str) -> Result<(), StoreError> {
        let query = sqlx::query("DELETE FROM imported_files WHERE workspace = ? AND brand = ? AND file = ?");
        let query = query.bind(self.place.0).bind(self.place.1).bind(file);
        query.execute(&mut *self.connection).await.map_err(StoreError::database("forget a file"))?;
        Ok(())
    }

    async fn remember_file(&mut self, file: &str, digest: Digest) -> Result<(), StoreError> {
        let query = sqlx::query(
            "INSERT OR REPLACE INTO imported_files (workspace, brand, file, digest, at) VALUES (?, ?, ?, ?, ?)",
        );
        let query = query.bind(self.place.0).bind(self.place.1).bind(file).bind(digest.hex()).bind(now());
        query.execute(&mut *self.connection).await.map_err(StoreError::database("remember a file"))?;
        Ok(())
    }
}

async fn memory(
    connection: &mut SqliteConnection,
    workspace: &str,
    brand: &str,
) -> Result<Memory, StoreError> {
    let query = sqlx::query(
        "SELECT key, locale, file, text, short, shorter, status, note FROM imported_rows WHERE workspace = ? AND brand = ?",
    );
    let failed = StoreError::database("read what was imported");
    let rows = query.bind(workspace).bind(brand).fetch_all(connection).await.map_err(&failed)?;
    let mut memory = Memory::new();
    for row in &rows {
        let file = row.try_get("file").map_err(&failed)?;
        let row = copy_row(row)?;
        memory.insert((row.key.clone(), row.locale.clone()), (row, file));
    }
    Ok(memory)
}

async fn digests(
    connection: &mut SqliteConnection,
    workspace: &str,
    brand: &str,
) -> Result<BTreeMap<String, String>, StoreError> {
    let query = sqlx::query_as("SELECT file, digest FROM imported_files WHERE workspace = ? AND brand = ?");
    let rows: Result<Vec<(String, String)>, _> =
        query.bind(workspace).bind(brand).fetch_all(connection).await;
    Ok(rows.map_err(StoreError::database("read what was imported"))?.into_iter().collect())
}
