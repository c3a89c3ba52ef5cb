//! A request that is sent twice.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use testkit::Kit;
use tower::ServiceExt as _;

use crate::room::{self, BEGUN, GO_ON, kit};

/// What one answer is made of: status, replayed or not, type of problem or code of the unit.
#[derive(Debug, PartialEq, Eq)]
struct Got {
    status: StatusCode,
    replayed: bool,
    says: String,
    location: Option<String>,
}

async fn send(kit: &Kit, cookie: &str, path: &str, key: Option<&str>, code: &str) -> Got {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "klustera.test")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", format!("klustera={cookie}"))
        .header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let request = request.body(Body::from(format!("{{\"code\":\"{code}\"}}"))).unwrap();
    let response = kit.site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body: serde_json::Value = serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap();
    let says = body["type"].as_str().or(body["code"].as_str()).unwrap_or_default();
    Got {
        status: parts.status,
        replayed: parts.headers.contains_key("idempotency-replayed"),
        says: says.trim_start_matches("urn:klustera:problem:").to_owned(),
        location: parts.headers.get("location").map(|value| value.to_str().unwrap().to_owned()),
    }
}

async fn units(kit: &Kit) -> i64 {
    let mut tx = kit.melati.tx().await;
    sqlx::query_scalar("select count(*) from unit").fetch_one(&mut tx).await.unwrap()
}

async fn ratna(kit: &Kit) -> String {
    kit.melati.manager().await.cookie("klustera").unwrap().to_owned()
}

#[tokio::test]
async fn a_request_sent_twice_is_done_once_and_answered_twice() {
    let kit = kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("units"));
    let first = send(&kit, &cookie, &path, Some("kunci-1"), "A-12").await;
    assert_eq!((first.status, first.replayed, first.says.as_str()), (StatusCode::CREATED, false, "A-12"));
    let again = send(&kit, &cookie, &path, Some("\"kunci-1\""), "A-12").await;
    assert_eq!(again, Got { replayed: true, ..first });
    assert!(again.location.unwrap().ends_with("/units/A-12"));
    assert_eq!(units(&kit).await, 1);

    let other = send(&kit, &cookie, &path, Some("kunci-1"), "A-13").await;
    assert_eq!((other.status.as_u16(), other.says.as_str()), (422, "key-reused"));
    assert_eq!(send(&kit, &cookie, &path, Some("kunci-2"), "A-13").await.status, StatusCode::CREATED);
    assert_eq!(units(&kit).await, 2);
}

#[tokio::test]
async fn a_refused_request_frees_its_key() {
    let kit = kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("units"));
    send(&kit, &cookie, &path, None, "A-12").await;
    // The code is taken: a constraint says no, and the transaction takes the key with it.
    let refused = send(&kit, &cookie, &path, Some("kunci"), "A-12").await;
    assert_eq!((refused.status.as_u16(), refused.says.as_str()), (409, "conflict"));
    assert_eq!(send(&kit, &cookie, &path, Some("kunci"), "A-13").await.status, StatusCode::CREATED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_that_comes_too_early_is_told_to_wait() {
    let kit = kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("units"));
    let first = async { send(&kit, &cookie, &path, Some("kunci"), "LAMBAT").await };
    let early = async {
        BEGUN.acquire().await.unwrap().forget();
        let early = send(&kit, &cookie, &path, Some("kunci"), "LAMBAT").await;
        GO_ON.add_permits(1);
        early
    };
    let (first, early) = tokio::join!(first, early);
    assert_eq!((early.status.as_u16(), early.says.as_str()), (409, "key-busy"));
    assert_eq!(first.status, StatusCode::CREATED);
    assert!(send(&kit, &cookie, &path, Some("kunci"), "LAMBAT").await.replayed);
    assert_eq!(units(&kit).await, 1);
}

#[tokio::test]
async fn the_same_key_of_somebody_else_or_in_the_other_complex_is_another_key() {
    let kit = kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("units"));
    send(&kit, &cookie, &path, Some("kunci"), "A-12").await;
    let dewi = kit.mawar.manager().await.cookie("klustera").unwrap().to_owned();
    let mawar = send(&kit, &dewi, &kit.mawar.api("units"), Some("kunci"), "B-07").await;
    assert_eq!((mawar.status, mawar.replayed), (StatusCode::CREATED, false));
    let maya =
        kit.melati.signed_in(tenancy::Role::OrganizationAdmin).await.cookie("klustera").unwrap().to_owned();
    let maya = send(&kit, &maya, &path, Some("kunci"), "A-13").await;
    assert_eq!((maya.status, maya.replayed), (StatusCode::CREATED, false));
}

#[tokio::test]
async fn a_key_is_forgotten_after_two_days() {
    let kit = kit().await;
    let path = kit.melati.api("units");
    send(&kit, &ratna(&kit).await, &path, Some("kunci"), "A-12").await;
    kit.clock.turn(chrono::TimeDelta::hours(49));
    let much_later = send(&kit, &ratna(&kit).await, &path, Some("kunci"), "A-13").await;
    assert_eq!((much_later.status, much_later.replayed), (StatusCode::CREATED, false));

    kit.clock.turn(chrono::TimeDelta::hours(49));
    let mut hall = kit.store.hall(None).await.unwrap();
    let forgotten: i64 =
        sqlx::query_scalar("select forget_idempotency_keys()").fetch_one(&mut hall).await.unwrap();
    assert!(forgotten >= 1);
}

#[tokio::test]
async fn what_moves_money_is_not_done_without_a_key() {
    let kit = kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("payments"));
    let refused = send(&kit, &cookie, &path, None, "A-12").await;
    assert_eq!((refused.status.as_u16(), refused.says.as_str()), (400, "key-missing"));
    let long = "x".repeat(256);
    assert_eq!(send(&kit, &cookie, &path, Some(&long), "A-12").await.status.as_u16(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_repeats_at_once_add_one_unit() {
    let kit = room::kit().await;
    let (cookie, path) = (ratna(&kit).await, kit.melati.api("units"));
    let all = (0..16).map(|_| send(&kit, &cookie, &path, Some("kunci"), "A-12"));
    let got = futures_util::future::join_all(all).await;
    assert!(
        got.iter()
            .all(|got| matches!((got.status.as_u16(), got.says.as_str()), (201, "A-12") | (409, "key-busy")))
    );
    assert_eq!(got.iter().filter(|got| got.status == StatusCode::CREATED && !got.replayed).count(), 1);
    assert_eq!(units(&kit).await, 1);
}
