//! Every method, every call, every way in which the gateway says no.

use midtrans::{
    Bank, Charge, Client, Error, Extras, Hosts, Item, Meaning, Method, Refund, ServerKey, SnapRequest,
    Status,
    simulator::{Act, Fault},
};

use crate::support::{World, amount, qris};

fn refund(key: &str, whole: i64) -> Refund {
    Refund { key: key.into(), amount: amount(whole), reason: "Batal".into() }
}

fn refused(error: Error) -> u16 {
    match error {
        Error::Refused { code, .. } => code,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn each_method_hands_the_payer_what_he_needs() {
    let world = World::new().await;
    for (order, bank) in [("a", Bank::Bca), ("b", Bank::Bni), ("c", Bank::Bri), ("d", Bank::Cimb)] {
        let opened = world.charge(order, Method::BankTransfer(bank)).await;
        assert_eq!(opened.va_numbers[0].bank, bank.code());
        assert_eq!((opened.status(), opened.gross_amount.as_str()), (Status::Pending, "150000.00"));
        assert_eq!(opened.expiry_time.as_deref(), Some("2026-08-02 10:00:00"));
    }
    let permata = world.charge("e", Method::Permata { recipient: None }).await;
    assert!(permata.va_numbers.is_empty() && permata.permata_va_number.is_some());
    let bill = world.charge("f", Method::MandiriBill { label: "Iuran".into(), value: "A-12".into() }).await;
    assert_eq!(bill.biller_code.as_deref(), Some("70012"));
    let code = world.charge("g", qris()).await;
    assert!(code.qr_string.as_deref().unwrap().contains("5406150000"));
    assert_eq!(code.expiry_time.as_deref(), Some("2026-08-01 10:15:00"));
    assert!(world.charge("h", Method::GoPay { callback: None }).await.qr_picture().is_some());
    let shopee = world.charge("i", Method::ShopeePay { callback: "https://toko.example".into() }).await;
    assert_eq!(shopee.actions[0].name, "deeplink-redirect");
    let ovo = world.charge("j", Method::Ovo { phone: "6281200000000".into() }).await;
    assert_eq!(ovo.expiry_time.as_deref(), Some("2026-08-01 10:01:05"));
    let shop = world.charge("k", Method::Indomaret { message: "Iuran".into() }).await;
    assert_eq!((shop.store.as_deref(), shop.payment_code.unwrap().len()), (Some("indomaret"), 14));
    let shop = world.charge("l", Method::Alfamart { lines: vec!["Iuran".into()] }).await;
    assert_eq!(shop.store.as_deref(), Some("alfamart"));
}

#[tokio::test]
async fn an_order_id_is_used_once_and_the_same_call_twice_is_one() {
    let world = World::new().await;
    let charge = Charge::new("A12-1", amount(150_000), qris()).custom_field(1, "melati");
    let extras = Extras { idempotency_key: Some("k-1".into()), notify: None };
    let first = world.client.charge(&charge, &extras).await.unwrap();
    let again = world.client.charge(&charge, &extras).await.unwrap();
    assert_eq!(first.transaction_id, again.transaction_id);
    assert_eq!(refused(world.client.charge(&charge, &Extras::default()).await.unwrap_err()), 406);
    assert_eq!(world.client.status("A12-1").await.unwrap().custom_field1.as_deref(), Some("melati"));
    let item = Item { id: "IPL".into(), name: "Iuran".into(), price: 1, quantity: 1 };
    let wrong = Charge::new("A12-2", amount(150_000), qris()).items(vec![item]);
    assert_eq!(refused(world.client.charge(&wrong, &Extras::default()).await.unwrap_err()), 400);
}

#[tokio::test]
async fn the_gateway_says_no_and_it_is_understood() {
    let world = World::new().await;
    assert!(matches!(world.client.status("nobody").await, Err(Error::NotFound)));
    assert!(matches!(world.client.status("../charge").await, Err(Error::NotFound)));
    let stranger =
        Client::new(ServerKey::new("other"), Hosts::at(&world.address), std::time::Duration::from_secs(5))
            .unwrap();
    assert_eq!(refused(stranger.status("nobody").await.unwrap_err()), 401);
    let page = SnapRequest::new("s", amount(1));
    assert_eq!(refused(stranger.snap(&page, &Extras::default()).await.unwrap_err()), 401);
}

#[tokio::test]
async fn payments_are_cancelled_expired_and_never_after_they_were_paid() {
    let world = World::new().await;
    world.charge("cancelled", qris()).await;
    assert_eq!(world.client.cancel("cancelled").await.unwrap().meaning(), Meaning::Cancelled);
    world.charge("expired", qris()).await;
    let expired = world.client.expire("expired").await.unwrap();
    assert_eq!((expired.status_code.as_str(), expired.meaning()), ("407", Meaning::Expired));
    world.charge("late", qris()).await;
    world.wait_seconds(15 * 60);
    assert_eq!(world.client.status("late").await.unwrap().meaning(), Meaning::Expired);
    world.charge("paid", qris()).await;
    world.simulator.act("paid", &Act::Settle).unwrap();
    assert_eq!(refused(world.client.cancel("paid").await.unwrap_err()), 412);
    assert_eq!(refused(world.client.expire("paid").await.unwrap_err()), 412);
    assert_eq!(refused(world.client.approve("paid").await.unwrap_err()), 412);
    assert_eq!(refused(world.client.deny("paid").await.unwrap_err()), 412);
}

#[tokio::test]
async fn refunds_add_up_to_the_payment_and_no_further() {
    let world = World::new().await;
    world.charge("r", qris()).await;
    assert_eq!(refused(world.client.refund("r", &refund("k1", 1)).await.unwrap_err()), 412);
    world.simulator.act("r", &Act::Settle).unwrap();
    let part = world.client.refund("r", &refund("k1", 50_000)).await.unwrap();
    assert_eq!((part.meaning(), part.refunded().unwrap()), (Meaning::PartlyRefunded, amount(50_000)));
    let same = world.client.refund("r", &refund("k1", 50_000)).await.unwrap();
    assert_eq!(same.refunded().unwrap(), amount(50_000));
    assert_eq!(refused(world.client.refund("r", &refund("k1", 1)).await.unwrap_err()), 406);
    assert_eq!(refused(world.client.refund("r", &refund("k2", 100_001)).await.unwrap_err()), 414);
    let all = world.client.direct_refund("r", &refund("k2", 100_000)).await.unwrap();
    assert_eq!((all.meaning(), all.refunds.len()), (Meaning::Refunded, 2));

    world.charge("va", Method::BankTransfer(Bank::Bca)).await;
    world.simulator.act("va", &Act::Settle).unwrap();
    assert_eq!(refused(world.client.refund("va", &refund("k3", 1)).await.unwrap_err()), 412);
}

#[tokio::test]
async fn a_silent_or_broken_gateway_leaves_the_outcome_unknown() {
    let world = World::new().await;
    for fault in [Fault::ErrorInside, Fault::ServerError] {
        world.simulator.inject(fault, 1);
        assert!(world.client.status("x").await.unwrap_err().outcome_unknown(), "{fault:?}");
    }
    world.simulator.inject(Fault::Timeout, 1);
    let charge = Charge::new("silent", amount(150_000), qris());
    assert!(world.impatient().charge(&charge, &Extras::default()).await.unwrap_err().outcome_unknown());
    // It happened all the same, which is why one asks before trying again.
    assert_eq!(world.client.status("silent").await.unwrap().meaning(), Meaning::Waiting);

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nowhere = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let lost =
        Client::new(ServerKey::new("k"), Hosts::at(&nowhere), std::time::Duration::from_secs(5)).unwrap();
    assert!(matches!(lost.status("x").await, Err(Error::Unreached(_))));
}
