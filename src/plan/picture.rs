use super::crop::{self, Axis, Span};
use super::{Adjust, Resource};
use crate::compile::ImageNode;
use crate::geom::{PixelRect, PixelSize, Px, Rect};
use crate::template::ImageFit;

/// The part of a picture that a frame shows, and the frame's pixels. `None`: the frame is empty.
///
/// `cover` scales so that the frame is filled, then brings the picture's focus to the frame's anchor, as far as the
/// picture's edges allow; with `out`, a box in device space, it then keeps the picture's subject in the frame and out of
/// that box, as far as the frame allows. `contain` shows the whole picture and moves its frame likewise.
pub(super) fn photo(
    image: &ImageNode,
    frame: PixelRect,
    out: Option<PixelRect>,
) -> Option<(Resource, PixelRect)> {
    let source = image.asset.size?;
    PixelSize::new(frame.w, frame.h)?;
    let (iw, ih) = (f64::from(source.w()), f64::from(source.h()));
    let (fw, fh) = (f64::from(frame.w), f64::from(frame.h));
    let zoom = image.zoom.to_f64();
    let focus = (image.focus.x.to_f64(), image.focus.y.to_f64());
    let anchor = (image.anchor.x.to_f64(), image.anchor.y.to_f64());
    // The crop is sought in the picture as it is and mirrored when it is drawn, so that both directions share it.
    let across = if image.flip { 1.0 - anchor.0 } else { anchor.0 };
    let (crop, at) = match image.fit {
        ImageFit::Cover => {
            let scale = (fw / iw).max(fh / ih) * zoom.max(1.0);
            // Offsets of the scaled picture's corner from the frame's; clamped so that no edge shows.
            let x = (across * fw - focus.0 * iw * scale).clamp((fw - iw * scale).min(0.0), 0.0);
            let y = (anchor.1 * fh - focus.1 * ih * scale).clamp((fh - ih * scale).min(0.0), 0.0);
            let (x, y) = match out {
                Some(out) => {
                    let out = sixteenths(out.offset(-frame.x, -frame.y), frame, image.flip);
                    let ((l, r), (t, b)) = subject(image);
                    let axis = |frame, picture: f64, wish, (from, to): (f64, f64), out| {
                        let subject = Span { from: from * picture, to: to * picture };
                        Axis { frame, picture: picture.max(frame), wish, subject, out }
                    };
                    crop::clear(
                        axis(fw, iw * scale, x, (l, r), out.0),
                        axis(fh, ih * scale, y, (t, b), out.1),
                    )
                }
                None => (x, y),
            };
            let (w, h) = ((fw / scale).min(iw), (fh / scale).min(ih));
            let left = (-x / scale).clamp(0.0, iw - w);
            (px_rect(left, -y / scale, w, h), frame)
        }
        ImageFit::Contain => {
            let scale = (fw / iw).min(fh / ih) * zoom;
            let (w, h) = ((iw * scale).min(fw).max(1.0), (ih * scale).min(fh).max(1.0));
            let x = (anchor.0 * (fw - w)).max(0.0);
            let y = (anchor.1 * (fh - h)).max(0.0);
            let at = px_rect(x, y, w, h).offset(Px::whole(frame.x), Px::whole(frame.y)).snap();
            (px_rect(0.0, 0.0, iw, ih), at)
        }
    };
    let crop = inside(crop, source);
    let size = PixelSize::new(at.w, at.h)?;
    let photo = Resource::Photo { file: image.asset.digest, crop, size, flip: image.flip };
    let picture = match image.filter {
        None => photo,
        Some(filter) => {
            let adjust = Adjust { saturate: filter.saturate, brightness: filter.brightness, flip: false };
            Resource::Adjusted { picture: Box::new(photo), adjust }
        }
    };
    Some((picture, at))
}

/// The subject's box as fractions of the picture, across and down; without one its focus.
fn subject(image: &ImageNode) -> ((f64, f64), (f64, f64)) {
    let (focus, facts) = (image.focus, &image.asset.facts);
    let (from, to) = facts.subject.map_or((focus, focus), |subject| (subject.from, subject.to));
    ((from.x.to_f64(), to.x.to_f64()), (from.y.to_f64(), to.y.to_f64()))
}

/// A box in its frame, outwards to sixteenths of the frame's sides: texts of about one length then share a crop.
fn sixteenths(out: PixelRect, frame: PixelRect, flip: bool) -> (Span, Span) {
    let span = |from: i32, to: i32, side: u32| {
        let side = i64::from(side.max(1));
        let from = (i64::from(from) * 16).div_euclid(side);
        let to = -(-i64::from(to) * 16).div_euclid(side);
        let at = |n: i64| n.clamp(0, 16) as f64 * side as f64 / 16.0;
        Span { from: at(from), to: at(to) }
    };
    let x = span(out.x, out.right(), frame.w);
    let w = f64::from(frame.w);
    let x = if flip { Span { from: w - x.to, to: w - x.from } } else { x };
    (x, span(out.y, out.bottom(), frame.h))
}

fn px_rect(x: f64, y: f64, w: f64, h: f64) -> Rect {
    Rect::new(Px::from_f64(x), Px::from_f64(y), Px::from_f64(w), Px::from_f64(h))
}

fn whole(side: u32) -> Px {
    Px::whole(i32::try_from(side).unwrap_or(i32::MAX))
}

/// Rounding to the grid may have left the picture by a sixty-fourth.
fn inside(crop: Rect, source: PixelSize) -> Rect {
    let (w, h) = (crop.w.min(whole(source.w())), crop.h.min(whole(source.h())));
    let x = crop.x.max(Px::ZERO).min(whole(source.w()) - w);
    let y = crop.y.max(Px::ZERO).min(whole(source.h()) - h);
    Rect { x, y, w, h }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::{Asset, Facts, Fraction, MediaKind};
    use crate::digest::Digest;
    use crate::geom::Ratio;
    use proptest::prelude::*;

    fn image(w: u32, h: u32, focus: (f64, f64), anchor: (f64, f64), zoom: f64, flip: bool) -> ImageNode {
        let at = |(x, y): (f64, f64)| Fraction { x: Ratio::from_f64(x), y: Ratio::from_f64(y) };
        let asset = Asset {
            name: "p".into(),
            digest: Digest::of_bytes(b"p"),
            kind: MediaKind::Raster,
            size: PixelSize::new(w, h),
            facts: Facts::default(),
        };
        let (focus, anchor, zoom) = (at(focus), at(anchor), Ratio::from_f64(zoom));
        ImageNode {
            asset,
            fit: ImageFit::Cover,
            anchor,
            focus,
            zoom,
            flip,
            filter: None,
            contact: None,
            clear: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn a_crop_lies_inside_the_picture_and_has_the_frames_shape(
            w in 1u32..5000, h in 1u32..5000, fw in 1u32..3000, fh in 1u32..3000,
            fx in 0.0..1.0, fy in 0.0..1.0, ax in 0.0..1.0, ay in 0.0..1.0, zoom in 0.5..3.0, flip: bool,
        ) {
            let frame = PixelRect { x: 5, y: 7, w: fw, h: fh };
            let node = image(w, h, (fx, fy), (ax, ay), zoom, flip);
            let (Resource::Photo { crop, size, .. }, at) = photo(&node, frame, None).expect("not empty") else { panic!() };
            prop_assert!(crop.x >= Px::ZERO && crop.y >= Px::ZERO);
            prop_assert!(crop.right() <= whole(w) && crop.bottom() <= whole(h));
            prop_assert_eq!((size.w(), size.h()), (fw, fh));
            prop_assert_eq!(at, frame);
            let shape = crop.w.to_f64() / crop.h.to_f64() / (f64::from(fw) / f64::from(fh));
            let grid = 1.0 / (64.0 * crop.w.to_f64().min(crop.h.to_f64()));
            prop_assert!((shape - 1.0).abs() < 2.0 * grid + 1e-6, "{}", shape);
        }
    }

    #[test]
    fn a_mirrored_picture_clears_the_mirrored_copy() {
        let frame = PixelRect { x: 10, y: 0, w: 100, h: 100 };
        let crop = |flip: bool, out: PixelRect| {
            let node = image(400, 100, (0.5, 0.5), (0.5, 0.5), 1.0, flip);
            match photo(&node, frame, Some(out)) {
                Some((Resource::Photo { crop, .. }, _)) => crop,
                other => panic!("{other:?}"),
            }
        };
        let (start, end) =
            (PixelRect { x: 10, y: 0, w: 75, h: 100 }, PixelRect { x: 35, y: 0, w: 75, h: 100 });
        assert_eq!(crop(false, start), crop(true, end));
        assert_eq!(crop(false, start).x, Px::whole(125), "the focus stands where the copy ends");
        assert_eq!(crop(false, PixelRect { w: 30, ..start }).x, Px::whole(150), "nothing was in the way");
    }

    #[test]
    fn the_focus_comes_to_the_anchor_and_flipping_mirrors_the_crop() {
        let frame = PixelRect { x: 0, y: 0, w: 100, h: 100 };
        let crop = |flip: bool, anchor: f64| match photo(
            &image(400, 100, (0.75, 0.5), (anchor, 0.5), 1.0, flip),
            frame,
            None,
        ) {
            Some((Resource::Photo { crop, .. }, _)) => crop,
            other => panic!("{other:?}"),
        };
        assert_eq!(crop(false, 0.5).x, Px::whole(250));
        assert_eq!(crop(true, 0.5).x, Px::whole(250));
        assert_eq!(crop(false, 0.0).x, Px::whole(300));
    }
}
