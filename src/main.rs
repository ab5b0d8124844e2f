//! The `mimeo` command: a thin skin over the library.

fn main() -> std::process::ExitCode {
    mimeo::cli::run()
}
