//! The developer's warranty: marked when it is reported, with a day of its own, and nobody is asked to pay.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use testkit::Client;

use crate::World;

impl World {
    /// A-12 was handed over so many days ago.
    async fn handed_over(&self, days: i64) {
        self.budis_house().await;
        let mut tx = self.kit.melati.tx().await;
        let day = tx.now().date_naive() - TimeDelta::days(days);
        sqlx::query("update unit set handed_over_on = $1").bind(day).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn terms(&self, ratna: &mut Client) {
        let rows = [("Pipa air", "water", "6", "7"), ("Struktur", "building", "120", "30")];
        let mut form = Vec::new();
        for (name, category, months, days) in rows {
            form.extend([
                ("id", ""),
                ("nama", name),
                ("kategori", category),
                ("bulan", months),
                ("hari", days),
            ]);
        }
        ratna.post(&self.path("keluhan/aturan/garansi"), &form).await.assert_status(303);
    }
}

#[tokio::test]
async fn a_dripping_tap_within_six_months_is_the_developers_and_costs_nothing() {
    let world = World::open().await;
    world.handed_over(30).await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    world.terms(&mut ratna).await;
    let id = world.tap(&mut budi).await;
    let page = budi.get(&world.path(&format!("keluhan-saya/{id}"))).await;
    page.assert_says("Masih garansi sampai").assert_says("Pipa air: ditanggung pengembang tanpa biaya");
    let asked = world.asks(&mut ratna, &id, &[("Kran", "1", "85.000")]).await;
    asked.assert_status(409).assert_says("masih garansi");
    let list = ratna.get(&world.path("keluhan/garansi")).await;
    list.assert_says("A-12 · K-0001").assert_says("Pipa air");
    ratna.get(&world.path("keluhan/garansi?tampil=terlambat")).await.assert_silent_about("K-0001");

    world.kit.clock.turn(TimeDelta::days(8));
    ratna.get(&world.path("keluhan/garansi?tampil=terlambat")).await.assert_says("K-0001");
    let sheet = ratna.get(&world.path("keluhan/garansi/unduh?format=csv")).await;
    sheet.assert_status(200).assert_says("A-12;").assert_says("Pipa air").assert_says(";8");
    let all = ratna.get(&world.kit.melati.api("complaint-warranties")).await.json();
    assert_eq!(all[0]["number"], "K-0001");

    world.step(&mut ratna, &id, "solve", "").await.assert_status(303);
    ratna.get(&world.path("keluhan/garansi")).await.assert_silent_about("K-0001");
    ratna.get(&world.path("keluhan/garansi?tampil=selesai")).await.assert_says("K-0001");
    assert_eq!(world.owed().await, 0);
}

#[tokio::test]
async fn the_office_says_why_it_is_none_and_may_then_ask_for_money() {
    let world = World::open().await;
    world.handed_over(30).await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    world.terms(&mut ratna).await;
    let id = world.tap(&mut budi).await;
    let word = world.path(&format!("keluhan/{id}/garansi"));
    ratna.post(&word, &[("alasan", " ")]).await.assert_status(409);
    ratna.post(&word, &[("alasan", "Kran diganti sendiri oleh penghuni")]).await.assert_status(303);
    let page = budi.get(&world.path(&format!("keluhan-saya/{id}"))).await;
    page.assert_says("Kran diganti sendiri").assert_silent_about("Masih garansi");
    ratna.get(&world.path("keluhan/garansi?tampil=semua")).await.assert_silent_about("K-0001");
    world.asks(&mut ratna, &id, &[("Kran", "1", "85.000")]).await.assert_status(303);

    // And back, under another part.
    let terms = ratna.get(&world.kit.melati.api("complaint-settings/warranty")).await.json();
    let structure = terms.as_array().unwrap().iter().find(|term| term["name"] == "Struktur").unwrap();
    let body = json!({ "term": structure["id"] });
    let one = world.kit.melati.api(&format!("complaints/{id}/warranty"));
    ratna.json(Method::POST, &one, &body).await.assert_status(204);
    ratna.get(&world.path("keluhan/garansi")).await.assert_says("Struktur");
}

#[tokio::test]
async fn after_the_term_or_without_a_handover_there_is_no_warranty() {
    let world = World::open().await;
    world.handed_over(200).await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    world.terms(&mut ratna).await;
    let id = world.tap(&mut budi).await;
    budi.get(&world.path(&format!("keluhan-saya/{id}"))).await.assert_silent_about("garansi");
    world.asks(&mut ratna, &id, &[("Kran", "1", "85.000")]).await.assert_status(303);
    let decide = world.kit.melati.api(&format!("complaints/{id}/warranty"));
    ratna.json(Method::POST, &decide, &json!({ "reason": "Terlalu lama" })).await.assert_status(409);
}

#[tokio::test]
async fn a_term_is_written_whole_or_said_at_its_row_and_one_without_a_name_goes() {
    let world = World::open().await;
    let mut ratna = world.kit.melati.manager().await;
    world.terms(&mut ratna).await;
    let path = world.path("keluhan/aturan/garansi");
    let bad = [("nama", "Atap"), ("kategori", "building"), ("bulan", "seribu"), ("hari", "14")];
    ratna.post(&path, &bad).await.assert_status(422).assert_says("1 sampai 360 bulan").assert_says("Atap");
    let twice = [
        ("nama", "Atap"),
        ("kategori", "building"),
        ("bulan", "12"),
        ("hari", "14"),
        ("nama", "ATAP"),
        ("kategori", "building"),
        ("bulan", "6"),
        ("hari", "14"),
    ];
    ratna.post(&path, &twice).await.assert_status(409);
    ratna.get(&path).await.assert_says("Struktur").assert_says("Pipa air");
    let one = [("nama", "Atap"), ("kategori", "building"), ("bulan", "12"), ("hari", "14")];
    ratna.post(&path, &one).await.assert_status(303);
    ratna.get(&path).await.assert_says("Atap").assert_silent_about("Struktur");
    let mut budi = world.kit.melati.resident().await;
    budi.get(&path).await.assert_status(403);
}
