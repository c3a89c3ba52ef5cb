//! Problems, pages by key, and the documentation.

use axum::body::Body;
use http::Method;
use serde_json::json;

use crate::room::{app, kit};

#[tokio::test]
async fn a_program_meets_every_error_as_problem_json() {
    let kit = kit().await;
    let mut app = app(&kit, &kit.melati).await;
    let units = kit.melati.api("units");

    let missing = app.get("/api/v1/nothing").await;
    missing.assert_status(404);
    assert_eq!(missing.headers["content-type"], "application/problem+json");
    assert_eq!(missing.json()["type"], "urn:klustera:problem:not-found");
    assert!(missing.json()["instance"].as_str().unwrap().starts_with("urn:uuid:"));

    let method = app.send(Method::DELETE, &units, None, Body::empty()).await;
    method.assert_status(405);
    assert_eq!(method.json()["type"], "urn:klustera:problem:wrong-method");
    assert!(method.headers["allow"].to_str().unwrap().contains("GET"));

    let broken = app.send(Method::POST, &units, Some("application/json"), Body::from("{\"code\":")).await;
    broken.assert_status(400);
    assert_eq!(broken.json()["type"], "urn:klustera:problem:unreadable");
    assert!(broken.json()["cause"].as_str().unwrap().contains("EOF"), "{}", broken.text());

    let field = app.json(Method::POST, &units, &json!({ "kode": "A-12" })).await;
    field.assert_status(400);
    assert!(field.json()["cause"].as_str().unwrap().contains("missing field `code`"));

    let form = app.send(Method::POST, &units, Some("text/plain"), Body::from("A-12")).await;
    form.assert_status(415);

    let large = format!("{{\"code\":\"{}\"}}", "A".repeat(300_000));
    let large = app.send(Method::POST, &units, Some("application/json"), Body::from(large)).await;
    large.assert_status(413);
    assert_eq!(large.json()["type"], "urn:klustera:problem:too-large");

    let stranger = kit.stranger().get(&units).await;
    stranger.assert_status(401);
    assert_eq!(stranger.headers["www-authenticate"], "Bearer");
    app.get(&kit.mawar.api("units")).await.assert_status(404);
}

#[tokio::test]
async fn a_program_reads_a_street_page_by_page() {
    let kit = kit().await;
    let mut app = app(&kit, &kit.melati).await;
    let units = kit.melati.api("units");
    for number in 1..=7 {
        let added = app.json(Method::POST, &units, &json!({ "code": format!("A-{number:02}") })).await;
        added.assert_status(201);
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.get(&format!("{units}?limit=3&cursor={cursor}")).await.json();
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|unit| unit["code"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        cursor = next.to_owned();
    }
    assert_eq!(seen, (1..=7).map(|n| format!("A-{n:02}")).collect::<Vec<_>>());

    let wrong = app.get(&format!("{units}?cursor={cursor}x")).await;
    wrong.assert_status(400);
    assert_eq!(wrong.json()["type"], "urn:klustera:problem:wrong-cursor");
    wrong.assert_says("Penanda halaman ini bukan dari daftar ini");
    let many = app.get(&format!("{units}?limit=201")).await;
    many.assert_status(422);
    assert_eq!(many.json()["errors"][0]["field"], "limit");
}

#[tokio::test]
async fn whoever_writes_a_program_finds_the_documentation() {
    let kit = kit().await;
    let document = kit.stranger().get("/api/v1/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let operation = &document["paths"]["/api/v1/complexes/{complex}/units"]["post"];
    assert_eq!(operation["operationId"], "post_complexes_complex_units");
    assert_eq!(operation["responses"]["default"]["$ref"], "#/components/responses/Problem");
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");

    let page = kit.stranger().get("/api").await;
    page.assert_status(200).assert_says("API Klustera").assert_says("/api/v1/complexes/{complex}/units");
    page.assert_says("\"code\": \"A-12\"").assert_says("urn:klustera:problem:key-reused");
    page.assert_says("id=\"thing-Problem\"");
}
