use std::io::{IsTerminal, Write};

use crate::diag::{Diagnostic, Diagnostics, Sources, render_human, to_json};

/// What ends a command: findings with the texts that they point into.
#[derive(Debug, Default)]
pub(super) struct Fault {
    pub(super) found: Diagnostics,
    pub(super) sources: Sources,
}

impl Fault {
    pub(super) fn new(found: impl Into<Diagnostics>, sources: &Sources) -> Box<Self> {
        Box::new(Self { found: found.into(), sources: sources.clone() })
    }
}

impl From<Diagnostic> for Box<Fault> {
    fn from(one: Diagnostic) -> Self {
        Fault::new(one, &Sources::new())
    }
}

/// What commands return.
pub(super) type Run<T> = Result<T, Box<Fault>>;

/// Shows findings to a person on standard error.
pub(super) fn show(found: &Diagnostics, sources: &Sources) {
    if found.is_empty() {
        return;
    }
    let mut stderr = std::io::stderr().lock();
    let colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    // Nobody is left to be told when standard error is gone.
    let _ = write!(stderr, "{}", render_human(found, sources, colour));
}

pub(super) fn fault(fault: &Fault) {
    show(&fault.found, &fault.sources);
}

/// Prints a JSON value on standard output.
pub(super) fn print_json(value: &serde_json::Value) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Prints a line on standard output.
pub(super) fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{line}");
}

/// Tells a person something on standard error.
pub(super) fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Findings for machines.
pub(super) fn json(found: &Diagnostics, sources: &Sources) -> serde_json::Value {
    to_json(found, sources)
}
