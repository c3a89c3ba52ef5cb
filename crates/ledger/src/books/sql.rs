//! Statements about closed months.

use kernel::Date;
use tenancy::{Result, TenantTx};

pub async fn open_day(tx: &mut TenantTx, wanted: Date) -> Result<Date> {
    let day = sqlx::query_scalar!(r#"select greatest($1::date, books_open_from()) as "day!""#, wanted);
    Ok(day.fetch_one(tx).await?)
}
