//! Writing an import into the homes, and taking it back.
//!
//! [`apply`] examines the file once more, against the complex as it is at that moment, and writes new and changed rows
//! in one transaction: either all of them or none. Every audit entry carries the import as its request; [`undo`] reads
//! them to put everything back. Both happen once, whatever is clicked twice or run twice.
//!
//! Deliberately absent: deciding what a row means (the examination does), and any row that is faulty.

mod areas;
mod batch;
pub(super) mod sql;
mod undo;

use kernel::{Date, ImportId};
use spreadsheet::Refusal;
use tenancy::{JobScope, TenantTx};

use self::{areas::Places, batch::Writer};
use super::{
    Examination, PlannedRow, look,
    record::{State, StepKind, Written},
    sql as imports,
    sql::Progress,
};
pub use undo::{CannotUndo, undo};

/// Rows that are written together; progress is told after each.
const TOGETHER: usize = 1000;
/// So many rows change what the planner should expect.
const MANY: usize = 1000;

/// Why an import was not written. The transaction is gone with everything in it.
#[derive(Debug, thiserror::Error)]
pub enum ApplyFault {
    #[error(transparent)]
    Tenancy(#[from] tenancy::Error),
    #[error("the file can no longer be read: {0}")]
    Unreadable(#[from] Refusal),
    #[error("the file was forgotten")]
    Forgotten,
}

/// Writes an import that was ordered. Done already, or never ordered, is not an error: a job may run twice.
pub async fn apply(scope: &JobScope, id: ImportId) -> Result<Option<Written>, ApplyFault> {
    let mut tx = scope.begin().await?;
    sql::lock(&mut tx).await?;
    let Some(import) = imports::find(&mut tx, id).await? else { return Ok(None) };
    // Failed before: this is the next attempt.
    if !matches!(import.state(), State::Running | State::Failed) {
        return Ok(None);
    }
    let ordered_by = import.step(StepKind::Ordered).and_then(|step| step.account_id);
    tell(scope, id, "reading", (0, 0)).await?;
    let today = sql::zone(&mut tx).await?.date(tx.now());
    let material =
        look::material(&mut tx, id, &import.file_name, today).await?.ok_or(ApplyFault::Forgotten)?;
    let found = look::look(material).await?.found;
    sql::act_for(&mut tx, ordered_by, id).await?;
    write(&mut tx, scope, id, &found, today).await?;
    let written = count(&mut tx, id, &found).await?;
    let detail = serde_json::to_value(&written).expect("figures are plain data");
    imports::step(&mut tx, id, StepKind::Applied, &detail).await?;
    tx.commit().await?;
    if found.to_write().count() >= MANY {
        let mut tx = scope.begin().await?;
        sql::note_new_homes(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(Some(written))
}

async fn write(
    tx: &mut TenantTx,
    scope: &JobScope,
    id: ImportId,
    found: &Examination,
    today: Date,
) -> Result<(), ApplyFault> {
    let rows: Vec<&PlannedRow> = found.to_write().map(|(_, planned)| planned).collect();
    let places = Places::find(rows.iter().copied(), &crate::area::sql::all(tx).await?, tx.now());
    if !places.new.is_empty() {
        sql::add_areas(tx, &places.new).await?;
    }
    if !places.placed.is_empty() {
        let (rts, rws): (Vec<_>, Vec<_>) =
            places.placed.iter().map(|(rt, rw)| (rt.uuid(), rw.uuid())).unzip();
        sql::place_rts(tx, &rts, &rws).await?;
    }
    let mut writer = Writer::new(tx.now(), today, &places);
    let mut done = 0;
    for together in rows.chunks(TOGETHER) {
        tell(scope, id, "writing", (done, rows.len())).await?;
        let size = if done == 0 && rows.len() >= MANY { Size::FirstOfMany } else { Size::Any };
        write_batch(tx, &mut writer, together, today, size).await?;
        done += together.len();
    }
    tell(scope, id, "writing", (done, rows.len())).await?;
    Ok(())
}

/// Whether this is the beginning of a large import, of which the planner has to be told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    FirstOfMany,
    Any,
}

/// The order matters: who leaves makes room for who arrives.
async fn write_batch(
    tx: &mut TenantTx,
    writer: &mut Writer<'_>,
    rows: &[&PlannedRow],
    today: Date,
    size: Size,
) -> tenancy::Result<()> {
    let mut batch = writer.batch(rows.iter().copied());
    let mut units = Vec::new();
    if !batch.new_units.is_empty() {
        units = sql::add_units(tx, &batch.new_units).await?;
    }
    let mut people = Vec::new();
    if !batch.new_people.is_empty() {
        people = sql::add_people(tx, &batch.new_people).await?;
    }
    writer.is_really(&units, &people, &mut batch);
    // Before the first stay: from here on every row is checked against units and people.
    if size == Size::FirstOfMany {
        sql::note_first_homes(tx).await?;
    }
    if !batch.changed_units.is_empty() {
        sql::change_units(tx, &batch.changed_units).await?;
    }
    if !batch.changed_people.is_empty() {
        sql::change_people(tx, &batch.changed_people).await?;
    }
    if !batch.leaving.is_empty() {
        sql::end_occupancies(tx, &batch.leaving, today).await?;
    }
    if !batch.since.is_empty() {
        sql::begin_on(tx, &batch.since, today).await?;
    }
    if !batch.arriving.is_empty() {
        sql::add_occupancies(tx, &batch.arriving).await?;
    }
    Ok(())
}

/// In a transaction of its own: nobody can look into ours before it ends.
async fn tell(
    scope: &JobScope,
    id: ImportId,
    stage: &str,
    (done, total): (usize, usize),
) -> tenancy::Result<()> {
    let mut tx = scope.begin().await?;
    let count = |rows: usize| i32::try_from(rows).unwrap_or(i32::MAX);
    let progress = Progress { stage: stage.to_owned(), done: count(done), total: count(total) };
    imports::note_progress(&mut tx, id, &progress).await?;
    tx.commit().await
}

async fn count(tx: &mut TenantTx, id: ImportId, found: &Examination) -> tenancy::Result<Written> {
    let counts = found.counts;
    let mut written = Written {
        new: counts.new.into(),
        changed: counts.changed.into(),
        unchanged: counts.unchanged.into(),
        faulty: counts.faulty.into(),
        skipped: counts.skipped.into(),
        ..Written::default()
    };
    for (table, action, entries) in sql::written(tx, id).await? {
        let figure = match (table.as_str(), action.as_str()) {
            ("area", "insert") => &mut written.areas,
            ("unit", "insert") => &mut written.units,
            ("person", "insert") => &mut written.people,
            ("occupancy", "insert") => &mut written.occupancies,
            _ => &mut written.updated,
        };
        *figure += entries;
    }
    Ok(written)
}
