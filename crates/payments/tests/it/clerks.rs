//! Many hands at once, and hands that let go half-way.

use std::task::Poll;

use kernel::{LedgerAccountId, PaymentId, UnitId};
use ledger::{Chart, Purpose};
use payments::payment::{CameFrom, Method, NewPayment, Part, take_cash};
use tenancy::TenantTx;
use testkit::Complex;

use crate::home::{World, day, rp};

fn cash(tx: &TenantTx, account: LedgerAccountId, unit: UnitId, amount: i64) -> NewPayment {
    NewPayment {
        id: PaymentId::new(tx.now()),
        method: Method::Cash,
        account,
        payer: None,
        payer_name: "Budi Santoso".to_owned(),
        value_on: day(11, 22),
        reference: String::new(),
        note: String::new(),
        came_from: CameFrom::Office,
        parts: vec![Part { unit, amount: rp(amount) }],
    }
}

async fn take(complex: &Complex, account: LedgerAccountId, unit: UnitId) {
    let mut tx = complex.tx().await;
    let new = cash(&tx, account, unit, 30_000);
    take_cash(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn sixteen_clerks_at_one_house_lose_nothing_and_number_without_a_gap() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    for month in 9..=11 {
        world.bill(unit, "A-12", month, 150_000).await;
    }
    let mut tx = world.tx().await;
    let account = Chart::load(&mut tx).await.unwrap().account(Purpose::Cash);
    drop(tx);
    let mut clerks = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let complex = world.melati.clone();
        clerks.spawn(async move { take(&complex, account, unit).await });
    }
    while let Some(done) = clerks.join_next().await {
        done.unwrap();
    }
    assert_eq!(world.credit_of(unit).await, 16 * 30_000 - 450_000);
    let mut tx = world.tx().await;
    let last: String =
        sqlx::query_scalar("select max(receipt_number) from payment_check").fetch_one(&mut tx).await.unwrap();
    assert_eq!(last, "KW-2026-000016");
    drop(tx);
    world.assert_kept().await;
}

/// Every clerk has the same three houses on the form, written down in another order, and nobody waits for ever.
#[tokio::test]
async fn sixteen_clerks_with_the_same_three_houses_in_any_order_lose_nothing_and_double_nothing() {
    let world = World::open().await;
    let mut houses = Vec::new();
    for code in ["A-12", "A-14", "B-07"] {
        let unit = world.house(code, None).await;
        world.bill(unit, code, 10, 150_000).await;
        world.bill(unit, code, 11, 150_000).await;
        houses.push(unit);
    }
    let account = Chart::load(&mut world.tx().await).await.unwrap().account(Purpose::Cash);
    let mut clerks = tokio::task::JoinSet::new();
    for clerk in 0..16 {
        let (complex, mut order) = (world.melati.clone(), houses.clone());
        order.rotate_left(clerk % 3);
        if clerk % 2 == 1 {
            order.reverse();
        }
        clerks.spawn(async move {
            let mut tx = complex.tx().await;
            let mut new = cash(&tx, account, order[0], 20_000);
            new.parts = order.into_iter().map(|unit| Part { unit, amount: rp(20_000) }).collect();
            take_cash(&mut tx, &new).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    while let Some(done) = clerks.join_next().await {
        done.unwrap();
    }
    for unit in houses {
        assert_eq!(world.credit_of(unit).await, 16 * 20_000 - 300_000);
    }
    let (receipts, last): (i64, String) =
        sqlx::query_as("select count(distinct receipt_number), max(receipt_number) from payment_check")
            .fetch_one(&mut world.tx().await)
            .await
            .unwrap();
    assert_eq!((receipts, last.as_str()), (16, "KW-2026-000016"));
    world.assert_kept().await;
}

#[tokio::test]
async fn the_same_form_sent_by_eight_browsers_at_once_is_one_payment() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let mut tx = world.tx().await;
    let account = Chart::load(&mut tx).await.unwrap().account(Purpose::Cash);
    let new = cash(&tx, account, unit, 30_000);
    drop(tx);
    let mut browsers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (complex, new) = (world.melati.clone(), new.clone());
        browsers.spawn(async move {
            let mut tx = complex.tx().await;
            take_cash(&mut tx, &new).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    while let Some(done) = browsers.join_next().await {
        done.unwrap();
    }
    assert_eq!(world.credit_of(unit).await, 30_000);
    world.assert_kept().await;
}

/// Wherever the hand lets go, nothing of the payment is left, and the next one has the first number.
#[tokio::test]
async fn a_payment_that_dies_at_any_of_its_steps_leaves_nothing() {
    let world = World::open().await;
    let unit = world.house("A-12", None).await;
    let november = world.bill(unit, "A-12", 11, 150_000).await;
    let mut tx = world.tx().await;
    let account = Chart::load(&mut tx).await.unwrap().account(Purpose::Cash);
    drop(tx);
    let mut steps = 1;
    loop {
        let dying = async {
            let mut tx = world.tx().await;
            let new = cash(&tx, account, unit, 150_000);
            take_cash(&mut tx, &new).await.unwrap();
        };
        let done = cut_after(steps, dying).await;
        for table in ["payment", "payment_part", "credit", "settlement", "payment_check"] {
            assert_eq!(count(&mut world.tx().await, table).await, 0, "{table} after {steps} steps");
        }
        if done.is_some() {
            break;
        }
        steps += 1;
    }
    // How often it waits is the machine's business; `kills` walks through its statements one by one.
    assert!(steps > 1, "it was done before anybody could let go");
    assert_eq!((world.open_of(november).await, world.credit_of(unit).await), (150_000, 0));
    take(&world.melati, account, unit).await;
    let mut tx = world.tx().await;
    let number: String =
        sqlx::query_scalar("select receipt_number from payment_check").fetch_one(&mut tx).await.unwrap();
    assert_eq!(number, "KW-2026-000001");
}

/// Polls a future so often and lets go of it, as a server does that is cut off.
async fn cut_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = polls;
    std::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn count(tx: &mut TenantTx, table: &str) -> i64 {
    let statement = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query_scalar(statement).fetch_one(tx).await.unwrap()
}
