//! The account of a house, for the office and for the people in it.

use crate::home::{World, day};

#[tokio::test]
async fn budi_reads_on_his_account_what_siti_reads_and_finds_no_other_house() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.owned(unit).await;
    let other = world.house("A-14", None).await;
    world.bill(other, "A-14", 11, 150_000).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    world.bill(unit, "A-12", 11, 150_000).await;
    world.paid(unit, 200_000, day(11, 12)).await;

    let mut siti = world.melati.treasurer().await;
    let mut budi = world.melati.resident().await;
    let office = siti.get(&world.melati.path("tunggakan/A-12")).await;
    let own = budi.get(&world.melati.path("rekening-saya")).await;
    for page in [&office, &own] {
        page.assert_status(200)
            .assert_says("100.000")
            .assert_says("Tagihan diterbitkan")
            .assert_says("200.000");
    }
    let statement =
        siti.get(&world.melati.api("units/a12/statement?from=2026-11-01&to=2026-11-30")).await.json();
    assert_eq!(statement["opening"], 150_000);
    assert_eq!(statement["closing"], 100_000);
    let balances: Vec<i64> =
        statement["lines"].as_array().unwrap().iter().map(|line| line["balance"].as_i64().unwrap()).collect();
    assert_eq!(balances, [300_000, 100_000]);
    let paper = budi.get(&world.melati.path("rekening-saya/A-12/rekening.pdf")).await;
    assert!(paper.assert_status(200).body.starts_with(b"%PDF"));
    budi.get(&world.melati.path("rekening-saya/A-14/rekening.pdf")).await.assert_status(404);
    budi.get(&world.melati.path("tunggakan/A-12")).await.assert_status(403);

    let path = world.melati.api("own/units/a12/statement?from=2026-11-01&to=2026-11-30");
    assert_eq!(budi.get(&path).await.json(), statement, "a program of his reads the same");
    budi.get(&world.melati.api("own/units/A-14/statement")).await.assert_status(404);
    budi.get(&world.melati.api("units/A-12/statement")).await.assert_status(403);
    siti.get(&path).await.assert_status(403);
}
