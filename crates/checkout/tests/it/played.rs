//! The whole way with the gateway's simulator: our page, its page, its notifications over HTTP, our books.

use axum::body::Body;
use http_body_util::BodyExt as _;
use midtrans::simulator::{Act, Fault};
use tower::ServiceExt as _;

use crate::world::Played;

#[tokio::test]
async fn a_qris_is_paid_on_the_simulators_page_and_the_open_page_turns_to_lunas() {
    let played = Played::open().await;
    let world = &played.world;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = played.ask_for(&link, "qris").await;
    let page = world.kit.stranger().get(&link).await;
    page.assert_says("MODE COBA").assert_says("Bayar di simulator").assert_says("/_simulator/pay/");
    let request = http::Request::get(format!("{link}/langsung")).body(Body::empty()).unwrap();
    let mut live = world.kit.site.clone().oneshot(request).await.unwrap().into_body();
    live.frame().await.unwrap().unwrap();
    played.simulator.act(&order, &Act::Settle).unwrap();
    let next = tokio::time::timeout(std::time::Duration::from_secs(2), live.frame()).await.unwrap();
    let message = next.unwrap().unwrap().into_data().unwrap();
    assert!(String::from_utf8_lossy(&message).contains("LUNAS"));
    assert_eq!(world.open_of(invoice).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn every_way_hands_the_payer_what_they_need() {
    let played = Played::open().await;
    let world = &played.world;
    let (_, _, link) = world.owing(250_000).await;
    for (way, says) in [
        ("qris", "Simpan gambar QR"),
        ("bca", "Salin nomor"),
        ("bni", "Salin nomor"),
        ("bri", "Salin nomor"),
        ("cimb", "Salin nomor"),
        ("permata", "8562"),
        ("mandiri", "70012"),
        ("snap", "/snap/v4/redirection/"),
    ] {
        let order = played.ask_for(&link, way).await;
        let shown = format!("{link}?upaya={}", played.attempt(&order).await);
        world.kit.stranger().get(&shown).await.assert_says(says);
    }
}

#[tokio::test]
async fn on_the_gateways_own_page_one_pays_refunds_and_comes_back() {
    let played = Played::open().await;
    let world = &played.world;
    let (unit, invoice, link) = world.owing(250_000).await;
    played.ask_for(&link, "snap").await;
    let page = world.kit.stranger().get(&link).await.text();
    let at = page.find("/snap/v4/redirection/").unwrap();
    let snap = page[at..at + 57].to_owned();
    let picked = played.press(&snap, "method=gopay").await;
    assert!(picked.contains("Menunggu pembayaran") && picked.contains("Kembali ke penjual"), "{picked}");
    let at = picked.find("action=\"/_simulator/pay/").unwrap() + 8;
    let pay = picked[at..at + 52].to_owned();
    assert!(played.press(&pay, "act=settle").await.contains("Kembali ke penjual"));
    played.simulator.quiet().await;
    assert_eq!(world.open_of(invoice).await, 0);
    played.press(&pay, "act=refund&amount=100000").await;
    played.simulator.quiet().await;
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (100_000, 0));
    played.press(&pay, "act=refund").await;
    played.simulator.quiet().await;
    assert_eq!(world.open_of(invoice).await, 250_000);
    world.assert_kept().await;
}

#[tokio::test]
async fn whatever_fault_the_gateway_is_asked_for_the_books_end_right() {
    for (fault, open) in [
        (Fault::Duplicate, 0),
        (Fault::Disorder, 0),
        (Fault::Delay, 0),
        (Fault::Lost, 0),
        (Fault::BadSignature, 0),
        (Fault::ErrorInside, 0),
        (Fault::ServerError, 0),
        (Fault::DenyAfterSettlement, 250_000),
    ] {
        let played = Played::open().await;
        let world = &played.world;
        let (_, invoice, link) = world.owing(250_000).await;
        let order = played.ask_for(&link, "bca").await;
        played.simulator.quiet().await;
        played.simulator.inject(fault, 1);
        played.simulator.act(&order, &Act::Settle).unwrap();
        played.simulator.quiet().await;
        played.simulator.release();
        played.simulator.quiet().await;
        // What was lost, refused or not answered: the poll asks.
        world.kit.clock.turn(chrono::TimeDelta::minutes(3));
        world.work().await;
        assert_eq!(world.open_of(invoice).await, open, "{fault:?}");
        world.assert_kept().await;
    }
}

#[tokio::test]
async fn denied_expired_and_cancelled_payments_leave_the_bill_open() {
    for (act, says) in [
        (Act::Deny, "Pembayaran ditolak bank"),
        (Act::Expire, "Waktu kode sudah habis"),
        (Act::Cancel, "Waktu kode sudah habis"),
    ] {
        let played = Played::open().await;
        let world = &played.world;
        let (_, invoice, link) = world.owing(250_000).await;
        let order = played.ask_for(&link, "qris").await;
        played.simulator.act(&order, &act).unwrap();
        played.simulator.quiet().await;
        world.kit.stranger().get(&link).await.assert_says(says);
        assert_eq!(world.open_of(invoice).await, 250_000, "{act:?}");
    }
}
