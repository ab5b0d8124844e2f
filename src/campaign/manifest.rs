use serde_json::{Value, json};

use super::{Creative, Variant};
use crate::diag::Severity;
use crate::digest::RENDER_EPOCH;
use crate::layout::Rung;
use crate::memo::{Ledger, Work};

/// One line of a manifest: everything that is known about a file.
#[must_use]
pub fn entry(variant: &Variant, file: &str, creative: &Creative) -> Value {
    let key: serde_json::Map<String, Value> =
        variant.key.0.iter().map(|(axis, value)| (axis.clone(), json!(value))).collect();
    let texts: Vec<Value> = creative
        .texts
        .iter()
        .map(|text| {
            json!({
                "layer": text.id, "rung": text.rung.word(), "size": text.size.to_f64(), "asked": text.asked.to_f64(),
                "form": text.form, "lines": text.lines, "shown": text.shown,
            })
        })
        .collect();
    let warnings: Vec<Value> = creative
        .warnings
        .0
        .iter()
        .filter(|d| d.severity == Severity::Warning)
        .map(|d| json!({ "code": d.code.id(), "message": d.message }))
        .collect();
    let worst = creative.texts.iter().map(|text| text.rung).max().unwrap_or(Rung::AsDesigned);
    json!({
        "file": file, "variant": key, "width": creative.size.w(), "height": creative.size.h(),
        "format": creative.format.word(), "quality": creative.quality, "bytes": creative.bytes.len(),
        "digest": creative.digest.hex(), "rung": worst.word(), "texts": texts, "warnings": warnings,
    })
}

/// The whole manifest. Entries must be in the order of the variants, so that two runs write the same file.
#[must_use]
pub fn manifest(campaign: &str, template: &str, brand: &str, entries: Vec<Value>, failed: Vec<Value>) -> Value {
    json!({
        "mimeo": 1, "kind": "manifest", "campaign": campaign, "template": template, "brand": brand,
        "epoch": RENDER_EPOCH, "files": entries, "failed": failed,
    })
}

/// Distinct over total, per kind of work that was asked for at all.
#[must_use]
pub fn work(ledger: &Ledger) -> Vec<(&'static str, u64, u64)> {
    Work::ALL
        .iter()
        .map(|work| (work.word(), ledger.count(*work)))
        .filter(|(_, count)| count.asked() > 0)
        .map(|(word, count)| (word, count.evaluated, count.asked()))
        .collect()
}
