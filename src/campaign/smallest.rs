use std::cmp::Reverse;

use super::{Creative, Output, Renderer};
use crate::compile::Request;
use crate::diag::Outcome;
use crate::encode::Format;

/// Among files of one weight the first is taken: what is exact, then what is read everywhere.
const ORDER: [Format; 4] = [Format::Png, Format::Jpeg, Format::Webp, Format::Avif];

impl Renderer<'_> {
    /// The smallest of the files of some formats, at the quality of `output`, whose own format is not looked at. Qualities
    /// of formats look alike, and PNG is exact, so weight alone decides; where a weight limit lowers them, the best quality
    /// comes first. A format that cannot hold the variant is left out, and so is AVIF where WebP may be sent: at the speed
    /// that a request can wait for it was larger at the same look (SSIMULACRA2) in most advertisements, and took 15 times as
    /// long.
    ///
    /// # Errors
    /// Those of the format that is the least trouble, when none can be made.
    ///
    /// # Panics
    /// When there are no formats.
    pub fn smallest(&self, request: &Request, formats: &[Format], output: Output) -> Outcome<Creative> {
        if let [format] = *formats {
            return self.render(request, Output { format, ..output });
        }
        let planned = self.plan(request)?;
        let mut best: Option<Creative> = None;
        let mut refused = None;
        for format in ORDER.into_iter().filter(|format| formats.contains(format)) {
            if format == Format::Avif && formats.contains(&Format::Webp) {
                continue;
            }
            match self.finish(planned.clone(), Output { format, ..output }) {
                Ok(made) => {
                    let rank = |c: &Creative| (Reverse(c.quality), c.bytes.len());
                    if best.as_ref().is_none_or(|best| rank(&made) < rank(best)) {
                        best = Some(made);
                    }
                }
                Err(found) => refused = refused.or(Some(found)),
            }
        }
        match (best, refused) {
            (Some(best), _) => Ok(best),
            (None, refused) => Err(refused.expect("there is a format at least")),
        }
    }
}
