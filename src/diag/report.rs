use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use serde::Serialize;

use super::{Diagnostic, Diagnostics, Severity, Sources, Span};

/// More than this many are summed up in one line: nobody reads the fifty-first.
const SHOWN: usize = 50;

/// As rustc shows it: message, excerpt with carets, hints. Control characters of the source come out escaped.
#[must_use]
pub fn render_human(found: &Diagnostics, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in found.0.iter().take(SHOWN) {
        out.push_str(&renderer.render(&groups(diagnostic, sources)));
        out.push_str("\n\n");
    }
    if found.0.len() > SHOWN {
        out.push_str(&format!("and {} more\n", found.0.len() - SHOWN));
    }
    out
}

fn groups<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id());
    let mut main = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        let source = sources.get(span.source);
        let primary = AnnotationKind::Primary.span(span.start as usize..span.end as usize);
        let primary =
            if diagnostic.label.is_empty() { primary } else { primary.label(diagnostic.label.as_str()) };
        let mut snippet = Snippet::source(&*source.text).path(&*source.name).annotation(primary);
        let mut elsewhere = Vec::new();
        for (place, why) in &diagnostic.related {
            if place.source == span.source {
                let range = place.start as usize..place.end as usize;
                snippet = snippet.annotation(AnnotationKind::Context.span(range).label(why.as_str()));
            } else {
                elsewhere.push((place, why));
            }
        }
        main = main.element(snippet);
        for (place, why) in elsewhere {
            let source = sources.get(place.source);
            let range = place.start as usize..place.end as usize;
            let note = AnnotationKind::Context.span(range).label(why.as_str());
            main = main.element(Snippet::source(&*source.text).path(&*source.name).annotation(note));
        }
    }
    let mut groups = vec![main];
    for hint in &diagnostic.hints {
        groups.push(Group::with_title(Level::HELP.secondary_title(hint.as_str())));
    }
    groups
}

/// A finding as machines read it. Lines and columns count from one, columns in characters.
#[derive(Debug, Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    label: &'a str,
    place: Option<Place<'a>>,
    hints: &'a [String],
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// One object a finding: code, severity, message, place, hints.
#[must_use]
pub fn to_json(found: &Diagnostics, sources: &Sources) -> serde_json::Value {
    let place = |span: Span| {
        let source = sources.get(span.source);
        let (line, column) = source.line_column(span.start);
        let (end_line, end_column) = source.line_column(span.end);
        Place { file: &source.name, line, column, end_line, end_column }
    };
    let mut findings = Vec::with_capacity(found.0.len());
    for Diagnostic { code, severity, message, span, label, hints, .. } in &found.0 {
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        findings.push(Finding { code: code.id(), severity, message, label, place: span.map(place), hints });
    }
    serde_json::to_value(findings).expect("strings and numbers are always JSON")
}
