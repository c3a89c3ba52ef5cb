//! Statements about entries: writing here, reading beside it. Writing goes through `post_drafts` and `take_numbers`, the
//! only roads that migration 0011 leaves open.

pub mod read;

use kernel::{Date, EntryId, FundId, LedgerAccountId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::model::{Entry, Line};

/// Writes them all, in one statement.
pub async fn post(tx: &mut TenantTx, entries: &[Entry]) -> Result<()> {
    let heads = Heads::of(entries);
    let lines = Lines::of(entries);
    sqlx::query!(
        r#"select post_drafts(
                  (select array_agg(row(e.id, e.kind, e.source, e.booked_on, e.value_on, e.memo, e.reverses)::entry_draft)
                     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::date[], $5::date[], $6::text[], $7::uuid[])
                          e (id, kind, source, booked_on, value_on, memo, reverses)),
                  (select array_agg(row(p.entry, p.line, p.account, p.fund, p.subject, p.amount)::posting_draft)
                     from unnest($8::uuid[], $9::smallint[], $10::uuid[], $11::uuid[], $12::uuid[], $13::bigint[])
                          p (entry, line, account, fund, subject, amount)))"#,
        &heads.ids,
        &heads.kinds as &[&str],
        &heads.sources,
        &heads.booked_on,
        &heads.value_on,
        &heads.memos as &[&str],
        &heads.reverses as &[Option<Uuid>],
        &lines.entries,
        &lines.lines,
        &lines.accounts,
        &lines.funds,
        &lines.subjects as &[Option<Uuid>],
        &lines.amounts,
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// The lines of an entry in their order; none where there is no such entry.
pub(in crate::entry) async fn lines(tx: &mut TenantTx, entry: EntryId) -> Result<Vec<Line>> {
    let rows = sqlx::query_as!(
        Line,
        r#"select account_id as "account: LedgerAccountId", fund_id as "fund: FundId", subject_id as subject, amount
             from posting where entry_id = $1 order by line"#,
        entry as EntryId,
    );
    Ok(rows.fetch_all(tx).await?)
}

pub async fn take_numbers(tx: &mut TenantTx, series: &str, how_many: i64) -> Result<i64> {
    let first = sqlx::query_scalar!(r#"select take_numbers($1, $2) as "first!""#, series, how_many);
    Ok(first.fetch_one(tx).await?)
}

/// Columns of entries, as `unnest` takes them.
struct Heads<'a> {
    ids: Vec<Uuid>,
    kinds: Vec<&'a str>,
    sources: Vec<Uuid>,
    booked_on: Vec<Date>,
    value_on: Vec<Date>,
    memos: Vec<&'a str>,
    reverses: Vec<Option<Uuid>>,
}

impl<'a> Heads<'a> {
    fn of(entries: &'a [Entry]) -> Self {
        let heads = || entries.iter().map(|entry| &entry.head);
        Self {
            ids: heads().map(|head| head.id.uuid()).collect(),
            kinds: heads().map(|head| head.kind).collect(),
            sources: heads().map(|head| head.source).collect(),
            booked_on: heads().map(|head| head.booked_on).collect(),
            value_on: heads().map(|head| head.value_on).collect(),
            memos: heads().map(|head| head.memo.as_str()).collect(),
            reverses: heads().map(|head| head.reverses.map(EntryId::uuid)).collect(),
        }
    }
}

/// Columns of postings, as `unnest` takes them.
struct Lines {
    entries: Vec<Uuid>,
    lines: Vec<i16>,
    accounts: Vec<Uuid>,
    funds: Vec<Uuid>,
    subjects: Vec<Option<Uuid>>,
    amounts: Vec<i64>,
}

impl Lines {
    fn of(entries: &[Entry]) -> Self {
        let each = || {
            entries.iter().flat_map(|entry| {
                entry
                    .lines
                    .iter()
                    .zip(1_i16..)
                    .map(move |(line, number)| (entry.head.id.uuid(), number, line))
            })
        };
        Self {
            entries: each().map(|(entry, _, _)| entry).collect(),
            lines: each().map(|(_, number, _)| number).collect(),
            accounts: each().map(|(_, _, line)| line.account.uuid()).collect(),
            funds: each().map(|(_, _, line)| line.fund.uuid()).collect(),
            subjects: each().map(|(_, _, line)| line.subject).collect(),
            amounts: each().map(|(_, _, line)| line.amount).collect(),
        }
    }
}
