use std::io;
use std::path::PathBuf;

use super::copy_rules::RowFault;
use crate::diag::{Code, Diagnostic};

/// Why the store could not do what it was asked: kind and source, without a place in a text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried: `read`, `create` …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is there, but is not one that may be read.
    #[error("`{}` is not read: {reason}", path.display())]
    Refused {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The database refused.
    #[error("the database could not {action}: {source}")]
    Database {
        /// What was tried.
        action: &'static str,
        /// Why.
        source: sqlx::Error,
    },
    /// The database has another shape than this version knows.
    #[error("the database `{}` cannot be brought up to date: {source}", path.display())]
    Migrate {
        /// Which.
        path: PathBuf,
        /// Why.
        source: sqlx::migrate::MigrateError,
    },
    /// Another process has been opening the database for too long.
    #[error("the database `{}` is being opened by another process", path.display())]
    Locked {
        /// Which.
        path: PathBuf,
    },
    /// A row that no version of this program writes.
    #[error("the database holds a copy row that cannot be read: {0}")]
    Corrupt(String),
    /// A copy row that is not stored.
    #[error("`{key}` in {locale} is not stored: {fault}")]
    BadCopy {
        /// Its key.
        key: String,
        /// Its locale.
        locale: String,
        /// Why.
        fault: RowFault,
    },
}

impl StoreError {
    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }

    pub(super) fn database(action: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |source| Self::Database { action, source }
    }

    pub(super) fn refused(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self::Refused { path: path.into(), reason: reason.into() }
    }

    /// Whether the thing is simply not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl From<StoreError> for Diagnostic {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Io { .. } | StoreError::Refused { .. } => Code::File,
            StoreError::BadCopy { .. } => Code::BadCopy,
            StoreError::Database { .. }
            | StoreError::Migrate { .. }
            | StoreError::Locked { .. }
            | StoreError::Corrupt(_) => Code::Store,
        };
        let diagnostic = Self::error(code, error.to_string());
        match error {
            StoreError::Migrate { source: sqlx::migrate::MigrateError::VersionMissing(_), .. } => {
                diagnostic.hint("a newer mimeo wrote it: use that one, or another data folder")
            }
            StoreError::Locked { .. } => diagnostic.hint("wait for it to end, then try again"),
            _ => diagnostic,
        }
    }
}
