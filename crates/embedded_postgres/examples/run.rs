//! Runs a private cluster in the foreground until Ctrl-C, and starts it again when it dies:
//! `cargo run -p embedded_postgres --example run -- <folder>`.

use embedded_postgres::{Error, Settings, start};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: run <folder of the cluster>");
        return Ok(());
    };
    let mut cluster = start(Settings::new(folder)).await?;
    println!("PostgreSQL {}: {}", cluster.binaries().version, cluster.superuser_url("postgres"));
    loop {
        tokio::select! {
            exit = cluster.wait() => {
                eprintln!("{exit}");
                cluster = cluster.restart().await?;
            }
            _ = tokio::signal::ctrl_c() => return cluster.stop().await,
        }
    }
}
