//! Writing invoices: arrays in, one statement for any number of them.

use kernel::{BillingRunId, Date, InvoiceId, PersonId};
use rust_decimal::Decimal;
use serde_json::Value;
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::invoice::model::{Issued, NewInvoice, NewLine};

pub async fn insert_invoices(tx: &mut TenantTx, invoices: &[NewInvoice], issued: &[Issued]) -> Result<()> {
    let ids: Vec<Uuid> = issued.iter().map(|issued| issued.id.uuid()).collect();
    let numbers: Vec<&str> = issued.iter().map(|issued| issued.number.as_str()).collect();
    let totals: Vec<i64> = issued.iter().map(|issued| issued.total.get()).collect();
    let kinds: Vec<&str> = each(invoices, |invoice| invoice.kind.code());
    let runs: Vec<Option<Uuid>> = each(invoices, |invoice| invoice.run.map(BillingRunId::uuid));
    let units: Vec<Uuid> = each(invoices, |invoice| invoice.unit.uuid());
    let periods: Vec<Date> = each(invoices, |invoice| invoice.period.first_day());
    let unit_codes: Vec<&str> = each(invoices, |invoice| invoice.unit_code.as_str());
    let payers: Vec<Option<Uuid>> = each(invoices, |invoice| invoice.payer.map(PersonId::uuid));
    let payer_names: Vec<&str> = each(invoices, |invoice| invoice.payer_name.as_str());
    let issued_on: Vec<Date> = each(invoices, |invoice| invoice.issued_on);
    let due_on: Vec<Date> = each(invoices, |invoice| invoice.due_on);
    let snapshots: Vec<&Value> = each(invoices, |invoice| &invoice.snapshot);
    let replaces: Vec<Option<Uuid>> = each(invoices, |invoice| invoice.replaces.map(InvoiceId::uuid));
    sqlx::query!(
        r#"insert into invoice (invoice_id, number, kind, run_id, unit_id, period, unit_code, payer_id, payer_name,
                                issued_on, due_on, total, open, snapshot, replaces)
           select n.id, n.number, n.kind, n.run, n.unit, n.period, n.unit_code, n.payer, n.payer_name,
                  n.issued_on, n.due_on, n.total, n.total, n.snapshot, n.replaces
             from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::date[], $7::text[], $8::uuid[],
                         $9::text[], $10::date[], $11::date[], $12::bigint[], $13::jsonb[], $14::uuid[])
                  n (id, number, kind, run, unit, period, unit_code, payer, payer_name,
                     issued_on, due_on, total, snapshot, replaces)"#,
        &ids,
        &numbers as &[&str],
        &kinds as &[&str],
        &runs as &[Option<Uuid>],
        &units,
        &periods,
        &unit_codes as &[&str],
        &payers as &[Option<Uuid>],
        &payer_names as &[&str],
        &issued_on,
        &due_on,
        &totals,
        &snapshots as &[&Value],
        &replaces as &[Option<Uuid>],
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn insert_lines(tx: &mut TenantTx, invoices: &[NewInvoice], issued: &[Issued]) -> Result<()> {
    let lines = Lines::of(invoices, issued);
    sqlx::query!(
        r#"insert into invoice_line (invoice_id, line, unit_id, charge_type_id, tariff_id, period, part, fund_id,
                                     income_account_id, penalty_for, description, quantity, rate, priority, tax, amount)
           select n.invoice, n.line, n.unit, n.charge_type, n.tariff, n.period, n.part, n.fund, n.income_account,
                  n.penalty_for, n.description, n.quantity, n.rate, n.priority, n.tax, n.amount
             from unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::smallint[],
                         $8::uuid[], $9::uuid[], $10::uuid[], $11::text[], $12::numeric[], $13::numeric[],
                         $14::smallint[], $15::bigint[], $16::bigint[])
                  n (invoice, line, unit, charge_type, tariff, period, part, fund, income_account, penalty_for,
                     description, quantity, rate, priority, tax, amount)"#,
        &lines.invoices,
        &lines.numbers,
        &lines.units,
        &lines.each(|line| line.charge_type.map(|id| id.uuid())) as &[Option<Uuid>],
        &lines.each(|line| line.tariff.map(|id| id.uuid())) as &[Option<Uuid>],
        &lines.each(|line| line.period.first_day()),
        &lines.each(|line| line.part),
        &lines.each(|line| line.fund.uuid()),
        &lines.each(|line| line.income_account.uuid()),
        &lines.each(|line| line.penalty_for.map(|id| id.uuid())) as &[Option<Uuid>],
        &lines.each(|line| line.description.as_str()) as &[&str],
        &lines.each(|line| line.quantity) as &[Option<Decimal>],
        &lines.each(|line| line.rate) as &[Option<Decimal>],
        &lines.each(|line| line.priority),
        &lines.each(|line| line.tax.get()),
        &lines.each(|line| line.amount.get()),
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// A tariff version that an invoice used is only followed from now on, never edited.
pub async fn mark_tariffs_used(tx: &mut TenantTx, invoices: &[NewInvoice]) -> Result<()> {
    let mut used: Vec<Uuid> = invoices
        .iter()
        .flat_map(|invoice| &invoice.lines)
        .filter_map(|line| Some(line.tariff?.uuid()))
        .collect();
    used.sort_unstable();
    used.dedup();
    sqlx::query!(
        "update tariff set used_at = scope_now() where tariff_id = any ($1) and used_at is null",
        &used
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn void(tx: &mut TenantTx, invoice: InvoiceId, reason: &str, on: Date) -> Result<()> {
    sqlx::query!("select void_invoice($1, $2, $3)", invoice as InvoiceId, reason, on).execute(tx).await?;
    Ok(())
}

/// The lines of many invoices, one behind the other.
struct Lines<'a> {
    invoices: Vec<Uuid>,
    numbers: Vec<i16>,
    units: Vec<Uuid>,
    lines: Vec<&'a NewLine>,
}

impl<'a> Lines<'a> {
    fn of(invoices: &'a [NewInvoice], issued: &[Issued]) -> Self {
        let mut all =
            Self { invoices: Vec::new(), numbers: Vec::new(), units: Vec::new(), lines: Vec::new() };
        for (invoice, issued) in invoices.iter().zip(issued) {
            for (line, number) in invoice.lines.iter().zip(1_i16..) {
                all.invoices.push(issued.id.uuid());
                all.numbers.push(number);
                all.units.push(invoice.unit.uuid());
                all.lines.push(line);
            }
        }
        all
    }

    fn each<T>(&self, value: impl Fn(&'a NewLine) -> T) -> Vec<T> {
        self.lines.iter().map(|line| value(line)).collect()
    }
}

fn each<'a, T>(invoices: &'a [NewInvoice], value: impl Fn(&'a NewInvoice) -> T) -> Vec<T> {
    invoices.iter().map(value).collect()
}
