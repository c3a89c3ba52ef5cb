//! Sudarto at the gate has a telephone and a lamp to mend.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;

use crate::{World, id_of};

#[tokio::test]
async fn sudarto_starts_a_lamp_on_his_telephone_and_solves_it_with_a_photo() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let mut sudarto = world.kit.melati.guard().await;
    let lamp = id_of(&world.report(&mut budi, 0).await);
    let other = id_of(&world.report(&mut budi, 0).await);
    let tasks = world.path("tugas");
    sudarto.get(&tasks).await.assert_says("Tidak ada tugas");
    let step = world.path(&format!("keluhan/{lamp}/langkah"));
    ratna.post(&step, &[("langkah", "assign"), ("kata", "sudarto")]).await.assert_status(303);
    sudarto.get(&world.path("kabar")).await.assert_says("Tugas baru K-0001: Depan pos");
    let list = sudarto.get(&tasks).await;
    list.assert_says("K-0001").assert_says("Depan pos").assert_says("Nanti").assert_silent_about("K-0002");

    let own = format!("tugas/{lamp}");
    let go = format!("{own}/langkah");
    sudarto.get(&world.path(&own)).await.assert_says("Mulai kerjakan").assert_silent_about("Tolak keluhan");
    world.send(&mut sudarto, &go, &[("langkah", "reject"), ("kata", "Malas")], 0).await.assert_status(409);
    world.send(&mut sudarto, &go, &[("langkah", "start")], 0).await.assert_status(303);
    world
        .send(&mut sudarto, &go, &[("langkah", "solve")], 7)
        .await
        .assert_status(422)
        .assert_says("enam foto");
    // Wednesday: the lamp was promised for Tuesday.
    world.kit.clock.turn(TimeDelta::days(3));
    sudarto.get(&tasks).await.assert_says("Terlambat");
    world.send(&mut sudarto, &go, &[("langkah", "solve")], 1).await.assert_status(303);
    sudarto.get(&tasks).await.assert_silent_about("K-0001");
    let seen = budi.get(&world.path(&format!("keluhan-saya/{lamp}"))).await;
    seen.assert_says("Selesai").assert_says("Foto 1").assert_says("Sudarto");
    budi.post(&world.path(&format!("keluhan-saya/{lamp}/belum-beres")), &[("kata", "Masih padam")]).await;
    sudarto.get(&world.path("kabar")).await.assert_says("K-0001 dibuka lagi");

    // What is not his is not there, for residents the page is shut, and a name that nobody has is nobody's task.
    sudarto.get(&world.path(&format!("tugas/{other}"))).await.assert_status(404);
    world
        .send(&mut sudarto, &format!("tugas/{other}/langkah"), &[("langkah", "start")], 0)
        .await
        .assert_status(404);
    budi.get(&tasks).await.assert_status(403);
    let api = world.kit.melati.api("complaints/tasks");
    assert_eq!(sudarto.get(&api).await.json()[0]["number"], "K-0001");
    let wait = json!({ "step": "wait", "words": "Suku cadang" });
    sudarto.json(Method::POST, &format!("{api}/{lamp}/moves"), &wait).await.assert_status(204);
    sudarto.get(&tasks).await.assert_says("Menunggu");
    ratna.post(&step, &[("langkah", "assign"), ("kata", "Pak Eko")]).await.assert_status(303);
    sudarto.get(&tasks).await.assert_says("Tidak ada tugas");
}
