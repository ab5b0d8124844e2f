//! Where state lives: copy in a database, everything else in folders.
//!
//! In: a data folder, and folders of templates, kits, fonts and assets that people edit. Out: pipeline types
//! ([`crate::copy::CopyDeck`], [`crate::asset::AssetTable`], [`crate::brand::BrandKit`], texts, bytes by digest) and
//! nothing of the database. Promise: a write happens whole or not at all; nothing outside a given folder is read;
//! nothing without a cap on its size.
//!
//! The files in their order: [`StoreError`] · `database` (open, migrate) · `copy_rules` (what a row may hold) ·
//! `deck_csv` (files ↔ rows) · `copy_rows` (versions in the database) · `reconcile` (whose change wins) · `import` ·
//! `folder` (the only door to files) · `blobs` · `media` · `assets` · `kit` · `drawings` · `project` (which folder holds what).

mod archive;
mod asset_facts;
mod assets;
mod blobs;
mod copy_rows;
mod copy_rules;
mod database;
mod deck_csv;
mod drawings;
mod error;
mod files;
mod folder;
mod import;
mod journal;
mod kit;
mod load;
mod media;
mod project;
mod reconcile;

#[cfg(test)]
mod tests;

pub use archive::write_zip;
pub use assets::read_assets;
pub use blobs::FileBlobs;
pub use copy_rows::{Origin, StoredCopy};
pub use copy_rules::{MAX_TEXT, RowFault};
pub use database::Store;
pub use deck_csv::read_deck;
pub use error::StoreError;
pub use files::{WholeFile, read_text, write_whole};
pub use folder::Folder;
pub use import::{ImportReport, KeptEdit};
pub use journal::{Journal, Line};
pub use kit::{check_kit, read_decks, read_kit};
pub use load::{Loaded, WORKSPACE, check_assets, load, read_template, read_template_at, read_template_for};
pub use project::{BrandFiles, FontFile, NamedText, Project, TemplateFiles};
