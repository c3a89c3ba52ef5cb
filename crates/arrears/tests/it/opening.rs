//! Arrears that were brought in from the old list stand in their ages like any other.

use crate::home::World;

#[tokio::test]
async fn what_siti_brought_in_stands_in_its_age_and_cash_pays_the_oldest_of_it() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.house("A-14", None).await;
    let mut siti = world.melati.treasurer().await;
    // Due on the tenth of each month; today is 22 November.
    let sheet = "Unit;Jul 2026;Sep 2026;Okt 2026;Nov 2026;Titipan\n\
                 A-12;100.000;50.000;150.000;200.000;\nA-14;;;;;80.000\n";
    let path = world.melati.path("tagihan/saldo-awal");
    let seen = siti.upload(&path, "file", "tunggakan.csv", sheet.as_bytes()).await;
    let text = seen.text();
    let from = text.find("<textarea name=\"baris\" hidden>").unwrap() + 30;
    let carried = text[from..].split("</textarea>").next().unwrap();
    siti.post(&format!("{path}/masuk"), &[("bulan", "2026-10"), ("baris", carried)]).await.assert_status(303);

    let ages = |page: &testkit::Page| {
        let totals = page.json();
        ["to_30", "to_60", "to_90", "older", "late"].map(|age| totals["ages"][age].as_i64().unwrap())
    };
    let totals = siti.get(&world.melati.api("arrears/totals")).await;
    assert_eq!(ages(&totals), [200_000, 150_000, 50_000, 100_000, 500_000]);
    siti.get(&world.melati.path("tunggakan")).await.assert_says("500.000").assert_silent_about("A-14\"");
    let account = siti.get(&world.melati.path("tunggakan/A-12")).await;
    account.assert_status(200).assert_says("SA-2026-0001").assert_says("500.000");
    siti.get(&world.melati.path("tunggakan/A-14")).await.assert_status(200).assert_says("80.000");

    world.paid(unit, 120_000, crate::home::day(11, 22)).await;
    let totals = siti.get(&world.melati.api("arrears/totals")).await;
    assert_eq!(ages(&totals), [200_000, 150_000, 30_000, 0, 380_000]);
    world.assert_kept().await;
}
