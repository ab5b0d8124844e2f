use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::copy_rules::{check_key, check_text};
use super::database::Store;
use super::deck_csv;
use super::error::StoreError;
use super::reconcile::Said;
use crate::copy::{CopyDeck, CopyEntry, CopyRow, CopyStatus};
use crate::locale::Locale;

/// Who wrote a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The kit's folder.
    Import,
    /// Somebody, in the database.
    Edit,
}

impl Origin {
    fn word(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Edit => "edit",
        }
    }
}

/// One version of a copy row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCopy {
    /// What it says.
    pub row: CopyRow,
    /// From 1, without gaps.
    pub version: u32,
    /// Who wrote it.
    pub origin: Origin,
    /// Whether this version says that the row is gone.
    pub removed: bool,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// A row's address within a brand.
pub(super) type Address = (String, Locale);

impl Store {
    /// The rows of a brand as they are now, by key and locale; of one locale, or of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_copy(
        &self,
        workspace: &str,
        brand: &str,
        locale: Option<&Locale>,
    ) -> Result<Vec<StoredCopy>, StoreError> {
        let mut connection = self.pool.acquire().await.map_err(StoreError::database("be reached"))?;
        let rows = current(&mut connection, workspace, brand).await?;
        let wanted = |row: &StoredCopy| !row.removed && locale.is_none_or(|locale| row.row.locale == *locale);
        Ok(rows.into_values().filter(wanted).collect())
    }

    /// The texts of a brand that these locales can fall back to. Drafts are among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn copy_deck(
        &self,
        workspace: &str,
        brand: &str,
        locales: &[Locale],
        default: &Locale,
    ) -> Result<CopyDeck, StoreError> {
        let mut wanted: Vec<Locale> = locales.iter().flat_map(|one| one.fallbacks(default)).collect();
        wanted.extend(default.fallbacks(default));
        let rows = self.list_copy(workspace, brand, None).await?;
        let rows = rows.into_iter().map(|stored| stored.row).filter(|row| wanted.contains(&row.locale));
        Ok(CopyDeck::new(rows, default.clone()))
    }

    /// All versions of one row, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn copy_history(
        &self,
        workspace: &str,
        brand: &str,
        key: &str,
        locale: &Locale,
    ) -> Result<Vec<StoredCopy>, StoreError> {
        let query = sqlx::query(
            "SELECT key, locale, text, short, shorter, status, note, version, origin, removed, at
             FROM copy_versions WHERE workspace = ? AND brand = ? AND key = ? AND locale = ? ORDER BY version",
        );
        let query = query.bind(workspace).bind(brand).bind(key).bind(locale.as_str());
        let rows = query.fetch_all(&self.pool).await.map_err(StoreError::database("list versions"))?;
        rows.iter().map(stored).collect()
    }

    /// An edit: writes a new version of a row, unless it says the same already. Gives the version that now counts.
    ///
    /// # Errors
    /// [`StoreError::BadCopy`] for a row that imports would refuse as well; or when the database fails.
    pub async fn set_copy(&self, workspace: &str, brand: &str, row: &CopyRow) -> Result<u32, StoreError> {
        let bad = |fault| {
            let (key, locale) = (row.key.clone(), row.locale.to_string());
            StoreError::BadCopy { key, locale, fault }
        };
        check_key(&row.key, Some(&row.locale)).map_err(bad)?;
        let cells =
            [Some(&row.entry.text), row.entry.short.as_ref(), row.entry.shorter.as_ref(), row.note.as_ref()];
        cells.into_iter().flatten().try_for_each(|text| check_text(text)).map_err(bad)?;

        let mut write = self.write().await?;
        let now = current(&mut write.tx, workspace, brand).await?;
        let before = now.get(&(row.key.clone(), row.locale.clone()));
        let version = before.map_or(0, |stored| stored.version);
        if before.is_some_and(|stored| !stored.removed && Said::from(&stored.row) == Said::from(row)) {
            return Ok(version);
        }
        insert(&mut write.tx, workspace, brand, row, version + 1, Origin::Edit, false).await?;
        write.commit().await?;
        Ok(version + 1)
    }

    /// The rows of one locale as a deck file. A cell that a spreadsheet would run as a formula is quoted with `'`, which
    /// an import takes off again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_copy(
        &self,
        workspace: &str,
        brand: &str,
        locale: &Locale,
    ) -> Result<String, StoreError> {
        let rows = self.list_copy(workspace, brand, Some(locale)).await?;
        Ok(deck_csv::write(rows.iter().map(|stored| &stored.row)))
    }
}

/// The highest version of each row, removed ones included.
pub(super) async fn current(
    connection: &mut SqliteConnection,
    workspace: &str,
    brand: &str,
) -> Result<BTreeMap<Address, StoredCopy>, StoreError> {
    // SQLite takes the other columns of a group from the row that holds its maximum.
    let query = sqlx::query(
        "SELECT key, locale, text, short, shorter, status, note, MAX(version) AS version, origin, removed, at
         FROM copy_versions WHERE workspace = ? AND brand = ? GROUP BY key, locale",
    );
    let rows = query.bind(workspace).bind(brand).fetch_all(connection).await;
    let rows = rows.map_err(StoreError::database("list copy"))?;
    let address = |one: StoredCopy| ((one.row.key.clone(), one.row.locale.clone()), one);
    rows.iter().map(|row| stored(row).map(address)).collect()
}

/// Appends a version.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    workspace: &str,
    brand: &str,
    row: &CopyRow,
    version: u32,
    origin: Origin,
    removed: bool,
) -> Result<(), StoreError> {
    let query = sqlx::query(
        "INSERT INTO copy_versions
         (workspace, brand, key, locale, version, text, short, shorter, status, note, origin, removed, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    );
    let query = query.bind(workspace).bind(brand).bind(&row.key).bind(row.locale.as_str()).bind(version);
    let query = query.bind(&row.entry.text).bind(&row.entry.short).bind(&row.entry.shorter);
    let query = query.bind(row.status.word()).bind(&row.note).bind(origin.word()).bind(removed).bind(now());
    query.execute(connection).await.map_err(StoreError::database("store a copy row"))?;
    Ok(())
}

pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

fn stored(row: &SqliteRow) -> Result<StoredCopy, StoreError> {
    let failed = StoreError::database("read a copy row");
    let origin: String = row.try_get("origin").map_err(&failed)?;
    Ok(StoredCopy {
        row: copy_row(row)?,
        version: row.try_get("version").map_err(&failed)?,
        origin: if origin == Origin::Edit.word() { Origin::Edit } else { Origin::Import },
        removed: row.try_get("removed").map_err(&failed)?,
        at: row.try_get("at").map_err(&failed)?,
    })
}

/// The columns that versions and the memory of imports share.
pub(super) fn copy_row(row: &SqliteRow) -> Result<CopyRow, StoreError> {
    let failed = StoreError::database("read a copy row");
    let text = |column: &str| row.try_get::<String, _>(column).map_err(&failed);
    let maybe = |column: &str| row.try_get::<Option<String>, _>(column).map_err(&failed);
    let (key, locale, status) = (text("key")?, text("locale")?, text("status")?);
    let corrupt = |what: &str| StoreError::Corrupt(format!("`{key}` has {what}"));
    Ok(CopyRow {
        locale: Locale::parse(&locale).map_err(|_| corrupt(&format!("the locale `{locale}`")))?,
        status: CopyStatus::from_word(&status).ok_or_else(|| corrupt(&format!("the status `{status}`")))?,
        entry: CopyEntry { text: text("text")?, short: maybe("short")?, shorter: maybe("shorter")? },
        note: maybe("note")?,
        key,
    })
}
