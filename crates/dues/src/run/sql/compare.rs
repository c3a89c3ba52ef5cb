//! The month before, to lay beside the one that is planned.

use kernel::{ChargeTypeId, Period, Rupiah, TariffId, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

/// What one charge came to last month.
#[derive(Clone, Debug)]
pub struct LastMonth {
    pub charge: ChargeTypeId,
    pub name: String,
    pub units: i64,
    pub amount: Rupiah,
}

/// What each charge came to on the invoices of that month.
pub async fn last_month(tx: &mut TenantTx, period: Period) -> Result<Vec<LastMonth>> {
    let rows = sqlx::query_as!(
        LastMonth,
        r#"select c.charge_type_id as "charge: ChargeTypeId", c.name, sums.units as "units!",
                  sums.amount as "amount!: Rupiah"
             from (select l.complex_id, l.charge_type_id, count(distinct l.unit_id) as units,
                          sum(l.amount)::bigint as amount
                     from invoice i join invoice_line l using (complex_id, invoice_id)
                    where i.period = $1 and i.kind = 'dues' and i.voided_at is null and l.charge_type_id is not null
                    group by l.complex_id, l.charge_type_id) sums
             join charge_type c using (complex_id, charge_type_id)
            order by c.priority, c.code"#,
        period.first_day(),
    );
    Ok(rows.fetch_all(tx).await?)
}

/// How many units had dues in that month.
pub async fn units_of_last_month(tx: &mut TenantTx, period: Period) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(distinct unit_id) as "units!" from invoice
            where period = $1 and kind = 'dues' and voided_at is null"#,
        period.first_day(),
    );
    Ok(count.fetch_one(tx).await?)
}

/// What a unit was billed for a charge, with the tariff that it stands on.
#[derive(Clone, Debug)]
pub struct Compared {
    pub unit: UnitId,
    pub period: Period,
    pub charge: ChargeTypeId,
    pub tariff: Option<TariffId>,
    pub amount: Rupiah,
    pub parts: i64,
}

/// What these units were billed on the invoices of these two months.
pub async fn amounts_of_units(
    tx: &mut TenantTx,
    units: &[Uuid],
    (before, now): (Period, Period),
) -> Result<Vec<Compared>> {
    let rows = sqlx::query_as!(
        Compared,
        r#"select i.unit_id as "unit: UnitId", i.period as "period: kernel::Date",
                  l.charge_type_id as "charge!: ChargeTypeId",
                  (array_agg(l.tariff_id order by l.part desc))[1] as "tariff: TariffId",
                  sum(l.amount)::bigint as "amount!: Rupiah", count(*) as "parts!"
             from invoice i join invoice_line l using (complex_id, invoice_id)
            where i.unit_id = any ($1) and i.period in ($2, $3) and i.kind = 'dues' and i.voided_at is null
              and l.charge_type_id is not null
            group by i.unit_id, i.period, l.charge_type_id"#,
        units,
        before.first_day(),
        now.first_day(),
    );
    Ok(rows.fetch_all(tx).await?)
}
