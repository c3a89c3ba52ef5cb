//! The verbs that pages and API share: load, decide, save, tell.

use kernel::{Date, OccupancyId, UnitId};
use tenancy::TenantTx;

use super::{
    model::{self, CannotMoveIn, MoveIn, OccupancyKind, Occupant},
    sql,
    tell::{HouseholdMovedIn, HouseholdMovedOut},
};

/// Why a move was not written: a rule says no, or the database failed.
#[derive(Debug)]
pub(crate) enum NotMoved {
    Refused(CannotMoveIn),
    Failed(tenancy::Error),
}

impl From<tenancy::Error> for NotMoved {
    fn from(error: tenancy::Error) -> Self {
        Self::Failed(error)
    }
}

/// Writes a move and everything that it changes for those who are there.
pub(crate) async fn move_in(tx: &mut TenantTx, unit: UnitId, new: &MoveIn) -> Result<OccupancyId, NotMoved> {
    let there = sql::of_unit(tx, unit).await?;
    let changes = model::move_in(&there, new).map_err(NotMoved::Refused)?;

    sql::apply(tx, &changes, "").await?;
    let id = sql::add(tx, unit, new).await?;

    for (ended, on) in &changes.ends {
        if let Some(other) = there.iter().find(|o| o.id == *ended) {
            tell_moved_out(tx, unit, other, *on).await?;
        }
    }
    if tells(new.kind) {
        let MoveIn { person, kind, from, payer, .. } = *new;
        jobs::announce(tx, &HouseholdMovedIn { unit, person, kind, on: from, payer }).await?;
    }
    Ok(id)
}

/// Ends one stay; `until` is the first day without it.
pub(super) async fn end(
    tx: &mut TenantTx,
    unit: UnitId,
    occupant: &Occupant,
    until: Date,
    because: &str,
) -> tenancy::Result<()> {
    sql::end(tx, occupant.id, until, because).await?;
    tell_moved_out(tx, unit, occupant, until).await
}

/// Makes an occupant the payer from a day on. None: they are not there on that day.
pub(super) async fn pay_from(
    tx: &mut TenantTx,
    unit: UnitId,
    chosen: OccupancyId,
    from: Date,
) -> tenancy::Result<Option<Occupant>> {
    let there = sql::of_unit(tx, unit).await?;
    let Some(changes) = model::pay_from(&there, chosen, from) else { return Ok(None) };
    let occupant = there.into_iter().find(|o| o.id == chosen);
    if let Some(occupant) = occupant.as_ref().filter(|o| !o.payer) {
        sql::apply(tx, &changes, "").await?;
        sql::pays_from(tx, occupant, from).await?;
    }
    Ok(occupant)
}

async fn tell_moved_out(tx: &mut TenantTx, unit: UnitId, who: &Occupant, on: Date) -> tenancy::Result<()> {
    if tells(who.kind) {
        jobs::announce(tx, &HouseholdMovedOut { unit, person: who.person, kind: who.kind, on }).await?;
    }
    Ok(())
}

/// Owners and tenants make a household; family and staff come and go within it.
const fn tells(kind: OccupancyKind) -> bool {
    matches!(kind, OccupancyKind::Owner | OccupancyKind::Tenant)
}
