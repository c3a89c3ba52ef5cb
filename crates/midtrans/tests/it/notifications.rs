//! What the shop hears, and what it hears when things go wrong on request.

use midtrans::{
    Charge, Extras, Unverified,
    simulator::{Act, Fault},
};

use crate::support::{World, amount, qris};

#[tokio::test]
async fn a_payment_is_told_in_order_and_signed() {
    let world = World::new().await;
    world.charge("A12-1", qris()).await;
    world.simulator.act("A12-1", &Act::Settle).unwrap();
    assert_eq!(world.heard_statuses().await, ["pending", "settlement"]);
    let told = world.heard().await.pop().unwrap().unwrap();
    assert_eq!(told.settlement_time.as_deref(), Some("2026-08-01 10:00:00"));
    assert!(told.qr_string.is_none());
}

#[tokio::test]
async fn what_runs_out_is_told_with_code_202() {
    let world = World::new().await;
    world.charge("A12-1", qris()).await;
    world.wait_seconds(15 * 60);
    world.simulator.tick();
    let told = world.heard().await.pop().unwrap().unwrap();
    assert_eq!((told.transaction_status.as_str(), told.status_code.as_str()), ("expire", "202"));
}

#[tokio::test]
async fn the_shops_answer_decides_how_often_it_hears_it() {
    for (answers, times) in [
        (&[500, 500][..], 2),
        (&[503; 5][..], 5),
        (&[404; 3][..], 3),
        (&[401; 6][..], 6),
        (&[503, 200][..], 2),
    ] {
        let world = World::new().await;
        world.shop_will_answer(answers);
        world.charge("A12-1", qris()).await;
        assert_eq!(world.heard().await.len(), times, "{answers:?}");
        assert_eq!(world.simulator.deliveries().len(), times);
    }
}

#[tokio::test]
async fn notifications_double_vanish_wait_overtake_and_lie_on_request() {
    let world = World::new().await;
    world.simulator.inject(Fault::Duplicate, 1);
    world.charge("a", qris()).await;
    assert_eq!(world.heard_statuses().await, ["pending", "pending"]);
    world.simulator.inject(Fault::Lost, 1);
    world.charge("b", qris()).await;
    assert_eq!(world.heard().await.len(), 2);
    world.simulator.inject(Fault::Disorder, 1);
    world.charge("c", qris()).await;
    world.simulator.act("c", &Act::Settle).unwrap();
    assert_eq!(world.heard_statuses().await[2..], ["settlement", "pending"]);
    world.simulator.inject(Fault::Delay, 1);
    world.charge("d", qris()).await;
    assert_eq!(world.heard().await.len(), 4);
    world.simulator.release();
    assert_eq!(world.heard().await.len(), 5);
    world.simulator.inject(Fault::DenyAfterSettlement, 1);
    world.simulator.act("d", &Act::Settle).unwrap();
    assert_eq!(world.heard_statuses().await[5..], ["settlement", "deny"]);
    world.simulator.inject(Fault::BadSignature, 1);
    world.charge("e", qris()).await;
    assert_eq!(world.heard().await.pop().unwrap().unwrap_err(), Unverified::Forged);
}

#[tokio::test]
async fn a_charge_may_say_where_its_notifications_go() {
    let world = World::new().await;
    let elsewhere = format!("{}?tempat=lain", world.shop);
    let extras = Extras { notify: Some(elsewhere.clone()), ..Extras::default() };
    world.client.charge(&Charge::new("a", amount(1), qris()), &extras).await.unwrap();
    world.simulator.quiet().await;
    assert_eq!(world.simulator.deliveries()[0].url, elsewhere);
}
