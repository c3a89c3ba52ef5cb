//! The simulator as a process of its own: Core and Snap on one address.
//!
//! ```text
//! midtrans-simulator --listen 127.0.0.1:9400 --server-key KEY --client-key KEY --notify http://127.0.0.1:8080/hook
//! ```

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use clap::Parser;
use midtrans::{
    ServerKey,
    simulator::{Pace, Settings, Simulator},
};

/// Plays the payment gateway. No money moves.
#[derive(Parser)]
struct Arguments {
    /// Address and port to listen on; keep it on loopback. Port 0 picks a free one, and the first line says which.
    #[arg(long, default_value = "127.0.0.1:9400")]
    listen: SocketAddr,
    #[arg(long)]
    server_key: String,
    #[arg(long)]
    client_key: String,
    /// Where notifications go unless a call overrides it.
    #[arg(long)]
    notify: Option<String>,
    /// Its address as payers see it; the listening address unless it stands behind a proxy.
    #[arg(long)]
    address: Option<String>,
    /// Seconds between two attempts to deliver a notification.
    #[arg(long, default_value_t = 60)]
    retry_seconds: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("midtrans-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
    let own = format!("http://{}", listener.local_addr()?);
    let simulator = Simulator::new(Settings {
        server_key: ServerKey::new(arguments.server_key),
        client_key: arguments.client_key,
        notify: arguments.notify,
        address: arguments.address.unwrap_or_else(|| own.clone()),
        clock: Arc::new(chrono::Utc::now),
        pace: Pace {
            between_attempts: Duration::from_secs(arguments.retry_seconds),
            patience: Pace::real().patience,
        },
    })?;
    println!("midtrans-simulator: {own} (MODE COBA; payments: {own}/_simulator)");
    let ticking = simulator.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            ticking.tick();
        }
    });
    simulator.serve(listener).await?;
    Ok(())
}
