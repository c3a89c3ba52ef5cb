//! What goes back: to whoever cancels, to whoever did not come, after use.

use chrono::Days;
use dues::{
    invoice,
    settle::{self, Amounts, NewReduction, ReductionKind, Standing},
};
use kernel::{InvoiceId, Rupiah, UnitId};
use ledger::{Chart, Purpose};
use tenancy::TenantTx;

use super::{
    bill::{issue, line, said},
    model::Money,
    sql,
};
use crate::booking::{State, sql::Booking};

/// Days to pay in what a deposit did not.
const DAYS: u64 = 14;

/// A booking, which the caller holds, is cancelled: the deposit goes back whole, of the rent what the tiers say, all of it
/// when the office cancels. Nothing is paid out: it is the house's titipan, and pays what else is open.
pub async fn cancelled(tx: &mut TenantTx, booking: &Booking, by_office: bool) -> tenancy::Result<()> {
    let Some((money, invoice)) = billed(tx, booking).await? else { return Ok(()) };
    let today = settle::today(tx).await?;
    let refund = if by_office { money.rent } else { money.refund(booking.starts_at, tx.now()) };
    if booking.state == State::Unpaid || refund == money.rent {
        let reason = format!("{} dibatalkan", said(booking));
        invoice::void(tx, invoice, &reason, today).await?;
        if money.deposit > Rupiah::ZERO {
            sql::deposit_back(tx, booking.id, Rupiah::ZERO, "").await?;
        }
    } else {
        if refund > Rupiah::ZERO {
            reduce(tx, booking, invoice, ReductionKind::CreditNote, (1, refund)).await?;
        }
        deposit_back(tx, booking, &money, invoice).await?;
    }
    settle::apply_credit(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    Ok(())
}

/// Nobody came: the rent stays, the deposit goes back less the fee.
pub async fn not_come(tx: &mut TenantTx, booking: &Booking) -> tenancy::Result<()> {
    let Some((money, invoice)) = billed(tx, booking).await? else { return Ok(()) };
    deposit_back(tx, booking, &money, invoice).await?;
    if money.no_show_fee > Rupiah::ZERO {
        charge(tx, booking, money.no_show_fee, format!("Tidak datang, {}", said(booking))).await?;
    }
    settle::apply_credit(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    Ok(())
}

/// After use: the deposit goes back, less what is kept of it for a reason. What is kept is an invoice that the deposit
/// pays at once. False when it went back before.
pub async fn return_deposit(
    tx: &mut TenantTx,
    booking: &Booking,
    kept: Rupiah,
    why: &str,
) -> tenancy::Result<bool> {
    let Some((money, invoice)) = billed(tx, booking).await? else { return Ok(false) };
    if !money.holds_deposit() {
        return Ok(false);
    }
    deposit_back(tx, booking, &money, invoice).await?;
    if kept > Rupiah::ZERO {
        sql::deposit_back(tx, booking.id, kept, why).await?;
        charge(tx, booking, kept, format!("Potongan jaminan {}: {why}", said(booking))).await?;
    }
    settle::apply_credit(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    Ok(true)
}

/// The money of a booking that was asked for. None where the office made its invoice void: then nothing is left to return.
async fn billed(tx: &mut TenantTx, booking: &Booking) -> tenancy::Result<Option<(Money, InvoiceId)>> {
    let money = sql::money(tx, booking.id).await?;
    let Some((money, invoice)) = money.and_then(|money| money.invoice.map(|invoice| (money, invoice))) else {
        return Ok(None);
    };
    settle::lock_units(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    let is_void = settle::standing(tx, invoice).await?.0 == Standing::Void;
    Ok((!is_void).then_some((money, invoice)))
}

async fn deposit_back(
    tx: &mut TenantTx,
    booking: &Booking,
    money: &Money,
    invoice: InvoiceId,
) -> tenancy::Result<()> {
    if !money.holds_deposit() {
        return Ok(());
    }
    let cut = (money.deposit_line(), money.deposit);
    reduce(tx, booking, invoice, ReductionKind::DepositReturned, cut).await?;
    sql::deposit_back(tx, booking.id, Rupiah::ZERO, "").await
}

async fn reduce(
    tx: &mut TenantTx,
    booking: &Booking,
    invoice: InvoiceId,
    kind: ReductionKind,
    cut: (i16, Rupiah),
) -> tenancy::Result<()> {
    // The office may have lowered the line before.
    let (_, bears) = settle::standing(tx, invoice).await?;
    let left = bears.iter().find(|(line, _)| *line == cut.0).map_or(Rupiah::ZERO, |(_, left)| *left);
    let amount = cut.1.min(left);
    if amount == Rupiah::ZERO {
        return Ok(());
    }
    let on = settle::today(tx).await?;
    let amounts = Amounts::Lines(vec![(cut.0, amount)]);
    let reduction = NewReduction { kind, invoice, amounts, reason: said(booking), on, requested_by: None };
    settle::reduce(tx, reduction).await.map(|_| ())
}

async fn charge(tx: &mut TenantTx, booking: &Booking, amount: Rupiah, what: String) -> tenancy::Result<()> {
    let (today, chart) = (settle::today(tx).await?, Chart::load(tx).await?);
    let what: String = what.chars().take(200).collect();
    let lines = vec![line(&chart, today, chart.account(Purpose::OtherIncome), amount, what)];
    let invoice = issue(tx, booking, (today, today + Days::new(DAYS)), lines).await?;
    settle::apply_credit_to(tx, UnitId::from_uuid(booking.unit), invoice).await?;
    Ok(())
}
