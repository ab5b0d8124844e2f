use std::collections::{BTreeMap, HashSet};

use crate::digest::Digest;
use crate::variant::VariantKey;

/// How files are called: literal text and `{…}` fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Campaign,
    /// 1-based count over the axes that the pattern does not name.
    N,
    Axis(String),
}

/// Why a pattern or a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A brace without its partner.
    #[error("a brace is not closed")]
    Braces,
    /// Neither an axis, nor `campaign`, nor `n`.
    #[error("`{{{0}}}` is neither an axis of the campaign, nor `campaign`, nor `n`")]
    UnknownField(String),
    /// Two variants would get one name.
    #[error("two variants would be called `{0}`; add `{{n}}` or the axis that tells them apart")]
    NotUnique(String),
}

/// The longest name without extension that every file system takes, with room for one.
const MAX_BYTES: usize = 140;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

impl NamePattern {
    /// Reads a pattern such as `{campaign}_{size}_{locale}_{n}`.
    ///
    /// # Errors
    /// A torn brace, or a field that is no axis.
    pub fn parse(text: &str, axes: &[&str]) -> Result<Self, NameError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (literal, after) = rest.split_at(open);
            let field = after.strip_prefix('{').ok_or(NameError::Braces)?;
            let (field, after) = field.split_once('}').ok_or(NameError::Braces)?;
            if !literal.is_empty() {
                parts.push(Part::Literal(literal.to_owned()));
            }
            parts.push(match field {
                "campaign" => Part::Campaign,
                "n" => Part::N,
                axis if axes.contains(&axis) => Part::Axis(axis.to_owned()),
                other => return Err(NameError::UnknownField(other.to_owned())),
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// Numbers variants and sees to it that no name is given twice.
    #[must_use]
    pub fn names<'a>(&'a self, campaign: &'a str) -> Names<'a> {
        Names { pattern: self, campaign, counts: BTreeMap::new(), taken: HashSet::default() }
    }

    /// The name of the variant that [`Names::next`] gave `n`: safe on every file system.
    #[must_use]
    pub fn name(&self, campaign: &str, key: &VariantKey, n: u32) -> String {
        safe(&self.fill(campaign, key, n, str::to_owned))
    }

    /// The pattern with its fields filled, each written by `write`.
    pub(super) fn fill(
        &self,
        campaign: &str,
        key: &VariantKey,
        n: u32,
        write: impl Fn(&str) -> String,
    ) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.clone(),
            Part::Campaign => write(campaign),
            Part::N => n.to_string(),
            Part::Axis(axis) => write(key.get(axis).unwrap_or("")),
        };
        self.0.iter().map(part).collect()
    }
}

/// The names of one campaign, variant after variant.
#[derive(Debug)]
pub struct Names<'a> {
    pattern: &'a NamePattern,
    campaign: &'a str,
    /// How many variants have the same values on the named axes.
    counts: BTreeMap<Vec<String>, u32>,
    /// Digests of the names in lower case: there may be millions.
    taken: HashSet<Digest>,
}

impl Names<'_> {
    /// The next variant's `n`, counted from 1 over the axes that the pattern does not name.
    ///
    /// # Errors
    /// [`NameError::NotUnique`] when its name was given before, also where case does not count.
    pub fn next(&mut self, key: &VariantKey) -> Result<u32, NameError> {
        let named = self.pattern.0.iter().filter_map(|part| match part {
            Part::Axis(axis) => Some(key.get(axis).unwrap_or("").to_owned()),
            _ => None,
        });
        let n = *self.counts.entry(named.collect()).and_modify(|n| *n += 1).or_insert(1);
        let name = self.pattern.name(self.campaign, key, n);
        if self.taken.insert(Digest::of_bytes(name.to_lowercase().as_bytes())) {
            Ok(n)
        } else {
            Err(NameError::NotUnique(name))
        }
    }
}

/// A name without anything that a file system, a shell or an ad server stumbles over.
fn safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        let kept = c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '+');
        out.push(if kept { c } else { '-' });
        if out.len() > MAX_BYTES {
            out.pop();
            break;
        }
    }
    let trimmed = out.trim_matches(['.', '-', ' ']);
    let stem = trimmed.split('.').next().unwrap_or("").to_lowercase();
    match trimmed {
        "" => "creative".to_owned(),
        _ if DEVICES.contains(&stem.as_str()) => format!("{trimmed}_"),
        _ => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pairs: &[(&str, &str)]) -> VariantKey {
        VariantKey(pairs.iter().map(|(a, v)| ((*a).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn n_counts_over_the_axes_that_are_not_named() {
        let pattern = NamePattern::parse("{campaign}_{size}_{n}", &["size", "headline"]).expect("valid");
        let keys = [
            key(&[("size", "300x250"), ("headline", "a")]),
            key(&[("size", "300x250"), ("headline", "b")]),
            key(&[("size", "728x90"), ("headline", "a")]),
        ];
        let mut names = pattern.names("s");
        let named = keys.each_ref().map(|key| {
            let n = names.next(key).expect("unique");
            (pattern.name("s", key, n), n)
        });
        let expected = [("s_300x250_1", 1), ("s_300x250_2", 2), ("s_728x90_1", 1)];
        assert_eq!(named, expected.map(|(name, n)| (name.to_owned(), n)));
    }

    #[test]
    fn one_name_for_two_variants_is_refused() {
        let pattern = NamePattern::parse("{size}", &["size", "headline"]).expect("valid");
        let keys = [key(&[("size", "A"), ("headline", "a")]), key(&[("size", "a"), ("headline", "a")])];
        let mut names = pattern.names("s");
        assert_eq!(names.next(&keys[0]), Ok(1));
        assert_eq!(names.next(&keys[1]), Err(NameError::NotUnique("a".into())));
    }

    #[test]
    fn names_are_safe_everywhere() {
        for (wild, tame) in [
            ("../../x", "x"),
            ("/etc/passwd", "etc-passwd"),
            ("..\\x", "x"),
            ("a/b", "a-b"),
            ("NUL", "NUL_"),
            ("nul.png", "nul.png_"),
            ("trailing. ", "trailing"),
            ("", "creative"),
            ("-rf", "rf"),
            ("夏 sale\n", "夏-sale"),
        ] {
            assert_eq!(safe(wild), tame, "{wild:?}");
        }
        assert!(safe(&"x".repeat(9_999)).len() <= MAX_BYTES);
        assert!(safe(&"夏".repeat(9_999)).len() <= MAX_BYTES);
    }

    #[test]
    fn fields_must_be_axes() {
        assert_eq!(NamePattern::parse("{colour}", &["size"]), Err(NameError::UnknownField("colour".into())));
        assert_eq!(NamePattern::parse("{size", &["size"]), Err(NameError::Braces));
        assert_eq!(NamePattern::parse("size}", &["size"]), Err(NameError::Braces));
    }
}
