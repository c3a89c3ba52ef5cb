//! Work on a house that costs something: said before it begins, agreed to, billed once.

use http::Method;
use serde_json::json;
use testkit::{Client, Page};

use crate::{World, id_of};

impl World {
    /// Budi's tap drips in A-12.
    pub async fn tap(&self, budi: &mut Client) -> String {
        let form = budi.get(&self.path("keluhan-saya/baru")).await;
        form.assert_says("Rumah A-12");
        let mut tx = self.kit.melati.tx().await;
        let house: uuid::Uuid = sqlx::query_scalar("select unit_id from unit where code = 'A-12'")
            .fetch_one(&mut tx)
            .await
            .unwrap();
        drop(tx);
        let house = house.to_string();
        let fields = [("kategori", "water"), ("tempat", house.as_str()), ("kata", "Kran bocor")];
        id_of(&self.send_form(budi, "keluhan-saya", &fields).await)
    }

    pub async fn asks(&self, ratna: &mut Client, id: &str, lines: &[(&str, &str, &str)]) -> Page {
        let mut form = Vec::new();
        for (what, quantity, rate) in lines {
            form.extend([("uraian", *what), ("jumlah", *quantity), ("harga", *rate)]);
        }
        ratna.post(&self.path(&format!("keluhan/{id}/biaya")), &form).await
    }

    async fn newest(&self, ratna: &mut Client, id: &str) -> serde_json::Value {
        ratna.get(&self.kit.melati.api(&format!("complaints/{id}/cost"))).await.json()
    }

    pub async fn step(&self, ratna: &mut Client, id: &str, step: &str, words: &str) -> Page {
        let form = [("langkah", step), ("kata", words)];
        ratna.post(&self.path(&format!("keluhan/{id}/langkah")), &form).await
    }

    /// What the books say that A-12 owes, and that they balance.
    pub async fn owed(&self) -> i64 {
        let mut tx = self.kit.melati.tx().await;
        let faults = dues::invariants(&mut tx).await.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert!(ledger::invariants(&mut tx).await.unwrap().is_empty());
        let open: Option<i64> =
            sqlx::query_scalar("select sum(open)::bigint from invoice").fetch_one(&mut tx).await.unwrap();
        open.unwrap_or_default()
    }
}

#[tokio::test]
async fn budi_agrees_to_what_his_tap_costs_before_work_begins_and_it_becomes_one_invoice() {
    let world = World::open().await;
    world.budis_house().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = world.tap(&mut budi).await;
    let own = world.path(&format!("keluhan-saya/{id}"));
    let asked = world.asks(&mut ratna, &id, &[("Kran baru", "1", "85.000"), ("Seal", "2,5", "10.000")]).await;
    asked.assert_status(303);
    budi.get(&own)
        .await
        .assert_says("Rp\u{a0}110.000")
        .assert_says("Menunggu persetujuan")
        .assert_says("Setuju");
    budi.get(&world.path("kabar")).await.assert_says("K-0001 berbiaya Rp\u{a0}110.000");
    world.step(&mut ratna, &id, "start", "").await.assert_status(409).assert_says("belum disetujui");
    world.step(&mut ratna, &id, "solve", "").await.assert_status(409);

    let estimate = world.newest(&mut ratna, &id).await["id"].as_str().unwrap().to_owned();
    let yes = [("biaya", estimate.as_str()), ("jawab", "setuju")];
    budi.submit(&format!("{own}/biaya"), &yes).await.assert_says("Disetujui Budi Santoso");
    budi.post(&format!("{own}/biaya"), &yes).await.assert_status(409);
    ratna.get(&world.path("kabar")).await.assert_says("Biaya keluhan K-0001 disetujui: A-12");
    assert_eq!(world.owed().await, 0, "nothing is owed before it is done");

    world.step(&mut ratna, &id, "start", "").await.assert_status(303);
    world.step(&mut ratna, &id, "solve", "").await.assert_status(303);
    assert_eq!(world.owed().await, 110_000);
    let cost = world.newest(&mut ratna, &id).await;
    assert_eq!(cost["standing"], "billed");
    let number = cost["invoices"][0].as_str().unwrap().to_owned();
    budi.get(&own).await.assert_says(&number);
    let bill = budi.get(&world.path(&format!("tagihan-saya/{number}"))).await;
    bill.assert_says("Keluhan K-0001: Kran baru").assert_says("Rp\u{a0}110.000");
    ratna.get(&world.path(&format!("tagihan/{number}"))).await.assert_says("Untuk pekerjaan keluhan");

    // Opened again and solved again: the same work is not billed twice.
    budi.post(&format!("{own}/belum-beres"), &[("kata", "Masih bocor")]).await.assert_status(303);
    world.step(&mut ratna, &id, "solve", "").await.assert_status(303);
    assert_eq!(world.owed().await, 110_000);
}

#[tokio::test]
async fn two_who_say_solved_at_the_same_moment_issue_one_invoice() {
    let world = World::open().await;
    world.budis_house().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let mut tab = world.kit.melati.manager().await;
    let id = world.tap(&mut budi).await;
    world.asks(&mut ratna, &id, &[("Kran baru", "", "85.000")]).await.assert_status(303);
    let estimate = world.newest(&mut ratna, &id).await["id"].as_str().unwrap().to_owned();
    let answer = world.kit.melati.api(&format!("complaints/{id}/cost/answer"));
    let yes = json!({ "estimate": estimate, "agreed": true });
    budi.json(Method::POST, &answer, &yes).await.assert_status(200);
    let (one, other) =
        tokio::join!(world.step(&mut ratna, &id, "solve", ""), world.step(&mut tab, &id, "solve", ""));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(world.owed().await, 85_000);
}

#[tokio::test]
async fn what_is_refused_is_written_anew_or_free_and_only_the_newest_counts() {
    let world = World::open().await;
    world.budis_house().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = world.tap(&mut budi).await;
    let own = world.path(&format!("keluhan-saya/{id}"));
    world.asks(&mut ratna, &id, &[("Kran emas", "1", "900.000")]).await.assert_status(303);
    let first = world.newest(&mut ratna, &id).await["id"].as_str().unwrap().to_owned();
    let no = [("biaya", first.as_str()), ("jawab", "tidak"), ("kata", "Terlalu mahal")];
    budi.post(&format!("{own}/biaya"), &no).await.assert_status(303);
    let page = ratna.get(&world.path(&format!("keluhan/{id}"))).await;
    page.assert_says("Tidak disetujui Budi Santoso").assert_says("Terlalu mahal");
    world.step(&mut ratna, &id, "solve", "").await.assert_status(409);

    world.asks(&mut ratna, &id, &[("Kran biasa", "1", "60.000")]).await.assert_status(303);
    let stale = [("biaya", first.as_str()), ("jawab", "setuju")];
    budi.post(&format!("{own}/biaya"), &stale).await.assert_status(409).assert_says("sudah berganti");
    // He says it on the telephone.
    let second = world.newest(&mut ratna, &id).await["id"].as_str().unwrap().to_owned();
    let heard = [("biaya", second.as_str()), ("jawab", "setuju"), ("nama", "Wati")];
    ratna.post(&world.path(&format!("keluhan/{id}/biaya/jawaban")), &heard).await.assert_status(303);
    budi.get(&own).await.assert_says("Disetujui Wati");

    ratna.post(&world.path(&format!("keluhan/{id}/biaya")), &[("gratis", "ya")]).await.assert_status(303);
    world.step(&mut ratna, &id, "solve", "").await.assert_status(303);
    budi.get(&own).await.assert_says("Pekerjaan ini tidak dikenai biaya");
    assert_eq!(world.owed().await, 0);
}

#[tokio::test]
async fn a_cost_has_words_and_figures_and_is_never_of_the_commons() {
    let world = World::open().await;
    world.budis_house().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let lamp = id_of(&world.report(&mut budi, 0).await);
    world.asks(&mut ratna, &lamp, &[("Lampu", "1", "50.000")]).await.assert_status(404);
    let id = world.tap(&mut budi).await;
    world.asks(&mut ratna, &id, &[]).await.assert_status(422).assert_says("paling sedikit satu baris");
    world
        .asks(&mut ratna, &id, &[("Kran", "satu", "50.000")])
        .await
        .assert_status(422)
        .assert_says("lebih dari nol")
        .assert_says("Kran");
    let free = [("gratis", "ya")];
    budi.post(&world.path(&format!("keluhan/{id}/biaya")), &free).await.assert_status(403);
    let mut dewi = world.kit.mawar.manager().await;
    dewi.post(&world.path(&format!("keluhan/{id}/biaya")), &free).await.assert_status(404);
    assert_eq!(world.owed().await, 0);
}
