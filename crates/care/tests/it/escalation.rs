//! What nobody answers, is late, or is silent reaches Ratna once for each step.

use chrono::TimeDelta;
use tenancy::Role;

use crate::{World, id_of};

impl World {
    /// What the manager was told of late complaints.
    async fn warned(&self) -> Vec<String> {
        sqlx::query_scalar(
            "select n.facts ->> 'step' from notice n join notice_delivery d using (complex_id, notice_id)
              where n.complex_id = $1 and n.kind = 'complaint_late' and d.channel = 'app' and d.account_id = $2
              order by n.at, 1",
        )
        .bind(self.kit.melati.id)
        .bind(self.kit.melati.person(Role::Manager).account)
        .fetch_all(&self.kit.owner)
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn ratna_hears_once_when_nobody_answers_when_it_is_late_and_when_nobody_says_a_word() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = id_of(&world.report_about(&mut budi, 0, "water").await);
    world.work().await;
    assert!(world.warned().await.is_empty());
    // Monday, 12.00: four working hours without an answer.
    world.kit.clock.turn(TimeDelta::hours(26));
    world.work().await;
    world.work().await;
    assert_eq!(world.warned().await, ["respond"]);
    ratna.get(&world.path("kabar")).await.assert_says("K-0001 belum ditanggapi: Depan pos");
    let write = world.path(&format!("keluhan/{id}/tulis"));
    ratna.post(&write, &[("kata", "Kami periksa.")]).await.assert_status(303);
    // Tuesday, 17.00: sixteen hours, and not solved.
    world.kit.clock.turn(TimeDelta::hours(29));
    world.work().await;
    assert_eq!(world.warned().await, ["respond", "resolve"]);
    // Wednesday, 12.00: two working days since the last word.
    world.kit.clock.turn(TimeDelta::hours(19));
    world.work().await;
    assert_eq!(world.warned().await, ["respond", "resolve", "silent"]);
    let step = world.path(&format!("keluhan/{id}/langkah"));
    ratna.post(&step, &[("langkah", "wait"), ("kata", "Suku cadang")]).await.assert_status(303);
    world.kit.clock.turn(TimeDelta::days(10));
    world.work().await;
    assert_eq!(world.warned().await.len(), 3, "what waits may be silent, and nothing is told twice");
    budi.get(&world.path("kabar")).await.assert_silent_about("belum ditanggapi");
}

#[tokio::test]
async fn a_shorter_promise_is_told_of_at_once_when_it_is_broken_already() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    id_of(&world.report_about(&mut budi, 0, "rubbish").await);
    // Monday, 10.00: two working hours of eight.
    world.kit.clock.turn(TimeDelta::days(1));
    world.work().await;
    assert!(world.warned().await.is_empty());
    let level = [("tanggap_normal", "1"), ("selesai_normal", "1,5")];
    let same =
        [("tanggap_urgent", "1"), ("selesai_urgent", "8"), ("tanggap_high", "4"), ("selesai_high", "16")];
    let rule: Vec<_> = [("prioritas", "normal")].into_iter().chain(level).chain(same).collect();
    ratna.post(&world.path("keluhan/aturan/kategori/rubbish"), &rule).await.assert_status(303);
    world.work().await;
    assert_eq!(world.warned().await, ["resolve", "respond"]);
}

#[tokio::test]
async fn whoever_is_on_duty_hears_first_and_the_others_an_hour_later() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    // The treasurer manages too, so that there are two.
    let ratna_account = world.kit.melati.person(Role::Manager).account;
    let other = world.kit.melati.person(Role::Treasurer).account;
    let mut tx = world.kit.melati.tx().await;
    sqlx::query(
        "insert into membership (membership_id, account_id, role) values (gen_random_uuid(), $1, 'manager')",
    )
    .bind(other)
    .execute(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let roster = world.path("keluhan/aturan/piket");
    let (other_id, hours) = (other.to_string(), [("dari", "08:00"), ("sampai", "17:00")]);
    let duty = [[("siapa", other_id.as_str()), ("hari", "1")], hours].concat();
    ratna.submit(&roster, &duty).await.assert_says("08.00–17.00").assert_says("Jadwal piket disimpan");
    ratna.post(&roster, &[("siapa", other_id.as_str()), ("hari", "1")]).await.assert_status(409);
    ratna.get(&world.path("keluhan/aturan")).await.assert_says("Jadwal piket");
    budi.get(&roster).await.assert_status(403);

    id_of(&world.report_about(&mut budi, 0, "water").await);
    // Monday, 12.00: four working hours without an answer. Until 14.00 it is the other's matter.
    world.kit.clock.turn(TimeDelta::hours(26));
    world.work().await;
    assert!(world.warned().await.is_empty(), "{ratna_account} is not on duty");
    let mut on_duty = world.kit.melati.treasurer().await;
    on_duty.get(&world.path("kabar")).await.assert_says("K-0001 belum ditanggapi");
    world.kit.clock.turn(TimeDelta::hours(2));
    world.work().await;
    assert_eq!(world.warned().await, ["again"]);
    ratna.get(&world.path("kabar")).await.assert_says("K-0001 masih belum ditanggapi: Depan pos");
    on_duty.get(&world.path("kabar")).await.assert_silent_about("masih belum ditanggapi");
    let api = world.kit.melati.api("complaint-duty");
    let shift = ratna.get(&api).await.json()[0].clone();
    assert_eq!((shift["weekday"].as_i64(), shift["until_minute"].as_i64()), (Some(1), Some(1020)));
    let path = format!("{roster}/{}/hapus", shift["id"].as_str().unwrap());
    ratna.submit(&path, &[]).await.assert_silent_about("08.00–17.00");
}
