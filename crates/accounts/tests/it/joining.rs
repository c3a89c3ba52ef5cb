//! Coming into a complex: invited, or by asking.

use chrono::TimeDelta;
use http::Method;
use kernel::{PhoneNumber, UnitId};
use serde_json::json;
use tenancy::Role;
use testkit::{Client, Complex, Kit};

use crate::{PASSWORD, between, house, sign_in, with_password};

pub async fn unit(kit: &Kit, complex: &Complex, code: &str) -> UnitId {
    let id = UnitId::new(kit.store.now());
    let mut tx = kit.owner.begin().await.unwrap();
    sqlx::query("select set_config('app.complex_id', $1, true)")
        .bind(complex.id.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("insert into unit (unit_id, code) values ($1, $2)")
        .bind(id)
        .bind(code)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// The manager fills in the form; back comes the address that travels by WhatsApp.
pub async fn invited(manager: &mut Client, complex: &Complex, fields: &[(&str, &str)]) -> String {
    let page = manager.submit(&complex.path("anggota/undang"), fields).await;
    page.assert_status(200).assert_says("https://wa.me/62").assert_says("<svg");
    let text = page.text();
    between(&text, "data-copy=\"http://klustera.test", "\"").to_owned()
}

pub fn resident<'a>(phone: &'a PhoneNumber, unit: &'a str) -> [(&'a str, &'a str); 4] {
    [("role", "resident"), ("name", "Yusuf Hakim"), ("phone", phone.e164()), ("unit", unit)]
}

#[tokio::test]
async fn an_invited_resident_chooses_a_password_and_is_at_home() {
    let kit = house().await;
    unit(&kit, &kit.melati, "A-12").await;
    let phone = testkit::unique_phone();
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "a12")).await;
    ratna
        .get(&kit.melati.path("anggota/undangan"))
        .await
        .assert_says("Yusuf Hakim")
        .assert_says("Menunggu dibuka");

    let mut yusuf = kit.stranger();
    let page = yusuf.get(&link).await;
    page.assert_status(200)
        .assert_says("Griya Melati")
        .assert_says("A-12")
        .assert_says("Warga")
        .assert_says(&phone.local());
    yusuf
        .post(&link, &[("password", "pendek")])
        .await
        .assert_status(422)
        .assert_says("sedikitnya 8 karakter");
    let answer = yusuf.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!(answer.location().unwrap(), kit.melati.path("beranda"));
    assert_eq!(yusuf.get("/api/v1/me").await.json()["roles"][0]["role"], "resident");
    sign_in(&kit, &phone, PASSWORD).await;

    let linked: i64 = sqlx::query_scalar(
        "select count(*) from person p join occupancy using (complex_id, person_id) join account a using (account_id)
          where p.complex_id = $1 and a.phone = $2 and p.phone = $2",
    )
    .bind(kit.melati.id)
    .bind(phone.e164())
    .fetch_one(&kit.owner)
    .await
    .unwrap();
    assert_eq!(linked, 1);
}

#[tokio::test]
async fn a_link_works_once_and_a_changed_one_never() {
    let kit = house().await;
    let phone = testkit::unique_phone();
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "")).await;
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_status(303);
    let late = kit.stranger().post(&link, &[("password", "pintu kayu 34")]).await;
    late.assert_status(200).assert_says("sudah dipakai");
    kit.stranger().get(&link).await.assert_says("sudah dipakai");
    let mut forged = link.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.push(last);
    kit.stranger().get(&forged).await.assert_status(404);
    // An invitation's text opens no password reset.
    kit.stranger().get(&link.replace("/undangan/", "/sandi/")).await.assert_status(404);
}

#[tokio::test]
async fn two_people_who_open_one_link_at_once_are_one_member() {
    let kit = house().await;
    let phone = testkit::unique_phone();
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "")).await;
    let both = (0..2).map(|n| {
        let (mut client, link) = (kit.stranger(), link.clone());
        tokio::spawn(
            async move { client.post(&link, &[("password", format!("kata sandi {n}").as_str())]).await },
        )
    });
    let mut entered = 0;
    for one in both.collect::<Vec<_>>() {
        entered += u32::from(one.await.unwrap().status.as_u16() == 303);
    }
    assert_eq!(entered, 1);
}

#[tokio::test]
async fn an_invitation_ends_after_fourteen_days_unless_it_is_extended_or_revoked() {
    let kit = house().await;
    let phone = testkit::unique_phone();
    let mut ratna = kit.melati.manager().await;
    let link = invited(&mut ratna, &kit.melati, &resident(&phone, "")).await;
    kit.clock.turn(TimeDelta::days(14));
    kit.stranger().get(&link).await.assert_says("lewat 14 hari");
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_says("lewat 14 hari");
    let list = ratna.get(&kit.melati.path("anggota/undangan")).await.text();
    let at = format!("{}{}", kit.melati.path("anggota/undangan/"), between(&list, "anggota/undangan/", "\""));
    ratna.submit(&format!("{at}/perpanjang"), &[]).await.assert_says("14 hari lagi");
    kit.stranger().get(&link).await.assert_says("Terima undangan");
    ratna.post(&format!("{at}/cabut"), &[]).await.assert_status(303);
    kit.stranger().post(&link, &[("password", PASSWORD)]).await.assert_says("sudah dicabut");
}

#[tokio::test]
async fn somebody_with_an_account_shows_its_password_and_keeps_it() {
    let kit = house().await;
    let rina = kit.mawar.person(Role::Resident);
    with_password(&kit, rina, PASSWORD).await;
    let mut ratna = kit.melati.manager().await;
    let link = invited(
        &mut ratna,
        &kit.melati,
        &[("role", "treasurer"), ("name", "Rina"), ("phone", rina.phone.e164())],
    )
    .await;
    // Whoever holds the link, the manager for one, does not get into her account with it.
    kit.stranger().get(&link).await.assert_says("sudah punya akun");
    kit.stranger()
        .post(&link, &[("password", "kata sandi baru")])
        .await
        .assert_status(422)
        .assert_says("tidak cocok");
    let mut client = kit.stranger();
    let answer = client.post(&link, &[("password", PASSWORD)]).await;
    assert_eq!(answer.location().unwrap(), kit.melati.path("bendahara"));
    let me = client.get("/api/v1/me").await.json();
    assert_eq!(me["roles"].as_array().unwrap().len(), 2);
    assert_eq!(me["name"], "Rina Marlina");
}

#[tokio::test]
async fn a_form_with_mistakes_keeps_what_was_typed() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let fields = [("role", "resident"), ("name", "Yusuf"), ("phone", "0812-34"), ("unit", "Z-99")];
    let page = ratna.post(&kit.melati.path("anggota/undang"), &fields).await;
    page.assert_status(422)
        .assert_says("0812-34")
        .assert_says("10–13 angka")
        .assert_says("Unit Z-99 tidak ada");
    let fields = [("role", "area_head"), ("name", "Joko"), ("phone", "081234567890"), ("area", "")];
    ratna.post(&kit.melati.path("anggota/undang"), &fields).await.assert_status(422).assert_says("Pilih RT");
    let phone = testkit::unique_phone();
    invited(&mut ratna, &kit.melati, &resident(&phone, "")).await;
    let twice = ratna.post(&kit.melati.path("anggota/undang"), &resident(&phone, "")).await;
    twice.assert_status(422).assert_says("sudah diundang");
}

#[tokio::test]
async fn an_invitation_by_program_gives_the_link() {
    let kit = house().await;
    let mut ratna = kit.melati.manager().await;
    let new = json!({ "role": "guard", "name": "Slamet", "phone": testkit::unique_phone().local() });
    let made = ratna.json(Method::POST, &kit.melati.api("invitations"), &new).await;
    made.assert_status(201);
    let url = made.json()["url"].as_str().unwrap().replace("http://klustera.test", "");
    kit.stranger().get(&url).await.assert_says("Satpam");
    let listed = ratna.get(&kit.melati.api("invitations")).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let at = kit.melati.api(&format!("invitations/{id}"));
    ratna.json(Method::DELETE, &at, &json!(null)).await.assert_status(204);
    kit.stranger().get(&url).await.assert_says("dicabut");
}

pub async fn claim(client: &mut Client, complex: &Complex, phone: &PhoneNumber, unit: &str) -> testkit::Page {
    let page = client.get(&format!("/gabung/{}", complex.slug)).await;
    page.assert_status(200).assert_says(complex.name);
    let text = page.text();
    let action = between(&text, "method=\"post\" action=\"/gabung/", "\"").to_owned();
    let fields = [("name", "Yusuf Hakim"), ("phone", phone.e164()), ("unit", unit), ("password", PASSWORD)];
    client.post(&format!("/gabung/{action}"), &fields).await
}

#[tokio::test]
async fn a_stranger_asks_to_join_and_waits_for_the_managers_yes() {
    let kit = house().await;
    unit(&kit, &kit.melati, "B-03").await;
    let phone = testkit::unique_phone();
    let mut yusuf = kit.stranger();
    claim(&mut yusuf, &kit.melati, &phone, "Z-99")
        .await
        .assert_status(422)
        .assert_says("tidak ada")
        .assert_silent_about(PASSWORD);
    let answer = claim(&mut yusuf, &kit.melati, &phone, "b 3").await;
    assert_eq!(answer.location().unwrap(), "/akun");
    yusuf.get("/akun").await.assert_says("Griya Melati · B-03").assert_says("Menunggu");
    yusuf.get(&kit.melati.path("beranda")).await.assert_status(404);

    let mut dewi = kit.mawar.manager().await;
    dewi.get(&kit.mawar.path("anggota/permintaan")).await.assert_silent_about("Yusuf");
    let mut ratna = kit.melati.manager().await;
    let page = ratna.get(&kit.melati.path("anggota/permintaan")).await;
    page.assert_says("Yusuf Hakim").assert_says("B-03");
    let text = page.text();
    let id = between(&text, "anggota/permintaan/", "/setujui").to_owned();
    let path = |complex: &Complex, end: &str| complex.path(&format!("anggota/permintaan/{id}/{end}"));
    // The manager of another complex cannot decide it.
    dewi.post(&path(&kit.mawar, "setujui"), &[]).await.assert_status(404);
    ratna.submit(&path(&kit.melati, "setujui"), &[]).await.assert_says("kini warga di B-03");
    assert_eq!(yusuf.get("/api/v1/me").await.json()["roles"][0]["role"], "resident");
    yusuf.get("/akun").await.assert_says("Disetujui");
    ratna.post(&path(&kit.melati, "tolak"), &[("reason", "Terlambat")]).await.assert_status(404);
}

#[tokio::test]
async fn a_no_needs_a_reason_that_the_person_reads() {
    let kit = house().await;
    unit(&kit, &kit.melati, "B-03").await;
    let mut yusuf = kit.stranger();
    claim(&mut yusuf, &kit.melati, &testkit::unique_phone(), "B-03").await.assert_status(303);
    let mut ratna = kit.melati.manager().await;
    let claims = ratna.get(&kit.melati.api("claims")).await.json();
    let id = claims["items"][0]["id"].as_str().unwrap().to_owned();
    let path = kit.melati.path(&format!("anggota/permintaan/{id}/tolak"));
    ratna.post(&path, &[("reason", " ")]).await.assert_status(422).assert_says("Tulis alasannya");
    ratna.post(&path, &[("reason", "B-03 milik Bu Sri.")]).await.assert_status(303);
    yusuf.get("/akun").await.assert_says("Ditolak").assert_says("B-03 milik Bu Sri.");
    assert_eq!(yusuf.get("/api/v1/me").await.json()["roles"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_stranger_cannot_try_house_numbers_all_day() {
    let kit = house().await;
    let mut client = kit.stranger();
    for n in 0..20 {
        claim(&mut client, &kit.melati, &testkit::unique_phone(), &format!("X-{n}")).await.assert_status(422);
    }
    claim(&mut client, &kit.melati, &testkit::unique_phone(), "X-20").await.assert_status(429);
    kit.stranger().get("/gabung/tidak-ada").await.assert_status(404);
}
