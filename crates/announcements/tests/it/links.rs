//! Without an account: the house's own link, and the one for everybody.

use crate::world::World;

#[tokio::test]
async fn opening_a_houses_link_counts_for_nothing_and_its_button_for_the_house() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&[("tanda", "ya")]).await;
    let link = world.link_of(id, "B-1").await;
    let mut anyone = world.kit.stranger();
    anyone.get(&link).await.assert_says("Rumah B-1").assert_says("Saya mengerti");
    let mut ratna = world.melati.manager().await;
    ratna.get(&world.office(id)).await.assert_says("0 dari 3 rumah sudah membaca");
    anyone.submit(&link, &[]).await.assert_says("Rumah Anda sudah menyatakan mengerti.");
    let page = ratna.get(&world.office(id)).await;
    page.assert_says("1 dari 3 rumah sudah membaca").assert_says("1 dari 3 rumah sudah menekan");
    let rows = ratna.get(&world.melati.path(&format!("pengumuman/{id}/rumah?tampil=read"))).await;
    rows.assert_says("B-1").assert_says("Dibaca lewat tautan");
    anyone.get(&link.replace("/baca/", "/baca/x")).await.assert_status(404);
    // A house's link is no public one.
    anyone.get(&link.replace("/baca/", "/p/")).await.assert_status(404);
}

#[tokio::test]
async fn a_public_link_opens_for_anybody_until_it_is_ended_or_the_complex_wants_none() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&[]).await;
    let mut ratna = world.melati.manager().await;
    let change = world.melati.path(&format!("pengumuman/{id}/tautan"));
    let link = |page: &testkit::Page| {
        let text = page.text();
        let start = text.find("http://klustera.test/p/").unwrap();
        text[start + "http://klustera.test".len()..].split(['"', '<', '&']).next().unwrap().trim().to_owned()
    };
    let first = link(&ratna.submit(&change, &[("aksi", "buat")]).await);
    let mut anyone = world.kit.stranger();
    anyone.get(&first).await.assert_says("Air mati besok").assert_silent_about("Saya sudah membaca");
    ratna.submit(&change, &[("aksi", "cabut")]).await.assert_says("Tautan umum tidak berlaku lagi.");
    anyone.get(&first).await.assert_status(404);
    let second = link(&ratna.submit(&change, &[("aksi", "buat")]).await);
    assert_ne!(first, second);
    anyone.get(&first).await.assert_status(404);
    ratna.submit(&world.melati.path("pengumuman/aturan"), &[("komentar", "ya")]).await;
    anyone.get(&second).await.assert_status(404);
}
