//! Colour profiles of photos: to sRGB, in which everything is painted.
//!
//! Profiles of three curves and a matrix are followed; they are what cameras, phones and editors write (Display P3, Adobe
//! RGB, ProPhoto). Those of tables, grey or inks are not: their photos stay as they were decoded. Curves and matrix are
//! worked out in floats once and rounded to whole numbers, of 16 bits and of 12 behind the point; pixels are summed in
//! these.

use moxcms::{ColorProfile, DataColorSpace, ToneReprCurve};

/// Bits behind the point of matrix entries.
const POINT: u32 = 12;

/// From the colours of a profile to sRGB.
struct Conversion {
    /// Light of each value, of red, green and blue; 65,535 is all.
    light: [Vec<i32>; 3],
    matrix: [[i32; 3]; 3],
    /// The value of sRGB for each light.
    value: Vec<u8>,
}

/// Converts straight RGBA in place; nothing happens when the profile is not followed, is broken, or is sRGB.
pub(super) fn to_srgb(profile: &[u8], rgba: &mut [u8]) {
    let Some(conversion) = ColorProfile::new_from_slice(profile).ok().and_then(|p| Conversion::new(&p))
    else {
        return;
    };
    if conversion.changes_nothing() {
        return;
    }
    // neighbours are often equal
    let (mut before, mut after) = ([0; 3], conversion.apply([0; 3]));
    for pixel in rgba.as_chunks_mut::<4>().0 {
        let [r, g, b, _] = *pixel;
        if before != [r, g, b] {
            before = [r, g, b];
            after = conversion.apply(before);
        }
        pixel[..3].copy_from_slice(&after);
    }
}

impl Conversion {
    fn new(profile: &ColorProfile) -> Option<Self> {
        let tables = profile.lut_a_to_b_perceptual.is_some() || profile.lut_a_to_b_colorimetric.is_some();
        if profile.color_space != DataColorSpace::Rgb || profile.pcs != DataColorSpace::Xyz || tables {
            return None;
        }
        let srgb = ColorProfile::new_srgb();
        let whole = |light: &[f32; 256]| {
            light.iter().map(|v| (v.clamp(0.0, 1.0) * 65_535.0).round() as i32).collect()
        };
        let light = [
            whole(&*profile.build_r_linearize_table::<u8, 256, 8>(false).ok()?),
            whole(&*profile.build_g_linearize_table::<u8, 256, 8>(false).ok()?),
            whole(&*profile.build_b_linearize_table::<u8, 256, 8>(false).ok()?),
        ];
        let matrix = profile.transform_matrix(&srgb).v.map(|row| row.map(|v| v * f64::from(1 << POINT)));
        // of real profiles no entry is larger than 3; more could overflow
        if !matrix.iter().flatten().all(|v| v.abs() < f64::from(8 << POINT)) {
            return None;
        }
        let curve: &Option<ToneReprCurve> = &srgb.red_trc;
        let value = srgb.build_16bit_gamma_table(curve, false).ok()?;
        let value = value.iter().map(|v| ((u32::from(*v) * 255 + 32_767) / 65_535) as u8).collect();
        Some(Self { light, matrix: matrix.map(|row| row.map(|v| v.round() as i32)), value })
    }

    #[inline(always)]
    fn apply(&self, rgb: [u8; 3]) -> [u8; 3] {
        let [r, g, b] = std::array::from_fn(|c| i64::from(self.light[c][usize::from(rgb[c])]));
        self.matrix.map(|[of_r, of_g, of_b]| {
            let sum = i64::from(of_r) * r + i64::from(of_g) * g + i64::from(of_b) * b;
            let light = (sum + (1 << (POINT - 1))) >> POINT;
            self.value[light.clamp(0, 65_535) as usize]
        })
    }

    /// Whether greys and dull colours come out as they went in, within what rounding does: the profile is sRGB in one of its
    /// many spellings. (Bright colours of wider spaces are cut to the same corners.)
    fn changes_nothing(&self) -> bool {
        let same = |rgb: [u8; 3]| self.apply(rgb).iter().zip(rgb).all(|(a, b)| a.abs_diff(b) <= 2);
        let dull = (0..8).map(|n| [n & 1, n >> 1 & 1, n >> 2].map(|on: u8| 96 + on * 64));
        (0..=255).map(|v| [v; 3]).chain(dull).all(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(profile: &ColorProfile, rgb: [u8; 3]) -> [u8; 3] {
        let mut pixel = [rgb[0], rgb[1], rgb[2], 77];
        to_srgb(&profile.encode().expect("a profile"), &mut pixel);
        assert_eq!(pixel[3], 77, "alpha stays");
        [pixel[0], pixel[1], pixel[2]]
    }

    #[test]
    fn srgb_is_left_alone_to_the_bit() {
        for v in 0..=255u8 {
            let rgb = [v, v.wrapping_mul(7), v.wrapping_add(99)];
            assert_eq!(converted(&ColorProfile::new_srgb(), rgb), rgb);
        }
    }

    /// By the matrices of CSS Color 4 in floats.
    #[test]
    fn wide_colours_become_those_of_css() {
        let p3 = ColorProfile::new_display_p3();
        let near = |have: [u8; 3], want: [u8; 3]| {
            assert!(have.iter().zip(want).all(|(a, b)| a.abs_diff(b) <= 1), "{have:?} for {want:?}");
        };
        for grey in [0, 1, 50, 128, 200, 255] {
            near(converted(&p3, [grey; 3]), [grey; 3]);
        }
        near(converted(&p3, [200, 100, 50]), [215, 93, 31]);
        near(converted(&p3, [100, 150, 200]), [83, 152, 205]);
        assert_eq!(converted(&p3, [255, 0, 0]), [255, 0, 0], "outside of sRGB: cut");
        let adobe = ColorProfile::new_adobe_rgb();
        near(converted(&adobe, [128; 3]), [129; 3]);
        near(converted(&adobe, [100, 150, 100]), [66, 151, 97]);
    }

    #[test]
    fn nonsense_is_no_profile() {
        let mut pixel = [1, 2, 3, 4];
        for bytes in [&b""[..], b"acsp", &[0; 200]] {
            to_srgb(bytes, &mut pixel);
        }
        assert_eq!(pixel, [1, 2, 3, 4]);
    }
}
