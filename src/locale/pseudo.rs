//! Pseudo-locales: a brand's own texts made as bad as translations can be, so that a template is seen at its worst before
//! anybody translates.

use super::Locale;
use super::tag::PSEUDO_TAGS as TAGS;

/// How much longer a translation of an English text is, in hundredths of its length, by its characters: the lower ends
/// of IBM's table (IBM Globalization, guideline A3, "Providing for UI expansion"), which are statistical averages.
const EXPANSION: [(usize, usize); 6] = [(10, 100), (20, 80), (30, 60), (50, 40), (70, 31), (usize::MAX, 30)];

/// The longest word that every language with compounds has in its advertisements: `Sommerkollektion`.
const LONG_WORD: usize = 16;

const ACCENTS: [(char, char); 20] = [
    ('a', 'å'),
    ('c', 'ç'),
    ('e', 'é'),
    ('i', 'î'),
    ('n', 'ñ'),
    ('o', 'ö'),
    ('s', 'š'),
    ('u', 'û'),
    ('y', 'ý'),
    ('z', 'ž'),
    ('A', 'Å'),
    ('C', 'Ç'),
    ('E', 'É'),
    ('I', 'Î'),
    ('N', 'Ñ'),
    ('O', 'Ö'),
    ('S', 'Š'),
    ('U', 'Û'),
    ('Y', 'Ý'),
    ('Z', 'Ž'),
];

/// For `a` to `z`.
const ARABIC: [char; 26] = [
    'ا', 'ب', 'س', 'د', 'ي', 'ف', 'ج', 'ه', 'ي', 'ج', 'ك', 'ل', 'م', 'ن', 'و', 'ب', 'ق', 'ر', 'س', 'ت', 'و',
    'ف', 'و', 'خ', 'ي', 'ز',
];

/// Kana that every Japanese font has, among them those that may not begin a line.
const KANA: [char; 24] = [
    'な', 'つ', 'の', 'セ', 'ー', 'ル', 'は', 'じ', 'ま', 'っ', 'た', 'よ', 'す', 'べ', 'て', 'の', 'ア',
    'イ', 'テ', 'ム', 'が', 'お', 'と', 'く',
];

/// A way to make texts worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    /// Longer by IBM's table, with accents above the letters.
    Long,
    /// Arabic letters of like number, from right to left.
    Rtl,
    /// Full-width letters without spaces, half as many, with punctuation that may not begin a line.
    Cjk,
    /// The longest word of a text becomes a compound of twice its letters, at most 16, with a soft hyphen at its joint: as
    /// translators write compounds that no headline of a skyscraper holds whole. A label of one line has to hold all of it.
    Nospace,
}

impl Pseudo {
    /// All with the words that `--locale` takes.
    pub const WORDS: [(&'static str, Self); 4] =
        [(TAGS[0].0, Self::Long), (TAGS[1].0, Self::Rtl), (TAGS[2].0, Self::Cjk), (TAGS[3].0, Self::Nospace)];

    /// The pseudo-locale that a tag is.
    #[must_use]
    pub fn of(locale: &Locale) -> Option<Self> {
        let at = TAGS.iter().position(|(_, tag)| *tag == locale.as_str())?;
        Some(Self::WORDS[at].1)
    }

    /// A text made worse, of at most so many characters when it had no more before. Figures, signs and what has no letter
    /// stay as they are, as do the marks of `*bold*` and `~~was~~`.
    #[must_use]
    pub fn text(self, text: &str, most: usize) -> String {
        if !text.chars().any(char::is_alphabetic) {
            return text.to_owned();
        }
        let made = match self {
            Self::Long => longer(text, most).chars().map(accented).collect(),
            Self::Rtl => text.chars().map(arabic).collect(),
            Self::Cjk => full_width(text),
            Self::Nospace => compound(text, most),
        };
        if made.chars().count() <= most { made } else { text.to_owned() }
    }
}

fn accented(c: char) -> char {
    ACCENTS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, accented)| *accented)
}

fn arabic(c: char) -> char {
    match c {
        ',' => '،',
        ';' => '؛',
        '?' => '؟',
        'a'..='z' | 'A'..='Z' => {
            let at = c.to_ascii_lowercase() as usize - 'a' as usize;
            ARABIC[at]
        }
        other => other,
    }
}

/// Its own words once more, until it is as long as the table says or as its slot takes.
fn longer(text: &str, most: usize) -> String {
    let length = text.chars().count();
    let share = EXPANSION.iter().find(|(chars, _)| length <= *chars).map_or(30, |(_, share)| *share);
    let wanted = (length + length * share / 100).min(most);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let words: Vec<&str> =
        text.split(|c: char| !plain(c)).filter(|word| word.chars().any(char::is_alphabetic)).collect();
    // The end keeps its full stop.
    let body = text.trim_end_matches(['.', '!', '?', '…', '*', '~']);
    let end = &text[body.len()..];
    let (mut out, mut count) = (body.to_owned(), length);
    for word in words.iter().cycle() {
        let more = word.chars().count() + 1;
        if count + more > wanted.max(length) {
            break;
        }
        out.push(' ');
        out.push_str(&word.to_lowercase());
        count += more;
    }
    out.push_str(end);
    out
}

/// Two letters to a kana; spaces go, figures stay.
fn full_width(text: &str) -> String {
    let (mut out, mut letters, mut kana) = (String::new(), 0_usize, KANA.iter().cycle());
    for c in text.chars() {
        match c {
            c if c.is_alphabetic() => {
                letters += 1;
                if letters % 2 == 1 {
                    out.extend(kana.next());
                }
                continue;
            }
            ' ' => {}
            ',' => out.push('、'),
            '.' => out.push('。'),
            '!' => out.push('！'),
            '?' => out.push('？'),
            '“' => out.push('「'),
            '”' => out.push('」'),
            other => out.push(other),
        }
        letters = 0;
    }
    out
}

/// Its longest word, grown to a compound.
fn compound(text: &str, most: usize) -> String {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let Some(word) = words.max_by_key(|word| word.chars().count()) else { return text.to_owned() };
    let length = word.chars().count();
    let room = most.saturating_sub(text.chars().count() + 1) + length;
    // A label of one short word becomes a longer one, but not a sentence.
    let wanted = LONG_WORD.min(length * 2).min(room);
    if wanted <= length {
        return text.to_owned();
    }
    let tail: String = word.to_lowercase().chars().cycle().take(wanted - length).collect();
    text.replacen(word, &format!("{word}\u{ad}{tail}"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_worst_of_a_text() {
        let of = |pseudo: Pseudo, text| pseudo.text(text, usize::MAX);
        assert_eq!(of(Pseudo::Long, "Shop now"), "Šhöp ñöw šhöp");
        assert_eq!(of(Pseudo::Rtl, "Shop now?"), "سهوب نوو؟");
        assert_eq!(of(Pseudo::Cjk, "Hello, you."), "なつの、セー。");
        assert_eq!(of(Pseudo::Nospace, "Summer sale"), "Summer\u{ad}summer sale");
        assert_eq!(of(Pseudo::Long, "−30 %"), "−30 %");
        assert_eq!(Pseudo::Long.text("Shop now", 9), "Šhöp ñöw");
    }

    #[test]
    fn words_and_tags_name_the_same() {
        for (word, pseudo) in Pseudo::WORDS {
            let locale = Locale::parse(word).expect("known");
            assert_eq!(Pseudo::of(&locale), Some(pseudo));
            assert_eq!(Locale::parse(locale.as_str()).expect("a tag"), locale);
        }
        assert_eq!(Pseudo::of(&Locale::parse("en-US").expect("a tag")), None);
        assert!(Locale::parse("pseudo-rtl").expect("known").direction().is_rtl());
    }

    proptest! {
        #[test]
        fn a_slots_most_is_kept_and_figures_stay(text in "[a-zA-Z0-9 .,*~€é-]{0,60}", spare in 0..40usize) {
            let most = text.chars().count() + spare;
            let figures = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            for (_, pseudo) in Pseudo::WORDS {
                let made = pseudo.text(&text, most);
                prop_assert!(made.chars().count() <= most);
                prop_assert!(figures(&made).starts_with(&figures(&text)));
                if pseudo == Pseudo::Long {
                    prop_assert!(made.chars().count() >= text.chars().count());
                }
            }
        }
    }
}
