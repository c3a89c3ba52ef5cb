//! Log lines: for people on a terminal, as JSON where `KLUSTERA_LOG_FORMAT=json` asks for it. Never a phone number,
//! a name or a secret; a request is known by its id.

use std::io::IsTerminal as _;

use tracing_subscriber::{EnvFilter, fmt};

/// The queue's library would write what a job carries; the jobs room logs failures itself.
const USUAL: &str = "warn,klustera=info,graphile_worker=off";

pub fn start(asked: Option<&str>) {
    let filter = EnvFilter::try_new(asked.unwrap_or(USUAL)).unwrap_or_else(|_| EnvFilter::new(USUAL));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let json = std::env::var("KLUSTERA_LOG_FORMAT").is_ok_and(|format| format == "json");
    // A second start in one process (a test) keeps the first.
    let _ = if json {
        tracing::subscriber::set_global_default(lines.json().finish())
    } else {
        tracing::subscriber::set_global_default(lines.with_ansi(std::io::stderr().is_terminal()).finish())
    };
}
