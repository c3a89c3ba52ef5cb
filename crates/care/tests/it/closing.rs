//! What is solved closes by itself: with a warning, not against a word of its reporter, and once.

use chrono::TimeDelta;
use testkit::{Client, Page};

use crate::{World, id_of};

impl World {
    async fn solved(&self, budi: &mut Client, ratna: &mut Client) -> String {
        let id = id_of(&self.report(budi, 0).await);
        let step = self.path(&format!("keluhan/{id}/langkah"));
        ratna.post(&step, &[("langkah", "solve")]).await.assert_status(303);
        id
    }

    async fn own(&self, budi: &mut Client, id: &str) -> Page {
        budi.get(&self.path(&format!("keluhan-saya/{id}"))).await
    }
}

fn times(page: &Page, sentence: &str) -> usize {
    page.text().matches(sentence).count()
}

#[tokio::test]
async fn after_seven_days_of_silence_it_closes_by_itself_and_budi_was_warned_a_day_before() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = world.solved(&mut budi, &mut ratna).await;
    world.own(&mut budi, &id).await.assert_says("Ditutup sendiri pada Minggu, 29 November 2026");
    ratna.get(&world.path(&format!("keluhan/{id}"))).await.assert_says("Minggu, 29 November 2026");
    let mine = budi.get(&world.kit.melati.api("complaints/mine")).await.json();
    assert_eq!(mine["items"][0]["closes_at"], "2026-11-29T03:00:00Z");

    let news = world.path("kabar");
    world.kit.clock.turn(TimeDelta::hours(6 * 24 - 1));
    world.work().await;
    budi.get(&news).await.assert_silent_about("ditutup");
    world.kit.clock.turn(TimeDelta::hours(1));
    world.work().await;
    world.close_solved().await;
    let heard = budi.get(&news).await;
    assert_eq!(times(&heard, "Keluhan K-0001 ditutup 29 November 2026"), 1, "{}", heard.text());
    world.own(&mut budi, &id).await.assert_says("Apakah sudah beres?");

    world.kit.clock.turn(TimeDelta::hours(24));
    world.work().await;
    world.close_solved().await;
    let page = world.own(&mut budi, &id).await;
    page.assert_says("Ditutup sendiri").assert_silent_about("Apakah sudah beres?");
    assert_eq!(times(&page, "Ditutup sendiri"), 1);
    assert_eq!(times(&budi.get(&news).await, "Keluhan K-0001 ditutup sendiri"), 1);
    // It was not well after all.
    budi.submit(&world.path(&format!("keluhan-saya/{id}/belum-beres")), &[("kata", "Padam lagi")])
        .await
        .assert_says("Diterima");
}

#[tokio::test]
async fn a_word_of_budi_stops_it_and_the_answer_of_the_office_starts_seven_days_anew() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = world.solved(&mut budi, &mut ratna).await;
    let write = world.path(&format!("keluhan-saya/{id}/tulis"));
    budi.submit(&write, &[("kata", "Kadang masih kedip.")])
        .await
        .assert_says("Tidak ditutup sendiri sampai pengelola menjawab")
        .assert_silent_about("Ditutup sendiri pada");
    world.kit.clock.turn(TimeDelta::days(9));
    world.work().await;
    world.close_solved().await;
    world.own(&mut budi, &id).await.assert_says("Apakah sudah beres?");
    budi.get(&world.path("kabar")).await.assert_silent_about("ditutup");

    let office = world.path(&format!("keluhan/{id}"));
    ratna.get(&office).await.assert_says("Pelapor menulis setelah keluhan ini dinyatakan selesai");
    ratna.post(&format!("{office}/tulis"), &[("kata", "Fiting diganti juga.")]).await.assert_status(303);
    world.own(&mut budi, &id).await.assert_says("Ditutup sendiri pada Selasa, 8 Desember 2026");
    world.kit.clock.turn(TimeDelta::days(6));
    world.work().await;
    budi.get(&world.path("kabar")).await.assert_says("Keluhan K-0001 ditutup 8 Desember 2026");
    world.kit.clock.turn(TimeDelta::days(1));
    world.work().await;
    world.own(&mut budi, &id).await.assert_silent_about("Apakah sudah beres?");
}

#[tokio::test]
async fn when_the_worker_slept_budi_still_gets_a_day_to_answer() {
    let world = World::open().await;
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    let id = world.solved(&mut budi, &mut ratna).await;
    world.kit.clock.turn(TimeDelta::days(10));
    world.close_solved().await;
    world.own(&mut budi, &id).await.assert_says("Ditutup sendiri pada Kamis, 3 Desember 2026");
    world.kit.clock.turn(TimeDelta::hours(23));
    world.close_solved().await;
    world.own(&mut budi, &id).await.assert_says("Apakah sudah beres?");
    world.kit.clock.turn(TimeDelta::hours(1));
    world.close_solved().await;
    world.own(&mut budi, &id).await.assert_silent_about("Apakah sudah beres?");
}
