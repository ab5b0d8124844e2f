use super::findings::Findings;
use super::frames::{Frame, Frames};
use crate::compile::{NodeKind, Scene};
use crate::diag::{Code, Diagnostic};
use crate::geom::{Px, Rect};

/// What a designer should know about an otherwise finished layout.
pub(super) fn check(frames: &Frames<'_>, scene: &Scene) -> Findings {
    let mut found = Findings::default();
    let mut all = Vec::new();
    frames.layers.iter().for_each(|frame| frame.each(&mut |frame| all.push(frame)));
    let canvas = scene.canvas.rect().to_rect();
    for frame in &all {
        apart(frame, &all, &mut found);
        logo(frame, &mut found);
        ink(frame, canvas, &mut found);
    }
    found
}

/// Layers that a designer wants apart.
fn apart(frame: &Frame<'_>, all: &[&Frame<'_>], found: &mut Findings) {
    for id in &frame.node.apart {
        for other in all.iter().filter(|other| other.node.id == *id) {
            if frame.content_box().overlaps(other.content_box()) {
                let what = format!("`{}` and `{id}` overlap; the template wants them apart", frame.node.id);
                found.push(
                    &frame.node.id,
                    Diagnostic::warning(Code::Overlap, what)
                        .hint("move or shrink one of them for this class of sizes"),
                );
            }
        }
    }
}

fn logo(frame: &Frame<'_>, found: &mut Findings) {
    if let NodeKind::Logo(logo) = &frame.node.kind
        && frame.rect.h + Px::from_64ths(32) < logo.min_height
    {
        let what = format!(
            "the logo `{}` is {:.1} px high; the kit wants at least {:.1}",
            frame.node.id,
            frame.rect.h.to_f64(),
            logo.min_height.to_f64()
        );
        found.push(
            &frame.node.id,
            Diagnostic::warning(Code::BadValue, what).hint("enlarge it, or use a drawing without the word"),
        );
    }
}

/// No glyph's ink may leave the canvas.
fn ink(frame: &Frame<'_>, canvas: Rect, found: &mut Findings) {
    let Some(text) = &frame.text else { return };
    let ink = text.block.ink();
    if !frame.node.decor.rotate.is_zero() {
        return;
    }
    if !canvas.contains(ink.offset(frame.rect.x, frame.rect.y), Px::whole(1)) {
        let what = format!("ink of `{}` leaves the creative", frame.node.id);
        found.push(
            &frame.node.id,
            Diagnostic::warning(Code::DoesNotFit, what).hint("inset the layer, or raise its line height"),
        );
    }
}
