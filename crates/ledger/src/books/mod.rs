//! Which months are closed. Nothing is booked into a closed month; what belongs there is booked on the first open day,
//! with its own value date.

mod refusal;
mod sql;

use kernel::Date;
pub use refusal::{BOOKS_ARE_OPEN, said};
pub(crate) use refusal::closed_month;
use tenancy::{Result, TenantTx};

/// The wanted day, or the first open one behind it when its month is closed.
pub async fn open_day(tx: &mut TenantTx, wanted: Date) -> Result<Date> {
    sql::open_day(tx, wanted).await
}
