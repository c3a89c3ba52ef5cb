//! The rest of reference/reliability.md §5: odd bodies, strange orders, part payments, and answers that nobody hears.

use std::{pin::pin, task::Poll};

use axum::body::Body;
use chrono::TimeDelta;
use futures_util::future::join_all;
use http::Method;
use serde_json::Value;

use crate::{
    gateway::{KEY, signed},
    world::World,
};

#[tokio::test]
async fn a_thousand_times_over_a_day_is_one_payment() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    let message = world.gateway.message(&order, "settlement");
    for _ in 0..125 {
        for page in join_all((0..8).map(|_| world.notify(&message))).await {
            page.assert_status(200);
        }
        world.kit.clock.turn(TimeDelta::minutes(11));
    }
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (0, 0));
    assert_eq!(world.figure("select count(*) from payment_part where unit_id = $1", unit.uuid()).await, 1);
    world.assert_kept().await;
}

#[tokio::test]
async fn money_for_a_bill_that_was_voided_is_titipan() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    let mut tx = world.melati.tx().await;
    let today = dues::settle::today(&mut tx).await.unwrap();
    dues::invoice::void(&mut tx, invoice, "salah tarif", today).await.unwrap();
    tx.commit().await.unwrap();
    world.happens(&order, "settlement").await;
    assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (0, 250_000));
    world.assert_kept().await;
}

#[tokio::test]
async fn a_part_is_a_part_and_more_is_titipan() {
    let world = World::open().await;
    let (unit, invoice, link) = world.owing(250_000).await;
    let mut budi = world.kit.stranger();
    for (amount, open, credit) in [("100.000", 150_000, 0), ("200.000", 0, 50_000)] {
        budi.post(&link, &[("cara", "qris"), ("jumlah", amount)]).await.assert_status(303);
        let charges = world.gateway.charges();
        let order = charges.last().unwrap()["transaction_details"]["order_id"].as_str().unwrap().to_owned();
        world.happens(&order, "settlement").await;
        assert_eq!((world.open_of(invoice).await, world.credit_of(unit).await), (open, credit), "{amount}");
    }
    world.assert_kept().await;
}

#[tokio::test]
async fn an_amount_without_its_two_noughts_is_the_same_amount() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.change(&order, |known| {
        (known.status, known.gross) = ("settlement".to_owned(), "250000".to_owned());
    });
    world.notify(&world.gateway.message(&order, "settlement")).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 0);
    world.assert_kept().await;
}

#[tokio::test]
async fn what_counts_is_the_signature_and_not_the_look_of_the_body() {
    let world = World::open().await;
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    let Value::Object(fields) = world.gateway.message(&order, "settlement") else { panic!("an object") };
    let pair = |(name, value): (&String, &Value)| format!(" {} : {value} ", Value::from(name.as_str()));
    let turned: Vec<String> = fields.iter().rev().map(pair).collect();
    let body = format!("{{\n{},\"baru\":[1,{{}}],\"va_numbers\":null}}", turned.join(",\r\n"));
    let hook = world.hook().await;
    world.gateway.says(&order, "settlement");
    for kind in [Some("text/plain"), None, Some("application/x-www-form-urlencoded")] {
        let mut gateway = world.kit.stranger();
        gateway.send(Method::POST, &hook, kind, Body::from(body.clone())).await.assert_status(200);
    }
    assert_eq!(world.open_of(invoice).await, 0);
    // A name twice could mean one thing to us and another to somebody else.
    let twice = body.replacen('{', "{\"order_id\":\"KLS-LAIN\",", 1);
    world.deliver(twice.into_bytes()).await.assert_status(400);
    world.assert_kept().await;
}

#[tokio::test]
async fn the_order_of_another_complex_is_unknown_here() {
    let world = World::open().await;
    let mawar = world.kit.mawar.clone();
    let mut tx = mawar.tx().await;
    checkout::start_trial(&mut tx, &world.gateways, KEY, &world.address).await.unwrap();
    tx.commit().await.unwrap();
    let (_, invoice, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    world.gateway.says(&order, "settlement");
    let hook = world.hook_of(&mawar).await;
    let body = Body::from(signed(&order, "250000.00", "settlement", KEY).to_string());
    let mut gateway = world.kit.stranger();
    gateway.send(Method::POST, &hook, Some("application/json"), body).await.assert_status(200);
    assert_eq!(world.open_of(invoice).await, 250_000);
    let mut dewi = mawar.treasurer().await;
    dewi.get(&mawar.path("upaya-bayar")).await.assert_says("Nomor pesanan tidak dikenal");
    let mut siti = world.melati.treasurer().await;
    siti.get(&world.melati.path("upaya-bayar")).await.assert_silent_about("Nomor pesanan tidak dikenal");
}

#[tokio::test]
async fn while_the_database_is_away_the_gateway_is_asked_to_come_again() {
    let world = World::open().await;
    let (_, _, link) = world.owing(250_000).await;
    let order = world.ask_for(&link, "qris").await;
    let (hook, message) = (world.hook().await, world.gateway.message(&order, "settlement"));
    world.kit.store.close().await;
    let mut gateway = world.kit.stranger();
    let body = Body::from(message.to_string());
    gateway.send(Method::POST, &hook, Some("application/json"), body).await.assert_status(503);
}

#[tokio::test]
async fn whenever_the_gateway_hangs_up_the_payment_is_booked_once() {
    let world = World::open().await;
    let mut steps = 1;
    loop {
        let code = format!("B-{steps}");
        let unit = world.house(&code).await;
        let invoice = world.bill(unit, &code, 11, 90_000).await;
        let order = world.ask_for(&world.link(unit).await, "bca").await;
        world.gateway.says(&order, "settlement");
        let message = world.gateway.message(&order, "settlement");
        let answered = hangs_up_after(steps, world.notify(&message)).await;
        let kept =
            "select count(*) from gateway_message m join payment_attempt a using (complex_id, attempt_id)
                     where a.unit_id = $1";
        if world.figure(kept, unit.uuid()).await == 0 {
            // Nothing was durable and nothing was answered: the gateway comes again.
            world.notify(&message).await.assert_status(200);
        } else {
            world.kit.clock.turn(TimeDelta::minutes(3));
            world.work().await;
        }
        assert_eq!(
            (world.open_of(invoice).await, world.credit_of(unit).await),
            (0, 0),
            "hung up at step {steps}"
        );
        let booked = "select count(*) from payment_part where unit_id = $1";
        assert_eq!(world.figure(booked, unit.uuid()).await, 1, "hung up at step {steps}");
        if answered {
            break;
        }
        steps += 1;
    }
    // How often it waits is the machine's business; `kills` walks through its statements one by one.
    assert!(steps > 1, "it answered before anybody could hang up");
    world.assert_kept().await;
}

/// Lets a call go on for so many steps, each up to where it waits for somebody, and then hangs up. Answers whether it was
/// answered before. What the server does goes on, as it does when a real connection breaks.
async fn hangs_up_after<T>(steps: usize, work: impl Future<Output = T>) -> bool {
    let mut work = pin!(work);
    let mut taken = 0;
    std::future::poll_fn(|context| {
        if taken == steps {
            return Poll::Ready(false);
        }
        taken += 1;
        work.as_mut().poll(context).map(|_| true)
    })
    .await
}
