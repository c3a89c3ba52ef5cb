//! The same for programs.

use axum::response::IntoResponse as _;
use serde::Deserialize;
use tenancy::{May, policy::HandleComplaints};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Error, Json};

use super::{
    super::{
        api::ComplaintBody,
        model::Category,
        sql as complaints,
        verbs::{self, Cannot, Report},
    },
    find, source,
};
use crate::classifier;

/// What the office heard on the telephone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    pub category: Category,
    /// One below the category, of the classifier
    pub problem: Option<Uuid>,
    /// House number of whoever calls, in any spelling; it may be left out when it is about the commons
    #[serde(default)]
    pub house: String,
    /// Where in the commons, 2 to 80 letters; empty: it is about the house
    #[serde(default)]
    pub place: String,
    /// 1 to 2,000 letters
    pub words: String,
    /// Name of whoever calls, up to 80 letters; it may be left out
    #[serde(default)]
    pub caller: String,
}

/// Writes down a complaint for somebody on the telephone. Whoever of that house has an account follows it as their own.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/complaints", tag = "care", operation_id = "write_down_complaint",
    params(("complex" = String, Path)), request_body = CallBody,
    responses((status = 201, body = ComplaintBody), (status = 404), (status = 409))
)]
pub async fn create(may: May<HandleComplaints>, Json(body): Json<CallBody>) -> web::Result {
    let mut tx = may.begin().await?;
    let zone = may.place().zone;
    let (place, words, heard) = (body.place.trim(), body.words.trim(), body.caller.trim());
    let house = find(&mut tx, body.house.trim()).await?;
    let is_somewhere = !place.is_empty() && body.house.trim().is_empty();
    if house.is_none() && !is_somewhere {
        return Err(Error::missing());
    }
    let length = place.chars().count();
    if words.is_empty() || length == 1 {
        return Err(Error::refused(Cannot::NoWords));
    }
    if words.chars().count() > 2_000 || length > 80 || heard.chars().count() > 80 {
        return Err(Error::refused(Cannot::LongWords));
    }
    let problem = body.problem.map(|id| id.to_string()).unwrap_or_default();
    let offer = classifier::offer(&mut tx).await?;
    let (category, problem) =
        offer.read(body.category.code(), &problem).map_err(|_| Error::refused(Cannot::Category))?;
    let report = Report {
        category,
        problem,
        unit: house.filter(|_| place.is_empty()),
        place: place.to_owned(),
        words: words.to_owned(),
    };
    let today = zone.date(tx.now());
    let source = source(&mut tx, house, heard, today).await?;
    let (id, _) = verbs::report(&mut tx, zone, &report, source).await?;
    let found = complaints::find(&mut tx, id).await?.ok_or(Error::missing())?;
    tx.commit().await?;
    Ok((http::StatusCode::CREATED, axum::Json(ComplaintBody::of(found.into_line()))).into_response())
}
