use super::html::Text;

/// What a page may load and do: its own files and nothing else.
pub const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The small drawings that pages use by name.
const SYMBOLS: &str = r##"<svg class="i-box" aria-hidden="true"><defs>
<symbol id="i-theme" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor"/></symbol>
<symbol id="i-fault" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6"/><path d="M8 4.7v4M8 11.1v.01"/></symbol>
</defs></svg>"##;

const MARK: &str = r##"<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M1.5 3.5h10v11h-10z" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M6.5 1h10v11" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>"##;

/// What stands around every page.
pub(super) struct Page<'a> {
    /// In the window's title.
    pub(super) title: &'a str,
    /// The template that is shown, for the script.
    pub(super) template: Option<&'a str>,
    /// `normal` or `error`.
    pub(super) state: &'a str,
    /// What the status line says at first.
    pub(super) status: &'a str,
    /// HTML.
    pub(super) body: &'a str,
}

impl Page<'_> {
    /// The whole document.
    pub(super) fn html(&self) -> String {
        let Self { title, template, state, status, body } = self;
        let (title, status) = (Text(title), Text(status));
        let data = template.map_or_else(String::new, |name| format!(" data-template=\"{}\"", Text(name)));
        format!(
            r##"<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Mimeo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/studio/assets/tokens.css">
<link rel="stylesheet" href="/studio/assets/studio.css">
<script src="/studio/assets/studio.js"></script>
</head>
<body data-state="{state}"{data}>
{SYMBOLS}
<a class="skip" href="#main">Skip to the pictures</a>
<header class="top">
<a class="brand" href="/studio/" aria-label="Mimeo studio">{MARK}<span>Mimeo</span></a>
<nav class="nav" aria-label="Studio"><a href="/studio/"{current}>Templates</a>{here}</nav>
<div class="push" role="status" aria-live="polite"><span class="live" id="live" data-tone="ok"><span><b>{status}</b></span></span></div>
<button class="btn quiet icon" type="button" data-theme-toggle aria-label="Dark or light" title="Dark or light (T)"><svg class="i" aria-hidden="true"><use href="#i-theme"/></svg></button>
</header>
{body}
</body>
</html>
"##,
            current = if template.is_none() { " aria-current=\"page\"" } else { "" },
            here = if template.is_some() { "<a href=\"\" aria-current=\"page\">Preview</a>" } else { "" },
        )
    }
}
