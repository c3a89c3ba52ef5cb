//! The command line: reads what was asked, and lets one function do it.

use std::process::ExitCode;

use clap::Parser as _;
use klustera::cli::{Command, Klustera};

fn main() -> ExitCode {
    let asked = Klustera::parse();
    klustera::logging::start(asked.log.as_deref());
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("klustera: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(run(asked));
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("klustera: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: Klustera) -> anyhow::Result<ExitCode> {
    let place = asked.place;
    match asked.command {
        Command::Serve(options) => klustera::serve::serve(&place, options).await?,
        Command::Work => klustera::serve::work(&place).await?,
        Command::Migrate => klustera::serve::migrate(&place).await?,
        Command::Seed => klustera::serve::seed(&place).await?,
        Command::Import(options) => return klustera::import::import(&place, options).await,
        Command::ResetPassword(options) => return klustera::reset_password::reset(&place, options).await,
        Command::Doctor => return klustera::doctor::doctor(&place).await,
        Command::Backup { file } => klustera::backup::backup(&place, &file).await?,
        Command::Restore { file, force } => klustera::backup::restore(&place, &file, force).await?,
    }
    Ok(ExitCode::SUCCESS)
}
