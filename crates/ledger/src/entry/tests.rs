//! An entry is only ever built balanced, whatever is put into it.

use std::collections::HashMap;

use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Draft, Entry, Unbalanced};

fn account(number: u8) -> LedgerAccountId {
    LedgerAccountId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

fn fund(number: u8) -> FundId {
    FundId::from_uuid(Uuid::from_u128(u128::from(number) + 1_000))
}

fn draft() -> Draft {
    let id = EntryId::from_uuid(Uuid::from_u128(7));
    let day = Date::from_ymd_opt(2026, 11, 22).unwrap();
    Entry::draft(id, "journal", id.uuid(), day, day, "Uji")
}

fn with_lines(lines: &[(u8, u8, i64)]) -> Draft {
    lines.iter().fold(draft(), |draft, (account_no, fund_no, amount)| {
        let size = Rupiah::new(amount.abs()).unwrap();
        if *amount >= 0 {
            draft.debit(account(*account_no), fund(*fund_no), size)
        } else {
            draft.credit(account(*account_no), fund(*fund_no), size)
        }
    })
}

fn lines() -> impl Strategy<Value = Vec<(u8, u8, i64)>> {
    prop::collection::vec((0_u8..4, 0_u8..3, -1_000_i64..1_000), 0..12)
}

proptest! {
    #[test]
    fn what_balances_is_accepted_and_nothing_else_is(lines in lines()) {
        let mut funds: HashMap<u8, i64> = HashMap::new();
        let mut places: HashMap<(u8, u8), i64> = HashMap::new();
        for (account, fund, amount) in &lines {
            *funds.entry(*fund).or_default() += amount;
            *places.entry((*account, *fund)).or_default() += amount;
        }
        let moves = places.values().any(|sum| *sum != 0);
        let even = funds.values().all(|sum| *sum == 0);
        match with_lines(&lines).balanced() {
            Ok(entry) => {
                prop_assert!(moves && even);
                prop_assert_eq!(entry.lines.len(), places.values().filter(|sum| **sum != 0).count());
                prop_assert!(entry.lines.iter().all(|line| line.amount != 0));
                prop_assert_eq!(entry.total().get(), places.values().map(|sum| sum.max(&0)).sum::<i64>());
            }
            Err(Unbalanced::Nothing) => prop_assert!(!moves),
            Err(Unbalanced::Differs { by, .. }) => {
                prop_assert!(!even);
                prop_assert!(funds.values().any(|sum| *sum == by));
            }
            Err(Unbalanced::TooLarge) => prop_assert!(false, "these amounts are small"),
        }
    }

    #[test]
    fn closing_the_difference_of_every_fund_makes_an_entry(lines in lines()) {
        let mut drafted = with_lines(&lines);
        let mut funds: HashMap<u8, i64> = HashMap::new();
        for (_, fund, amount) in &lines {
            *funds.entry(*fund).or_default() += amount;
        }
        for (number, sum) in &funds {
            let rest = Rupiah::new(sum.abs()).unwrap();
            drafted = if *sum >= 0 {
                drafted.credit(account(9), fund(*number), rest)
            } else {
                drafted.debit(account(9), fund(*number), rest)
            };
        }
        let even = drafted.balanced();
        prop_assert!(matches!(even, Ok(_) | Err(Unbalanced::Nothing)), "{even:?}");
    }

    #[test]
    fn an_entry_and_its_mirror_cancel_each_other(lines in lines()) {
        let Ok(entry) = with_lines(&lines).balanced() else { return Ok(()) };
        let mirror = draft().mirrored(&entry.lines).balanced().unwrap();
        prop_assert_eq!(mirror.total(), entry.total());
        prop_assert_eq!(draft().mirrored(&entry.lines).mirrored(&mirror.lines).balanced(), Err(Unbalanced::Nothing));
    }
}

#[test]
fn nobodys_ledger_overflows() {
    let much = Rupiah::new(Rupiah::LIMIT).unwrap();
    let twice = draft().debit(account(1), fund(1), much).debit(account(1), fund(1), much);
    assert_eq!(twice.credit(account(2), fund(1), much).balanced(), Err(Unbalanced::TooLarge));
}

#[test]
fn a_long_memo_is_cut_and_parts_of_one_account_stay_apart() {
    let (a12, a14) = (Uuid::from_u128(12), Uuid::from_u128(14));
    let (id, day) = (EntryId::from_uuid(Uuid::from_u128(7)), Date::from_ymd_opt(2026, 11, 22).unwrap());
    let sum = Rupiah::new(150_000).unwrap();
    let entry = Entry::draft(id, "invoice_issued", id.uuid(), day, day, "é".repeat(400))
        .debit_of(account(1), fund(1), sum, a12)
        .debit_of(account(1), fund(1), sum, a14)
        .credit(account(2), fund(1), sum)
        .credit(account(2), fund(1), sum)
        .balanced()
        .unwrap();
    assert_eq!(entry.head.memo.chars().count(), 300);
    assert_eq!((entry.lines.len(), entry.total().get()), (3, 300_000));
}
