//! What the office does for residents: writing down what it hears on the telephone, and making one of two. And how many a
//! resident may report.

use chrono::TimeDelta;
use http::Method;
use kernel::{OccupancyId, PersonId, UnitId};
use serde_json::json;
use tenancy::Role;
use testkit::Client;

use crate::{World, id_of};

impl World {
    /// Budi, who signs in, lives in A-12 with Wati, who does not, and pays.
    pub async fn budis_house(&self) {
        let budi = self.kit.melati.person(Role::Resident);
        let mut tx = self.kit.melati.tx().await;
        let unit = UnitId::new(tx.now());
        sqlx::query("insert into unit (unit_id, code, status) values ($1, 'A-12', 'lived_in')")
            .bind(unit)
            .execute(&mut tx)
            .await
            .unwrap();
        for (name, account, payer) in [(budi.name, Some(budi.account), true), ("Wati", None, false)] {
            let person = PersonId::new(tx.now());
            sqlx::query("insert into person (person_id, name, account_id) values ($1, $2, $3)")
                .bind(person)
                .bind(name)
                .bind(account)
                .execute(&mut tx)
                .await
                .unwrap();
            sqlx::query(
                "insert into occupancy (occupancy_id, unit_id, person_id, kind, payer, period)
                 values ($1, $2, $3, 'owner', $4, daterange('2020-01-01', null))",
            )
            .bind(OccupancyId::new(tx.now()))
            .bind(unit)
            .bind(person)
            .bind(payer)
            .execute(&mut tx)
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn phone(&self, ratna: &mut Client, body: serde_json::Value) -> String {
        let kept = ratna.json(Method::POST, &self.kit.melati.api("complaints"), &body).await;
        kept.assert_status(201);
        kept.json()["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn what_wati_says_on_the_telephone_becomes_the_complaint_of_the_house_that_budi_follows() {
    let world = World::open().await;
    world.budis_house().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let form = world.path("keluhan/baru");
    ratna.get(&form).await.assert_says("Catat keluhan dari telepon");
    let wrong = [("kategori", "water"), ("tempat", "rumah"), ("rumah", "Z-99"), ("kata", "Keran bocor")];
    world
        .send_form(&mut ratna, "keluhan", &wrong)
        .await
        .assert_status(422)
        .assert_says("Rumah ini tidak ditemukan");
    let heard = [
        ("kategori", "water"),
        ("tempat", "rumah"),
        ("rumah", "a 12"),
        ("pelapor", "Wati"),
        ("kata", "Keran bocor"),
    ];
    let id = id_of(&world.send_form(&mut ratna, "keluhan", &heard).await);
    let office = ratna.get(&world.path(&format!("keluhan/{id}"))).await;
    office.assert_says("A-12").assert_says("Wati").assert_says("Budi Santoso").assert_says("Ratna Kusuma");
    budi.get(&world.path("keluhan-saya")).await.assert_says("K-0001");
    budi.get(&world.path("kabar")).await.assert_says("Keluhan K-0001 dicatat pengelola");
    ratna.get(&world.path("kabar")).await.assert_silent_about("Keluhan baru K-0001");
    ratna.get(&world.path("keluhan?q=A12")).await.assert_says("K-0001");
    let step = world.path(&format!("keluhan/{id}/langkah"));
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
    budi.submit(&world.path(&format!("keluhan-saya/{id}/beres")), &[]).await.assert_says("Keluhan ditutup.");
}

#[tokio::test]
async fn a_call_about_the_commons_without_a_house_is_the_offices_own() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let body = json!({ "category": "road", "place": "Gerbang", "words": "Lubang", "caller": "Pak Made" });
    let id = world.phone(&mut ratna, body).await;
    ratna.get(&world.path(&format!("keluhan/{id}"))).await.assert_says("Pak Made");
    budi.get(&world.path("keluhan-saya")).await.assert_silent_about("K-0001");
    let page = budi.get(&world.path(&format!("keluhan-saya/{id}"))).await;
    page.assert_says("Lubang").assert_silent_about("Pak Made");
    let api = world.kit.melati.api("complaints");
    let nowhere = json!({ "category": "road", "house": "Z-99", "words": "Lubang" });
    ratna.json(Method::POST, &api, &nowhere).await.assert_status(404);
    budi.json(Method::POST, &api, &nowhere).await.assert_status(403);
}

#[tokio::test]
async fn two_about_one_lamp_become_one_and_budi_hears_of_the_other_but_never_reads_a_note() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let was = id_of(&world.report(&mut budi, 0).await);
    let lamp = json!({ "category": "electricity", "place": "Pos satpam", "words": "Lampu mati" });
    let into = world.phone(&mut ratna, lamp).await;
    let office = world.path(&format!("keluhan/{was}"));
    let note = [("kata", "Pelapor ini sering mengeluh."), ("untuk", "catatan")];
    ratna.post(&format!("{office}/tulis"), &note).await.assert_status(303);
    let merge = format!("{office}/gabung");
    ratna.post(&merge, &[("nomor", "K-0001")]).await.assert_status(409);
    ratna.post(&merge, &[("nomor", "K-0999")]).await.assert_status(409);
    ratna.submit(&merge, &[("nomor", "k2")]).await.assert_says("Keluhan digabung ke K-0002.");
    ratna.get(&office).await.assert_says("diteruskan dalam keluhan K-0002").assert_says("sering mengeluh");
    ratna.post(&format!("{office}/langkah"), &[("langkah", "start")]).await.assert_status(409);

    budi.get(&world.path("kabar")).await.assert_says("Keluhan K-0001 digabung dengan K-0002");
    let own = world.path(&format!("keluhan-saya/{was}"));
    let page = budi.get(&own).await;
    page.assert_says("diteruskan dalam keluhan K-0002").assert_says(&format!("keluhan-saya/{into}"));
    page.assert_silent_about("sering mengeluh").assert_silent_about("Belum beres");
    budi.post(&format!("{own}/tulis"), &[("kata", "Halo")]).await.assert_status(409);
    budi.post(&format!("{own}/belum-beres"), &[("kata", "Halo")]).await.assert_status(409);
    let other = budi.get(&world.path(&format!("keluhan-saya/{into}"))).await;
    other
        .assert_says("1 warga lain juga")
        .assert_says("Tarik dukungan")
        .assert_silent_about("sering mengeluh");
    let commons = budi.get(&world.path("keluhan-saya?tampil=umum")).await;
    commons.assert_says("K-0002").assert_silent_about("K-0001");

    let step = world.path(&format!("keluhan/{into}/langkah"));
    ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
    let heard = budi.get(&world.path("kabar")).await;
    heard.assert_says("Keluhan K-0002 dinyatakan selesai").assert_says("yang Anda dukung");
}

#[tokio::test]
async fn a_chain_of_duplicates_ends_in_one_and_a_house_is_never_merged() {
    let world = World::open().await;
    world.budis_house().await;
    let mut ratna = world.kit.melati.manager().await;
    let mut ids = Vec::new();
    for place in ["Pos", "Pos satpam", "Depan pos"] {
        let body = json!({ "category": "electricity", "place": place, "words": "Lampu mati" });
        ids.push(world.phone(&mut ratna, body).await);
    }
    let house = json!({ "category": "electricity", "house": "A-12", "words": "Stop kontak mati" });
    let house = world.phone(&mut ratna, house).await;
    let merge = |id: &str| world.kit.melati.api(&format!("complaints/{id}/merge"));
    for (id, into) in [(&house, &ids[0]), (&ids[0], &house), (&ids[0], &ids[0])] {
        ratna.json(Method::POST, &merge(id), &json!({ "into": into })).await.assert_status(409);
    }
    ratna.json(Method::POST, &merge(&ids[0]), &json!({ "into": ids[1] })).await.assert_status(204);
    ratna.json(Method::POST, &merge(&ids[1]), &json!({ "into": ids[2] })).await.assert_status(204);
    ratna.json(Method::POST, &merge(&ids[2]), &json!({ "into": ids[0] })).await.assert_status(409);
    let last = ratna.get(&world.path(&format!("keluhan/{}", ids[2]))).await;
    last.assert_says("K-0001").assert_says("K-0002").assert_says("Digabung ke sini");
}

#[tokio::test]
async fn the_fourth_complaint_within_ten_minutes_is_refused_in_words_and_the_office_is_not_counted() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    for _ in 0..3 {
        id_of(&world.report(&mut budi, 0).await);
    }
    world.report(&mut budi, 0).await.assert_status(409).assert_says("3 keluhan dalam 10 menit");
    for _ in 0..5 {
        world.phone(&mut ratna, json!({ "category": "road", "place": "Gerbang", "words": "Lubang" })).await;
    }
    world.kit.clock.turn(TimeDelta::minutes(10));
    id_of(&world.report(&mut budi, 0).await);
}
