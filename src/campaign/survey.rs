use super::{Matrix, Renderer};
use crate::diag::Diagnostics;
use crate::encode::{self, Settings};
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
                let format = matrix.campaign().output(renderer.template, &variant.request.size).format;
                let step = Settings::new(format, 84, planned.plan.opaque).joins_at();
                survey.distinct.add(&planned.plan, encode::band_rows(format), step);
            }
            Err(found) => survey.failed.push((n, found)),
        }
    }
    survey
}
