//! Bringing the books to what the gateway says: the one place where money of an attempt is recorded or taken back.

use dues::settle;
use kernel::{EntryId, PaymentId, Rupiah};
use ledger::{Chart, Entry, Purpose};
use payments::payment::{self, CameFrom, Method, NewPayment, Part, State as Stands};
use tenancy::{Error, Result, TenantTx};
use uuid::Uuid;

use super::{
    model::Said,
    sql::{self, Attempt},
};

/// The gateway keeps its fee: Dr *Biaya bank*, Cr the clearing account, general fund. What the payer bore lowers it.
pub const FEE: &str = "gateway_fee";
/// The fee goes back with the payment. The mirror of [`FEE`].
pub const FEE_BACK: &str = "gateway_fee_reversed";

/// Brings what stands in the books for this attempt to `target` rupiah of its bills' amount. The caller holds the unit's
/// lock.
pub async fn bring(tx: &mut TenantTx, attempt: &Attempt, target: i64, said: &Said) -> Result<()> {
    let live = sql::live_booking(tx, attempt.id).await?;
    if live.as_ref().map_or(0, |booking| booking.amount.get()) == target {
        return Ok(());
    }
    if let Some(booking) = live {
        take_back(tx, attempt, booking, &said.status).await?;
    }
    if target > 0 {
        record(tx, attempt, target, said).await?;
    }
    Ok(())
}

async fn record(tx: &mut TenantTx, attempt: &Attempt, target: i64, said: &Said) -> Result<()> {
    let today = settle::today(tx).await?;
    let value_on = said.settled_on.map_or(today, |day| day.min(today));
    let chart = Chart::load(tx).await?;
    let amount = Rupiah::new(target).map_err(|_| Error::Conflict("payment_amount_check".to_owned()))?;
    let id = PaymentId::new(tx.now());
    let new = NewPayment {
        id,
        method: Method::Gateway,
        account: chart.account(Purpose::Clearing),
        payer: None,
        payer_name: attempt.payer_name.clone(),
        value_on,
        reference: attempt.order.clone(),
        note: String::new(),
        came_from: CameFrom::Gateway,
        parts: vec![Part { unit: attempt.unit, amount }],
    };
    payment::record(tx, &new).await?;
    payment::verify_choosing(tx, id, &attempt.chosen()).await?;
    let fee = fee(tx, attempt, &chart, id, value_on).await?;
    sql::insert_booking(tx, attempt.id, id, target, fee).await
}

async fn fee(
    tx: &mut TenantTx,
    attempt: &Attempt,
    chart: &Chart,
    payment: PaymentId,
    value_on: kernel::Date,
) -> Result<Option<Uuid>> {
    let Some(borne) = attempt.cost.checked_sub(attempt.fee).ok().filter(|fee| *fee > Rupiah::ZERO) else {
        return Ok(None);
    };
    let id = EntryId::new(tx.now());
    let booked_on = ledger::open_day(tx, value_on).await?;
    let general = chart.general_fund();
    let entry = Entry::draft(id, FEE, payment.uuid(), booked_on, value_on, attempt.order.clone())
        .debit(chart.account(Purpose::BankFee), general, borne)
        .credit(chart.account(Purpose::Clearing), general, borne)
        .balanced()
        .map_err(|_| Error::Conflict("amount_is_plausible".to_owned()))?;
    ledger::post(tx, &[entry]).await?;
    Ok(Some(id.uuid()))
}

/// A payment that the office took back by hand before is gone already; only the books of the attempt follow.
async fn take_back(tx: &mut TenantTx, attempt: &Attempt, booking: sql::Booking, word: &str) -> Result<()> {
    let today = settle::today(tx).await?;
    let stands = payment::mark(tx, booking.payment).await?.map(|mark| mark.state);
    if stands == Some(Stands::Verified) {
        payment::reverse(tx, booking.payment, today, &format!("gateway: {word}")).await?;
    }
    if let Some(entry) = booking.fee_entry {
        let on = ledger::open_day(tx, today).await?;
        let (id, source) = (EntryId::new(tx.now()), booking.payment.uuid());
        let memo = attempt.order.clone();
        let back = ledger::reversal_of(tx, EntryId::from_uuid(entry), id, FEE_BACK, source, on, memo).await?;
        ledger::post(tx, &[back]).await?;
    }
    sql::insert_booking(tx, attempt.id, booking.payment, -booking.amount.get(), None).await
}
