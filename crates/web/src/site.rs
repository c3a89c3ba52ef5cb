//! The whole site: the rooms' routes inside the layers that every request passes.
//!
//! From outside in: request id and log line, panic guard, time limit, security headers, compression, the dress of
//! errors, cross-site check, rate limit, the hall in which a form waits until all of it is here, and last the fence that
//! lets a handler finish when its client is gone.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use kernel::RequestId;
use tenancy::{BodyAtHand, Routes, Store};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate as _, SizeAbove},
    },
    csrf::CsrfLayer,
};
use tracing::Instrument as _;

use crate::{
    assets, dress, health,
    limit::{Gate, Traffic, limited},
};

/// A form may be this large; uploads say their own limit.
const FORM_BYTES: usize = 256 * 1024;
/// A body that says it is no larger is read before a door opens, so that the transaction which admits the caller can serve
/// the handler too.
const AT_HAND_BYTES: usize = 16 * 1024;
/// No page of ours takes this long; what does is a job.
const TIME_LIMIT: Duration = Duration::from_secs(30);

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Everything that answers on the address.
pub fn site(routes: Routes, store: Store) -> Router {
    site_behind(routes, store, Traffic::default())
}

/// The same with what this installation says about its proxies and limits. Serve it with
/// `into_make_service_with_connect_info::<SocketAddr>()`, or nobody has an address.
pub fn site_behind(routes: Routes, store: Store, traffic: Traffic) -> Router {
    let compress = CompressionLayer::new()
        .quality(CompressionLevel::Precise(4))
        .compress_when(SizeAbove::new(512).and(NotForContentType::const_new("text/event-stream")));
    Router::new()
        .merge(routes.into_router())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn(detached))
        .layer(middleware::from_fn(at_hand))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::from_fn_with_state(Gate::new(store.clone(), traffic), limited))
        .merge(health::routes())
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(dress::dress))
        .merge(assets::routes())
        .layer(compress)
        .layer(middleware::from_fn_with_state(store.clone(), safe_headers))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(middleware::from_fn_with_state(store.clone(), named))
        .with_state(store)
}

/// Gives the request its id and writes its one log line; counts it for the metrics page.
async fn named(State(store): State<Store>, mut request: Request, next: Next) -> Response {
    let id = RequestId::new(store.now());
    request.extensions_mut().insert(id);
    let method = request.method().clone();
    let path = logged(request.uri().path());
    let began = std::time::Instant::now();
    let span = tracing::info_span!("request", %id, %method, path);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    let class = match status {
        0..400 => "ok",
        400..500 => "refused",
        _ => "failed",
    };
    metrics::counter!("klustera_requests_total", "class" => class).increment(1);
    metrics::histogram!("klustera_request_seconds").record(took.as_secs_f64());
    span.in_scope(|| {
        tracing::info!(status, micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "answered")
    });
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// A path as the log keeps it. A signed link is a key to whoever reads it, and nothing else in our paths is so long: a
/// short name has at most 40 characters, an id 36.
fn logged(path: &str) -> String {
    let part = |part: &str| if part.len() > 40 { "…".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}

async fn safe_headers(State(store): State<Store>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A download brings a stricter one of its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(POLICY);
    if store.site().is_https() {
        let a_year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(), microphone=(), payment=()"),
    );
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// Reads a small body whole. What is larger, or does not say how large it is, streams to its handler.
async fn at_hand(mut request: Request, next: Next) -> Response {
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| (1..=AT_HAND_BYTES).contains(&length)) {
        let body = std::mem::take(request.body_mut());
        match axum::body::to_bytes(body, AT_HAND_BYTES).await {
            Ok(bytes) => *request.body_mut() = bytes.into(),
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        }
        request.extensions_mut().insert(BodyAtHand);
    }
    next.run(request).await
}

/// A client that goes away, or the time limit, ends the waiting, never the work: a payment reaches commit or rollback.
/// A GET changes nothing, so it may end with its client.
async fn detached(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let span = tracing::Span::current();
    match tokio::spawn(next.run(request).instrument(span)).await {
        Ok(response) => response,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signed_link_is_written_into_the_log() {
        let ticket = "A".repeat(64);
        assert_eq!(logged(&format!("/undangan/{ticket}")), "/undangan/…");
        assert_eq!(logged(&format!("/berkas/{ticket}/kecil")), "/berkas/…/kecil");
        assert_eq!(logged(&format!("/mulai/{}", "0".repeat(48))), "/mulai/…");
        let id = "/k/melati/anggota/01a204a6-945f-7905-898a-36b1564ab1e1/akhiri";
        assert_eq!(logged(id), id);
    }
}
