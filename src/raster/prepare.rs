use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode::Photo;
use super::error::RasterError;
use super::pixels::{Mask, Pixels};
use super::{adjust, blur, color_glyph, decode, glyph, mask, resample, svg, text_edge, text_run};
use crate::asset::Blobs;
use crate::digest::Digest;
use crate::memo::{Memo, Work};
use crate::plan::{Plan, Resource};

/// A resource, made.
#[derive(Clone, Debug)]
pub enum Prepared {
    /// Colour.
    Pixels(Arc<Pixels>),
    /// Coverage.
    Mask(Arc<Mask>),
}

impl Prepared {
    /// The colour, if it is that.
    #[must_use]
    pub fn pixels(&self) -> Option<&Pixels> {
        match self {
            Self::Pixels(pixels) => Some(pixels),
            Self::Mask(_) => None,
        }
    }

    /// The coverage, if it is that.
    #[must_use]
    pub fn mask(&self) -> Option<&Mask> {
        match self {
            Self::Mask(mask) => Some(mask),
            Self::Pixels(_) => None,
        }
    }
}

/// Every resource of a plan, prepared.
pub type Lookup = BTreeMap<Digest, Prepared>;

/// Makes resources, each once. Nothing in here calls rayon: its work runs inside a memo.
#[derive(Clone, Copy)]
pub struct Workshop<'a> {
    /// Files, also fonts.
    pub blobs: &'a dyn Blobs,
    /// What was made before.
    pub memo: &'a Memo,
}

impl Workshop<'_> {
    /// Makes a resource, or takes it from the memo.
    ///
    /// # Errors
    /// What is wrong with the file that it comes from.
    pub fn prepare(&self, resource: &Resource) -> Result<Prepared, RasterError> {
        self.prepare_at(resource.digest(), resource)
    }

    /// [`Workshop::prepare`] for a resource whose digest is at hand.
    ///
    /// # Errors
    /// As [`Workshop::prepare`].
    pub fn prepare_at(&self, key: Digest, resource: &Resource) -> Result<Prepared, RasterError> {
        match resource {
            Resource::Photo { file, crop, size, flip: false } => self
                .memo
                .get(Work::Crop, key, || resample::resample(&*self.photo(*file)?, *crop, *size))
                .map(Prepared::Pixels),
            Resource::Photo { file, crop, size, flip: true } => {
                let plain = Resource::Photo { file: *file, crop: *crop, size: *size, flip: false };
                let Prepared::Pixels(plain) = self.prepare(&plain)? else {
                    unreachable!("a photo is pixels")
                };
                self.memo.get(Work::Mirror, key, || Ok(plain.mirrored())).map(Prepared::Pixels)
            }
            Resource::Svg { file, size, recolor } => self
                .memo
                .get(Work::Svg, key, || svg::svg(&self.blobs.get(*file)?, *size, recolor))
                .map(Prepared::Pixels),
            Resource::Adjusted { picture, adjust } => {
                let plain = self.prepare(picture)?;
                let pixels =
                    plain.pixels().ok_or_else(|| RasterError::Decode("a mask has no colours".into()))?;
                self.memo.get(Work::Crop, key, || Ok(adjust::adjust(pixels, *adjust))).map(Prepared::Pixels)
            }
            Resource::ColorGlyph { face, id, size, transform, bounds } => self
                .memo
                .get(Work::Svg, key, || {
                    let bytes = self.blobs.get(face.file)?;
                    color_glyph::color_glyph(
                        &glyph::face(&bytes, face.index)?,
                        *id,
                        *size,
                        *transform,
                        *bounds,
                    )
                })
                .map(Prepared::Pixels),
            Resource::Ramp { .. }
            | Resource::Common { .. }
            | Resource::Silhouette { .. }
            | Resource::Edged { .. }
            | Resource::Fill { .. }
            | Resource::Stroke { .. }
            | Resource::Blur { .. }
            | Resource::Text { .. } => self.mask(key, resource).map(Prepared::Mask),
        }
    }

    /// Everything that a plan lists.
    ///
    /// # Errors
    /// The first resource that cannot be made, with its digest.
    pub fn prepare_all(&self, plan: &Plan) -> Result<Lookup, (Digest, RasterError)> {
        let made = plan.resources.iter().map(|(digest, resource)| match self.prepare_at(*digest, resource) {
            Ok(prepared) => Ok((*digest, prepared)),
            Err(error) => Err((*digest, error)),
        });
        made.collect()
    }

    /// A decoded photo.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn photo(&self, file: Digest) -> Result<Arc<Photo>, RasterError> {
        self.memo.get(Work::Decode, Digest::of("photo", &file), || decode::decode(&self.blobs.get(file)?))
    }

    fn mask(&self, key: Digest, resource: &Resource) -> Result<Arc<Mask>, RasterError> {
        self.memo.get(Work::Mask, key, || match resource {
            Resource::Fill { outline, bounds } => mask::fill(outline, *bounds),
            Resource::Stroke { outline, width, bounds } => mask::stroke(outline, *width, *bounds),
            Resource::Text { runs, transform, bounds } => {
                text_run::text_run(runs, *transform, *bounds, self.blobs, self.memo)
            }
            Resource::Edged { runs, width, transform, bounds } => {
                text_edge::edged(runs, *width, *transform, *bounds, self.blobs, self.memo)
            }
            Resource::Blur { mask: inner, sigma, bounds } => {
                let sharp = self.mask(inner.digest(), inner)?;
                let from = inner.mask_bounds().expect("only masks reach here");
                blur::blur(&sharp, from, *sigma, *bounds)
            }
            Resource::Ramp { gradient, bounds } => mask::ramp(gradient, *bounds),
            Resource::Common { masks, bounds } => {
                let all = masks.iter().map(|one| self.mask(one.digest(), one));
                mask::common(&all.collect::<Result<Vec<_>, _>>()?, *bounds)
            }
            Resource::Silhouette { picture, .. } => {
                let plain = self.prepare(picture)?;
                let pixels =
                    plain.pixels().ok_or_else(|| RasterError::Decode("a mask has no colours".into()))?;
                Ok(pixels.silhouette())
            }
            Resource::Photo { .. }
            | Resource::Svg { .. }
            | Resource::Adjusted { .. }
            | Resource::ColorGlyph { .. } => {
                Err(RasterError::Decode("a picture cannot be used as a mask".into()))
            }
        })
    }
}

impl std::fmt::Debug for Workshop<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workshop").field("memo", self.memo).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
