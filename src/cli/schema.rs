use std::process::ExitCode;

use super::args::Schema;
use super::report::{Run, note, print_json};
use crate::diag::Diagnostic;
use crate::schema::schema;

/// Prints or writes the schema that editors read.
pub(super) fn run(args: &Schema) -> Run<ExitCode> {
    let written = schema(args.kind);
    let Some(file) = &args.output else {
        print_json(&written);
        return Ok(ExitCode::SUCCESS);
    };
    let mut text = serde_json::to_string_pretty(&written).unwrap_or_default();
    text.push('\n');
    crate::store::write_whole(file, text.as_bytes()).map_err(Diagnostic::from)?;
    note(&format!("{}: point to it from the first line of a file:", file.display()));
    note(&format!("# yaml-language-server: $schema={}", file.display()));
    Ok(ExitCode::SUCCESS)
}
