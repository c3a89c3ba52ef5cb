//! History: who changed what, when, from what to what, in words. The rows come from triggers, so nothing is missing.
//!
//! It deliberately restores nothing: taking back is the affair of the slice that did it.

pub(crate) mod api;
mod pages;
pub(crate) mod sql;
mod words;

use tenancy::Routes;
pub(crate) use words::{EntryView, views};

pub fn routes() -> Routes {
    Routes::new("homes").get("/k/{complex}/riwayat", pages::index).and(api::routes())
}

use kernel::{PersonId, UnitId};
use tenancy::TenantTx;
use web::Shell;

/// How many changes a page about one thing shows.
const LATEST: i64 = 30;

/// The latest changes of a unit and of who lived there.
pub(crate) async fn of_unit(
    tx: &mut TenantTx,
    s: &Shell,
    zone: kernel::Zone,
    unit: UnitId,
) -> tenancy::Result<Vec<EntryView>> {
    let entries = sql::of_unit(tx, unit, LATEST).await?;
    let names = words::names(tx, &entries).await?;
    Ok(views(s, zone, &entries, &names))
}

/// The latest changes of a person and of where they lived.
pub(crate) async fn of_person(
    tx: &mut TenantTx,
    s: &Shell,
    zone: kernel::Zone,
    person: PersonId,
) -> tenancy::Result<Vec<EntryView>> {
    let entries = sql::of_person(tx, person, LATEST).await?;
    let names = words::names(tx, &entries).await?;
    Ok(views(s, zone, &entries, &names))
}

/// The very latest changes of the complex, for its overview.
pub(crate) async fn latest(
    tx: &mut TenantTx,
    s: &Shell,
    zone: kernel::Zone,
    most: i64,
) -> tenancy::Result<Vec<EntryView>> {
    let entries = sql::page(tx, &sql::Wanted::default(), i64::MAX, most).await?;
    let names = words::names(tx, &entries).await?;
    Ok(views(s, zone, &entries, &names))
}
