use std::fmt::Write;

use super::html::{Text, message};
use crate::diag::{Diagnostic, Diagnostics, Severity, Source, Sources, render_human};

/// More than this many are only counted.
const SHOWN: usize = 12;
/// Longer lines are cut around what is wrong with them.
const COLUMNS: usize = 110;

/// The findings that stand in the way, each with its place, its line and what to do; and when the pictures below were
/// drawn (seconds since 1970), if there are any.
#[must_use]
pub fn fault(found: &Diagnostics, sources: &Sources, pictures_of: Option<u64>) -> String {
    let errors: Vec<&Diagnostic> = found.0.iter().filter(|d| d.severity == Severity::Error).collect();
    let file = errors.iter().find_map(|d| d.span).map(|span| sources.get(span.source));
    let file = file.map_or("The template", |source| source.name.rsplit('/').next().unwrap_or(&source.name));
    let count = if errors.len() == 1 { "1 error".to_owned() } else { format!("{} errors", errors.len()) };
    let since = pictures_of.map_or_else(
        || "<p>Nothing could be drawn yet.</p>".to_owned(),
        |at| format!("<p>The pictures are those of {}, the last save that did.</p>", time(at)),
    );
    let mut all = String::new();
    for one in errors.iter().take(SHOWN) {
        all.push_str(&finding(one, sources));
    }
    if errors.len() > SHOWN {
        // Writing to a string cannot fail.
        let _ = write!(all, "<div class=\"diag\">and {} more</div>", errors.len() - SHOWN);
    }
    format!(
        "<section class=\"fault\" id=\"fault\" role=\"alert\" aria-labelledby=\"fault-h\" data-errors=\"{}\"><header>\
         <h2 id=\"fault-h\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-fault\"/></svg> {} does not compile: \
         {count}</h2>{since}<button class=\"btn push\" type=\"button\" data-copy>Copy as text</button></header>\
         <div class=\"diags\">{all}</div><pre id=\"fault-text\" hidden>{}</pre></section>",
        errors.len(),
        Text(file),
        Text(&render_human(found, sources, false)),
    )
}

fn finding(one: &Diagnostic, sources: &Sources) -> String {
    let place = one.span.map_or_else(String::new, |span| {
        let source = sources.get(span.source);
        let (line, column) = source.line_column(span.start);
        let wide = source
            .text
            .get(span.start as usize..span.end as usize)
            .map_or(1, |text| text.lines().next().map_or(1, |first| first.chars().count().max(1)));
        excerpt(source, line, column, wide, &one.label)
    });
    let hints: String =
        one.hints.iter().map(|hint| format!("<p class=\"fix\">{}</p>", message(hint))).collect();
    format!(
        "<div class=\"diag\"><div class=\"head\"><b>{}</b> <code class=\"faint\">{}</code></div>{place}{hints}</div>",
        message(&one.message),
        one.code.id()
    )
}

/// The line with the one before and the one after it, and carets beneath what is wrong.
fn excerpt(source: &Source, line: usize, column: usize, wide: usize, label: &str) -> String {
    let digits = (line + 1).to_string().len();
    let skip = (column + wide.min(40)).saturating_sub(COLUMNS);
    let cut = |text: &str| text.chars().skip(skip).take(COLUMNS).collect::<String>();
    let mut out = format!(
        "<pre><code><span class=\"faint\">{:digits$} ┌ {}:{line}:{column}</span>\n",
        "",
        Text(&source.name)
    );
    let first = line.saturating_sub(1).max(1);
    for (number, text) in
        source.text.lines().enumerate().map(|(at, text)| (at + 1, text)).skip(first - 1).take(3)
    {
        if number > line + 1 {
            break;
        }
        let class = if number == line { "at" } else { "near" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<span class=\"ln\">{number:>digits$} │</span> <span class=\"{class}\">{}</span>",
            Text(&cut(text))
        );
        if number == line {
            let blank = " ".repeat((column - 1).saturating_sub(skip));
            let carets = "^".repeat(wide.min(COLUMNS));
            let _ = writeln!(
                out,
                "<span class=\"ln\">{:digits$} │</span> {blank}<span class=\"caret\">{carets}</span> {}",
                "",
                Text(label)
            );
        }
    }
    out.push_str("</code></pre>");
    out
}

/// A time of day; the script writes it in the reader's own zone.
fn time(at: u64) -> String {
    let (h, m, s) = (at / 3600 % 24, at / 60 % 60, at % 60);
    let (year, month, day) = date(at / 86_400);
    format!(
        "<time datetime=\"{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}Z\">{h:02}:{m:02}:{s:02} UTC</time>"
    )
}

/// Year, month and day of the days since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
fn date(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Span};

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(19_782), (2024, 2, 29));
        assert_eq!(date(20_781), (2026, 11, 24));
    }

    #[test]
    fn a_finding_shows_its_line_and_column_and_nothing_of_it_is_markup() {
        let mut sources = Sources::new();
        let text = "mimeo: 1\nlayers:\n- text: <b>$headlin</b>\n  id: x\n";
        let id = sources.add("templates/a/template.yaml", text);
        let at = text.find("$headlin").expect("is there");
        let one = Diagnostic::error(Code::UnknownName, "no slot is named `<headlin>`")
            .hint("did you mean `headline`?");
        let html = fault(&one.at(Span::new(id, at, at + 8)).label("not in slots").into(), &sources, Some(61));
        assert!(html.contains("templates/a/template.yaml:3:12"), "{html}");
        assert!(html.contains("&lt;b&gt;$headlin") && !html.contains("<b>$headlin"), "{html}");
        assert!(html.contains("^^^^^^^^</span> not in slots"), "{html}");
        assert!(
            html.contains("template.yaml does not compile: 1 error<")
                && html.contains("1970-01-01T00:01:01Z")
        );
    }
}
