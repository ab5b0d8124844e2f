use crate::diag::{Code, Diagnostic, Diagnostics, SourceId, Span};

/// Enough to see what is going on; one bad file is not a thousand findings.
const MOST: usize = 20;

/// Finds the characters that no file of the language has: what a person cannot see, or what turns text round.
pub(super) fn check(text: &str, source: SourceId, found: &mut Diagnostics) {
    let (mut indenting, mut comment) = (true, false);
    let mut reported = 0;
    for (at, c) in text.char_indices() {
        if reported == MOST {
            return;
        }
        let span = Span::new(source, at, at + c.len_utf8());
        let diagnostic = match c {
            '\n' => {
                (indenting, comment) = (true, false);
                continue;
            }
            '\r' => continue,
            '\t' => {
                let blank_to_end = text[at..].trim_start_matches([' ', '\t']).starts_with(['\r', '\n']);
                if comment || blank_to_end {
                    continue;
                }
                let what = if indenting { "a tab in the indentation" } else { "a tab between words" };
                Diagnostic::error(Code::Syntax, what)
                    .label("tab")
                    .hint("use spaces: YAML forbids tabs in indentation")
            }
            '#' => {
                comment = true;
                continue;
            }
            '\u{fffd}' | '\0' => {
                let message = "the file is not UTF-8 text";
                found.push(Diagnostic::error(Code::Syntax, message).at(span).hint("save it as UTF-8 text"));
                return;
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let message = format!("an invisible character that turns text round: U+{:04X}", u32::from(c));
                Diagnostic::error(Code::ForbiddenYaml, message)
                    .hint("delete it; the direction of a text comes from its locale")
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let message = format!("a control character: U+{:04X}", u32::from(c));
                Diagnostic::error(Code::ForbiddenYaml, message).hint("delete it")
            }
            c => {
                indenting &= c == ' ';
                continue;
            }
        };
        found.push(diagnostic.at(span));
        reported += 1;
    }
}
