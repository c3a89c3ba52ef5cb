//! The ladder, by itself and by hand.

use chrono::TimeDelta;
use http::Method;
use serde_json::json;

use crate::world::{World, day};

#[tokio::test]
async fn the_ladder_reminds_on_its_days_and_on_no_others() {
    let world = World::open().await;
    let (unit, person) = world.budi().await;
    world.bill(unit, "A-12", person, day(11, 25), 425_000).await;
    world.morning().await;
    assert!(world.fates().await.is_empty(), "nobody asked for it");
    let mut ratna = world.melati.manager().await;
    let saved =
        ratna.submit(&world.melati.path("pengingat"), &[("otomatis", "ya"), ("tangga", "H-3, H, H+7")]).await;
    saved.assert_says("Tangga pengingat disimpan.").assert_says("3 hari sebelum jatuh tempo");
    // The 22nd is three days before the 25th.
    let mut sent = Vec::new();
    for days in 0..=12 {
        world.morning().await;
        world.morning().await;
        world.pump().await;
        if world.server.letters().len() > sent.len() {
            sent.push(days);
        }
        world.later(TimeDelta::days(1));
    }
    assert_eq!(sent, [0, 3, 10]);
    let texts: Vec<String> = world.server.letters().iter().map(|letter| letter.text()).collect();
    assert!(texts[0].contains("jatuh tempo 25 November 2026"), "{}", texts[0]);
    assert!(texts[2].contains("jatuh tempo sejak 25 November 2026"), "{}", texts[2]);
    let mut budi = world.melati.resident().await;
    let told = budi.get(&world.melati.path("kabar")).await;
    told.assert_says("jatuh tempo 3 hari lagi")
        .assert_says("jatuh tempo hari ini")
        .assert_says("terlambat 7 hari");
}

#[tokio::test]
async fn a_ladder_that_is_none_comes_back_with_what_was_typed() {
    let world = World::open().await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path("pengingat");
    let wrong = ratna.post(&path, &[("tangga", "H-3, besok")]).await;
    wrong.assert_status(422).assert_says("Tulis angka hari").assert_says("H-3, besok");
    let api = world.melati.api("reminder-settings");
    let far = ratna.json(Method::PUT, &api, &json!({ "is_automatic": true, "rungs": [900] })).await;
    far.assert_status(422).assert_says("H+120");
    let set = ratna.json(Method::PUT, &api, &json!({ "is_automatic": true, "rungs": [7, -1] })).await;
    assert_eq!(set.json()["rungs"], json!([-1, 7]));
    assert_eq!(ratna.get(&api).await.json()["is_automatic"], true);
    let mut siti = world.melati.treasurer().await;
    siti.get(&path).await.assert_status(200).assert_says("H-1, H+7");
    siti.post(&path, &[("tangga", "H")]).await.assert_status(403);
}

#[tokio::test]
async fn siti_sees_whom_she_reminds_by_which_way_and_what_they_will_read() {
    let world = World::open().await;
    let (a12, budi) = world.budi().await;
    let (b1, c3, d4) = (world.house("B-1").await, world.house("C-3").await, world.house("D-4").await);
    let ani = world.payer(b1, "Ani Rahayu", Some("ani@melati.example")).await;
    let tuti = world.payer(c3, "Tuti", None).await;
    let edi = world.payer(d4, "Edi", Some("edi@melati.example")).await;
    world.bill(a12, "A-12", budi, day(10, 10), 425_000).await;
    world.bill(a12, "A-12", budi, day(11, 10), 425_000).await;
    world.bill(b1, "B-1", ani, day(11, 10), 300_000).await;
    world.bill(c3, "C-3", tuti, day(11, 10), 300_000).await;
    world.bill(d4, "D-4", edi, day(12, 10), 300_000).await;
    let mut siti = world.melati.treasurer().await;
    let list = siti.get(&world.melati.path("pengingat/kirim")).await;
    list.assert_says("3 rumah").assert_says("Rp\u{a0}850.000").assert_says("Belum punya akun dan email");
    list.assert_silent_about("D-4");
    siti.get(&world.melati.path("pengingat/kirim?umur=semua")).await.assert_says("D-4");

    let ids = [a12, b1, c3].map(|unit| unit.to_string());
    let ticked: Vec<(&str, &str)> = ids.iter().map(|id| ("unit", id.as_str())).collect();
    let check = siti.post(&world.melati.path("pengingat/periksa"), &ticked).await;
    check.assert_status(200).assert_says("Kirim 2 pengingat").assert_says("Rp\u{a0}1.150.000");
    check
        .assert_says("Iuran A-12 terlambat 43 hari")
        .assert_says("1 rumah tidak dikirimi")
        .assert_says("C-3");
    check.assert_says("Rp\u{a0}0");
    let sent = siti.submit(&world.melati.path("pengingat/kirim"), &ticked).await;
    sent.assert_says("2 rumah diingatkan.");
    world.pump().await;
    assert_eq!(world.server.letters().len(), 2);
    let list = siti.get(&world.melati.path("pengingat/kirim")).await;
    list.assert_says("Sudah diingatkan hari ini");

    let body = json!({ "units": [ids[0], ids[2]] });
    let api = siti.json(Method::POST, &world.melati.api("reminders"), &body).await;
    assert_eq!(api.json(), json!({ "reminded": 0, "told_today": ["A-12"], "unreachable": ["C-3"] }));
    let mut joko = world.melati.area_head().await;
    joko.get(&world.melati.path("pengingat")).await.assert_status(403);
}
