use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr, Sqlite, SqlitePool, Transaction};
use tokio::sync::{Mutex, MutexGuard};

use super::error::StoreError;

/// How long a writer waits for another process.
const BUSY: Duration = Duration::from_secs(20);
/// How long to wait for another process that is creating or migrating the same database.
const OPENING: Duration = Duration::from_secs(30);
/// Readers at once; there is one writer.
const CONNECTIONS: u32 = 4;

/// The database of one data folder. Cheap to share by reference; several processes may open the same folder.
#[derive(Debug)]
pub struct Store {
    pub(super) pool: SqlitePool,
    /// SQLite has one writer: waiting here is fairer than polling its lock.
    writer: Mutex<()>,
}

/// An open write: committed, or as if it had never begun.
pub(super) struct Write<'a> {
    pub(super) tx: Transaction<'static, Sqlite>,
    _turn: MutexGuard<'a, ()>,
}

impl Store {
    /// Opens `mimeo.db` in a data folder; creates folder and file on first use, and brings the tables up to date. The
    /// caller's tokio runtime must have its timers enabled.
    ///
    /// # Errors
    /// When the folder cannot be written, the file is no database, or a newer version wrote it.
    pub async fn open(data_dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(data_dir).map_err(StoreError::io("create", data_dir))?;
        let path = data_dir.join("mimeo.db");
        // Two processes that migrate at once would both create the tables. The system drops the lock of a dead one.
        let _opening = lock(&data_dir.join("mimeo.lock")).await?;
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await;
        let pool = pool.map_err(StoreError::database("be opened"))?;
        if let Err(source) = migrator().run(&pool).await {
            pool.close().await;
            return Err(StoreError::Migrate { path, source });
        }
        Ok(Self { pool, writer: Mutex::new(()) })
    }

    /// Ends all connections, so that the log is folded into the file.
    pub async fn close(self) {
        self.pool.close().await;
    }

    pub(super) async fn write(&self) -> Result<Write<'_>, StoreError> {
        let turn = self.writer.lock().await;
        // Immediate: what is read inside stays true until the commit, whoever else writes.
        let tx = self.pool.begin_with("BEGIN IMMEDIATE").await;
        Ok(Write { tx: tx.map_err(StoreError::database("begin a write"))?, _turn: turn })
    }
}

impl Write<'_> {
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await.map_err(StoreError::database("finish a write"))
    }
}

fn migrator() -> Migrator {
    let copy = include_str!("migrations/0001_copy.sql").into_sql_str();
    Migrator::with_migrations(vec![Migration::new(1, "copy".into(), MigrationType::Simple, copy, false)])
}

async fn lock(path: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(StoreError::io("create", path))?;
    let pause = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if waited < OPENING => tokio::time::sleep(pause).await,
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { path: PathBuf::from(path) }),
            Err(TryLockError::Error(source)) => return Err(StoreError::io("lock", path)(source)),
        }
        waited += pause;
    }
}
