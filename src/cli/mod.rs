//! The command line: arguments in, exit code out. 0 is success, 1 a failure, 2 misuse.
//!
//! Results go to standard output, everything about them to standard error.

mod args;
mod check;
mod copy;
mod defaults;
mod estimate;
mod explain;
mod export;
mod interrupt;
mod open;
mod open_campaign;
mod plan;
mod proof;
mod render;
mod report;
mod schema;
mod serve;
mod sign;
mod summary;
mod target;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

pub use args::Args;

use args::Command;

/// Runs one command.
#[must_use]
pub fn run() -> ExitCode {
    let parsed = Args::command().try_get_matches().and_then(|matches| {
        let mut args = Args::from_arg_matches(&matches)?;
        defaults::settle(&mut args, &matches);
        Ok(args)
    });
    let args = match parsed {
        Ok(args) => args,
        Err(error) => {
            // clap's own codes: 0 for help and version, 2 for misuse.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let result = match &args.command {
        Command::Render(render) if render.watch => watch::run(&args.place, render),
        Command::Render(render) => render::run(&args.place, render),
        Command::Export(export) => export::run(&args.place, export),
        Command::Check(check) => check::run(&args.place, check),
        Command::Plan(plan) => plan::run(&args.place, plan),
        Command::Serve(serve) => serve::run(&args.place, serve),
        Command::Sign(sign) => sign::run(&args.place, sign),
        Command::Explain(explain) => explain::run(explain),
        Command::Copy(copy) => copy::run(&args.place, copy),
        Command::Schema(args) => schema::run(args),
    };
    match result {
        Ok(code) => code,
        Err(fault) => {
            report::fault(&fault);
            ExitCode::FAILURE
        }
    }
}
