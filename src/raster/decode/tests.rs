use proptest::prelude::*;

use super::*;

const EXIF: &[u8] = include_bytes!("../../../fixtures/photos/odd/exif-orientation-6.jpg");
const CMYK: &[u8] = include_bytes!("../../../fixtures/photos/odd/cmyk-adobe.jpg");
const P3: &[u8] = include_bytes!("../../../fixtures/photos/odd/display-p3.jpg");
const GREY: &[u8] = include_bytes!("../../../fixtures/photos/odd/greyscale.jpg");
const DEEP: &[u8] = include_bytes!("../../../fixtures/photos/odd/rgb-16bit.png");

/// The mean colour of a box given in fractions of the picture.
fn mean(pixels: &Pixels, [x0, y0, x1, y1]: [f64; 4]) -> [u8; 3] {
    let (w, h) = (f64::from(pixels.size.w()), f64::from(pixels.size.h()));
    let mut sums = [0u64; 4];
    for y in (y0 * h) as u32..(y1 * h) as u32 {
        for x in (x0 * w) as usize..(x1 * w) as usize {
            let p = &pixels.row(y)[x * 4..][..3];
            for (sum, v) in sums.iter_mut().zip(p) {
                *sum += u64::from(*v);
            }
            sums[3] += 1;
        }
    }
    [0, 1, 2].map(|c| (sums[c] / sums[3]) as u8)
}

const WATER: [f64; 4] = [0.0, 0.0, 0.1, 0.1];
const SAND: [f64; 4] = [0.3, 0.85, 0.45, 0.98];

#[test]
fn a_rotated_photo_comes_out_upright() {
    let photo = decode(EXIF).expect("a photo");
    let full = photo.full();
    assert_eq!((full.size.w(), full.size.h()), (1200, 800));
    assert_eq!(photo_size(EXIF), Ok(full.size));
    let ([r, _, b], [sr, _, sb]) = (mean(full, WATER), mean(full, SAND));
    assert!(b > r && sr > sb, "water {:?} upper left, sand {:?} below", mean(full, WATER), mean(full, SAND));
    assert!(full.opaque);
}

#[test]
fn inverted_cmyk_has_the_colours_of_the_same_beach() {
    let (cmyk, rgb) = (decode(CMYK).expect("CMYK"), decode(EXIF).expect("RGB"));
    for place in [WATER, SAND, [0.75, 0.3, 0.85, 0.5]] {
        let (a, b) = (mean(cmyk.full(), place), mean(rgb.full(), place));
        let off = a.iter().zip(b).map(|(a, b)| a.abs_diff(b)).max();
        assert!(off <= Some(25), "CMYK {a:?}, RGB {b:?} at {place:?}");
    }
}

#[test]
fn grey_is_grey_and_sixteen_bits_round_to_eight() {
    let grey = decode(GREY).expect("grey");
    assert!(grey.full().data.as_chunks::<4>().0.iter().all(|p| p[0] == p[1] && p[1] == p[2] && p[3] == 255));
    let deep = decode(DEEP).expect("16 bits");
    assert_eq!((deep.full().size.w(), deep.full().size.h()), (640, 420));
    let row = deep.full().row(200).as_chunks::<4>().0;
    let jump = row.windows(2).flat_map(|p| [0, 1, 2].map(|c| p[0][c].abs_diff(p[1][c]))).max();
    assert!(jump <= Some(2), "a ramp has no steps");
}

#[test]
fn halvings_have_half_the_sides_and_what_was_flat_or_sharp_stays_so() {
    let size = PixelSize::new(65, 64).expect("valid");
    let flat = Photo::from_pixels(Pixels { size, data: [90, 7, 60, 200].repeat(65 * 64), opaque: false });
    assert_eq!(flat.levels.len(), 2);
    let half = &flat.levels[1];
    assert_eq!((half.size.w(), half.size.h()), (33, 32));
    assert!(half.data.as_chunks::<4>().0.iter().all(|p| *p == [90, 7, 60, 200]));
    // black to white between two pixels of the half
    let size = PixelSize::new(64, 64).expect("valid");
    let edge = (0..64 * 64).flat_map(|n| if n % 64 < 32 { [0, 0, 0, 255] } else { [255; 4] });
    let edge = Photo::from_pixels(Pixels { size, data: edge.collect(), opaque: true });
    let row = edge.levels[1].row(9).as_chunks::<4>().0;
    assert!(row[15][0] < 20 && row[16][0] > 235, "{} and {}", row[15][0], row[16][0]);
}

#[test]
fn a_photo_that_is_cut_off_is_refused_wherever_it_ends() {
    for percent in (1..100).step_by(7) {
        let cut = &EXIF[..EXIF.len() * percent / 100];
        assert_eq!(decode(cut).err(), Some(RasterError::Truncated), "at {percent} %");
        let cut = &DEEP[..DEEP.len() * percent / 100];
        assert!(decode(cut).is_err(), "PNG at {percent} %");
    }
    let mut trailing = EXIF.to_vec();
    trailing.extend([0; 1000]);
    assert!(decode(&trailing).is_ok(), "what follows the end does not matter");
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    // a PNG of 50,000 × 50,000 one-bit pixels: 6 kB of header and nothing else is read
    let mut bomb = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut ihdr = b"IHDR".to_vec();
    ihdr.extend([0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 1, 0, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&ihdr);
    bomb.extend([0, 0, 0, 13]);
    bomb.extend(&ihdr);
    bomb.extend(crc.sum().to_be_bytes());
    bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    assert_eq!(decode(&bomb).err(), Some(RasterError::TooLarge { w: 50_000, h: 50_000 }));
    assert_eq!(photo_size(&bomb).err(), Some(RasterError::TooLarge { w: 50_000, h: 50_000 }));

    // a JPEG whose frame header claims 65,535²
    let mut huge = EXIF.to_vec();
    let frame = huge.windows(2).position(|m| m == [0xff, 0xc0] || m == [0xff, 0xc2]).expect("a frame");
    huge[frame + 5..frame + 9].fill(0xff);
    assert!(matches!(decode(&huge).err(), Some(RasterError::TooLarge { .. } | RasterError::Decode(_))));
}

#[test]
fn what_is_not_a_photo_is_called_by_its_name() {
    let refusal = |bytes: &[u8]| decode(bytes).expect_err("not a photo").to_string();
    assert_eq!(refusal(b"\0\0\0\x18ftypheic...."), "HEIC is not supported, export as JPEG or PNG");
    assert_eq!(refusal(b"\0\0\0\x1cftypavif...."), "AVIF is not supported, export as JPEG or PNG");
    assert!(refusal(b"").starts_with("an empty file is not a picture"));
    assert!(refusal(b"<!DOCTYPE html><title>404</title>").starts_with("a web page is not"));
    assert!(refusal(b"<?xml version='1.0'?><svg/>").starts_with("an SVG where a photo"));
    assert!(refusal(b"PK\x03\x04").starts_with("a zip archive"));
    assert!(refusal(b"hello").starts_with("this file"));
}

/// A small picture in each format.
fn small(format: ImageFormat) -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, format).expect("all of these can be written");
    bytes.into_inner()
}

proptest! {
    #[test]
    fn damaged_files_are_pictures_or_errors_never_panics(
        which in 0..4usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        cuts: bool,
    ) {
        let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
        let mut bytes = small(formats[which]);
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(photo) = decode(&bytes) {
            let full = photo.full();
            prop_assert_eq!(full.data.len() as u64, full.size.area() * 4);
        }
    }
}

#[test]
fn every_format_is_read_by_its_content() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let photo = decode(&small(format)).expect("a picture");
        assert_eq!((photo.full().size.w(), photo.full().size.h()), (40, 30), "{format:?}");
    }
}

/// Against LittleCMS.
#[test]
fn a_photo_in_display_p3_is_brought_to_srgb() {
    let photo = decode(P3).expect("a photo");
    for (place, want) in [([0.0, 0.0, 0.1, 0.1], [246, 123, 68]), (SAND, [225, 151, 107])] {
        let have = mean(photo.full(), place);
        let off = have.iter().zip(want).map(|(a, b)| a.abs_diff(b)).max();
        assert!(off <= Some(2), "{have:?} for {want:?} at {place:?}");
    }
}
