//! Letters about the account: a forgotten password, a changed one, an address of one's own.

use chrono::TimeDelta;
use http::Method;
use jobs::Tools;
use notices::Mailer;
use serde_json::json;
use tenancy::{Role, Store};
use testkit::{Client, Delivered, Kit, MailServer, Person};

use crate::{PASSWORD, between, house, house_with, sign_in, with_password};

const SENDER: &str = "Klustera <surat@klustera.test>";

/// A house with a mail server, and the worker's tools.
struct PostedHouse {
    kit: Kit,
    server: MailServer,
    mailer: Mailer,
}

impl PostedHouse {
    async fn open() -> Self {
        let server = MailServer::start().await;
        // The house's own store does not exist before the house; a letter needs only the same keys and address.
        let mailer = Mailer::open(&server.url(), SENDER, store().await).unwrap();
        Self { kit: house_with(mailer.clone()).await, server, mailer }
    }

    /// Budi with a password and this confirmed address.
    async fn budi(&self, email: &str) -> &Person {
        let budi = self.kit.melati.person(Role::Resident);
        with_password(&self.kit, budi, PASSWORD).await;
        sqlx::query("update account set email = $2 where account_id = $1")
            .bind(budi.account)
            .bind(email)
            .execute(&self.kit.owner)
            .await
            .unwrap();
        budi
    }

    /// The worker does what waits; back come the letters that arrived by it.
    async fn letters(&self) -> Vec<Delivered> {
        let before = self.server.letters().len();
        let tools = Tools::new().with(self.mailer.clone());
        self.kit.send_letters(&accounts::jobs(), &tools).await;
        self.server.letters().split_off(before)
    }
}

async fn store() -> Store {
    Kit::open(accounts::routes()).await.store
}

fn unique(name: &str) -> String {
    format!("{name}.{:08x}@melati.example", rand::random::<u32>())
}

/// Path of the one link in a letter.
fn path_in(letter: &Delivered) -> String {
    let text = letter.text();
    format!("/{}", between(&text, "http://klustera.test/", "\r\n"))
}

#[tokio::test]
async fn budi_gets_a_link_to_a_new_password_and_word_that_it_changed() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    let budi = house.budi(&email).await;
    let mut old = sign_in(&house.kit, &budi.phone, PASSWORD).await;
    let mut client = house.kit.stranger();
    client.get("/masuk").await.assert_says("Lupa kata sandi?");
    let page = client.submit("/sandi", &[("email", &email.to_uppercase())]).await;
    page.assert_status(200).assert_says("Bila alamat itu terdaftar");

    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].to[0].as_str(), letters[0].header("Subject").unwrap()),
        (email.as_str(), "Kata sandi baru".to_owned())
    );
    assert!(letters[0].text().contains("Yth. Bapak/Ibu Budi Santoso,"));
    let link = path_in(&letters[0]);
    client.get(&link).await.assert_status(200).assert_says("Budi Santoso");
    client.post(&link, &[("password", "12345678")]).await.assert_status(422);
    assert_eq!(client.post(&link, &[("password", "pintu kayu 34")]).await.location().unwrap(), "/masuk");
    // Everything that was signed in is out, and the link was good once.
    old.get("/akun").await.assert_status(303);
    sign_in(&house.kit, &budi.phone, "pintu kayu 34").await;
    client.post(&link, &[("password", "pintu besi 56")]).await.assert_says("sudah dipakai");

    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].header("Subject").unwrap(), "Kata sandi Anda diganti");
    assert!(letters[0].text().contains("22 Nov 2026, 10.00 WIB"), "{}", letters[0].text());
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_letter() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    house.budi(&email).await;
    let mut answers = Vec::new();
    for address in [email, unique("siapa")] {
        let answer = house.kit.stranger().post("/sandi", &[("email", address.as_str())]).await;
        let body = json!({ "email": address });
        let api = house.kit.stranger().json(Method::POST, "/api/v1/password-resets", &body).await;
        answers.push((answer.status, answer.location(), answer.body, api.status, api.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(house.letters().await.len(), 2, "the two that Budi asked for, and none for a stranger");
}

#[tokio::test]
async fn nobody_floods_a_letterbox() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    house.budi(&email).await;
    for _ in 0..3 {
        house.kit.stranger().post("/sandi", &[("email", email.as_str())]).await.assert_status(303);
    }
    let held = house.kit.stranger().post("/sandi", &[("email", email.as_str())]).await;
    held.assert_status(429).assert_says("Tunggu 60 menit");
    assert_eq!(house.letters().await.len(), 3);
    house.kit.stranger().post("/sandi", &[("email", "bukan email")]).await.assert_status(422);
}

#[tokio::test]
async fn a_link_from_a_letter_lasts_an_hour_and_a_newer_password_spends_it() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    let budi = house.budi(&email).await;
    let mut client = house.kit.stranger();
    for _ in 0..2 {
        client.post("/sandi", &[("email", email.as_str())]).await;
    }
    let links: Vec<String> = house.letters().await.iter().map(path_in).collect();
    client.post(&links[0], &[("password", "pintu kayu 34")]).await.assert_status(303);
    client.get(&links[1]).await.assert_says("tidak berlaku");
    house.letters().await;

    client.post("/sandi", &[("email", email.as_str())]).await;
    let link = path_in(&house.letters().await[0]);
    house.kit.clock.turn(TimeDelta::minutes(60));
    client.get(&link).await.assert_says("lewat 1 jam");
    client.post(&link, &[("password", "pintu besi 56")]).await.assert_says("lewat 1 jam");
    sign_in(&house.kit, &budi.phone, "pintu kayu 34").await;
    let mut forged = link.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.push(last);
    client.get(&forged).await.assert_status(404);
}

#[tokio::test]
async fn neither_the_queue_nor_any_table_holds_the_link() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    let budi = house.budi(&email).await;
    house.kit.stranger().post("/sandi", &[("email", email.as_str())]).await;
    let payload: String = sqlx::query_scalar(
        "select string_agg(j.payload::text, '') from graphile_worker._private_jobs j
          where j.payload -> 'job' ->> 'mail' in (select mail_id::text from mail where account_id = $1)",
    )
    .bind(budi.account)
    .fetch_one(&house.kit.owner)
    .await
    .unwrap();
    let link = path_in(&house.letters().await[0]);
    let token = link.rsplit('/').next().unwrap();
    let rows: String = sqlx::query_scalar(
        "select string_agg(to_jsonb(r)::text, '') from account_reset r where account_id = $1",
    )
    .bind(budi.account)
    .fetch_one(&house.kit.owner)
    .await
    .unwrap();
    // Half of the token is the seal, and the seal is nowhere but in the letter.
    for kept in [payload, rows] {
        assert!(!kept.contains(&token[22..]) && !kept.contains(token) && !kept.contains('@'), "{kept}");
    }
}

#[tokio::test]
async fn without_mail_the_page_names_the_other_way() {
    let kit = house().await;
    let page = kit.stranger().get("/sandi").await;
    page.assert_status(200).assert_says("Lewat pengelola").assert_silent_about("name=\"email\"");
    let body = json!({ "email": "budi@melati.example" });
    kit.stranger().json(Method::POST, "/api/v1/password-resets", &body).await.assert_status(404);
    kit.melati.resident().await.get("/akun/email").await.assert_says("belum mengirim email");
}

/// Asks for the address and opens the letter's link.
async fn confirmed(house: &PostedHouse, client: &mut Client, email: &str) -> String {
    let fields = [("email", email), ("password", PASSWORD)];
    client.submit("/akun/email", &fields).await.assert_says(email);
    path_in(&house.letters().await[0])
}

#[tokio::test]
async fn an_address_counts_once_its_reader_said_so() {
    let house = PostedHouse::open().await;
    let budi = house.kit.melati.person(Role::Resident);
    with_password(&house.kit, budi, PASSWORD).await;
    let mut client = sign_in(&house.kit, &budi.phone, PASSWORD).await;
    let email = unique("budi");
    let wrong = [("email", email.as_str()), ("password", "bukan ini")];
    client
        .post("/akun/email", &wrong)
        .await
        .assert_status(422)
        .assert_says("tidak cocok")
        .assert_says(&email);
    let link = confirmed(&house, &mut client, &email).await;
    // Opening the link alone changes nothing: programs that read mail do so.
    client.get(&link).await.assert_says(&email).assert_says("Pastikan email");
    let right = [("login", email.as_str()), ("password", PASSWORD)];
    house.kit.stranger().post("/masuk", &right).await.assert_status(422);
    // Somebody else who gets hold of it cannot use it.
    let mut rina = house.kit.mawar.resident().await;
    rina.post(&link, &[]).await.assert_says("sudah dipakai atau sudah lewat");
    house.kit.stranger().get(&link).await.assert_status(303);
    client.submit(&link, &[]).await.assert_says(&email).assert_says("Sudah dipastikan");
    house.kit.stranger().post("/masuk", &right).await.assert_status(303);
    client.get("/akun/perangkat").await.assert_says("Email dipastikan");
    client.post(&link, &[]).await.assert_says("sudah dipakai atau sudah lewat");
}

#[tokio::test]
async fn an_address_belongs_to_one_account() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    house.budi(&email).await;
    let siti = house.kit.melati.person(Role::Treasurer);
    with_password(&house.kit, siti, PASSWORD).await;
    let mut client = sign_in(&house.kit, &siti.phone, PASSWORD).await;
    let link = confirmed(&house, &mut client, &email).await;
    client.submit(&link, &[]).await.assert_says("sudah dipakai akun lain");
}

#[tokio::test]
async fn the_managers_link_brings_word_of_the_new_password_too() {
    let house = PostedHouse::open().await;
    let email = unique("budi");
    let budi = house.budi(&email).await;
    let mut ratna = house.kit.melati.manager().await;
    let member: uuid::Uuid = sqlx::query_scalar("select membership_id from membership where account_id = $1")
        .bind(budi.account)
        .fetch_one(&house.kit.owner)
        .await
        .unwrap();
    let page = ratna.post(&house.kit.melati.path(&format!("anggota/{member}/sandi")), &[]).await.text();
    let link = between(&page, "data-copy=\"http://klustera.test", "\"").to_owned();
    house.kit.stranger().post("/sandi", &[("email", email.as_str())]).await;
    let mailed = path_in(&house.letters().await[0]);
    house.kit.stranger().post(&link, &[("password", "pintu kayu 34")]).await.assert_status(303);
    assert_eq!(house.letters().await[0].header("Subject").unwrap(), "Kata sandi Anda diganti");
    // A link that lies in the letterbox is spent with it.
    house.kit.stranger().get(&mailed).await.assert_says("tidak berlaku");
}
