//! The books for programs.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};
use testkit::{Client, Kit, Page};

use crate::support::{account, books, fund, pay};

/// Posts JSON with an Idempotency-Key; the client of the kit sends none.
async fn keyed(kit: &Kit, client: &Client, path: &str, key: &str, body: &Value) -> Page {
    use tower::ServiceExt as _;
    let request = http::Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", "klustera.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("cookie", format!("klustera={}", client.cookie("klustera").unwrap()))
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = kit.site.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    Page { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn an_entry_by_hand_is_written_once_shown_and_taken_back() {
    let kit = books().await;
    let mut siti = kit.melati.treasurer().await;
    let entries = kit.melati.api("ledger/entries");
    let (bank, other) = (account(&kit, &kit.melati, "1102").await, account(&kit, &kit.melati, "4103").await);
    let general = fund(&kit, &kit.melati, "UMUM").await;
    let body = |credit: i64| {
        json!({"booked_on": "2026-11-20", "memo": "Bunga bank", "lines": [
            {"account": bank, "fund": general, "debit": 12_500},
            {"account": other, "fund": general, "credit": credit}]})
    };
    siti.json(Method::POST, &entries, &body(12_500)).await.assert_status(400);
    let off = keyed(&kit, &siti, &entries, "satu", &body(12_000)).await;
    off.assert_status(422);
    assert!(off.text().contains("lines"), "{}", off.text());
    let first = keyed(&kit, &siti, &entries, "dua", &body(12_500)).await;
    let again = keyed(&kit, &siti, &entries, "dua", &body(12_500)).await;
    first.assert_status(201);
    assert_eq!(first.json(), again.json());
    assert_eq!((&first.json()["total"], &first.json()["kind"]), (&json!(12_500), &json!("journal")));

    let href = format!("{entries}/{}", first.json()["id"].as_str().unwrap());
    let shown = siti.get(&href).await.json();
    assert_eq!(
        (shown["lines"][0]["account_code"].as_str(), shown["lines"][1]["amount"].as_i64()),
        (Some("1102"), Some(-12_500))
    );
    let reversal = format!("{href}/reversal");
    keyed(&kit, &siti, &reversal, "tiga", &json!({"reason": "x"})).await.assert_status(422);
    keyed(&kit, &siti, &reversal, "empat", &json!({"reason": "Salah rekening"})).await.assert_status(201);
    keyed(&kit, &siti, &reversal, "lima", &json!({"reason": "Salah rekening"})).await.assert_status(409);
    assert_eq!(siti.get(&href).await.json()["is_reversed"], true);
    let receivable = account(&kit, &kit.melati, "1201").await;
    let kept = json!({"booked_on": "2026-11-20", "memo": "Piutang", "lines": [
        {"account": receivable, "fund": general, "debit": 1}, {"account": other, "fund": general, "credit": 1}]});
    keyed(&kit, &siti, &entries, "enam", &kept).await.assert_status(422);
}

#[tokio::test]
async fn the_journal_and_an_account_page_by_key() {
    let kit = books().await;
    for turn in 1..=7 {
        pay(&kit.melati, &format!("2026-11-{turn:02}"), 1_000 * turn).await;
    }
    pay(&kit.mawar, "2026-11-05", 99).await;
    let mut siti = kit.melati.treasurer().await;
    let cash = account(&kit, &kit.melati, "1101").await;
    for (list, field) in [
        (kit.melati.api("ledger/entries?limit=3"), "total"),
        (kit.melati.api(&format!("ledger/accounts/{cash}/postings?limit=3")), "amount"),
    ] {
        let mut seen = Vec::new();
        let mut href = list.clone();
        loop {
            let page = siti.get(&href).await.json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item[field].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            href = format!("{list}&cursor={next}");
        }
        seen.sort_unstable();
        assert_eq!(seen, [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000], "{list}");
    }
}

#[tokio::test]
async fn the_chart_and_the_months_have_their_endpoints() {
    let kit = books().await;
    pay(&kit.melati, "2026-10-05", 50_000).await;
    let mut ratna = kit.melati.manager().await;
    let accounts = kit.melati.api("ledger/accounts");
    assert_eq!(ratna.get(&accounts).await.json()["items"].as_array().unwrap().len(), 21);
    let new = json!({"code": "5106", "name": "Peringatan 17 Agustus", "kind": "expense"});
    let made = ratna.json(Method::POST, &accounts, &new).await;
    made.assert_status(201);
    let href = format!("{accounts}/{}", made.json()["id"].as_str().unwrap());
    let renamed =
        ratna.json(Method::PATCH, &href, &json!({"name": "Hari kemerdekaan", "retired": true})).await.json();
    assert_eq!(
        (renamed["name"].as_str(), renamed["retired"].as_bool()),
        (Some("Hari kemerdekaan"), Some(true))
    );
    let funds = kit.melati.api("ledger/funds");
    assert_eq!(ratna.get(&funds).await.json()["items"][0]["code"], "UMUM");
    let fund = ratna.json(Method::POST, &funds, &json!({"code": "THR", "name": "THR petugas"})).await;
    fund.assert_status(201);
    let href = format!("{funds}/{}", fund.json()["id"].as_str().unwrap());
    ratna.json(Method::PATCH, &href, &json!({"retired": true})).await.assert_status(200);

    let months = kit.melati.api("ledger/closed-months");
    keyed(&kit, &ratna, &months, "a", &json!({"through": "2026-11"})).await.assert_status(409);
    let closed = keyed(&kit, &ratna, &months, "b", &json!({"through": "2026-10"})).await;
    assert_eq!(
        (&closed.json()["items"][0]["month"], &closed.json()["items"][0]["total"]),
        (&json!("2026-10"), &json!(50_000))
    );
    let reopenings = kit.melati.api("ledger/reopenings");
    let why = json!({"from": "2026-10", "reason": "Kuitansi terselip"});
    assert_eq!(keyed(&kit, &ratna, &reopenings, "c", &why).await.json()["items"], json!([]));
    let trial = ratna.get(&kit.melati.api("ledger/trial-balance")).await.json();
    assert_eq!((&trial["debit"], &trial["credit"]), (&json!(50_000), &json!(50_000)));
    kit.melati.resident().await.get(&accounts).await.assert_status(403);
}
