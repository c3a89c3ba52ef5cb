//! One's own account: profile, password, devices, personal access tokens.

use http::Method;
use serde_json::json;
use tenancy::Role;
use testkit::Client;

use crate::{PASSWORD, between, house, sign_in, with_password};

#[tokio::test]
async fn siti_changes_her_name_and_reads_in_english_from_then_on() {
    let kit = house().await;
    let mut siti = kit.melati.treasurer().await;
    siti.get("/akun").await.assert_status(200).assert_says("Siti Aminah").assert_says("Simpan profil");
    let page =
        siti.submit("/akun", &[("name", " Siti  Aminah Putri "), ("locale", "en"), ("theme", "gelap")]).await;
    page.assert_says("Siti Aminah Putri").assert_says("Save profile").assert_says("data-tema=\"gelap\"");
    siti.post("/akun", &[("name", "  "), ("locale", "en")])
        .await
        .assert_status(422)
        .assert_says("Write the name");
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_signs_everything_else_out() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut phone = sign_in(&kit, &budi.phone, PASSWORD).await;
    let mut laptop = sign_in(&kit, &budi.phone, PASSWORD).await;
    let wrong = [("password", "bukan ini"), ("chosen", "pintu kayu 34")];
    phone
        .post("/akun/sandi", &wrong)
        .await
        .assert_status(422)
        .assert_says("tidak cocok")
        .assert_silent_about("pintu kayu 34");
    let weak = [("password", PASSWORD), ("chosen", "12345678")];
    phone.post("/akun/sandi", &weak).await.assert_status(422).assert_says("terlalu mudah ditebak");
    let right = [("password", PASSWORD), ("chosen", "pintu kayu 34")];
    assert_eq!(phone.post("/akun/sandi", &right).await.location().unwrap(), "/akun");
    phone.get("/akun").await.assert_status(200);
    laptop.get("/akun").await.assert_status(303);
    sign_in(&kit, &budi.phone, "pintu kayu 34").await;
}

#[tokio::test]
async fn a_revoked_session_is_out_at_its_next_request() {
    let kit = house().await;
    let mut phone = kit.melati.resident().await;
    let mut lost = kit.melati.resident().await;
    lost.get("/akun").await.assert_status(200);
    let sessions = phone.json(Method::GET, "/api/v1/me/sessions", &json!(null)).await.json();
    let items = sessions["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    let other = items.iter().find(|session| session["current"] == false).unwrap()["id"].as_str().unwrap();
    let page = phone.get("/akun/perangkat").await;
    page.assert_says("Perangkat ini").assert_says(&format!("/akun/perangkat/{other}/keluar"));
    phone.post(&format!("/akun/perangkat/{other}/keluar"), &[]).await.assert_status(303);
    lost.get("/akun").await.assert_status(303);
    phone.get("/akun").await.assert_status(200);
}

#[tokio::test]
async fn nobody_can_end_a_strangers_session() {
    let kit = house().await;
    let mut budi = kit.melati.resident().await;
    let mut rina = kit.mawar.resident().await;
    let sessions = rina.json(Method::GET, "/api/v1/me/sessions", &json!(null)).await.json();
    let id = sessions["items"][0]["id"].as_str().unwrap().to_owned();
    budi.post(&format!("/akun/perangkat/{id}/keluar"), &[]).await.assert_status(303);
    rina.get("/akun").await.assert_status(200);
}

#[tokio::test]
async fn all_other_devices_leave_with_one_button() {
    let kit = house().await;
    let mut here = kit.melati.guard().await;
    let mut there = kit.melati.guard().await;
    let page = here.submit("/akun/perangkat/lain/keluar", &[]).await;
    page.assert_says("1 perangkat lain sudah keluar");
    there.get("/akun").await.assert_status(303);
}

#[tokio::test]
async fn a_token_is_shown_once_and_reaches_no_further_than_its_abilities() {
    let kit = house().await;
    with_password(&kit, kit.melati.person(Role::Manager), PASSWORD).await;
    let mut ratna = kit.melati.manager().await;
    let wish =
        [("name", "Laporan"), ("abilities", "manage_members"), ("abilities", "see_gate"), ("days", "30")];
    // Whoever found the phone lying open makes no token on it.
    let wrong = [&wish[..], &[("password", "bukan ini")]].concat();
    let refused = ratna.post("/akun/token", &wrong).await;
    refused.assert_status(422).assert_says("tidak cocok").assert_says("Laporan").assert_silent_about("klu_");
    let fields = [&wish[..], &[("password", PASSWORD)]].concat();
    let page = ratna.post("/akun/token", &fields).await;
    let text = page.text();
    let token = between(&text, "data-copy=\"", "\"").to_owned();
    assert!(token.starts_with("klu_"), "{token}");
    let list = ratna.get("/akun/token").await;
    list.assert_says("Laporan").assert_says("Mengatur anggota").assert_silent_about(&token);

    let mut program = Client::with_token(kit.site.clone(), &token);
    assert_eq!(program.get("/api/v1/me").await.json()["name"], "Ratna Kusuma");
    program.get(&kit.melati.api("members")).await.assert_status(200);
    // Neither more rights inside a complex, nor the account itself.
    program.get(&kit.melati.path("unit")).await.assert_status(403);
    program.get("/api/v1/me/access-tokens").await.assert_status(403);
    program.get("/akun").await.assert_status(403);
    let more = json!({ "name": "lagi", "abilities": ["manage_units"] });
    program.json(Method::POST, "/api/v1/me/access-tokens", &more).await.assert_status(403);

    let action = between(&list.text(), "action=\"/akun/token/", "\"").to_owned();
    ratna.post(&format!("/akun/token/{action}"), &[]).await.assert_status(303);
    program.get("/api/v1/me").await.assert_status(401);
}

#[tokio::test]
async fn nobody_gives_a_token_more_than_the_own_roles() {
    let kit = house().await;
    with_password(&kit, kit.melati.person(Role::Guard), PASSWORD).await;
    let mut guard = kit.melati.guard().await;
    let wish = json!({ "name": "Semua", "abilities": ["manage_units"], "password": PASSWORD });
    let refused = guard.json(Method::POST, "/api/v1/me/access-tokens", &wish).await;
    refused.assert_status(422);
    let bare = json!({ "name": "Gerbang", "abilities": ["see_gate"], "expires_in_days": 7 });
    let refused = guard.json(Method::POST, "/api/v1/me/access-tokens", &bare).await;
    refused.assert_status(422);
    assert_eq!(refused.json()["errors"][0]["field"], "password");
    let wish =
        json!({ "name": "Gerbang", "abilities": ["see_gate"], "expires_in_days": 7, "password": PASSWORD });
    let made = guard.json(Method::POST, "/api/v1/me/access-tokens", &wish).await;
    made.assert_status(201);
    let mut program = Client::with_token(kit.site.clone(), made.json()["token"].as_str().unwrap());
    program.get("/api/v1/me").await.assert_status(200);
    kit.clock.turn(chrono::TimeDelta::days(7));
    program.get("/api/v1/me").await.assert_status(401);
}

/// A personal token of Budi's, for a program.
async fn with_token(kit: &testkit::Kit, budi: &mut Client) -> Client {
    let wish = json!({ "name": "Rumah", "abilities": ["see_own_home"], "password": PASSWORD });
    let made = budi.json(Method::POST, "/api/v1/me/access-tokens", &wish).await;
    made.assert_status(201);
    Client::with_token(kit.site.clone(), made.json()["token"].as_str().unwrap())
}

#[tokio::test]
async fn programs_lose_their_tokens_with_the_password_unless_told_otherwise() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut client = sign_in(&kit, &budi.phone, PASSWORD).await;
    let mut program = with_token(&kit, &mut client).await;
    client.get("/akun/sandi").await.assert_says("Biarkan 1 token");
    let kept = [("password", PASSWORD), ("chosen", "pintu kayu 34"), ("keep_tokens", "ya")];
    client.post("/akun/sandi", &kept).await.assert_status(303);
    program.get("/api/v1/me").await.assert_status(200);
    let gone = [("password", "pintu kayu 34"), ("chosen", PASSWORD)];
    client.post("/akun/sandi", &gone).await.assert_status(303);
    program.get("/api/v1/me").await.assert_status(401);
    client.get("/akun/perangkat").await.assert_says("Kata sandi diganti");
    client.get("/akun/sandi").await.assert_silent_about("Biarkan");
}
