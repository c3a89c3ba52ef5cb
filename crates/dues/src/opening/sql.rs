//! What an opening balance needs to know of units, of what was billed, and of who pays.

use kernel::{ChargeTypeId, Date, Period, PersonId, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// The units that these house numbers name, in whatever spelling: typed, unit, written.
pub async fn named(tx: &mut TenantTx, codes: &[String]) -> Result<Vec<(String, UnitId, String)>> {
    let rows = sqlx::query!(
        r#"select t.code as "typed!", u.unit_id as "unit!: UnitId", u.code as "code!"
             from unnest($1::text[]) t (code) join unit_mark u on u.sort_key = unit_sort_key(t.code)
            where u.retired_at is null"#,
        codes,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.typed, row.unit, row.code)).collect())
}

/// The house numbers in use, in their order.
pub async fn codes(tx: &mut TenantTx) -> Result<Vec<String>> {
    let codes = sqlx::query_scalar!(
        r#"select code as "code!" from unit_mark where retired_at is null order by sort_key"#
    );
    Ok(codes.fetch_all(tx).await?)
}

/// What stands on live invoices of a unit.
#[derive(Clone, Copy, Debug)]
pub struct BilledRow {
    pub unit: UnitId,
    pub period: Period,
    pub charge: Option<ChargeTypeId>,
    pub is_opening: bool,
}

pub async fn billed(tx: &mut TenantTx, units: &[Uuid]) -> Result<Vec<BilledRow>> {
    let rows = sqlx::query_as!(
        BilledRow,
        r#"select distinct l.unit_id as "unit: UnitId", l.period as "period: Date",
                  l.charge_type_id as "charge: ChargeTypeId", i.kind = 'opening' as "is_opening!"
             from invoice i join invoice_line l using (complex_id, invoice_id)
            where i.unit_id = any ($1) and i.kind in ('dues', 'opening') and i.voided_at is null"#,
        units,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Of these units, those whose titipan was brought in: such a credit names the unit itself as what brought it.
pub async fn ahead(tx: &mut TenantTx, units: &[Uuid]) -> Result<Vec<UnitId>> {
    let rows = sqlx::query_scalar!(
        r#"select unit_id as "unit: UnitId" from credit where unit_id = any ($1) and source_id = unit_id"#,
        units,
    );
    Ok(rows.fetch_all(tx).await?)
}

/// Who paid for these units on these days, or pays today where nobody is known for then; by the place in the arrays,
/// from one. The owner, where nobody is named as the payer.
pub async fn payers(
    tx: &mut TenantTx,
    (units, days): (&[Uuid], &[Date]),
    today: Date,
) -> Result<Vec<(i64, PersonId, String)>> {
    let rows = sqlx::query!(
        r#"select n.place as "place!", s.person_id as "person!: PersonId", s.name as "name!"
             from unnest($1::uuid[], $2::date[]) with ordinality n (unit_id, day, place)
            cross join lateral (
                  select s.person_id, p.name from stay s join person_mark p using (complex_id, person_id)
                   where s.unit_id = n.unit_id and (s.payer or s.kind = 'owner')
                     and (s.period @> n.day or s.period @> $3::date)
                   order by s.period @> n.day desc, s.payer desc, lower(s.period) desc nulls last, s.person_id
                   limit 1) s"#,
        units,
        days,
        today,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.place, row.person, row.name)).collect())
}
