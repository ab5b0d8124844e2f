//! Marks of words become looks: what an amount's minor units, a deck's `*bold*` and a text's quotation marks look like
//! is said by the layer that shows them.

use std::ops::Range;

use super::{RichText, Strike, TextSpan};
use crate::color::Rgba;
use crate::geom::Ratio;

/// What is known about a stretch of words before a layer says how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Struck,
    BoldStruck,
    Symbol,
    Decimal,
    Minor,
    /// What stands between the figures and the symbol.
    Space,
}

/// Words and their marks; ranges are disjoint and in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Marked {
    pub(super) text: String,
    pub(super) marks: Vec<(Range<usize>, Mark)>,
}

impl Marked {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str, mark: Option<Mark>) {
        let from = self.text.len();
        self.text.push_str(text);
        if let Some(mark) = mark {
            self.marks.push((from..self.text.len(), mark));
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
        let from = self.text.len();
        self.text.push_str(&other.text);
        self.marks
            .extend(other.marks.iter().map(|(range, mark)| (from + range.start..from + range.end, *mark)));
    }
}

/// How one layer shows marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looks {
    pub(super) weight: u16,
    pub(super) color: Rgba,
    /// Symbol and minor units of amounts are small and hung from the top of the figures.
    pub(super) superscript: bool,
    /// Through the whole text.
    pub(super) strike: Option<Rgba>,
    /// Of quotation marks.
    pub(super) quotes: Option<Rgba>,
    /// Arabic letters sit lower in their line box.
    pub(super) arabic: bool,
}

/// Symbol and minor units, of the figures' size.
const SUPERSCRIPT: f64 = 0.46;
/// Between them and the figures, in sizes of the figures.
const SUPERSCRIPT_GAP: f64 = 0.046;
/// Thickness of a strike, in font sizes.
const STRIKE: f64 = 0.085;

/// The text as the layer shows it.
pub(super) fn rich(marked: &Marked, looks: &Looks) -> RichText {
    let at = Ratio::percent(if looks.arabic { 66.0 } else { 54.0 });
    let strike = |color| Strike { color, at, width: Ratio::from_f64(STRIKE) };
    let mut out = RichText::default();
    let mut add = |text: &str, mark: Option<Mark>, color: Option<Rgba>| {
        let figures = matches!(mark, Some(Mark::Symbol | Mark::Decimal | Mark::Minor | Mark::Space));
        let small = figures && looks.superscript;
        if text.is_empty() || (small && matches!(mark, Some(Mark::Decimal | Mark::Space))) {
            return;
        }
        let bold = matches!(mark, Some(Mark::Bold | Mark::BoldStruck));
        let struck = matches!(mark, Some(Mark::Struck | Mark::BoldStruck));
        let from = out.text.len();
        out.text.push_str(text);
        let span = TextSpan {
            range: from..out.text.len(),
            weight: bold.then_some(if looks.weight >= 700 { 800 } else { 700 }),
            scale: if small { Ratio::from_f64(SUPERSCRIPT) } else { Ratio::ONE },
            hang: small,
            gap: if small { Ratio::from_f64(SUPERSCRIPT_GAP) } else { Ratio::ZERO },
            color,
            strike: looks.strike.or(struck.then_some(looks.color)).map(strike),
        };
        if bold || small || color.is_some() || span.strike.is_some() {
            out.spans.push(span);
        }
    };
    let quotes = looks.quotes.map_or_else(Vec::new, |_| outer_quotes(&marked.text));
    let mut pieces: Vec<(Range<usize>, Option<Mark>)> = Vec::new();
    let mut at = 0;
    for (range, mark) in &marked.marks {
        pieces.push((at..range.start, None));
        pieces.push((range.clone(), Some(*mark)));
        at = range.end;
    }
    pieces.push((at..marked.text.len(), None));
    for (range, mark) in pieces {
        let mut from = range.start;
        for quote in quotes.iter().filter(|quote| range.start <= quote.start && quote.end <= range.end) {
            add(&marked.text[from..quote.start], mark, None);
            add(&marked.text[quote.clone()], mark, looks.quotes);
            from = quote.end;
        }
        add(&marked.text[from..range.end], mark, None);
    }
    out
}

/// The marks that a quotation begins and ends with.
fn outer_quotes(text: &str) -> Vec<Range<usize>> {
    let is_quote = |c: &char| {
        matches!(
            c,
            '“' | '”'
                | '„'
                | '‘'
                | '’'
                | '‚'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '「'
                | '」'
                | '『'
                | '』'
                | '"'
        )
    };
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let first = trimmed.chars().next().filter(is_quote).map(|c| start..start + c.len_utf8());
    let end = start + trimmed.len();
    let last = trimmed.chars().next_back().filter(is_quote).map(|c| end - c.len_utf8()..end);
    first.into_iter().chain(last.filter(|last| last.start > start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKS: Looks = Looks {
        weight: 500,
        color: Rgba::BLACK,
        superscript: false,
        strike: None,
        quotes: None,
        arabic: false,
    };

    fn amount() -> Marked {
        let mut marked = Marked::default();
        for (text, mark) in [
            ("74", None),
            (",", Some(Mark::Decimal)),
            ("90", Some(Mark::Minor)),
            ("\u{a0}", Some(Mark::Space)),
            ("€", Some(Mark::Symbol)),
        ] {
            marked.push(text, mark);
        }
        marked
    }

    #[test]
    fn an_amount_is_whole_unless_its_minor_units_are_hung() {
        let plain = rich(&amount(), &LOOKS);
        assert_eq!((plain.text.as_str(), plain.spans.len()), ("74,90\u{a0}€", 0));
        let hung = rich(&amount(), &Looks { superscript: true, ..LOOKS });
        assert_eq!(hung.text, "7490€");
        let ranges: Vec<_> = hung.spans.iter().map(|span| (span.range.clone(), span.hang)).collect();
        assert_eq!(ranges, [(2..4, true), (4..7, true)]);
    }

    #[test]
    fn only_the_outer_quotation_marks_are_coloured() {
        let marked = Marked::plain("„Wie ‚hier‘ – so“");
        let spans = rich(&marked, &Looks { quotes: Some(Rgba::WHITE), ..LOOKS }).spans;
        let ranges: Vec<_> = spans.iter().map(|span| &marked.text[span.range.clone()]).collect();
        assert_eq!(ranges, ["„", "“"]);
    }
}
