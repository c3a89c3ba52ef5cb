//! Whom it reaches, and who is told that there is no such page.

use http::Method;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn whoever_is_not_meant_finds_nothing_and_the_other_complex_neither() {
    let world = World::open().await;
    world.street().await;
    let id = world
        .announce(&[
            ("ke", "unit"),
            ("unit", "b1"),
            ("komentar", "ya"),
            ("tanya", "Portal ditutup?"),
            ("pilihan", "Ya\nTidak"),
        ])
        .await;
    let mut budi = world.melati.resident().await;
    budi.get(&world.melati.path("pengumuman-saya")).await.assert_silent_about("Air mati besok");
    budi.get(&world.melati.path("kabar")).await.assert_silent_about("Air mati besok");
    budi.get(&world.own(id)).await.assert_status(404);
    for (end, field) in
        [("mengerti", ("x", "")), ("suara", ("suara", "1")), ("komentar", ("komentar", "Halo"))]
    {
        budi.post(&format!("{}/{end}", world.own(id)), &[field]).await.assert_status(404);
    }
    let api = world.melati.api(&format!("announcements/mine/{id}"));
    budi.get(&api).await.assert_status(404);
    budi.json(Method::POST, &format!("{api}/acknowledge"), &json!({})).await.assert_status(404);
    budi.get(&world.office(id)).await.assert_status(403);

    let mut dewi = world.kit.mawar.manager().await;
    dewi.get(&world.kit.mawar.path(&format!("pengumuman/{id}"))).await.assert_status(404);
    dewi.get(&world.kit.mawar.path("pengumuman")).await.assert_silent_about("Air mati besok");
    dewi.post(&world.kit.mawar.path(&format!("pengumuman/{id}/tarik")), &[]).await.assert_status(404);
    let mut rina = world.kit.mawar.resident().await;
    rina.get(&world.kit.mawar.path(&format!("pengumuman-saya/{id}"))).await.assert_status(404);
}

#[tokio::test]
async fn an_audience_is_counted_by_place_kind_and_arrears_before_it_is_sent() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("pengumuman/pratinjau");
    let area = world.melati.area.to_string();
    for (wishes, said) in [
        (vec![("ke", "semua")], "4 orang di 3 rumah"),
        (vec![("ke", "semua"), ("orang", "owners")], "3 orang di 3 rumah"),
        (vec![("ke", "semua"), ("orang", "tenants")], "1 orang di 1 rumah"),
        (vec![("ke", "saring"), ("area", area.as_str())], "1 orang di 1 rumah"),
        (vec![("ke", "saring"), ("tunggakan", "ya")], "1 orang di 1 rumah"),
        (vec![("ke", "saring"), ("status", "empty")], "0 orang di 0 rumah"),
        (vec![("ke", "unit"), ("unit", "A12;C-9")], "2 orang di 2 rumah"),
        (vec![("ke", "semua"), ("peran", "guard"), ("peran", "treasurer")], "dan 2 pengurus atau petugas"),
    ] {
        ratna.post(&path, &wishes).await.assert_status(200).assert_says(said);
    }
}

#[tokio::test]
async fn what_whatsapp_messages_would_cost_stands_before_the_button() {
    let world = World::open().await;
    world.street().await;
    let mut ratna = world.melati.manager().await;
    let id = world.write(&mut ratna, &[]).await;
    ratna
        .get(&world.office(id))
        .await
        .assert_silent_about("pesan WhatsApp")
        .assert_says("1 orang belum punya");
    let set = json!({ "carrier": "fonnte", "fonnte_token": "token-perangkat", "price": 350 });
    ratna.json(Method::PUT, &world.melati.api("whatsapp-settings"), &set).await.assert_status(200);
    let mut tx = world.tx().await;
    sqlx::query("update person set phone = '+628120000' || row from (select person_id, 3000 + row_number() over () as row
                   from person where name in ('Tuti', 'Edi')) n where n.person_id = person.person_id")
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // Tuti and Edi have numbers, and Budi signs in with his.
    let page = ratna.get(&world.office(id)).await;
    page.assert_says("3 pesan WhatsApp, sekitar Rp\u{a0}1.050").assert_silent_about("orang belum punya");
}

#[tokio::test]
async fn the_guard_is_told_beside_the_houses_and_stands_for_none() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&[("peran", "guard")]).await;
    let mut sudarto = world.melati.guard().await;
    sudarto.get(&world.melati.path("kabar")).await.assert_says("Air mati besok");
    sudarto.get(&world.own(id)).await.assert_status(200);
    let mut ratna = world.melati.manager().await;
    ratna.get(&world.office(id)).await.assert_says("0 dari 3 rumah sudah membaca");
}

#[tokio::test]
async fn whoever_moves_in_later_was_not_told() {
    let world = World::open().await;
    world.street().await;
    let id = world.announce(&[]).await;
    let d1 = world.house("D-1").await;
    world.person(d1, "Wati", "owner", None).await;
    let mut ratna = world.melati.manager().await;
    let all = ratna.get(&world.melati.path(&format!("pengumuman/{id}/rumah?tampil=all"))).await;
    all.assert_says("C-9").assert_silent_about("D-1");
}
