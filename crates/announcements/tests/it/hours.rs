//! At ten in the evening.

use chrono::TimeDelta;

use crate::world::World;

#[tokio::test]
async fn an_ordinary_announcement_waits_for_the_morning_and_an_emergency_does_not() {
    let world = World::open().await;
    world.street().await;
    world.later(TimeDelta::hours(12)); // 22.00
    world.announce(&[]).await;
    world.pump().await;
    assert_eq!(world.server.letters().len(), 0, "nobody is woken for a broken water pipe of tomorrow");
    world.announce(&[("judul", "Kebakaran di C-3"), ("darurat", "ya"), ("sampai", "2026-11-23")]).await;
    world.pump().await;
    let subjects: Vec<String> = world.server.letters().iter().map(|letter| letter.text()).collect();
    assert_eq!(subjects.len(), 2, "Ani and Edi have addresses");
    assert!(subjects.iter().all(|text| text.contains("/baca/")), "{subjects:?}");
    world.later(TimeDelta::hours(10)); // 08.00
    world.pump().await;
    assert_eq!(world.server.letters().len(), 2);
    world.later(TimeDelta::hours(1)); // 09.00
    world.pump().await;
    assert_eq!(world.server.letters().len(), 4);
}

#[tokio::test]
async fn an_emergency_reaches_budi_though_he_wants_no_announcements() {
    let world = World::open().await;
    world.street().await;
    let mut budi = world.melati.resident().await;
    let page = budi.get("/akun/kabar").await;
    page.assert_says("Pengumuman").assert_silent_about("Keadaan darurat");
    budi.submit("/akun/kabar", &[("invoice_issued.app", "ya")]).await.assert_says("Pilihan kabar disimpan.");
    let quiet = world.announce(&[]).await;
    let bell = world.melati.path("kabar");
    budi.get(&bell).await.assert_silent_about("Air mati besok");
    budi.get(&world.own(quiet)).await.assert_status(200);
    world.announce(&[("judul", "Banjir di gerbang"), ("darurat", "ya"), ("sampai", "2026-11-23")]).await;
    budi.get(&bell).await.assert_says("Banjir di gerbang");
}
