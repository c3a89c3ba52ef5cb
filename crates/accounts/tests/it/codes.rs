//! The second factor.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Kit};
use totp_rs::{Builder, Secret};

use crate::{PASSWORD, between, house, sign_in, with_password};

/// What the phone of somebody shows now.
struct Phone(Vec<u8>);

impl Phone {
    fn code(&self, kit: &Kit) -> String {
        let secret: [u8; 20] = self.0.clone().try_into().unwrap();
        let totp = Builder::new().with_secret(Secret::new_stack(secret)).build().unwrap();
        totp.generate(u64::try_from(kit.clock.now().timestamp()).unwrap()).to_string()
    }
}

/// Turns the code on as a person does: reads the key off the page, types the first code, keeps the paper.
async fn turned_on(kit: &Kit, client: &mut Client) -> (Phone, Vec<String>) {
    let page = client.submit("/akun/kode", &[("password", PASSWORD)]).await;
    let text = page.text();
    let phone = Phone(base32(between(&text, "id=\"key\">", "</p>")));
    client.post("/akun/kode/pastikan", &[("code", "000000")]).await.assert_status(422);
    let page = client.post("/akun/kode/pastikan", &[("code", phone.code(kit).as_str())]).await;
    page.assert_status(200).assert_says("hanya tampil sekali");
    let text = page.text();
    let codes: Vec<String> = between(&text, "data-copy=\"", "\"").split(' ').map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (phone, codes)
}

fn base32(spelled: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = spelled.chars().filter_map(|c| letters.find(c)).map(|n| format!("{n:05b}")).collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap())
        .collect()
}

async fn with_code(kit: &Kit, role: Role) -> (Client, Phone, Vec<String>) {
    let person = kit.melati.person(role);
    with_password(kit, person, PASSWORD).await;
    let mut client = sign_in(kit, &person.phone, PASSWORD).await;
    let (phone, codes) = turned_on(kit, &mut client).await;
    (client, phone, codes)
}

/// The password alone; the session it gives opens nothing yet.
async fn half_way(kit: &Kit, role: Role) -> Client {
    let mut client = kit.stranger();
    let fields = [("login", kit.melati.person(role).phone.e164()), ("password", PASSWORD)];
    let answer = client.post("/masuk", &fields).await;
    assert_eq!(answer.location().unwrap(), "/masuk/kode");
    client.get("/akun").await.assert_status(303);
    client.get("/masuk/kode").await.assert_status(200).assert_says("Kode 6 angka");
    client
}

#[tokio::test]
async fn the_password_alone_opens_no_door_once_the_code_is_on() {
    let kit = house().await;
    let (_, phone, _) = with_code(&kit, Role::Manager).await;
    let mut client = half_way(&kit, Role::Manager).await;
    kit.clock.turn(TimeDelta::seconds(30));
    let before = client.cookie("klustera").unwrap().to_owned();
    let answer = client.post("/masuk/kode", &[("code", phone.code(&kit).as_str())]).await;
    assert_eq!(answer.location().unwrap(), kit.melati.path("ringkasan"));
    assert_ne!(client.cookie("klustera").unwrap(), before);
    client.get("/akun").await.assert_status(200);
    Client::with_session(kit.site.clone(), &before).get("/akun").await.assert_status(303);
}

#[tokio::test]
async fn a_code_that_was_used_is_worth_nothing() {
    let kit = house().await;
    let (_, phone, _) = with_code(&kit, Role::Manager).await;
    // The code that turned it on counts as used.
    let mut client = half_way(&kit, Role::Manager).await;
    let code = phone.code(&kit);
    client
        .post("/masuk/kode", &[("code", code.as_str())])
        .await
        .assert_status(422)
        .assert_says("sudah dipakai");
    kit.clock.turn(TimeDelta::seconds(30));
    let code = phone.code(&kit);
    client.post("/masuk/kode", &[("code", code.as_str())]).await.assert_status(303);
    let mut over_the_shoulder = half_way(&kit, Role::Manager).await;
    over_the_shoulder.post("/masuk/kode", &[("code", code.as_str())]).await.assert_status(422);
}

#[tokio::test]
async fn five_wrong_codes_have_to_wait() {
    let kit = house().await;
    with_code(&kit, Role::Treasurer).await;
    let mut client = half_way(&kit, Role::Treasurer).await;
    for _ in 0..5 {
        client.post("/masuk/kode", &[("code", "000000")]).await.assert_status(422);
    }
    client.post("/masuk/kode", &[("code", "000000")]).await.assert_status(429).assert_says("Tunggu 15 menit");
}

#[tokio::test]
async fn ten_minutes_after_the_password_one_begins_again() {
    let kit = house().await;
    let (_, phone, _) = with_code(&kit, Role::Treasurer).await;
    let mut client = half_way(&kit, Role::Treasurer).await;
    kit.clock.turn(TimeDelta::minutes(10));
    let answer = client.post("/masuk/kode", &[("code", phone.code(&kit).as_str())]).await;
    assert_eq!(answer.location().unwrap(), "/masuk");
    client.get("/akun").await.assert_status(303);
}

#[tokio::test]
async fn a_code_on_paper_replaces_the_phone_once() {
    let kit = house().await;
    let (_, _, codes) = with_code(&kit, Role::Manager).await;
    let mut client = half_way(&kit, Role::Manager).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    client.post("/masuk/kode", &[("recovery", typed.as_str())]).await.assert_status(303);
    client.get("/akun/kode").await.assert_says("9 kode cadangan belum dipakai");
    client.get("/akun/perangkat").await.assert_says("Masuk dengan kode cadangan");
    let mut again = half_way(&kit, Role::Manager).await;
    let used = again.post("/masuk/kode", &[("recovery", codes[3].as_str())]).await;
    used.assert_status(422).assert_says("<details class=\"buka\" open>");
}

#[tokio::test]
async fn turning_it_off_needs_the_password() {
    let kit = house().await;
    let (mut client, _, codes) = with_code(&kit, Role::Manager).await;
    client
        .post("/akun/kode/matikan", &[("password", "bukan ini")])
        .await
        .assert_status(422)
        .assert_says("tidak cocok");
    let page = client.post("/akun/kode/cadangan", &[("password", PASSWORD)]).await;
    page.assert_status(200).assert_silent_about(&codes[0]);
    client.post("/akun/kode/matikan", &[("password", PASSWORD)]).await.assert_status(303);
    let mut other = kit.stranger();
    let fields = [("login", kit.melati.person(Role::Manager).phone.e164()), ("password", PASSWORD)];
    assert_eq!(other.post("/masuk", &fields).await.location().unwrap(), kit.melati.path("ringkasan"));
}

#[tokio::test]
async fn an_app_needs_the_code_too() {
    let kit = house().await;
    let (_, phone, _) = with_code(&kit, Role::Manager).await;
    kit.clock.turn(TimeDelta::seconds(30));
    let login = kit.melati.person(Role::Manager).phone.e164();
    let mut app = kit.stranger();
    let bare = json!({ "login": login, "password": PASSWORD });
    let due = app.json(Method::POST, "/api/v1/tokens", &bare).await;
    due.assert_status(422);
    assert_eq!(due.json()["errors"][0]["field"], "code");
    let whole = json!({ "login": login, "password": PASSWORD, "code": phone.code(&kit) });
    app.json(Method::POST, "/api/v1/tokens", &whole).await.assert_status(201);
    app.json(Method::POST, "/api/v1/tokens", &whole).await.assert_status(422);
}

#[tokio::test]
async fn the_secret_is_not_in_the_table() {
    let kit = house().await;
    let (_, phone, _) = with_code(&kit, Role::Manager).await;
    let sealed: Vec<u8> = sqlx::query_scalar("select sealed_secret from second_factor where account_id = $1")
        .bind(kit.melati.person(Role::Manager).account)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert!(!sealed.windows(8).any(|part| phone.0.windows(8).any(|secret| part == secret)));
}

#[tokio::test]
async fn whoever_found_an_open_phone_turns_nothing_on() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    with_password(&kit, budi, PASSWORD).await;
    let mut client = sign_in(&kit, &budi.phone, PASSWORD).await;
    let refused = client.post("/akun/kode", &[("password", "bukan ini")]).await;
    refused.assert_status(422).assert_says("tidak cocok").assert_silent_about("id=\"key\"");
    // A key that nobody confirmed does not wait for whoever comes along.
    client.submit("/akun/kode", &[("password", PASSWORD)]).await.assert_says("id=\"key\"");
    kit.clock.turn(TimeDelta::minutes(15));
    let page = client.get("/akun/kode").await;
    page.assert_silent_about("id=\"key\"").assert_says("Kode masuk belum aktif");
}
