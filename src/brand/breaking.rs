//! Where lines may end, in CSS's words (CSS Text 3 and 4).

use crate::digest::{Feed, Stable};

/// `line-break:` how strict the rules are at small kana, marks and symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum LineBreak {
    /// For narrow columns.
    Loose,
    /// As in most text.
    Normal,
    /// No line begins with a small kana or a length mark.
    #[default]
    Strict,
    /// Between any two characters.
    Anywhere,
}

impl LineBreak {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("loose", Self::Loose),
        ("normal", Self::Normal),
        ("strict", Self::Strict),
        ("anywhere", Self::Anywhere),
    ];
}

/// `word-break:` whether lines end inside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum WordBreak {
    /// What headlines in the language need: `keep-all` in Korean, `auto-phrase` in Japanese, `normal` elsewhere.
    #[default]
    Auto,
    /// As the script does it: between any two letters of Chinese, Japanese and Korean.
    Normal,
    /// Not between letters of Chinese, Japanese and Korean.
    KeepAll,
    /// Between any two letters.
    BreakAll,
    /// Japanese lines end between phrases, and inside one only when it is wider than a line.
    AutoPhrase,
}

impl WordBreak {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("auto", Self::Auto),
        ("normal", Self::Normal),
        ("keep-all", Self::KeepAll),
        ("break-all", Self::BreakAll),
        ("auto-phrase", Self::AutoPhrase),
    ];
}

/// `hyphens:` whether words are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Hyphens {
    /// Not even at soft hyphens.
    None,
    /// At soft hyphens.
    #[default]
    Manual,
    /// By the patterns of the language too, where it has some.
    Auto,
}

impl Hyphens {
    /// All with their words.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("manual", Self::Manual), ("auto", Self::Auto)];
}

/// All three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Breaking {
    /// How strict.
    pub lines: LineBreak,
    /// Inside words.
    pub words: WordBreak,
    /// Divided words.
    pub hyphens: Hyphens,
}

impl Stable for Breaking {
    fn feed(&self, to: &mut Feed) {
        [self.lines as u8, self.words as u8, self.hyphens as u8].feed(to);
    }
}

/// The words that a style or a layer says; the others are left to what lies around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct BreakWords {
    /// `line-break:`
    pub lines: Option<LineBreak>,
    /// `word-break:`
    pub words: Option<WordBreak>,
    /// `hyphens:`
    pub hyphens: Option<Hyphens>,
}

impl BreakWords {
    /// These words, then those of `under`, then the defaults.
    #[must_use]
    pub fn over(self, under: Self) -> Breaking {
        Breaking {
            lines: self.lines.or(under.lines).unwrap_or_default(),
            words: self.words.or(under.words).unwrap_or_default(),
            hyphens: self.hyphens.or(under.hyphens).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_s_words_go_over_a_style_s_and_those_over_the_defaults() {
        let style = BreakWords { hyphens: Some(Hyphens::Auto), words: Some(WordBreak::KeepAll), lines: None };
        let layer = BreakWords { hyphens: Some(Hyphens::None), ..BreakWords::default() };
        let all = layer.over(style);
        assert_eq!(
            (all.hyphens, all.words, all.lines),
            (Hyphens::None, WordBreak::KeepAll, LineBreak::Strict)
        );
        assert_eq!(BreakWords::default().over(BreakWords::default()), Breaking::default());
    }
}
