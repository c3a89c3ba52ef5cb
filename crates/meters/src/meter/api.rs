//! Meters for programs.

use axum::response::IntoResponse as _;
use kernel::{Date, MeterId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManageMeters, ReadMeters},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    form::{MeterForm, NAMES, constraint_faults},
    show::unit_in_reach,
    sql::{self, Meter},
};
use crate::{Utility, common};

pub fn routes() -> Routes {
    Routes::new("meters")
        .get("/api/v1/complexes/{complex}/meters", index)
        .post("/api/v1/complexes/{complex}/meters", create)
        .get("/api/v1/complexes/{complex}/meters/{meter}", show)
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MeterBody {
    pub id: Uuid,
    pub unit: Uuid,
    /// House number
    pub unit_code: String,
    pub utility: Utility,
    pub serial: String,
    /// Whole digits of the counter
    pub digits: i16,
    #[schema(value_type = String, example = "1")]
    pub factor: Decimal,
    pub installed_on: Date,
    #[schema(value_type = String, example = "0")]
    pub initial_value: Decimal,
    /// Null while it hangs there
    pub removed_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub final_value: Option<Decimal>,
}

impl MeterBody {
    fn of(meter: Meter) -> Self {
        Self {
            id: meter.id.uuid(),
            unit: meter.unit.uuid(),
            unit_code: meter.code,
            utility: meter.utility,
            serial: meter.serial,
            digits: meter.digits,
            factor: meter.factor,
            installed_on: meter.installed_on,
            initial_value: meter.initial,
            removed_on: meter.removed_on,
            final_value: meter.last,
        }
    }
}

/// Meters in the order in which they were written down, removed ones included.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/meters", tag = "meters",
    params(("complex" = String, Path, description = "Short name of the complex"), PageQuery),
    responses((status = 200, body = Page<MeterBody>))
)]
pub async fn index(may: May<ReadMeters>, slice: Slice<Uuid>) -> web::Result<Page<MeterBody>> {
    let mut tx = may.begin().await?;
    let rts = common::bound_to(&may);
    let after = slice.after().map(|id| MeterId::from_uuid(*id));
    let rows = sql::page(&mut tx, rts.as_deref(), after, slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id.uuid(), MeterBody::of))
}

/// One meter.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/meters/{meter}", tag = "meters",
    params(("complex" = String, Path), ("meter" = Uuid, Path)),
    responses((status = 200, body = MeterBody), (status = 404))
)]
pub async fn show(may: May<ReadMeters>, path: Path<(String, MeterId)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let meter = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    unit_in_reach(&may, &mut tx, &meter.unit.to_string()).await?;
    Ok(axum::Json(MeterBody::of(meter)).into_response())
}

/// A meter as a program sends it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeterBody {
    /// House number in any spelling, or the unit's id
    #[schema(example = "A-12")]
    unit: String,
    #[serde(default)]
    utility: Utility,
    #[serde(default)]
    serial: String,
    #[serde(default)]
    #[schema(example = 5)]
    digits: Option<i16>,
    #[serde(default)]
    #[schema(example = "1")]
    factor: String,
    installed_on: Date,
    #[schema(example = "0")]
    initial_value: String,
}

/// Puts up a meter at a unit that has none of its kind.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/meters", tag = "meters",
    params(("complex" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat harmless")),
    request_body = NewMeterBody,
    responses((status = 201, body = MeterBody), (status = 404), (status = 422))
)]
pub async fn create(may: May<ManageMeters>, browser: Browser, sent: Once<NewMeterBody>) -> web::Result {
    let s = browser.public("");
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let (unit, _) = unit_in_reach(&may, &mut tx, &body.unit).await?;
    let setting = sql::setting(&mut tx, body.utility).await?;
    let form = MeterForm {
        nomor: body.serial.clone(),
        digit: body.digits.unwrap_or(setting.digits).to_string(),
        faktor: body.factor.clone(),
        tanggal: body.installed_on.to_string(),
        awal: body.initial_value.clone(),
    };
    let today = may.place().zone.date(tx.now());
    let details = form.parse(&s, today).map_err(|faults| renamed(&faults))?;
    let id = match sql::add(&mut tx, unit, body.utility, &details).await {
        Ok(id) => id,
        Err(error) => return Err(renamed(&constraint_faults(&s, error)?)),
    };
    let meter = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let location = format!("/api/v1/complexes/{}/meters/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &MeterBody::of(meter))?).await
}

/// The faults of the form under the names that the API's fields have.
fn renamed(faults: &Faults) -> Error {
    let mut own = Faults::default();
    for fault in faults.iter() {
        let name = NAMES
            .iter()
            .find(|(field, _)| *field == fault.field)
            .map_or(fault.field.as_str(), |(_, name)| *name);
        own.put(name, fault.sentence.clone());
    }
    Error::Invalid(own)
}
