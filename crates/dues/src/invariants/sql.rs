//! The promises of dues: statements that count how often one is broken.

use tenancy::{Result, TenantTx};
use uuid::Uuid;

pub const PROMISES: &[(&str, &str)] = &[
    (
        "an invoice is its lines",
        "select count(*) from invoice i
          where total <> coalesce((select sum(l.amount) from invoice_line l
                where l.complex_id = i.complex_id and l.invoice_id = i.invoice_id), 0)",
    ),
    (
        "what is open of an invoice is its total less what settled it, and nothing of a void one",
        "select count(*) from invoice i
          where case when voided_at is null then total else 0 end - open
                <> coalesce((select sum(s.amount) from settlement s
                    where s.complex_id = i.complex_id and s.invoice_id = i.invoice_id), 0)",
    ),
    (
        "a line is settled by its settlements",
        "select count(*) from invoice_line l
          where settled <> coalesce((select sum(s.amount) from settlement s
                where s.complex_id = l.complex_id and s.invoice_id = l.invoice_id and s.line = l.line), 0)",
    ),
    (
        "each line is settled between nothing and its amount by money and by reductions alike",
        "select count(*) from (
             select 1 from settlement group by complex_id, invoice_id, line, credit_id, reduction_id
             having sum(amount) < 0) broken",
    ),
    (
        "what a credit used is its settlements, and nobody used more than there was",
        "select count(*) from credit c
          where used <> coalesce((select sum(s.amount) from settlement s
                where s.complex_id = c.complex_id and s.credit_id = c.credit_id), 0)
             or used + returned > amount or used < 0 or returned < 0",
    ),
    (
        "a reduction takes off its amount, or nothing once it was released",
        "select count(*) from reduction r
          where coalesce((select sum(s.amount) from settlement s
                where s.complex_id = r.complex_id and s.reduction_id = r.reduction_id), 0) not in (0, r.amount)",
    ),
    (
        "money and invoice of a settlement are of one unit",
        "select count(*) from settlement s join invoice i using (complex_id, invoice_id)
           left join credit c on c.complex_id = s.complex_id and c.credit_id = s.credit_id
          where s.unit_id <> i.unit_id or c.unit_id <> i.unit_id",
    ),
    (
        "what was billed for a month is its invoices",
        "select count(*) from (
             select period, count(*) as invoices, sum(total) as billed from invoice
              where kind in ('dues', 'other') and voided_at is null group by period) i
           full join billed_month m using (period)
          where coalesce(i.invoices, 0) <> coalesce(m.invoices, 0) or coalesce(i.billed, 0) <> coalesce(m.billed, 0)",
    ),
    (
        "numbers of invoices and reductions have no gap",
        "select count(*) from (
             select 1 from (select complex_id, number from invoice union all select complex_id, number from reduction) n
              group by complex_id, regexp_replace(number, '-[0-9]+$', '')
             having max(substring(number from '[0-9]+$')::bigint) <> count(*)) broken",
    ),
];

pub async fn count(tx: &mut TenantTx, statement: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(statement).fetch_one(tx).await?)
}

/// What each unit owes by its invoices: `dues` or `penalty`.
pub async fn receivable(tx: &mut TenantTx, of: &str) -> Result<Vec<(Uuid, i64)>> {
    let rows = sqlx::query!(
        r#"select l.unit_id as unit, sum(l.amount - l.settled)::bigint as "open!"
             from invoice i join invoice_line l using (complex_id, invoice_id)
            where i.voided_at is null
              and (i.kind = 'penalty' or l.penalty_for is not null) = ($1 = 'penalty')
            group by l.unit_id"#,
        of,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.open)).collect())
}

/// What each unit has paid ahead; negative, as a credit stands in the books.
pub async fn credits(tx: &mut TenantTx) -> Result<Vec<(Uuid, i64)>> {
    let rows = sqlx::query!(
        r#"select unit_id as unit, -sum(amount - used - returned)::bigint as "credit!" from credit group by unit_id"#
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.credit)).collect())
}
