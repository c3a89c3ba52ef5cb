//! A complex with units, and invoices written as a bookkeeper would: the document, its lines, its entry.

use kernel::{CreditId, Date, EntryId, FundId, InvoiceId, LedgerAccountId, Rupiah, UnitId};
use ledger::{Chart, Entry, Purpose};
use tenancy::TenantTx;
use testkit::Complex;
use uuid::Uuid;

/// What tests need of the chart.
#[derive(Clone)]
pub struct Books {
    pub chart: Chart,
    pub water: FundId,
    pub cash: LedgerAccountId,
    pub bank: LedgerAccountId,
}

/// A line to be billed: 150,000 for the general fund, or so much for another.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub fund: FundId,
    pub amount: i64,
}

impl Books {
    pub async fn of(complex: &Complex) -> Self {
        let mut tx = complex.tx().await;
        let chart = Chart::load(&mut tx).await.unwrap();
        let water = chart.funds().iter().find(|fund| fund.code == "AIR").unwrap().id;
        let (cash, bank) = (chart.account(Purpose::Cash), chart.account(Purpose::Bank));
        Self { chart, water, cash, bank }
    }

    pub fn general(&self, amount: i64) -> Line {
        Line { fund: self.chart.general_fund(), amount }
    }

    pub fn water(&self, amount: i64) -> Line {
        Line { fund: self.water, amount }
    }
}

pub fn rp(amount: i64) -> Rupiah {
    Rupiah::new(amount).unwrap()
}

pub fn day(month: u32, day: u32) -> Date {
    Date::from_ymd_opt(2026, month, day).unwrap()
}

pub async fn unit(complex: &Complex, code: &str) -> UnitId {
    let mut tx = complex.tx().await;
    let id = UnitId::new(tx.now());
    sqlx::query("insert into unit (unit_id, code, status) values ($1, $2, 'lived_in')")
        .bind(id)
        .bind(code)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// An invoice of this month, due on its tenth; with `penalty_for` it is a late fee.
pub async fn issue(
    tx: &mut TenantTx,
    books: &Books,
    unit: UnitId,
    month: u32,
    lines: &[Line],
    penalty_for: Option<InvoiceId>,
) -> InvoiceId {
    let id = InvoiceId::new(tx.now());
    let kind = if penalty_for.is_some() { "penalty" } else { "dues" };
    let series = format!("{}-2026-{month:02}", if penalty_for.is_some() { "DND" } else { "INV" });
    let number = ledger::take_numbers(tx, &series, 1).await.unwrap();
    let total: i64 = lines.iter().map(|line| line.amount).sum();
    sqlx::query(
        "insert into invoice (invoice_id, number, kind, unit_id, period, unit_code, payer_name, issued_on, due_on,
                              total, open)
         values ($1, $2, $3, $4, $5, 'A-12', 'Budi Santoso', $5, $6, $7, $7)",
    )
    .bind(id)
    .bind(format!("{series}-{number:04}"))
    .bind(kind)
    .bind(unit)
    .bind(day(month, 1))
    .bind(day(month, 10))
    .bind(total)
    .execute(&mut *tx)
    .await
    .unwrap();
    let (receivable, income) = match penalty_for {
        Some(_) => (Purpose::PenaltyReceivable, Purpose::PenaltyIncome),
        None => (Purpose::DuesReceivable, Purpose::DuesIncome),
    };
    let (receivable, income) = (books.chart.account(receivable), books.chart.account(income));
    let mut entry =
        Entry::draft(EntryId::new(tx.now()), "invoice_issued", id.uuid(), day(month, 1), day(month, 1), "");
    for (place, line) in (1i16..).zip(lines) {
        sqlx::query(
            "insert into invoice_line (invoice_id, line, unit_id, period, fund_id, income_account_id, description,
                                       amount, penalty_for)
             values ($1, $2, $3, $4, $5, $6, 'Iuran', $7, $8)",
        )
        .bind(id)
        .bind(place)
        .bind(unit)
        .bind(day(month, 1))
        .bind(line.fund)
        .bind(income)
        .bind(line.amount)
        .bind(penalty_for)
        .execute(&mut *tx)
        .await
        .unwrap();
        entry = entry.debit_of(receivable, line.fund, rp(line.amount), unit.uuid()).credit(
            income,
            line.fund,
            rp(line.amount),
        );
    }
    ledger::post(tx, &[entry.balanced().unwrap()]).await.unwrap();
    id
}

/// Money for this unit.
pub fn money(
    tx: &TenantTx,
    unit: UnitId,
    account: LedgerAccountId,
    amount: i64,
    on: Date,
) -> dues::settle::Money {
    dues::settle::Money {
        credit: CreditId::new(tx.now()),
        unit,
        source: Uuid::from_u128(rand_source(tx)),
        reference: "KW-2026-000001".to_owned(),
        account,
        amount: rp(amount),
        value_on: on,
    }
}

fn rand_source(tx: &TenantTx) -> u128 {
    CreditId::new(tx.now()).uuid().as_u128()
}

/// Every promise of dues and of the books is kept.
#[track_caller]
pub fn kept(broken: &(Vec<String>, Vec<ledger::Broken>)) {
    assert!(broken.0.is_empty() && broken.1.is_empty(), "{broken:?}");
}

pub async fn promises(tx: &mut TenantTx) -> (Vec<String>, Vec<ledger::Broken>) {
    (dues::invariants(tx).await.unwrap(), ledger::invariants(tx).await.unwrap())
}

/// The balance of a money account in a fund.
pub async fn balance(tx: &mut TenantTx, account: LedgerAccountId, fund: FundId) -> i64 {
    sqlx::query_scalar(
        "select coalesce(sum(amount), 0)::bigint from posting where account_id = $1 and fund_id = $2",
    )
    .bind(account)
    .bind(fund)
    .fetch_one(tx)
    .await
    .unwrap()
}

pub async fn open_of(tx: &mut TenantTx, invoice: InvoiceId) -> i64 {
    sqlx::query_scalar("select open from invoice where invoice_id = $1")
        .bind(invoice)
        .fetch_one(tx)
        .await
        .unwrap()
}
