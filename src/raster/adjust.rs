//! Pictures that are drawn already, with other colours or mirrored. Whole numbers only.

use super::pixels::Pixels;
use crate::plan::Adjust;

/// Rec. 709 luma, as the Filter Effects specification has it, in 65,536ths; they add up to one.
const LUMA: [i64; 3] = [13_933, 46_871, 4_732];

/// Changes colours, then exchanges left and right if asked.
///
/// With `s` the saturation and `b` the brightness a channel becomes `b · (s · c + (1 − s) · luma)`: the `saturate` and
/// `brightness` of CSS, which are linear, so that premultiplied colours can be taken as they are.
#[must_use]
pub fn adjust(pixels: &Pixels, how: Adjust) -> Pixels {
    let mut made = pixels.clone();
    if how.saturate != 1000 || how.brightness != 1000 {
        let (s, b) = (i64::from(how.saturate), i64::from(how.brightness));
        for pixel in made.data.as_chunks_mut::<4>().0 {
            let [r, g, blue, a] = *pixel;
            let channels = [r, g, blue].map(i64::from);
            let luma: i64 = channels.iter().zip(LUMA).map(|(c, weight)| c * weight).sum();
            for (out, c) in pixel.iter_mut().zip(channels) {
                let sum = b * (s * (c << 16) + (1000 - s) * luma);
                let rounded = (sum + (500_000 << 16)).div_euclid(1_000_000 << 16);
                *out = rounded.clamp(0, i64::from(a)) as u8;
            }
        }
    }
    if how.flip {
        for row in made.data.chunks_exact_mut(pixels.size.w() as usize * 4) {
            row.as_chunks_mut::<4>().0.reverse();
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::PixelSize;
    use proptest::prelude::*;

    fn row(pixels: &[[u8; 4]]) -> Pixels {
        let size = PixelSize::new(pixels.len() as u32, 1).expect("a size");
        Pixels { size, data: pixels.concat(), opaque: false }
    }

    fn how(saturate: u16, brightness: u16, flip: bool) -> Adjust {
        Adjust { saturate, brightness, flip }
    }

    #[test]
    fn grey_is_luma_and_half_the_light_is_half() {
        let picture = row(&[[255, 0, 0, 255], [0, 255, 0, 255], [100, 100, 100, 200]]);
        let grey = adjust(&picture, how(0, 1000, false));
        assert_eq!(grey.data, [54, 54, 54, 255, 182, 182, 182, 255, 100, 100, 100, 200]);
        let dark = adjust(&picture, how(1000, 500, false));
        assert_eq!(dark.data, [128, 0, 0, 255, 0, 128, 0, 255, 50, 50, 50, 200]);
    }

    proptest! {
        #[test]
        fn colours_stay_premultiplied_and_mirroring_twice_is_nothing(
            pixels in prop::collection::vec(any::<[u8; 4]>(), 1..20), s in 0u16..4000, b in 0u16..4000,
        ) {
            let pixels: Vec<[u8; 4]> = pixels.iter().map(|[r, g, b, a]| [*r.min(a), *g.min(a), *b.min(a), *a]).collect();
            let picture = row(&pixels);
            let made = adjust(&picture, how(s, b, false));
            prop_assert!(made.data.as_chunks::<4>().0.iter().all(|p| p[..3].iter().all(|c| *c <= p[3])));
            let there = adjust(&picture, how(1000, 1000, true));
            prop_assert_eq!(adjust(&there, how(1000, 1000, true)).data, picture.data);
        }
    }
}
