use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::easel::{Easel, Fault};
use crate::digest::Digest;
use crate::encode::{self, Encoder, Settings, Strip};
use crate::memo::Work;
use crate::plan::{self, Band, PaintOp, Plan};
use crate::raster;

/// Rows that are painted together at most, where bands are lower than that: they stay in a core's cache until they are
/// encoded.
const MOST_ROWS: u32 = 64;

/// The bands of one plan on their way to files: those that somebody encoded before come from the memo, runs of the others
/// are painted and encoded. Pixels are not kept beyond the plan: what is wanted again is the encoded strip.
pub(super) struct Strips<'a> {
    easel: Easel<'a>,
    plan: &'a Plan,
    bands: Vec<Band>,
    /// The order in which unknown bands are made: what few operations touch is shared by the most variants, so for those
    /// it will be known when a weight limit ends the search early.
    order: Vec<usize>,
    /// Pixels of single bands, while further qualities may be asked for.
    painted: Option<BTreeMap<usize, Vec<u8>>>,
}

impl<'a> Strips<'a> {
    /// `again`: whether more than one file may be made of it.
    pub(super) fn new(easel: Easel<'a>, plan: &'a Plan, height: u32, again: bool) -> Self {
        let bands = plan::bands(plan, height);
        let mut order: Vec<usize> = (0..bands.len()).collect();
        if again {
            let touching = |band: &Band| plan.ops.iter().filter(|op| op.touches(&band.rows)).count();
            order.sort_by_cached_key(|n| touching(&bands[*n]));
        }
        Self { easel, plan, bands, order, painted: again.then(BTreeMap::new) }
    }

    /// The file, or nothing as soon as it is certain to weigh more than `most` bytes: a file weighs at least what some of
    /// its strips do, so most of them need not be made to know that.
    pub(super) fn file(&mut self, settings: Settings, most: Option<u64>) -> Result<Option<Vec<u8>>, Fault> {
        let (memo, width) = (self.easel.workshop.memo, self.plan.size.w());
        let work = if settings.has_bands() { Work::Encode } else { Work::EncodeWhole };
        let keys: Vec<Digest> =
            self.bands.iter().map(|band| encode::strip_key(band.digest, settings)).collect();
        let mut strips: Vec<Option<Arc<Strip>>> = keys.iter().map(|key| memo.find(work, *key)).collect();
        let mut weight: u64 = strips.iter().flatten().map(|strip| strip.bytes()).sum();
        let too_heavy = |weight: u64| most.is_some_and(|most| weight > most);
        let mut encoder = Encoder::new(settings, width, self.easel.kernels);
        let mut pixels = Vec::new();
        for first in self.order.clone() {
            if too_heavy(weight) {
                return Ok(None);
            }
            if strips[first].is_some() {
                continue;
            }
            let run = self.run(first, |n| strips[n].is_none());
            self.paint(run.clone(), &mut pixels)?;
            let mut rest = pixels.as_slice();
            for n in run {
                let (band, below) = rest.split_at(self.bands[n].rows.len() * width as usize * 4);
                rest = below;
                let strip = memo.put(work, keys[n], encoder.strip(band));
                weight += strip.bytes();
                strips[n] = Some(strip);
                if let Some(painted) = &mut self.painted {
                    painted.entry(n).or_insert_with(|| band.to_vec());
                }
            }
        }
        let strips: Vec<&Strip> = strips.iter().flatten().map(|strip| &**strip).collect();
        let file = encode::assemble(settings, self.plan.size, &strips);
        Ok(Some(file).filter(|file| !too_heavy(file.len() as u64)))
    }

    /// Neighbours from `first` down that are wanted as well, as far as they are painted together.
    fn run(&self, first: usize, wanted: impl Fn(usize) -> bool) -> Range<usize> {
        let top = self.bands[first].rows.start;
        let within = |n: &usize| wanted(*n) && self.bands[*n].rows.end - top <= MOST_ROWS;
        first..(first + 1..self.bands.len()).take_while(within).last().unwrap_or(first) + 1
    }

    /// Pixels of neighbouring bands, top to bottom.
    fn paint(&self, run: Range<usize>, pixels: &mut Vec<u8>) -> Result<(), Fault> {
        if let Some(painted) = &self.painted
            && run.clone().all(|n| painted.contains_key(&n))
        {
            pixels.clear();
            run.for_each(|n| pixels.extend_from_slice(&painted[&n]));
            return Ok(());
        }
        let rows = self.bands[run.start].rows.start..self.bands[run.end - 1].rows.end;
        let plan = self.plan;
        let ops: Vec<&PaintOp> = plan.ops.iter().filter(|op| op.touches(&rows)).collect();
        let prepared = self.easel.prepare(plan, &ops)?;
        raster::paint_with(self.easel.kernels, &ops, &prepared, plan.size, rows, pixels);
        let stride = u64::from(plan.size.w()) * 4;
        for n in run {
            self.easel.workshop.memo.count(Work::Paint, self.bands[n].rows.len() as u64 * stride);
        }
        Ok(())
    }
}
