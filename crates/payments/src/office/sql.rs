//! Statements of the list of payments.

use kernel::{AreaId, Date, Instant, PaymentId, Rupiah};
use tenancy::{Result, TenantTx};

use crate::payment::{Method, State};

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub state: Option<State>,
    pub method: Option<Method>,
    /// From the first day of a month up to, not including, the next.
    pub month: Option<(Date, Date)>,
    /// Payer, reference, receipt number or house number.
    pub text: Option<String>,
    pub areas: Option<Vec<AreaId>>,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct ListRow {
    pub id: PaymentId,
    pub method: Method,
    pub payer_name: String,
    pub amount: Rupiah,
    pub value_on: Date,
    pub reference: String,
    pub note: String,
    pub recorded_at: Instant,
    pub state: State,
    pub receipt_number: Option<String>,
    pub units: String,
}

/// The newest first, behind this key.
pub async fn page(
    tx: &mut TenantTx,
    wanted: &Wanted,
    after: Option<(Instant, PaymentId)>,
    most: i64,
) -> Result<Vec<ListRow>> {
    let (from, until) = wanted.month.unzip();
    let (at, id) = after.unzip();
    let rows = sqlx::query_as!(
        ListRow,
        // The houses are looked up for the rows that are shown only; the key is compared as one, so that the index of payments
        // in their order is walked until the page is full.
        r#"select m.payment_id as "id!: PaymentId", m.method as "method!: Method", m.payer_name as "payer_name!",
                  m.amount as "amount!: Rupiah", m.value_on as "value_on!", m.reference as "reference!", m.note as "note!",
                  m.recorded_at as "recorded_at!", m.state as "state!: State", m.receipt_number,
                  coalesce((select string_agg(u.code, ', ' order by u.sort_key)
                              from payment_part p join unit_mark u using (complex_id, unit_id)
                             where p.complex_id = m.complex_id and p.payment_id = m.payment_id), '') as "units!"
             from payment_mark m
            where ($1::text is null or m.state = $1) and ($2::text is null or m.method = $2)
              and ($3::date is null or m.value_on >= $3) and ($4::date is null or m.value_on < $4)
              and ($5::text is null or m.payer_name ilike '%' || $5 || '%' or m.reference ilike '%' || $5 || '%'
                   or m.receipt_number ilike '%' || $5 || '%' or m.amount::text = regexp_replace($5, '[^0-9]', '', 'g')
                   or (select string_agg(u.search_key, ' ') from payment_part p join unit_mark u using (complex_id, unit_id)
                        where p.complex_id = m.complex_id and p.payment_id = m.payment_id)
                      like '%' || upper(regexp_replace($5, '[^[:alnum:]]', '', 'g')) || '%')
              and ($6::uuid[] is null or (select bool_and(u.rt_id = any($6))
                         from payment_part p join unit_mark u using (complex_id, unit_id)
                        where p.complex_id = m.complex_id and p.payment_id = m.payment_id))
              and (m.recorded_at, m.payment_id) < (coalesce($7, 'infinity'::timestamptz),
                                                   coalesce($8, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))
            order by m.recorded_at desc, m.payment_id desc limit $9"#,
        wanted.state.map(State::code),
        wanted.method.map(Method::code),
        from,
        until,
        wanted.text,
        wanted.areas.as_deref() as Option<&[AreaId]>,
        at,
        id as Option<PaymentId>,
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many payments of each state there are under the same filter, and what they come to.
pub async fn counts(tx: &mut TenantTx, wanted: &Wanted) -> Result<Vec<(State, i64, Rupiah)>> {
    let (from, until) = wanted.month.unzip();
    let rows = sqlx::query!(
        // What is asked is decided row by row behind the joins: in front of them each question that was not asked made the
        // planner expect fewer rows, and look each one up.
        r#"with mark as materialized (
               select m.state, m.amount,
                      ($1::text is null or m.method = $1)
                      and ($2::date is null or m.value_on >= $2) and ($3::date is null or m.value_on < $3)
                      and ($4::text is null or m.payer_name ilike '%' || $4 || '%' or m.reference ilike '%' || $4 || '%'
                           or m.receipt_number ilike '%' || $4 || '%'
                           or m.amount::text = regexp_replace($4, '[^0-9]', '', 'g')
                           or (select string_agg(u.search_key, ' ')
                                 from payment_part p join unit_mark u using (complex_id, unit_id)
                                where p.complex_id = m.complex_id and p.payment_id = m.payment_id)
                              like '%' || upper(regexp_replace($4, '[^[:alnum:]]', '', 'g')) || '%')
                      and ($5::uuid[] is null or (select bool_and(u.rt_id = any($5))
                                 from payment_part p join unit_mark u using (complex_id, unit_id)
                                where p.complex_id = m.complex_id and p.payment_id = m.payment_id)) as is_wanted
                 from payment_mark m)
           select state as "state!: State", count(*) as "count!", sum(amount)::bigint as "amount!: Rupiah"
             from mark where is_wanted group by state"#,
        wanted.method.map(Method::code),
        from,
        until,
        wanted.text,
        wanted.areas.as_deref() as Option<&[AreaId]>,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.state, row.count, row.amount)).collect())
}
