//! Statements about whose receipts somebody may see.

use kernel::{Date, PaymentId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};

use crate::payment::State;

/// A home of whoever is signed in.
#[derive(Clone, Debug)]
pub struct Home {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
}

/// The units where whoever acts lives or owns on that day.
pub async fn homes(tx: &mut TenantTx, today: Date) -> Result<Vec<Home>> {
    let rows = sqlx::query_as!(
        Home,
        r#"select distinct on (u.sort_key) u.unit_id as "unit!: UnitId", u.code as "code!", p.name as "name!"
             from person_mark p
             join stay s on s.complex_id = p.complex_id and s.person_id = p.person_id
             join unit_mark u on u.complex_id = s.complex_id and u.unit_id = s.unit_id
            where p.account_id = current_account() and s.kind <> 'staff' and s.period @> $1::date
              and u.retired_at is null
            order by u.sort_key"#,
        today,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// A payment of an own unit.
#[derive(Clone, Debug)]
pub struct OwnPayment {
    pub id: PaymentId,
    pub amount: Rupiah,
    pub value_on: Date,
    pub state: State,
    pub receipt_number: Option<String>,
    pub units: String,
    /// Only for own units, so that its paper may be read.
    pub whole: bool,
}

/// The payments for these units, the newest first. One that also pays for others shows only its own.
pub async fn of_units(tx: &mut TenantTx, units: &[UnitId], most: i64) -> Result<Vec<OwnPayment>> {
    let rows = sqlx::query_as!(
        OwnPayment,
        r#"select m.payment_id as "id!: PaymentId", mine.amount as "amount!: Rupiah", m.value_on as "value_on!",
                  m.state as "state!: State", m.receipt_number, mine.units as "units!",
                  mine.parts = (select count(*) from payment_part a
                                 where a.complex_id = m.complex_id and a.payment_id = m.payment_id) as "whole!"
             from (select p.complex_id, p.payment_id, sum(p.amount)::bigint as amount, count(*) as parts,
                          string_agg(u.code, ', ' order by u.sort_key) as units
                     from payment_part p join unit_mark u using (complex_id, unit_id)
                    where p.unit_id = any($1) group by p.complex_id, p.payment_id) mine
             join payment_mark m using (complex_id, payment_id)
            order by m.recorded_at desc, m.payment_id desc limit $2"#,
        units as &[UnitId],
        most,
    );
    Ok(rows.fetch_all(tx).await?)
}
