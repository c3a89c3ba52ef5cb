//! The promises of the books. Inside a complex's scope a statement sees that complex; asked by the owner, all of them.

use tenancy::{Result, TenantTx};

/// What is promised, what to do when it is broken, and the statement that counts how often it is.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    pub promise: &'static str,
    pub cure: &'static str,
    pub sql: &'static str,
}

pub const PROMISES: &[Promise] = &[
    Promise {
        promise: "every entry has postings, and each of its funds sums to zero",
        cure: "somebody wrote past post_drafts; compare the entry with its source before touching it",
        sql: "select count(*) from (
                  select e.entry_id from journal_entry e left join posting p using (complex_id, entry_id)
                   group by e.complex_id, e.entry_id, p.fund_id
                  having count(p.amount) = 0 or sum(p.amount) <> 0) broken",
    },
    Promise {
        promise: "every posting stands on the day of its entry",
        cure: "somebody wrote past post_drafts; the day of the entry is the true one",
        sql: "select count(*) from posting p join journal_entry e using (complex_id, entry_id)
               where p.booked_on <> e.booked_on",
    },
    Promise {
        promise: "an entry and its reversal cancel each other",
        cure: "somebody wrote past the reversal; reverse the reversal and begin again",
        sql: "select count(*) from (
                  select e.entry_id from journal_entry e
                    join posting p on p.complex_id = e.complex_id and p.entry_id in (e.entry_id, e.reverses)
                   where e.reverses is not null
                   group by e.complex_id, e.entry_id, p.account_id, p.fund_id, p.subject_id
                  having sum(p.amount) <> 0) broken",
    },
    Promise {
        promise: "the balances of a closed month are what its postings add up to",
        cure: "open that month and all later ones again, and close them",
        sql: "with moved as (
                  select complex_id, date_trunc('month', booked_on)::date as month, account_id, fund_id,
                         sum(amount) filter (where amount > 0) as debit, -sum(amount) filter (where amount < 0) as credit,
                         sum(amount) as amount
                    from posting group by 1, 2, 3, 4),
              grid as (
                  select c.complex_id, c.month, s.account_id, s.fund_id
                    from closed_month c join (select distinct complex_id, account_id, fund_id from moved
                                              union select distinct complex_id, account_id, fund_id from month_balance) s
                         using (complex_id)),
              added as (
                  select g.complex_id, g.month, g.account_id, g.fund_id,
                         coalesce(sum(m.amount), 0) as balance,
                         coalesce(sum(m.debit) filter (where m.month = g.month), 0) as debit,
                         coalesce(sum(m.credit) filter (where m.month = g.month), 0) as credit
                    from grid g left join moved m on m.complex_id = g.complex_id and m.account_id = g.account_id
                         and m.fund_id = g.fund_id and m.month <= g.month
                   group by 1, 2, 3, 4)
              select count(*) from added a left join month_balance b using (complex_id, month, account_id, fund_id)
               where (coalesce(b.balance, 0), coalesce(b.debit, 0), coalesce(b.credit, 0))
                     is distinct from (a.balance, a.debit, a.credit)",
    },
    Promise {
        promise: "closed months follow each other without a gap",
        cure: "open the later ones again, and close them in their order",
        sql: "select count(*) from (
                  select month, lag(month) over (partition by complex_id order by month) as before from closed_month) m
               where before is not null and month <> before + interval '1 month'",
    },
    Promise {
        promise: "every purpose has its account, and there is a general fund",
        cure: "insert the missing row as seed_ledger writes it; rooms cannot post without it",
        sql: "select count(*) from complex c
               where (select count(*) from ledger_account a where a.complex_id = c.complex_id and a.purpose is not null) <> 17
                  or not exists (select from fund f where f.complex_id = c.complex_id and f.purpose = 'general')",
    },
];

pub async fn count(tx: &mut TenantTx, promise: &Promise) -> Result<i64> {
    Ok(sqlx::query_scalar(promise.sql).fetch_one(tx).await?)
}
