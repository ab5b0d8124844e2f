use std::io::Cursor;

use fearless_simd::Level;
use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, SamplingFactor};
use proptest::prelude::*;

use super::*;
use crate::geom::PixelSize;
use crate::raster::Kernels;

const SAMPLINGS: [Sampling; 2] = [Sampling::Halved, Sampling::Full];

/// Colour ramps under some noise: smooth blocks and busy ones.
fn picture(w: u32, h: u32) -> Vec<u8> {
    let mut seed = w * 31 + h;
    let pixel = |i: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (x, y) = (i % w, i / w);
        let noise = if (x / 24 + y / 24) % 2 == 0 { (seed >> 27) as u8 } else { 0 };
        [(x * 200 / w) as u8 + noise, (y * 220 / h) as u8 + noise, 40 + noise, 255]
    };
    (0..w * h).flat_map(pixel).collect()
}

fn ours_at(level: Level, settings: JpegSettings, w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    let encoder = Encoder::new(settings, level);
    let mut room = Vec::new();
    let bands = rgba.chunks(w as usize * 4 * 16);
    let strips: Vec<Vec<u8>> = bands.map(|band| encoder.strip(w, band, &mut room).to_vec()).collect();
    assemble(settings, PixelSize::new(w, h).expect("valid"), &strips)
}

fn ours(settings: JpegSettings, w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    ours_at(Level::new(), settings, w, h, rgba)
}

/// An encoder that many use, with the same tables, sampling and restarts.
fn oracle(settings: JpegSettings, w: u32, h: u32, rgba: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut file, settings.quality());
    let (sampling, interval) = match settings.sampling() {
        Sampling::Halved => (SamplingFactor::F_2_2, w.div_ceil(16)),
        Sampling::Full => (SamplingFactor::F_1_1, w.div_ceil(8) * 2),
    };
    encoder.set_sampling_factor(sampling);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_restart_interval(interval as u16);
    encoder.encode(rgba, w as u16, h as u16, ColorType::Rgba).expect("encodes");
    file
}

const SIZES: [(u32, u32); 9] =
    [(300, 250), (1, 1), (17, 33), (15, 16), (320, 50), (301, 129), (16, 300), (64, 16), (728, 90)];

#[test]
fn files_weigh_as_much_as_those_of_another_encoder() {
    for (w, h) in SIZES {
        let rgba = picture(w, h);
        for (quality, sampling) in [(50, Sampling::Halved), (84, Sampling::Halved), (84, Sampling::Full)] {
            let settings = JpegSettings::new(quality).sampled(sampling);
            let (ours, theirs) = (ours(settings, w, h, &rgba), oracle(settings, w, h, &rgba));
            let (a, b) = (ours.len() as i64, theirs.len() as i64);
            // Smooth colours round to fewer coefficients here, since means are not rounded twice.
            assert!(a <= b + b / 100 + 8 && a >= b - b / 50 - 8, "{w}×{h} at {quality}: {a} and {b} bytes");
        }
    }
}

/// Entropy-coded data to coefficients, as T.81 annex F says; for a file of ours or of the oracle.
fn coefficients(file: &[u8], blocks: &[bool]) -> Vec<[i32; 64]> {
    let mut at = 2;
    while file[at + 1] != 0xda {
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    let (mut all, mut bytes) = (Vec::new(), Vec::new());
    let mut segments = Vec::new();
    while at + 1 < file.len() {
        match (file[at], file[at + 1]) {
            (0xff, 0) => bytes.push(0xff),
            (0xff, _) => segments.push(std::mem::take(&mut bytes)),
            (byte, _) => {
                bytes.push(byte);
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    for segment in segments {
        let mut bits =
            segment.iter().flat_map(|byte| (0..8).rev().map(move |n| u32::from(byte >> n & 1))).peekable();
        let mut before = [0; 3];
        'segment: while bits.peek().is_some() {
            let mut component = 0;
            for (n, chroma) in blocks.iter().enumerate() {
                component = if *chroma { component + 1 } else { 0 };
                let [dc, ac] = if *chroma {
                    [tables::DC_CHROMA, tables::AC_CHROMA]
                } else {
                    [tables::DC_LUMA, tables::AC_LUMA]
                };
                let mut block = [0; 64];
                let Some(size) = symbol(&mut bits, &dc) else {
                    assert_eq!(n, 0, "only filling follows a whole MCU");
                    break 'segment;
                };
                before[component] += value(&mut bits, size);
                block[0] = before[component];
                let mut k = 1;
                while k < 64 {
                    let code = symbol(&mut bits, &ac).expect("a code");
                    match (code >> 4, code & 15) {
                        (15, 0) => k += 16,
                        (_, 0) => break,
                        (zeros, size) => {
                            k += usize::from(zeros);
                            block[k] = value(&mut bits, size);
                            k += 1;
                        }
                    }
                }
                all.push(block);
            }
        }
    }
    all
}

fn symbol(bits: &mut impl Iterator<Item = u32>, table: &tables::Huffman) -> Option<u8> {
    let codes = table.codes();
    let mut code = 0;
    for length in 1..=16 {
        code = code << 1 | bits.next()?;
        let found = table.symbols.iter().find(|s| codes[usize::from(**s)] == code << 8 | length);
        if let Some(symbol) = found {
            return Some(*symbol);
        }
    }
    None
}

fn value(bits: &mut impl Iterator<Item = u32>, size: u8) -> i32 {
    let read = (0..size).fold(0, |v, _| v << 1 | bits.next().expect("bits") as i32);
    if size > 0 && read >> (size - 1) == 0 { read - (1 << size) + 1 } else { read }
}

#[test]
fn coefficients_are_those_of_another_encoder_within_one() {
    let halved = [false, false, false, false, true, true];
    let full = [false, true, true];
    for (w, h) in [(75, 41), (64, 32), (17, 16)] {
        let rgba = picture(w, h);
        for (sampling, blocks) in [(Sampling::Halved, &halved[..]), (Sampling::Full, &full[..])] {
            let settings = JpegSettings::new(84).sampled(sampling);
            let a = coefficients(&ours(settings, w, h, &rgba), blocks);
            let b = coefficients(&oracle(settings, w, h, &rgba), blocks);
            assert_eq!(a.len(), b.len(), "{w}×{h} {sampling:?}");
            let both = || a.iter().flatten().zip(b.iter().flatten());
            let most = both().map(|(a, b)| a.abs_diff(*b)).max();
            assert!(most <= Some(1), "{w}×{h} {sampling:?}: {most:?}");
            let differ = both().filter(|(a, b)| a != b).count();
            assert!(differ * 50 <= a.len() * 64, "{differ} of {}", a.len() * 64);
        }
    }
}

#[test]
fn two_other_decoders_read_it_nearly_as_it_was() {
    for (w, h) in SIZES {
        let rgba = picture(w, h);
        for sampling in SAMPLINGS {
            let file = ours(JpegSettings::new(95).sampled(sampling), w, h, &rgba);
            let back = image::load_from_memory(&file).expect("a JPEG").into_rgba8();
            assert_eq!(back.dimensions(), (w, h));
            let error: u64 = back.as_raw().iter().zip(&rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(error < 4 * rgba.len() as u64, "{w}×{h} {sampling:?}: {error}");
            // Progressive and strict readers trip over other things.
            let header = image::ImageReader::with_format(Cursor::new(&file), image::ImageFormat::Jpeg);
            assert_eq!(header.into_dimensions().expect("headers"), (w, h));
        }
    }
}

#[test]
fn bytes_do_not_depend_on_the_level() {
    for (w, h) in SIZES {
        let rgba = picture(w, h);
        for settings in SAMPLINGS.map(|sampling| JpegSettings::new(90).sampled(sampling)) {
            let expected = ours_at(Level::baseline(), settings, w, h, &rgba);
            for (name, kernels) in Kernels::all() {
                assert!(ours_at(kernels.level(), settings, w, h, &rgba) == expected, "{w}×{h} at {name}");
            }
        }
    }
}

#[test]
fn a_band_joined_of_pieces_is_the_band_encoded_as_one() {
    for (w, rows) in [(300, 16), (17, 16), (33, 9), (728, 16), (16, 1)] {
        let rgba = picture(w, rows);
        for quality in [30, 84, 100] {
            let encoder = Encoder::new(JpegSettings::new(quality), Level::new());
            let (mut room, mut joint) = (Vec::new(), Vec::new());
            let whole = encoder.strip(w, &rgba, &mut room).to_vec();
            for step in [16, 48, 64, 160, 1024] {
                let columns = (0..w).step_by(step).map(|x| x..w.min(x + step as u32));
                let pieces: Vec<Piece> = columns.map(|x| encoder.piece(w, &rgba, x, &mut room)).collect();
                let pieces: Vec<&Piece> = pieces.iter().collect();
                assert!(join(&pieces, &mut joint) == whole, "{w}×{rows} at {quality} by {step}");
            }
        }
    }
}

#[test]
fn chroma_is_averaged_not_sampled() {
    // red and blue columns in turn: a sampled chroma would show one of them, the mean is violet
    let rgba: Vec<u8> =
        (0..32 * 16).flat_map(|i| if i % 2 == 0 { [200, 0, 0, 255] } else { [0, 0, 200, 255] }).collect();
    let back = image::load_from_memory(&ours(JpegSettings::new(100), 32, 16, &rgba)).expect("a JPEG");
    let back = back.into_rgb8();
    let sum = |c: usize| {
        back.pixels().map(|p| u64::from(p.0[c])).sum::<u64>() / u64::from(back.width() * back.height())
    };
    assert!(sum(0).abs_diff(100) < 12 && sum(2).abs_diff(100) < 12, "{} {}", sum(0), sum(2));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the pixels, every level writes the same file, and it can be read.
    #[test]
    fn any_pixels_at_any_quality_are_one_file(
        w in 1u32..90, h in 1u32..40, quality in 1u8..=100, seed: u64, hard: bool, full: bool,
    ) {
        let mut state = seed | 1;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let byte = (state >> 56) as u8;
            if hard { if byte < 128 { 0 } else { 255 } } else { byte }
        };
        let rgba: Vec<u8> = (0..w * h).flat_map(|_| [next(), next(), next(), 255]).collect();
        let sampling = if full { Sampling::Full } else { Sampling::Halved };
        let settings = JpegSettings::new(quality).sampled(sampling);
        let file = ours_at(Level::baseline(), settings, w, h, &rgba);
        prop_assert!(file == ours(settings, w, h, &rgba));
        let back = image::load_from_memory(&file).expect("a JPEG");
        prop_assert_eq!((back.width(), back.height()), (w, h));
    }
}
