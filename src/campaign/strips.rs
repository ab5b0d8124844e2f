use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::easel::{Easel, Fault};
use crate::digest::Digest;
use crate::encode::{self, Encoder, Piece, Settings, Strip};
use crate::geom::PixelRect;
use crate::memo::Work;
use crate::plan::{self, PaintOp, Part, Parts, Plan, Stretch};
use crate::raster;

/// Rows that are painted together at most, where bands are lower than that: they stay in a core's cache until they are
/// encoded.
const MOST_ROWS: u32 = 64;

/// The bands of one plan on their way to files: those that somebody encoded before come from the memo, and of the others
/// those stretches of columns that somebody encoded before; what is left is painted and encoded. Pixels are not kept beyond
/// the plan: what is wanted again are the encoded strips and pieces.
pub(super) struct Strips<'a> {
    easel: Easel<'a>,
    plan: &'a Plan,
    parts: Parts<'a>,
    /// For each list of operations, in the settings of the last file.
    keys: Vec<Digest>,
    /// Of the height that those settings ask for.
    bands: Vec<Band>,
    /// The order in which unknown bands are made: what few operations touch is shared by the most variants, so for those
    /// it will be known when a weight limit ends the search early.
    order: Vec<usize>,
    /// Pixels of single bands, while further qualities may be asked for: those bands are not made of pieces, which would
    /// fill the cache in qualities that are given up.
    painted: Option<BTreeMap<usize, Vec<u8>>>,
}

/// A band, and once somebody asked for it, its stretches: one for bands that cannot be joined of pieces.
struct Band {
    rows: Range<u32>,
    part: Part,
    stretches: Vec<Stretch>,
}

/// What of a band has to be made.
struct Wanted {
    band: usize,
    pieces: Vec<Option<Arc<Piece>>>,
    columns: Range<u32>,
}

impl<'a> Strips<'a> {
    /// `again`: whether more than one file may be made of it.
    pub(super) fn new(easel: Easel<'a>, plan: &'a Plan, again: bool) -> Self {
        let painted = again.then(BTreeMap::new);
        let (parts, keys) = (Parts::new(plan), Vec::new());
        Self { easel, plan, parts, keys, bands: Vec::new(), order: Vec::new(), painted }
    }

    /// Cuts the plan into bands, unless it is cut so already.
    fn cut(&mut self, height: u32) {
        let rows: Vec<Range<u32>> = plan::rows_of_bands(self.plan, height).collect();
        if self.bands.iter().map(|band| &band.rows).eq(&rows) {
            return;
        }
        let band = |rows: Range<u32>| Band { part: self.parts.band(&rows), rows, stretches: Vec::new() };
        self.bands = rows.into_iter().map(band).collect();
        self.order = (0..self.bands.len()).collect();
        if let Some(painted) = &mut self.painted {
            painted.clear();
            let (ops, bands) = (&self.plan.ops, &self.bands);
            let touching = |n: &usize| ops.iter().filter(|op| op.touches(&bands[*n].rows)).count();
            self.order.sort_by_cached_key(touching);
        }
    }

    /// The file, or nothing as soon as it is certain to weigh more than `most` bytes: a file weighs at least what some of
    /// its strips do, so most of them need not be made to know that.
    pub(super) fn file(&mut self, settings: Settings, most: Option<u64>) -> Result<Option<Vec<u8>>, Fault> {
        self.cut(settings.band_rows());
        let memo = self.easel.workshop.memo;
        let work = if settings.has_bands() { Work::Encode } else { Work::EncodeWhole };
        self.keys.clear();
        self.know_keys(settings);
        let known = |band: &Band| memo.find(work, band.part.of(&self.keys));
        let mut strips: Vec<Option<Arc<Strip>>> = self.bands.iter().map(known).collect();
        let mut weight: u64 = strips.iter().flatten().map(|strip| strip.bytes()).sum();
        let too_heavy = |weight: u64| most.is_some_and(|most| weight > most);
        let mut encoder = Encoder::new(settings, self.plan.size.w(), self.easel.kernels);
        let mut pixels = Vec::new();
        for first in self.order.clone() {
            if too_heavy(weight) {
                return Ok(None);
            }
            if strips[first].is_some() {
                continue;
            }
            let run = self.run(first, settings, |n| strips[n].is_none());
            let columns = self.paint(&run, &mut pixels)?;
            let stride = columns.len() * 4;
            let mut rest = pixels.as_slice();
            for mut wanted in run {
                let band = &self.bands[wanted.band];
                let (rows, below) = rest.split_at(band.rows.len() * stride);
                rest = below;
                let strip = if band.stretches.len() == 1 {
                    encoder.strip(rows)
                } else {
                    for (stretch, piece) in band.stretches.iter().zip(&mut wanted.pieces) {
                        if piece.is_none() {
                            let x =
                                stretch.columns.start - columns.start..stretch.columns.end - columns.start;
                            let made = encoder.piece(columns.len() as u32, rows, x);
                            *piece = Some(memo.put(Work::Piece, stretch.part.of(&self.keys), made));
                        }
                    }
                    let pieces: Vec<&Piece> = wanted.pieces.iter().flatten().map(|piece| &**piece).collect();
                    encoder.join(&pieces)
                };
                let strip = memo.put(work, band.part.of(&self.keys), strip);
                weight += strip.bytes();
                strips[wanted.band] = Some(strip);
                if let Some(painted) = &mut self.painted {
                    painted.entry(wanted.band).or_insert_with(|| rows.to_vec());
                }
            }
        }
        let strips: Vec<&Strip> = strips.iter().flatten().map(|strip| &**strip).collect();
        let file = encode::assemble(settings, self.plan.size, &strips);
        Ok(Some(file).filter(|file| !too_heavy(file.len() as u64)))
    }

    /// Neighbours from `first` down that are wanted as well, as far as they are painted together.
    fn run(&mut self, first: usize, settings: Settings, wanted: impl Fn(usize) -> bool) -> Vec<Wanted> {
        let top = self.bands[first].rows.start;
        let mut run = vec![self.wanted(first, settings)];
        let (mut columns, mut needed) = (run[0].columns.clone(), run[0].columns.len());
        for n in first + 1..self.bands.len() {
            if !wanted(n) || self.bands[n].rows.end - top > MOST_ROWS {
                break;
            }
            let next = self.wanted(n, settings);
            let all = columns.start.min(next.columns.start)..columns.end.max(next.columns.end);
            // At most a quarter is painted in vain.
            if all.len() * (run.len() + 1) * 4 > (needed + next.columns.len()) * 5 {
                break;
            }
            needed += next.columns.len();
            columns = all;
            run.push(next);
        }
        run
    }

    /// Keys for the lists that there are by now.
    fn know_keys(&mut self, settings: Settings) {
        let new = &self.parts.lists()[self.keys.len()..];
        self.keys.extend(new.iter().map(|list| encode::strip_key(*list, settings)));
    }

    /// What of a band nobody has encoded; where that is nothing, all pieces are there, and no columns are wanted.
    fn wanted(&mut self, n: usize, settings: Settings) -> Wanted {
        let band = &mut self.bands[n];
        if band.stretches.is_empty() {
            band.stretches = match settings.joins_at().filter(|_| self.painted.is_none()) {
                Some(step) => self.parts.stretches(&band.rows, step),
                None => vec![Stretch { columns: 0..self.plan.size.w(), part: band.part }],
            };
        }
        self.know_keys(settings);
        let (memo, band) = (self.easel.workshop.memo, &self.bands[n]);
        let find = |stretch: &Stretch| memo.find(Work::Piece, stretch.part.of(&self.keys));
        let whole = band.stretches.len() == 1;
        let pieces: Vec<Option<Arc<Piece>>> =
            band.stretches.iter().map(|stretch| if whole { None } else { find(stretch) }).collect();
        let mut missing = band.stretches.iter().zip(&pieces).filter(|(_, piece)| piece.is_none());
        let columns = match missing.next() {
            Some((first, _)) => {
                let last = missing.next_back().map_or(first, |(last, _)| last);
                first.columns.start..last.columns.end
            }
            None => 0..0,
        };
        Wanted { band: n, pieces, columns }
    }

    /// Pixels of neighbouring bands, top to bottom, and the columns that they are of.
    fn paint(&self, run: &[Wanted], pixels: &mut Vec<u8>) -> Result<Range<u32>, Fault> {
        let start = run.iter().map(|wanted| wanted.columns.start).min().unwrap_or(0);
        let columns = start..run.iter().map(|wanted| wanted.columns.end).max().unwrap_or(0);
        pixels.clear();
        if columns.is_empty() {
            return Ok(columns);
        }
        if let Some(painted) = &self.painted
            && run.iter().all(|wanted| painted.contains_key(&wanted.band))
        {
            run.iter().for_each(|wanted| pixels.extend_from_slice(&painted[&wanted.band]));
            return Ok(columns);
        }
        let rows = self.bands[run[0].band].rows.start..self.bands[run[run.len() - 1].band].rows.end;
        let plan = self.plan;
        let touching = |op: &&PaintOp| op.touches(&rows) && op.touches_columns(&columns);
        let ops: Vec<&PaintOp> = plan.ops.iter().filter(touching).collect();
        let prepared = self.easel.prepare(plan, &ops)?;
        let side = |v: u32| i32::try_from(v).unwrap_or(i32::MAX);
        let area = PixelRect {
            x: side(columns.start),
            y: side(rows.start),
            w: columns.len() as u32,
            h: rows.len() as u32,
        };
        raster::paint_area(self.easel.kernels, &ops, &prepared, area, pixels);
        for wanted in run {
            let area = self.bands[wanted.band].rows.len() * columns.len();
            self.easel.workshop.memo.count(Work::Paint, area as u64 * 4);
        }
        Ok(columns)
    }
}
