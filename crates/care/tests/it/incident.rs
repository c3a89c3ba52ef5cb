//! The water is off in Budi's RT: the office says it once, complaints join, and it ends for all of them at once.

use chrono::TimeDelta;
use http::Method;
use kernel::{OccupancyId, PersonId, UnitId};
use serde_json::json;
use tenancy::Role;
use uuid::Uuid;

use crate::{World, id_of};

const OPEN: [(&str, &str); 5] = [
    ("kategori", "water"),
    ("judul", "Air mati di RT 01"),
    ("kata", "Pipa induk pecah, sedang diperbaiki."),
    ("untuk", "semua"),
    ("perkiraan", "2026-11-22T18:00"),
];

impl World {
    /// A house in RT 01 or in none, in which whoever signs in with this role lives.
    async fn house(&self, code: &str, role: Role, in_rt: bool) {
        let melati = &self.kit.melati;
        let somebody = melati.person(role);
        let mut tx = melati.tx().await;
        let (unit, person) = (UnitId::new(tx.now()), PersonId::new(tx.now()));
        sqlx::query("insert into unit (unit_id, code, status, rt_id) values ($1, $2, 'lived_in', $3)")
            .bind(unit)
            .bind(code)
            .bind(in_rt.then_some(melati.area))
            .execute(&mut tx)
            .await
            .unwrap();
        sqlx::query("insert into person (person_id, name, account_id) values ($1, $2, $3)")
            .bind(person)
            .bind(somebody.name)
            .bind(somebody.account)
            .execute(&mut tx)
            .await
            .unwrap();
        sqlx::query(
            "insert into occupancy (occupancy_id, unit_id, person_id, kind, period)
             values ($1, $2, $3, 'owner', daterange('2020-01-01', null))",
        )
        .bind(OccupancyId::new(tx.now()))
        .bind(unit)
        .bind(person)
        .execute(&mut tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// How often somebody was told of an incident, and with which words.
    async fn told(&self, role: Role) -> Vec<String> {
        sqlx::query_scalar(
            "select n.facts ->> 'step' from notice n join notice_delivery d using (complex_id, notice_id)
              where n.complex_id = $1 and n.kind = 'incident' and d.channel = 'app' and d.account_id = $2
              order by n.notice_id",
        )
        .bind(self.kit.melati.id)
        .bind(self.kit.melati.person(role).account)
        .fetch_all(&self.kit.owner)
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn the_water_is_off_in_rt_01_and_everybody_there_is_told_once_at_each_step() {
    let world = World::open().await;
    world.house("A-12", Role::Resident, true).await;
    world.house("B-01", Role::Treasurer, false).await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let tap = id_of(&world.report_about(&mut budi, 0, "water").await);
    let lamp = id_of(&world.report_about(&mut budi, 0, "electricity").await);

    let area = world.kit.melati.area.to_string();
    let form = world.path("gangguan");
    let mut fields = OPEN.to_vec();
    fields[3] = ("untuk", "area");
    ratna.post(&form, &fields).await.assert_status(422).assert_says("Pilih paling sedikit satu blok atau RT");
    fields.push(("area", &area));
    let opened = ratna.post(&form, &fields).await;
    let id = id_of(&opened);
    let page = ratna.get(&opened.location().unwrap()).await;
    page.assert_says("Gangguan G-0001 dibuka. 1 orang diberi tahu.").assert_says("1 rumah terdampak");
    page.assert_says("22 Nov 2026, 18.00 WIB").assert_says("K-0001").assert_silent_about("K-0002");
    assert_eq!(world.told(Role::Resident).await, ["opened-until"]);
    assert!(world.told(Role::Treasurer).await.is_empty(), "her house is not in RT 01");
    let news = budi.get(&world.path("kabar")).await;
    news.assert_says("Gangguan: Air mati di RT 01").assert_says("Perkiraan selesai 22 Nov 2026, 18.00 WIB");

    // On top of his complaints, and where he would file another one.
    for page in ["keluhan-saya", "keluhan-saya/baru"] {
        budi.get(&world.path(page)).await.assert_says("Kami sudah tahu: Air mati di RT 01");
    }
    let too = world.path(&format!("gangguan-saya/{id}/saya-juga"));
    budi.submit(&too, &[]).await.assert_says("Anda akan dikabari sampai selesai").assert_says("K-0001");
    let joined = ratna.get(&world.path(&format!("keluhan/{tap}"))).await;
    joined.assert_says("Digabung ke gangguan G-0001.").assert_says("Bagian dari gangguan Air mati di RT 01");

    let kabar = world.path(&format!("gangguan/{id}/kabar"));
    world.kit.clock.turn(TimeDelta::minutes(5));
    ratna
        .post(&kabar, &[("kata", "Pipa baru datang."), ("perkiraan", "2026-11-22T09:00")])
        .await
        .assert_status(409);
    ratna.submit(&kabar, &[("kata", "Pipa baru datang.")]).await.assert_says("1 orang diberi tahu.");
    world.kit.clock.turn(TimeDelta::hours(4));
    let end = world.path(&format!("gangguan/{id}/selesai"));
    ratna.post(&end, &[]).await.assert_status(409);
    let over = ratna.submit(&end, &[("kata", "Pipa sudah diganti.")]).await;
    over.assert_says("1 keluhan ikut selesai, 1 orang diberi tahu.");
    ratna.post(&end, &[("kata", "Sekali lagi")]).await.assert_status(409).assert_says("sudah selesai");

    assert_eq!(
        world.told(Role::Resident).await,
        ["opened-until", "news", "ended"],
        "and no message of K-0001"
    );
    budi.get(&world.path("kabar")).await.assert_silent_about("dinyatakan selesai");
    let own = budi.get(&world.path(&format!("keluhan-saya/{tap}"))).await;
    own.assert_says("Pipa sudah diganti.").assert_says("Apakah sudah beres?");
    budi.get(&world.path(&format!("keluhan-saya/{lamp}"))).await.assert_silent_about("Apakah sudah beres?");
    budi.get(&world.path("keluhan-saya")).await.assert_silent_about("Kami sudah tahu");
    ratna.get(&form).await.assert_says("Tidak ada gangguan");
    ratna.get(&format!("{form}?tampil=semua")).await.assert_says("G-0001 · Air mati di RT 01");
}

#[tokio::test]
async fn who_reported_it_from_elsewhere_hears_of_the_end_and_what_was_taken_out_stays_open() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let first = id_of(&world.report_about(&mut budi, 0, "water").await);
    let second = id_of(&world.report_about(&mut budi, 0, "water").await);
    let id = id_of(&ratna.post(&world.path("gangguan"), &OPEN).await);
    let one = world.path(&format!("gangguan/{id}"));
    ratna
        .post(&format!("{one}/gabung"), &[("keluhan", &first), ("keluhan", &second)])
        .await
        .assert_status(303);
    ratna.post(&format!("{one}/gabung"), &[("keluhan", &first)]).await.assert_status(409);
    ratna.post(&format!("{one}/lepas"), &[("keluhan", &second)]).await.assert_status(303);
    ratna.post(&format!("{one}/lepas"), &[("keluhan", &second)]).await.assert_status(404);
    let stranger = Uuid::from_u128(7).to_string();
    ratna.post(&format!("{one}/gabung"), &[("keluhan", &stranger)]).await.assert_status(409);
    ratna.post(&format!("{one}/selesai"), &[("kata", "Air sudah mengalir.")]).await.assert_status(303);
    // He lives nowhere in the complex, so he heard nothing before.
    assert_eq!(world.told(Role::Resident).await, ["ended"]);
    let state = async |id: &str| {
        let mut ratna = world.kit.melati.manager().await;
        ratna.get(&world.kit.melati.api(&format!("complaints/{id}"))).await.json()["state"].clone()
    };
    assert_eq!((state(&first).await, state(&second).await), (json!("solved"), json!("received")));
}

#[tokio::test]
async fn a_program_opens_one_once_tells_news_and_ends_it() {
    let world = World::open().await;
    world.house("A-12", Role::Resident, true).await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let api = world.kit.melati.api("incidents");
    let new = json!({ "category": "electricity", "title": "Listrik padam", "words": "Gardu PLN terbakar.",
                      "areas": [world.kit.melati.area] });
    let opened = ratna.json(Method::POST, &api, &new).await;
    opened.assert_status(201);
    let id = opened.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((&opened.json()["number"], &opened.json()["areas"]), (&json!("G-0001"), &json!(["RT 01"])));
    let foreign =
        json!({ "category": "water", "title": "Air mati", "words": "Pipa", "areas": [Uuid::from_u128(7)] });
    ratna.json(Method::POST, &api, &foreign).await.assert_status(409);
    let mine = budi.get(&format!("{api}/mine")).await.json();
    assert_eq!(mine[0]["title"], "Listrik padam");
    let support = budi.json(Method::POST, &format!("{api}/{id}/support"), &json!({})).await;
    assert_eq!(support.json()["is_supported"], true);
    world.kit.clock.turn(TimeDelta::minutes(5));
    let news = json!({ "words": "PLN sedang bekerja.", "expected_at": "2026-11-22T09:00:00Z" });
    ratna.json(Method::POST, &format!("{api}/{id}/news"), &news).await.assert_status(204);
    assert_eq!(ratna.get(&format!("{api}/{id}")).await.json()["words"], "PLN sedang bekerja.");
    budi.json(Method::POST, &format!("{api}/{id}/end"), &json!({ "words": "x" })).await.assert_status(403);
    ratna
        .json(Method::POST, &format!("{api}/{id}/end"), &json!({ "words": "Menyala." }))
        .await
        .assert_status(204);
    ratna.json(Method::POST, &format!("{api}/{id}/support"), &json!({})).await.assert_status(403);
    assert!(budi.get(&format!("{api}/mine")).await.json().as_array().unwrap().is_empty());
    assert_eq!(ratna.get(&api).await.json()["items"][0]["supporters"], 1);
}
