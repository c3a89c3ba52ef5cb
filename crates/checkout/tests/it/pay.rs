//! A bill is paid from its link.

use axum::{Router, body::Body};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::world::World;

#[tokio::test]
async fn budi_opens_the_link_asks_for_a_qris_and_sees_lunas() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let mut budi = world.kit.stranger();
    let page = budi.get(&link).await;
    page.assert_status(200).assert_says("Tagihan A-12").assert_says("B*** S***").assert_says("250.000");
    page.assert_silent_about("Budi").assert_says("MODE COBA").assert_says("paling hemat");
    let order = world.ask_for(&link, "qris").await;
    let waiting = budi.get(&link).await;
    waiting.assert_says("KLUSTER CONTOH").assert_says("Simpan gambar QR").assert_says("Berlaku sampai");
    world.happens(&order, "settlement").await;
    let paid = budi.get(&link).await;
    paid.assert_says("LUNAS").assert_says("KW-2026-000001").assert_says("/kuitansi/");
    assert_eq!(world.open_of(invoice).await, 0);
    // The gateway keeps 0.7 %; the rest waits at it until it pays out.
    assert_eq!((world.balance("bank_fee").await, world.balance("clearing").await), (1_750, 248_250));
    world.assert_kept().await;
}

#[tokio::test]
async fn the_same_wish_again_is_the_same_attempt_and_after_its_time_a_new_one() {
    let world = World::open().await;
    let (_, _, link) = world.owing(250_000).await;
    let first = world.ask_for(&link, "qris").await;
    assert_eq!(world.ask_for(&link, "qris").await, first);
    assert_eq!(world.gateway.charges().len(), 1);
    world.kit.clock.turn(chrono::TimeDelta::minutes(16));
    world.kit.stranger().get(&link).await.assert_says("Waktu kode sudah habis");
    assert_ne!(world.ask_for(&link, "qris").await, first);
}

#[tokio::test]
async fn a_va_shows_its_number_and_the_fee_where_the_payer_bears_it() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let mut tx = world.melati.tx().await;
    sqlx::query("update checkout_setting set payer_bears_va_fee = true").execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut budi = world.kit.stranger();
    budi.get(&link).await.assert_says("Biaya Rp\u{a0}4.000").assert_says("Tanpa biaya");
    let order = world.ask_for(&link, "bca").await;
    budi.get(&link).await.assert_says("812785000000001").assert_says("254.000");
    world.happens(&order, "settlement").await;
    assert_eq!((world.open_of(invoice).await, world.balance("clearing").await), (0, 250_000));
    world.assert_kept().await;
}

#[tokio::test]
async fn above_ten_million_there_is_no_qris_and_a_tap_for_one_makes_nothing() {
    let world = World::open().await;
    let (_, _, link) = world.owing(10_000_001).await;
    world.kit.stranger().get(&link).await.assert_silent_about("value=\"qris\"").assert_says("value=\"bca\"");
    world.kit.stranger().post(&link, &[("cara", "qris")]).await.assert_status(303);
    assert!(world.gateway.charges().is_empty());
}

#[tokio::test]
async fn cards_and_wallets_are_paid_on_the_gateways_own_page() {
    let world = World::open().await;
    let (_, _, link) = world.owing(250_000).await;
    world.ask_for(&link, "snap").await;
    world.kit.stranger().get(&link).await.assert_says("Lanjut ke Midtrans").assert_says("/redirection/s-1");
}

#[tokio::test]
async fn the_chosen_month_is_settled_first_and_another_amount_pays_in_advance() {
    let world = World::open().await;
    let (unit, november, link) = world.owing(100_000).await;
    let october = world.bill(unit, "A-12", 10, 100_000).await;
    let chosen = november.to_string();
    let mut budi = world.kit.stranger();
    budi.post(&link, &[("cara", "qris"), ("pilih", &chosen), ("jumlah", "100000")]).await.assert_status(303);
    let order = world.gateway.charges()[0]["transaction_details"]["order_id"].as_str().unwrap().to_owned();
    world.happens(&order, "settlement").await;
    assert_eq!((world.open_of(october).await, world.open_of(november).await), (100_000, 0));
    budi.post(&link, &[("cara", "qris"), ("jumlah", "150.000")]).await.assert_status(303);
    let order = world.gateway.charges()[1]["transaction_details"]["order_id"].as_str().unwrap().to_owned();
    world.happens(&order, "settlement").await;
    assert_eq!((world.open_of(october).await, world.credit_of(unit).await), (0, 50_000));
    world.assert_kept().await;
}

#[tokio::test]
async fn after_a_part_the_rest_is_paid_at_once() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let mut budi = world.kit.stranger();
    budi.post(&link, &[("cara", "qris"), ("jumlah", "100.000")]).await.assert_status(303);
    let order = world.gateway.charges()[0]["transaction_details"]["order_id"].as_str().unwrap().to_owned();
    world.happens(&order, "settlement").await;
    let paid = budi.get(&format!("{link}?jumlah=100000")).await;
    paid.assert_says("LUNAS").assert_says("Masih ada Rp\u{a0}150.000");
    budi.get(&link).await.assert_silent_about("LUNAS").assert_says("value=\"qris\"").assert_says("150.000");
    assert_eq!(world.open_of(invoice).await, 150_000);
}

#[tokio::test]
async fn the_open_page_turns_to_lunas_by_itself() {
    let world = World::open().await;
    turns_to_lunas(&world, world.kit.site.clone()).await;
}

#[tokio::test]
async fn the_page_of_one_process_turns_when_another_process_heard_of_the_payment() {
    let world = World::open().await;
    turns_to_lunas(&world, world.another_process()).await;
}

/// The page is open in this process; the gateway calls the first one.
async fn turns_to_lunas(world: &World, open_in: Router) {
    let (_, _, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    let request = http::Request::get(format!("{link}/langsung")).body(Body::empty()).unwrap();
    let mut body = open_in.oneshot(request).await.unwrap().into_body();
    let mut next = async || {
        let frame = body.frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    };
    assert!(next().await.contains("Simpan gambar QR"));
    world.happens(&order, "settlement").await;
    let message = tokio::time::timeout(std::time::Duration::from_secs(2), next()).await.unwrap();
    assert!(message.contains("LUNAS"), "{message}");
}

#[tokio::test]
async fn a_link_that_was_renewed_shows_nothing_any_more() {
    let world = World::open().await;
    let (unit, _, link) = world.owing(250_000).await;
    let mut ratna = world.melati.manager().await;
    let path = world.melati.path(&format!("tautan-bayar/{unit}"));
    ratna.get(&path).await.assert_says("Salin tautan bayar").assert_says("wa.me");
    ratna.submit(&path, &[]).await.assert_says("Tautan baru dibuat");
    world.kit.stranger().get(&link).await.assert_status(404);
    world.kit.stranger().post(&link, &[("cara", "qris")]).await.assert_status(404);
    let mut budi = world.melati.resident().await;
    let own = world.melati.path(&format!("bayar-tagihan/{unit}"));
    budi.get(&own).await.assert_status(404);
    world.owned(unit).await;
    let fresh = budi.get(&own).await.location().unwrap();
    budi.get(&fresh).await.assert_says("Tagihan A-12");
}
