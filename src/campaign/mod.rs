//! All variants, each distinct piece of work once.
//!
//! In: a campaign's spec, a template and frozen inputs. Out: variants in a fixed order, and a [`Creative`] for each.
//! Promise: the same bytes for any number of threads and any cache size, and the same as for a single request, since
//! there is no second renderer.

mod click;
mod easel;
mod feed;
mod group_spec;
mod groups;
mod json_list;
mod judge;
pub mod keys;
mod manifest;
mod matrix;
mod names;
mod proof;
mod provenance;
mod render;
mod sample;
mod schedule;
mod settle;
mod sheet;
mod smallest;
mod spec;
mod spots;
mod strips;
mod survey;
mod table;
mod unfilled;
mod written;

pub use click::{ClickError, ClickUrl};
pub use feed::{FeedRow, read_feed};
pub use group_spec::FitGroupSpec;
pub use groups::{FitGroup, fit_groups};
pub use manifest::{ManifestWriter, describe_groups, entry, head, variant, work};
pub use matrix::{Matrix, Variant};
pub use names::{NameError, NamePattern, Names};
pub use proof::{Extremes, Fault, Proof, contrasts, extremes, prove};
pub use provenance::{provenance, sources};
pub use render::{Creative, Output, Renderer};
pub use sample::sample;
pub use schedule::{Done, order, run};
pub use sheet::SheetWriter;
pub use spec::{AxisSpec, AxisValues, Campaign, OutputProps, OutputSpec, Parsed, parse, parse_bytes};
pub use survey::{Survey, survey};
pub use table::TableWriter;
pub use unfilled::unfilled;
