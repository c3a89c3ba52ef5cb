//! Payments for programs.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};
use testkit::{Client, Page};

use crate::home::World;

/// Posts JSON, with an Idempotency-Key or without; the client of the kit sends none.
async fn send(world: &World, client: &Client, path: &str, key: Option<&str>, body: &Value) -> Page {
    use tower::ServiceExt as _;
    let mut request = http::Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "klustera.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .header("cookie", format!("klustera={}", client.cookie("klustera").unwrap()));
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = world.kit.site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    Page { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn a_program_records_cash_once_however_often_it_sends_it() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let path = world.melati.api("payments");
    let body = json!({ "method": "cash", "payer_name": "Budi Santoso", "parts": [{ "unit": "a12", "amount": 100_000 }] });
    send(&world, &siti, &path, None, &body).await.assert_status(400);
    let first = send(&world, &siti, &path, Some("k-1"), &body).await;
    first.assert_status(201);
    assert_eq!(first.json()["receipt_number"], "KW-2026-000001");
    assert_eq!(first.json()["receipt"]["owed_left"], 50_000);
    let again = send(&world, &siti, &path, Some("k-1"), &body).await;
    assert_eq!(again.json()["id"], first.json()["id"]);
    assert_eq!(world.open_of(november).await, 50_000);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let back = send(
        &world,
        &siti,
        &format!("{path}/{id}/reverse"),
        Some("k-2"),
        &json!({ "reason": "salah rumah" }),
    )
    .await;
    assert_eq!(back.json()["state"], "reversed");
    assert_eq!(world.open_of(november).await, 150_000);
    let list = siti.send(Method::GET, &path, None, Body::empty()).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(siti.get(&format!("{path}/kw-2026-000001")).await.json()["id"], first.json()["id"]);
    world.assert_kept().await;
}

#[tokio::test]
async fn a_program_pays_titipan_back_once_and_never_more_than_there_is() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 11, 100_000).await;
    let mut siti = world.melati.treasurer().await;
    crate::cash::pay(&world, &mut siti, unit, "150.000").await;
    let credits = siti.get(&world.melati.api("units/A-12/credits")).await.json();
    let credit = credits[0]["id"].as_str().unwrap().to_owned();
    let path = world.melati.api("units/a12/refunds");
    let body = |amount: i64| json!({ "credit": credit, "amount": amount, "reason": "pindah rumah" });
    send(&world, &siti, &path, None, &body(20_000)).await.assert_status(400);
    let refused = send(&world, &siti, &path, Some("r-1"), &body(60_000)).await;
    refused.assert_status(422).assert_says("Paling banyak Rp");
    let first = send(&world, &siti, &path, Some("r-2"), &body(20_000)).await;
    assert_eq!((&first.json()["amount"], &first.json()["left"]), (&json!(20_000), &json!(30_000)));
    let again = send(&world, &siti, &path, Some("r-2"), &body(20_000)).await;
    assert_eq!(again.json()["id"], first.json()["id"]);
    assert_eq!(world.credit_of(unit).await, 30_000);
    let joko = world.melati.area_head().await;
    send(&world, &joko, &path, Some("r-3"), &body(10_000)).await.assert_status(403);
    world.assert_kept().await;
}
