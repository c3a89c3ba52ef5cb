//! The promises of payments: statements that count how often one is broken.

use tenancy::{Result, TenantTx};

pub const PROMISES: &[(&str, &str)] = &[
    (
        "a payment is the sum of its parts",
        "select count(*) from payment p
          where amount <> coalesce((select sum(a.amount) from payment_part a
                where a.complex_id = p.complex_id and a.payment_id = p.payment_id), 0)",
    ),
    (
        "receipt numbers have no gap",
        "select count(*) from (
             select 1 from payment_check where receipt_number is not null
              group by complex_id, regexp_replace(receipt_number, '-[0-9]+$', '')
             having max(substring(receipt_number from '[0-9]+$')::bigint) <> count(*)) broken",
    ),
    (
        "a verified payment brought its money to its units, and no other payment did",
        "select count(*) from payment_part a
           left join payment_check v on v.complex_id = a.complex_id and v.payment_id = a.payment_id
                                    and v.verdict = 'verified'
          where case when v.check_id is null then 0 else a.amount end
                <> coalesce((select sum(c.amount) from credit c
                    where c.complex_id = a.complex_id and c.source_id = a.payment_id and c.unit_id = a.unit_id), 0)",
    ),
    (
        "nothing is left of a payment that was taken back",
        "select count(*) from payment_reversal r
           join credit c on c.complex_id = r.complex_id and c.source_id = r.payment_id
          where c.returned <> c.amount",
    ),
    (
        "what was paid back of a credit are its refunds",
        "select count(*) from credit c
          where not exists (select from payment_reversal r
                             where r.complex_id = c.complex_id and r.payment_id = c.source_id)
            and c.returned <> coalesce((select sum(f.amount) from payment_refund f
                where f.complex_id = c.complex_id and f.credit_id = c.credit_id), 0)",
    ),
    (
        "a receipt says what was paid",
        "select count(*) from payment_check v join payment p using (complex_id, payment_id)
          where v.verdict = 'verified'
            and p.amount <> (v.receipt ->> 'kept_as_credit')::bigint
                + coalesce((select sum((line ->> 'amount')::bigint)
                              from jsonb_array_elements(v.receipt -> 'paid') line), 0)",
    ),
];

pub async fn count(tx: &mut TenantTx, statement: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(statement).fetch_one(tx).await?)
}
