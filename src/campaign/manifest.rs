use std::io::{self, Write};

use serde_json::{Value, json};

use super::json_list::{JsonList, PRETTY};
use super::{Campaign, Creative, FitGroup, Variant};
use crate::diag::Severity;
use crate::digest::{Digest, RENDER_EPOCH};
use crate::encode::Settings;
use crate::layout::{Contrast, Rung};
use crate::memo::{Ledger, Work};

/// One line of a manifest: everything that is known about a file. `made_from` is what [`super::provenance`] says.
#[must_use]
pub fn entry(variant: &Variant, file: &str, creative: &Creative, made_from: Value) -> Value {
    let texts: Vec<Value> = creative
        .texts
        .iter()
        .map(|text| {
            json!({
                "layer": text.id, "rung": text.rung.word(), "size": text.size.to_f64(), "asked": text.asked.to_f64(),
                "form": text.form, "lines": text.lines, "shown": text.shown, "contrast": text.contrast.map(contrast),
                "group": text.group.as_ref().map(|(name, cap)| json!({ "name": name, "percent": text.percent, "cap": cap })),
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
    let colors = (creative.settings == Settings::Palette).then_some(256);
    let worst = creative.texts.iter().map(|text| text.rung).max().unwrap_or(Rung::AsDesigned);
    json!({
        "file": file, "variant": self::variant(variant), "width": creative.size.w(), "height": creative.size.h(),
        "format": creative.settings.format().word(), "quality": creative.settings.quality(), "colors": colors, "bytes": creative.bytes.len(),
        "digest": creative.digest.hex(), "rung": worst.word(), "texts": texts, "warnings": warnings,
        "click_url": variant.click_url, "made_from": made_from,
    })
}

/// `{ low, mean, min, remedy | null }`; see [`crate::layout::Contrast`].
fn contrast(contrast: Contrast) -> Value {
    let ratio = |hundredths: u32| f64::from(hundredths) / 100.0;
    json!({
        "low": ratio(contrast.low), "mean": ratio(contrast.mean), "min": ratio(contrast.min), "remedy": contrast.remedy,
    })
}

/// What was chosen on each axis.
#[must_use]
pub fn variant(variant: &Variant) -> Value {
    variant.key.0.iter().map(|(axis, value)| (axis.clone(), json!(value))).collect()
}

/// The manifest but for its files:
///
/// ```text
/// mimeo: 1, kind: "manifest", campaign, template, brand, epoch
/// inputs                            digest of everything that was read
/// axes: [name]                      in the order of nesting
/// sample: null | { files, of, seed }
/// sources: { template: { name, digest }, kit: { name, digest }, copy: { keys, digest }, pictures: { count, digest },
///            fonts: { digest }, files: [{ file, digest }] }        texts as they were read
/// fit_groups: [{ size, group, percent, set_by | null, layouts, alone, first_alone | null }]
/// failed: [{ variant, name, found: [diagnostic] }]
/// files: [{ file, variant: { AXIS: value }, width, height, format, quality | null,
///           colors: null | 256 (the most, where a weight limit asked for it), bytes, digest, rung,
///           texts: [{ layer, rung, size, asked, form, lines, shown,
///                     contrast: null | { low, mean, min, remedy | null },
///                     group: null | { name, percent, cap | null } }], warnings: [{ code, message }],
///           click_url | null,
///           made_from: { size, locale, slots: { SLOT: null | { key?, locale?, short?, shorter?, text }
///                                                      | { picture, digest } },
///                        caps: { GROUP: percent }, output: { format, quality, max_bytes | null } },
///           ticket }]               digest of request and output: whether a later run may keep the file
/// ```
#[must_use]
pub fn head(
    campaign: &Campaign,
    inputs: Digest,
    sample: Option<Value>,
    sources: Value,
    groups: &[FitGroup],
    failed: &[Value],
) -> Value {
    let axes: Vec<&str> = campaign.axes.iter().map(|axis| axis.name.value.as_str()).collect();
    json!({
        "mimeo": 1, "kind": "manifest", "campaign": campaign.name, "template": campaign.template.value,
        "brand": campaign.brand.value, "epoch": RENDER_EPOCH, "inputs": inputs.hex(), "axes": axes, "sample": sample,
        "sources": sources, "fit_groups": describe_groups(groups), "failed": failed,
    })
}

/// What fit groups are set in.
#[must_use]
pub fn describe_groups(groups: &[FitGroup]) -> Value {
    let one = |of: &FitGroup| {
        json!({
            "size": of.size, "group": of.group, "percent": of.percent, "set_by": of.set_by, "layouts": of.layouts,
            "alone": of.alone, "first_alone": of.first_alone,
        })
    };
    groups.iter().map(one).collect()
}

/// Writes a manifest, file by file, so that its length does not count in memory. One line a file.
#[derive(Debug)]
pub struct ManifestWriter<W>(JsonList<W>);

impl<W: Write> ManifestWriter<W> {
    /// Begins with what [`head`] says.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: W, head: &Value) -> io::Result<Self> {
        JsonList::begin(out, &serde_json::to_string_pretty(head)?, &PRETTY).map(Self)
    }

    /// Adds an [`entry`]; in the order of the variants, so that two runs write the same manifest.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn file(&mut self, line: &Value) -> io::Result<()> {
        self.0.item(&line.to_string())
    }

    /// Ends it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn end(self) -> io::Result<W> {
        self.0.end()
    }
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
