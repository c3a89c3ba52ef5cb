//! What single houses pay instead.

use axum::response::IntoResponse as _;
use kernel::{Date, OverrideId};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeDues, SetTariffs},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use crate::{
    api,
    charge::{
        Figure,
        pages::own_form::{OwnForm, clash, in_the_way, said},
        sql::{
            kinds,
            own::{self, Listed, Wanted},
        },
    },
};

const NAMES: &[(&str, &str)] = &[
    ("unit", "unit"),
    ("jenis", "charge_type"),
    ("bentuk", "figure.kind"),
    ("jumlah", "figure.amount"),
    ("persen", "figure.percent"),
    ("mulai", "from"),
    ("terakhir", "to"),
    ("alasan", "reason"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct OverrideBody {
    pub id: Uuid,
    #[schema(example = "A-12")]
    pub unit: String,
    pub unit_id: Uuid,
    /// Code of the charge type
    #[schema(example = "IPL")]
    pub charge_type: String,
    pub figure: Figure,
    /// The first day
    pub from: Date,
    /// The last day; none: until further notice
    pub to: Option<Date>,
    pub reason: String,
}

impl OverrideBody {
    fn of(listed: Listed) -> Self {
        Self {
            id: listed.own.id.uuid(),
            unit: listed.unit_code,
            unit_id: listed.own.unit.uuid(),
            charge_type: listed.charge_code,
            figure: listed.own.figure,
            from: listed.own.from,
            to: listed.own.until.and_then(|until| until.pred_opt()),
            reason: listed.own.reason,
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OverrideQuery {
    /// House number or id
    #[param(value_type = Option<String>)]
    unit: String,
    /// Code or id of a charge type
    #[param(value_type = Option<String>)]
    charge_type: String,
    /// Only those that hold on this day or later
    from: Option<Date>,
}

/// Overrides by house number.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/tariff-overrides", tag = "tariffs", operation_id = "list_overrides",
    params(("complex" = String, Path), OverrideQuery, PageQuery), responses((status = 200, body = Page<OverrideBody>))
)]
pub async fn index(
    may: May<SeeDues>,
    slice: Slice<(String, OverrideId)>,
    query: Query<OverrideQuery>,
) -> web::Result<Page<OverrideBody>> {
    let Query(query) = query;
    let mut tx = may.begin().await?;
    let mut wanted = Wanted { from: query.from, ..Wanted::default() };
    if !query.unit.is_empty() {
        wanted.unit = Some(homes::unit_by_code(&mut tx, &query.unit).await?.ok_or(Error::missing())?);
    }
    if !query.charge_type.is_empty() {
        let known = kinds::find(&mut tx, &query.charge_type).await?.ok_or(Error::missing())?;
        wanted.charge = Some(known.kind.id);
    }
    let rows = own::list(&mut tx, &wanted, slice.after(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| (row.unit_sort_key.clone(), row.own.id), OverrideBody::of))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOverride {
    /// House number or id
    #[schema(example = "A-12")]
    unit: String,
    /// Code or id of a charge type
    #[schema(example = "IPL")]
    charge_type: String,
    figure: Figure,
    from: Date,
    /// The last day; left out: until further notice
    #[serde(default)]
    to: Option<Date>,
    #[schema(example = "Janda, rapat RT 5 Januari 2026")]
    reason: String,
}

impl NewOverride {
    /// The form as a manager would have filled it in.
    fn form(&self) -> OwnForm {
        OwnForm {
            unit: self.unit.clone(),
            jenis: self.charge_type.clone(),
            bentuk: self.figure.code().to_owned(),
            jumlah: self.figure.amount().map(|amount| amount.get().to_string()).unwrap_or_default(),
            persen: self
                .figure
                .percent()
                .map(|percent| percent.to_string().replace('.', ","))
                .unwrap_or_default(),
            mulai: self.from.to_string(),
            terakhir: self.to.map(|day| day.to_string()).unwrap_or_default(),
            alasan: self.reason.clone(),
        }
    }
}

/// Adds an override. Two of one house for one charge never hold on the same day.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/tariff-overrides", tag = "tariffs", operation_id = "create_override",
    params(("complex" = String, Path)), request_body = NewOverride,
    responses((status = 201, body = OverrideBody), (status = 422, description = "A field is wrong, or another one holds"))
)]
pub async fn create(may: May<SetTariffs>, browser: Browser, sent: Once<NewOverride>) -> web::Result {
    let s = api::sentences(&browser);
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let parsed = sent.body.form().parse(&mut tx, &s).await?;
    let (details, _) = parsed.map_err(|faults| api::invalid(&faults, NAMES))?;
    if let Some(other) = in_the_way(&mut tx, &details).await? {
        let mut faults = Faults::default();
        faults.put("from", clash(&s, &other));
        return Err(Error::Invalid(faults));
    }
    let id = own::add(&mut tx, &details).await.map_err(said)?;
    let listed = own::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let location = format!("/api/v1/complexes/{}/tariff-overrides", may.place().slug);
    claimed.settle(tx, Answer::created(location, &OverrideBody::of(listed))?).await
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideEnd {
    /// The last day on which it holds; before its first day it never did
    last_day: Date,
}

/// Ends an override.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/tariff-overrides/{own}/end", tag = "tariffs",
    operation_id = "end_override",
    params(("complex" = String, Path), ("own" = Uuid, Path)), request_body = OverrideEnd,
    responses((status = 204), (status = 404), (status = 409, description = "Another one holds on one of the days"))
)]
pub async fn end(
    may: May<SetTariffs>,
    path: Path<(String, OverrideId)>,
    end: web::Json<OverrideEnd>,
) -> web::Result {
    let (Path((_, id)), web::Json(end)) = (path, end);
    let mut tx = may.begin().await?;
    let listed = own::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let until = end.last_day.succ_opt().ok_or(Error::missing())?;
    own::end_at(&mut tx, &listed.own, until).await.map_err(said)?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}
