//! Which grapheme clusters are pictures (UTS #51).

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
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Emoji_Presentation of Unicode 17; of the block U+1FA70, which is kept for emoji, all.
fn is_emoji(c: char) -> bool {
    let c = u32::from(c);
    let found = RANGES.partition_point(|(first, _)| *first <= c);
    found.checked_sub(1).is_some_and(|n| c <= RANGES[n].1)
}

#[rustfmt::skip]
const RANGES: [(u32, u32); 75] = [
    (0x231a, 0x231b), (0x23e9, 0x23ec), (0x23f0, 0x23f0), (0x23f3, 0x23f3), (0x25fd, 0x25fe), (0x2614, 0x2615),
    (0x2648, 0x2653), (0x267f, 0x267f), (0x2693, 0x2693), (0x26a1, 0x26a1), (0x26aa, 0x26ab), (0x26bd, 0x26be),
    (0x26c4, 0x26c5), (0x26ce, 0x26ce), (0x26d4, 0x26d4), (0x26ea, 0x26ea), (0x26f2, 0x26f3), (0x26f5, 0x26f5),
    (0x26fa, 0x26fa), (0x26fd, 0x26fd), (0x2705, 0x2705), (0x270a, 0x270b), (0x2728, 0x2728), (0x274c, 0x274c),
    (0x274e, 0x274e), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27b0, 0x27b0), (0x27bf, 0x27bf),
    (0x2b1b, 0x2b1c), (0x2b50, 0x2b50), (0x2b55, 0x2b55), (0x1f004, 0x1f004), (0x1f0cf, 0x1f0cf),
    (0x1f18e, 0x1f18e), (0x1f191, 0x1f19a), (0x1f1e6, 0x1f1ff), (0x1f201, 0x1f201), (0x1f21a, 0x1f21a),
    (0x1f22f, 0x1f22f), (0x1f232, 0x1f236), (0x1f238, 0x1f23a), (0x1f250, 0x1f251), (0x1f300, 0x1f320),
    (0x1f32d, 0x1f335), (0x1f337, 0x1f37c), (0x1f37e, 0x1f393), (0x1f3a0, 0x1f3ca), (0x1f3cf, 0x1f3d3),
    (0x1f3e0, 0x1f3f0), (0x1f3f4, 0x1f3f4), (0x1f3f8, 0x1f43e), (0x1f440, 0x1f440), (0x1f442, 0x1f4fc),
    (0x1f4ff, 0x1f53d), (0x1f54b, 0x1f54e), (0x1f550, 0x1f567), (0x1f57a, 0x1f57a), (0x1f595, 0x1f596),
    (0x1f5a4, 0x1f5a4), (0x1f5fb, 0x1f64f), (0x1f680, 0x1f6c5), (0x1f6cc, 0x1f6cc), (0x1f6d0, 0x1f6d2),
    (0x1f6d5, 0x1f6d7), (0x1f6dc, 0x1f6df), (0x1f6eb, 0x1f6ec), (0x1f6f4, 0x1f6fc), (0x1f7e0, 0x1f7eb),
    (0x1f7f0, 0x1f7f0), (0x1f90c, 0x1f93a), (0x1f93c, 0x1f945), (0x1f947, 0x1f9ff), (0x1fa70, 0x1faff),
];

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
