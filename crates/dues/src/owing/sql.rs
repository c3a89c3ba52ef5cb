//! Statements about what is open: they read the index of open invoices and nothing else of a complex's years.

use kernel::{AreaId, BillingRunId, Date, InvoiceId, Period, PersonId, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{Ages, AreaOwing, Asked, Collected, Due, Owing, Wanted};

fn ids(areas: &[AreaId]) -> Option<Vec<Uuid>> {
    (!areas.is_empty()).then(|| areas.iter().map(|area| area.uuid()).collect())
}

fn like(search: &str) -> Option<String> {
    let plain: String = search.trim().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    (!plain.is_empty()).then(|| format!("%{plain}%"))
}

/// Units that owe, the biggest late sum first; `after` is the sum and house number of the last line seen.
pub async fn units(
    tx: &mut TenantTx,
    wanted: &Wanted,
    as_of: Date,
    after: Option<(Rupiah, &str)>,
    limit: i64,
) -> Result<Vec<Owing>> {
    let (from_days, to_days) = wanted.lateness.days();
    let within = ids(&wanted.within);
    let search = like(&wanted.search);
    let after_late = after.map(|(late, _)| late.get());
    let after_key = after.map(|(_, key)| key);
    let is_of_all = within.is_none() && wanted.block.is_none() && wanted.rt.is_none() && search.is_none();
    if is_of_all {
        let rows = sqlx::query_as!(
            Line,
            r#"select unit_id as "unit!: UnitId", code as "code!", sort_key as "sort_key!", payer_name as "payer_name!",
                      phone, oldest_due as "oldest_due!", invoices as "invoices!", not_due as "not_due!: Rupiah",
                      to_30 as "to_30!: Rupiah", to_60 as "to_60!: Rupiah", to_90 as "to_90!: Rupiah",
                      older as "older!: Rupiah", credit as "credit!: Rupiah"
                 from most_owing($1, $2, $3, $4, $5, $6)"#,
            as_of,
            from_days,
            to_days,
            after_late,
            after_key,
            limit
        );
        return Ok(rows.fetch_all(tx).await?.into_iter().map(Owing::from).collect());
    }
    let rows = sqlx::query_as!(
        Line,
        r#"select unit_id as "unit!: UnitId", code as "code!", sort_key as "sort_key!", payer_name as "payer_name!",
                  phone, oldest_due as "oldest_due!", invoices as "invoices!", not_due as "not_due!: Rupiah",
                  to_30 as "to_30!: Rupiah", to_60 as "to_60!: Rupiah", to_90 as "to_90!: Rupiah",
                  older as "older!: Rupiah", credit as "credit!: Rupiah"
             from units_owing($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        as_of,
        within.as_deref(),
        wanted.block.map(AreaId::uuid),
        wanted.rt.map(AreaId::uuid),
        search,
        wanted.search.trim(),
        from_days,
        to_days,
        after_late,
        after_key,
        limit
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(Owing::from).collect())
}

/// A line of both lists.
struct Line {
    unit: UnitId,
    code: String,
    sort_key: String,
    payer_name: String,
    phone: Option<String>,
    oldest_due: Date,
    invoices: i64,
    not_due: Rupiah,
    to_30: Rupiah,
    to_60: Rupiah,
    to_90: Rupiah,
    older: Rupiah,
    credit: Rupiah,
}

impl From<Line> for Owing {
    fn from(line: Line) -> Self {
        let Line { not_due, to_30, to_60, to_90, older, .. } = line;
        Self {
            unit: line.unit,
            code: line.code,
            sort_key: line.sort_key,
            payer_name: line.payer_name,
            phone: line.phone,
            oldest_due: line.oldest_due,
            invoices: line.invoices,
            ages: Ages { not_due, to_30, to_60, to_90, older },
            credit: line.credit,
        }
    }
}

/// What all of them owe together, and how many units in each age of their oldest invoice: 1-30, 31-60, 61-90, older,
/// not late.
pub async fn total(tx: &mut TenantTx, within: &[AreaId], as_of: Date) -> Result<(Ages, [i64; 5])> {
    let within = ids(within);
    let row = sqlx::query!(
        r#"select not_due as "not_due!: Rupiah", to_30 as "to_30!: Rupiah", to_60 as "to_60!: Rupiah",
                  to_90 as "to_90!: Rupiah", older as "older!: Rupiah", units_30 as "units_30!", units_60 as "units_60!",
                  units_90 as "units_90!", units_older as "units_older!", units_not_late as "units_not_late!"
             from owed_by_age($1, $2)"#,
        within.as_deref(),
        as_of
    );
    let row = row.fetch_one(tx).await?;
    let ages =
        Ages { not_due: row.not_due, to_30: row.to_30, to_60: row.to_60, to_90: row.to_90, older: row.older };
    Ok((ages, [row.units_30, row.units_60, row.units_90, row.units_older, row.units_not_late]))
}

/// Blocks and RTs with what their units owe, in the order of their signs.
pub async fn by_area(tx: &mut TenantTx, within: &[AreaId], as_of: Date) -> Result<Vec<AreaOwing>> {
    let within = ids(within);
    let rows = sqlx::query!(
        r#"select a.area_id as "area!: AreaId", a.kind as "kind!", a.name as "name!", s.units as "units!",
                  s.late_units as "late_units!", s.not_due as "not_due!: Rupiah", s.to_30 as "to_30!: Rupiah",
                  s.to_60 as "to_60!: Rupiah", s.to_90 as "to_90!: Rupiah", s.older as "older!: Rupiah"
             from owed_by_area($2, $1) s join area_mark a using (area_id)
            order by a.kind, a.sort_key"#,
        as_of,
        within.as_deref()
    );
    let rows = rows.fetch_all(tx).await?;
    let areas = rows.into_iter().map(|row| AreaOwing {
        area: row.area,
        kind: row.kind,
        name: row.name,
        units: row.units,
        late_units: row.late_units,
        ages: Ages {
            not_due: row.not_due,
            to_30: row.to_30,
            to_60: row.to_60,
            to_90: row.to_90,
            older: row.older,
        },
    });
    Ok(areas.collect())
}

/// What one unit owes.
pub async fn unit(tx: &mut TenantTx, unit: UnitId, as_of: Date) -> Result<Ages> {
    let ages = sqlx::query_as!(
        Ages,
        r#"select coalesce(sum(open) filter (where due_on >= $1), 0)::bigint as "not_due!: Rupiah",
                  coalesce(sum(open) filter (where $1 - due_on between 1 and 30), 0)::bigint as "to_30!: Rupiah",
                  coalesce(sum(open) filter (where $1 - due_on between 31 and 60), 0)::bigint as "to_60!: Rupiah",
                  coalesce(sum(open) filter (where $1 - due_on between 61 and 90), 0)::bigint as "to_90!: Rupiah",
                  coalesce(sum(open) filter (where $1 - due_on > 90), 0)::bigint as "older!: Rupiah"
             from invoice where unit_id = $2 and open > 0"#,
        as_of,
        unit.uuid()
    );
    Ok(ages.fetch_one(tx).await?)
}

/// What was billed for each month from one on, and what of it is settled by now.
pub async fn collection(tx: &mut TenantTx, within: &[AreaId], from: Period) -> Result<Vec<Collected>> {
    let within = ids(within);
    let rows = sqlx::query!(
        r#"select period as "period!", billed as "billed!: Rupiah", settled as "settled!: Rupiah",
                  invoices as "invoices!", paid as "paid!"
             from collected_by_month($1, $2)"#,
        within.as_deref(),
        from.first_day()
    );
    let rows = rows.fetch_all(tx).await?;
    let months = rows.into_iter().map(|row| Collected {
        period: Period::of(row.period),
        billed: row.billed,
        settled: row.settled,
        invoices: row.invoices,
        paid: row.paid,
    });
    Ok(months.collect())
}

/// Open invoices with whoever pays them, by house number and the oldest first.
pub async fn dues(tx: &mut TenantTx, asked: Asked<'_>) -> Result<Vec<Due>> {
    let (run, days, units) = match asked {
        Asked::Run(run) => (Some(run), None, None),
        Asked::DueOn(days) => (None, Some(days), None),
        Asked::Units(units) => (None, None, Some(units.iter().map(|unit| unit.uuid()).collect::<Vec<_>>())),
    };
    let rows = sqlx::query!(
        r#"select i.invoice_id as "invoice: InvoiceId", i.number, i.unit_id as "unit: UnitId", i.unit_code,
                  i.payer_id as "payer: PersonId", i.payer_name, i.period, i.due_on, i.open as "open: Rupiah"
             from invoice i join unit_mark u using (complex_id, unit_id)
            where i.open > 0 and ($1::uuid is null or i.run_id = $1) and ($2::date[] is null or i.due_on = any ($2))
              and ($3::uuid[] is null or i.unit_id = any ($3))
            order by u.sort_key, i.due_on, i.invoice_id"#,
        run.map(BillingRunId::uuid),
        days,
        units.as_deref()
    );
    let rows = rows.fetch_all(tx).await?;
    let dues = rows.into_iter().map(|row| Due {
        invoice: row.invoice,
        number: row.number,
        unit: row.unit,
        unit_code: row.unit_code,
        payer: row.payer,
        payer_name: row.payer_name,
        period: Period::of(row.period),
        due_on: row.due_on,
        open: row.open,
    });
    Ok(dues.collect())
}
