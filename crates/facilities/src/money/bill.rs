//! A booking asks for its money, hears that it came, or ends without it.

use chrono::TimeDelta;
use dues::{
    invoice::{self, InvoiceKind, NewInvoice, NewLine},
    settle::{self, CreditKept, InvoiceSettled, Standing},
};
use homes::OccupancyKind;
use jobs::{Job, JobFault, Plan, Tools};
use kernel::{Date, InvoiceId, LedgerAccountId, Period, PersonId, Rupiah, UnitId, Zone};
use ledger::{Chart, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tenancy::{JobScope, TenantTx};
use uuid::Uuid;

use super::{
    model::{Money, Terms},
    sql,
};
use crate::{
    availability::Slot,
    booking::{
        ExpireBookings, State, act,
        model::BookFault,
        sql::{self as bookings, Booking},
        tell::{self, News},
    },
    facility::Facility,
};

/// Behind the month's dues of the same day.
const PRIORITY: i16 = 110;

/// Writes down what a slot costs this house, when it is taken; nothing where it is free.
pub async fn freeze(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    (booking, slot): (Uuid, &Slot),
) -> tenancy::Result<()> {
    let terms = sql::terms(tx, facility.id).await?;
    let rent = rent(tx, &terms, zone, unit, slot).await?;
    if rent == Rupiah::ZERO && terms.deposit == Rupiah::ZERO {
        return Ok(());
    }
    sql::freeze(tx, booking, rent, &terms).await
}

async fn rent(
    tx: &mut TenantTx,
    terms: &Terms,
    zone: Zone,
    unit: Uuid,
    slot: &Slot,
) -> tenancy::Result<Rupiah> {
    let rented = is_rented(tx, unit, zone.date(tx.now())).await?;
    Ok(terms.rent(slot.starts_at, zone, rented))
}

/// Does a tenant live there on that day?
pub async fn is_rented(tx: &mut TenantTx, unit: Uuid, day: Date) -> tenancy::Result<bool> {
    let there = homes::occupants_on(tx, UnitId::from_uuid(unit), day).await?;
    Ok(there.iter().any(|one| one.kind == OccupancyKind::Tenant))
}

/// Nothing stands in its way but money: where it costs something it gets its invoice and waits for it, unless the house's
/// titipan pays at once. Answers where the booking, which the caller holds, stands now.
pub async fn begin(tx: &mut TenantTx, booking: &Booking) -> tenancy::Result<State> {
    let Some(money) = sql::money(tx, booking.id).await? else {
        return confirm(tx, booking).await;
    };
    let until = booking.starts_at.min(tx.now() + TimeDelta::hours(i64::from(money.pay_hours)));
    let today = settle::today(tx).await?;
    let chart = Chart::load(tx).await?;
    let mut lines = Vec::new();
    for (amount, account, word) in [
        (money.rent, chart.account(Purpose::OtherIncome), "Sewa"),
        (money.deposit, chart.account(Purpose::Deposit), "Uang jaminan"),
    ] {
        if amount > Rupiah::ZERO {
            lines.push(line(&chart, today, account, amount, format!("{word} {}", said(booking))));
        }
    }
    let due_on = bookings::zone(tx).await?.date(until);
    let issued = issue(tx, booking, (today, due_on), lines).await?;
    sql::billed(tx, booking.id, issued, until).await?;
    bookings::bring(tx, booking.id, State::Unpaid, "").await?;
    let overdue = Plan::at(until).only_one(format!("pay {}", booking.id));
    jobs::later_as(tx, &ExpireBookings {}, overdue).await?;
    settle::apply_credit(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    if settle::standing(tx, issued).await?.0 == Standing::Open {
        // Whoever just booked stands before the bill already.
        if booking.state == State::Waiting {
            tell::moved(tx, booking, News::Unpaid(money.total(), until), "").await?;
        }
        return Ok(State::Unpaid);
    }
    confirm(tx, booking).await
}

/// It is the house's; said to whoever did not just do that themselves.
async fn confirm(tx: &mut TenantTx, booking: &Booking) -> tenancy::Result<State> {
    bookings::bring(tx, booking.id, State::Confirmed, "").await?;
    if booking.state != State::Hold {
        tell::moved(tx, booking, News::Confirmed, "").await?;
    }
    Ok(State::Confirmed)
}

/// `P-0012 Balai warga`
pub fn said(booking: &Booking) -> String {
    format!("P-{:04} {}", booking.number, booking.facility_name)
}

pub(super) fn line(
    chart: &Chart,
    today: Date,
    income_account: LedgerAccountId,
    amount: Rupiah,
    description: String,
) -> NewLine {
    NewLine {
        charge_type: None,
        tariff: None,
        part: 0,
        period: Period::of(today),
        fund: chart.general_fund(),
        income_account,
        description,
        quantity: None,
        rate: None,
        tax: Rupiah::ZERO,
        amount,
        priority: PRIORITY,
        penalty_for: None,
    }
}

/// One invoice for the house of a booking.
pub(super) async fn issue(
    tx: &mut TenantTx,
    booking: &Booking,
    (today, due_on): (Date, Date),
    lines: Vec<NewLine>,
) -> tenancy::Result<InvoiceId> {
    let unit = UnitId::from_uuid(booking.unit);
    // Before the numbers, as everybody who issues does.
    settle::lock_units(tx, &[unit]).await?;
    let payer = payer(tx, unit, today).await?;
    let draft = NewInvoice {
        kind: InvoiceKind::Other,
        unit,
        unit_code: booking.code.clone(),
        period: Period::of(today),
        payer_name: payer
            .as_ref()
            .map_or_else(|| format!("Penghuni {}", booking.code), |(_, name)| name.clone()),
        payer: payer.map(|(person, _)| person),
        issued_on: today,
        due_on,
        lines,
        snapshot: json!({ "source": {
            "label": format!("P-{:04}", booking.number), "path": format!("jadwal-fasilitas/{}", booking.id) } }),
        run: None,
        replaces: None,
    };
    let issued = invoice::issue(tx, vec![draft]).await?;
    Ok(issued.first().expect("one draft becomes one invoice").id)
}

/// Who pays for the house, or owns it, or lives there.
pub async fn payer(
    tx: &mut TenantTx,
    unit: UnitId,
    today: Date,
) -> tenancy::Result<Option<(PersonId, String)>> {
    let mut there = homes::occupants_on(tx, unit, today).await?;
    there.retain(|one| one.payer || one.kind != OccupancyKind::Staff);
    there.sort_by_key(|one| (!one.payer, one.kind != OccupancyKind::Owner));
    Ok(there.into_iter().next().map(|one| (one.person, one.name)))
}

/// The invoice of a booking is settled: it is confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub struct BookingPaid {
    invoice: InvoiceId,
}

impl From<InvoiceSettled> for BookingPaid {
    fn from(event: InvoiceSettled) -> Self {
        Self { invoice: event.invoice }
    }
}

impl Job for BookingPaid {
    const NAME: &'static str = "facilities.paid";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let Some(id) = sql::booking_of(&mut tx, self.invoice).await? else { return Ok(()) };
        let Some(booking) = bookings::lock(&mut tx, id).await? else { return Ok(()) };
        // Between the announcement and now it may have been taken back, or the booking ended.
        let is_paid = settle::standing(&mut tx, self.invoice).await?.0 == Standing::Settled;
        if booking.state == State::Unpaid && is_paid {
            confirm(&mut tx, &booking).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// A booking whose time to pay is over ends, and its invoice is void: what was paid of it is the house's titipan. One
/// transaction each, so that nobody's money waits for another's.
pub async fn expire(scope: &JobScope) -> tenancy::Result<()> {
    let mut tx = scope.begin().await?;
    let overdue = sql::overdue(&mut tx).await?;
    tx.commit().await?;
    for id in overdue {
        let mut tx = scope.begin().await?;
        end(&mut tx, id).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn end(tx: &mut TenantTx, id: Uuid) -> tenancy::Result<()> {
    let booking = bookings::lock(tx, id).await?.filter(|it| it.state == State::Unpaid);
    let (Some(booking), Some(money)) = (booking, sql::money(tx, id).await?) else { return Ok(()) };
    let Some(invoice) = money.invoice else { return Ok(()) };
    settle::lock_units(tx, &[UnitId::from_uuid(booking.unit)]).await?;
    let standing = settle::standing(tx, invoice).await?.0;
    if standing == Standing::Settled {
        // Paid at the last moment; whoever listens for it comes behind us.
        return confirm(tx, &booking).await.map(|_| ());
    }
    bookings::bring(tx, id, State::Expired, "").await?;
    tell::moved(tx, &booking, News::Expired, "").await?;
    if standing == Standing::Void {
        return Ok(());
    }
    let today = settle::today(tx).await?;
    invoice::void(tx, invoice, &format!("{} tidak dibayar pada waktunya", said(&booking)), today).await
}

/// A house has titipan now: perhaps it paid a booking whose time was over. It gets the hour back if nobody else has it,
/// under a new number; otherwise the money stays titipan.
#[derive(Debug, Serialize, Deserialize)]
pub struct RetakeBooking {
    unit: UnitId,
}

impl From<CreditKept> for RetakeBooking {
    fn from(event: CreditKept) -> Self {
        Self { unit: event.unit }
    }
}

impl Job for RetakeBooking {
    const NAME: &'static str = "facilities.retake";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        for lapsed in sql::lapsed(&mut tx, self.unit).await? {
            if retake(&mut tx, self.unit, &lapsed).await? {
                break;
            }
        }
        Ok(tx.commit().await?)
    }
}

async fn retake(tx: &mut TenantTx, unit: UnitId, lapsed: &sql::Lapsed) -> tenancy::Result<bool> {
    let Some(money) = sql::money(tx, lapsed.booking).await? else { return Ok(false) };
    if settle::credit_of(tx, unit).await? < money.total() {
        return Ok(false);
    }
    match again(tx, unit, lapsed).await {
        Ok(booking) => {
            // At the price that was paid, and once.
            sql::take_over(tx, lapsed.booking, booking).await?;
            let booking = bookings::lock(tx, booking).await?.ok_or(tenancy::Error::Missing)?;
            if begin(tx, &booking).await? == State::Confirmed {
                tell::moved(tx, &booking, News::Confirmed, "").await?;
            }
            Ok(true)
        }
        Err(BookFault::Cannot(_) | BookFault::Tenancy(tenancy::Error::Missing)) => Ok(false),
        Err(BookFault::Tenancy(error)) => Err(error),
    }
}

/// Holds the same hour once more, without notice: it was agreed to before.
async fn again(tx: &mut TenantTx, unit: UnitId, lapsed: &sql::Lapsed) -> Result<Uuid, BookFault> {
    let zone = bookings::zone(tx).await?;
    let facility = act::cleared(tx, lapsed.facility, unit.uuid()).await?;
    let at_once = Facility { notice_hours: 0, ..facility.clone() };
    let slot = act::free_slot(tx, &at_once, zone, unit.uuid(), lapsed.starts_at).await?;
    act::take(tx, &facility, zone, unit.uuid(), &slot).await
}

impl Money {
    /// The number of the line that is the deposit's.
    pub(super) fn deposit_line(&self) -> i16 {
        if self.rent > Rupiah::ZERO { 2 } else { 1 }
    }
}
