use super::{Creative, Output, Renderer};
use crate::compile::Request;
use crate::diag::Outcome;
use crate::encode::{Format, Settings};

impl Renderer<'_> {
    /// The smallest of the files of some formats, at the quality of `output`, whose own format is not looked at. Qualities
    /// of formats look alike, and PNG is exact, so weight alone decides; where a weight limit lowers them, what gives least
    /// comes first, and a palette last; among equals the first. A format that cannot hold the variant is left out.
    ///
    /// # Errors
    /// Those of the last format, which is the smallest as a rule, when none can be made.
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
        for format in formats.iter().copied() {
            match self.finish(planned.clone(), Output { format, ..output }) {
                Ok(made) => {
                    let given = |settings: Settings| match settings {
                        Settings::Palette => u8::MAX,
                        _ => {
                            output.quality - settings.quality().unwrap_or(output.quality).min(output.quality)
                        }
                    };
                    let rank = |c: &Creative| (given(c.settings), c.bytes.len());
                    if best.as_ref().is_none_or(|best| rank(&made) < rank(best)) {
                        best = Some(made);
                    }
                }
                Err(found) => refused = Some(found),
            }
        }
        match (best, refused) {
            (Some(best), _) => Ok(best),
            (None, refused) => Err(refused.expect("there is a format at least")),
        }
    }
}
