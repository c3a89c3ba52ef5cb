//! Units for programs. The same doors, the same rules and the same sentences as the pages.

use axum::response::IntoResponse as _;
use kernel::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes,
    policy::{ManageUnits, SeePeople, SeeUnits},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Json, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    UnitStatus,
    form::{UnitForm, taken},
    sql::{self, Unit, UnitRow, Wanted},
};
use crate::{api, area, typed::Needle};

pub fn routes() -> Routes {
    Routes::new("homes")
        .get("/api/v1/complexes/{complex}/units", index)
        .post("/api/v1/complexes/{complex}/units", create)
        .get("/api/v1/complexes/{complex}/units/{unit}", show)
        .patch("/api/v1/complexes/{complex}/units/{unit}", change)
}

/// What a form calls a field, and what the API calls it.
const NAMES: &[(&str, &str)] = &[
    ("kode", "code"),
    ("blok", "block"),
    ("tipe", "type"),
    ("tanah", "land_m2"),
    ("bangunan", "building_m2"),
    ("serah_terima", "handed_over_on"),
    ("catatan", "note"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitBody {
    pub id: Uuid,
    #[schema(example = "A-12")]
    pub code: String,
    pub status: UnitStatus,
    /// Id of the block
    pub block: Option<Uuid>,
    /// Id of the RT
    pub rt: Option<Uuid>,
    #[serde(rename = "type")]
    pub unit_type: String,
    #[schema(value_type = Option<String>, example = "90.5")]
    pub land_m2: Option<Decimal>,
    #[schema(value_type = Option<String>, example = "45")]
    pub building_m2: Option<Decimal>,
    pub handed_over_on: Option<Date>,
    /// Only in a single unit
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who lives there today, tenants first; only in lists
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<String>>,
}

impl UnitBody {
    fn of(unit: Unit) -> Self {
        Self {
            id: unit.id.uuid(),
            code: unit.code,
            status: unit.status,
            block: unit.block.map(|id| id.uuid()),
            rt: unit.rt.map(|id| id.uuid()),
            unit_type: unit.unit_type,
            land_m2: unit.land_m2,
            building_m2: unit.building_m2,
            handed_over_on: unit.handed_over_on,
            note: Some(unit.note),
            people: None,
        }
    }

    fn row(row: UnitRow) -> Self {
        Self {
            id: row.id.uuid(),
            code: row.code,
            status: row.status,
            block: row.block.map(|id| id.uuid()),
            rt: row.rt.map(|id| id.uuid()),
            unit_type: row.unit_type,
            land_m2: row.land_m2,
            building_m2: row.building_m2,
            handed_over_on: row.handed_over_on,
            note: None,
            people: Some(row.names),
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct UnitQuery {
    /// House number, name of somebody who lives there, or phone
    q: String,
    #[param(value_type = Option<UnitStatus>)]
    status: String,
    /// Id of a block
    block: Option<Uuid>,
    /// Id of an RT
    rt: Option<Uuid>,
}

/// Units in the order of their house numbers. Phones are looked through for readers who hold see_people.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/units", tag = "units",
    params(("complex" = String, Path, description = "Short name of the complex"), UnitQuery, PageQuery),
    responses((status = 200, body = Page<UnitBody>))
)]
pub async fn index(
    may: May<SeeUnits>,
    slice: Slice<String>,
    query: Query<UnitQuery>,
) -> web::Result<Page<UnitBody>> {
    let Query(query) = query;
    let wanted = Wanted {
        needle: Needle::new(&query.q),
        status: UnitStatus::from_code(&query.status),
        block: query.block.map(kernel::AreaId::from_uuid),
        rt: query.rt.map(kernel::AreaId::from_uuid),
        care: None,
    };
    let wanted = wanted.read_with(may.can::<SeePeople>());
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    // A blank sorts before every letter and digit, so this is the first key behind the last one shown.
    let from = slice.after().map(|last| format!("{last} ")).unwrap_or_default();
    let rows = sql::page(&mut tx, &wanted, &from, today, slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.sort_key.clone(), UnitBody::row))
}

/// One unit, by house number in any spelling or by id.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/units/{unit}", tag = "units",
    params(("complex" = String, Path), ("unit" = String, Path, description = "House number or id")),
    responses((status = 200, body = UnitBody), (status = 404))
)]
pub async fn show(may: May<SeeUnits>, path: Path<(String, String)>) -> web::Result {
    let Path((_, unit)) = path;
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    Ok(axum::Json(UnitBody::of(unit)).into_response())
}

/// What is written about a unit. A field that is left out stays as it is; `null` empties it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct UnitChange {
    #[schema(example = "A-12")]
    code: Option<String>,
    #[schema(value_type = Option<UnitStatus>)]
    status: Option<String>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<Uuid>)]
    block: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<Uuid>)]
    rt: Option<Option<String>>,
    #[serde(rename = "type", deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    unit_type: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    land_m2: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    building_m2: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>, format = Date)]
    handed_over_on: Option<Option<String>>,
    #[serde(deserialize_with = "api::given")]
    #[schema(value_type = Option<String>)]
    note: Option<Option<String>>,
}

impl UnitChange {
    /// The form as a manager would have filled it in.
    fn onto(&self, mut form: UnitForm) -> UnitForm {
        api::put(&mut form.kode, self.code.clone().map(Some));
        api::put(&mut form.status, self.status.clone().map(Some));
        api::put(&mut form.blok, self.block.clone());
        api::put(&mut form.rt, self.rt.clone());
        api::put(&mut form.tipe, self.unit_type.clone());
        api::put(&mut form.tanah, self.land_m2.clone());
        api::put(&mut form.bangunan, self.building_m2.clone());
        api::put(&mut form.serah_terima, self.handed_over_on.clone());
        api::put(&mut form.catatan, self.note.clone());
        form
    }
}

/// Adds a unit.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/units", tag = "units",
    params(("complex" = String, Path)), request_body = UnitChange,
    responses((status = 201, body = UnitBody), (status = 422, description = "A field is wrong, or the number is taken"))
)]
pub async fn create(may: May<ManageUnits>, browser: Browser, sent: Once<UnitChange>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let areas = area::sql::all(&mut tx).await?;
    let empty = UnitForm { status: UnitStatus::Empty.code().to_owned(), ..UnitForm::default() };
    let details = sent.body.onto(empty).parse(&s, &areas).map_err(|f| api::invalid(&f, NAMES))?;

    let id = match sql::add(&mut tx, &details).await {
        Ok(id) => id,
        Err(error) => return Err(api::invalid(&taken(&s, error)?, NAMES)),
    };
    let unit = sql::find(&mut tx, &id.to_string()).await?.ok_or(web::Error::missing())?;

    let location = format!("/api/v1/complexes/{}/units/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &UnitBody::of(unit))?).await
}

/// Changes a unit.
#[utoipa::path(
    patch, path = "/api/v1/complexes/{complex}/units/{unit}", tag = "units",
    params(("complex" = String, Path), ("unit" = String, Path)), request_body = UnitChange,
    responses((status = 200, body = UnitBody), (status = 404), (status = 422))
)]
pub async fn change(
    may: May<ManageUnits>,
    browser: Browser,
    path: Path<(String, String)>,
    change: Json<UnitChange>,
) -> web::Result {
    let (Path((_, unit)), Json(change)) = (path, change);
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let unit = sql::find(&mut tx, &unit).await?.ok_or(web::Error::missing())?;
    let areas = area::sql::all(&mut tx).await?;
    let details = change.onto(UnitForm::of(&unit)).parse(&s, &areas).map_err(|f| api::invalid(&f, NAMES))?;

    if let Err(error) = sql::change(&mut tx, unit.id, &details).await {
        return Err(api::invalid(&taken(&s, error)?, NAMES));
    }
    let unit = sql::find(&mut tx, &unit.id.to_string()).await?.ok_or(web::Error::missing())?;
    tx.commit().await?;
    Ok(axum::Json(UnitBody::of(unit)).into_response())
}
