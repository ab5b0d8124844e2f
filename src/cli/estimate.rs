use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::open::Opened;
use super::summary::{grouped, weight};
use crate::campaign::{Matrix, Survey, sample};
use crate::memo::Work;
use crate::raster::Kernels;

/// So many variants of each size are drawn, or one in fifty where that is more.
const OF_EACH_SIZE: usize = 4;
const ONE_IN: usize = 50;

/// What an export will take.
pub(super) struct Estimate {
    /// Of one core.
    pub(super) cpu: Duration,
    /// Of all files.
    pub(super) bytes: u64,
    /// How many variants it was found with.
    pub(super) drawn: usize,
}

impl Estimate {
    /// In a sentence.
    pub(super) fn told(&self) -> String {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let seconds = self.cpu.as_secs_f64();
        format!(
            "about {} of files, {seconds:.1} s on one core, {:.1} s on {cores}; from {} that were drawn",
            weight(self.bytes),
            seconds / cores as f64,
            grouped(self.drawn as u64)
        )
    }
}

/// What the variants of one size took.
#[derive(Default)]
struct Taken {
    files: u32,
    bytes: u64,
    /// Painted and encoded, for all of them.
    pixels: u64,
    /// The first time, and again when every band was known.
    first: Duration,
    again: Duration,
}

/// Draws some variants of each size, twice: what the second time takes, each file of the campaign will take; what the first
/// took beyond that, it took for its new pixels, and how many the campaign has is counted. `planning` is what the survey
/// took: that work is done once more in an export, in whatever order.
///
/// # Errors
/// When no temporary file can be written.
pub(super) fn estimate(
    opened: &Opened,
    matrix: &Matrix<'_>,
    survey: &Survey,
    planning: Duration,
) -> std::io::Result<Estimate> {
    let renderer = opened.renderer(Kernels::best());
    let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
    matrix.iter().for_each(|variant| *sizes.entry(variant.request.size).or_default() += 1);
    let wanted = (sizes.len() * OF_EACH_SIZE).max(matrix.len() / ONE_IN);
    let mut taken: BTreeMap<String, Taken> = BTreeMap::new();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("file");
    let mut drawn = 0;
    for n in sample(matrix.iter(), wanted, 0) {
        let request = matrix.variant(n).request;
        let output = matrix.campaign().output(&opened.template, &request.size);
        let painted = || opened.memo.ledger().count(Work::Paint).bytes / 4;
        let before = painted();
        let mut times = [Duration::ZERO; 2];
        let mut bytes = None;
        for time in &mut times {
            let Ok(planned) = renderer.plan(&request) else { continue };
            let begun = Instant::now();
            let Ok(made) = renderer.finish(planned, output) else { continue };
            std::fs::write(&file, &made.bytes)?;
            *time = begun.elapsed();
            bytes = Some(made.bytes.len() as u64);
        }
        let Some(bytes) = bytes else { continue };
        let size = taken.entry(request.size).or_default();
        size.files += 1;
        size.bytes += bytes;
        size.pixels += painted() - before;
        size.first += times[0];
        size.again += times[1];
        drawn += 1;
    }
    let (mut cpu, mut bytes) = (planning.as_secs_f64(), 0.0);
    for (size, taken) in &taken {
        let files = sizes[size] as f64;
        let each = |sum: f64| sum / f64::from(taken.files);
        let new = opened.template.size(size).map_or(0, |decl| survey.distinct.pixels(decl.size.device()));
        let work = taken.first.saturating_sub(taken.again).as_secs_f64() / taken.pixels.max(1) as f64;
        cpu += each(taken.again.as_secs_f64()) * files + work * new as f64;
        bytes += each(taken.bytes as f64) * files;
    }
    Ok(Estimate { cpu: Duration::from_secs_f64(cpu), bytes: bytes as u64, drawn })
}
