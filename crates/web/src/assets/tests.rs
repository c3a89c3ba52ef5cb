use axum::body::{Body, to_bytes};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::Request;
use sha2::{Digest as _, Sha384};
use tower::ServiceExt as _;

use super::*;

const TREE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

async fn ask(path: &str, accept: &str, known: &str) -> Response {
    let request = Request::get(path).header("accept-encoding", accept).header("if-none-match", known);
    routes::<()>().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

fn asset(name: &str) -> &'static Asset {
    find(name).unwrap()
}

#[tokio::test]
async fn a_browser_keeps_the_stylesheet_for_ever_and_gets_it_small() {
    let response = ask(url("app.css"), "gzip, deflate, br, zstd", "").await;
    assert_eq!(header(&response, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&response, "content-type"), "text/css; charset=utf-8");
    assert_eq!(header(&response, "content-encoding"), "br");
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert_eq!(body.len(), asset("app.css").brotli.len());
}

#[tokio::test]
async fn an_old_browser_gets_gzip_and_one_that_reads_neither_gets_plain() {
    assert_eq!(header(&ask(url("app.js"), "gzip", "").await, "content-encoding"), "gzip");
    assert_eq!(header(&ask(url("app.js"), "br;q=0", "").await, "content-encoding"), "");
    assert_eq!(header(&ask(url("app-192.png"), "", "").await, "content-type"), "image/png");
}

#[tokio::test]
async fn who_has_it_already_is_told_so() {
    let first = ask(url("app.css"), "br", "").await;
    let etag = header(&first, "etag").to_owned();
    let second = ask(url("app.css"), "br", &etag).await;
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(to_bytes(second.into_body(), usize::MAX).await.unwrap().len(), 0);
}

#[tokio::test]
async fn an_old_address_still_answers_but_is_not_kept() {
    let response = ask("/aset/0000000000000000/app.css", "br", "").await;
    assert_eq!((response.status(), header(&response, "cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(ask("/aset/0000000000000000/lain.css", "", "").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_phone_finds_what_it_needs_to_install_the_site() {
    let response = ask("/manifest.webmanifest", "", "").await;
    assert_eq!(header(&response, "content-type"), "application/manifest+json");
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(manifest["icons"][0]["src"], url("app-192.png"));
    assert_eq!(header(&ask("/favicon.ico", "", "").await, "content-type"), "image/x-icon");
    assert_eq!(ask("/robots.txt", "", "").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_script_behind_the_pages_has_one_address_answers_no_request_and_is_asked_for_again() {
    let response = ask("/sw.js", "", "").await;
    assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(&response, "cache-control"), "no-cache");
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let script = std::str::from_utf8(&body).unwrap();
    assert!(script.contains("showNotification") && !script.contains("'fetch'"), "{script}");
}

#[test]
fn the_stylesheet_and_the_script_stay_inside_their_budget() {
    assert!(asset("app.css").brotli.len() <= 14_000, "{} bytes of styles", asset("app.css").brotli.len());
    assert!(asset("app.js").brotli.len() <= 18_000, "{} bytes of script", asset("app.js").brotli.len());
    let script = std::str::from_utf8(asset("app.js").plain).unwrap();
    let ours = script.rsplit_once("\n;\n(()=>").unwrap().1.len() + "(()=>".len();
    assert!(ours <= 4096, "our own script has {ours} bytes");
}

#[test]
fn htmx_is_the_one_that_was_tried() {
    for (file, digest) in [
        ("htmx.min.js", "Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"),
        ("hx-sse.min.js", "v8HvucQ+ohQhMg0arboXc5049yNR46QKMjphs7YDch+Wm7zpfK5XVS01f26mQDJV"),
        ("LICENSE", "hU3SbIwDRi3Fq5qi+gLVwm7zNVOKB3ddD795kmN4Dg7C86VuGoDrWKa/TPGW6BWA"),
    ] {
        let bytes = std::fs::read(format!("{TREE}/assets/vendor/htmx-4.0.1/{file}")).unwrap();
        assert_eq!(BASE64_STANDARD.encode(Sha384::digest(bytes)), digest, "{file}");
    }
}

/// Colours stand in tokens.css; the few that are the same in both themes are named here.
#[test]
fn components_know_colours_only_by_name() {
    for entry in std::fs::read_dir(format!("{TREE}/assets/css")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if matches!(name.as_str(), "tokens.css" | "print.css") {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines().filter(|line| line.contains(": ")) {
            assert!(!line.contains(": #") && !line.contains("rgb("), "{name}: {}", line.trim());
        }
    }
}

#[test]
fn both_ways_to_darkness_have_the_same_colours() {
    let css = std::fs::read_to_string(format!("{TREE}/assets/css/tokens.css")).unwrap();
    let dark = |start: &str| {
        let (_, rest) = css.split_once(start).unwrap();
        let (block, _) = rest.split_once('}').unwrap();
        block.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(dark(r#":root:not([data-tema="terang"]) {"#), dark(r#"[data-tema="gelap"] {"#));
}

#[test]
fn what_old_browsers_do_not_read_is_not_written() {
    let css = std::str::from_utf8(asset("app.css").plain).unwrap();
    assert!(!css.contains("light-dark(") && !css.contains('&'), "light-dark() or nesting is left");
    assert_eq!(css.matches('{').count(), css.matches('}').count());
    assert!(css.starts_with("@layer reset,token,base,layout,komponen,halaman,util,cetak;"));
}
