//! Scripts of characters, with those that belong to none taking their neighbour's (UAX #24, 5.1 and 5.2).

use unicode_script::{Script, UnicodeScript};

use crate::locale::{Locale, ScriptGroup};

/// The script of each grapheme cluster; `starts` are the offsets where clusters begin, and the end of the text.
pub(super) fn scripts(text: &str, starts: &[usize], locale: &Locale) -> Vec<Script> {
    let mut scripts = Vec::with_capacity(starts.len().saturating_sub(1));
    let mut current = None;
    for pair in starts.windows(2) {
        let cluster = &text[pair[0]..pair[1]];
        // A character with extensions (۔ ー ٠) stays with a script that it is used in.
        let stays = current.is_some_and(|script| cluster.chars().all(|c| used_in(c, script)));
        if !stays && let Some(script) = cluster.chars().find_map(own) {
            current = Some(script);
        }
        scripts.push(current);
    }
    // What stands before the first letter goes with it.
    let first = scripts.iter().copied().flatten().next().unwrap_or_else(|| usual(locale));
    scripts.into_iter().map(|script| script.unwrap_or(first)).collect()
}

/// Whether letters of this script are joined, so that tracking would tear them.
pub(super) fn is_cursive(script: Script) -> bool {
    use Script as S;
    matches!(
        script,
        S::Arabic
            | S::Syriac
            | S::Mongolian
            | S::Nko
            | S::Mandaic
            | S::Phags_Pa
            | S::Hanifi_Rohingya
            | S::Adlam
            | S::Manichaean
            | S::Psalter_Pahlavi
            | S::Sogdian
    )
}

fn own(c: char) -> Option<Script> {
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        // One script to OpenType (`kana`): fonts kern between them.
        Script::Hiragana => Some(Script::Katakana),
        script => Some(script),
    }
}

fn used_in(c: char, script: Script) -> bool {
    let extension = c.script_extension();
    extension.is_common() || extension.is_inherited() || extension.contains_script(script)
}

/// The script of a text that has no letters, such as a price.
fn usual(locale: &Locale) -> Script {
    match locale.script_group() {
        ScriptGroup::Latn => Script::Latin,
        ScriptGroup::Cyrl => Script::Cyrillic,
        ScriptGroup::Grek => Script::Greek,
        ScriptGroup::Arab => Script::Arabic,
        ScriptGroup::Hebr => Script::Hebrew,
        ScriptGroup::Thai => Script::Thai,
        ScriptGroup::Deva => Script::Devanagari,
        ScriptGroup::Jpan | ScriptGroup::Hans | ScriptGroup::Hant => Script::Han,
        ScriptGroup::Kore => Script::Hangul,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segment::graphemes;

    fn of(text: &str, tag: &str) -> Vec<Script> {
        scripts(text, &graphemes(text), &Locale::parse(tag).expect("a tag"))
    }

    #[test]
    fn what_has_no_script_takes_its_neighbours() {
        assert_eq!(of("«a 1", "en"), [Script::Latin; 4]);
        assert_eq!(of("aب!", "ar"), [Script::Latin, Script::Arabic, Script::Arabic]);
        assert_eq!(of("40", "ar"), [Script::Arabic; 2]);
        assert_eq!(of("カーる", "ja"), [Script::Katakana; 3]);
    }
}
