//! Relief and letters for programs, each once however often it is sent.

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};
use testkit::{Client, Page};

use crate::home::World;

/// Posts JSON with an Idempotency-Key; the client of the kit sends none.
async fn send(world: &World, client: &Client, path: &str, key: Option<&str>, body: &Value) -> Page {
    use tower::ServiceExt as _;
    let mut request = http::Request::builder()
        .method(Method::POST)
        .uri(world.melati.api(path))
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
async fn a_letter_is_written_once_for_each_key() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    let siti = world.melati.treasurer().await;
    let wish = json!({ "unit": "a12", "kind": "warning" });
    send(&world, &siti, "letters", None, &wish).await.assert_status(400);
    let first = send(&world, &siti, "letters", Some("k-1"), &wish).await;
    first.assert_status(201);
    assert_eq!(first.json()["number"], "SP1-2026-0001");
    assert_eq!(first.json()["open"][0]["amount"], 150_000);
    let again = send(&world, &siti, "letters", Some("k-1"), &wish).await;
    assert_eq!(again.json()["id"], first.json()["id"]);
    send(&world, &siti, "letters", Some("k-2"), &wish).await.assert_status(409);
    let mut siti = siti;
    let list = siti.get(&world.melati.api("letters?unit=A-12")).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn programs_ask_decide_forgive_and_agree_as_people_do() {
    let world = World::open().await;
    world.monthly_fee().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    world.night().await;
    let (siti, ratna) = (world.melati.treasurer().await, world.melati.manager().await);
    let wish =
        json!({ "unit": "A-12", "invoice": october.number, "amount": 200_000, "reason": "sakit lama" });
    let refused = send(&world, &siti, "waivers", Some("k-1"), &wish).await;
    refused.assert_status(422).assert_says("\"amount\"");
    let wish = json!({ "unit": "A-12", "invoice": october.number, "amount": 30_000, "reason": "sakit lama" });
    let asked = send(&world, &siti, "waivers", Some("k-2"), &wish).await;
    asked.assert_status(201);
    let decide = format!("waivers/{}/decision", asked.json()["id"].as_str().unwrap());
    let granted = json!({ "decision": "granted" });
    send(&world, &siti, &decide, Some("k-3"), &granted).await.assert_status(403);
    send(&world, &ratna, &decide, Some("k-4"), &granted).await.assert_status(200);
    assert_eq!(world.open_of(october.id).await, 120_000);

    let amnesty = json!({ "due_until": "2026-11-22", "percent": 100, "reason": "Musyawarah warga" });
    let given = send(&world, &ratna, "amnesties", Some("k-5"), &amnesty).await.json();
    assert_eq!((given["units"].as_i64(), given["amount"].as_i64()), (Some(1), Some(50_000)));
    let again = send(&world, &ratna, "amnesties", Some("k-5"), &amnesty).await.json();
    assert_eq!(again["id"], given["id"]);

    let plan = json!({ "unit": "A-12", "times": 3, "first_on": "2026-12-10", "agreed_with": "Budi", "reason": "usaha sepi" });
    let agreed = send(&world, &ratna, "instalment-plans", Some("k-6"), &plan).await;
    agreed.assert_status(201);
    assert_eq!(agreed.json()["total"], 120_000);
    assert_eq!(agreed.json()["parts"][2], json!({ "due_on": "2027-02-10", "amount": 40_000 }));
    send(&world, &ratna, "instalment-plans", Some("k-7"), &plan).await.assert_status(422);
    let rule = json!({ "from": "2026-12-01", "rule": { "grace_days": 7,
        "charge": { "kind": "percent", "percent": "2", "repeats": "monthly" } } });
    send(&world, &ratna, "penalty-rules", Some("k-8"), &rule).await.assert_status(201);
    let mut ratna = ratna;
    let rules = ratna.get(&world.melati.api("penalty-rules")).await.json();
    assert_eq!(rules["items"][0]["until"], "2026-12-01");
    world.assert_kept().await;
}
