//! Notifications as they come: twice, late, out of order, forged, contradicted (reference/reliability.md §5).

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;

use crate::{
    gateway::{KEY, signed},
    world::World,
};

#[tokio::test]
async fn thirty_two_at_once_and_again_a_month_later_are_one_payment() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    let message = world.gateway.message(&order, "settlement");
    for page in join_all((0..32).map(|_| world.notify(&message))).await {
        page.assert_status(200);
    }
    world.kit.clock.turn(TimeDelta::days(30));
    world.notify(&message).await.assert_status(200);
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (0, 0));
    assert_eq!(world.figure("select count(*) from payment_part where unit_id = $1", unit.uuid()).await, 1);
    world.assert_kept().await;
}

#[tokio::test]
async fn when_many_pay_at_once_the_gateway_is_answered_before_the_payment_is_booked() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    let desk = world.gateways.desk();
    let seats = u32::try_from(desk.available_permits()).unwrap();
    let others = desk.acquire_many(seats).await.unwrap();
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 250_000, "it waits for a seat");
    drop(others);
    let _ours_is_done = desk.acquire_many(seats).await.unwrap();
    assert_eq!(world.open_of(invoice).await, 0);
    world.kit.stranger().get(&link).await.assert_says("LUNAS");
    world.assert_kept().await;
}

#[tokio::test]
async fn pending_and_expire_after_the_settlement_undo_nothing() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.happens(&order, "settlement").await;
    for word in ["pending", "expire"] {
        world.notify(&world.gateway.message(&order, word)).await.assert_status(200);
        assert_eq!(world.open_of(invoice).await, 0, "a late {word}, while the gateway says settlement");
        world.happens(&order, word).await;
        assert_eq!(world.open_of(invoice).await, 0, "even when the gateway says {word}");
    }
    world.kit.stranger().get(&link).await.assert_says("LUNAS");
    world.assert_kept().await;
}

#[tokio::test]
async fn what_the_gateway_answers_wins_over_the_message() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 250_000, "it still says pending");
    world.gateway.says(&order, "settlement");
    world.notify(&world.gateway.message(&order, "pending")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 0);
}

#[tokio::test]
async fn deny_refund_and_chargeback_take_the_payment_back_with_its_fee() {
    for word in ["deny", "refund", "chargeback", "cancel"] {
        let world = World::open().await;
        let (_, invoice, link) = world.owing(250_000).await;
        let order = world.ask_for(&link, "qris").await;
        world.happens(&order, "settlement").await;
        world.happens(&order, word).await;
        assert_eq!(world.open_of(invoice).await, 250_000, "{word}");
        assert_eq!((world.balance("clearing").await, world.balance("bank_fee").await), (0, 0), "{word}");
        world.assert_kept().await;
    }
}

#[tokio::test]
async fn of_a_partial_refund_the_rest_stays_paid() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    // The refund is heard of before the settlement was.
    world.gateway.change(&order, |known| {
        known.status = "partial_refund".to_owned();
        known.refunded = 100_000;
    });
    world.notify(&world.gateway.message(&order, "partial_refund")).await.assert_status(200);
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(200);
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (100_000, 0));
    world.gateway.change(&order, |known| known.refunded = 150_000);
    world.notify(&world.gateway.message(&order, "partial_refund")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 150_000);
    world.assert_kept().await;
}

#[tokio::test]
async fn paid_twice_in_two_ways_the_second_is_titipan() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let first = world.ask_for(&link, "qris").await;
    let second = world.ask_for(&link, "bca").await;
    world.happens(&first, "settlement").await;
    world.happens(&second, "settlement").await;
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (0, 250_000));
    world.assert_kept().await;
}

#[tokio::test]
async fn a_settlement_after_the_end_of_the_code_is_money_like_any_other() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.happens(&order, "expire").await;
    world.kit.stranger().get(&link).await.assert_says("Waktu kode sudah habis");
    world.happens(&order, "settlement").await;
    assert_eq!(world.open_of(invoice).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn an_amount_or_a_currency_that_does_not_fit_is_parked() {
    for (gross, currency) in
        [("1000.00", "IDR"), ("250000.50", "IDR"), ("4.5e5", "IDR"), ("250000.00", "USD")]
    {
        let world = World::open().await;
        let (_, invoice, link) = world.owing(250_000).await;
        let order = world.ask_for(&link, "qris").await;
        let message = world.gateway.message(&order, "settlement");
        world.gateway.change(&order, |known| {
            known.status = "settlement".to_owned();
            (known.gross, known.currency) = (gross.to_owned(), currency.to_owned());
        });
        world.notify(&message).await.assert_status(200);
        assert_eq!(world.open_of(invoice).await, 250_000, "{gross} {currency}");
        let mut siti = world.melati.treasurer().await;
        siti.get(&world.melati.path("upaya-bayar?keadaan=parked")).await.assert_says(&order);
    }
}

#[tokio::test]
async fn a_forgery_is_refused_kept_and_moves_nothing() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    let good = world.gateway.message(&order, "settlement");
    let with = |signature: String| {
        let mut forged = good.clone();
        forged["signature_key"] = json!(signature);
        forged
    };
    let signature = good["signature_key"].as_str().unwrap();
    let last = if signature.ends_with('0') { '1' } else { '0' };
    let one_off = format!("{}{last}", &signature[..127]);
    let forgeries = [
        with(one_off),
        with(signature.to_uppercase()),
        with(String::new()),
        signed(&order, "250000.00", "settlement", "SB-other"),
    ];
    for forged in &forgeries {
        world.notify(forged).await.assert_status(403);
    }
    let deep = "[".repeat(50_000).into_bytes();
    for body in [b"\xff\xfe".to_vec(), b"{}".to_vec(), Vec::new(), deep] {
        world.deliver(body).await.assert_status(400);
    }
    world.deliver(vec![b' '; 10 * 1024 * 1024]).await.assert_status(413);
    assert_eq!(world.open_of(invoice).await, 250_000);
    let mut siti = world.melati.treasurer().await;
    siti.get(&world.melati.path("upaya-bayar")).await.assert_says("Ditolak: tanda tangan salah");
}

#[tokio::test]
async fn an_order_that_is_unknown_here_is_parked_and_answered_once() {
    let world = World::open().await;
    let unknown = signed("KLS-00000000000000000000000000000000", "150000.00", "settlement", KEY);
    world.notify(&unknown).await.assert_status(200);
    let mut siti = world.melati.treasurer().await;
    siti.get(&world.melati.path("upaya-bayar")).await.assert_says("Nomor pesanan tidak dikenal");
    // The address is signed for one complex; a made-up one leads nowhere.
    let body = axum::body::Body::from(unknown.to_string());
    let mut stranger = world.kit.stranger();
    let page =
        stranger.send(http::Method::POST, "/webhook/midtrans/AAAA", Some("application/json"), body).await;
    page.assert_status(404);
}

#[tokio::test]
async fn a_silent_gateway_and_a_lost_message_cost_minutes_and_no_money() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    world.gateway.fall_silent();
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 250_000);
    world.gateway.speak();
    world.kit.clock.turn(TimeDelta::minutes(1));
    world.work().await;
    assert_eq!(world.open_of(invoice).await, 0, "the poll asked again");
    // Nobody sends a message about the second one at all.
    let unit = world.house("B-1").await;
    let bill = world.bill(unit, "B-1", 11, 90_000).await;
    let second = world.ask_for(&world.link(unit).await, "bca").await;
    world.gateway.says(&second, "settlement");
    world.kit.clock.turn(TimeDelta::minutes(3));
    world.work().await;
    assert_eq!(world.open_of(bill).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn a_charge_that_nobody_answered_is_said_so_and_another_tap_makes_another() {
    let world = World::open().await;
    let (_, _, link) = world.owing(250_000).await;
    world.gateway.fall_silent();
    world.kit.stranger().post(&link, &[("cara", "qris")]).await.assert_status(303);
    world.kit.stranger().get(&link).await.assert_says("tidak menjawab");
    world.gateway.speak();
    world.kit.clock.turn(TimeDelta::seconds(20));
    world.ask_for(&link, "qris").await;
    world.kit.stranger().get(&link).await.assert_says("Simpan gambar QR");
}

#[tokio::test]
async fn after_a_change_of_key_the_old_one_is_believed_for_a_week() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.kit.clock.turn(TimeDelta::minutes(1));
    let mut tx = world.melati.tx().await;
    checkout::start_trial(&mut tx, &world.gateways, "SB-Mid-server-BARU", &world.address).await.unwrap();
    tx.commit().await.unwrap();
    world.happens(&order, "settlement").await;
    assert_eq!(world.open_of(invoice).await, 0);
    world.kit.clock.turn(TimeDelta::days(8));
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(403);
}
