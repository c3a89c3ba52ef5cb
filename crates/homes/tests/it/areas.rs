//! Blocks and RT, and the houses in them; the complex itself.

use crate::neighbourhood::{link_before, settled};

#[tokio::test]
async fn forty_houses_move_into_a_new_rt_by_one_line() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    ratna
        .submit(&kit.melati.path("area"), &[("jenis", "rt"), ("kode", "RT 02")])
        .await
        .assert_says("RT 02 ditambah.");
    let tree = ratna.get(&kit.melati.path("area")).await;
    let edit = link_before(&tree, "aria-label=\"Ubah RT 02\"").unwrap();
    let wrong = ratna.post(&format!("{edit}/unit"), &[("rentang", "B-40..B-01")]).await;
    wrong.assert_status(422).assert_says("contoh A-01..A-40").assert_says("B-40..B-01");
    let moved = ratna.submit(&format!("{edit}/unit"), &[("rentang", "b1..B-40")]).await;
    moved.assert_says("40 unit masuk RT 02.");
    let refused = ratna.post(&format!("{edit}/hapus"), &[]).await;
    refused.assert_status(409).assert_says("Area ini masih berisi unit");
    let again = ratna.post(&kit.melati.path("area"), &[("jenis", "rt"), ("kode", "2")]).await;
    again.assert_status(422).assert_says("Kode ini sudah dipakai");
}

#[tokio::test]
async fn an_empty_area_is_renamed_and_removed() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    ratna
        .submit(&kit.melati.path("area"), &[("jenis", "rw"), ("kode", "07")])
        .await
        .assert_says("RW 07 ditambah.");
    let edit = link_before(&ratna.get(&kit.melati.path("area")).await, "aria-label=\"Ubah RW 07\"").unwrap();
    ratna
        .submit(&edit, &[("kode", "08"), ("nama", "RW 08 Depok")])
        .await
        .assert_says("RW 08 Depok disimpan.");
    ratna.submit(&format!("{edit}/hapus"), &[]).await.assert_says("RW 08 Depok dihapus.");
}

#[tokio::test]
async fn the_complex_gets_its_name_city_and_zone() {
    let kit = settled().await;
    let mut ratna = kit.melati.manager().await;
    let bad = ratna
        .post(&kit.melati.path("pengaturan"), &[("nama", "G"), ("kota", "Depok"), ("zona", "wib")])
        .await;
    bad.assert_status(422).assert_says("Nama kompleks harus 2–120 huruf.");
    let fields = [("nama", "Griya Melati Indah"), ("kota", "Makassar"), ("zona", "wita")];
    let saved = ratna.submit(&kit.melati.path("pengaturan"), &fields).await;
    saved.assert_says("Pengaturan disimpan.").assert_says("Griya Melati Indah");
    ratna.get(&kit.melati.path("riwayat")).await.assert_says("WITA").assert_says("Makassar");
}
