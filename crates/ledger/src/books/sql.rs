//! Statements about closed months.

use kernel::{Date, Instant, Period};
use tenancy::{Result, TenantTx};

/// A month whose balances are written down.
#[derive(Clone, Debug)]
pub struct ClosedMonth {
    pub month: Date,
    pub closed_at: Instant,
    pub closed_by: Option<String>,
    /// What all debits of the month came to.
    pub total: i64,
}

/// Months that were opened again, from this one on.
#[derive(Clone, Debug)]
pub struct Reopening {
    pub month: Date,
    pub reason: String,
    pub reopened_at: Instant,
    pub reopened_by: Option<String>,
}

/// What was booked in an open month.
#[derive(Clone, Copy, Debug)]
pub struct OpenMonth {
    pub month: Date,
    pub entries: i64,
    pub debit: i64,
    pub credit: i64,
}

pub async fn open_day(tx: &mut TenantTx, wanted: Date) -> Result<Date> {
    let day = sqlx::query_scalar!(r#"select greatest($1::date, books_open_from()) as "day!""#, wanted);
    Ok(day.fetch_one(tx).await?)
}

pub async fn closed_span(tx: &mut TenantTx) -> Result<Option<(Period, Period)>> {
    let span = sqlx::query!("select min(month) as first, max(month) as last from closed_month");
    let span = span.fetch_one(tx).await?;
    Ok(span.first.map(Period::of).zip(span.last.map(Period::of)))
}

/// Closed months, the latest first, at most `most`.
pub async fn closed(tx: &mut TenantTx, most: i64) -> Result<Vec<ClosedMonth>> {
    let rows = sqlx::query_as!(
        ClosedMonth,
        r#"select c.month, c.closed_at, account_name(c.closed_by) as closed_by,
                  (select coalesce(sum(b.debit), 0)::bigint from month_balance b
                    where b.complex_id = c.complex_id and b.month = c.month) as "total!"
             from closed_month c order by c.month desc limit $1"#,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The latest times that months were opened again.
pub async fn reopenings(tx: &mut TenantTx, most: i64) -> Result<Vec<Reopening>> {
    let rows = sqlx::query_as!(
        Reopening,
        r#"select month, reason, reopened_at, account_name(reopened_by) as reopened_by
             from month_reopening order by reopened_at desc, reopening_id limit $1"#,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Open months in which something was booked, before this day.
pub async fn open_months(tx: &mut TenantTx, before: Date) -> Result<Vec<OpenMonth>> {
    let rows = sqlx::query_as!(
        OpenMonth,
        r#"select month as "month!", count(distinct entry_id) as "entries!",
                  coalesce(sum(amount) filter (where amount > 0), 0)::bigint as "debit!",
                  coalesce(-sum(amount) filter (where amount < 0), 0)::bigint as "credit!"
             from (select date_trunc('month', p.booked_on)::date as month, p.entry_id, p.amount
                     from journal_entry e join posting p using (complex_id, entry_id)
                    where e.booked_on >= books_open_from() and e.booked_on < $1) booked
            group by month order by month"#,
        before,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Closes every open month up to this one; answers how many.
pub async fn close(tx: &mut TenantTx, through: Period) -> Result<i32> {
    let closed = sqlx::query_scalar!(r#"select close_books($1) as "closed!""#, through.first_day());
    Ok(closed.fetch_one(tx).await?)
}

/// Opens this month and all later ones; answers how many.
pub async fn reopen(tx: &mut TenantTx, from: Period, reason: &str) -> Result<i32> {
    let opened = sqlx::query_scalar!(r#"select reopen_books($1, $2) as "opened!""#, from.first_day(), reason);
    Ok(opened.fetch_one(tx).await?)
}
