//! Reading entries: one with its lines, and the journal.

use kernel::{Date, EntryId, Instant, LedgerAccountId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// An entry without its lines.
#[derive(Clone, Debug)]
pub struct EntryRow {
    pub id: EntryId,
    pub kind: String,
    pub source: Uuid,
    pub booked_on: Date,
    pub value_on: Date,
    pub memo: String,
    pub reverses: Option<EntryId>,
    pub reversed_by: Option<EntryId>,
    pub recorded_at: Instant,
    /// Who recorded it; none for a worker.
    pub recorded_by: Option<String>,
}

/// A line of an entry with the names of its account and fund.
#[derive(Clone, Debug)]
pub struct LineRow {
    pub account: LedgerAccountId,
    pub account_code: String,
    pub account_name: String,
    pub fund_code: String,
    pub fund_name: String,
    pub subject: Option<Uuid>,
    /// Debit positive, credit negative.
    pub amount: i64,
}

/// A line of the journal.
#[derive(Clone, Debug)]
pub struct JournalRow {
    pub id: EntryId,
    pub kind: String,
    pub source: Uuid,
    pub booked_on: Date,
    pub value_on: Date,
    pub memo: String,
    pub reverses: Option<EntryId>,
    pub is_reversed: bool,
    /// What all debits come to.
    pub total: i64,
}

/// Where an entry stands in the journal.
pub type JournalKey = (Date, EntryId);

/// Which entries.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub from: Date,
    pub to: Date,
    /// A kind's code; all when none.
    pub kind: Option<String>,
    /// A piece of the memo, ready for `ilike`.
    pub memo_like: Option<String>,
}

pub async fn find(tx: &mut TenantTx, id: EntryId) -> Result<Option<EntryRow>> {
    let row = sqlx::query_as!(
        EntryRow,
        r#"select e.entry_id as "id: EntryId", e.kind, e.source_id as source, e.booked_on, e.value_on, e.memo,
                  e.reverses as "reverses: EntryId", r.entry_id as "reversed_by?: EntryId", e.recorded_at,
                  account_name(e.recorded_by) as recorded_by
             from journal_entry e
             left join journal_entry r on r.complex_id = e.complex_id and r.reverses = e.entry_id
            where e.entry_id = $1"#,
        id as EntryId,
    );
    Ok(row.fetch_optional(tx).await?)
}

pub async fn lines_of(tx: &mut TenantTx, id: EntryId) -> Result<Vec<LineRow>> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"select p.account_id as "account: LedgerAccountId", a.code as account_code, a.name as account_name,
                  f.code as fund_code, f.name as fund_name, p.subject_id as subject, p.amount
             from posting p join ledger_account a using (complex_id, account_id) join fund f using (complex_id, fund_id)
            where p.entry_id = $1 order by p.line"#,
        id as EntryId,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// The journal, newest first, from behind a place, at most `most`.
pub async fn before(
    tx: &mut TenantTx,
    wanted: &Wanted,
    place: Option<JournalKey>,
    most: i64,
) -> Result<Vec<JournalRow>> {
    let rows = sqlx::query_as!(
        JournalRow,
        r#"select e.entry_id as "id: EntryId", e.kind, e.source_id as source, e.booked_on, e.value_on, e.memo,
                  e.reverses as "reverses: EntryId",
                  exists (select from journal_entry r where r.complex_id = e.complex_id and r.reverses = e.entry_id)
                      as "is_reversed!",
                  (select coalesce(sum(p.amount), 0)::bigint from posting p
                    where p.complex_id = e.complex_id and p.entry_id = e.entry_id and p.amount > 0) as "total!"
             from journal_entry e
            where e.booked_on >= $1 and e.booked_on <= $2 and ($3::text is null or e.kind = $3)
              and ($4::text is null or e.memo ilike $4)
              and ($5::date is null or (e.booked_on, e.entry_id) < ($5, $6::uuid))
            order by e.booked_on desc, e.entry_id desc limit $7"#,
        wanted.from,
        wanted.to,
        wanted.kind,
        wanted.memo_like,
        place.map(|(day, _)| day),
        place.map(|(_, id)| id.uuid()),
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many there are of each kind, whatever kind is wanted.
pub async fn counts(tx: &mut TenantTx, wanted: &Wanted) -> Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"select e.kind, count(*) as "entries!" from journal_entry e
            where e.booked_on >= $1 and e.booked_on <= $2 and ($3::text is null or e.memo ilike $3)
            group by e.kind"#,
        wanted.from,
        wanted.to,
        wanted.memo_like,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.kind, row.entries)).collect())
}

/// How many stand before a place in the list, with it; and the place at which the page before this one begins behind.
pub async fn up_to(tx: &mut TenantTx, wanted: &Wanted, place: JournalKey) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "entries!" from journal_entry e
            where e.booked_on >= $1 and e.booked_on <= $2 and ($3::text is null or e.kind = $3)
              and ($4::text is null or e.memo ilike $4) and (e.booked_on, e.entry_id) >= ($5, $6)"#,
        wanted.from,
        wanted.to,
        wanted.kind,
        wanted.memo_like,
        place.0,
        place.1 as EntryId,
    );
    Ok(count.fetch_one(tx).await?)
}

/// The place behind which the page begins that ends right before this one; none when it begins at the top.
pub async fn page_start_before(
    tx: &mut TenantTx,
    wanted: &Wanted,
    place: JournalKey,
    most: i64,
) -> Result<Option<JournalKey>> {
    let row = sqlx::query!(
        r#"select e.booked_on, e.entry_id as "id: EntryId" from journal_entry e
            where e.booked_on >= $1 and e.booked_on <= $2 and ($3::text is null or e.kind = $3)
              and ($4::text is null or e.memo ilike $4) and (e.booked_on, e.entry_id) > ($5, $6)
            order by e.booked_on, e.entry_id offset $7 limit 1"#,
        wanted.from,
        wanted.to,
        wanted.kind,
        wanted.memo_like,
        place.0,
        place.1 as EntryId,
        most,
    );
    Ok(row.fetch_optional(tx).await?.map(|row| (row.booked_on, row.id)))
}
