//! Readings for programs, devices among them: the same rules and the same sentences as the pages.

use kernel::{Date, MeterId, ReadingId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManageMeters, ReadMeters},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    Explanation, Source, State,
    decide::{self, Change, Sheet, Typed},
    save, say,
    sql::{self, Past, Scope},
};
use crate::{Utility, common, figure, meter, reading};

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/api/v1/complexes/{complex}/meter-readings", index)
        .post("/api/v1/complexes/{complex}/meter-readings", create)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReadingBody {
    pub id: Uuid,
    pub meter: Uuid,
    pub unit: Uuid,
    /// House number
    #[schema(example = "A-12")]
    pub unit_code: String,
    /// First day of the month it counts for
    pub period: Date,
    pub read_on: Date,
    #[schema(value_type = String, example = "1234.5")]
    pub value: Decimal,
    /// The figure from which it counts; null while it does not count
    #[schema(value_type = Option<String>)]
    pub counted_from: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    pub used: Option<Decimal>,
    pub state: State,
    pub source: Source,
    pub explanation: Option<Explanation>,
    pub note: String,
    /// It stands on an issued invoice and stays as it is
    pub billed: bool,
}

impl ReadingBody {
    fn of(past: Past) -> Self {
        Self {
            id: past.id.uuid(),
            meter: past.meter.uuid(),
            unit: past.unit.uuid(),
            unit_code: past.code,
            period: past.period,
            read_on: past.on,
            value: past.value,
            counted_from: past.from,
            used: past.used,
            state: past.state,
            source: past.source,
            explanation: past.explanation,
            note: past.note,
            billed: past.billed,
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ReadingQuery {
    /// A month, such as `2026-11`; every month when it is left out
    period: String,
    #[param(value_type = Option<Utility>)]
    utility: String,
}

/// Readings in the order in which they were written down, replaced and rejected ones included.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/meter-readings", tag = "meters",
    params(("complex" = String, Path, description = "Short name of the complex"), ReadingQuery, PageQuery),
    responses((status = 200, body = Page<ReadingBody>))
)]
pub async fn index(
    may: May<ReadMeters>,
    slice: Slice<Uuid>,
    query: Query<ReadingQuery>,
) -> web::Result<Page<ReadingBody>> {
    let Query(query) = query;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let period = (!query.period.is_empty()).then(|| common::period_of(&query.period, today).first_day());
    let rts = common::bound_to(&may);
    let after = slice.after().map(|id| ReadingId::from_uuid(*id));
    let utility = Utility::from_code(&query.utility);
    let rows = sql::page(&mut tx, utility, period, rts.as_deref(), after, slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id.uuid(), ReadingBody::of))
}

/// A reading as a program sends it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBody {
    /// House number in any spelling, or the unit's id
    #[schema(example = "A-12")]
    unit: String,
    #[serde(default)]
    utility: Utility,
    /// A month, such as `2026-11`; the month that is being read today when it is left out
    #[serde(default)]
    period: Option<String>,
    /// Today when it is left out
    #[serde(default)]
    read_on: Option<Date>,
    /// As text, such as `1234.5`
    #[schema(example = "1234.5")]
    value: String,
    #[serde(default)]
    explanation: Option<Explanation>,
    #[serde(default)]
    note: String,
    /// Sure of an unusual figure; needs a note
    #[serde(default)]
    confirmed: bool,
    /// `iot` for a device, `officer` otherwise
    #[serde(default)]
    source: Option<Source>,
}

/// Writes down and accepts a reading; another figure for the same month takes the place of the first.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/meter-readings", tag = "meters",
    params(("complex" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat harmless")),
    request_body = NewBody,
    responses((status = 201, body = ReadingBody), (status = 404), (status = 422, description = "The figure or the day cannot be"))
)]
pub async fn create(may: May<ReadMeters>, browser: Browser, sent: Once<NewBody>) -> web::Result {
    let s = browser.public("");
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let (unit, _) = meter::show::unit_in_reach(&may, &mut tx, &body.unit).await?;
    let today = may.place().zone.date(tx.now());
    let period = body
        .period
        .as_deref()
        .map_or_else(|| reading::period_on(today), |text| common::period_of(text, today));
    let setting = meter::sql::setting(&mut tx, body.utility).await?;
    let scope = Scope { units: Some(vec![unit.uuid()]), ..Scope::default() };
    let rows =
        sql::sheet(&mut tx, body.utility, period.first_day(), reading::habit_from(period), &scope).await?;
    let row = rows.first().ok_or(Error::missing())?;
    let source = body.source.filter(|source| *source == Source::Iot).unwrap_or(Source::Officer);
    let sheet = Sheet {
        utility: body.utility,
        period,
        setting: &setting,
        today,
        source,
        may_begin: may.can::<ManageMeters>(),
    };
    let typed = typed(body, today).map_err(|fault| one("value", say::figure_fault(&s, fault)))?;
    let fresh = || (ReadingId::new(tx.now()), MeterId::new(tx.now()));
    let change = decide::decide(row, &typed, &sheet, fresh)
        .map_err(|refused| one("value", say::refused(&s, &refused, body.utility)))?;
    if matches!(change, Some(Change::Begin(_))) {
        return Err(one("unit", s.t("meter-fault-no-meter").to_owned()));
    }
    if let Err(error) = save::save(&mut tx, change.into_iter().collect(), s.t("meter-reason-api")).await {
        return Err(say::conflict(&s, &error).map_or_else(|| error.into(), |sentence| one("value", sentence)));
    }
    let past = sql::history(&mut tx, &[unit], body.utility, 60).await?;
    let counted = past.into_iter().find(|past| past.period == period.first_day() && past.state.counts());
    let written = counted.ok_or_else(|| Error::broken("a reading that was saved is not there"))?;
    let location = format!("/api/v1/complexes/{}/meter-readings?period={period}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &ReadingBody::of(written))?).await
}

fn typed(body: &NewBody, today: Date) -> Result<Typed, figure::FigureFault> {
    // A program writes a decimal point; what people write with a comma is understood too.
    let plain = body.value.trim().parse::<Decimal>().ok().filter(|value| *value >= Decimal::ZERO);
    Ok(Typed {
        value: plain
            .filter(|value| value.scale() <= figure::DECIMALS)
            .map_or_else(|| figure::parse(&body.value), Ok)?,
        on: body.read_on.unwrap_or(today),
        explanation: body.explanation,
        note: body.note.trim().chars().take(500).collect(),
        sure: body.confirmed,
    })
}

fn one(field: &str, sentence: String) -> Error {
    let mut faults = Faults::default();
    faults.put(field, sentence);
    Error::Invalid(faults)
}
