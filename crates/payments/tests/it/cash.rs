//! Cash at the door.

use crate::home::{World, hidden};

#[tokio::test]
async fn siti_types_a12_taps_the_row_saves_and_has_a_receipt_to_share() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    world.owned(unit).await;
    let october = world.bill(unit, "A-12", 10, 150_000).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    let mut siti = world.melati.treasurer().await;

    let found = siti.get(&world.melati.path("pembayaran/tunai?q=a12")).await;
    found.assert_status(200).assert_says("A-12 · Budi Santoso").assert_says("300.000");
    let form_path = world.melati.path(&format!("pembayaran/tunai/{unit}"));
    let form = siti.get(&form_path).await;
    form.assert_says("value=\"300.000\"").assert_says("value=\"Budi Santoso\"");
    let id = hidden(&form, "id");
    let fields = [
        ("id", id.as_str()),
        ("bayar", "200.000"),
        ("tanggal", "2026-11-22"),
        ("pembayar", "Budi Santoso"),
        ("akun", &chosen(&form)),
    ];
    let receipt = siti.submit(&form_path, &fields).await;
    receipt
        .assert_status(200)
        .assert_says("KW-2026-000001")
        .assert_says("Iuran Oktober 2026")
        .assert_says("Dicatat.");
    receipt.assert_says("wa.me/?text=").assert_says("/urungkan");
    assert_eq!((world.open_of(october).await, world.open_of(november).await), (0, 100_000));
    world.assert_kept().await;

    // Sent twice, it is one payment.
    let again = siti.submit(&form_path, &fields).await;
    again.assert_says("sudah tercatat");
    assert_eq!(world.open_of(november).await, 100_000);
    world.assert_kept().await;
}

/// The account that the form proposes.
pub fn chosen(form: &testkit::Page) -> String {
    let text = form.text();
    let at = text.find(" selected>").unwrap();
    let start = text[..at].rfind("value=\"").unwrap() + 7;
    text[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn undone_at_once_the_receipt_keeps_its_number_and_the_next_one_has_no_gap() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    let mut siti = world.melati.treasurer().await;
    let path = pay(&world, &mut siti, unit, "150.000").await;
    let undone = siti.submit(&format!("{path}/urungkan"), &[]).await;
    undone.assert_says("Diurungkan").assert_says("Dibatalkan").assert_says("KW-2026-000001");
    assert_eq!(world.open_of(november).await, 150_000);
    let next = pay(&world, &mut siti, unit, "150.000").await;
    siti.get(&next).await.assert_says("KW-2026-000002");
    siti.submit(&format!("{path}/urungkan"), &[]).await.assert_status(409);
    world.assert_kept().await;
}

#[tokio::test]
async fn joko_takes_cash_in_his_own_rt_and_finds_no_house_of_another() {
    let world = World::open().await;
    let own = world.house("C-1", Some(world.melati.area)).await;
    let other = world.house("D-1", None).await;
    world.bill(own, "C-1", 11, 150_000).await;
    let mut joko = world.melati.area_head().await;
    joko.get(&world.melati.path("pembayaran/tunai")).await.assert_says("C-1").assert_silent_about("D-1");
    joko.get(&world.melati.path(&format!("pembayaran/tunai/{other}"))).await.assert_status(404);
    let path = pay(&world, &mut joko, own, "150.000").await;
    joko.get(&path).await.assert_says("KW-2026-000001");
    let mut siti = world.melati.treasurer().await;
    let theirs = pay(&world, &mut siti, other, "10.000").await;
    joko.get(&theirs).await.assert_status(404);
    joko.get(&world.melati.path("pembayaran")).await.assert_says("C-1").assert_silent_about("D-1");
    joko.post(&format!("{theirs}/urungkan"), &[]).await.assert_status(404);
    joko.get(&format!("{path}/batal")).await.assert_status(403);
}

#[tokio::test]
async fn an_amount_of_nothing_and_a_day_of_tomorrow_are_given_back_with_what_was_typed() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let mut siti = world.melati.treasurer().await;
    let path = world.melati.path(&format!("pembayaran/tunai/{unit}"));
    let form = siti.get(&path).await;
    let (id, account) = (hidden(&form, "id"), chosen(&form));
    let fields = [
        ("id", id.as_str()),
        ("bayar", "0"),
        ("tanggal", "2026-11-23"),
        ("pembayar", "Ani"),
        ("akun", &account),
    ];
    let page = siti.post(&path, &fields).await;
    page.assert_status(422)
        .assert_says("di atas nol")
        .assert_says("hari ini atau sebelumnya")
        .assert_says("Ani");
}

/// Pays at the door and answers where the payment is shown.
pub async fn pay(world: &World, client: &mut testkit::Client, unit: kernel::UnitId, amount: &str) -> String {
    let path = world.melati.path(&format!("pembayaran/tunai/{unit}"));
    let form = client.get(&path).await;
    form.assert_status(200);
    let (id, account) = (hidden(&form, "id"), chosen(&form));
    let fields = [
        ("id", id.as_str()),
        ("bayar", amount),
        ("tanggal", "2026-11-22"),
        ("pembayar", "Budi Santoso"),
        ("akun", &account),
    ];
    client.post(&path, &fields).await.assert_status(303).location().unwrap()
}
