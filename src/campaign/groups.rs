//! One size for a group of texts over all variants of a size, found before anything is drawn.

use std::collections::BTreeSet;

use super::{Matrix, Renderer};
use crate::compile;
use crate::digest::Digest;
use crate::layout::{self, Rung};

/// What a fit group is set in, in all variants of a size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FitGroup {
    /// The size of the creatives.
    pub size: String,
    /// The group.
    pub group: String,
    /// Share of its full size, in percent; each script has a full size of its own.
    pub percent: u8,
    /// The first variant that needs it so small; none where all are as designed.
    pub set_by: Option<String>,
    /// How many different layouts it was found in.
    pub layouts: usize,
    /// Of those, how many had texts that did not count: with a shorter form, left out, or below the least share.
    pub alone: usize,
    /// The first variant of these.
    pub first_alone: Option<String>,
}

/// Finds the size of each of the campaign's fit groups and has all variants keep to it: the smallest that the layout of
/// any of them chose by shrinking. A text that took a shorter form or was left out does not count, nor one that needs
/// less than the group's least share: it keeps what it needs, and the others do not follow it.
///
/// Done once, before variants are chosen from the matrix, so that a sample has the sizes of the whole. Every variant is
/// bound, and each different layout is made once: variants that differ in pictures only share it. What fails here fails
/// again, and is told, when it is drawn.
#[must_use]
pub fn fit_groups(renderer: Renderer<'_>, matrix: &mut Matrix<'_>) -> Vec<FitGroup> {
    let specs = matrix.campaign().fit_groups.clone();
    if specs.is_empty() {
        return Vec::new();
    }
    let mut seen: BTreeSet<(String, Digest)> = BTreeSet::new();
    let mut groups: Vec<FitGroup> = Vec::new();
    for variant in matrix.iter() {
        let Ok(scene) = compile::bind(renderer.template, renderer.inputs, &variant.request) else { continue };
        let size = &variant.request.size;
        if !seen.insert((size.clone(), layout::identity(&scene))) {
            continue;
        }
        let Ok((frames, _)) = layout::layout(&scene, &renderer.inputs.fonts, renderer.memo) else { continue };
        for spec in &specs {
            let name = &spec.name.value;
            let own =
                |text: &&layout::TextReport| text.group.as_ref().is_some_and(|(group, _)| group == name);
            let mut texts = frames.texts.iter().filter(own).peekable();
            if texts.peek().is_none() {
                continue;
            }
            let known = groups.iter().position(|found| found.size == *size && found.group == *name);
            let at = known.unwrap_or_else(|| {
                let (size, group) = (size.clone(), name.clone());
                let (set_by, first_alone) = (None, None);
                groups.push(FitGroup {
                    size,
                    group,
                    percent: 100,
                    set_by,
                    layouts: 0,
                    alone: 0,
                    first_alone,
                });
                groups.len() - 1
            });
            let found = &mut groups[at];
            found.layouts += 1;
            let mut alone = false;
            for text in texts {
                if text.rung > Rung::Shrunk || text.percent < spec.least {
                    alone = true;
                } else if text.percent < found.percent {
                    found.percent = text.percent;
                    found.set_by = Some(variant.name.clone());
                }
            }
            if alone {
                found.alone += 1;
                found.first_alone.get_or_insert_with(|| variant.name.clone());
            }
        }
    }
    for FitGroup { size, group, percent, .. } in groups.iter().filter(|found| found.percent < 100) {
        matrix.cap(size, group, *percent);
    }
    groups
}
