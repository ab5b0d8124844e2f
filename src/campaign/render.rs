use bytes::Bytes;

use super::easel::Easel;
use super::settle::{Unsettled, settle};
use super::strips::Strips;
use crate::asset::{BlobError, Blobs};
use crate::compile::{self, Inputs, Request};
use crate::diag::{Code, Diagnostic, Diagnostics, Outcome};
use crate::digest::Digest;
use crate::encode::{Format, Settings};
use crate::geom::PixelSize;
use crate::layout::{self, Findings, TextReport};
use crate::memo::Memo;
use crate::plan::Plan;
use crate::raster::{Kernels, RasterError, Workshop};
use crate::template::Template;

/// Qualities that are tried, from the best, when a weight limit is not met: a fixed ladder, since a free quality for
/// every variant would leave nothing to share.
const QUALITIES: [u8; 9] = [92, 88, 84, 80, 75, 70, 65, 60, 50];

/// What kind of file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// Format.
    pub format: Format,
    /// 1 to 100, where the format has one.
    pub quality: u8,
    /// The file's weight limit in bytes.
    pub max_bytes: Option<u64>,
}

impl Default for Output {
    fn default() -> Self {
        Self { format: Format::Jpeg, quality: 84, max_bytes: None }
    }
}

/// A finished file and what is known about it.
#[derive(Clone, Debug)]
pub struct Creative {
    /// The file.
    pub bytes: Vec<u8>,
    /// Device pixels.
    pub size: PixelSize,
    /// How it was encoded.
    pub settings: Settings,
    /// Of the bytes.
    pub digest: Digest,
    /// How each text was fitted.
    pub texts: Vec<TextReport>,
    /// What a designer should know.
    pub warnings: Diagnostics,
}

/// A plan, and what layout said on the way to it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is painted.
    pub plan: Plan,
    /// How each text was fitted.
    pub texts: Vec<TextReport>,
    /// What a designer should know, by layer.
    pub warnings: Findings,
}

/// Renders variants of one template. Cheap to clone and to share between threads.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    /// What was written.
    pub template: &'a Template,
    /// What it may read.
    pub inputs: &'a Inputs,
    /// Bytes of pictures, logos and fonts.
    pub blobs: &'a dyn Blobs,
    /// Results that were computed before.
    pub memo: &'a Memo,
    /// Row kernels at one SIMD level.
    pub kernels: Kernels,
}

impl std::fmt::Debug for Renderer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("template", &self.template.name).finish_non_exhaustive()
    }
}

impl Renderer<'_> {
    /// All stages up to the plan, with what is decided from pixels.
    ///
    /// # Errors
    /// Everything that a request or a template can have wrong.
    pub fn plan(&self, request: &Request) -> Outcome<Planned> {
        let scene = compile::bind(self.template, self.inputs, request)?;
        let (mut frames, mut warnings) = layout::layout(&scene, &self.inputs.fonts, self.memo)?;
        let blobs = WithDrawings { template: self.template, rest: self.blobs };
        let workshop = Workshop { blobs: &blobs, memo: self.memo };
        let easel = Easel::new(workshop, self.kernels);
        let plan = settle(&scene, &mut frames, &easel, &mut warnings).map_err(|why| match why {
            Unsettled::Found(found) => found,
            Unsettled::Raster(file, error) => self.fault(file, error),
        })?;
        Ok(Planned { plan, texts: frames.texts, warnings })
    }

    /// The file of one variant.
    ///
    /// # Errors
    /// Those of [`Renderer::plan`], pictures that cannot be decoded, and a weight limit that no quality meets.
    pub fn render(&self, request: &Request, output: Output) -> Outcome<Creative> {
        let planned = self.plan(request)?;
        self.finish(planned, output)
    }

    /// Paints and encodes a plan.
    ///
    /// # Errors
    /// Pictures that cannot be decoded, and a weight limit that no quality meets.
    pub fn finish(&self, planned: Planned, output: Output) -> Outcome<Creative> {
        let Planned { plan, texts, warnings } = planned;
        if output.format == Format::Jpeg && !plan.opaque {
            return Err(Diagnostic::error(
                Code::BadValue,
                "JPEG has no transparency, and the template has no background",
            )
            .hint("give the template a `background:`, or export PNG")
            .into());
        }
        let (side, most) = (plan.size.w().max(plan.size.h()), output.format.max_side());
        if side > most {
            let what = format!(
                "{} has no more than {most} pixels on a side; the creative has {side}",
                output.format.word()
            );
            return Err(Diagnostic::error(Code::TooLarge, what).hint("export JPEG or PNG").into());
        }
        let blobs = WithDrawings { template: self.template, rest: self.blobs };
        let easel = Easel::new(Workshop { blobs: &blobs, memo: self.memo }, self.kernels);
        let ladder = ladder(output, plan.opaque);
        let mut strips = Strips::new(easel, &plan, ladder.len() > 1);
        let mut make = |settings: Settings, most: Option<u64>| {
            strips.file(settings, most).map_err(|(resource, error)| self.fault(resource, error))
        };
        for settings in &ladder {
            if let Some(bytes) = make(*settings, output.max_bytes)? {
                let digest = Digest::of_bytes(&bytes);
                let warnings = Diagnostics::from(warnings);
                return Ok(Creative { bytes, size: plan.size, settings: *settings, digest, texts, warnings });
            }
        }
        let last = ladder[ladder.len() - 1];
        let least = make(last, None)?.map_or(0, |bytes| bytes.len());
        let most = output.max_bytes.unwrap_or(0);
        let how = match last {
            Settings::Palette => " (256 colours)".to_owned(),
            _ => last.quality().map_or_else(String::new, |quality| format!(" (quality {quality})")),
        };
        let what = format!("the file cannot be made smaller than {least} bytes{how}; the limit is {most}");
        Err(Diagnostic::error(Code::OverBudget, what)
            .hint("raise `max-bytes`, choose another format, or a calmer picture")
            .into())
    }

    /// Says whose file it is that cannot be used.
    fn fault(&self, file: Option<Digest>, error: RasterError) -> Diagnostics {
        let asset = file.and_then(|file| self.inputs.assets.0.values().find(|asset| asset.digest == file));
        let drawings = &self.template.drawings;
        let drawing = file.and_then(|file| drawings.iter().find(|(_, drawing)| drawing.digest == file));
        let what = match (asset, drawing) {
            (Some(asset), _) => format!("the picture `{}` cannot be used: {error}", asset.name),
            (None, Some((path, _))) => format!("the drawing `{path}` cannot be used: {error}"),
            (None, None) => format!("a resource cannot be made: {error}"),
        };
        let code = match error {
            RasterError::Svg(_) | RasterError::SvgRefused { .. } | RasterError::SvgBudget { .. } => {
                Code::BadSvg
            }
            RasterError::Font(_) => Code::BadFont,
            _ => Code::BadImage,
        };
        Diagnostic::error(code, what).into()
    }
}

/// The template's own drawings before all other bytes.
struct WithDrawings<'a> {
    template: &'a Template,
    rest: &'a dyn Blobs,
}

impl Blobs for WithDrawings<'_> {
    fn get(&self, digest: Digest) -> Result<Bytes, BlobError> {
        match self.template.drawings.values().find(|drawing| drawing.digest == digest) {
            Some(drawing) => Ok(drawing.bytes.clone()),
            None => self.rest.get(digest),
        }
    }
}

/// What is tried: what is asked for, and below it, where a weight limit may ask for less, the qualities of the ladder, or
/// the palette of an opaque PNG, which has no qualities. Never empty.
fn ladder(output: Output, opaque: bool) -> Vec<Settings> {
    let Output { format, quality, max_bytes } = output;
    let mut all = vec![Settings::new(format, quality, opaque)];
    if max_bytes.is_some() && format.has_quality() {
        let below = QUALITIES.into_iter().filter(|below| *below < quality);
        all.extend(below.map(|below| Settings::new(format, below, opaque)));
    } else if max_bytes.is_some() && opaque {
        all.push(Settings::Palette);
    }
    all
}
