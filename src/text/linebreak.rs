//! Where lines end. Works in [`Em`]s, so that one size is one limit, and on sums, so that a line costs what its
//! candidates cost.

use std::ops::Range;

use super::segment::Opportunity;
use super::shaped::{Cluster, Em, Segment, Sum};

/// A limit and what each tracked cluster adds, both in [`Em`]s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    pub(super) limit: Em,
    pub(super) tracking: Em,
}

impl Measure {
    /// The width of the line that these segments make.
    pub(super) fn line(&self, segments: &[Segment], line: &Range<usize>) -> Em {
        match (segments.get(line.start), segments.get(line.end.wrapping_sub(1))) {
            (Some(first), Some(last)) => self.between(first.before, last.ending),
            _ => 0,
        }
    }

    fn between(&self, from: Sum, to: Sum) -> Em {
        let tracked = i64::from(to.tracked) - i64::from(from.tracked);
        (to.advance - from.advance + tracked.max(0) * self.tracking).max(0)
    }

    /// The widest piece that cannot be broken.
    pub(super) fn longest(&self, segments: &[Segment]) -> Em {
        (0..segments.len()).map(|at| self.line(segments, &(at..at + 1))).max().unwrap_or(0)
    }
}

/// Cuts the clusters of a paragraph (indices `clusters` of `all`) at `opportunities`, which are those of the text. One
/// that lies inside a cluster, or behind a soft hyphen that no glyph can show, is none.
pub(super) fn segments(all: &[Cluster], clusters: Range<u32>, opportunities: &[Opportunity]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let (mut sum, mut visible, mut last_tracked) = (Sum::default(), Sum::default(), false);
    let (mut start, mut before) = (clusters.start, sum);
    let mut waiting = opportunities.iter().copied().peekable();
    for at in clusters.clone() {
        let cluster = &all[at as usize];
        sum.advance += cluster.advance;
        sum.tracked += u32::from(cluster.tracked);
        if !cluster.hangs {
            (visible, last_tracked) = (sum, cluster.tracked);
        }
        let end = at + 1;
        let last = end == clusters.end;
        let mut weak = false;
        if !last {
            let next = all[end as usize].start as usize;
            while waiting.next_if(|found| found.at < next).is_some() {}
            let Some(found) = waiting.next_if(|found| found.at == next) else { continue };
            if cluster.sticks {
                continue;
            }
            weak = found.weak;
        }
        let mut ending = Sum { advance: visible.advance, tracked: visible.tracked - u32::from(last_tracked) };
        if let (Some((_, advance)), false) = (&cluster.hyphen, last) {
            ending = Sum { advance: visible.advance + advance, tracked: visible.tracked };
        }
        segments.push(Segment { clusters: start..end, weak, before, inside: visible, ending });
        (start, before) = (end, sum);
    }
    segments
}

/// Fills each line as far as it goes, to a place that is not weak where it has one: so they are the fewest that end well.
/// A piece wider than the limit has a line to itself.
pub(super) fn greedy(segments: &[Segment], measure: Measure) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < segments.len() {
        let end = fill(segments, start, measure);
        lines.push(start..end);
        start = end;
    }
    lines
}

/// The number of lines of [`greedy`].
pub(super) fn count(segments: &[Segment], measure: Measure) -> usize {
    cost(segments, measure).0
}

/// The number of lines of [`greedy`], and how many of them end where none should.
fn cost(segments: &[Segment], measure: Measure) -> (usize, usize) {
    let (mut lines, mut weak, mut start) = (0, 0, 0);
    while start < segments.len() {
        start = fill(segments, start, measure);
        lines += 1;
        weak += usize::from(segments[start - 1].weak);
    }
    (lines, weak)
}

/// Past the last segment that still fits on a line which begins at `start`; at least one. A line ends at a weak place
/// only when there is no other in it.
fn fill(segments: &[Segment], start: usize, measure: Measure) -> usize {
    let from = segments[start].before;
    let mut end = start + 1;
    let mut strong = (!segments[start].weak).then_some(end);
    for (at, segment) in segments.iter().enumerate().skip(start + 1) {
        if measure.between(from, segment.ending) <= measure.limit {
            end = at + 1;
            if !segment.weak {
                strong = Some(end);
            }
        } else if measure.between(from, segment.inside) - measure.tracking.max(0) > measure.limit {
            // Even unhyphenated: whatever follows is wider still.
            break;
        }
    }
    strong.unwrap_or(end)
}

/// The same number of lines as [`greedy`], in the smallest width that gives it without parting more phrases; a short
/// last word takes company from a line above that can spare it.
pub(super) fn balanced(segments: &[Segment], measure: Measure) -> Vec<Range<usize>> {
    let (lines, weak) = cost(segments, measure);
    let longest = measure.longest(segments);
    if lines < 2 || longest > measure.limit {
        return greedy(segments, measure);
    }
    // Invariant: `high` gives the number of lines, below `low` nothing does.
    let (mut low, mut high) = (longest, measure.limit);
    while low < high {
        let middle = low + (high - low) / 2;
        let (some, parted) = cost(segments, Measure { limit: middle, ..measure });
        if some <= lines && parted <= weak {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let mut cut = greedy(segments, Measure { limit: high, ..measure });
    if let [.., above, last] = cut.as_mut_slice()
        && last.len() == 1
        && above.len() > 2
        && !segments[above.end - 2].weak
        && measure.line(segments, last) * 2 < measure.line(segments, above)
    {
        let joined = above.end - 1..last.end;
        if measure.line(segments, &joined) <= measure.limit {
            (above.end, last.start) = (joined.start, joined.start);
        }
    }
    cut
}
