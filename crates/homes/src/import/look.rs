//! Looking at an import: its file, the decisions about it and the complex as it is now, examined together. The result
//! is never stored, so that it is never out of date.

use std::sync::Arc;

use kernel::{Date, EmailAddress, ImportId, UnitId};
use spreadsheet::{Limits, Refusal, Workbook};
use tenancy::TenantTx;
use tokio::sync::Semaphore;

use super::{
    Choices, Examination, Existing, ExistingOccupant, ExistingPerson, ExistingUnit, HomeStatus, Role,
    apply::sql as homes, examine, record::choices, sql,
};

/// Files are opened one at a time, so that ten people uploading the largest file cost the memory of one.
static OPENING: Semaphore = Semaphore::const_new(1);

/// Everything that an examination needs, read in one transaction.
#[derive(Debug)]
pub struct Material {
    pub content: Vec<u8>,
    pub file_name: String,
    pub choices: Choices,
    pub existing: Existing,
    pub today: Date,
}

/// A file with what was found in it.
#[derive(Debug)]
pub struct Looked {
    pub workbook: Workbook,
    pub choices: Choices,
    pub found: Examination,
}

/// The file with its decisions, and what it is compared with. Nothing once the file was forgotten.
pub async fn material(
    tx: &mut TenantTx,
    id: ImportId,
    file_name: &str,
    today: Date,
) -> tenancy::Result<Option<Material>> {
    let Some(content) = sql::content(tx, id).await? else { return Ok(None) };
    let choices = choices(sql::decisions(tx, id).await?);
    let existing = existing(tx, today).await?;
    Ok(Some(Material { content, file_name: file_name.to_owned(), choices, existing, today }))
}

/// Reads and examines, off the threads that answer requests.
pub async fn look(material: Material) -> Result<Looked, Refusal> {
    let _turn = OPENING.acquire().await.expect("the semaphore is never closed");
    let looked = tokio::task::spawn_blocking(move || {
        let Material { content, file_name, choices, existing, today } = material;
        let workbook = spreadsheet::read(&content, Some(&file_name), &Limits::default())?;
        let found = examine(&workbook, &existing, &choices, today);
        Ok(Looked { workbook, choices, found })
    });
    looked.await.expect("examining does not panic")
}

/// Can this be read at all? Before a file is kept.
pub async fn readable(content: Arc<Vec<u8>>, file_name: String) -> Result<(), Refusal> {
    let _turn = OPENING.acquire().await.expect("the semaphore is never closed");
    let read = tokio::task::spawn_blocking(move || {
        spreadsheet::read(&content, Some(&file_name), &Limits::default()).map(drop)
    });
    read.await.expect("reading does not panic")
}

/// The complex as the examination wants it.
pub async fn existing(tx: &mut TenantTx, today: Date) -> tenancy::Result<Existing> {
    let there = homes::units(tx).await?;
    let mut units: std::collections::HashMap<UnitId, ExistingUnit> =
        there.into_iter().map(|unit| (unit.id, existing_unit(unit))).collect();
    for occupant in homes::occupants(tx, today).await? {
        if let Some(unit) = units.get_mut(&occupant.unit) {
            unit.people.extend(existing_occupant(occupant));
        }
    }
    let people = homes::numbers(tx).await?;
    let people = people.into_iter().map(|(phone, person, name)| (phone, ExistingPerson { person, name }));
    Ok(Existing::new(units.into_values(), people))
}

fn existing_unit(unit: homes::UnitThere) -> ExistingUnit {
    ExistingUnit {
        id: unit.id,
        code: unit.code,
        block: unit.block,
        rt: unit.rt,
        rw: unit.rw,
        unit_type: unit.unit_type,
        land: unit.land,
        building: unit.building,
        status: HomeStatus::ALL
            .into_iter()
            .find(|status| status.code() == unit.status)
            .unwrap_or(HomeStatus::Empty),
        handed_over_on: unit.handed_over_on,
        note: unit.note,
        people: Vec::new(),
    }
}

fn existing_occupant(occupant: homes::OccupantThere) -> Option<ExistingOccupant> {
    let role = match occupant.kind.as_str() {
        "owner" => Role::Owner,
        "tenant" => Role::Tenant,
        "family" => Role::Family,
        "staff" => Role::Staff,
        _ => return None,
    };
    Some(ExistingOccupant {
        person: occupant.person,
        name: occupant.name,
        phone: occupant.phone,
        email: occupant.email.as_deref().and_then(|email| EmailAddress::parse(email).ok()),
        role,
        since: occupant.since,
    })
}
