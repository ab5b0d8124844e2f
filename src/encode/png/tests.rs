use fearless_simd::Level;
use proptest::prelude::*;

use super::deflate::Deflater;
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
    let mut encoder = Encoder::new(settings, w, Level::new());
    rgba.chunks(w as usize * 4 * 64).map(|band| encoder.strip(band)).collect()
}

fn read(file: &[u8]) -> (Vec<u8>, png::ColorType) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a header");
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
    assert!(Encoder::new(settings, 1000, Level::new()).strip(&flat).deflated.len() < 1500);
    let mut seed = 1u32;
    let noise: Vec<u8> = (0..1000 * 64 * 4)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        })
        .collect();
    let band = Encoder::new(settings, 1000, Level::new()).strip(&noise);
    assert!(band.deflated.len() < band.raw_len as usize * 101 / 100);
}

/// What filtered rows are like: noise of some loudness, runs, and earlier stretches again, from near and far.
fn text() -> impl Strategy<Value = Vec<u8>> {
    #[derive(Clone, Debug)]
    enum Part {
        Noise(u8, usize, u64),
        Run(u8, usize),
        Again(usize, usize),
    }
    let part = prop_oneof![
        (0u8..8, 0usize..3_000, any::<u64>()).prop_map(|(bits, len, seed)| Part::Noise(bits, len, seed)),
        (any::<u8>(), 0usize..3_000).prop_map(|(byte, len)| Part::Run(byte, len)),
        (1usize..80_000, 0usize..600).prop_map(|(back, len)| Part::Again(back, len)),
    ];
    prop::collection::vec(part, 0..120).prop_map(|parts| {
        let mut text: Vec<u8> = Vec::new();
        for part in parts {
            match part {
                Part::Noise(bits, len, mut seed) => text.extend((0..len).map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    ((seed >> 56) as i8 >> bits) as u8
                })),
                Part::Run(byte, len) => text.extend(std::iter::repeat_n(byte, len)),
                Part::Again(back, len) if !text.is_empty() => {
                    let from = text.len().saturating_sub(back);
                    (0..len).for_each(|n| text.push(text[from + n]));
                }
                Part::Again(..) => {}
            }
        }
        text
    })
}

fn inflate(deflated: &[u8], len: usize) -> Vec<u8> {
    let mut raw = Vec::with_capacity(len + 1);
    let mut inflater = flate2::Decompress::new(false);
    inflater.decompress_vec(deflated, &mut raw, flate2::FlushDecompress::Sync).expect("valid");
    assert_eq!(inflater.total_in() as usize, deflated.len(), "nothing is left over");
    raw
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_was_deflated_inflates_and_is_never_larger_than_stored(text in text(), bpp in 3usize..5, w in 1usize..2_000) {
        let mut deflater = Deflater::new();
        let deflated = deflater.deflate(&text, bpp, w * bpp + 1).to_vec();
        prop_assert!(inflate(&deflated, text.len()) == text);
        prop_assert!(deflated.ends_with(&[0, 0, 0xff, 0xff]), "ends with a full flush");
        // five bytes for each stored block; blocks may end up to a copy early
        prop_assert!(deflated.len() <= text.len() + 5 * (text.len() / 65_000 + 2));
        prop_assert!(deflater.deflate(&text, bpp, w * bpp + 1) == deflated, "nothing of the last one is left");
    }
}

#[test]
fn short_texts_of_any_bytes_come_back() {
    let mut deflater = Deflater::new();
    for len in 0..400usize {
        let text: Vec<u8> = (0..len).map(|n| (n * len * 31 % 256) as u8).collect();
        let deflated = deflater.deflate(&text, 3, 31).to_vec();
        assert!(inflate(&deflated, len) == text, "{len}");
    }
}

#[test]
fn few_colours_become_a_palette_and_stay_exact() {
    // of n colours, some with alpha: opaque stripes, and a ramp of alpha on top
    for (n, opaque, depth) in [(2, true, 1), (4, true, 2), (16, false, 4), (200, true, 8), (250, false, 8)] {
        let color = |i: u32| {
            let (x, y) = (i % 150, i / 150);
            let k = (x / 3 * 7919 + y / 2 * 104_729) % 9973 % n;
            let a = if opaque { 255 } else { (k * 255 / n) as u8 };
            Rgba { r: (k * 37) as u8, g: k as u8, b: 9, a }.premultiply()
        };
        let rgba: Vec<u8> = (0..150 * 100).flat_map(color).collect();
        let settings = PngSettings { opaque };
        let file = assemble(settings, PixelSize::new(150, 100).expect("valid"), &bands(settings, 150, &rgba));
        let header = png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a header");
        assert_eq!(header.info().color_type, png::ColorType::Indexed, "{n}");
        assert_eq!(header.info().bit_depth as u8, depth);
        let back = image::load_from_memory(&file).expect("a PNG").to_rgba8().into_raw();
        let again = back
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|p| Rgba { r: p[0], g: p[1], b: p[2], a: p[3] }.premultiply());
        assert!(again.eq(rgba.iter().copied()), "{n}");
    }
}

#[test]
fn a_photo_of_256_colours_looks_like_it_and_its_flat_parts_are_exact() {
    let (w, h) = (200u32, 150u32);
    let pixel = |i: u32| {
        let (x, y) = (i % w, i / w);
        let mixed = (i ^ i >> 7).wrapping_mul(2_654_435_761);
        let grain = ((mixed ^ mixed >> 13).wrapping_mul(2_246_822_519) >> 28) as u8;
        if x < 60 { [12, 34, 56, 255] } else { [x as u8 + grain, y as u8 + grain, (x * y / 200) as u8, 255] }
    };
    let rgba: Vec<u8> = (0..w * h).flat_map(pixel).collect();
    let file = encode_palette(w, &rgba);
    assert_eq!(file, encode_palette(w, &rgba), "the seed is fixed");
    let back = image::load_from_memory(&file).expect("a PNG").to_rgba8().into_raw();
    let (mut sums, mut n) = ([[0i64; 3]; 2], 0);
    for (i, (have, want)) in back.chunks(4).zip(rgba.chunks(4)).enumerate() {
        if (i as u32 % w) < 60 {
            assert_eq!(have, want, "flat");
        }
        n += i64::from((0..3).map(|c| u32::from(have[c].abs_diff(want[c]))).sum::<u32>());
        (0..3).for_each(|c| {
            sums[0][c] += i64::from(have[c]);
            sums[1][c] += i64::from(want[c]);
        });
    }
    let pixels = i64::from(w * h);
    assert!(n < pixels * 3 * 6, "off by {} a channel", n as f64 / pixels as f64 / 3.0);
    assert!((0..3).all(|c| (sums[0][c] - sums[1][c]).abs() < pixels), "scattering keeps the mean");
    let all = assemble_all(w, h, &rgba);
    assert!(file.len() < all.len(), "{} of {}", file.len(), all.len());
}

fn assemble_all(w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    let settings = PngSettings { opaque: true };
    assemble(settings, PixelSize::new(w, h).expect("valid"), &bands(settings, w, rgba))
}
