//! Payloads of the reference, refusals one by one, and properties over made-up merchants.

use proptest::prelude::*;
use qris::{Fault, Initiation, MOST_RUPIAH, Qris, crc16};

/// reference/integrations.md §2.2: made-up merchant.
const STATIC: &str = "00020101021126650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10203040506070303UMI5204864153033605802ID5914KLUSTER CONTOH6005BOGOR61051611062070703A016304CC5F";
const OF_150_237: &str = "00020101021226650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10203040506070303UMI52048641530336054061502375802ID5914KLUSTER CONTOH6005BOGOR61051611062070703A016304AB76";
const WITH_TIP: &str = "00020101021226650016ID.CO.CONTOH.WWW01189360000000000000170212KLS0000000010303UMI51440014ID.CO.QRIS.WWW0215ID10203040506070303UMI5204864153033605406150000550202560425005802ID5914KLUSTER CONTOH6005BOGOR61051611062070703A0163046757";

/// A payload with its checksum.
fn sealed(text: &str) -> String {
    let text = format!("{text}6304");
    format!("{text}{:04X}", crc16(text.as_bytes()))
}

#[test]
fn the_printed_code_of_the_committee_is_read() {
    let code = Qris::parse(&format!(" {STATIC}\n")).unwrap();
    assert_eq!((code.merchant(), code.city()), ("KLUSTER CONTOH", "BOGOR"));
    assert_eq!(code.nmid(), Some("ID1020304050607"));
    assert_eq!((code.initiation(), code.amount().unwrap()), (Initiation::Static, None));
}

#[test]
fn with_an_amount_it_is_the_code_of_the_reference() {
    let code = Qris::parse(STATIC).unwrap().with_amount(150_237).unwrap();
    assert_eq!(code.text(), OF_150_237);
    assert_eq!(code.amount().unwrap(), Some(150_237));
    assert_eq!(code.initiation(), Initiation::Dynamic);
    assert_eq!(Qris::parse(code.text()).unwrap(), code);
}

#[test]
fn a_code_made_for_one_payment_takes_no_other_amount() {
    for text in [OF_150_237, WITH_TIP] {
        assert_eq!(Qris::parse(text).unwrap().with_amount(1), Err(Fault::NotStatic));
    }
}

#[test]
fn ten_million_is_the_most() {
    let code = Qris::parse(STATIC).unwrap();
    assert!(code.with_amount(MOST_RUPIAH).is_ok());
    for amount in [0, -1, MOST_RUPIAH + 1] {
        assert_eq!(code.with_amount(amount), Err(Fault::AmountOutOfRange(amount)));
    }
}

#[test]
fn what_is_no_qris_is_refused_with_its_reason() {
    let fault = |text: &str| Qris::parse(text).unwrap_err();
    assert_eq!(fault(""), Fault::Missing("00"));
    assert_eq!(fault("https://contoh.id/bayar"), Fault::Broken(0));
    assert_eq!(fault("Rp 150.000 – lunas"), Fault::NotText);
    assert_eq!(fault(&"0".repeat(513)), Fault::TooLong(513));
    assert!(matches!(fault(&STATIC.replace("BOGOR", "BOGOS")), Fault::Checksum { .. }));
    assert_eq!(fault(&STATIC[..STATIC.len() - 8]), Fault::Missing("63"));
    assert_eq!(fault(&STATIC[..STATIC.len() - 1]), Fault::Broken(STATIC.len() - 8));
    let body = &STATIC[..STATIC.len() - 8];
    assert_eq!(fault(&sealed(&format!("{body}5802ID"))), Fault::Twice("58".to_owned()));
    let foreign = sealed(&body.replace("5303360", "5303702"));
    assert_eq!(fault(&foreign), Fault::NotQris { id: "53", value: "702".to_owned() });
    let abroad = sealed(&body.replace("5802ID", "5802SG"));
    assert_eq!(fault(&abroad), Fault::NotQris { id: "58", value: "SG".to_owned() });
    assert_eq!(fault(&sealed(&body.replace("6005BOGOR", ""))), Fault::Missing("60"));
    assert_eq!(
        fault(&sealed(&body.replace("000201", "000202"))),
        Fault::NotQris { id: "00", value: "02".to_owned() }
    );
    let odd = sealed(&body.replace("5802ID", "54071500.505802ID"));
    assert_eq!(fault(&odd), Fault::Amount("1500.50".to_owned()));
}

#[test]
fn an_order_of_fields_that_is_not_ascending_is_read_as_well() {
    let moved = STATIC[..STATIC.len() - 8].replace("5204864153033605802ID", "5802ID52048641530336054041000");
    assert_eq!(Qris::parse(&sealed(&moved)).unwrap().amount().unwrap(), Some(1000));
}

fn merchant() -> impl Strategy<Value = (String, String)> {
    ("[A-Z][A-Z0-9 ]{0,23}[A-Z]", "[A-Z]{1,15}")
}

fn payload(name: &str, city: &str) -> String {
    sealed(&format!(
        "00020101021126150011ID.TRIAL.WW5204654153033605802ID59{:02}{name}60{:02}{city}",
        name.len(),
        city.len()
    ))
}

proptest! {
    #[test]
    fn every_amount_comes_back_and_the_merchant_stays((name, city) in merchant(), amount in 1..=MOST_RUPIAH) {
        let code = Qris::parse(&payload(&name, &city)).unwrap();
        let made = code.with_amount(amount).unwrap();
        let read = Qris::parse(made.text()).unwrap();
        prop_assert_eq!(read.amount().unwrap(), Some(amount));
        prop_assert_eq!(read.merchant(), name);
        prop_assert_eq!(read.city(), city);
    }

    #[test]
    fn one_wrong_letter_is_always_noticed(at in 0..STATIC.len(), letter in 0x20_u8..0x7F) {
        let mut text = STATIC.as_bytes().to_vec();
        prop_assume!(text[at] != letter);
        text[at] = letter;
        prop_assert!(Qris::parse(std::str::from_utf8(&text).unwrap()).is_err());
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,600}") {
        let _ = Qris::parse(&text);
    }

    #[test]
    fn no_text_of_fields_makes_it_panic(text in "(0002[0-9A-Z]{0,8}|[0-9]{4}[A-Z]{0,9}){0,20}") {
        let _ = Qris::parse(&text);
    }
}
