//! The houses of an announcement for programs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{OverseeAnnouncements, WriteAnnouncements},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Error, Path, Query,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{Which, sql};
use crate::bulletin::{self, State, sql::find};

/// A house that was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct HouseBody {
    pub unit: Uuid,
    /// House number
    pub code: String,
    pub read_at: Option<DateTime<Utc>>,
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When it was told once more
    pub nudged_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Wanted {
    /// `unread` (when left out), `read`, `unsigned` or `all`
    show: String,
}

/// The houses by number.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcements/{announcement}/houses", tag = "announcements",
    operation_id = "list_announcement_houses",
    params(("complex" = String, Path), ("announcement" = Uuid, Path), Wanted, PageQuery),
    responses((status = 200, body = Page<HouseBody>), (status = 404))
)]
pub async fn index(
    may: May<OverseeAnnouncements>,
    path: Path<(String, Uuid)>,
    Query(wanted): Query<Wanted>,
    slice: Slice<String>,
) -> web::Result<Page<HouseBody>> {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    find(&mut tx, id).await?.ok_or(Error::missing())?;
    let after = slice.after().cloned().unwrap_or_default();
    let which = Which::from_code(&wanted.show);
    let rows = sql::houses(&mut tx, id, which, "", &after, slice.fetch()).await?;
    Ok(slice.page(
        rows,
        |row| row.sort_key.clone(),
        |row| HouseBody {
            unit: row.unit,
            code: row.code,
            read_at: row.read_at,
            acknowledged_at: row.acknowledged_at,
            nudged_at: row.nudged_at,
        },
    ))
}

/// How many were told once more.
#[derive(Debug, Serialize, ToSchema)]
pub struct NudgedBody {
    pub houses: usize,
}

/// Nothing to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NudgeBody {}

/// Tells the houses that have not read it once more; a house once a day.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/{announcement}/nudge", tag = "announcements",
    operation_id = "nudge_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    request_body = NudgeBody, responses((status = 200, body = NudgedBody), (status = 404))
)]
pub async fn nudge(
    may: May<WriteAnnouncements>,
    path: Path<(String, Uuid)>,
    sent: Once<NudgeBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let bulletin = find(&mut tx, id).await?.filter(|it| it.state == State::Sent).ok_or(Error::missing())?;
    let houses = bulletin::tell_unread(&mut tx, &bulletin).await?;
    claimed.settle(tx, Answer::ok(&NudgedBody { houses })?).await
}
