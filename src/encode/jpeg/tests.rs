use super::*;
use crate::geom::PixelSize;

fn picture(w: u32, h: u32) -> Vec<u8> {
    let mut seed = w * 31 + h;
    let pixel = |i: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (x, y) = (i % w, i / w);
        [(x * 255 / w) as u8, (y * 255 / h) as u8, (seed >> 28) as u8, 255]
    };
    (0..w * h).flat_map(pixel).collect()
}

#[test]
fn strips_assembled_are_the_whole_image_byte_for_byte() {
    for (w, h) in [(300, 250), (1, 1), (17, 33), (15, 16), (320, 50), (301, 129), (16, 300), (728, 90)] {
        let rgba = picture(w, h);
        for quality in [1, 50, 84, 100] {
            let settings = JpegSettings::new(quality);
            let strips: Vec<_> =
                rgba.chunks(w as usize * 4 * 16).map(|band| strip(settings, w, band)).collect();
            let size = PixelSize::new(w, h).expect("valid");
            let whole = super::strip::whole(settings, w, h, &rgba);
            assert!(assemble(settings, size, &strips) == whole, "{w}×{h} at quality {quality}");
        }
    }
}

#[test]
fn the_file_is_read_back_nearly_as_it_was() {
    let (w, h) = (75, 41);
    let rgba = picture(w, h);
    let settings = JpegSettings::new(95);
    let strips: Vec<_> = rgba.chunks(w as usize * 4 * 16).map(|band| strip(settings, w, band)).collect();
    let file = assemble(settings, PixelSize::new(w, h).expect("valid"), &strips);
    let back = image::load_from_memory(&file).expect("a JPEG").into_rgba8();
    let error: u64 = back.as_raw().iter().zip(&rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(error < 3 * rgba.len() as u64, "mean error below 3 levels: {error}");
}

#[test]
fn chroma_is_averaged_not_sampled() {
    // red and blue columns in turn: a sampled chroma would show one of them, the mean is violet
    let rgba: Vec<u8> =
        (0..32 * 16).flat_map(|i| if i % 2 == 0 { [200, 0, 0, 255] } else { [0, 0, 200, 255] }).collect();
    let file = assemble(
        JpegSettings::new(100),
        PixelSize::new(32, 16).expect("valid"),
        &[strip(JpegSettings::new(100), 32, &rgba)],
    );
    let back = image::load_from_memory(&file).expect("a JPEG").into_rgb8();
    let sum = |c: usize| {
        back.pixels().map(|p| u64::from(p.0[c])).sum::<u64>() / u64::from(back.width() * back.height())
    };
    assert!(sum(0).abs_diff(100) < 12 && sum(2).abs_diff(100) < 12, "{} {}", sum(0), sum(2));
}
