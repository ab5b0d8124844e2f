use super::*;
use crate::digest::Digest;

fn noise(w: u32, h: u32, opaque: bool) -> Photo {
    let size = PixelSize::new(w, h).expect("valid");
    let mut seed = 1u32;
    let data = (0..w * h).flat_map(|_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [r, g, b, a] = seed.to_be_bytes();
        crate::color::Rgba { r, g, b, a: if opaque { 255 } else { a } }.premultiply()
    });
    Photo::from_pixels(Pixels { size, data: data.collect(), opaque })
}

fn rect(x: f64, y: f64, w: f64, h: f64) -> Rect {
    let [x, y, w, h] = [x, y, w, h].map(Px::from_f64);
    Rect::new(x, y, w, h)
}

fn size(w: u32, h: u32) -> PixelSize {
    PixelSize::new(w, h).expect("valid")
}

#[test]
fn a_crop_of_its_own_size_is_copied_and_mirrored_exactly() {
    let photo = noise(90, 70, true);
    let cut = resample(&photo, rect(10.0, 5.0, 50.0, 40.0), size(50, 40)).expect("inside");
    assert_eq!(cut.row(3), &photo.full().row(8)[40..][..200]);
    let mut flipped = cut.mirrored();
    assert_ne!(flipped, cut);
    for row in flipped.data.chunks_exact_mut(200) {
        row.as_chunks_mut::<4>().0.reverse();
    }
    assert_eq!(flipped, cut);
}

#[test]
fn colour_never_exceeds_alpha_and_opaque_stays_opaque() {
    for (w, h) in [(33, 21), (200, 150), (7, 90)] {
        let clear =
            resample(&noise(100, 80, false), rect(0.5, 0.25, 99.0, 79.5), size(w, h)).expect("inside");
        assert!(clear.data.as_chunks::<4>().0.iter().all(|p| p[..3].iter().all(|c| *c <= p[3])));
        let solid = resample(&noise(100, 80, true), rect(0.5, 0.25, 99.0, 79.5), size(w, h)).expect("inside");
        assert!(solid.opaque && solid.data.as_chunks::<4>().0.iter().all(|p| p[3] == 255));
    }
}

#[test]
fn a_crop_that_ends_at_the_border_lies_in_each_halving() {
    for (w, h) in [(1001, 333), (777, 515), (129, 1023)] {
        let photo = noise(w, h, true);
        for k in 1..18u32 {
            let left = f64::from(k * 7) + 1.0 / 64.0;
            let crop = rect(left, 3.0 / 64.0, f64::from(w) - left, f64::from(h) - 3.0 / 64.0);
            assert!(resample(&photo, crop, size(w / (k + 1), h / (k + 1))).is_ok(), "{w}×{h} from {left}");
        }
    }
}

/// A photo of fine detail, straight from its full size, and by way of its halvings.
#[test]
fn a_photo_from_its_halving_is_as_sharp_as_from_itself() {
    let size = size(150, 100);
    let wave = |x: f64, y: f64| 128.0 + 90.0 * triangle(x / 9.7 + y / 31.0) + 30.0 * triangle(y / 11.3);
    let data = (0..600 * 400u32).flat_map(|n| {
        let v = wave(f64::from(n % 600), f64::from(n / 600)) as u8;
        [v, v, v, 255]
    });
    let full = Pixels { size: PixelSize::new(600, 400).expect("valid"), data: data.collect(), opaque: true };
    let crop = rect(8.0, 4.0, 585.0, 390.0);
    let photo = Photo::from_pixels(full.clone());
    let (direct, halved) = (Photo { levels: vec![full] }, photo);
    let [direct, halved] = [direct, halved].map(|p| resample(&p, crop, size).expect("inside"));
    let sharp = |p: &Pixels| p.data.windows(5).map(|v| u64::from(v[0].abs_diff(v[4]))).sum::<u64>() as f64;
    let far: u64 = direct.data.iter().zip(&halved.data).map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum();
    assert!((sharp(&halved) / sharp(&direct) - 1.0).abs() < 0.02);
    assert!((far as f64 / direct.data.len() as f64) < 4.0, "more than 42 dB");
}

/// Between -1 and 1, once a unit.
fn triangle(x: f64) -> f64 {
    (x - x.floor() - 0.5).abs() * 4.0 - 1.0
}

#[test]
fn a_crop_outside_is_refused() {
    for crop in [rect(0.0, 0.0, 101.0, 80.0), rect(-1.0, 0.0, 50.0, 50.0), rect(5.0, 5.0, 0.0, 5.0)] {
        let found = resample(&noise(100, 80, true), crop, size(10, 10));
        assert_eq!(found.err(), Some(RasterError::Crop { w: 100, h: 80 }));
    }
}

#[test]
fn one_pixel_wide_pictures_can_be_stretched() {
    assert!(resample(&noise(1, 300, true), rect(0.0, 0.0, 1.0, 300.0), size(300, 1)).is_ok());
}

/// The resizer picks its instructions by itself and only unsafe code could pin them: a hash stands for "the same
/// bytes on every CPU".
#[test]
fn resizing_gives_the_same_bytes_on_every_machine() {
    let photo = noise(640, 480, false);
    let small = resample(&photo, rect(3.25, 7.5, 600.0, 450.0), size(97, 73)).expect("inside");
    let large = resample(&photo, rect(3.25, 7.5, 31.0, 22.0), size(97, 73)).expect("inside");
    let hash = |pixels: &Pixels| Digest::of_bytes(&pixels.data).short();
    assert_eq!([hash(&small), hash(&large)], ["eb3abc5ef4f6", "3f7630482955"]);
}
