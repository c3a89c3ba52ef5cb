//! Money comes in, is allocated, goes back: figures on the invoices, in the credit and in the books.

use dues::settle::{self, Amounts, NewReduction, ReductionKind};
use kernel::{InvoiceId, Rupiah};
use ledger::Purpose;
use tenancy::{Routes, TenantTx};
use testkit::{Complex, Kit};

use crate::books::{Books, balance, day, issue, kept, money, open_of, promises, rp, unit};

async fn melati() -> (Kit, Complex, Books) {
    let kit = Kit::open(Routes::new("dues")).await;
    let complex = kit.melati.clone();
    let books = Books::of(&complex).await;
    (kit, complex, books)
}

#[tokio::test]
async fn budi_pays_two_months_and_a_half_and_the_books_know_which_fund_got_what() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let mut invoices = Vec::new();
    for month in [1, 2, 3] {
        let lines = [books.general(100_000), books.water(50_000)];
        invoices.push(issue(&mut tx, &books, budi, month, &lines, None).await);
    }
    let paid = money(&tx, budi, books.cash, 350_000, day(3, 5));
    let received = settle::receive(&mut tx, paid, None).await.unwrap();
    assert_eq!(received.rest, Rupiah::ZERO);
    assert_eq!(received.allocations.len(), 5);
    let mut open = Vec::new();
    for invoice in invoices {
        open.push(open_of(&mut tx, invoice).await);
    }
    assert_eq!(open, [0, 0, 100_000]);
    assert_eq!(balance(&mut tx, books.cash, books.chart.general_fund()).await, 250_000);
    assert_eq!(balance(&mut tx, books.cash, books.water).await, 100_000);
    let owed = ledger::balance_of_subject(&mut tx, Purpose::DuesReceivable, budi.uuid()).await.unwrap();
    assert_eq!(owed, rp(100_000));
    kept(&promises(&mut tx).await);
}

#[tokio::test]
async fn what_budi_pays_ahead_is_titipan_and_pays_the_next_invoices_by_itself() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let first = issue(&mut tx, &books, budi, 1, &[books.water(50_000)], None).await;
    let paid = money(&tx, budi, books.bank, 120_012, day(1, 5));
    let received = settle::receive(&mut tx, paid, None).await.unwrap();
    assert_eq!(received.rest, rp(70_012));
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), rp(70_012));
    let second = issue(&mut tx, &books, budi, 2, &[books.water(50_000)], None).await;
    let third = issue(&mut tx, &books, budi, 3, &[books.general(30_000)], None).await;
    let applied = settle::apply_credit(&mut tx, &[budi]).await.unwrap();
    assert_eq!(applied.amount, rp(70_012));
    assert_eq!(
        (open_of(&mut tx, first).await, open_of(&mut tx, second).await, open_of(&mut tx, third).await),
        (0, 0, 9_988)
    );
    assert_eq!(balance(&mut tx, books.bank, books.water).await, 100_000);
    assert_eq!(balance(&mut tx, books.bank, books.chart.general_fund()).await, 20_012);
    assert_eq!(settle::apply_credit(&mut tx, &[budi]).await.unwrap().amount, Rupiah::ZERO, "nothing is left");
    kept(&promises(&mut tx).await);
}

#[tokio::test]
async fn a_payment_that_never_was_leaves_everything_as_before_and_cannot_be_taken_back_twice() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let january = issue(&mut tx, &books, budi, 1, &[books.water(50_000)], None).await;
    let paid = money(&tx, budi, books.cash, 80_000, day(1, 5));
    let credit = paid.credit;
    settle::receive(&mut tx, paid, None).await.unwrap();
    settle::reverse(&mut tx, credit, day(1, 6), "salah rumah").await.unwrap();
    assert_eq!(open_of(&mut tx, january).await, 50_000);
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), Rupiah::ZERO);
    assert_eq!(balance(&mut tx, books.cash, books.water).await, 0);
    assert_eq!(balance(&mut tx, books.cash, books.chart.general_fund()).await, 0);
    kept(&promises(&mut tx).await);
    let again = settle::reverse(&mut tx, credit, day(1, 7), "lagi").await.unwrap_err();
    assert_eq!(again.constraint(), Some(settle::CREDIT_IS_WHOLE));
}

#[tokio::test]
async fn no_more_than_the_titipan_is_paid_back_also_in_two_refunds_that_fit_each_alone() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let paid = money(&tx, budi, books.cash, 100_000, day(1, 5));
    let credit = paid.credit;
    settle::receive(&mut tx, paid, None).await.unwrap();
    tx.commit().await.unwrap();
    let refund = async || {
        let mut tx = complex.tx().await;
        settle::refund(&mut tx, credit, rp(60_000), day(1, 9), books.cash, "pindah").await?;
        tx.commit().await
    };
    let (one, other) = tokio::join!(refund(), refund());
    let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].constraint(), Some(settle::CREDIT_IS_LEFT));
    let mut tx = complex.tx().await;
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), rp(40_000));
    kept(&promises(&mut tx).await);
}

#[tokio::test]
async fn an_invoice_that_is_released_gives_its_money_back_to_the_titipan_and_its_waiver_to_nobody() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let january = issue(&mut tx, &books, budi, 1, &[books.water(50_000), books.general(20_000)], None).await;
    let paid = money(&tx, budi, books.cash, 40_000, day(1, 5));
    settle::receive(&mut tx, paid, None).await.unwrap();
    settle::reduce(&mut tx, waiver(january, Amounts::Total(rp(10_000)))).await.unwrap();
    assert_eq!(open_of(&mut tx, january).await, 20_000);
    assert_eq!(settle::release(&mut tx, january).await.unwrap(), rp(40_000));
    assert_eq!(open_of(&mut tx, january).await, 70_000);
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), rp(40_000));
    kept(&promises(&mut tx).await);
}

fn waiver(invoice: InvoiceId, amounts: Amounts) -> NewReduction {
    NewReduction {
        kind: ReductionKind::Waiver,
        invoice,
        amounts,
        reason: "rumah kebanjiran".to_owned(),
        on: day(3, 9),
        requested_by: None,
    }
}

#[tokio::test]
async fn a_waiver_of_what_is_paid_already_turns_that_money_into_titipan() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let january = issue(&mut tx, &books, budi, 1, &[books.general(100_000)], None).await;
    let paid = money(&tx, budi, books.cash, 80_000, day(1, 5));
    settle::receive(&mut tx, paid, None).await.unwrap();
    settle::reduce(&mut tx, waiver(january, Amounts::Total(rp(50_000)))).await.unwrap();
    assert_eq!(open_of(&mut tx, january).await, 0);
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), rp(30_000));
    let too_much = settle::reduce(&mut tx, waiver(january, Amounts::Lines(vec![(1, rp(50_001))]))).await;
    assert_eq!(too_much.unwrap_err().constraint(), Some(settle::INVOICE_OWES_SO_MUCH));
    kept(&promises(&mut tx).await);
}

#[tokio::test]
async fn a_penalty_is_owed_apart_from_the_dues_and_its_reversal_takes_the_income_back() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    let january = issue(&mut tx, &books, budi, 1, &[books.general(100_000)], None).await;
    let penalty = issue(&mut tx, &books, budi, 1, &[books.general(5_000)], Some(january)).await;
    let paid = money(&tx, budi, books.cash, 102_000, day(1, 20));
    settle::receive(&mut tx, paid, None).await.unwrap();
    assert_eq!((open_of(&mut tx, january).await, open_of(&mut tx, penalty).await), (0, 3_000));
    let reversal =
        NewReduction { kind: ReductionKind::PenaltyReversal, ..waiver(penalty, Amounts::Total(rp(5_000))) };
    settle::reduce(&mut tx, reversal).await.unwrap();
    assert_eq!(settle::credit_of(&mut tx, budi).await.unwrap(), rp(2_000));
    let income = books.chart.account(Purpose::PenaltyIncome);
    assert_eq!(balance(&mut tx, income, books.chart.general_fund()).await, 0);
    kept(&promises(&mut tx).await);
}

#[tokio::test]
async fn money_of_a_closed_month_is_booked_on_the_first_open_day_with_its_own_value_date() {
    let (_kit, complex, books) = melati().await;
    let budi = unit(&complex, "A-12").await;
    let mut tx = complex.tx().await;
    issue(&mut tx, &books, budi, 1, &[books.general(100_000)], None).await;
    sqlx::query("select close_books($1)").bind(day(1, 1)).execute(&mut tx).await.unwrap();
    let paid = money(&tx, budi, books.cash, 100_000, day(1, 9));
    settle::receive(&mut tx, paid, None).await.unwrap();
    let days: (kernel::Date, kernel::Date) =
        sqlx::query_as("select booked_on, value_on from journal_entry where kind = 'payment_received'")
            .fetch_one(&mut tx)
            .await
            .unwrap();
    assert_eq!(days, (day(2, 1), day(1, 9)));
    kept(&promises(&mut tx).await);
}

/// The 16 clerks each bring 50,000 to each of four units, which owe 600,000 each, in an order of their own.
#[tokio::test]
async fn sixteen_clerks_at_the_same_units_lose_nothing_and_double_nothing() {
    let (_kit, complex, books) = melati().await;
    let mut units = Vec::new();
    for code in ["A-1", "A-2", "A-3", "A-4"] {
        units.push(unit(&complex, code).await);
    }
    let mut tx = complex.tx().await;
    for unit in &units {
        for month in 1..=4 {
            issue(&mut tx, &books, *unit, month, &[books.general(100_000), books.water(50_000)], None).await;
        }
    }
    tx.commit().await.unwrap();
    let mut clerks = tokio::task::JoinSet::new();
    for clerk in 0..16usize {
        let (complex, books, mut units) = (complex.clone(), books.clone(), units.clone());
        units.rotate_left(clerk % 4);
        clerks.spawn(async move {
            let mut tx: TenantTx = complex.tx().await;
            let parts: Vec<_> =
                units.iter().map(|unit| money(&tx, *unit, books.cash, 50_000, day(4, 20))).collect();
            settle::receive_all(&mut tx, &parts, None).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    while let Some(done) = clerks.join_next().await {
        done.unwrap();
    }
    let mut tx = complex.tx().await;
    for unit in &units {
        assert_eq!(settle::credit_of(&mut tx, *unit).await.unwrap(), rp(200_000));
    }
    let cash = balance(&mut tx, books.cash, books.chart.general_fund()).await
        + balance(&mut tx, books.cash, books.water).await;
    assert_eq!(cash, 16 * 4 * 50_000);
    kept(&promises(&mut tx).await);
}
