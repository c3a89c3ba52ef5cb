//! The files a browser keeps: stylesheet, script, icons. Made by `build.rs`, compressed beforehand, served under a name
//! that contains their hash, so that they may be kept for ever.
//!
//! It serves nothing that a person uploaded; that is the files room.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// One file in its three forms. The hash is the first sixteen digits of SHA-256.
#[derive(Debug)]
pub struct Asset {
    pub name: &'static str,
    pub hash: &'static str,
    pub kind: &'static str,
    pub plain: &'static [u8],
    pub brotli: &'static [u8],
    pub gzip: &'static [u8],
}

pub const ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// An address without the right hash: during a roll-out an old page may still ask. Answer, but do not let it be kept.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

/// The address of a file, with its hash: `/aset/3f…/app.css`. An unknown name answers the root of the site.
pub fn url(name: &str) -> &'static str {
    static URLS: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
        ALL.iter().map(|file| (file.name, format!("/aset/{}/{}", file.hash, file.name))).collect()
    });
    URLS.get(name).map_or("/", String::as_str)
}

/// Public for everybody, without a door: there is nothing of anybody in them.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/aset/{hash}/{name}", get(hashed))
        .route("/favicon.ico", get(|headers: HeaderMap| async move { named("favicon.ico", &headers) }))
        .route("/favicon.svg", get(|headers: HeaderMap| async move { named("favicon.svg", &headers) }))
        .route("/manifest.webmanifest", get(manifest))
        .route("/sw.js", get(worker))
        .route("/robots.txt", get(robots))
}

async fn hashed(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(file) = find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let keep = if file.hash == hash { FOR_EVER } else { ASK_AGAIN };
    answer(file, &headers, keep)
}

fn named(name: &str, headers: &HeaderMap) -> Response {
    find(name).map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| answer(file, headers, A_DAY))
}

fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|file| file.name == name)
}

fn answer(file: &'static Asset, asked: &HeaderMap, keep: HeaderValue) -> Response {
    let (body, encoding) = smallest(file, asked);
    let etag = format!("\"{}{}\"", file.hash, encoding.map_or(String::new(), |name| format!("-{name}")));
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == etag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(header::CACHE_CONTROL, keep);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if let (Some(name), false) = (encoding, known) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// The smallest form this browser reads. Pictures do not become smaller, so they stay as they are.
fn smallest(file: &'static Asset, asked: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted =
        asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let reads = |name: &str| {
        accepted.split(',').any(|part| {
            let (token, weight) = part.split_once(';').unwrap_or((part, ""));
            token.trim() == name && !matches!(weight.trim(), "q=0" | "q=0.0")
        })
    };
    let forms = [(file.brotli, "br"), (file.gzip, "gzip")];
    let fit = forms.into_iter().find(|(body, name)| reads(name) && body.len() < file.plain.len());
    fit.map_or((file.plain, None), |(body, name)| (body, Some(name)))
}

/// The script that shows notices while no page is open. Its address never changes and reaches the whole site; the browser
/// asks for a newer one by itself.
async fn worker(headers: HeaderMap) -> Response {
    find("sw.js")
        .map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| answer(file, &headers, ASK_AGAIN))
}

async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], ROBOTS).into_response()
}

/// Makes the site installable; the start page is the person's own first page.
async fn manifest() -> Response {
    let icon =
        |name: &str, size: &str| serde_json::json!({"src": url(name), "sizes": size, "type": "image/png"});
    let body = serde_json::json!({
        "name": "Klustera",
        "short_name": "Klustera",
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F8F6F2",
        "theme_color": "#2A2B8C",
        "icons": [icon("app-192.png", "192x192"), icon("app-512.png", "512x512"),
            {"src": url("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    });
    let kind = HeaderValue::from_static("application/manifest+json");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, A_DAY)], body.to_string()).into_response()
}

#[cfg(test)]
mod tests;
