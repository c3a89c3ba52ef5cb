//! Entries: drafted by the rooms that move money, written all at once, never changed. The journal shows them; what was
//! written by hand is reversed here, everything else by its own document.

pub(crate) mod api;
mod list;
mod model;
mod reverse;
mod show;
pub(crate) mod sql;
#[cfg(test)]
mod tests;

use kernel::{Date, EntryId};
pub use model::{Draft, Entry, Unbalanced};
use tenancy::{Error, Result, Routes, TenantTx};
use uuid::Uuid;

use crate::books;

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/buku/jurnal", list::index)
        .get("/k/{complex}/buku/jurnal/{entry}", show::show)
        .get("/k/{complex}/buku/jurnal/{entry}/batalkan", reverse::ask)
        .post("/k/{complex}/buku/jurnal/{entry}/batalkan", reverse::reverse)
        .and(api::routes())
}

/// Writes entries into the books: one statement for any number of them.
///
/// # Errors
/// [`Error::Conflict`] with [`crate::BOOKS_ARE_OPEN`] when a day lies in a closed month (see [`crate::open_day`]),
/// with `journal_entry_once` when the source already has an entry of this kind, and with `journal_entry_reversed_once`
/// when an entry is reversed a second time.
pub async fn post(tx: &mut TenantTx, entries: &[Entry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    sql::post(tx, entries).await.map_err(books::closed_month)
}

/// The mirror image of an entry, not yet posted: what was debited is credited, the same funds, the same subjects.
///
/// # Errors
/// [`Error::Missing`] when there is no such entry.
pub async fn reversal_of(
    tx: &mut TenantTx,
    entry: EntryId,
    id: EntryId,
    kind: &'static str,
    source: Uuid,
    booked_on: Date,
    memo: impl Into<String>,
) -> Result<Entry> {
    let lines = sql::lines(tx, entry).await?;
    let draft = Entry::draft(id, kind, source, booked_on, booked_on, memo).reversing(entry);
    // What stands in the books balances, and so does its mirror; an id of nowhere has no lines.
    draft.mirrored(&lines).balanced().map_err(|_| Error::Missing)
}

/// Takes `how_many` numbers of a series (`INV-2026-11`, `KW-2026`) without a gap and answers the first. They belong to
/// this transaction: rolled back, the next one takes them. Others wait for it, so take numbers late.
pub async fn take_numbers(tx: &mut TenantTx, series: &str, how_many: u32) -> Result<i64> {
    sql::take_numbers(tx, series, i64::from(how_many)).await
}
