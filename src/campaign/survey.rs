use super::{Matrix, Renderer};
use crate::diag::Diagnostics;
use crate::encode::Settings;
use crate::plan::Distinct;

/// What a campaign will cost, counted before any file is painted.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Distinct work of all plans.
    pub distinct: Distinct,
    /// Variants that have no plan, with what stands in their way.
    pub failed: Vec<(usize, Diagnostics)>,
}

/// Plans every variant and counts distinct work; plans are dropped as they are counted.
#[must_use]
pub fn survey(renderer: Renderer<'_>, matrix: &Matrix<'_>) -> Survey {
    let mut survey = Survey::default();
    for (n, variant) in matrix.iter().enumerate() {
        match renderer.plan(&variant.request) {
            Ok(planned) => {
                let output = matrix.campaign().output(renderer.template, &variant.request.size);
                let settings = Settings::new(output.format, output.quality, planned.plan.opaque);
                // Under a weight limit bands are not made of pieces.
                let step = settings.joins_at().filter(|_| output.max_bytes.is_none());
                survey.distinct.add(&planned.plan, settings.band_rows(), step);
            }
            Err(found) => survey.failed.push((n, found)),
        }
    }
    survey
}
