use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use super::args::{Place, Serve};
use super::report::{Run, say};
use crate::diag::{Code, Diagnostic};
use crate::serve::{App, Settings, serve};

pub(super) fn run(place: &Place, args: &Serve) -> Run<ExitCode> {
    let local = args.addr.ip().is_loopback();
    if args.unsigned && !local && !args.force {
        return Err(Diagnostic::error(Code::BadValue, format!("`--unsigned` at {}: everybody could render anything", args.addr))
            .hint("leave out `--unsigned` and sign addresses with `mimeo sign`, listen at 127.0.0.1, or add `--force`")
            .into());
    }
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    // Fails only when somebody else logs already.
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colour)
        .with_writer(std::io::stderr)
        .try_init();
    let settings = Settings {
        root: place.root.clone(),
        data: place.data_dir(),
        assets: args.assets.clone(),
        cache: place.cache.saturating_mul(1 << 20),
        unsigned: args.unsigned,
        studio: args.studio || local,
        max_age: Duration::from_secs(args.max_age.into()),
        waiting: args.waiting.into(),
        threads: args.jobs.unwrap_or(0).into(),
        ..Settings::default()
    };
    let studio = settings.studio;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Diagnostic::error(Code::Store, format!("cannot start the server's threads: {error}"))
    })?;
    runtime.block_on(async {
        let app = App::open(settings).await?;
        let ready = |address| {
            say(&format!("http://{address}{}", if studio { "/studio/" } else { "" }));
        };
        serve(app, args.addr, ready).await.map_err(|error| {
            Diagnostic::error(Code::File, format!("cannot listen at {}: {error}", args.addr))
                .hint("choose another port with `--addr`")
        })
    })?;
    Ok(ExitCode::SUCCESS)
}
