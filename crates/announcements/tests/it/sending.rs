//! From a draft to every house, and who has read it.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn ratna_sees_how_many_it_reaches_then_who_has_not_read_it_and_reminds_only_those() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let id = world.write(&mut ratna, &[]).await;
    let draft = ratna.get(&world.office(id)).await;
    draft.assert_says("4 orang di 3 rumah").assert_says("<strong>07.00-12.00</strong>");
    let mut budi = world.melati.resident().await;
    budi.get(&world.own(id)).await.assert_status(404);

    let sent = world.send(&mut ratna, id).await;
    sent.assert_says("Terkirim kepada 4 orang di 3 rumah.").assert_says("0 dari 3 rumah sudah membaca");
    world.send(&mut ratna, id).await.assert_status(409);
    budi.get(&world.melati.path("kabar")).await.assert_says("Air mati besok");
    budi.get(&world.melati.path("pengumuman-saya")).await.assert_says("Air mati besok").assert_says("Baru");
    budi.get(&world.own(id)).await.assert_status(200).assert_says("Tampung air.");
    budi.get(&world.melati.path("pengumuman-saya")).await.assert_silent_about("Baru");

    let page = ratna.get(&world.office(id)).await;
    page.assert_says("1 dari 3 rumah sudah membaca").assert_says("2 rumah belum membaca");
    let unread = ratna.get(&world.melati.path(&format!("pengumuman/{id}/rumah"))).await;
    unread.assert_says("B-1").assert_says("Ani Rahayu").assert_says("C-9").assert_silent_about("A-12");
    let read = ratna.get(&world.melati.path(&format!("pengumuman/{id}/rumah?tampil=read"))).await;
    read.assert_says("A-12").assert_says("Dibaca Budi Santoso").assert_silent_about("Ani Rahayu");

    world.later(TimeDelta::hours(1));
    let nudge = world.melati.path(&format!("pengumuman/{id}/ingatkan"));
    ratna.submit(&nudge, &[]).await.assert_says("2 rumah diingatkan.").assert_says("Diingatkan 22");
    ratna.submit(&nudge, &[]).await.assert_says("0 rumah diingatkan.");
    budi.get(&world.melati.path("kabar")).await.assert_says("1 kabar belum dibaca");
    let list = ratna.get(&world.melati.path("pengumuman")).await;
    list.assert_says("33% rumah sudah membaca (1 dari 3)");
}

#[tokio::test]
async fn what_cannot_be_sent_says_why_and_keeps_what_was_typed() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("pengumuman");
    let wrong =
        ratna.post(&path, &[("judul", "Air mati besok"), ("ke", "unit"), ("unit", "A-12, Z-9")]).await;
    wrong.assert_status(422).assert_says("Rumah ini tidak ada: Z-9").assert_says("Tulis isi pengumuman.");
    wrong.assert_says("A-12, Z-9");
    let urgent = [("judul", "Banjir"), ("isi", "Pindahkan mobil."), ("ke", "semua"), ("darurat", "ya")];
    ratna.post(&path, &urgent).await.assert_status(422).assert_says("Isi sampai kapan");
    // Nobody rents anything but the tenant of B-1, and the houses in RT 01 have no tenant.
    let nobody = world
        .write(
            &mut ratna,
            &[("ke", "saring"), ("area", &world.melati.area.to_string()), ("orang", "tenants")],
        )
        .await;
    ratna.get(&world.office(nobody)).await.assert_says("0 orang di 0 rumah").assert_says("Tidak ada rumah");
    world.send(&mut ratna, nobody).await.assert_status(409);
}

#[tokio::test]
async fn where_a_second_person_agrees_the_writer_cannot_and_siti_can() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let rules = world.melati.path("pengumuman/aturan");
    ratna
        .submit(&rules, &[("setuju", "ya"), ("publik", "ya")])
        .await
        .assert_says("Aturan pengumuman disimpan.");
    let id = world.write(&mut ratna, &[]).await;
    world.send(&mut ratna, id).await.assert_says("Menunggu persetujuan orang lain.");
    let agree = world.melati.path(&format!("pengumuman/{id}/setujui"));
    ratna.post(&agree, &[]).await.assert_status(409).assert_says("Penulis tidak bisa menyetujui");
    let mut siti = world.melati.treasurer().await;
    let back = world.melati.path(&format!("pengumuman/{id}/kembalikan"));
    siti.submit(&back, &[("catatan", "Jamnya salah")]).await.assert_says("Dikembalikan: Jamnya salah");
    world.send(&mut ratna, id).await.assert_says("Menunggu persetujuan");
    siti.submit(&agree, &[]).await.assert_says("Terkirim kepada 4 orang di 3 rumah.");
    siti.get(&world.melati.path("pengumuman/baru")).await.assert_status(403);
    // An emergency waits for nobody.
    let urgent = world.write(&mut ratna, &[("darurat", "ya"), ("sampai", "2026-11-23")]).await;
    world.send(&mut ratna, urgent).await.assert_says("Terkirim kepada");
}

#[tokio::test]
async fn a_planned_one_goes_out_at_its_hour_and_a_change_makes_it_a_draft_again() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let id = world.write(&mut ratna, &[("kirim_pada", "2026-11-23T07:00")]).await;
    world.send(&mut ratna, id).await.assert_says("Akan dikirim 23");
    world.strike(id).await;
    ratna.get(&world.office(id)).await.assert_says("Terjadwal");
    let change =
        [("judul", "Air mati lusa"), ("isi", "Lusa."), ("ke", "semua"), ("kirim_pada", "2026-11-24T07:00")];
    ratna.submit(&world.office(id), &change).await.assert_says("Draf").assert_says("Air mati lusa");
    world.later(TimeDelta::hours(24));
    world.strike(id).await;
    ratna.get(&world.office(id)).await.assert_says("Draf");
    world.send(&mut ratna, id).await;
    world.later(TimeDelta::hours(24));
    world.strike(id).await;
    world.strike(id).await;
    ratna.get(&world.office(id)).await.assert_says("Terkirim").assert_says("0 dari 3 rumah");
    ratna.post(&world.office(id), &change).await.assert_status(409);
}

#[tokio::test]
async fn what_was_taken_back_is_gone_for_everybody_and_what_has_ended_is_in_the_archive() {
    let world = World::open().await;
    world.street().await;
    let short = world.announce(&[("sampai", "2026-11-22")]).await;
    let wrong = world.announce(&[("judul", "Salah kirim")]).await;
    let mut ratna = world.melati.manager().await;
    ratna.submit(&world.melati.path(&format!("pengumuman/{wrong}/tarik")), &[]).await.assert_says("Ditarik");
    let mut budi = world.melati.resident().await;
    budi.get(&world.own(wrong)).await.assert_status(404);
    world.later(TimeDelta::days(1));
    let now = budi.get(&world.melati.path("pengumuman-saya")).await;
    now.assert_says("Belum ada pengumuman").assert_silent_about("Salah kirim");
    budi.get(&world.melati.path("pengumuman-saya?tampil=lama")).await.assert_says("Air mati besok");
    budi.get(&world.own(short)).await.assert_says("Sudah berakhir");
}

#[tokio::test]
async fn a_picture_goes_with_it_and_a_program_can_do_all_of_it() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let api = world.melati.api("announcements");
    let body =
        json!({ "title": "Kerja bakti", "body": "Minggu pukul 07.00.", "wants_acknowledgement": true });
    let made = ratna.json(Method::POST, &api, &body).await;
    made.assert_status(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let paper = ratna
        .upload(
            &world.melati.path(&format!("pengumuman/{id}/berkas")),
            "berkas",
            "jadwal.pdf",
            b"%PDF-1.4\n%%EOF\n",
        )
        .await;
    paper.assert_status(303);
    let sent = ratna.json(Method::POST, &format!("{api}/{id}/send"), &json!({})).await;
    assert_eq!(sent.json(), json!({ "state": "sent", "houses": 3, "people": 4 }));
    let mut budi = world.melati.resident().await;
    budi.get(&world.own(id.parse().unwrap())).await.assert_says("jadwal.pdf").assert_says("Saya mengerti");
    let mine = budi.get(&format!("{api}/mine/{id}")).await.json();
    assert_eq!((&mine["is_read"], &mine["asks_acknowledgement"]), (&json!(true), &json!(true)));
    budi.json(Method::POST, &format!("{api}/mine/{id}/acknowledge"), &json!({})).await.assert_status(204);
    let shown = ratna.get(&format!("{api}/{id}")).await.json();
    assert_eq!((&shown["houses"], &shown["read"], &shown["acknowledged"]), (&json!(3), &json!(1), &json!(1)));
    let unread = ratna.get(&format!("{api}/{id}/houses")).await.json();
    assert_eq!(unread["items"].as_array().unwrap().len(), 2);
    let nudged = ratna.json(Method::POST, &format!("{api}/{id}/nudge"), &json!({})).await;
    assert_eq!(nudged.json(), json!({ "houses": 2 }));
}
