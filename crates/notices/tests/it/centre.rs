//! The bell and what is behind it.

use crate::world::{World, day};

async fn reminded(world: &World) {
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 10), 425_000).await;
    world.remind(&[unit]).await;
}

#[tokio::test]
async fn the_bell_counts_until_it_is_read_and_opening_leads_to_the_bill() {
    let world = World::open().await;
    reminded(&world).await;
    let mut budi = world.melati.resident().await;
    budi.get(&world.melati.path("kabar/jumlah")).await.assert_says(">1<").assert_says("1 kabar belum dibaca");
    let page = budi.get(&world.melati.path("kabar")).await;
    page.assert_says("Iuran A-12 terlambat 12 hari").assert_says("Rp\u{a0}425.000").assert_says("Baru");
    page.assert_says(&format!("href=\"{}\"", world.melati.path("kabar")));
    let id =
        budi.get(&world.melati.api("notices")).await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let opened = budi.get(&world.melati.path(&format!("kabar/{id}"))).await;
    assert_eq!(opened.location(), Some(world.melati.path("tagihan-saya")));
    let bell = budi.get(&world.melati.path("kabar/jumlah")).await;
    assert!(bell.text().is_empty(), "{}", bell.text());
    budi.get(&world.melati.path("kabar?tampil=baru")).await.assert_says("Semua sudah dibaca.");
    let api = budi.get(&world.melati.api("notices")).await.json();
    assert_eq!(api["items"][0]["is_read"], true);
    assert_eq!(api["items"][0]["title"], "Iuran A-12 terlambat 12 hari");
}

#[tokio::test]
async fn all_are_read_at_once_and_nobody_reads_for_somebody_else() {
    let world = World::open().await;
    reminded(&world).await;
    let mut budi = world.melati.resident().await;
    let id =
        budi.get(&world.melati.api("notices")).await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let mut joko = world.melati.area_head().await;
    joko.get(&world.melati.path("kabar")).await.assert_says("Tidak ada kabar baru.");
    joko.get(&world.melati.path(&format!("kabar/{id}"))).await.assert_status(404);
    let theirs = world.melati.api(&format!("notices/{id}/read"));
    joko.json(http::Method::POST, &theirs, &serde_json::json!({})).await.assert_status(404);
    let mut rina = world.kit.mawar.resident().await;
    rina.get(&world.melati.path("kabar")).await.assert_status(404);
    rina.get(&world.kit.mawar.path("kabar")).await.assert_silent_about("A-12");
    let done = budi.submit(&world.melati.path("kabar/dibaca"), &[]).await;
    done.assert_says("1 kabar ditandai sudah dibaca.");
    let api = budi.json(http::Method::POST, &world.melati.api("notices/read"), &serde_json::json!({})).await;
    assert_eq!(api.json()["read"], 0);
}
