//! The pages on which designers see every size of a template at once.
//!
//! In: what a page shows, as plain data. Out: HTML, and the files that it links to. Promise: all text that comes from
//! outside is escaped; no style and no script stands in a page, so that a strict policy forbids both; without the
//! script a page still shows everything once.
//!
//! The files in their order: `html` (escaping) · `assets` (what is embedded) · `fault` (findings with their lines) ·
//! `page` (the frame around all pages) · `index` and `preview` (the pages).

mod assets;
mod fault;
mod html;
mod index;
mod page;
mod preview;

pub use assets::{Asset, asset};
pub use fault::fault;
pub use index::{Entry, index};
pub use page::POLICY;
pub use preview::{Choice, Field, Group, Input, Preview, Tile, preview};
