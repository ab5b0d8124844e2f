//! All variants, each distinct piece of work once.
//!
//! In: a campaign's spec, a template and frozen inputs. Out: variants in a fixed order, and a [`Creative`] for each.
//! Promise: the same bytes for any number of threads and any cache size, and the same as for a single request, since
//! there is no second renderer.

mod feed;
mod manifest;
mod matrix;
mod names;
mod render;
mod schedule;
mod spec;
mod survey;

pub use manifest::{entry, manifest, work};
pub use matrix::{Matrix, Variant};
pub use names::{NameError, NamePattern};
pub use render::{Creative, Output, Renderer};
pub use schedule::{Done, run};
pub use feed::{FeedRow, read_feed};
pub use spec::{AxisSpec, AxisValues, Campaign, OutputProps, OutputSpec, Parsed, parse, parse_bytes};
pub use survey::{Survey, survey};
