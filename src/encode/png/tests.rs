use super::*;
use crate::color::Rgba;
use crate::geom::PixelSize;

/// A ramp, noise, flat parts, and every alpha.
fn picture(w: u32, h: u32, opaque: bool) -> Vec<u8> {
    let mut seed = 7u32;
    let pixel = |i: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (x, y) = (i % w, i / w);
        let color = match (x / 16 + y / 40) % 3 {
            0 => [x as u8, y as u8, 9],
            1 => [(seed >> 24) as u8, 80, 200],
            _ => [40, 50, 60],
        };
        let a = if opaque { 255 } else { (x + y) as u8 };
        Rgba { r: color[0], g: color[1], b: color[2], a }.premultiply()
    };
    (0..w * h).flat_map(pixel).collect()
}

fn bands(settings: PngSettings, w: u32, rgba: &[u8]) -> Vec<PngBand> {
    rgba.chunks(w as usize * 4 * 64).map(|band| strip(settings, w, band)).collect()
}

fn read(file: &[u8]) -> (Vec<u8>, png::ColorType) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a header");
    let mut out = vec![0; reader.output_buffer_size().expect("small")];
    let info = reader.next_frame(&mut out).expect("pixels and checksums that hold");
    (out, info.color_type)
}

#[test]
fn opaque_pixels_come_back_as_they_were() {
    for (w, h) in [(1, 1), (300, 250), (17, 64), (5, 65), (320, 128)] {
        let settings = PngSettings { opaque: true };
        let rgba = picture(w, h, true);
        let file = assemble(settings, PixelSize::new(w, h).expect("valid"), &bands(settings, w, &rgba));
        let (back, color) = read(&file);
        assert_eq!(color, png::ColorType::Rgb);
        let want: Vec<u8> = rgba.as_chunks::<4>().0.iter().flat_map(|p| [p[0], p[1], p[2]]).collect();
        assert!(back == want, "{w}×{h}");
    }
}

#[test]
fn translucent_pixels_premultiply_back_to_what_was_painted() {
    let settings = PngSettings { opaque: false };
    let rgba = picture(90, 150, false);
    let file = assemble(settings, PixelSize::new(90, 150).expect("valid"), &bands(settings, 90, &rgba));
    let (back, color) = read(&file);
    assert_eq!(color, png::ColorType::Rgba);
    let again = back
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|p| Rgba { r: p[0], g: p[1], b: p[2], a: p[3] }.premultiply());
    assert!(again.eq(rgba.iter().copied()), "dividing by alpha loses nothing that multiplying would show");
}

#[test]
fn bands_know_nothing_of_their_neighbours() {
    let settings = PngSettings { opaque: true };
    let rgba = picture(100, 192, true);
    let all = bands(settings, 100, &rgba);
    let mut swapped = rgba.clone();
    swapped.rotate_left(100 * 4 * 64);
    let mut moved = bands(settings, 100, &swapped);
    moved.rotate_right(1);
    assert_eq!(all, moved, "a band's bytes are the same wherever it lies");
    for band in &all {
        assert!(band.deflated.ends_with(&[0, 0, 0xff, 0xff]), "ends with a full flush");
        let mut alone = flate2::Decompress::new(false);
        let mut raw = Vec::with_capacity(band.raw_len as usize + 1);
        alone
            .decompress_vec(&band.deflated, &mut raw, flate2::FlushDecompress::Sync)
            .expect("inflates alone");
        assert_eq!(raw.len() as u64, band.raw_len);
        assert!(raw[0] <= 1, "the first row does not look up");
    }
}

#[test]
fn noise_and_flat_colour_both_fit() {
    let settings = PngSettings { opaque: true };
    let flat = vec![255; 1000 * 64 * 4];
    assert!(strip(settings, 1000, &flat).deflated.len() < 1500);
    let mut seed = 1u32;
    let noise: Vec<u8> = (0..1000 * 64 * 4)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect();
    let band = strip(settings, 1000, &noise);
    assert!(band.deflated.len() < band.raw_len as usize * 101 / 100);
}
