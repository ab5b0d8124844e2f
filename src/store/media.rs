use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageReader, Limits};

use crate::asset::MediaKind;
use crate::geom::{PixelSize, Ratio};

/// The most pixels a picture may have.
const MAX_PIXELS: u64 = 100_000_000;
/// What a decoder may allocate for a header.
const MAX_HEADER: u64 = 64 << 20;

/// Why a file is no picture that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum MediaFault {
    #[error("it is no JPEG, PNG, WebP, GIF or SVG")]
    Unknown,
    #[error("its header cannot be read: {0}")]
    Header(String),
    #[error("it has {w}×{h} pixels; a side is at most 65,500 and the area at most 100 million")]
    Size { w: u32, h: u32 },
}

/// What the bytes are, and their upright size in pixels when they have one. By the bytes: names and types lie.
pub(super) fn sniff(bytes: &[u8]) -> Result<(MediaKind, Option<PixelSize>), MediaFault> {
    if is_svg(bytes) {
        return Ok((MediaKind::Vector, None));
    }
    let format = image::guess_format(bytes).map_err(|_| MediaFault::Unknown)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(MediaFault::Unknown);
    }
    let failed = |error: image::ImageError| MediaFault::Header(error.to_string());
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_HEADER);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (w, h) = decoder.dimensions();
    // A broken EXIF block says nothing; the picture is still one.
    let (w, h) =
        if is_turned(decoder.orientation().unwrap_or(Orientation::NoTransforms)) { (h, w) } else { (w, h) };
    let size = PixelSize::new(w, h).filter(|size| size.area() <= MAX_PIXELS);
    Ok((MediaKind::Raster, Some(size.ok_or(MediaFault::Size { w, h })?)))
}

fn is_turned(orientation: Orientation) -> bool {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// Width over height of an SVG: of its `viewBox`, else of its `width` and `height`.
pub(super) fn svg_aspect(text: &str) -> Option<Ratio> {
    let tag = root_tag(text)?;
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (w, h) = match attribute(tag, "viewBox") {
        Some(list) => {
            let split = list.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
            let numbers: Vec<f64> = split.map(number).collect::<Option<_>>()?;
            let [_, _, w, h] = numbers[..] else { return None };
            (w, h)
        }
        None => (number(attribute(tag, "width")?)?, number(attribute(tag, "height")?)?),
    };
    let aspect = w / h;
    (w > 0.0 && h > 0.0 && aspect > 0.001 && aspect < 1_000.0).then(|| Ratio::from_f64(aspect))
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let valid = std::str::from_utf8(head).map_or_else(|error| error.valid_up_to(), |text| text.len());
    let head = std::str::from_utf8(&head[..valid]).unwrap_or("");
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<') && root_tag(head).is_some()
}

/// What stands between `<svg` and the end of that tag (or of the text), behind declarations and comments.
fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let (open, close) = match rest {
            _ if rest.starts_with("<!--") => ("<!--", "-->"),
            _ if rest.starts_with("<?") => ("<?", "?>"),
            _ if rest.starts_with("<!") => ("<!", ">"),
            _ => break,
        };
        let end = rest[open.len()..].find(close)? + open.len() + close.len();
        rest = rest[end..].trim_start();
    }
    let tag = rest.strip_prefix("<svg")?;
    if !tag.starts_with([' ', '\t', '\n', '\r', '>', '/']) {
        return None;
    }
    Some(&tag[..tag.find('>').unwrap_or(tag.len())])
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for (at, _) in tag.match_indices(name) {
        let before = tag[..at].chars().next_back();
        let after = tag[at + name.len()..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else { continue };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        if let (Some(true), Some(quote)) = (before.map(char::is_whitespace), quote) {
            return value[1..].split(quote).next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_box_decides_a_logos_shape() {
        let svg = "<?xml version='1.0'?>\n<!-- a > b --><svg xmlns=\"x\" width=\"9\" height='9' viewBox=\"0 0 400,100\"><path/></svg>";
        assert_eq!(svg_aspect(svg), Some(Ratio::from_f64(4.0)));
        assert_eq!(svg_aspect("<svg width='30px' height='10'/>"), Some(Ratio::from_f64(3.0)));
        for bad in [
            "",
            "<html/>",
            "<svg/>",
            "<svg viewBox='0 0 0 5'/>",
            "<svg viewBox='a b'/>",
            "<!--",
            "<svgx width='1' height='1'/>",
        ] {
            assert_eq!(svg_aspect(bad), None, "{bad}");
        }
    }

    #[test]
    fn kinds_are_told_by_bytes() {
        assert_eq!(sniff(b" <svg/>"), Ok((MediaKind::Vector, None)));
        assert_eq!(sniff(b"<html/>"), Err(MediaFault::Unknown));
        assert_eq!(sniff(b""), Err(MediaFault::Unknown));
        assert!(matches!(sniff(b"\x89PNG\r\n\x1a\n"), Err(MediaFault::Header(_))));
    }
}
