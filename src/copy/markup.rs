/// A piece of a deck's text with one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// The words, without the marks.
    pub text: String,
    /// Between `*` and `*`.
    pub bold: bool,
    /// Between `~~` and `~~`.
    pub struck: bool,
}

/// Reads `*bold*` and `~~was~~`. A mark opens before a character that is no space, and closes after one; what has no
/// partner stands for itself, as does a mark after `\`. Never fails.
#[must_use]
pub fn markup(text: &str) -> Vec<Inline> {
    read(text).0
}

/// The marks that begin a stretch which nothing ends; they are drawn as they stand. A star behind a word points to a
/// footnote and is none of them.
#[must_use]
pub fn unpaired(text: &str) -> Vec<&'static str> {
    read(text).1
}

fn read(text: &str) -> (Vec<Inline>, Vec<&'static str>) {
    let tokens = tokens(text);
    let closes = |kind: &str, from: usize| {
        tokens
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, token)| token.mark == Some(kind) && token.closes)
            .map(|(n, _)| n)
    };
    let (mut pieces, mut unpaired): (Vec<Inline>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut bold, mut struck) = (None, None);
    for (n, token) in tokens.iter().enumerate() {
        let state = match token.mark {
            Some("*") => &mut bold,
            Some(_) => &mut struck,
            None => &mut None,
        };
        match (token.mark, *state) {
            (Some(_), Some(end)) if end == n => {
                *state = None;
                continue;
            }
            (Some(mark), None) if token.opens => {
                if let Some(end) = closes(mark, n + 1) {
                    *state = Some(end);
                    continue;
                }
                if !token.closes {
                    unpaired.push(mark);
                }
            }
            _ => {}
        }
        let look = (bold.is_some(), struck.is_some());
        match pieces.last_mut() {
            Some(last) if (last.bold, last.struck) == look => last.text.push_str(token.text),
            _ => pieces.push(Inline { text: token.text.to_owned(), bold: look.0, struck: look.1 }),
        }
    }
    (pieces, unpaired)
}

struct Token<'a> {
    text: &'a str,
    mark: Option<&'static str>,
    opens: bool,
    closes: bool,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let plain = |text| Token { text, mark: None, opens: false, closes: false };
    let (mut from, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mark = if rest.starts_with("~~") {
            Some("~~")
        } else if c == '*' {
            Some("*")
        } else {
            None
        };
        let escaped = c == '\\' && (rest[1..].starts_with('*') || rest[1..].starts_with("~~"));
        if escaped || mark.is_some() {
            if from < at {
                tokens.push(plain(&text[from..at]));
            }
            let end = at
                + if escaped {
                    if rest[1..].starts_with('*') { 2 } else { 3 }
                } else {
                    mark.map_or(0, str::len)
                };
            if escaped {
                tokens.push(plain(&text[at + 1..end]));
            } else {
                let opens = text[end..].chars().next().is_some_and(|c| !c.is_whitespace());
                let closes = text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
                tokens.push(Token { text: &text[at..end], mark, opens, closes });
            }
            at = end;
            from = end;
        } else {
            at += c.len_utf8();
        }
    }
    if from < text.len() {
        tokens.push(plain(&text[from..]));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<(String, bool, bool)> {
        markup(text).into_iter().map(|piece| (piece.text, piece.bold, piece.struck)).collect()
    }

    #[test]
    fn pairs_are_marks_and_the_rest_stands_for_itself() {
        let plain = |text: &str| vec![(text.to_owned(), false, false)];
        assert_eq!(shown("40%*"), plain("40%*"));
        assert_eq!(shown("2 * 3 * 4"), plain("2 * 3 * 4"));
        assert_eq!(shown(r"\*no\*"), plain("*no*"));
        assert_eq!(shown("a ~ b"), plain("a ~ b"));
        assert_eq!(
            shown("now *free*!"),
            [("now ".into(), false, false), ("free".into(), true, false), ("!".into(), false, false)]
        );
        assert_eq!(shown("~~89~~ 64"), [("89".into(), false, true), (" 64".into(), false, false)]);
        assert_eq!(shown("*~~a~~*"), [("a".into(), true, true)]);
    }

    #[test]
    fn a_mark_that_nothing_closes_is_told_and_a_footnote_s_star_is_not() {
        assert_eq!(unpaired("now *free, ~~89 64"), ["*", "~~"]);
        for good in ["now *free*", "40%*", "40%*.", r"\*see below", "2 * 3", "*a* ~~b~~", "a ~ b"] {
            assert!(unpaired(good).is_empty(), "{good}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_only_marks_are_lost(text in "[a*~ \\\\é]{0,24}") {
            let kept: String = markup(&text).into_iter().map(|piece| piece.text).collect();
            let bare = |s: &str| s.replace(['*', '~', '\\'], "");
            prop_assert_eq!(bare(&kept), bare(&text));
        }
    }
}
