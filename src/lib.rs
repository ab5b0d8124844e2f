//! Mimeo: layered design templates and brand kits in, thousands of sized, localised ad variants out.
//!
//! # Steps
//! 1. [`template`] reads what was written; every fault at once, with its place.
//! 2. [`compile`] binds it to inputs for one variant: a scene without units, tokens or conditions.
//! 3. [`layout`] says where things are, with [`text`] shaped and fitted.
//! 4. [`plan`] lists what will be prepared and painted, content-addressed.
//! 5. [`raster`] paints the bands that were never seen.
//! 6. [`encode`] turns bands into files.
//! 7. [`campaign`] does all of it for many variants, each distinct piece once.
//!
//! Beside them [`schema`] writes what [`template`], [`brand`] and [`campaign`] read as JSON Schema, for editors.
//!
//! All I/O lies outside of these: in [`store`], [`studio`], [`serve`] and [`cli`].

pub mod asset;
pub mod brand;
pub mod campaign;
pub mod cancel;
pub mod cli;
pub mod color;
pub mod compile;
pub mod copy;
pub mod diag;
pub mod digest;
pub mod encode;
pub mod font;
pub mod geom;
pub mod layout;
pub mod locale;
pub mod memo;
pub mod plan;
pub mod raster;
pub mod schema;
pub mod serve;
pub mod store;
pub mod studio;
pub mod template;
pub mod text;
pub mod variant;
pub mod yaml;
