//! A link for somebody who has no other way in.

use http::Method;
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Kit, unique_phone};

use crate::{arif, kit};

const OLD: &str = "pagar hijau 12";
const NEW: &str = "pintu kayu 34";

async fn budi_with_password(kit: &Kit) -> String {
    let budi = kit.melati.person(Role::Resident);
    let hash = accounts::hash_password(OLD).await;
    sqlx::query("update account set password_hash = $2 where account_id = $1")
        .bind(budi.account)
        .bind(hash)
        .execute(&kit.owner)
        .await
        .unwrap();
    budi.phone.local()
}

async fn sign_in(kit: &Kit, login: &str, password: &str) -> (Client, u16) {
    let mut client = kit.stranger();
    let answer = client.post("/masuk", &[("login", login), ("password", password)]).await;
    (client, answer.status.as_u16())
}

fn link_in(text: &str) -> String {
    let rest = text.split("data-copy=\"http://klustera.test").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn arif_helps_budi_in_and_both_can_read_of_it() {
    let kit = kit().await;
    let phone = budi_with_password(&kit).await;
    let mut arif = arif(&kit).await;
    let fields = [("login", phone.as_str()), ("reason", "Telepon dari Pak Budi, lupa kata sandi")];
    let page = arif.post("/admin/bantuan", &fields).await;
    page.assert_status(200).assert_says("Budi Santoso").assert_says("hanya tampil sekali");
    let link = link_in(&page.text());
    let list = arif.get("/admin/bantuan").await;
    list.assert_says("Telepon dari Pak Budi").assert_says("Masih berlaku").assert_silent_about(&link);
    // The link alone changes nothing that is signed in.
    let (mut phone_of_budi, _) = sign_in(&kit, &phone, OLD).await;
    phone_of_budi.get("/akun/perangkat").await.assert_says("Operator membuat tautan kata sandi baru");
    kit.stranger().post(&link, &[("password", NEW)]).await.assert_status(303);
    phone_of_budi.get("/akun").await.assert_status(303);
    assert_eq!(sign_in(&kit, &phone, NEW).await.1, 303);
    kit.stranger().post(&link, &[("password", OLD)]).await.assert_says("sudah dipakai");
    arif.get("/admin/bantuan").await.assert_says("Sudah dipakai");
    let trail = arif.get("/admin/audit").await;
    trail.assert_says("POST /admin/bantuan");
}

#[tokio::test]
async fn a_lost_phone_is_given_up_only_when_the_staff_says_so() {
    let kit = kit().await;
    let phone = budi_with_password(&kit).await;
    let budi = kit.melati.person(Role::Resident).account;
    sqlx::query(
        "insert into second_factor (account_id, sealed_secret, confirmed_at) values ($1, '\\x01', now())",
    )
    .bind(budi)
    .execute(&kit.owner)
    .await
    .unwrap();
    let mut arif = arif(&kit).await;
    for (code, next) in [("", "/masuk/kode"), ("ya", "/beranda")] {
        let fields = [("login", phone.as_str()), ("reason", "Ponsel hilang"), ("code", code)];
        let link = link_in(&arif.post("/admin/bantuan", &fields).await.text());
        kit.stranger().post(&link, &[("password", NEW)]).await.assert_status(303);
        let mut client = kit.stranger();
        let answer = client.post("/masuk", &[("login", phone.as_str()), ("password", NEW)]).await;
        assert!(answer.location().unwrap().ends_with(next), "{:?}", answer.location());
    }
}

#[tokio::test]
async fn without_a_reason_or_an_account_there_is_no_link() {
    let kit = kit().await;
    let phone = budi_with_password(&kit).await;
    let mut arif = arif(&kit).await;
    let page = arif.post("/admin/bantuan", &[("login", phone.as_str()), ("reason", " ")]).await;
    page.assert_status(422).assert_says("Tulis alasannya").assert_says(&phone);
    let nobody = unique_phone().local();
    let page = arif.post("/admin/bantuan", &[("login", nobody.as_str()), ("reason", "Coba")]).await;
    page.assert_status(422).assert_says("Tidak ada akun");
    let wish = json!({ "login": phone, "reason": "Telepon" });
    let made = arif.json(Method::POST, "/api/v1/platform/password-links", &wish).await;
    made.assert_status(201);
    let url = made.json()["url"].as_str().unwrap().replace("http://klustera.test", "");
    kit.stranger().get(&url).await.assert_says("Budi Santoso");
    kit.melati.manager().await.get("/admin/bantuan").await.assert_status(404);
}
