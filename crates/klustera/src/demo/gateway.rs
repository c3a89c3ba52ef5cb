//! The payment gateway of the sample complexes: played inside this process, so that a bill can be paid without a contract
//! and without internet. Every page of it says MODE COBA.
//!
//! Its API and its control doors listen on loopback alone, on a port of their own. Only the payer's pages of single payments
//! stand on the site, under [`PAGES`], where a tester on another machine reaches them. It remembers nothing across restarts:
//! what was paid is in the books, and what was not runs out.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use axum::Router;
use midtrans::{
    ServerKey,
    simulator::{Pace, Settings, Simulator},
};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tenancy::{Keys, Store};
use tokio::net::TcpListener;

use super::sql;

/// Where the payer's pages stand on the site.
const PAGES: &str = "/coba";
/// What runs out is noticed this soon.
const TICK: Duration = Duration::from_secs(1);

/// Starts the simulator and tells the sample complexes where it answers. The pages that come back belong beside the site.
pub async fn play(
    store: &Store,
    gateways: &checkout::Gateways,
    owner: &PgConnectOptions,
    keys: &Keys,
) -> anyhow::Result<Router> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("the payment simulator")?;
    let api = format!("http://{}", listener.local_addr()?);
    let key = format!("SB-Mid-server-{}", hex::encode(&keys.derive("demo.gateway")[..12]));
    let clock = store.clone();
    let simulator = Simulator::new(Settings {
        server_key: ServerKey::new(key.as_str()),
        client_key: "SB-Mid-client-COBA".to_owned(),
        notify: None,
        address: format!("{}{PAGES}", store.site().public_url),
        clock: Arc::new(move || clock.now()),
        pace: Pace { between_attempts: Duration::from_secs(5), ..Pace::real() },
    })?;
    let mut connection = PgConnection::connect_with(owner).await?;
    let samples = sql::samples(&mut connection).await?;
    connection.close().await?;
    for complex in samples {
        let mut tx = store.job_scope(complex).begin().await?;
        checkout::start_trial(&mut tx, gateways, &key, &api).await?;
        tx.commit().await?;
    }
    let (answering, ticking) = (simulator.clone(), simulator.clone());
    tokio::spawn(async move {
        if let Err(error) = answering.serve(listener).await {
            tracing::warn!(%error, "the payment simulator stopped");
        }
    });
    tokio::spawn(async move {
        let mut seconds = tokio::time::interval(TICK);
        loop {
            seconds.tick().await;
            ticking.tick();
        }
    });
    Ok(Router::new().nest(PAGES, simulator.payer_pages()))
}

/// How a process beside us reaches what listens there: `0.0.0.0` is no address to call.
pub fn beside(listen: SocketAddr) -> String {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, listen.port()))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn an_address_that_means_everywhere_is_called_by_loopback() {
        assert_eq!(beside("0.0.0.0:8080".parse().unwrap()), "http://127.0.0.1:8080");
        assert_eq!(beside("[::]:8080".parse().unwrap()), "http://[::1]:8080");
        assert_eq!(beside("10.0.0.7:80".parse().unwrap()), "http://10.0.0.7:80");
    }
}
