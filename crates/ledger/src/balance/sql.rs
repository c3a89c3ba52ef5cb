//! Statements about balances.

use kernel::{Date, EntryId, FundId, LedgerAccountId, Rupiah};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::Reach;
use crate::chart::Purpose;

/// What happened to one account in one fund: what stood there before, what was debited and credited, in rupiah.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    pub account: LedgerAccountId,
    pub fund: FundId,
    /// Debit less credit.
    pub opening: i64,
    pub debit: i64,
    pub credit: i64,
}

/// A line of an account's page.
#[derive(Clone, Debug)]
pub struct PostingRow {
    pub entry: EntryId,
    pub line: i16,
    pub booked_on: Date,
    pub fund: FundId,
    pub amount: i64,
    pub kind: String,
    pub memo: String,
}

/// Where a line stands in an account: by day, then by entry, then by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostingKey {
    pub booked_on: Date,
    pub entry: EntryId,
    pub line: i16,
}

/// Which lines of an account.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    pub account: LedgerAccountId,
    pub fund: Option<FundId>,
    pub from: Date,
    pub to: Date,
}

pub async fn of_subject(tx: &mut TenantTx, purpose: Purpose, subject: Uuid) -> Result<Rupiah> {
    let balance = sqlx::query_scalar!(
        r#"select coalesce(sum(p.amount), 0)::bigint as "balance!: Rupiah"
             from ledger_account a join posting p using (complex_id, account_id)
            where a.purpose = $1 and p.subject_id = $2"#,
        purpose.code(),
        subject,
    );
    Ok(balance.fetch_one(tx).await?)
}

pub async fn of_subjects(tx: &mut TenantTx, purpose: Purpose) -> Result<Vec<(Uuid, Rupiah)>> {
    let rows = sqlx::query!(
        r#"select p.subject_id as "subject!", sum(p.amount)::bigint as "balance!: Rupiah"
             from ledger_account a join posting p using (complex_id, account_id)
            where a.purpose = $1 and p.subject_id is not null
            group by p.subject_id having sum(p.amount) <> 0 order by p.subject_id"#,
        purpose.code(),
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.subject, row.balance)).collect())
}

/// Every account and fund in which something stands or moved: written balances of closed months, and the days beside
/// them added up, account by account along the index.
pub async fn movements(tx: &mut TenantTx, reach: &Reach, fund: Option<FundId>) -> Result<Vec<Movement>> {
    let [(a, b), (c, d)] = reach.scans;
    let (first, last) = reach.months.unzip();
    let rows = sqlx::query_as!(
        Movement,
        r#"select account_id as "account!: LedgerAccountId", fund_id as "fund!: FundId",
                  sum(opening)::bigint as "opening!", sum(debit)::bigint as "debit!", sum(credit)::bigint as "credit!"
             from (select account_id, fund_id, balance as opening, 0 as debit, 0 as credit
                     from month_balance where month = $1
                   union all
                   select account_id, fund_id, 0, debit, credit from month_balance where month between $2 and $3
                   union all
                   select a.account_id, p.fund_id, p.opening, p.debit, p.credit
                     from ledger_account a
                    cross join (values ($5::date, $6::date), ($7::date, $8::date)) scan (since, until)
                    cross join lateral (
                          select p.fund_id, coalesce(sum(p.amount) filter (where p.booked_on < $4), 0) as opening,
                                 coalesce(sum(p.amount) filter (where p.booked_on >= $4 and p.amount > 0), 0) as debit,
                                 coalesce(-sum(p.amount) filter (where p.booked_on >= $4 and p.amount < 0), 0) as credit
                            from posting p
                           where p.complex_id = a.complex_id and p.account_id = a.account_id
                             and p.booked_on >= scan.since and p.booked_on < scan.until
                           group by p.fund_id) p) parts
            where $9::uuid is null or fund_id = $9
            group by account_id, fund_id having sum(opening) <> 0 or sum(debit) <> 0 or sum(credit) <> 0"#,
        reach.snapshot.map(Date::from),
        first.map(Date::from),
        last.map(Date::from),
        reach.opens_on,
        a,
        b,
        c,
        d,
        fund as Option<FundId>,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The lines behind a place, in their order, at most `most`.
pub async fn lines_after(
    tx: &mut TenantTx,
    of: &Lines,
    after: Option<PostingKey>,
    most: i64,
) -> Result<Vec<PostingRow>> {
    let rows = sqlx::query_as!(
        PostingRow,
        r#"select p.entry_id as "entry: EntryId", p.line, p.booked_on, p.fund_id as "fund: FundId", p.amount,
                  e.kind, e.memo
             from posting p join journal_entry e using (complex_id, entry_id)
            where p.account_id = $1 and ($2::uuid is null or p.fund_id = $2)
              and p.booked_on >= $3 and p.booked_on <= $4
              and ($5::date is null or (p.booked_on, p.entry_id, p.line) > ($5, $6::uuid, $7::smallint))
            order by p.booked_on, p.entry_id, p.line limit $8"#,
        of.account as LedgerAccountId,
        of.fund as Option<FundId>,
        of.from,
        of.to,
        after.map(|key| key.booked_on),
        after.map(|key| key.entry.uuid()),
        after.map(|key| key.line),
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The place behind which the page begins that ends right before this one; none when it begins at the top.
pub async fn page_start_before(
    tx: &mut TenantTx,
    of: &Lines,
    before: PostingKey,
    most: i64,
) -> Result<Option<PostingKey>> {
    let row = sqlx::query_as!(
        PostingKey,
        r#"select p.booked_on, p.entry_id as "entry: EntryId", p.line from posting p
            where p.account_id = $1 and ($2::uuid is null or p.fund_id = $2)
              and p.booked_on >= $3 and (p.booked_on, p.entry_id, p.line) < ($4, $5, $6)
            order by p.booked_on desc, p.entry_id desc, p.line desc offset $7 limit 1"#,
        of.account as LedgerAccountId,
        of.fund as Option<FundId>,
        of.from,
        before.booked_on,
        before.entry as EntryId,
        before.line,
        most,
    );
    Ok(row.fetch_optional(tx).await?)
}

/// How many lines stand up to a place (with it), and what they add up to.
pub async fn up_to(tx: &mut TenantTx, of: &Lines, key: PostingKey) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) as "lines!", coalesce(sum(p.amount), 0)::bigint as "sum!" from posting p
            where p.account_id = $1 and ($2::uuid is null or p.fund_id = $2)
              and p.booked_on >= $3 and (p.booked_on, p.entry_id, p.line) <= ($4, $5, $6)"#,
        of.account as LedgerAccountId,
        of.fund as Option<FundId>,
        of.from,
        key.booked_on,
        key.entry as EntryId,
        key.line,
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.lines, row.sum))
}

/// How many lines there are.
pub async fn count(tx: &mut TenantTx, of: &Lines) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "lines!" from posting p
            where p.account_id = $1 and ($2::uuid is null or p.fund_id = $2)
              and p.booked_on >= $3 and p.booked_on <= $4"#,
        of.account as LedgerAccountId,
        of.fund as Option<FundId>,
        of.from,
        of.to,
    );
    Ok(count.fetch_one(tx).await?)
}
