//! Arrears for programs: who owes how much since when, and the sums.

use axum::response::IntoResponse as _;
use dues::owing::{self, Ages, Lateness, Owing, Wanted};
use kernel::{AreaId, Date, Rupiah};
use serde::{Deserialize, Serialize};
use tenancy::{May, policy::SeeArrears};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Query,
    api::{Page, PageQuery, Slice},
};

use crate::common::within;

/// How late the oldest open invoice of a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Anything past its due day
    #[default]
    Late,
    /// 1 to 30 days
    To30,
    To60,
    To90,
    Older,
    /// Whatever is open, late or not
    Open,
}

impl Age {
    const fn lateness(self) -> Lateness {
        match self {
            Self::Late => Lateness::Late,
            Self::To30 => Lateness::To30,
            Self::To60 => Lateness::To60,
            Self::To90 => Lateness::To90,
            Self::Older => Lateness::Older,
            Self::Open => Lateness::Open,
        }
    }
}

/// What is open by days since it was due, rupiah.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgesBody {
    not_due: i64,
    /// 1 to 30 days late
    to_30: i64,
    to_60: i64,
    to_90: i64,
    older: i64,
    /// All that is late
    late: i64,
}

impl AgesBody {
    fn of(ages: &Ages) -> Self {
        Self {
            not_due: ages.not_due.get(),
            to_30: ages.to_30.get(),
            to_60: ages.to_60.get(),
            to_90: ages.to_90.get(),
            older: ages.older.get(),
            late: ages.late().get(),
        }
    }
}

/// A unit that owes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArrearsBody {
    unit: Uuid,
    #[schema(example = "A-12")]
    unit_code: String,
    /// Who got the newest open invoice
    payer_name: String,
    oldest_due_on: Date,
    /// How many invoices are open
    invoices: i64,
    ages: AgesBody,
    /// Money of the unit that nothing was settled with yet, rupiah
    credit: i64,
}

impl ArrearsBody {
    fn of(row: Owing) -> Self {
        Self {
            unit: row.unit.uuid(),
            unit_code: row.code,
            payer_name: row.payer_name,
            oldest_due_on: row.oldest_due,
            invoices: row.invoices,
            ages: AgesBody::of(&row.ages),
            credit: row.credit.get(),
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ArrearsQuery {
    /// The beginning of a house number, or a part of the payer's name
    q: String,
    age: Option<Age>,
    /// Id of a block
    block: Option<Uuid>,
    /// Id of an RT
    rt: Option<Uuid>,
}

/// Units that owe, the biggest late sum first. A ketua RT gets those of the own RT.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/arrears", tag = "arrears",
    params(("complex" = String, Path), ArrearsQuery, PageQuery), responses((status = 200, body = Page<ArrearsBody>))
)]
pub async fn index(
    may: May<SeeArrears>,
    slice: Slice<(i64, String)>,
    Query(query): Query<ArrearsQuery>,
) -> web::Result<Page<ArrearsBody>> {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let wanted = Wanted {
        within: within(&may),
        block: query.block.map(AreaId::from_uuid),
        rt: query.rt.map(AreaId::from_uuid),
        search: query.q.trim().to_owned(),
        lateness: query.age.unwrap_or_default().lateness(),
    };
    let after = slice.after().and_then(|(late, key)| Some((Rupiah::new(*late).ok()?, key.as_str())));
    let rows = owing::units(&mut tx, &wanted, today, after, slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.ages.late().get(), row.sort_key.clone()), ArrearsBody::of))
}

/// The sums of everything that the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalsBody {
    as_of: Date,
    ages: AgesBody,
    /// Units by the age of their oldest open invoice
    units: UnitsBody,
}

/// How many units.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsBody {
    to_30: i64,
    to_60: i64,
    to_90: i64,
    older: i64,
    not_late: i64,
}

/// What all units owe together, by age.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/arrears/totals", tag = "arrears",
    params(("complex" = String, Path)), responses((status = 200, body = TotalsBody))
)]
pub async fn totals(may: May<SeeArrears>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let (ages, [to_30, to_60, to_90, older, not_late]) = owing::total(&mut tx, &within(&may), today).await?;
    let units = UnitsBody { to_30, to_60, to_90, older, not_late };
    Ok(axum::Json(TotalsBody { as_of: today, ages: AgesBody::of(&ages), units }).into_response())
}
