//! Numbers that nobody proved, invitations of people who left, accounts that stand in the way, and who was here when.

use chrono::TimeDelta;
use http::Method;
use kernel::{AccountId, PhoneNumber};
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Complex, Kit};

use crate::{
    PASSWORD, between, give_role, house,
    joining::{claim, invited, resident, unit},
    sign_in, with_password,
};

const SQUATTER: &str = "kata sandi penyerobot";

/// Somebody asks to join with a number, and with a password of their own choice.
async fn squat(kit: &Kit, complex: &Complex, phone: &PhoneNumber, unit: &str) -> Client {
    let mut client = kit.stranger();
    let page = client.get(&format!("/gabung/{}", complex.slug)).await.text();
    let action = between(&page, "method=\"post\" action=\"/gabung/", "\"").to_owned();
    let fields = [("name", "Orang Lain"), ("phone", phone.e164()), ("unit", unit), ("password", SQUATTER)];
    client.post(&format!("/gabung/{action}"), &fields).await.assert_status(303);
    client
}

async fn add_person(complex: &Complex, name: &str, phone: &PhoneNumber) {
    let mut tx = complex.tx().await;
    sqlx::query("insert into person (person_id, name, phone) values ($1, $2, $3)")
        .bind(kernel::PersonId::new(tx.now()))
        .bind(name)
        .bind(phone)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_manager_is_warned_of_a_residents_number_that_nobody_proved() {
    let kit = house().await;
    unit(&kit, &kit.melati, "B-03").await;
    let (known, unknown) = (testkit::unique_phone(), testkit::unique_phone());
    add_person(&kit.melati, "Sri Lestari", &known).await;
    squat(&kit, &kit.melati, &known, "B-03").await;
    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&kit.melati.path("anggota/permintaan")).await;
    page.assert_says("Nomor ini milik Sri Lestari").assert_says("belum terbukti");
    let listed = ratna.get(&kit.melati.api("claims")).await.json();
    assert_eq!(listed["items"][0]["phone_proved"], false);
    assert_eq!(listed["items"][0]["known_person"], "Sri Lestari");

    // A number that nobody here knows is no reason for a warning, nor one that an invitation reached.
    let kit = house().await;
    unit(&kit, &kit.melati, "B-03").await;
    squat(&kit, &kit.melati, &unknown, "B-03").await;
    let rina = kit.mawar.person(Role::Resident);
    with_password(&kit, rina, PASSWORD).await;
    add_person(&kit.melati, "Rina Marlina", &rina.phone).await;
    claim(&mut kit.stranger(), &kit.melati, &rina.phone, "B-03").await.assert_status(303);
    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&kit.melati.path("anggota/permintaan")).await;
    page.assert_says("Orang Lain").assert_silent_about("belum terbukti");
}

#[tokio::test]
async fn whoever_is_invited_by_a_number_gets_the_account_that_a_squatter_opened_with_it() {
    let kit = house().await;
    unit(&kit, &kit.melati, "A-12").await;
    let phone = testkit::unique_phone();
    let mut squatter = squat(&kit, &kit.melati, &phone, "A-12").await;
    squatter.get("/akun").await.assert_status(200);
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "A-12")).await;
    let mut yusuf = kit.stranger();
    yusuf.get(&link).await.assert_says("Kata sandi baru").assert_silent_about("sudah punya akun");
    let answer = yusuf.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!(answer.location().unwrap(), kit.melati.path("beranda"));
    yusuf.get("/akun").await.assert_says("Yusuf Hakim").assert_silent_about("Orang Lain");
    // Nothing of the squatter's stays good.
    squatter.get("/akun").await.assert_status(303);
    let old = [("login", phone.e164()), ("password", SQUATTER)];
    kit.stranger().post("/masuk", &old).await.assert_status(422);
    sign_in(&kit, &phone, PASSWORD).await;
}

#[tokio::test]
async fn an_account_that_ever_held_a_role_is_nobodys_to_take() {
    let kit = house().await;
    unit(&kit, &kit.melati, "A-12").await;
    let phone = testkit::unique_phone();
    let mut yusuf = squat(&kit, &kit.melati, &phone, "A-12").await;
    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&kit.melati.path("anggota/permintaan")).await.text();
    let id = between(&page, "anggota/permintaan/", "/setujui").to_owned();
    ratna.post(&kit.melati.path(&format!("anggota/permintaan/{id}/setujui")), &[]).await.assert_status(303);
    let mut dewi = kit.mawar.manager().await;
    let link = invited(&mut dewi, &kit.mawar, &resident(&phone, "")).await;
    kit.stranger().get(&link).await.assert_says("sudah punya akun");
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_status(422).assert_says("tidak cocok");
    yusuf.get("/akun").await.assert_status(200);
    kit.stranger().post(&link, &[("password", SQUATTER)]).await.assert_status(303);
}

#[tokio::test]
async fn an_invitation_sleeps_when_its_maker_leaves_until_somebody_extends_it() {
    let kit = house().await;
    let maya = kit.melati.person(Role::OrganizationAdmin).account;
    let phone = testkit::unique_phone();
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "")).await;
    kit.stranger().get(&link).await.assert_says("Terima undangan");
    end_role(&kit, kit.melati.person(Role::Manager).account).await;
    kit.stranger().get(&link).await.assert_says("tidak lagi mengurus");
    let refused = kit.stranger().post(&link, &[("password", PASSWORD)]).await;
    refused.assert_status(200).assert_says("tidak lagi mengurus");
    let opened: i64 = sqlx::query_scalar("select count(*) from account where phone = $1")
        .bind(&phone)
        .fetch_one(&kit.owner)
        .await
        .unwrap();
    assert_eq!(opened, 0);

    give_role(&kit, &kit.melati, maya, "manager").await;
    let mut maya = kit.melati.signed_in(Role::OrganizationAdmin).await;
    let list = maya.get(&kit.melati.path("anggota/undangan")).await;
    list.assert_says("Pengundang tidak lagi mengurus");
    let text = list.text();
    let at = format!("{}{}", kit.melati.path("anggota/undangan/"), between(&text, "anggota/undangan/", "\""));
    maya.submit(&format!("{at}/perpanjang"), &[]).await.assert_says("14 hari lagi");
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_status(303);
}

async fn end_role(kit: &Kit, account: AccountId) {
    let mut tx = kit.melati.tx().await;
    sqlx::query("update membership set ended_at = scope_now() where account_id = $1")
        .bind(account)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn nobody_is_pushed_out_of_the_own_home_by_a_number_that_moved() {
    let kit = house().await;
    unit(&kit, &kit.melati, "A-12").await;
    let (first, second) = (testkit::unique_phone(), testkit::unique_phone());
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&first, "A-12")).await;
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_status(303);
    // The manager writes another number down with the same person, and then lets its owner in.
    let mut tx = kit.melati.tx().await;
    sqlx::query("update person set phone = $2 where phone = $1")
        .bind(&first)
        .bind(&second)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let link = invited(&mut ratna, &kit.melati, &resident(&second, "A-12")).await;
    let refused = kit.stranger().post(&link, &[("password", PASSWORD)]).await;
    refused.assert_status(422).assert_says("sudah dipakai akun lain");
    squat(&kit, &kit.melati, &second, "A-12").await;
    let page = ratna.get(&kit.melati.path("anggota/permintaan")).await.text();
    let id = between(&page, "anggota/permintaan/", "/setujui").to_owned();
    let approve = kit.melati.path(&format!("anggota/permintaan/{id}/setujui"));
    ratna.post(&approve, &[]).await.assert_status(422).assert_says("Lepaskan akun itu");
    let decision = kit.melati.api(&format!("claims/{id}/decision"));
    ratna.json(Method::POST, &decision, &json!({ "approved": true })).await.assert_status(422);

    // The manager parts the first account from the person, and then it goes through.
    let member: uuid::Uuid = sqlx::query_scalar(
        "select membership_id from membership join account using (account_id) where phone = $1",
    )
    .bind(&first)
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    let at = kit.melati.path(&format!("anggota/{member}"));
    ratna.get(&at).await.assert_says("Yusuf Hakim di data warga");
    ratna.submit(&format!("{at}/lepas"), &[]).await.assert_says("dilepaskan dari data warga");
    ratna.post(&format!("{at}/lepas"), &[]).await.assert_status(404);
    ratna.post(&approve, &[]).await.assert_status(303);
}

#[tokio::test]
async fn the_last_visit_is_counted_in_each_complex_for_itself() {
    let kit = house().await;
    let budi = kit.melati.person(Role::Resident);
    give_role(&kit, &kit.mawar, budi.account, "treasurer").await;
    let site = accounts::with_presence(kit.site.clone(), kit.store.clone());
    let secret = kit.melati.resident().await.cookie("klustera").unwrap().to_owned();
    let mut client = Client::with_session(site, &secret);
    let seen = async |complex: &Complex| -> Option<kernel::Instant> {
        let mut tx = complex.tx().await;
        sqlx::query_scalar("select last_seen_at from member where account_id = $1")
            .bind(budi.account)
            .fetch_one(&mut tx)
            .await
            .unwrap()
    };
    client.get("/akun").await.assert_status(200);
    assert_eq!((seen(&kit.melati).await, seen(&kit.mawar).await), (None, None));
    client.get(&kit.melati.path("beranda")).await.assert_status(200);
    let morning = kit.clock.now();
    assert_eq!((seen(&kit.melati).await, seen(&kit.mawar).await), (Some(morning), None));

    kit.clock.turn(TimeDelta::hours(1));
    client.get(&kit.mawar.path("bendahara")).await.assert_status(200);
    client.get(&kit.melati.path("unit")).await.assert_status(403);
    assert_eq!(seen(&kit.mawar).await, Some(kit.clock.now()));
    assert_eq!(seen(&kit.melati).await, Some(morning), "a door that stayed shut is no visit");
    let mut dewi = kit.mawar.manager().await;
    dewi.get(&kit.mawar.path("anggota?peran=treasurer")).await.assert_says("22 Nov");
}
