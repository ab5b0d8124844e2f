use super::{Adjust, Resource};
use crate::compile::ImageNode;
use crate::geom::{PixelRect, PixelSize, Px, Rect};
use crate::template::ImageFit;

/// The part of a picture that a frame shows, and the frame's pixels. `None`: the frame is empty.
///
/// `cover` scales so that the frame is filled, then brings the picture's focus to the frame's anchor, as far as the
/// picture's edges allow; `contain` shows the whole picture and moves its frame likewise.
pub(super) fn photo(image: &ImageNode, frame: PixelRect) -> Option<(Resource, PixelRect)> {
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
        ImageNode { asset, fit: ImageFit::Cover, anchor, focus, zoom, flip, filter: None, contact: None }
    }

    proptest! {
        #[test]
        fn a_crop_lies_inside_the_picture_and_has_the_frames_shape(
            w in 1u32..5000, h in 1u32..5000, fw in 1u32..3000, fh in 1u32..3000,
            fx in 0.0..1.0, fy in 0.0..1.0, ax in 0.0..1.0, ay in 0.0..1.0, zoom in 0.5..3.0, flip: bool,
        ) {
            let frame = PixelRect { x: 5, y: 7, w: fw, h: fh };
            let node = image(w, h, (fx, fy), (ax, ay), zoom, flip);
            let (Resource::Photo { crop, size, .. }, at) = photo(&node, frame).expect("not empty") else { panic!() };
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
    fn the_focus_comes_to_the_anchor_and_flipping_mirrors_the_crop() {
        let frame = PixelRect { x: 0, y: 0, w: 100, h: 100 };
        let crop = |flip: bool, anchor: f64| match photo(
            &image(400, 100, (0.75, 0.5), (anchor, 0.5), 1.0, flip),
            frame,
        ) {
            Some((Resource::Photo { crop, .. }, _)) => crop,
            other => panic!("{other:?}"),
        };
        assert_eq!(crop(false, 0.5).x, Px::whole(250));
        assert_eq!(crop(true, 0.5).x, Px::whole(250));
        assert_eq!(crop(false, 0.0).x, Px::whole(300));
    }
}
