//! Apps: access tokens and rotating refresh tokens.

use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};
use tenancy::Role;
use testkit::{Client, Kit};

use crate::{PASSWORD, house, with_password};

async fn signed_in(kit: &Kit, role: Role) -> Value {
    let person = kit.melati.person(role);
    with_password(kit, person, PASSWORD).await;
    let form = json!({ "login": person.phone.local(), "password": PASSWORD, "device": "Aplikasi Budi" });
    let answer = kit.stranger().json(Method::POST, "/api/v1/tokens", &form).await;
    answer.assert_status(201);
    answer.json()
}

async fn refresh(kit: &Kit, token: &Value) -> testkit::Page {
    kit.stranger().json(Method::POST, "/api/v1/tokens/refresh", &json!({ "refresh_token": token })).await
}

#[tokio::test]
async fn an_app_signs_in_for_a_quarter_of_an_hour_and_renews_itself() {
    let kit = house().await;
    let pair = signed_in(&kit, Role::Manager).await;
    let mut app = Client::with_token(kit.site.clone(), pair["access_token"].as_str().unwrap());
    let me = app.get("/api/v1/me").await.json();
    assert_eq!(me["roles"][0]["role"], "manager");
    app.get(&kit.melati.api("members")).await.assert_status(200);
    app.get("/api/v1/me/sessions").await.assert_status(200);
    kit.clock.turn(TimeDelta::minutes(15));
    app.get("/api/v1/me").await.assert_status(401);
    let renewed = refresh(&kit, &pair["refresh_token"]).await.json();
    let mut app = Client::with_token(kit.site.clone(), renewed["access_token"].as_str().unwrap());
    app.get("/api/v1/me").await.assert_status(200);
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_the_whole_family() {
    let kit = house().await;
    let first = signed_in(&kit, Role::Resident).await;
    let second = refresh(&kit, &first["refresh_token"]).await.json();
    // A thief shows the old one: both are out.
    refresh(&kit, &first["refresh_token"]).await.assert_status(401);
    refresh(&kit, &second["refresh_token"]).await.assert_status(401);
    // Another sign-in of the same person is not touched by it.
    let other = signed_in(&kit, Role::Resident).await;
    refresh(&kit, &other["refresh_token"]).await.assert_status(200);
}

#[tokio::test]
async fn an_app_signs_out_and_is_seen_among_the_devices_until_then() {
    let kit = house().await;
    let pair = signed_in(&kit, Role::Resident).await;
    let mut budi = kit.melati.resident().await;
    budi.get("/akun/perangkat").await.assert_says("Aplikasi Budi").assert_says("Masuk dari aplikasi");
    let form = json!({ "refresh_token": pair["refresh_token"] });
    kit.stranger().json(Method::DELETE, "/api/v1/tokens", &form).await.assert_status(204);
    refresh(&kit, &pair["refresh_token"]).await.assert_status(401);
    budi.get("/akun/perangkat").await.assert_silent_about("Aplikasi Budi");
}

#[tokio::test]
async fn what_an_app_still_holds_is_worth_nothing_once_its_sign_in_was_ended() {
    let kit = house().await;
    let pair = signed_in(&kit, Role::Resident).await;
    let mut thief = Client::with_token(kit.site.clone(), pair["access_token"].as_str().unwrap());
    thief.get("/api/v1/me").await.assert_status(200);
    let mut budi = kit.melati.resident().await;
    budi.post("/akun/perangkat/lain/keluar", &[]).await.assert_status(303);
    thief.get("/api/v1/me").await.assert_status(401);
    // Above all it makes no token of its own that would live on.
    let wish = json!({ "name": "cadangan", "abilities": ["see_own_home"] });
    thief.json(Method::POST, "/api/v1/me/access-tokens", &wish).await.assert_status(401);
    // The same when its refresh token came twice.
    let pair = signed_in(&kit, Role::Resident).await;
    let next = refresh(&kit, &pair["refresh_token"]).await.json();
    let mut app = Client::with_token(kit.site.clone(), next["access_token"].as_str().unwrap());
    app.get("/api/v1/me").await.assert_status(200);
    refresh(&kit, &pair["refresh_token"]).await.assert_status(401);
    app.get("/api/v1/me").await.assert_status(401);
}

#[tokio::test]
async fn a_wrong_password_is_a_problem_and_too_many_have_to_wait() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let form = json!({ "login": budi.phone.e164(), "password": "salah sekali" });
    for _ in 0..5 {
        let answer = kit.stranger().json(Method::POST, "/api/v1/tokens", &form).await;
        answer.assert_status(401);
        assert_eq!(answer.json()["type"], "urn:klustera:problem:sign-in");
    }
    let held = kit.stranger().json(Method::POST, "/api/v1/tokens", &form).await;
    held.assert_status(429);
    assert_eq!(held.headers["retry-after"], "900");
}
