//! Which grapheme clusters are pictures (UTS #51).

use icu_properties::CodePointSetData;
use icu_properties::props::{EmojiModifier, EmojiPresentation};

/// How a cluster is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presentation {
    /// As letters are.
    Text,
    /// As a picture in colour: an emoji by itself, or a sequence that makes one.
    Emoji,
}

const TEXT_STYLE: char = '\u{fe0e}';
const EMOJI_STYLE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';
const JOINER: char = '\u{200d}';

/// What its selector says; without one, what its first character is. Digits, © and ™ are text.
pub(super) fn presentation(cluster: &str) -> Presentation {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return Presentation::Text };
    // All that follows is above ASCII, and so is every emoji but the keycaps.
    if cluster.len() == 1 {
        return Presentation::Text;
    }
    if chars.clone().next() == Some(TEXT_STYLE) {
        return Presentation::Text;
    }
    let keycap = chars.clone().any(|c| c == KEYCAP) && matches!(first, '0'..='9' | '#' | '*');
    let styled = chars.clone().any(|c| c == EMOJI_STYLE || is_tone(c));
    let joined = chars.any(|c| c == JOINER) && cluster.chars().any(is_emoji);
    if keycap || styled || joined || is_emoji(first) { Presentation::Emoji } else { Presentation::Text }
}

fn is_tone(c: char) -> bool {
    CodePointSetData::new::<EmojiModifier>().contains(c)
}

/// All of the block that is kept for emoji counts, also those that Unicode has still to name.
fn is_emoji(c: char) -> bool {
    CodePointSetData::new::<EmojiPresentation>().contains(c) || matches!(c, '\u{1fa70}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_from_text() {
        let pictures = ["😎", "🏖️", "🇩🇪", "👨‍👩‍👧", "1️⃣", "#⃣", "❤️", "👍🏽", "☝🏽", "✨", "©️", "❤️‍🔥", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"];
        let texts = [
            "",
            "1",
            "#",
            "©",
            "™",
            "❤",
            "☀",
            "→",
            "😎\u{fe0e}",
            "❤\u{fe0e}",
            "a",
            "é",
            "न्",
            "क्‍ष",
            "★",
            "1\u{301}",
        ];
        assert!(pictures.iter().all(|cluster| presentation(cluster) == Presentation::Emoji));
        assert!(texts.iter().all(|cluster| presentation(cluster) == Presentation::Text));
    }
}
