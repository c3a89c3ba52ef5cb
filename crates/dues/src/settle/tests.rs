use kernel::{Date, FundId, InvoiceId, LedgerAccountId, Rupiah, UnitId};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Allocation, Claim, CreditLeft, OpenLine, Order, allocate, allocate_chosen, apply,
    spread::{Amounts, Reducible, spread},
};

fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

fn unit(n: u128) -> UnitId {
    UnitId::from_uuid(Uuid::from_u128(n))
}

fn invoice(n: u128) -> InvoiceId {
    InvoiceId::from_uuid(Uuid::from_u128(n))
}

fn fund(n: u128) -> FundId {
    FundId::from_uuid(Uuid::from_u128(n))
}

fn due(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}

/// A line of 150,000 of the invoice of this month, due on its tenth.
fn dues(month: u32) -> OpenLine {
    OpenLine {
        invoice: invoice(u128::from(month)),
        line: 1,
        unit: unit(12),
        due_on: due(month, 10),
        claim: Claim::Principal,
        priority: 100,
        fund: fund(1),
        open: rp(150_000),
    }
}

/// The penalty for that month, due with it.
fn penalty(month: u32, amount: i64) -> OpenLine {
    let invoice = invoice(100 + u128::from(month));
    OpenLine { invoice, claim: Claim::Penalty, open: rp(amount), ..dues(month) }
}

fn paid(allocations: &[Allocation]) -> Vec<(u128, i64)> {
    allocations.iter().map(|part| (part.invoice.uuid().as_u128(), part.amount.get())).collect()
}

#[test]
fn the_oldest_month_is_paid_before_the_younger_ones_whatever_their_order_in_the_list() {
    let (allocations, rest) = allocate(&[dues(3), dues(1), dues(2)], rp(350_000), Order::PrincipalFirst);
    assert_eq!(paid(&allocations), [(1, 150_000), (2, 150_000), (3, 50_000)]);
    assert_eq!(rest, Rupiah::ZERO);
}

#[test]
fn principal_goes_before_penalty_of_the_same_day_and_a_complex_may_want_it_the_other_way() {
    let lines = [penalty(1, 5_000), dues(1), dues(2)];
    let (allocations, _) = allocate(&lines, rp(152_000), Order::PrincipalFirst);
    assert_eq!(paid(&allocations), [(1, 150_000), (101, 2_000)]);
    let (allocations, _) = allocate(&lines, rp(152_000), Order::PenaltyFirst);
    assert_eq!(paid(&allocations), [(101, 5_000), (1, 147_000)]);
}

#[test]
fn among_lines_of_one_invoice_the_priority_of_the_charge_decides_then_their_place() {
    let guards = OpenLine { line: 2, priority: 10, open: rp(100_000), fund: fund(2), ..dues(1) };
    let water = OpenLine { line: 3, open: rp(40_000), fund: fund(3), ..dues(1) };
    let (allocations, rest) = allocate(&[dues(1), water, guards], rp(270_000), Order::PrincipalFirst);
    assert_eq!(
        allocations.iter().map(|part| (part.line, part.amount.get())).collect::<Vec<_>>(),
        [(2, 100_000), (1, 150_000), (3, 20_000)]
    );
    assert_eq!(rest, Rupiah::ZERO);
}

#[test]
fn the_unique_code_of_a_transfer_lands_in_the_credit_and_does_not_vanish() {
    let (allocations, rest) = allocate(&[dues(1)], rp(150_012), Order::PrincipalFirst);
    assert_eq!(paid(&allocations), [(1, 150_000)]);
    assert_eq!(rest, rp(12));
}

#[test]
fn twelve_months_ahead_are_credit_because_nothing_is_open_yet() {
    let (allocations, rest) = allocate(&[], rp(1_800_000), Order::PrincipalFirst);
    assert!(allocations.is_empty());
    assert_eq!(rest, rp(1_800_000));
}

#[test]
fn a_chosen_invoice_is_paid_first_and_the_rest_goes_to_the_oldest() {
    let lines = [dues(1), dues(2), dues(3)];
    let (allocations, rest) = allocate_chosen(&lines, &[invoice(3)], rp(200_000), Order::PrincipalFirst);
    assert_eq!(paid(&allocations), [(3, 150_000), (1, 50_000)]);
    assert_eq!(rest, Rupiah::ZERO);
}

#[test]
fn the_oldest_credit_is_used_first_and_each_unit_pays_only_its_own_lines() {
    let credit = |n: u128, of: u128, day: u32, left: i64| CreditLeft {
        credit: kernel::CreditId::from_uuid(Uuid::from_u128(n)),
        unit: unit(of),
        account: LedgerAccountId::from_uuid(Uuid::from_u128(1101)),
        value_on: due(1, day),
        left: rp(left),
    };
    let other = OpenLine { unit: unit(13), invoice: invoice(50), ..dues(1) };
    let uses = apply(
        &[
            credit(2, 12, 20, 500_000),
            credit(1, 12, 5, 100_000),
            credit(3, 13, 1, 30_000),
            credit(4, 14, 1, 9),
        ],
        &[dues(2), other, dues(1)],
        Order::PrincipalFirst,
    );
    let seen: Vec<_> = uses
        .iter()
        .map(|a_use| {
            (a_use.credit.uuid().as_u128(), a_use.to.invoice.uuid().as_u128(), a_use.to.amount.get())
        })
        .collect();
    assert_eq!(seen, [(1, 1, 100_000), (2, 1, 50_000), (2, 2, 150_000), (3, 50, 30_000)]);
}

fn reducible(line: i16, open: i64, paid: i64) -> Reducible {
    let open = Allocation {
        invoice: invoice(1),
        line,
        unit: unit(12),
        claim: Claim::Principal,
        fund: fund(1),
        amount: rp(open),
    };
    Reducible { open, income: LedgerAccountId::from_uuid(Uuid::from_u128(4101)), paid: rp(paid) }
}

#[test]
fn a_reduction_takes_what_is_open_first_and_then_makes_room_in_what_is_paid() {
    let lines = [reducible(1, 50_000, 100_000), reducible(2, 20_000, 0)];
    let cuts = spread(&lines, &Amounts::Total(rp(90_000))).unwrap();
    let seen: Vec<_> =
        cuts.iter().map(|cut| (cut.to.line, cut.to.amount.get(), cut.from_paid.get())).collect();
    assert_eq!(seen, [(1, 70_000, 20_000), (2, 20_000, 0)]);
    assert_eq!(spread(&lines, &Amounts::Total(rp(170_001))), None, "more than the invoice asks for");
    assert_eq!(spread(&lines, &Amounts::Lines(vec![(2, rp(20_001))])), None, "more than the line asks for");
    assert_eq!(spread(&lines, &Amounts::Lines(vec![(3, rp(1))])), None, "there is no such line");
}

proptest! {
    #[test]
    fn no_rupiah_is_lost_no_line_gets_too_much_and_nothing_waits_while_money_is_left(
        opens in prop::collection::vec((1u32..12, 1i64..400_000, any::<bool>(), 1i16..4), 0..12),
        amount in 1i64..3_000_000,
    ) {
        let lines: Vec<OpenLine> = opens.iter().enumerate().map(|(at, (month, open, is_penalty, priority))| OpenLine {
            invoice: invoice(at as u128),
            claim: if *is_penalty { Claim::Penalty } else { Claim::Principal },
            priority: *priority,
            open: rp(*open),
            ..dues(*month)
        }).collect();
        let (allocations, rest) = allocate(&lines, rp(amount), Order::PrincipalFirst);
        let given: i64 = allocations.iter().map(|part| part.amount.get()).sum();
        prop_assert_eq!(given + rest.get(), amount);
        for line in &lines {
            let got: i64 = allocations.iter().filter(|part| part.invoice == line.invoice).map(|part| part.amount.get()).sum();
            prop_assert!(got >= 0 && got <= line.open.get());
            prop_assert!(rest == Rupiah::ZERO || got == line.open.get(), "money is left while a line is open");
        }
    }
}
