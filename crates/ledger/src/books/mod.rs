//! Which months are closed. Nothing is booked into a closed month; what belongs there is booked on the first open day,
//! with its own value date. Closing writes the balances of the month down; opening one again needs a reason, and opens
//! all months behind it.

pub(crate) mod api;
mod model;
mod pages;
mod refusal;
mod sql;

use kernel::{Date, Period};
pub(crate) use refusal::closed_month;
pub use refusal::{BOOKS_ARE_OPEN, said};
pub(crate) use sql::close;
use tenancy::{Result, Routes, TenantTx};

pub fn routes() -> Routes {
    Routes::new("ledger")
        .get("/k/{complex}/buku/tutup", pages::index)
        .post("/k/{complex}/buku/tutup", pages::close)
        .post("/k/{complex}/buku/buka-lagi", pages::reopen)
        .and(api::routes())
}

/// The wanted day, or the first open one behind it when its month is closed.
pub async fn open_day(tx: &mut TenantTx, wanted: Date) -> Result<Date> {
    sql::open_day(tx, wanted).await
}

/// The first and the last closed month; all between are closed.
pub(crate) async fn closed_months(tx: &mut TenantTx) -> Result<Option<(Period, Period)>> {
    sql::closed_span(tx).await
}
