//! For machines: alive, ready, and figures. Without a door: they say nothing about anybody.

use axum::{Router, extract::State, routing::get};
use http::StatusCode;
use tenancy::Store;

pub fn routes() -> Router<Store> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(ready))
}

/// Ready means that the database answers.
async fn ready(State(store): State<Store>) -> (StatusCode, &'static str) {
    match store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
