//! Taking an import back: what it added goes, what it changed becomes what it was. What somebody touched since stays,
//! together with the people and the home it belongs to, and is named.

mod sql;

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AccountId, ImportId};
use tenancy::TenantTx;
use uuid::Uuid;

use self::sql::Touched;
use super::sql::lock;
use crate::import::{
    record::{Kept, State, StepKind, TakenBack},
    sql as imports,
};

#[derive(Debug, thiserror::Error)]
pub enum CannotUndo {
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
    #[error("there is no such import")]
    Missing,
    /// Never written, taken back before, or the day is over.
    #[error("this import can no longer be taken back")]
    TooLate,
}

pub async fn undo(tx: &mut TenantTx, id: ImportId) -> Result<TakenBack, CannotUndo> {
    lock(tx).await?;
    let import = imports::find(tx, id).await?.ok_or(CannotUndo::Missing)?;
    if import.state() != State::Applied || import.undo_until(tx.now()).is_none() {
        return Err(CannotUndo::TooLate);
    }
    let plan = Plan::of(sql::touched(tx, id).await?, &sql::lived_in_since(tx, id).await?);
    let taken_back = run(tx, id, plan).await?;
    let detail = serde_json::to_value(&taken_back).expect("figures and names are plain data");
    imports::step(tx, id, StepKind::Undone, &detail).await?;
    Ok(taken_back)
}

/// What goes, what comes back, and what stays with the account that touched it.
#[derive(Debug, Default)]
struct Plan {
    remove: BTreeMap<&'static str, Vec<Uuid>>,
    /// Row and the audit entry that holds its former values.
    restore: BTreeMap<&'static str, Vec<(Uuid, i64)>>,
    keep: BTreeMap<(&'static str, Uuid), Option<AccountId>>,
}

const TABLES: [&str; 4] = ["occupancy", "person", "unit", "area"];

impl Plan {
    /// `lived_in` are homes and people that got or lost an occupancy since.
    fn of(touched: Vec<Touched>, lived_in: &[(Uuid, Uuid)]) -> Self {
        let changed = |table: &str| -> BTreeSet<Uuid> {
            touched.iter().filter(|row| row.table == table && row.changed_since).map(|row| row.row).collect()
        };
        let (mut units, mut people) = (changed("unit"), changed("person"));
        units.extend(lived_in.iter().map(|(unit, _)| *unit));
        people.extend(lived_in.iter().map(|(_, person)| *person));
        let stays = |row: &Touched| {
            let near = row.unit.is_some_and(|unit| units.contains(&unit))
                || row.person.is_some_and(|person| people.contains(&person));
            row.table == "occupancy" && (row.changed_since || near)
        };
        // One step further: whoever lives in a home that stays, and the home of whoever stays.
        let staying: Vec<&Touched> = touched.iter().filter(|row| stays(row)).collect();
        let with_units: BTreeSet<Uuid> =
            staying.iter().filter_map(|row| row.unit).chain(units.iter().copied()).collect();
        let with_people: BTreeSet<Uuid> =
            staying.iter().filter_map(|row| row.person).chain(people.iter().copied()).collect();
        let mut plan = Self::default();
        for row in &touched {
            let Some(table) = TABLES.into_iter().find(|table| *table == row.table) else { continue };
            let needed = match table {
                "occupancy" => stays(row),
                "unit" => with_units.contains(&row.row),
                "person" => with_people.contains(&row.row),
                _ => false,
            };
            if row.changed_since || (row.inserted && needed) {
                plan.keep.insert((table, row.row), row.by.filter(|_| row.changed_since));
            } else if row.inserted {
                plan.remove.entry(table).or_default().push(row.row);
            } else if table == "occupancy" && needed {
                plan.keep.insert((table, row.row), None);
            } else {
                plan.restore.entry(table).or_default().push((row.row, row.first));
            }
        }
        plan
    }
}

/// Occupancies first and areas last: nothing is removed while something still points to it.
async fn run(tx: &mut TenantTx, id: ImportId, mut plan: Plan) -> tenancy::Result<TakenBack> {
    let (mut removed, mut restored) = (0, 0);
    let gone = plan.remove.remove("occupancy").unwrap_or_default();
    removed += sql::remove_occupancies(tx, &gone).await?;
    for table in TABLES {
        let wanted = plan.restore.remove(table).unwrap_or_default();
        let entries: Vec<i64> = wanted.iter().map(|(_, entry)| *entry).collect();
        let back = match table {
            _ if entries.is_empty() => continue,
            "occupancy" => sql::restore_occupancies(tx, &entries).await?,
            "person" => sql::restore_people(tx, &entries).await?,
            "unit" => sql::restore_units(tx, &entries).await?,
            _ => sql::restore_areas(tx, &entries).await?,
        };
        restored += back.len() as u64;
        plan.keep.extend(
            wanted.iter().filter(|(row, _)| !back.contains(row)).map(|(row, _)| ((table, *row), None)),
        );
    }
    for table in ["person", "unit", "area"] {
        let ids = plan.remove.remove(table).unwrap_or_default();
        if ids.is_empty() {
            continue;
        }
        let kept = sql::remove(tx, id, table, &ids).await?;
        removed += (ids.len() - kept.len()) as u64;
        plan.keep.extend(kept.into_iter().map(|row| ((table, row), None)));
    }
    let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(TakenBack { removed: count(removed), restored: count(restored), kept: names(tx, &plan).await? })
}

/// Areas that stay because a home is in them are no news.
async fn names(tx: &mut TenantTx, plan: &Plan) -> tenancy::Result<Vec<Kept>> {
    let news: Vec<_> = plan.keep.iter().filter(|((table, _), by)| *table != "area" || by.is_some()).collect();
    let tables: Vec<String> = news.iter().map(|((table, _), _)| (*table).to_owned()).collect();
    let rows: Vec<Uuid> = news.iter().map(|((_, row), _)| *row).collect();
    let by: Vec<Option<Uuid>> = news.iter().map(|(_, by)| by.map(AccountId::uuid)).collect();
    let called = sql::called(tx, &tables, &rows, &by).await?;
    Ok(called
        .into_iter()
        .map(|called| Kept { kind: called.kind, name: called.name, by: called.by })
        .collect())
}
