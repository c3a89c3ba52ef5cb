//! What the gateway's words mean, and what is offered for which amount.

use kernel::Rupiah;
use midtrans::{Fraud, Meaning, Status};

use super::model::*;
use crate::setting::{Mode, Setting};

fn setting() -> Setting {
    Setting {
        id: uuid::Uuid::nil(),
        mode: Mode::Trial,
        use_qris: true,
        use_va: true,
        use_snap: true,
        payer_bears_va_fee: true,
        va_fee: 4000,
        qris_fee_bps: 70,
        static_qris: String::new(),
    }
}

fn said(status: &str) -> Said {
    with_fraud(status, "accept")
}

fn with_fraud(status: &str, fraud: &str) -> Said {
    Said {
        status: status.to_owned(),
        meaning: Meaning::of(&Status::of(status), &Fraud::of(fraud)),
        gross: Some(154_000),
        currency: "IDR".to_owned(),
        refunded: Some(0),
        settled_on: None,
    }
}

#[test]
fn qris_comes_first_without_a_fee_and_ends_at_ten_million() {
    let first = |amount| offers(&setting(), Rupiah::new(amount).unwrap())[0];
    assert_eq!(first(150_000), Offer { way: Way::Qris, fee: 0, cost: 1_050 });
    assert_eq!(first(10_000_000).way, Way::Qris);
    assert_eq!(first(10_000_001), Offer { way: Way::Bca, fee: 4_000, cost: 4_000 });
    assert!(offers(&Setting { mode: Mode::Off, ..setting() }, Rupiah::new(1_000).unwrap()).is_empty());
}

#[test]
fn where_the_complex_bears_all_fees_the_cheapest_for_it_comes_first() {
    let setting = Setting { payer_bears_va_fee: false, ..setting() };
    let first = |amount| offers(&setting, Rupiah::new(amount).unwrap())[0].way;
    assert_eq!((first(500_000), first(600_000)), (Way::Qris, Way::Bca));
}

#[test]
fn each_word_of_the_gateway_has_one_meaning() {
    let judged = |word: &str| judge(150_000, 4_000, &said(word));
    assert_eq!(judged("settlement"), Judgement::Books(State::Paid, 150_000));
    assert_eq!(judged("SETTLEMENT"), Judgement::Books(State::Paid, 150_000));
    assert_eq!(judged("pending"), Judgement::Leave(State::Open));
    assert_eq!(judged("expire"), Judgement::Leave(State::Expired));
    assert_eq!(judged("deny"), Judgement::Books(State::Denied, 0));
    assert_eq!(judged("cancel"), Judgement::Books(State::Cancelled, 0));
    assert_eq!(judged("chargeback"), Judgement::Books(State::ChargedBack, 0));
    assert_eq!(judged("refund"), Judgement::Books(State::Refunded, 0));
    assert_eq!(judged("partial_chargeback"), Judgement::Park("chargeback"));
    assert_eq!(judged("brand_new_word"), Judgement::Park("word"));
    let part = Said { refunded: Some(54_000), ..said("partial_refund") };
    assert_eq!(judge(150_000, 4_000, &part), Judgement::Books(State::PartlyRefunded, 100_000));
    let challenged = with_fraud("capture", "challenge");
    assert_eq!(judge(150_000, 4_000, &challenged), Judgement::Leave(State::Open));
}

#[test]
fn what_does_not_fit_is_parked_and_never_booked() {
    let other = Said { gross: Some(1_000), ..said("settlement") };
    assert_eq!(judge(150_000, 4_000, &other), Judgement::Park("amount"));
    let odd = Said { gross: None, ..said("settlement") };
    assert_eq!(judge(150_000, 4_000, &odd), Judgement::Park("amount"));
    let unreadable = Said { refunded: None, ..said("partial_refund") };
    assert_eq!(judge(150_000, 4_000, &unreadable), Judgement::Park("amount"));
    let dollars = Said { currency: "USD".to_owned(), ..said("settlement") };
    assert_eq!(judge(150_000, 4_000, &dollars), Judgement::Park("currency"));
}
