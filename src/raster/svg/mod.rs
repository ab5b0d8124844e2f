//! SVGs from strangers, drawn into exactly the pixels that were asked for.
//!
//! The file is counted before it is parsed (`budget`), nothing outside of it is opened, and what cannot be drawn
//! faithfully is refused with a hint rather than left out.

mod budget;
mod recolor;
mod scan;

#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use super::pixels::check_area;
use super::{Pixels, RasterError};
use crate::geom::PixelSize;
use crate::plan::Recolor;

/// Pixels of a picture inside an SVG.
const MAX_EMBEDDED: u64 = 16_000_000;

/// Draws an SVG into exactly `size`, with some of its solid fills and strokes replaced.
///
/// # Errors
/// What the file uses that is refused, or why it is no SVG.
pub fn svg(bytes: &[u8], size: PixelSize, recolor: &[Recolor]) -> Result<Pixels, RasterError> {
    check_area(size.w(), size.h())?;
    let text = budget::check(bytes)?;
    let tree = if recolor.is_empty() { parse(text)? } else { parse(&recolor::recolor(text, recolor))? };
    let too_large = RasterError::TooLarge { w: size.w(), h: size.h() };
    let mut canvas = tiny_skia::Pixmap::new(size.w(), size.h()).ok_or(too_large)?;
    let (w, h) = (tree.size().width(), tree.size().height());
    let fit = tiny_skia::Transform::from_scale(size.w() as f32 / w, size.h() as f32 / h);
    resvg::render(&tree, fit, &mut canvas.as_mut());
    let data = canvas.take();
    let opaque = data.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255);
    Ok(Pixels { size, data, opaque })
}

/// Width and height in the SVG's own units, for who must know its proportions.
///
/// # Errors
/// As [`svg`].
pub fn svg_aspect(bytes: &[u8]) -> Result<(f64, f64), RasterError> {
    let tree = parse(budget::check(bytes)?)?;
    Ok((f64::from(tree.size().width()), f64::from(tree.size().height())))
}

fn parse(text: &str) -> Result<usvg::Tree, RasterError> {
    let fault = Mutex::new(None);
    let options = usvg::Options {
        resources_dir: None,
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| match embedded(data) {
                Ok(kind) => Some(kind),
                Err(error) => {
                    fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    None
                }
            }),
            // no file and no socket is ever opened
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(text, &options).map_err(|e| RasterError::Svg(e.to_string()))?;
    drop(options);
    match fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(tree),
    }
}

/// A picture inside the file, by its content; its size is capped from its header.
fn embedded(data: Arc<Vec<u8>>) -> Result<usvg::ImageKind, RasterError> {
    use image::ImageFormat as F;
    let other = || scan::refused("an embedded file that is no picture", "embed PNG or JPEG");
    let format = image::guess_format(&data).map_err(|_| other())?;
    let reader = image::ImageReader::with_format(Cursor::new(&*data), format);
    let (w, h) = reader.into_dimensions().map_err(|e| RasterError::Decode(e.to_string()))?;
    if u64::from(w) * u64::from(h) > MAX_EMBEDDED {
        return Err(RasterError::SvgBudget {
            what: "pixels in an embedded picture",
            limit: MAX_EMBEDDED as usize,
        });
    }
    match format {
        F::Jpeg => Ok(usvg::ImageKind::JPEG(data)),
        F::Png => Ok(usvg::ImageKind::PNG(data)),
        F::Gif => Ok(usvg::ImageKind::GIF(data)),
        F::WebP => Ok(usvg::ImageKind::WEBP(data)),
        _ => Err(other()),
    }
}
