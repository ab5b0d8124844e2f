use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Sources};

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

/// One object a finding: code, severity, message, place with lines and columns from one, hints.
#[must_use]
pub fn to_json(found: &Diagnostics, sources: &Sources) -> serde_json::Value {
    let one = |d: &Diagnostic| {
        let place = d.span.map(|span| {
            let source = sources.get(span.source);
            let (line, column) = source.line_column(span.start);
            let (end_line, end_column) = source.line_column(span.end);
            serde_json::json!({
                "file": &*source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
            })
        });
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        serde_json::json!({
            "code": d.code.id(), "severity": severity, "message": d.message, "label": d.label, "place": place,
            "hints": d.hints,
        })
    };
    found.0.iter().map(one).collect()
}
