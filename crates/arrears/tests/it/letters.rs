//! Warnings one after another, and the letter that nothing is owed.

use chrono::TimeDelta;

use crate::home::{World, day};

#[tokio::test]
async fn a_second_warning_comes_a_week_after_the_first() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    let account = world.melati.path("tunggakan/A-12");
    let path = format!("{account}/surat");
    let warning = [("jenis", "peringatan")];
    let mut siti = world.melati.treasurer().await;
    siti.submit(&path, &warning).await.assert_says("SP1-2026-0001");
    siti.post(&path, &warning).await.assert_status(409).assert_says("29 November 2026");
    world.kit.clock.turn(TimeDelta::days(7));
    let mut siti = world.melati.treasurer().await;
    siti.submit(&path, &warning).await.assert_says("SP2-2026-0001");
    let letters = siti.get(&world.melati.path("surat")).await;
    letters.assert_says("SP1-2026-0001").assert_says("SP2-2026-0001").assert_says("150.000");
    let text = letters.text();
    let end = text.find(".pdf\"").unwrap() + 4;
    let start = text[..end].rfind("href=\"").unwrap() + 6;
    let letter = siti.get(&text[start..end]).await;
    assert!(letter.assert_status(200).body.starts_with(b"%PDF"));
    let theirs = text[start..end].replace(&world.melati.slug, &world.kit.mawar.slug);
    let mut dewi = world.kit.mawar.manager().await;
    dewi.get(&theirs).await.assert_status(404);
    dewi.get(&text[start..end]).await.assert_status(404);
}

#[tokio::test]
async fn a_clearance_waits_until_everything_is_paid() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 11, 150_000).await;
    let path = world.melati.path("tunggakan/A-12/surat");
    let wish = [("jenis", "bebas"), ("untuk", "jual beli rumah")];
    let mut siti = world.melati.treasurer().await;
    siti.post(&path, &wish).await.assert_status(409).assert_says("150.000");
    world.paid(unit, 150_000, day(11, 20)).await;
    siti.submit(&path, &wish).await.assert_says("SBI-2026-0001");
    siti.post(&path, &[("jenis", "peringatan")]).await.assert_status(409).assert_says("tidak diperlukan");
}

#[tokio::test]
async fn the_ticked_houses_of_the_list_get_their_letters_at_once() {
    let world = World::open().await;
    let mut ids = Vec::new();
    for code in ["A-1", "A-2", "A-3"] {
        let unit = world.house(code, None).await;
        world.bill(unit, code, 10, 150_000).await;
        ids.push(unit.to_string());
    }
    let mut ratna = world.melati.manager().await;
    let list = ratna.get(&world.melati.path("tunggakan")).await;
    list.assert_says(&world.melati.path("surat/massal")).assert_says(&format!("value=\"{}\"", ids[0]));
    let path = world.melati.path("surat/massal");
    let fields = [("unit", ids[0].as_str()), ("unit", ids[1].as_str())];
    ratna.submit(&path, &fields).await.assert_says("2 surat ditulis, 0 rumah belum waktunya");
    let all = [fields[0], fields[1], ("unit", ids[2].as_str())];
    ratna.submit(&path, &all).await.assert_says("1 surat ditulis, 2 rumah belum waktunya");
    ratna.post(&path, &[]).await.assert_status(409).assert_says("sedikitnya satu rumah");
}
