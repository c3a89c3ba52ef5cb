//! What being late costs, night by night.

use crate::home::{World, day};

#[tokio::test]
async fn two_nights_charge_one_fee_and_the_books_know_it() {
    let world = World::open().await;
    world.monthly_fee().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    world.night().await;
    world.night().await;
    let fee = ("DND-2026-11-0001".to_owned(), 50_000, 50_000);
    assert_eq!(world.fees_of(unit).await, [fee], "the tenths of October and November have passed");
    world.assert_kept().await;
}

#[tokio::test]
async fn a_punctual_transfer_written_down_late_takes_the_fee_back_and_its_money_pays_november() {
    let world = World::open().await;
    world.monthly_fee().await;
    let unit = world.house("A-12", None).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    world.night().await;

    // The fee is paid with it, and then it turns out that the transfer was made a day before the due day.
    world.paid(unit, 200_000, day(10, 9)).await;
    assert_eq!(world.open_of(october.id).await, 0);
    assert_eq!(world.fees_of(unit).await, [("DND-2026-11-0001".to_owned(), 50_000, 0)]);
    assert_eq!(world.credit_of(unit).await, 50_000);
    world.assert_kept().await;

    let november = world.bill(unit, "A-12", 11, 150_000).await;
    world.paid(unit, 10_000, day(11, 9)).await;
    assert_eq!(world.open_of(november.id).await, 90_000, "50,000 of titipan and 10,000 of today");
    assert_eq!(world.credit_of(unit).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn a_fee_that_was_given_up_does_not_stand_in_the_way_of_a_late_receipt() {
    let world = World::open().await;
    world.monthly_fee().await;
    let unit = world.house("A-12", None).await;
    world.bill(unit, "A-12", 10, 150_000).await;
    world.night().await;
    let mut ratna = world.melati.manager().await;
    let fields = [("sampai", "2026-11-22"), ("persen", "50"), ("alasan", "Musyawarah warga 8 November 2026")];
    ratna.submit(&world.melati.path("keringanan/pemutihan"), &fields).await.assert_status(200);
    assert_eq!(world.fees_of(unit).await, [("DND-2026-11-0001".to_owned(), 50_000, 25_000)]);
    world.paid(unit, 150_000, day(10, 9)).await;
    assert_eq!(world.fees_of(unit).await, [("DND-2026-11-0001".to_owned(), 50_000, 0)]);
    assert_eq!(world.credit_of(unit).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn siti_sees_an_example_and_ratna_sets_the_rule_from_december() {
    let world = World::open().await;
    let path = world.melati.path("tarif/denda");
    let mut ratna = world.melati.manager().await;
    let shown =
        ratna.get(&format!("{path}?jenis=tetap&jumlah=25.000&ulang=sekali&tenggang=0&contoh=150.000")).await;
    shown.assert_status(200).assert_says("25.000");
    let fund = shown_fund(&shown);
    let fields = [
        ("mulai", "2026-12-01"),
        ("tenggang", "7"),
        ("jenis", "persen"),
        ("persen", "2"),
        ("ulang", "bulanan"),
        ("dana", fund.as_str()),
        ("keputusan", "Musyawarah warga 8 November 2026"),
    ];
    ratna.submit(&path, &fields).await.assert_status(200).assert_says("2% setiap bulan");
    let early = [("mulai", "2026-11-01"), fields[1], fields[2], fields[3], fields[4], fields[5]];
    ratna.post(&path, &early).await.assert_status(422).assert_says("hari ini atau sesudahnya");
    let mut joko = world.melati.area_head().await;
    joko.post(&path, &fields).await.assert_status(403);
}

/// The first fund that the form offers.
fn shown_fund(page: &testkit::Page) -> String {
    let text = page.text();
    let at = text.find("name=\"dana\"").unwrap();
    let start = at + text[at..].find("<option value=\"").unwrap() + 15;
    text[start..].split('"').next().unwrap().to_owned()
}
