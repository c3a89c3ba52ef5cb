//! Devices and programs.

use axum::http::Method;
use serde_json::json;

use crate::street::Street;

#[tokio::test]
async fn a_device_sends_readings_by_the_same_rules() {
    let street = Street::open().await;
    let api = |rest: &str| street.kit.melati.api(rest);
    let mut ratna = street.kit.melati.manager().await;
    let meter = json!({"unit": "A-01", "serial": "IOT-1", "digits": 5, "installed_on": "2026-11-01", "initial_value": "99990"});
    let made = ratna.json(Method::POST, &api("meters"), &meter).await;
    made.assert_status(201);
    assert_eq!(made.json()["unit_code"], "A-01");
    let listed = ratna.get(&api("meters")).await.json();
    assert_eq!(listed["items"][0]["serial"], "IOT-1");

    let reading = json!({"unit": "a 1", "value": "5.125", "source": "iot"});
    let refused = ratna.json(Method::POST, &api("meter-readings"), &reading).await;
    refused.assert_status(422).assert_says("Lebih kecil dari angka sebelumnya");
    let reading = json!({"unit": "a 1", "value": "5.125", "source": "iot", "explanation": "rollover"});
    let made = ratna.json(Method::POST, &api("meter-readings"), &reading).await;
    made.assert_status(201);
    let body = made.json();
    assert_eq!(
        (&body["used"], &body["source"], &body["period"]),
        (&json!("15.125"), &json!("iot"), &json!("2026-11-01"))
    );
    let listed = ratna.get(&api("meter-readings?period=2026-11")).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let unknown = json!({"unit": "Z-1", "value": "5"});
    ratna.json(Method::POST, &api("meter-readings"), &unknown).await.assert_status(404);
}
