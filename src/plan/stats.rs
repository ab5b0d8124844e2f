use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Value, json};

use super::{Coverage, PaintOp, Parts, Plan, Resource, Source, rows_of_bands};
use crate::geom::PixelSize;

/// Distinct pieces of work of many plans, counted before any file is painted.
#[derive(Clone, Debug, Default)]
pub struct Distinct {
    /// Photos to decode, by file.
    decodes: BTreeSet<u128>,
    crops: BTreeSet<u128>,
    /// Also glyphs with colours of their own.
    svgs: BTreeSet<u128>,
    masks: BTreeSet<u128>,
    bands: BTreeSet<u128>,
    total_bands: u64,
    /// Parts of bands that are painted and encoded by themselves.
    pieces: BTreeSet<u128>,
    /// And how many pixels they have, by canvas.
    pixels: BTreeMap<(u32, u32), u64>,
    variants: u64,
}

impl Distinct {
    /// Counts one plan in; `height` is that of the format's bands, `step` that of the columns where a band may be cut.
    pub fn add(&mut self, plan: &Plan, height: u32, step: Option<u32>) {
        self.variants += 1;
        for (digest, resource) in &plan.resources {
            let set = match resource {
                Resource::Photo { file, crop, size, .. } => {
                    self.decodes.insert(file.low128());
                    // A mirrored photo is the plain one turned round: no second crop.
                    let plain = Resource::Photo { file: *file, crop: *crop, size: *size, flip: false };
                    self.crops.insert(plain.digest().low128());
                    continue;
                }
                Resource::Adjusted { picture, .. } => match &**picture {
                    Resource::Photo { file, .. } => {
                        self.decodes.insert(file.low128());
                        &mut self.crops
                    }
                    _ => &mut self.svgs,
                },
                Resource::Svg { .. } | Resource::ColorGlyph { .. } => &mut self.svgs,
                _ => &mut self.masks,
            };
            set.insert(digest.low128());
        }
        let mut parts = Parts::new(plan);
        let step = step.unwrap_or(plan.size.w());
        let new = self.pixels.entry((plan.size.w(), plan.size.h())).or_default();
        for rows in rows_of_bands(plan, height) {
            self.total_bands += 1;
            let band = parts.band(&rows).of(parts.lists()).low128();
            // What is in a known band is known.
            if !self.bands.insert(band) {
                continue;
            }
            for stretch in parts.stretches(&rows, step) {
                if self.pieces.insert(stretch.part.of(parts.lists()).low128()) {
                    *new += rows.len() as u64 * stretch.columns.len() as u64;
                }
            }
        }
    }

    /// How many pixels have to be painted and encoded for all variants on a canvas of this size.
    #[must_use]
    pub fn pixels(&self, canvas: PixelSize) -> u64 {
        self.pixels.get(&(canvas.w(), canvas.h())).copied().unwrap_or(0)
    }

    /// Rows of a table: kind, distinct, total where that is known.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, usize, Option<u64>)> {
        vec![
            ("decode", self.decodes.len(), None),
            ("crop", self.crops.len(), None),
            ("svg", self.svgs.len(), None),
            ("mask", self.masks.len(), None),
            ("band", self.bands.len(), Some(self.total_bands)),
        ]
    }

    /// Variants counted in.
    #[must_use]
    pub fn variants(&self) -> u64 {
        self.variants
    }

    /// Distinct bands and all bands.
    #[must_use]
    pub fn bands(&self) -> (usize, u64) {
        (self.bands.len(), self.total_bands)
    }
}

/// A plan for machines: resources, operations with bounds, digests and axes, bands.
#[must_use]
pub fn describe(plan: &Plan, height: u32, slots: &[&str]) -> Value {
    let resources: Vec<Value> = plan
        .resources
        .iter()
        .map(|(digest, resource)| json!({ "digest": digest.short(), "what": kind(resource), "size": extent(resource) }))
        .collect();
    let ops: Vec<Value> = plan
        .ops
        .iter()
        .zip(&plan.axes)
        .map(|(op, axes)| {
            let mut value = operation(op);
            value["axes"] = json!(axes.words(slots));
            value
        })
        .collect();
    let mut parts = Parts::new(plan);
    let band = |rows: Range<u32>| {
        let digest = parts.band(&rows).of(parts.lists());
        json!({ "rows": [rows.start, rows.end], "digest": digest.short() })
    };
    let bands: Vec<Value> = rows_of_bands(plan, height).map(band).collect();
    json!({
        "size": [plan.size.w(), plan.size.h()], "opaque": plan.opaque,
        "resources": resources, "operations": ops, "bands": bands,
    })
}

fn operation(op: &PaintOp) -> Value {
    let source = match &op.source {
        Source::Solid(color) => json!({ "solid": color.to_string() }),
        Source::Gradient(gradient) => json!({ "gradient": gradient.stops.len() }),
        Source::Pixels { resource, .. } => json!({ "pixels": resource.short() }),
        Source::Group(ops) => json!({ "group": ops.iter().map(operation).collect::<Vec<_>>() }),
    };
    let coverage = match op.coverage {
        Coverage::Full => json!("full"),
        Coverage::Mask { resource, .. } => json!({ "mask": resource.short() }),
    };
    let b = op.bounds;
    json!({
        "source": source, "coverage": coverage, "blend": format!("{:?}", op.blend).to_lowercase(),
        "opacity": op.opacity, "bounds": [b.x, b.y, b.w, b.h],
        "digest": crate::digest::Digest::of("op", op).short(),
    })
}

fn kind(resource: &Resource) -> &'static str {
    match resource {
        Resource::Photo { .. } => "photo",
        Resource::Svg { .. } => "svg",
        Resource::Fill { .. } => "fill",
        Resource::Stroke { .. } => "stroke",
        Resource::Blur { .. } => "blur",
        Resource::Text { .. } => "text",
        Resource::Adjusted { .. } => "adjusted",
        Resource::Ramp { .. } => "ramp",
        Resource::Common { .. } => "common",
        Resource::ColorGlyph { .. } => "color-glyph",
        Resource::Edged { .. } => "edged-text",
        Resource::Silhouette { .. } => "silhouette",
    }
}

fn extent(resource: &Resource) -> [u32; 2] {
    match resource {
        Resource::Photo { size, .. } | Resource::Svg { size, .. } => [size.w(), size.h()],
        Resource::Adjusted { picture, .. } => extent(picture),
        Resource::ColorGlyph { bounds, .. } => [bounds.w, bounds.h],
        other => other.mask_bounds().map_or([0, 0], |b| [b.w, b.h]),
    }
}
