//! What is decided from pixels: which drawing of a logo, and what is done for a text that is hard to read.
//!
//! The scene is lowered; what lies beneath a logo or a text, that is the operations before it that touch its box, is
//! painted by the same kernels as everything else, and judged; among what the scene holds the best is chosen, and the
//! scene is lowered again. A verdict is a pure function of those operations and the box, so it is memoised by their
//! digest: variants that share a ground share the verdict, and a request for one variant gets what a campaign gets.

use super::easel::{Easel, Fault};
use super::judge::{self, ROWS, Verdict};
use crate::color::{Rgba, times};
use crate::compile::{Node, NodeKind, Remedy, Scene, TextNode};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::geom::{PixelRect, PixelSize, Px};
use crate::layout::{Contrast, Findings, Frames, Rung};
use crate::memo::Work;
use crate::plan::{self, Choice, Choices, Lowered, PaintOp, Plan, Probe, Resource, Subject};
use crate::raster::{self, RasterError};
use crate::variant::AxisSet;

/// How opaque a scrim is made, in thousandths, until the text on it can be read.
const SCRIMS: [u16; 5] = [550, 700, 820, 920, 1000];

/// What quotation marks in a colour of their own need, in hundredths: they are graphics (WCAG 2.2, success criterion
/// 1.4.11); the words say the same without them.
const MARKS: u32 = 300;

/// Why nothing could be decided.
pub(super) enum Unsettled {
    /// What the language says of it.
    Found(Diagnostics),
    /// A resource that cannot be made, and its file.
    Raster(Option<Digest>, RasterError),
}

impl From<Fault> for Unsettled {
    fn from((file, error): Fault) -> Self {
        Self::Raster(file, error)
    }
}

/// Lowers a scene with everything chosen; fills in the contrast of each text, and warns of those that are too low.
pub(super) fn settle(
    scene: &Scene,
    frames: &mut Frames<'_>,
    easel: &Easel<'_>,
    warnings: &mut Findings,
) -> Result<Plan, Unsettled> {
    let mut choices = Choices::new();
    let lower = |frames: &Frames<'_>, choices: &Choices| {
        plan::lower(scene, frames, choices).map_err(Unsettled::Found)
    };
    let mut lowered = lower(frames, &choices)?;
    for n in 0..lowered.probes.len() {
        if let Some(choice) = easel.logo(&lowered, n, &nodes(frames))? {
            choices.insert(lowered.probes[n].layer, choice);
            lowered = lower(frames, &choices)?;
        }
    }
    let mut contrasts = Vec::new();
    for n in 0..lowered.probes.len() {
        let probe = &lowered.probes[n];
        let nodes = nodes(frames);
        let Some(text) = text_of(&nodes, probe) else { continue };
        let (layer, id) = (probe.layer, nodes[layer_index(probe)].id.clone());
        let min = text.contrast.min.unwrap_or_else(|| least(probe, text, scene.scale));
        let Some(mut verdict) = easel.text(&lowered, n)? else {
            contrasts.push(None);
            continue;
        };
        let mut remedy = None;
        if verdict.low < min {
            let tries: Vec<Choice> = match &text.contrast.remedy {
                Some(Remedy::Scrim(color)) => {
                    SCRIMS.iter().map(|alpha| Choice::Scrim(color.fade(*alpha))).collect()
                }
                Some(Remedy::Pair(colors)) => colors.iter().map(|color| Choice::Color(*color)).collect(),
                None => Vec::new(),
            };
            let mut best = None;
            for choice in tries {
                choices.insert(layer, choice);
                let changed = lower(frames, &choices)?;
                if let Some(better) = easel.text(&changed, n)?.filter(|other| other.low > verdict.low) {
                    verdict = better;
                    best = Some((choice, changed));
                }
                if verdict.low >= min {
                    break;
                }
            }
            match best {
                Some((choice, changed)) => {
                    remedy = Some(if matches!(choice, Choice::Scrim(_)) { "scrim" } else { "pair" });
                    choices.insert(layer, choice);
                    lowered = changed;
                }
                None => {
                    choices.remove(&layer);
                }
            }
        }
        if verdict.low < min {
            let found = hard_to_read(&format!("`{id}` is"), verdict, min, text.contrast.remedy.is_some());
            warnings.push(&id, found);
        }
        if let Some(marks) = easel.marks(&lowered, n)?.filter(|marks| marks.low < MARKS) {
            warnings.push(&id, hard_to_read(&format!("the marks of `{id}` are"), marks, MARKS, false));
        }
        contrasts.push(Some(Contrast { low: verdict.low, mean: verdict.mean, min, remedy }));
    }
    let shown = frames.texts.iter_mut().filter(|report| report.rung != Rung::Dropped);
    shown.zip(contrasts).for_each(|(report, contrast)| report.contrast = contrast);
    depend(&mut lowered, frames);
    Ok(lowered.plan)
}

/// Layers by their number: parents before children, in the order of painting.
fn nodes<'s>(frames: &Frames<'s>) -> Vec<&'s Node> {
    let mut all = Vec::new();
    frames.layers.iter().for_each(|frame| frame.each(&mut |frame| all.push(frame.node)));
    all
}

fn layer_index(probe: &Probe) -> usize {
    usize::try_from(probe.layer).unwrap_or(usize::MAX)
}

fn text_of<'s>(nodes: &[&'s Node], probe: &Probe) -> Option<&'s TextNode> {
    match &nodes.get(layer_index(probe))?.kind {
        NodeKind::Text(text) => Some(text),
        _ => None,
    }
}

/// What WCAG 2.2 asks for (success criterion 1.4.3): 4.5; 3 of large text, which is one of at least 24 CSS px, or of 18.66
/// in bold.
fn least(probe: &Probe, text: &TextNode, scale: u32) -> u32 {
    let Subject::Text { size, .. } = probe.subject else { return 450 };
    let size = size / i32::try_from(scale).unwrap_or(1).max(1);
    let large = Px::from_f64(if text.weight >= 700 { 56.0 / 3.0 } else { 24.0 });
    if size >= large { 300 } else { 450 }
}

fn hard_to_read(subject: &str, verdict: Verdict, min: u32, tried: bool) -> Diagnostic {
    let shown = |ratio: u32| format!("{}.{:02}", ratio / 100, ratio % 100);
    let what = format!(
        "{subject} hard to read: the contrast to what lies beneath is {} at the 5th percentile ({} on average); {} is wanted",
        shown(verdict.low),
        shown(verdict.mean),
        shown(min)
    );
    Diagnostic::warning(Code::LowContrast, what).hint(if tried {
        "its remedy was not enough: give it another `color:`, or a darker or lighter ground"
    } else {
        "give it `contrast: { remedy: scrim }` or `{ remedy: pair }`, another `color:`, or a calmer ground"
    })
}

/// What was chosen from pixels depends on all that those pixels depend on.
fn depend(lowered: &mut Lowered, frames: &Frames<'_>) {
    let nodes = nodes(frames);
    for probe in &lowered.probes {
        let Some(at) = probe.path.first().copied() else { continue };
        let chosen = match nodes.get(layer_index(probe)).map(|node| &node.kind) {
            Some(NodeKind::Text(text)) => text.contrast.remedy.is_some(),
            Some(NodeKind::Logo(logo)) => !logo.drawings.is_empty(),
            _ => false,
        };
        let area = match &probe.subject {
            Subject::Text { runs, .. } => runs.iter().fold(PixelRect::default(), |all, run| all.union(run.1)),
            Subject::Logo(rect) => *rect,
        };
        if !chosen || area.is_empty() {
            continue;
        }
        let plan = &mut lowered.plan;
        let below = plan.ops.iter().zip(&plan.axes).take(at);
        let below = below.filter(|(op, _)| !op.bounds.intersect(area).is_empty());
        let axes = below.fold(AxisSet::NONE, |all, (_, axes)| all.union(*axes));
        // A scrim stands before the text that it was chosen for.
        let own = plan.ops.iter().zip(&mut plan.axes).skip(at.saturating_sub(1)).take(2);
        own.filter(|(op, _)| !op.bounds.intersect(area).is_empty())
            .for_each(|(_, own)| *own = own.union(axes));
    }
}

impl Easel<'_> {
    /// The contrast of a text to what lies beneath; nothing where nothing opaque does.
    fn text(&self, lowered: &Lowered, n: usize) -> Result<Option<Verdict>, Fault> {
        let probe = &lowered.probes[n];
        let Subject::Text { runs, .. } = &probe.subject else { return Ok(None) };
        self.contrast(lowered, probe, runs)
    }

    /// The same of its quotation marks.
    fn marks(&self, lowered: &Lowered, n: usize) -> Result<Option<Verdict>, Fault> {
        let probe = &lowered.probes[n];
        let Subject::Text { marks, .. } = &probe.subject else { return Ok(None) };
        self.contrast(lowered, probe, marks)
    }

    fn contrast(
        &self,
        lowered: &Lowered,
        probe: &Probe,
        runs: &[(Rgba, PixelRect)],
    ) -> Result<Option<Verdict>, Fault> {
        let mut all = Verdict::default();
        for (color, area) in runs {
            let color = Rgba { a: times(color.a, probe.opacity), ..*color };
            let ops = lowered.plan.beneath(&probe.path, *area);
            let key = Digest::of("contrast", &(&ops, *area, color));
            let verdict = self.workshop.memo.get(Work::Contrast, key, || {
                let pixels = self.paint(&lowered.plan, &ops, *area)?;
                Ok::<_, Fault>(judge::text(&pixels, area.w, color))
            })?;
            all = all.and(*verdict);
        }
        Ok((all.pixels > 0).then_some(all))
    }

    /// Another drawing of a logo than the one that the scheme gives, where it stands out more.
    fn logo(&self, lowered: &Lowered, n: usize, nodes: &[&Node]) -> Result<Option<Choice>, Fault> {
        let probe = &lowered.probes[n];
        let (Subject::Logo(rect), Some(node)) = (&probe.subject, nodes.get(layer_index(probe))) else {
            return Ok(None);
        };
        let (NodeKind::Logo(logo), Some(size)) = (&node.kind, PixelSize::new(rect.w, rect.h)) else {
            return Ok(None);
        };
        let area = rect.intersect(lowered.plan.size.rect());
        if probe.path.is_empty() || area.is_empty() {
            return Ok(None);
        }
        let ops = lowered.plan.beneath(&probe.path, area);
        let key = Digest::of("logo", &(&ops, *rect, area, &logo.drawings));
        let best = self.workshop.memo.get(Work::Contrast, key, || {
            let ground = self.paint(&lowered.plan, &ops, area)?;
            let mut best = (0, 0);
            for (n, file) in logo.drawings.iter().enumerate() {
                let resource = Resource::Svg { file: *file, size, recolor: Vec::new() };
                let drawn = self.workshop.prepare(&resource).map_err(|error| (Some(*file), error))?;
                let Some(pixels) = drawn.pixels() else { continue };
                let score = judge::drawing(pixels, area.offset(-rect.x, -rect.y), &ground);
                if score > best.0 {
                    best = (score, n);
                }
            }
            Ok::<_, Fault>(judge::Best(best.1))
        })?;
        Ok((best.0 > 0).then(|| Choice::Logo(logo.drawings[best.0])))
    }

    /// At most [`ROWS`] rows of an area, evenly spread.
    fn paint(&self, plan: &Plan, ops: &[PaintOp], area: PixelRect) -> Result<Vec<u8>, Fault> {
        let prepared = self.prepare(plan, ops)?;
        let rows = judge::rows(area.h).map(|row| area.y.saturating_add_unsigned(row));
        let mut pixels = Vec::with_capacity(area.w as usize * 4 * ROWS.min(area.h) as usize);
        raster::paint_rows(self.kernels, ops, &prepared, area, rows, &mut pixels);
        Ok(pixels)
    }
}
