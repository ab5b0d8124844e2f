use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use crate::diag::{Code, Diagnostic, SourceId, Span};

/// A syntax error in the words of somebody who writes templates.
pub(super) fn syntax(error: &ScanError, text: &str, source: SourceId) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let width =
        text[at..].chars().next().map_or(0, |c| if c == '\n' || c == '\r' { 0 } else { c.len_utf8() });
    let mut span = Span::new(source, at, at + width);
    let (code, message, hint): (Code, String, String) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            (Code::TooLarge, "nested too deep".into(), "make it flatter".into())
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            let message = "a quote is opened here and never closed";
            (Code::Syntax, message.into(), "close it with the same quote, on the same line".into())
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            (Code::Syntax, format!("`{open}` is opened and never closed"), unclosed_hint(text, at, *open))
        }
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::UnexpectedEofFlowMapping => {
            (Code::Syntax, "a bracket is opened and never closed".into(), unclosed_hint(text, at, '['))
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => (
            Code::Syntax,
            format!("`{open}` is closed by `{close}`"),
            "close a bracket by its own kind".into(),
        ),
        ErrorKind::MisplacedFlowCollectionEnd => (
            Code::Syntax,
            "a bracket is closed that was never opened".into(),
            "delete it, or quote the text".into(),
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("a value cannot begin with `{}`", character.escape_default());
            (Code::WrongQuoting, message, format!("quote it: \"{}\"", value_at(text, at)))
        }
        ErrorKind::DirectiveDisallowed => {
            let message = "`%` begins a directive in YAML; the language has none";
            (Code::ForbiddenYaml, message.into(), "delete the line, or quote the text".into())
        }
        ErrorKind::MissingAnchorOrAliasName => {
            let message = "`&` and `*` begin an anchor or alias in YAML";
            (Code::WrongQuoting, message.into(), format!("quote the text: \"{}\"", value_at(text, at)))
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => (Code::Syntax, "a tab".into(), "use spaces".into()),
        ErrorKind::UnknownQuotedScalarEscape => {
            let message = "a backslash that YAML does not know";
            (Code::Syntax, message.into(), "in \"…\" write \\\\ for a backslash, or use '…'".into())
        }
        _ if line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>") => (
            Code::Syntax,
            "a merge conflict was left in the file".into(),
            "settle it and delete the marks".into(),
        ),
        _ => general(line, line_start, text, source, &mut span),
    };
    Diagnostic::error(code, message).at(span).hint(hint)
}

/// What the whole line tells when the error itself tells little.
fn general(
    line: &str,
    start: usize,
    text: &str,
    source: SourceId,
    span: &mut Span,
) -> (Code, String, String) {
    if let Some((at, open)) = open_bracket(&text[..start]) {
        *span = Span::new(source, at, at + 1);
        return (Code::Syntax, format!("`{open}` is opened and never closed"), unclosed_hint(text, at, open));
    }
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let after = trimmed.trim_start_matches("- ");
    if let Some((key, value)) = after.split_once(": ") {
        let value = value.trim();
        let at = start + line.len() - value.len() - (line.len() - line.trim_end().len());
        let whole = Span::new(source, at, at + value.len());
        if value.starts_with(['{', '[', '"', '\'', '&', '*', '!', '%', '@', '`']) {
            // A value that is whole is not at fault: the line stands where no key may.
            if let Some(last) = text[..start].trim_end().lines().last()
                && value.ends_with(['}', ']'])
                && last.len() - last.trim_start().len() != indent
            {
                let message = format!("`{key}` is not indented as the keys beside it");
                let hint =
                    "give the keys of one layer the same indentation: look at this line and the one before";
                *span = Span::new(
                    source,
                    start + line.len() - after.len(),
                    start + line.len() - after.len() + key.len(),
                );
                return (Code::Syntax, message, hint.into());
            }
            *span = whole;
            let message = format!("YAML cannot read the value of `{key}`");
            let fix = if value.contains('"') { format!("'{value}'") } else { format!("\"{value}\"") };
            return (Code::WrongQuoting, message, format!("quote it as a whole: {fix}"));
        }
        if value.contains(": ") {
            *span = whole;
            // Words are not a text's key: a map was meant.
            if key.contains(' ') {
                let message = format!("`{key}:` takes a map");
                return (
                    Code::Syntax,
                    message,
                    format!("put what changes in braces: `{key}: {{ {value} }}`"),
                );
            }
            let message = "a text with `: ` in it must be quoted";
            return (Code::WrongQuoting, message.into(), format!("quote it: \"{value}\""));
        }
    } else if let Some((key, value)) = after.split_once(':') {
        let plain =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        if plain && !value.is_empty() {
            let at = start + line.find(':').unwrap_or(indent);
            *span = Span::new(source, at, at + 1);
            return (
                Code::Syntax,
                "a space is missing after the colon".into(),
                format!("write `{key}: {value}`"),
            );
        }
    }
    // The line before may be the one that lacks its space.
    let before = text[..start].trim_end().lines().last().unwrap_or("");
    if let Some((key, value)) = before.trim_start().trim_start_matches("- ").split_once(':')
        && !value.is_empty()
        && !value.starts_with(' ')
        && !key.contains(' ')
    {
        let line_at = text[..start].trim_end().len() - before.len();
        let at = line_at + before.find(':').unwrap_or(0);
        *span = Span::new(source, at, at + 1);
        return (
            Code::Syntax,
            "a space is missing after the colon".into(),
            format!("write `{key}: {value}`"),
        );
    }
    let hint = "check the indentation of this line and the one before, and that each `key:` has its colon";
    (Code::Syntax, "the file is not YAML from here on".into(), hint.into())
}

/// The last bracket before a place that is still open there; quotes and comments are passed over.
fn open_bracket(text: &str) -> Option<(usize, char)> {
    let (mut open, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let mut quote = None;
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (Some(q), c) if q == c => quote = None,
                (None, '"' | '\'') if line[..at].ends_with([' ', '[', '{', ',']) => quote = Some(c),
                (None, '#') if line[..at].ends_with(' ') => break,
                (None, '[' | '{')
                    if !open.is_empty() || line[..at].ends_with(": ") || line[..at].ends_with("- ") =>
                {
                    open.push((start + at, c));
                }
                (None, ']' | '}') => {
                    open.pop();
                }
                _ => {}
            }
        }
        start += line.len();
    }
    open.pop()
}

fn unclosed_hint(text: &str, at: usize, open: char) -> String {
    let line = text[at..].lines().next().unwrap_or("");
    if let Some((_, comment)) = line.split_once(" #") {
        let word: String = comment.chars().take_while(char::is_ascii_alphanumeric).collect();
        return format!(
            "`#{word}` is a comment in YAML and hides the rest of the line; quote it: \"#{word}\""
        );
    }
    format!("close it with `{}`, or quote the text", if open == '{' { '}' } else { ']' })
}

/// From a place to the end of the value on its line.
fn value_at(text: &str, at: usize) -> String {
    let line = text[at..].lines().next().unwrap_or("");
    line.split(" #").next().unwrap_or(line).trim_end().trim_end_matches(['}', ']']).trim_end().to_owned()
}
