//! The list of invoices: narrowed, counted, paged by key.

use kernel::{AreaId, Date, InvoiceId, Period, Rupiah, UnitId};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use crate::invoice::model::InvoiceKind;

/// Where an invoice stands; "late" follows from the day, it is written nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not paid in full, and not due yet.
    Unpaid,
    /// Not paid in full, and the due day has passed.
    Late,
    Paid,
    Void,
}

impl Standing {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Late => "late",
            Self::Paid => "paid",
            Self::Void => "void",
        }
    }

    pub fn of(open: Rupiah, due_on: Date, is_void: bool, today: Date) -> Self {
        match () {
            () if is_void => Self::Void,
            () if open <= Rupiah::ZERO => Self::Paid,
            () if due_on < today => Self::Late,
            () => Self::Unpaid,
        }
    }
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub period: Option<Period>,
    pub standing: Option<Standing>,
    pub block: Option<AreaId>,
    pub rt: Option<AreaId>,
    pub kind: Option<InvoiceKind>,
    /// House number, name or invoice number, with `%` around it; the second in the spelling of search keys.
    pub like: Option<String>,
    pub key_like: Option<String>,
    /// Only these units: a resident's own.
    pub units: Option<Vec<Uuid>>,
    /// Only these invoices: what somebody ticked. Sums do not ask for it.
    pub only: Option<Vec<Uuid>>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub unit: UnitId,
    pub unit_code: String,
    pub period: Period,
    pub payer_name: String,
    pub issued_on: Date,
    pub due_on: Date,
    pub total: Rupiah,
    pub open: Rupiah,
    pub is_void: bool,
}

/// Where in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum From {
    #[default]
    Start,
    Behind(InvoiceId),
    Before(InvoiceId),
}

/// Invoices from there on, in the order in which they were issued, which within a run is the order of the houses;
/// without a month the newest come first. `Before` answers the nearest ones in front.
pub async fn page(
    tx: &mut TenantTx,
    wanted: &Wanted,
    today: Date,
    from: From,
    most: i64,
) -> Result<Vec<Row>> {
    let newest_first = wanted.period.is_none();
    let (key, downwards) = match from {
        From::Start => (None, newest_first),
        From::Behind(id) => (Some(id), newest_first),
        From::Before(id) => (Some(id), !newest_first),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"select i.invoice_id as "id: InvoiceId", i.number, i.kind as "kind: InvoiceKind", i.unit_id as "unit: UnitId",
                  i.unit_code, i.period as "period: Date", i.payer_name, i.issued_on, i.due_on,
                  i.total as "total: Rupiah", i.open as "open: Rupiah", i.voided_at is not null as "is_void!"
             from invoice i join unit_mark u using (complex_id, unit_id)
            where ($1::date is null or i.period = $1)
              and ($2::text is null or case $2 when 'void' then i.voided_at is not null
                       when 'paid' then i.voided_at is null and i.open = 0
                       when 'late' then i.open > 0 and i.due_on < $3 else i.open > 0 and i.due_on >= $3 end)
              and ($4::uuid is null or u.block_id = $4) and ($5::uuid is null or u.rt_id = $5)
              and ($6::text is null or i.kind = $6)
              and ($7::text is null or i.number ilike $7 or i.payer_name ilike $7 or u.search_key like $8)
              and ($9::uuid[] is null or i.unit_id = any ($9))
              and ($10::uuid is null or case when $11 then i.invoice_id < $10 else i.invoice_id > $10 end)
              and ($13::uuid[] is null or i.invoice_id = any ($13))
            order by case when $11 then i.invoice_id end desc, i.invoice_id
            limit $12"#,
        wanted.period.map(Period::first_day),
        wanted.standing.map(Standing::code),
        today,
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.kind.map(InvoiceKind::code),
        wanted.like,
        wanted.key_like,
        wanted.units.as_deref() as Option<&[Uuid]>,
        key as Option<InvoiceId>,
        downwards,
        most,
        wanted.only.as_deref() as Option<&[Uuid]>,
    );
    let mut rows = rows.fetch_all(tx).await?;
    if matches!(from, From::Before(_)) {
        rows.reverse();
    }
    Ok(rows)
}

/// How many of a standing there are, what they come to, and what of it is still open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    pub count: i64,
    pub total: Rupiah,
    pub open: Rupiah,
}

/// One sum for each standing, whatever standing is chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub unpaid: Sum,
    pub late: Sum,
    pub paid: Sum,
    pub void: Sum,
}

pub async fn sums(tx: &mut TenantTx, wanted: &Wanted, today: Date) -> Result<Sums> {
    let rows = sqlx::query!(
        r#"select standing as "standing!", count as "count!", total as "total!: Rupiah", open as "open!: Rupiah"
             from invoice_sums($1, $2, $3, $4, $5, $6, $7, $8)"#,
        wanted.period.map(Period::first_day),
        today,
        wanted.block as Option<AreaId>,
        wanted.rt as Option<AreaId>,
        wanted.kind.map(InvoiceKind::code),
        wanted.like,
        wanted.key_like,
        wanted.units.as_deref() as Option<&[Uuid]>,
    );
    let mut sums = Sums::default();
    for row in rows.fetch_all(tx).await? {
        let sum = Sum { count: row.count, total: row.total, open: row.open };
        match row.standing.as_str() {
            "void" => sums.void = sum,
            "paid" => sums.paid = sum,
            "late" => sums.late = sum,
            _ => sums.unpaid = sum,
        }
    }
    Ok(sums)
}

/// The latest month with invoices.
pub async fn latest_period(tx: &mut TenantTx) -> Result<Option<Period>> {
    let latest = sqlx::query_scalar!("select max(period) from invoice where kind = 'dues'");
    Ok(latest.fetch_one(tx).await?.map(Period::of))
}

/// Blocks and RTs, for the filter: kind, id, name.
pub async fn areas(tx: &mut TenantTx) -> Result<Vec<(String, AreaId, String)>> {
    let rows = sqlx::query!(
        r#"select kind as "kind!", area_id as "id!: AreaId", code as "code!", name from area_mark
            where kind in ('block', 'rt') order by kind, sort_key"#
    );
    let name = |kind: &str, code: String, name: Option<String>| match name.filter(|name| !name.is_empty()) {
        Some(name) => name,
        None if kind == "rt" => format!("RT {code}"),
        None => code,
    };
    Ok(rows
        .fetch_all(tx)
        .await?
        .into_iter()
        .map(|row| {
            let shown = name(&row.kind, row.code, row.name);
            (row.kind, row.id, shown)
        })
        .collect())
}

/// The units of whoever is signed in, on that day, as owner, tenant or family.
pub async fn own_units(tx: &mut TenantTx, today: Date) -> Result<Vec<(UnitId, String, i16)>> {
    let rows = sqlx::query!(
        r#"select distinct u.unit_id as "unit!: UnitId", u.code as "code!", u.sort_key as "sort_key!",
                  coalesce(a.unique_code, 0::smallint) as "unique_code!"
             from person_mark p join stay s using (complex_id, person_id)
             join unit_mark u on u.complex_id = s.complex_id and u.unit_id = s.unit_id
             left join unit_account a on a.complex_id = u.complex_id and a.unit_id = u.unit_id
            where p.account_id = current_account() and p.merged_into is null and s.kind <> 'staff' and s.period @> $1::date
            order by 3"#,
        today,
    );
    Ok(rows.fetch_all(tx).await?.into_iter().map(|row| (row.unit, row.code, row.unique_code)).collect())
}
