//! Measures Klustera against floors of the same machine in the same run. See `bench/README.md`.

mod cpu;
mod dues;
mod floor;
mod load;
mod measure;
mod money;
mod news;
mod online;
mod proxy;
mod report;
mod world;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Bench {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything, one line a figure
    Run {
        #[arg(long)]
        klustera: PathBuf,
        #[arg(long)]
        short: bool,
    },
    /// The complex of 10,000 units with three years of invoices, served until Ctrl-C, to look at its plans and pages
    World {
        #[arg(long)]
        klustera: PathBuf,
        /// Beside it one of 100,000 units with four charges and nothing billed
        #[arg(long)]
        many: bool,
    },
    /// The bare page that the units page is compared with
    Floor {
        #[arg(long)]
        listen: SocketAddr,
        #[arg(long)]
        database: String,
        /// Bytes of the page around the rows
        #[arg(long)]
        around: usize,
        /// Bytes of one row
        #[arg(long)]
        row: usize,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    match Bench::parse().command {
        Command::Run { klustera, short } => measure::all(&klustera, short).await,
        Command::World { klustera, many } => {
            measure::stay(&klustera, many).await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Floor { listen, database, around, row } => {
            floor::serve(listen, &database, around, row).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
