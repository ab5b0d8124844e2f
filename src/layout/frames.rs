use super::ladder::Solved;
use super::solve::Boxed;
use super::texts::Text;
use crate::compile::{Node, Scene};
use crate::geom::{Px, Rect};
use crate::text::{Block, Setting};

/// Boxes of all layers in device space.
#[derive(Clone, Debug)]
pub struct Frames<'s> {
    /// Back to front.
    pub layers: Vec<Frame<'s>>,
    /// How each text was fitted, in the order of the layers.
    pub texts: Vec<TextReport>,
}

/// A layer's box.
#[derive(Clone, Debug)]
pub struct Frame<'s> {
    /// The layer.
    pub node: &'s Node,
    /// Device space, before any rotation.
    pub rect: Rect,
    /// The text set in it.
    pub text: Option<SetText>,
    /// Back to front.
    pub children: Vec<Frame<'s>>,
}

impl<'s> Frame<'s> {
    /// What is really drawn of a layer: the union of its leaves, since stacks are often larger than what they hold.
    #[must_use]
    pub fn content_box(&self) -> Rect {
        match &self.text {
            Some(text) => text.block.ink().offset(self.rect.x, self.rect.y),
            None if self.children.is_empty() || self.node.boxed.fill.is_some() => self.rect,
            None => self.children.iter().fold(Rect::default(), |all, child| all.union(child.content_box())),
        }
    }

    /// Calls `f` with the layer and with all in it, parents before children, in the order of painting.
    pub fn each<'f>(&'f self, f: &mut impl FnMut(&'f Frame<'s>)) {
        f(self);
        self.children.iter().for_each(|child| child.each(f));
    }
}

/// A text as it is drawn.
#[derive(Clone, Debug)]
pub struct SetText {
    /// Lines relative to the frame's top left.
    pub block: Block,
    /// In which size.
    pub setting: Setting,
    /// Which of the layer's forms.
    pub form: usize,
}

/// On which rung of the ladder a text stands; a later rung is a worse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// As designed.
    AsDesigned,
    /// Letters a little closer.
    Tightened,
    /// Smaller.
    Shrunk,
    /// A shorter approved form.
    Shortened,
    /// Not shown.
    Dropped,
}

impl Rung {
    /// As manifests write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AsDesigned => "as-designed",
            Self::Tightened => "tightened",
            Self::Shrunk => "shrunk",
            Self::Shortened => "shortened",
            Self::Dropped => "dropped",
        }
    }
}

/// How a text was fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextReport {
    /// The layer.
    pub id: String,
    /// The rung.
    pub rung: Rung,
    /// The size that it is set in.
    pub size: Px,
    /// The size that was asked for.
    pub asked: Px,
    /// The share of it, in percent.
    pub percent: u8,
    /// The fit group that the text is in, and the share that this has at most over a campaign, where one says so.
    pub group: Option<(String, Option<u8>)>,
    /// Which form of the copy: 0 is the whole text.
    pub form: usize,
    /// How many lines it takes.
    pub lines: usize,
    /// The words that are shown.
    pub shown: String,
    /// How far it stands out from what lies beneath; `None` where that is not known, or not to be seen.
    pub contrast: Option<Contrast>,
}

/// The contrast of a text to what lies beneath it, as WCAG 2.2 defines the ratio; in hundredths, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// That 95 % of the pixels beneath its ink boxes have, in the line that has least.
    pub low: u32,
    /// Of all pixels beneath its ink boxes, on average.
    pub mean: u32,
    /// That is asked for.
    pub min: u32,
    /// What was done to get there: `scrim`, `pair`.
    pub remedy: Option<&'static str>,
}

/// Adds up the boxes and mirrors them for right-to-left.
pub(super) fn absolute<'s>(scene: &'s Scene, solved: Solved<'s>) -> Frames<'s> {
    let Solved { boxes, texts } = solved;
    let canvas = scene.canvas.rect().to_rect();
    let mirror = scene.direction.is_rtl();
    let mut lines = vec![0; texts.len()];
    let layers = boxes.iter().map(|boxed| frame(boxed, canvas, mirror, &texts, &mut lines)).collect();
    let texts = texts.iter().zip(lines).map(|(text, lines)| report(text, lines)).collect();
    Frames { layers, texts }
}

fn frame<'s>(
    boxed: &Boxed<'s>,
    parent: Rect,
    mirror: bool,
    texts: &[Text<'s>],
    lines: &mut [usize],
) -> Frame<'s> {
    let x = if mirror { parent.w - boxed.rect.right() } else { boxed.rect.x };
    let rect = Rect { x: parent.x + x, y: parent.y + boxed.rect.y, ..boxed.rect };
    let text = boxed.text.map(|n| {
        let block = texts[n].block(rect.w);
        lines[n] = block.lines.len();
        SetText { block, setting: texts[n].setting(), form: texts[n].form }
    });
    let inside = mirror && boxed.node.placement.mirror;
    let children = boxed.children.iter().map(|child| frame(child, rect, inside, texts, lines)).collect();
    Frame { node: boxed.node, rect, text, children }
}

fn report(text: &Text<'_>, lines: usize) -> TextReport {
    let size = text.size();
    let rung = if text.dropped {
        Rung::Dropped
    } else if text.form > 0 {
        Rung::Shortened
    } else if size < text.node.size {
        Rung::Shrunk
    } else if text.step > 0 {
        Rung::Tightened
    } else {
        Rung::AsDesigned
    };
    let shown = if text.dropped {
        String::new()
    } else {
        text.node.forms.get(text.form).map(|form| form.text.clone()).unwrap_or_default()
    };
    TextReport {
        id: text.id.to_owned(),
        rung,
        size,
        asked: text.node.size,
        percent: text.percent(),
        group: text.node.group.clone().map(|group| (group, text.node.most_share)),
        form: text.form,
        lines,
        shown,
        contrast: None,
    }
}
