//! What other rooms may ask and tell this room, inside their own transaction.

use kernel::{AccountId, AreaId, Date, PersonId, PhoneNumber, UnitId};
use tenancy::{Error, Result, TenantTx};

use crate::{
    area::{self, AreaKind},
    occupancy::{self, MoveIn, OccupancyKind, Occupant},
    person::{self, PersonDetails, PersonName},
    unit,
};

/// A unit, as other rooms speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMark {
    pub id: UnitId,
    pub code: String,
}

/// A person, as other rooms speak of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonMark {
    pub id: PersonId,
    pub name: String,
}

/// What [`link_account`] refuses with, as a constraint would.
pub const PERSON_OF_ANOTHER: &str = "person_of_another_account";

/// Who is at a unit on a day: owners, tenants, family, staff, and which of them pays.
pub async fn occupants_on(tx: &mut TenantTx, unit: UnitId, day: Date) -> Result<Vec<Occupant>> {
    let there = occupancy::sql::of_units_on(tx, &[unit], day).await?;
    Ok(there.into_iter().map(|(_, occupant)| occupant).collect())
}

/// A unit by its house number in any spelling, or by id; a retired one is none.
pub async fn unit_named(tx: &mut TenantTx, typed: &str) -> Result<Option<UnitMark>> {
    let unit = unit::sql::find(tx, typed).await?.filter(|unit| unit.retired_at.is_none());
    Ok(unit.map(|unit| UnitMark { id: unit.id, code: unit.code }))
}

/// The units where the caller lives, owns or rents on a day, in the order of the house numbers. Staff is not at home.
pub async fn own_units(tx: &mut TenantTx, on: Date) -> Result<Vec<UnitMark>> {
    occupancy::sql::own_units(tx, on).await
}

/// The id alone.
pub async fn unit_by_code(tx: &mut TenantTx, code: &str) -> Result<Option<UnitId>> {
    Ok(unit_named(tx, code).await?.map(|unit| unit.id))
}

/// The RTs of this complex with the RW around each: `RT 01 / RW 07`.
pub async fn rts(tx: &mut TenantTx) -> Result<Vec<(AreaId, String)>> {
    let areas = area::sql::all(tx).await?;
    Ok(areas.of_kind(AreaKind::Rt).map(|rt| (rt.id, areas.full_name(Some(rt.id)))).collect())
}

/// The blocks of this complex with the cluster around each.
pub async fn blocks(tx: &mut TenantTx) -> Result<Vec<(AreaId, String)>> {
    let areas = area::sql::all(tx).await?;
    Ok(areas.of_kind(AreaKind::Block).map(|block| (block.id, areas.full_name(Some(block.id)))).collect())
}

/// An area by kind (`block`, `rw`, `rt`) and code; the first one, if a code is there in several parents.
pub async fn area_by_code(tx: &mut TenantTx, kind: &str, code: &str) -> Result<Option<AreaId>> {
    let Some(kind) = AreaKind::from_code(kind) else { return Ok(None) };
    let areas = area::sql::all(tx).await?;
    let key = unit::sort_key(code);
    Ok(areas.of_kind(kind).find(|area| unit::sort_key(&area.code) == key).map(|area| area.id))
}

/// The person with this phone.
pub async fn person_with(tx: &mut TenantTx, phone: &PhoneNumber) -> Result<Option<PersonMark>> {
    let person = person::sql::by_phone(tx, phone).await?;
    Ok(person.map(|person| PersonMark { id: person.id, name: person.name }))
}

/// The person as whom this account signs in.
pub async fn person_of(tx: &mut TenantTx, account: AccountId) -> Result<Option<PersonMark>> {
    let person = person::sql::by_account(tx, account).await?;
    Ok(person.map(|person| PersonMark { id: person.id, name: person.name }))
}

/// Parts an account from its person; both stay. False when it was nobody.
pub async fn unlink_account(tx: &mut TenantTx, account: AccountId) -> Result<bool> {
    person::sql::unlink(tx, account).await
}

/// From now on this account signs in as the person with this phone, who is written down if nobody has it yet. With a
/// unit where that person is not written down, they join its household as family: who owns, rents and pays is the
/// manager's to say.
///
/// # Errors
/// [`PERSON_OF_ANOTHER`] when that person is another account already: the manager parts them first.
pub async fn link_account(
    tx: &mut TenantTx,
    phone: &PhoneNumber,
    name: &str,
    account: AccountId,
    unit: Option<UnitId>,
) -> Result<PersonId> {
    let id = match person::sql::by_account(tx, account).await? {
        Some(linked) => linked.id,
        None => {
            let id = match person::sql::by_phone(tx, phone).await? {
                Some(known) if known.account.is_some_and(|theirs| theirs != account) => {
                    return Err(Error::Conflict(PERSON_OF_ANOTHER.to_owned()));
                }
                Some(known) => known.id,
                None => write_down(tx, phone, name).await?,
            };
            person::sql::link(tx, id, account).await?;
            id
        }
    };
    if let Some(unit) = unit {
        join_household(tx, id, unit).await?;
    }
    Ok(id)
}

async fn write_down(tx: &mut TenantTx, phone: &PhoneNumber, name: &str) -> Result<PersonId> {
    let name = PersonName::parse(name).or_else(|_| PersonName::parse("Warga")).map_err(|_| Error::Missing)?;
    let details = PersonDetails { name, phone: Some(phone.clone()), email: None, note: String::new() };
    person::sql::add(tx, &details).await
}

async fn join_household(tx: &mut TenantTx, person: PersonId, unit: UnitId) -> Result<()> {
    let there = occupancy::sql::of_unit(tx, unit).await?;
    let today = tx.now().date_naive();
    if there.iter().any(|o| o.person == person && !o.stay.is_over(today)) {
        return Ok(());
    }
    let kind = OccupancyKind::Family;
    let new = MoveIn { person, kind, from: today, payer: false, family_leaves: false };
    occupancy::sql::add(tx, unit, &new).await?;
    Ok(())
}
