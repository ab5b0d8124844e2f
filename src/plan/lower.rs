use super::area::{blurred, filled};
use super::builder::Builder;
use super::composite::{Whole, composite, takes_it_itself};
use super::geometry::{grow, is_opaque, shape_outline, source};
use super::lower_text::lowered;
use super::picture::photo;
use super::tiles::drawing;
use super::{Choice, Choices, Lowered, PaintOp, Plan, Probe, Resource, Source, Subject};
use crate::color::{BlendMode, times};
use crate::compile::{ImageNode, NodeKind, Paint, Scene};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::geom::{Affine, Outline, PixelRect, Px, Rect};
use crate::layout::{Frame, Frames};
use crate::variant::AxisSet;

/// Writes down what one variant paints, with what was chosen for some of its layers.
///
/// # Errors
/// Path data of shapes that cannot be read.
pub fn lower(scene: &Scene, frames: &Frames<'_>, choices: &Choices) -> Outcome<Lowered> {
    let mut lowering = Lowering {
        builder: Builder::new(scene.canvas),
        ops: Vec::new(),
        axes: Vec::new(),
        found: Diagnostics::new(),
        choices,
        layers: &frames.layers,
        probes: Vec::new(),
        layer: 0,
    };
    let canvas = scene.canvas.rect();
    let mut opaque = false;
    if let Some((paint, axes)) = &scene.background {
        let source = source(paint, canvas.to_rect(), Affine::IDENTITY);
        opaque = is_opaque(&source);
        let op = lowering.builder.full(source, canvas);
        lowering.push(op, *axes);
    }
    for frame in &frames.layers {
        lowering.frame(frame, Affine::IDENTITY);
    }
    let Lowering { builder, ops, axes, found, probes, .. } = lowering;
    let plan = Plan { size: scene.canvas, opaque, resources: builder.resources, ops, axes };
    found.finish(Lowered { plan, probes })
}

struct Lowering<'c> {
    builder: Builder,
    ops: Vec<PaintOp>,
    axes: Vec<AxisSet>,
    found: Diagnostics,
    choices: &'c Choices,
    layers: &'c [Frame<'c>],
    probes: Vec<Probe>,
    /// Number of the layer at hand, in the order of painting.
    layer: u32,
}

impl Lowering<'_> {
    fn push(&mut self, op: Option<PaintOp>, axes: AxisSet) {
        if let Some(op) = op {
            self.ops.push(op);
            self.axes.push(axes);
        }
    }

    /// A layer with its children, composited as one where it is translucent or blended as a whole.
    fn frame(&mut self, frame: &Frame<'_>, outer: Affine) {
        let decor = &frame.node.decor;
        let transform = if decor.rotate.is_zero() {
            outer
        } else {
            outer.after(Affine::rotate_about(decor.rotate, frame.rect.center()))
        };
        let plain = decor.clip.is_none() && decor.mask.is_none();
        if decor.opacity == 255 && decor.blend == BlendMode::Normal && plain {
            self.content(frame, transform);
            return;
        }
        let (from, probed) = (self.ops.len(), self.probes.len());
        self.content(frame, transform);
        let inner = self.ops.split_off(from);
        let nested = !takes_it_itself(&inner, !plain);
        let axes = self.axes.split_off(from).into_iter().fold(frame.node.axes, AxisSet::union);
        let clip = decor.clip.as_ref().and_then(|shape| {
            let outline = shape_outline(shape, frame.rect, frame.node.boxed.radius);
            outline.map_err(|why| self.bad_path(frame, &why)).ok()
        });
        let whole = Whole {
            opacity: decor.opacity,
            blend: decor.blend,
            clip: clip.map(|outline| outline.transform(transform)),
            fade: decor.mask.as_ref().and_then(|mask| {
                match source(mask, frame.rect.snap().to_rect(), transform) {
                    Source::Gradient(gradient) => Some(gradient),
                    _ => None,
                }
            }),
        };
        let op = composite(&mut self.builder, inner, whole);
        for probe in &mut self.probes[probed..] {
            probe.opacity = times(probe.opacity, decor.opacity);
            if op.is_none() {
                probe.path.clear();
            } else if let (true, Some(first)) = (nested, probe.path.first_mut()) {
                *first -= from;
                probe.path.insert(0, from);
            }
        }
        self.push(op, axes);
    }

    /// Notes that what comes next must stand out from what lies beneath.
    fn probe(&mut self, layer: u32, subject: Subject) {
        let path = vec![self.ops.len()];
        self.probes.push(Probe { layer, path, opacity: 255, subject });
    }

    fn bad_path(&mut self, frame: &Frame<'_>, why: &str) {
        self.found.push(
            Diagnostic::error(Code::BadValue, format!("`{}`: {why}", frame.node.id))
                .hint("`path:` takes SVG path data: M, L, H, V, C, S, Q, T, A, Z"),
        );
    }

    fn content(&mut self, frame: &Frame<'_>, transform: Affine) {
        let axes = frame.node.axes;
        let layer = self.layer;
        self.layer += 1;
        match &frame.node.kind {
            NodeKind::Image(image) => {
                self.boxed(frame, transform);
                let (out, above) = self.kept_clear(image);
                match photo(image, frame.rect.snap(), out) {
                    _ if !transform.is_translation() => self.found.push(
                        Diagnostic::error(
                            Code::BadValue,
                            format!("`{}`: a picture cannot be turned", frame.node.id),
                        )
                        .hint("turn what lies on it, or turn the picture before it is uploaded"),
                    ),
                    Some((resource, at)) => {
                        self.contact(image, at, axes);
                        let resource = self.builder.add(resource);
                        let op = self.builder.full(Source::Pixels { resource, x: at.x, y: at.y }, at);
                        // Round corners cut the picture, not the box's shadow.
                        let op = match self.outline(frame) {
                            Some(corners) => {
                                composite(&mut self.builder, op.into_iter().collect(), Whole::cut(corners))
                            }
                            None => op,
                        };
                        self.push(op, axes.union(above));
                    }
                    None => {}
                }
            }
            NodeKind::Logo(logo) => {
                self.boxed(frame, transform);
                let at = frame.rect.snap();
                if let Some(size) = crate::geom::PixelSize::new(at.w, at.h) {
                    let file = match self.choices.get(&layer) {
                        Some(Choice::Logo(file)) => *file,
                        _ => logo.file,
                    };
                    let resource = self.builder.add(Resource::Svg { file, size, recolor: Vec::new() });
                    if !logo.drawings.is_empty() {
                        self.probe(layer, Subject::Logo(at));
                    }
                    let op = self.builder.full(Source::Pixels { resource, x: at.x, y: at.y }, at);
                    self.push(op, axes);
                }
            }
            NodeKind::Fill(paint) => {
                let outline = self.outline(frame);
                self.fill(paint, frame.rect, outline.as_ref(), transform, axes);
            }
            NodeKind::Text(_) => {
                self.boxed(frame, transform);
                if let (NodeKind::Text(node), Some(text)) = (&frame.node.kind, &frame.text) {
                    let chosen = self.choices.get(&layer).copied();
                    let text = lowered(&mut self.builder, text, node, frame.rect, transform, chosen);
                    let (beneath, above) = (text.beneath, text.above);
                    beneath.into_iter().for_each(|op| self.push(Some(op), axes));
                    self.probe(layer, text.subject);
                    above.into_iter().for_each(|op| self.push(Some(op), axes));
                }
            }
            NodeKind::Shape(shape) => match shape_outline(shape, frame.rect, frame.node.boxed.radius) {
                Ok(outline) => self.outlined(frame, Some(outline), transform),
                Err(why) => self.bad_path(frame, &why),
            },
            NodeKind::Svg(svg) => {
                self.boxed(frame, transform);
                let ops = if transform.is_translation() {
                    drawing(&mut self.builder, svg, frame.rect.snap())
                } else {
                    Err("a drawing cannot be turned; draw it as `shape: path`".to_owned())
                };
                match ops {
                    Ok(ops) => ops.into_iter().for_each(|op| self.push(Some(op), axes)),
                    Err(why) => self
                        .found
                        .push(Diagnostic::error(Code::BadValue, format!("`{}`: {why}", frame.node.id))),
                }
            }
            NodeKind::Stack(_) | NodeKind::Canvas(_) => self.boxed(frame, transform),
        }
        for child in &frame.children {
            self.frame(child, transform);
        }
    }

    /// What the layers draw that the subject of a picture stays out from under, and the axes that this depends on.
    fn kept_clear(&self, image: &ImageNode) -> (Option<PixelRect>, AxisSet) {
        let (mut all, mut axes) = (Rect::default(), AxisSet::NONE);
        for root in self.layers.iter().filter(|_| !image.clear.is_empty()) {
            root.each(&mut |frame| {
                if image.clear.contains(&frame.node.id) {
                    all = all.union(frame.content_box());
                    frame.each(&mut |part| axes = axes.union(part.node.axes));
                }
            });
        }
        let hull = all.hull();
        ((!hull.is_empty()).then_some(hull), axes)
    }

    /// Two blurred ellipses where a cut-out touches the ground, a wide soft one and a narrow core, so that it stands;
    /// under what stands on legs only a faint one.
    fn contact(&mut self, image: &ImageNode, at: PixelRect, axes: AxisSet) {
        let (Some(color), Some(contact)) = (image.contact, image.asset.facts.contact) else { return };
        let (w, h) = (f64::from(at.w), f64::from(at.h));
        let x = contact.at.x.to_f64();
        let x = f64::from(at.x) + w * if image.flip { 1.0 - x } else { x };
        let y = f64::from(at.y) + h * contact.at.y.to_f64();
        let (wide, high) = (w * contact.width.to_f64(), (w * 0.07).max(h * 0.035));
        let reach = w.max(h * 0.6);
        let ellipses = match contact.depth.map(|depth| h * depth.to_f64()) {
            Some(depth) => vec![(wide, depth, y - depth / 2.0, reach * 0.028, color.fade(550))],
            None => vec![
                (wide * 1.16, high * 1.9, y - high * 0.85, reach * 0.028, color),
                (wide, high * 0.8, y - high * 0.3, reach * 0.01, color),
            ],
        };
        for (w, h, top, sigma, color) in ellipses {
            let px = Px::from_f64;
            let outline = Outline::ellipse(Rect::new(px(x - w / 2.0), px(top), px(w), px(h)));
            let op = blurred(&mut self.builder, &outline, px(sigma), color);
            self.push(op, axes);
        }
    }

    /// The outline of a layer's box, when it is not a plain rectangle.
    fn outline(&self, frame: &Frame<'_>) -> Option<Outline> {
        let radius = frame.node.boxed.radius;
        (radius > Px::ZERO).then(|| Outline::rounded_rect(frame.rect.snap().to_rect(), [radius; 4]))
    }

    fn boxed(&mut self, frame: &Frame<'_>, transform: Affine) {
        let outline = self.outline(frame);
        self.outlined(frame, outline, transform);
    }

    /// Shadow, edge and background of a box or shape, from below.
    fn outlined(&mut self, frame: &Frame<'_>, outline: Option<Outline>, transform: Affine) {
        let (boxed, axes) = (&frame.node.boxed, frame.node.axes);
        if boxed.fill.is_none() && boxed.stroke.is_none() && boxed.shadow.is_none() {
            return;
        }
        let rect = frame.rect;
        let edge = || match &outline {
            Some(outline) => outline.clone(),
            None => Outline::rounded_rect(rect.snap().to_rect(), [Px::ZERO; 4]),
        };
        if let Some(shadow) = boxed.shadow {
            let moved = edge().transform(transform).transform(Affine::translate(shadow.x, shadow.y));
            let op = blurred(&mut self.builder, &moved, shadow.sigma, shadow.color);
            self.push(op, axes);
        }
        if let Some(stroke) = boxed.stroke {
            let outline = edge().transform(transform);
            let hull = grow(outline.hull().hull(), stroke.width.ceil() / 2 + 2);
            let op = self.builder.masked(
                Source::Solid(stroke.color),
                |placing| Resource::Stroke {
                    outline: placing.outline(&outline),
                    width: stroke.width,
                    bounds: placing.bounds,
                },
                hull,
            );
            self.push(op, axes);
        }
        if let Some(fill) = &boxed.fill {
            self.fill(fill, rect, outline.as_ref(), transform, axes);
        }
    }

    fn fill(
        &mut self,
        paint: &Paint,
        rect: Rect,
        outline: Option<&Outline>,
        transform: Affine,
        axes: AxisSet,
    ) {
        let op = filled(&mut self.builder, paint, rect, outline, transform);
        self.push(op, axes);
    }
}
