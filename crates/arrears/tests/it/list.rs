//! Who owes how much since when, and who may see it.

use crate::home::World;

/// Four houses, one of each age; C-1 and C-2 stand in RT 01.
async fn street(world: &World) {
    let rt = Some(world.melati.area);
    for (code, rt, month, amount) in [
        ("C-1", rt, 7, 100_000),
        ("C-2", rt, 10, 150_000),
        ("D-1", None, 11, 200_000),
        ("D-2", None, 9, 50_000),
    ] {
        let unit = world.house(code, rt).await;
        world.bill(unit, code, month, amount).await;
    }
}

#[tokio::test]
async fn every_rupiah_stands_in_its_age_and_the_biggest_sum_comes_first() {
    let world = World::open().await;
    street(&world).await;
    let mut siti = world.melati.treasurer().await;
    let page = siti.get(&world.melati.path("tunggakan")).await;
    page.assert_status(200).assert_says("500.000").assert_says("4 rumah terlambat");
    let text = page.text();
    let at = |code: &str| text.find(&format!("/tunggakan/{code}\"")).unwrap();
    assert!(at("D-1") < at("C-2") && at("C-2") < at("C-1") && at("C-1") < at("D-2"));
    let old = siti.get(&world.melati.path("tunggakan?umur=lebih")).await;
    old.assert_says("/tunggakan/C-1\"").assert_silent_about("/tunggakan/D-1\"");
    let found = siti.get(&world.melati.path("tunggakan?q=c2")).await;
    found.assert_says("/tunggakan/C-2\"").assert_silent_about("/tunggakan/C-1\"");

    let totals = siti.get(&world.melati.api("arrears/totals")).await.json();
    let ages = &totals["ages"];
    let sums = ["not_due", "to_30", "to_60", "to_90", "older", "late"].map(|age| ages[age].as_i64().unwrap());
    assert_eq!(sums, [0, 200_000, 150_000, 50_000, 100_000, 500_000]);
    assert_eq!(totals["units"]["older"], 1);
    let sheet = siti.get(&world.melati.path("tunggakan/unduh?format=csv")).await;
    sheet.assert_status(200).assert_says("C-1;").assert_says("100000");
}

#[tokio::test]
async fn the_list_pages_by_key_and_skips_nobody() {
    let world = World::open().await;
    street(&world).await;
    let mut siti = world.melati.treasurer().await;
    let path = world.melati.api("arrears?limit=3");
    let first = siti.get(&path).await.json();
    let next = first["next"].as_str().unwrap().to_owned();
    let second = siti.get(&format!("{path}&cursor={next}")).await.json();
    let codes = |page: &serde_json::Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|item| item["unit_code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(&first), ["D-1", "C-2", "C-1"]);
    assert_eq!(codes(&second), ["D-2"]);
    assert!(second["next"].is_null());
}

#[tokio::test]
async fn joko_sees_his_rt_and_no_house_of_another() {
    let world = World::open().await;
    street(&world).await;
    let mut joko = world.melati.area_head().await;
    let list = joko.get(&world.melati.path("tunggakan")).await;
    list.assert_status(200).assert_says("250.000").assert_says("C-2").assert_silent_about("D-1");
    joko.get(&world.melati.path("tunggakan/C-1")).await.assert_status(200).assert_says("100.000");
    joko.get(&world.melati.path("tunggakan/D-1")).await.assert_status(404);
    joko.get(&world.melati.path("tunggakan/D-1/rekening.pdf")).await.assert_status(404);
    joko.get(&world.melati.path("tunggakan/D-1/keringanan")).await.assert_status(404);
    joko.get(&world.melati.api("units/D-1/statement")).await.assert_status(404);
    let totals = joko.get(&world.melati.api("arrears/totals")).await.json();
    assert_eq!(totals["ages"]["late"], 250_000);
    joko.get(&world.melati.path("tunggakan/unduh?format=csv")).await.assert_silent_about("D-1");
    joko.post(&world.melati.path("tunggakan/C-1/surat"), &[]).await.assert_status(403);
    let areas = joko.get(&world.melati.path("tunggakan/wilayah")).await;
    areas.assert_says("2 dari 2 rumah terlambat").assert_says("250.000").assert_silent_about("500.000");
}

#[tokio::test]
async fn siti_narrows_the_list_to_an_rt_from_its_sum() {
    let world = World::open().await;
    street(&world).await;
    let mut siti = world.melati.treasurer().await;
    let areas = siti.get(&world.melati.path("tunggakan/wilayah")).await;
    areas.assert_status(200).assert_says("2 dari 2 rumah terlambat").assert_says("250.000");
    let narrowed = format!("tunggakan?rt={}", world.melati.area);
    areas.assert_says(&world.melati.path(&narrowed));
    let list = siti.get(&world.melati.path(&narrowed)).await;
    list.assert_says("/tunggakan/C-1\"")
        .assert_says("/tunggakan/C-2\"")
        .assert_silent_about("/tunggakan/D-1\"");
    let named = siti.get(&world.melati.path("tunggakan?q=SANTOSO")).await;
    named.assert_says("/tunggakan/C-1\"").assert_says("/tunggakan/D-2\"");
    siti.get(&world.melati.path("tunggakan?q=ratna")).await.assert_silent_about("/tunggakan/C-1\"");
}

#[tokio::test]
async fn the_picture_for_the_group_is_small_and_the_other_complex_sees_nothing() {
    let world = World::open().await;
    street(&world).await;
    let mut siti = world.melati.treasurer().await;
    let picture = siti.get(&world.melati.path("tunggakan/rekap")).await;
    picture.assert_status(200);
    assert!(picture.body.starts_with(b"\x89PNG") && picture.body.len() <= paper::PNG_LIMIT_BYTES);

    let mut dewi = world.kit.mawar.manager().await;
    dewi.get(&world.melati.path("tunggakan")).await.assert_status(404);
    dewi.get(&world.melati.api("arrears")).await.assert_status(404);
    dewi.get(&world.kit.mawar.path("tunggakan/C-1")).await.assert_status(404);
    dewi.get(&world.kit.mawar.path("tunggakan")).await.assert_status(200).assert_silent_about("C-1");
}
