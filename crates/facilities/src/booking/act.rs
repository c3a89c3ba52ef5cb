//! Holding, booking, and every further step; pages and API call the same verbs.

use chrono::{Days, TimeDelta};
use jobs::{Job, JobFault, Plan, Tools};
use kernel::{Date, Instant, Rupiah, UnitId, Zone};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, TenantTx};
use uuid::Uuid;

use super::{
    State,
    model::{BookFault, CannotBook},
    sql::{self, Booking},
    tell::{self, News},
};
use crate::{
    availability::{Slot, SlotState, nearest, slots},
    facility::{self, Facility},
    limits, money,
};

/// How long a slot is kept for whoever reads the rules.
const HOLD: TimeDelta = TimeDelta::minutes(15);

/// The slots of some days, as a house with these units sees them.
pub async fn slots_of(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    (first, last): (Date, Date),
    own: &[Uuid],
) -> tenancy::Result<Vec<(Date, Vec<Slot>)>> {
    let opening = facility.opening(zone);
    let span = (opening.instant(first, 0), opening.instant(last + Days::new(2), 0));
    let closures = facility::sql::closures(tx, facility.id, span.0, span.1).await?;
    let closures: Vec<_> = closures.iter().map(|it| (it.starts_at, it.ends_at)).collect();
    let taken = sql::taken(tx, facility.id, span, own).await?;
    let now = tx.now();
    let days = first.iter_days().take_while(|day| *day <= last);
    Ok(days.map(|day| (day, slots(&opening, day, now, &closures, &taken))).collect())
}

/// Keeps a slot for a house for fifteen minutes. What the house held here before is free again.
pub async fn hold(
    tx: &mut TenantTx,
    zone: Zone,
    facility: Uuid,
    unit: Uuid,
    starts_at: Instant,
) -> Result<Uuid, BookFault> {
    let facility = cleared(tx, facility, unit).await?;
    let slot = free_slot(tx, &facility, zone, unit, starts_at).await?;
    within_limits(tx, &facility, zone, unit, &slot).await?;
    take(tx, &facility, zone, unit, &slot).await
}

/// The facility, locked, without holds that are over and without what the house only holds there.
pub(crate) async fn cleared(tx: &mut TenantTx, facility: Uuid, unit: Uuid) -> Result<Facility, BookFault> {
    let facility = facility::sql::lock(tx, facility).await?.filter(|it| it.is_open);
    let facility = facility.ok_or(tenancy::Error::Missing)?;
    sql::expire(tx, Some(facility.id)).await?;
    sql::let_go(tx, facility.id, unit).await?;
    Ok(facility)
}

/// Holds the first place that is left in the slot.
pub(crate) async fn take(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    slot: &Slot,
) -> Result<Uuid, BookFault> {
    let until = tx.now() + HOLD;
    let held = sql::hold(tx, facility.id, facility.places, unit, slot, until).await?;
    let Some(held) = held else { return Err(beaten(tx, facility, zone, unit, slot.starts_at).await) };
    money::freeze(tx, facility, zone, unit, (held, slot)).await?;
    jobs::later_as(tx, &ExpireBookings {}, Plan::at(until).only_one("expire")).await?;
    Ok(held)
}

pub(crate) async fn free_slot(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    starts_at: Instant,
) -> Result<Slot, BookFault> {
    let day = zone.date(starts_at);
    let days = slots_of(tx, facility, zone, (day, day), &[unit]).await?;
    let slot = days.into_iter().flat_map(|(_, slots)| slots).find(|slot| slot.starts_at == starts_at);
    match slot {
        Some(slot) if slot.state == SlotState::Free => Ok(slot),
        Some(slot) if slot.state == SlotState::Full => Err(beaten(tx, facility, zone, unit, starts_at).await),
        Some(_) | None => Err(CannotBook::NoSuchSlot.into()),
    }
}

/// Somebody was faster: what is free nearby.
async fn beaten(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    starts_at: Instant,
) -> BookFault {
    let day = zone.date(starts_at);
    match slots_of(tx, facility, zone, (day - Days::new(1), day + Days::new(7)), &[unit]).await {
        Ok(days) => {
            let near = nearest(starts_at, days.into_iter().flat_map(|(_, slots)| slots));
            CannotBook::Taken { nearest: near.iter().map(|slot| slot.starts_at).collect(), zone }.into()
        }
        Err(error) => error.into(),
    }
}

pub(super) async fn within_limits(
    tx: &mut TenantTx,
    facility: &Facility,
    zone: Zone,
    unit: Uuid,
    slot: &Slot,
) -> Result<(), BookFault> {
    match limits::broken(tx, facility, zone, unit, (slot.starts_at, slot.ends_at)).await? {
        Some((limit, most)) => Err(CannotBook::Most(limit, most).into()),
        None => not_late(tx, facility.id, zone, unit).await,
    }
}

/// Whoever holds a slot books it; where the office wants to agree first, it waits.
pub async fn book(tx: &mut TenantTx, id: Uuid, accepts_rules: bool) -> Result<State, BookFault> {
    let booking = sql::lock(tx, id).await?.ok_or(tenancy::Error::Missing)?;
    if booking.state == State::Expired || (booking.state == State::Hold && booking.held_until <= tx.now()) {
        return Err(CannotBook::Expired.into());
    }
    if !accepts_rules && !booking.rules.is_empty() {
        return Err(CannotBook::Rules.into());
    }
    if booking.state != State::Hold {
        return Err(CannotBook::NotNow { from: booking.state, to: State::Confirmed }.into());
    }
    if !booking.needs_approval {
        return Ok(money::begin(tx, &booking).await?);
    }
    sql::bring(tx, id, State::Waiting, "").await?;
    tell::asked(tx, &booking).await?;
    let begun = Plan::at(booking.starts_at).only_one(format!("wish {id}"));
    jobs::later_as(tx, &ExpireBookings {}, begun).await?;
    Ok(State::Waiting)
}

/// One step of the machine. Rejecting and cancelling need a reason.
pub async fn step(tx: &mut TenantTx, id: Uuid, to: State, reason: &str) -> Result<Booking, BookFault> {
    let booking = sql::lock(tx, id).await?.ok_or(tenancy::Error::Missing)?;
    let from = booking.state;
    let is_over = from == State::Confirmed && to == State::Cancelled && booking.ends_at <= tx.now();
    // Nobody was missing from what has not begun.
    let is_early = to == State::NoShow && booking.starts_at > tx.now();
    // Nobody agrees to what has begun: that wish is over, whether or not the job has said so yet.
    let is_late = from == State::Waiting && to == State::Confirmed && booking.starts_at <= tx.now();
    if !from.may_become(to) || is_over || is_early || is_late {
        return Err(CannotBook::NotNow { from, to }.into());
    }
    let reason: String = reason.trim().chars().take(300).collect();
    if reason.is_empty() && matches!(to, State::Rejected | State::Cancelled) {
        return Err(CannotBook::NoReason.into());
    }
    match to {
        State::Confirmed => money::begin(tx, &booking).await.map(|_| ())?,
        _ => sql::bring(tx, id, to, &reason).await?,
    }
    if to == State::NoShow {
        money::not_come(tx, &booking).await?;
        tell::moved(tx, &booking, News::NoShow, "").await?;
    }
    Ok(booking)
}

/// A house takes its own booking back, before it begins. Somebody else's is not there.
pub async fn cancel_own(
    tx: &mut TenantTx,
    own: &[Uuid],
    id: Uuid,
    reason: &str,
) -> Result<Booking, BookFault> {
    let booking =
        sql::lock(tx, id).await?.filter(|it| own.contains(&it.unit)).ok_or(tenancy::Error::Missing)?;
    if booking.starts_at <= tx.now() {
        return Err(CannotBook::NotNow { from: booking.state, to: State::Cancelled }.into());
    }
    let booking = step(tx, id, State::Cancelled, reason).await?;
    money::cancelled(tx, &booking, false).await?;
    Ok(booking)
}

/// What the office decides. A hold is its house's own: nobody agrees to it before it is asked.
pub async fn decide(tx: &mut TenantTx, id: Uuid, to: State, reason: &str) -> Result<Booking, BookFault> {
    let booking = sql::lock(tx, id).await?.ok_or(tenancy::Error::Missing)?;
    if booking.state == State::Hold {
        return Err(CannotBook::NotNow { from: State::Hold, to }.into());
    }
    // Only paying says that it is paid.
    if booking.state == State::Unpaid && to == State::Confirmed {
        return Err(CannotBook::NotNow { from: State::Unpaid, to }.into());
    }
    let booking = step(tx, id, to, reason).await?;
    if to == State::Cancelled {
        money::cancelled(tx, &booking, true).await?;
    }
    if let Some(news) = News::of(to).filter(|news| *news != News::NoShow) {
        tell::moved(tx, &booking, news, reason.trim()).await?;
    }
    Ok(booking)
}

/// Locks these bookings, then the accounts of their houses, each in one order: whoever moves several at once waits for
/// whoever bills a month, and neither for each other.
pub async fn hold_all(tx: &mut TenantTx, ids: &[Uuid]) -> tenancy::Result<()> {
    let units: Vec<UnitId> = sql::lock_all(tx, ids).await?.into_iter().map(UnitId::from_uuid).collect();
    dues::settle::lock_units(tx, &units).await
}

/// After use, or when nobody came: the deposit goes back, less what is kept of it.
pub async fn return_deposit(tx: &mut TenantTx, id: Uuid, kept: Rupiah, why: &str) -> Result<(), BookFault> {
    let booking = sql::lock(tx, id).await?.ok_or(tenancy::Error::Missing)?;
    let why: String = why.trim().chars().take(120).collect();
    if kept > Rupiah::ZERO && why.chars().count() < 2 {
        return Err(CannotBook::NoReason.into());
    }
    if booking.state != State::Done || !money::return_deposit(tx, &booking, kept, &why).await? {
        return Err(CannotBook::NotNow { from: booking.state, to: State::Done }.into());
    }
    let back = money::sql::money(tx, id).await?.map_or(Rupiah::ZERO, |money| money.deposit);
    let back = back.checked_sub(kept).unwrap_or(Rupiah::ZERO);
    tell::moved(tx, &booking, News::Deposit(back), &why).await?;
    Ok(())
}

/// A facility may refuse houses that are late with their dues.
async fn not_late(tx: &mut TenantTx, facility: Uuid, zone: Zone, unit: Uuid) -> Result<(), BookFault> {
    let Some(most) = money::sql::terms(tx, facility).await?.most_late else { return Ok(()) };
    let ages = dues::owing::unit(tx, UnitId::from_uuid(unit), zone.date(tx.now())).await?;
    if ages.late() > most { Err(CannotBook::Late { late: ages.late(), most }.into()) } else { Ok(()) }
}

/// Holds whose time is over. Nobody waits for it: the next attempt takes them over itself.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ExpireBookings {}

impl Job for ExpireBookings {
    const NAME: &'static str = "facilities.expire";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        sql::expire(&mut tx, None).await?;
        tx.commit().await?;
        Ok(money::expire(&scope).await?)
    }
}
