//! The figures of a month, as Ratna reads them on the first of the next.

use chrono::TimeDelta;

use crate::{World, id_of};

#[tokio::test]
async fn november_has_two_complaints_one_kept_promise_of_each_kind_and_five_stars() {
    let world = World::open().await;
    let turn = |hours: i64| world.kit.clock.turn(TimeDelta::hours(hours));
    let (mut budi, mut ratna) = (world.kit.melati.resident().await, world.kit.melati.manager().await);
    turn(22); // Monday, 08.00.
    let lamp = id_of(&world.report_about(&mut budi, 0, "electricity").await);
    let tap = id_of(&world.report_about(&mut budi, 0, "water").await);
    let step = |id: &str| world.path(&format!("keluhan/{id}/langkah"));
    let own = |id: &str, rest: &str| world.path(&format!("keluhan-saya/{id}/{rest}"));

    turn(1);
    ratna.post(&step(&lamp), &[("langkah", "solve")]).await.assert_status(303);
    budi.post(&own(&lamp, "beres"), &[]).await.assert_status(303);
    budi.post(&own(&lamp, "nilai"), &[("bintang", "5")]).await.assert_status(303);
    turn(6); // 15.00: six working hours without an answer, four were promised.
    ratna.post(&step(&tap), &[("langkah", "start")]).await.assert_status(303);
    turn(48);
    ratna
        .get(&world.path("keluhan/laporan"))
        .await
        .assert_says("1 keluhan masih terbuka dan sudah melewati janji");
    ratna.post(&step(&tap), &[("langkah", "solve")]).await.assert_status(303);
    budi.post(&own(&tap, "belum-beres"), &[("kata", "Masih menetes")]).await.assert_status(303);
    turn(1); // Wednesday, 16.00: 23 working hours of 16.
    ratna.post(&step(&tap), &[("langkah", "solve")]).await.assert_status(303);

    turn(8 * 24);
    let december = ratna.get(&world.path("keluhan/laporan")).await;
    december.assert_says("Desember 2026").assert_says("Tidak ada keluhan").assert_says("Bulan berjalan");
    let page = ratna.get(&world.path("keluhan/laporan?bulan=2026-11")).await;
    page.assert_says("November 2026").assert_says("3 jam 30 mnt").assert_says("12 jam");
    page.assert_says("1 tepat, 1 terlambat").assert_says("50%").assert_says("5 dari 5 (1 nilai)");
    page.assert_says("23 jam").assert_says("November 2026: 2 masuk, 2 selesai");
    page.assert_silent_about("masih terbuka dan sudah melewati janji");
    // A month that has not begun is the present one.
    ratna.get(&world.path("keluhan/laporan?bulan=2031-05")).await.assert_says("Desember 2026");

    let figures = ratna.get(&world.kit.melati.api("complaint-figures?month=2026-11")).await.json();
    let all = &figures["all"];
    assert_eq!(
        (all["new"].as_i64(), all["answered"].as_i64(), all["solved"].as_i64()),
        (Some(2), Some(2), Some(2))
    );
    assert_eq!(all["median_response_minutes"].as_i64(), Some(210));
    assert_eq!(all["median_resolution_minutes"].as_i64(), Some(720));
    assert_eq!((all["responses_kept"].as_i64(), all["resolutions_broken"].as_i64()), (Some(1), Some(1)));
    assert_eq!((all["reopened"].as_i64(), all["rating_tenths"].as_i64()), (Some(1), Some(50)));
    assert_eq!(figures["categories"][0]["category"], "water");
    assert_eq!(figures["categories"][0]["figures"]["median_resolution_minutes"].as_i64(), Some(1380));
    assert_eq!(figures["months"].as_array().unwrap().len(), 6);

    let csv = ratna.get(&world.path("keluhan/laporan/unduh?bulan=2026-11&format=csv")).await;
    csv.assert_says("Listrik dan lampu;1;1;60;1;0;1;60;1;0;0;").assert_says("Air;1;1;360;0;1;1;1380;0;1;1;");
    csv.assert_says("Semua;2;2;210;1;1;2;720;1;1;1;");
    let xlsx = ratna.get(&world.path("keluhan/laporan/unduh?bulan=2026-11")).await;
    assert!(xlsx.body.starts_with(b"PK"), "a workbook");
    budi.get(&world.path("keluhan/laporan")).await.assert_status(403);
}
