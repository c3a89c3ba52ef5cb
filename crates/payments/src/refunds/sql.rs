//! Statements about what was paid back.

use kernel::{Date, LedgerAccountId, Rupiah};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The beginning of a house number, or a part of the reason.
    pub text: Option<String>,
}

/// Titipan that was paid back.
#[derive(Clone, Debug)]
pub struct RefundRow {
    pub id: Uuid,
    pub on: Date,
    pub unit: String,
    pub amount: Rupiah,
    /// The cash box or bank account it was taken out of.
    pub account: LedgerAccountId,
    pub reason: String,
    /// Who paid it out.
    pub by: String,
}

/// The newest first, behind this key.
pub async fn page(
    tx: &mut TenantTx,
    wanted: &Wanted,
    after: Option<(Date, Uuid)>,
    most: i64,
) -> Result<Vec<RefundRow>> {
    let (on, id) = after.unzip();
    let rows = sqlx::query_as!(
        RefundRow,
        r#"select r.refund_id as id, r.refunded_on as "on", u.code as "unit!", r.amount as "amount: Rupiah",
                  r.money_account_id as "account: LedgerAccountId", r.reason,
                  coalesce(account_name(r.account_id), '') as "by!"
             from payment_refund r join unit_mark u using (complex_id, unit_id)
            where ($1::date is null or r.refunded_on >= $1) and ($2::date is null or r.refunded_on <= $2)
              and ($3::text is null or r.reason ilike '%' || $3 || '%' or u.search_key like unit_search_key($3) || '%')
              and ($4::date is null or (r.refunded_on, r.refund_id) < ($4, $5))
            order by r.refunded_on desc, r.refund_id desc limit $6"#,
        wanted.from,
        wanted.to,
        wanted.text,
        on,
        id,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many there are under the same filter, and what they come to.
pub async fn total(tx: &mut TenantTx, wanted: &Wanted) -> Result<(i64, Rupiah)> {
    let row = sqlx::query!(
        r#"select count(*) as "count!", coalesce(sum(r.amount), 0)::bigint as "amount!: Rupiah"
             from payment_refund r join unit_mark u using (complex_id, unit_id)
            where ($1::date is null or r.refunded_on >= $1) and ($2::date is null or r.refunded_on <= $2)
              and ($3::text is null or r.reason ilike '%' || $3 || '%' or u.search_key like unit_search_key($3) || '%')"#,
        wanted.from,
        wanted.to,
        wanted.text,
    );
    let row = row.fetch_one(tx).await?;
    Ok((row.count, row.amount))
}
