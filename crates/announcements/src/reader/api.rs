//! The reader's announcements for programs.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tenancy::{May, TenantTx, policy::SeeAnnouncements};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Error, Json, Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::{
    comment, poll,
    sql::{self, Own, Shelf},
};
use crate::{bulletin::sql::options, markup};

/// An announcement that the caller was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnBody {
    pub id: Uuid,
    pub title: String,
    /// As HTML without scripts
    pub html: String,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub sent_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub is_read: bool,
    /// The office wants to hear that it is known, and has not yet
    pub asks_acknowledgement: bool,
    pub question: Option<String>,
}

impl OwnBody {
    fn of(own: Own) -> Self {
        Self {
            html: markup::to_html(&own.body),
            is_read: !own.is_unread(),
            asks_acknowledgement: own.lacks_acknowledgement(),
            id: own.id,
            title: own.title,
            is_emergency: own.is_emergency,
            is_pinned: own.is_pinned,
            sent_at: own.sent_at,
            ends_at: own.ends_at,
            question: own.question,
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Wanted {
    /// `past`: what has ended; otherwise what stands now, which comes whole
    show: String,
}

/// What the caller was told.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcements/mine", tag = "announcements",
    operation_id = "list_own_announcements", params(("complex" = String, Path), Wanted, PageQuery),
    responses((status = 200, body = Page<OwnBody>))
)]
pub async fn index(
    may: May<SeeAnnouncements>,
    Query(wanted): Query<Wanted>,
    slice: Slice<Uuid>,
) -> web::Result<Page<OwnBody>> {
    let mut tx = may.begin().await?;
    if wanted.show != "past" {
        let rows = sql::own(&mut tx, Shelf::Current, None, 200).await?;
        return Ok(Page { items: rows.into_iter().map(OwnBody::of).collect(), next: None });
    }
    let rows = sql::own(&mut tx, Shelf::Past, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(rows, |row| row.id, OwnBody::of))
}

/// A house of the caller, with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct BallotBody {
    pub unit: Uuid,
    pub code: String,
    pub answer: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CommentBody {
    pub id: Uuid,
    pub name: String,
    pub body: String,
    pub is_removed: bool,
}

/// One announcement with its question and comments.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnFullBody {
    #[serde(flatten)]
    pub announcement: OwnBody,
    /// Answers, numbered from one
    pub options: Vec<String>,
    pub ballots: Vec<BallotBody>,
    pub comments: Vec<CommentBody>,
}

/// One announcement. Looking at it is reading it.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcements/mine/{announcement}", tag = "announcements",
    operation_id = "show_own_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    responses((status = 200, body = OwnFullBody), (status = 404))
)]
pub async fn show(may: May<SeeAnnouncements>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let mut own = found(&mut tx, id).await?;
    if own.is_unread() {
        let houses = sql::own_houses(&mut tx, id).await?;
        sql::read(&mut tx, id, &houses).await?;
        own = found(&mut tx, id).await?;
    }
    let ballots = sql::own_ballots(&mut tx, id).await?.into_iter();
    let comments = sql::comments(&mut tx, id).await?.into_iter();
    let body = OwnFullBody {
        options: options(&mut tx, id).await?,
        ballots: ballots.map(|it| BallotBody { unit: it.unit, code: it.code, answer: it.answer }).collect(),
        comments: comments
            .map(|it| CommentBody {
                id: it.id,
                body: if it.is_removed { String::new() } else { it.body },
                name: it.name,
                is_removed: it.is_removed,
            })
            .collect(),
        announcement: OwnBody::of(own),
    };
    tx.commit().await?;
    Ok(axum::Json(body).into_response())
}

/// The caller's houses know it; twice is once.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/mine/{announcement}/acknowledge", tag = "announcements",
    operation_id = "acknowledge_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    responses((status = 204), (status = 404))
)]
pub async fn acknowledge(may: May<SeeAnnouncements>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    found(&mut tx, id).await?;
    let houses = sql::own_houses(&mut tx, id).await?;
    sql::acknowledge(&mut tx, id, &houses).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// A house's one vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteBody {
    pub unit: Uuid,
    /// The number of the answer, from one
    pub option: i16,
}

/// Votes for one of the caller's houses; whoever of the house is first counts.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/mine/{announcement}/vote", tag = "announcements",
    operation_id = "vote_in_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    request_body = VoteBody, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn vote(
    may: May<SeeAnnouncements>,
    path: Path<(String, Uuid)>,
    Json(vote): Json<VoteBody>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    found(&mut tx, id).await?;
    if !sql::own_houses(&mut tx, id).await?.contains(&vote.unit) {
        return Err(Error::missing());
    }
    poll::vote(&mut tx, id, vote.unit, vote.option).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// 1 to 1,000 letters
    pub body: String,
}

/// Writes below an announcement, where its writer wants that.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/mine/{announcement}/comments", tag = "announcements",
    operation_id = "comment_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    request_body = NewComment, responses((status = 204), (status = 404), (status = 409))
)]
pub async fn comment(
    may: May<SeeAnnouncements>,
    path: Path<(String, Uuid)>,
    Json(new): Json<NewComment>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let own = found(&mut tx, id).await?;
    comment::add(&mut tx, &own, &new.body).await?;
    tx.commit().await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

async fn found(tx: &mut TenantTx, id: Uuid) -> web::Result<Own> {
    sql::one(tx, id).await?.ok_or(Error::missing())
}
