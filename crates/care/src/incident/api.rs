//! Incidents for programs. The same doors, rules and sentences as the pages.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{HandleComplaints, ReportComplaints},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Json, Path,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    model::{Draft, spoken},
    sql::{self, Incident, Which},
    verbs,
};
use crate::complaint::model::Category;

/// An incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentBody {
    pub id: Uuid,
    /// As people say it: G-0007
    pub number: String,
    pub category: Category,
    pub title: String,
    /// What was told last
    pub words: String,
    /// Names of the areas; empty: all of the complex
    pub areas: Vec<String>,
    pub began_at: DateTime<Utc>,
    pub expected_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Who said "saya juga"
    pub supporters: i64,
    pub complaints: i64,
}

impl IncidentBody {
    fn of(incident: Incident) -> Self {
        Self {
            id: incident.id,
            number: spoken(incident.number),
            category: incident.category,
            title: incident.title,
            words: incident.words,
            areas: incident.areas,
            began_at: incident.began_at,
            expected_at: incident.expected_at,
            ended_at: incident.ended_at,
            supporters: incident.supporters,
            complaints: incident.complaints,
        }
    }
}

/// All incidents, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/incidents", tag = "care", operation_id = "list_incidents",
    params(("complex" = String, Path), PageQuery), responses((status = 200, body = Page<IncidentBody>))
)]
pub async fn index(may: May<HandleComplaints>, slice: Slice<i32>) -> web::Result<Page<IncidentBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::list(&mut tx, Which::Before(slice.after().copied()), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.number, IncidentBody::of))
}

/// What an incident is opened with; its people are told at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    pub category: Category,
    /// 3 to 120 letters
    pub title: String,
    /// 1 to 1,000 letters
    pub words: String,
    /// Blocks, RT or RW; none: all of the complex
    #[serde(default)]
    pub areas: Vec<Uuid>,
    pub expected_at: Option<DateTime<Utc>>,
}

/// Opens an incident and tells its people.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/incidents", tag = "care", operation_id = "open_incident",
    params(("complex" = String, Path)), request_body = NewIncident,
    responses((status = 201, body = IncidentBody), (status = 409))
)]
pub async fn create(may: May<HandleComplaints>, sent: Once<NewIncident>) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let new = sent.body;
    let draft = Draft {
        category: new.category,
        title: new.title.split_whitespace().collect::<Vec<_>>().join(" "),
        words: new.words.trim().to_owned(),
        areas: new.areas,
        expected_at: new.expected_at,
    };
    let (id, ..) = verbs::open(&mut tx, may.place().zone, &draft).await?;
    let found = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let location = format!("/api/v1/complexes/{}/incidents/{id}", may.place().slug);
    claimed.settle(tx, Answer::created(location, &IncidentBody::of(found))?).await
}

/// One incident.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/incidents/{incident}", tag = "care", operation_id = "show_incident",
    params(("complex" = String, Path), ("incident" = Uuid, Path)),
    responses((status = 200, body = IncidentBody), (status = 404))
)]
pub async fn show(may: May<HandleComplaints>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let found = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    Ok(axum::Json(IncidentBody::of(found)).into_response())
}

/// How far it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewsBody {
    /// 1 to 1,000 letters
    pub words: String,
    /// When it should be over now; none: nobody knows
    pub expected_at: Option<DateTime<Utc>>,
}

/// Tells the people of an incident how far it is.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/incidents/{incident}/news", tag = "care", operation_id = "tell_incident",
    params(("complex" = String, Path), ("incident" = Uuid, Path)), request_body = NewsBody,
    responses((status = 204), (status = 404), (status = 409))
)]
pub async fn news(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<NewsBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::news(&mut tx, may.place().zone, &incident, &body.words, body.expected_at).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// What was done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// 1 to 300 letters; they stand in the story of each complaint, too
    pub words: String,
}

/// Ends an incident: its complaints are solved, and each of its people is told once.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/incidents/{incident}/end", tag = "care", operation_id = "end_incident",
    params(("complex" = String, Path), ("incident" = Uuid, Path)), request_body = EndBody,
    responses((status = 204), (status = 404), (status = 409))
)]
pub async fn end(
    may: May<HandleComplaints>,
    path: Path<(String, Uuid)>,
    Json(body): Json<EndBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::end(&mut tx, may.place().zone, &incident, &body.words).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Complaints that join an incident.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GatherBody {
    pub complaints: Vec<Uuid>,
}

/// Open complaints join an incident and are solved with it.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/incidents/{incident}/complaints", tag = "care",
    operation_id = "gather_complaints", params(("complex" = String, Path), ("incident" = Uuid, Path)),
    request_body = GatherBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn gather(
    may: May<HandleComplaints>,
    browser: Browser,
    path: Path<(String, Uuid)>,
    Json(body): Json<GatherBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    verbs::gather(&mut tx, &incident, &body.complaints, browser.locale()).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Incidents that concern the caller now.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/incidents/mine", tag = "care", operation_id = "list_own_incidents",
    params(("complex" = String, Path)), responses((status = 200, body = Vec<IncidentBody>))
)]
pub async fn mine(may: May<ReportComplaints>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let own = verbs::own(&mut tx, today).await?;
    Ok(axum::Json(own.into_iter().map(IncidentBody::of).collect::<Vec<_>>()).into_response())
}

/// Does the caller say "saya juga"?
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportBody {
    pub is_supported: bool,
}

/// Says "saya juga", or takes it back.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/incidents/{incident}/support", tag = "care",
    operation_id = "support_incident", params(("complex" = String, Path), ("incident" = Uuid, Path)),
    responses((status = 200, body = SupportBody), (status = 404), (status = 409))
)]
pub async fn support(
    may: May<ReportComplaints>,
    browser: Browser,
    path: Path<(String, Uuid)>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let is_supported = verbs::support(&mut tx, &incident, browser.locale()).await?;
    tx.commit().await?;
    Ok(axum::Json(SupportBody { is_supported }).into_response())
}
