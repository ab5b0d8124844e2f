use std::sync::Arc;

use super::findings::Findings;
use crate::compile::{Node, NodeKind, Scene, TextNode, TextSpan};
use crate::diag::{Code, Diagnostic};
use crate::font::FontBook;
use crate::geom::{Insets, Px, Ratio};
use crate::memo::{Memo, Work};
use crate::template::TextAlign;
use crate::text::{self, Align, Block, Extent, Rich, Setting, Shaped, Stretch, TextStyle};

/// Steps of the ladder shrink by this much of the full size, in percent.
const STEP: usize = 2;

/// Letters are set closer by one percent of the size, and never closer than −2 %.
fn tightened(tracking: Ratio) -> Option<Ratio> {
    let tight = Ratio::from_f64((tracking.to_f64() - 0.01).max(-0.02));
    (tight < tracking).then_some(tight)
}

/// A text of the scene and how far it has been changed to fit.
#[derive(Clone, Debug)]
pub(super) struct Text<'s> {
    pub(super) id: &'s str,
    pub(super) node: &'s TextNode,
    forms: Vec<Arc<Shaped>>,
    /// Sizes from full to floor, strictly falling; each with the percentage of the full size that it stands for.
    sizes: Vec<(u8, Px)>,
    pub(super) form: usize,
    /// Tighter letters, where the style leaves room for that.
    tight: Option<Ratio>,
    /// 0: as designed; then tightened, where that is possible; then smaller and smaller.
    pub(super) step: usize,
    /// The step that it begins with: 0, unless its group is smaller in another variant.
    pub(super) first: usize,
    pub(super) dropped: bool,
}

impl Text<'_> {
    pub(super) fn steps(&self) -> usize {
        if self.sizes.len() == 1 { 1 } else { self.sizes.len() + usize::from(self.tight.is_some()) }
    }

    pub(super) fn can_shrink(&self) -> bool {
        self.step + 1 < self.steps()
    }

    pub(super) fn is_shrinkable(&self) -> bool {
        self.steps() > 1
    }

    pub(super) fn can_shorten(&self) -> bool {
        self.form + 1 < self.forms.len()
    }

    pub(super) fn size(&self) -> Px {
        self.chosen().1
    }

    /// The share of its full size that it is set in.
    pub(super) fn percent(&self) -> u8 {
        self.chosen().0
    }

    fn chosen(&self) -> (u8, Px) {
        let shrunk = self.step.saturating_sub(usize::from(self.tight.is_some()));
        self.sizes[shrunk.min(self.sizes.len() - 1)]
    }

    pub(super) fn setting(&self) -> Setting {
        let tracking = self.tight.filter(|_| self.step > 0).unwrap_or(self.node.tracking);
        let align = match self.node.align {
            TextAlign::Start => Align::Start,
            TextAlign::Center => Align::Center,
            TextAlign::End => Align::End,
        };
        Setting { size: self.size(), leading: self.node.leading, tracking, align }
    }

    pub(super) fn shaped(&self) -> &Shaped {
        &self.forms[self.form]
    }

    /// Set at a width.
    pub(super) fn block(&self, width: Px) -> Block {
        let mut block = self.shaped().set(&self.setting(), width, self.node.balance);
        // An edge is ink too; a shadow is none.
        if let Some(stroke) = self.node.stroke {
            let out = Insets::all(-(stroke.width / 2));
            for line in block.lines.iter_mut().filter(|line| line.ink.w > Px::ZERO) {
                line.ink = line.ink.inset(out);
            }
        }
        block
    }

    /// What it takes at a width, without setting it.
    pub(super) fn extent(&self, width: Px) -> Extent {
        self.shaped().extent(&self.setting(), width)
    }

    /// The widest line when nothing limits it.
    pub(super) fn max_content(&self) -> Px {
        self.shaped().set(&self.setting(), Px::MAX, false).size.w
    }

    /// The narrowest that it can be set without breaking a word.
    pub(super) fn min_content(&self) -> Px {
        if self.node.lines == Some(1) { Px::ZERO } else { self.shaped().longest_word(&self.setting()) }
    }
}

/// Shapes every text of the scene once, in the order of the layers.
pub(super) fn shape<'s>(scene: &'s Scene, fonts: &FontBook, memo: &Memo) -> Result<Vec<Text<'s>>, Findings> {
    let mut found = Findings::default();
    let mut texts = Vec::new();
    visit(&scene.layers, &mut |node| {
        if let NodeKind::Text(text) = &node.kind {
            texts.push(prepare(&node.id, text, scene, fonts, memo, &mut found));
        }
    });
    found.finish(texts)
}

/// Every node, parents before children, in the order of the layers.
pub(super) fn visit<'s>(nodes: &'s [Node], f: &mut impl FnMut(&'s Node)) {
    for node in nodes {
        f(node);
        visit(node.children(), f);
    }
}

fn stretch(span: &TextSpan) -> Stretch {
    Stretch {
        range: span.range.clone(),
        weight: span.weight,
        scale: span.scale,
        hang: span.hang,
        gap: span.gap,
    }
}

fn prepare<'s>(
    id: &'s str,
    node: &'s TextNode,
    scene: &Scene,
    fonts: &FontBook,
    memo: &Memo,
    found: &mut Findings,
) -> Text<'s> {
    let style = TextStyle {
        families: node.families.clone(),
        weight: node.weight,
        italic: node.italic,
        features: node.features.clone(),
        transform: node.transform,
        caps: node.caps,
        breaking: node.breaking,
    };
    let mut forms = Vec::new();
    for form in &node.forms {
        let stretches: Vec<Stretch> = form.spans.iter().map(stretch).collect();
        let rich = Rich { stretches: &stretches, hang_quotes: node.hang_quotes };
        let form = form.text.as_str();
        let key = text::shape_rich_key(fonts, form, &style, &rich, &scene.locale, &scene.no_break);
        match memo.get(Work::Shape, key, || {
            text::shape_rich(fonts, form, &style, &rich, &scene.locale, &scene.no_break)
        }) {
            Ok(shaped) => {
                if !shaped.missing().is_empty() {
                    let chars: Vec<String> =
                        shaped.missing().iter().map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
                    let what = format!("no font has {} in `{id}`: \"{form}\"", chars.join(", "));
                    let families = node.families.join(", ");
                    found.push(
                        id,
                        Diagnostic::error(Code::MissingGlyph, what).hint(format!(
                            "add a font with it to fonts/ (looked in: {families}), or change the copy"
                        )),
                    );
                }
                forms.push(shaped);
            }
            Err(error) => found.push(id, Diagnostic::error(Code::DoesNotFit, format!("`{id}`: {error}"))),
        }
    }
    let percent = |share: u8| node.size.scale(Ratio::from_f64(f64::from(share) / 100.0)).to_quarter();
    let mut sizes = vec![(100, node.size)];
    for share in (0..99).rev().step_by(STEP) {
        let size = percent(share);
        if size < node.floor || size <= Px::ZERO {
            break;
        }
        if sizes.last().is_some_and(|(_, last)| size < *last) {
            sizes.push((share, size));
        }
    }
    let tight = tightened(node.tracking);
    let first = node.most_share.map_or(0, |share| {
        let most = percent(share);
        let smaller = sizes.iter().position(|(_, size)| *size <= most).unwrap_or(sizes.len() - 1);
        if smaller == 0 { 0 } else { smaller + usize::from(tight.is_some()) }
    });
    Text { id, node, forms, sizes, form: 0, tight, step: first, first, dropped: false }
}
