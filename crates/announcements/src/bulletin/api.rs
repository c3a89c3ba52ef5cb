//! Announcements for programs of the office.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use kernel::EventId;
use serde::{Deserialize, Serialize};
use tenancy::{
    May, Routes, TenantTx,
    policy::{ApproveAnnouncements, OverseeAnnouncements, WriteAnnouncements},
};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Error, Faults, Path,
    api::{Answer, Claim, Once, Page, PageQuery, Slice},
};

use super::{
    Audience, Draft, Question, State,
    send::{self, Step},
    sql,
};
use crate::{arrears::Late, house::sql::figures};

pub fn routes() -> Routes {
    Routes::new("announcements")
        .get("/api/v1/complexes/{complex}/announcements", index)
        .post("/api/v1/complexes/{complex}/announcements", create)
        .get("/api/v1/complexes/{complex}/announcements/{announcement}", show)
        .post("/api/v1/complexes/{complex}/announcements/{announcement}/send", send)
        .post("/api/v1/complexes/{complex}/announcements/{announcement}/approve", approve)
}

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineBody {
    pub id: Uuid,
    pub title: String,
    pub state: State,
    pub is_emergency: bool,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    /// Houses that were told
    pub houses: i64,
    /// Of these, those that have read it
    pub read: i64,
}

/// All announcements, the newest first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcements", tag = "announcements",
    operation_id = "list_announcements", params(("complex" = String, Path), PageQuery),
    responses((status = 200, body = Page<LineBody>))
)]
pub async fn index(may: May<OverseeAnnouncements>, slice: Slice<Uuid>) -> web::Result<Page<LineBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::lines(&mut tx, "", None, slice.after().copied(), slice.fetch()).await?;
    let body = |row: sql::Line| LineBody {
        id: row.id,
        title: row.title,
        state: row.state,
        is_emergency: row.is_emergency,
        created_at: row.created_at,
        sent_at: row.sent_at,
        ends_at: row.ends_at,
        houses: row.houses,
        read: row.read,
    };
    Ok(slice.page(rows, |row| row.id, body))
}

/// A question with one vote for each house.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionBody {
    pub text: String,
    /// Two to ten answers
    pub options: Vec<String>,
    pub closes_at: Option<DateTime<Utc>>,
    /// Percent of the houses that must vote
    pub quorum_percent: Option<i16>,
    /// Votes of each answer
    #[serde(default)]
    #[schema(read_only)]
    pub votes: Vec<i64>,
}

/// What its writer writes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAnnouncement {
    pub title: String,
    /// Simple Markdown: bold, italic, lists, links
    pub body: String,
    pub audience: Audience,
    /// Goes out at night too and ignores what is turned off; needs `ends_at`
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub wants_acknowledgement: bool,
    pub has_comments: bool,
    pub send_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub question: Option<QuestionBody>,
}

/// An announcement with how far it got.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnnouncementBody {
    pub id: Uuid,
    pub title: String,
    pub body: String,
    pub audience: Audience,
    pub state: State,
    pub is_emergency: bool,
    pub is_pinned: bool,
    pub wants_acknowledgement: bool,
    pub has_comments: bool,
    pub send_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub sent_at: Option<DateTime<Utc>>,
    pub question: Option<QuestionBody>,
    pub houses: i64,
    pub read: i64,
    pub acknowledged: i64,
}

async fn body(tx: &mut TenantTx, id: Uuid) -> web::Result<AnnouncementBody> {
    let row = sql::find(tx, id).await?.ok_or(Error::missing())?;
    let figures = figures(tx, id).await?;
    let question = match row.question {
        Some(text) => Some(QuestionBody {
            text,
            options: sql::options(tx, id).await?,
            closes_at: row.poll_closes_at,
            quorum_percent: row.quorum_percent,
            votes: sql::votes(tx, id).await?,
        }),
        None => None,
    };
    Ok(AnnouncementBody {
        id,
        title: row.title,
        body: row.body,
        audience: row.audience.0,
        state: row.state,
        is_emergency: row.is_emergency,
        is_pinned: row.is_pinned,
        wants_acknowledgement: row.wants_acknowledgement,
        has_comments: row.has_comments,
        send_at: row.send_at,
        ends_at: row.ends_at,
        sent_at: row.sent_at,
        question,
        houses: figures.houses,
        read: figures.read,
        acknowledged: figures.acknowledged,
    })
}

/// One announcement.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/announcements/{announcement}", tag = "announcements",
    operation_id = "show_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    responses((status = 200, body = AnnouncementBody), (status = 404))
)]
pub async fn show(may: May<OverseeAnnouncements>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    Ok(axum::Json(body(&mut tx, id).await?).into_response())
}

/// Writes a draft.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements", tag = "announcements",
    operation_id = "write_announcement", params(("complex" = String, Path)), request_body = NewAnnouncement,
    responses((status = 201, body = AnnouncementBody), (status = 422))
)]
pub async fn create(
    may: May<WriteAnnouncements>,
    browser: Browser,
    sent: Once<NewAnnouncement>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let draft = draft(sent.body);
    let mut faults = Faults::default();
    for fault in draft.faults(tx.now()) {
        let [_, field, key] = fault.place();
        faults.put(field, browser.texts().get(key));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let id = EventId::new(tx.now()).uuid();
    sql::add(&mut tx, id, &draft).await?;
    let location = format!("/api/v1/complexes/{}/announcements/{id}", may.place().slug);
    let body = body(&mut tx, id).await?;
    claimed.settle(tx, Answer::created(location, &body)?).await
}

fn draft(new: NewAnnouncement) -> Draft {
    Draft {
        title: new.title.split_whitespace().collect::<Vec<_>>().join(" "),
        body: new.body.trim().to_owned(),
        audience: new.audience,
        is_emergency: new.is_emergency,
        is_pinned: new.is_pinned,
        wants_acknowledgement: new.wants_acknowledgement,
        has_comments: new.has_comments,
        send_at: new.send_at,
        ends_at: new.ends_at,
        question: new.question.map(|question| Question {
            text: question.text,
            options: question.options,
            closes_at: question.closes_at,
            quorum_percent: question.quorum_percent,
        }),
    }
}

/// What came of the wish.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepBody {
    pub state: State,
    /// Houses and people that were told; none while it waits
    pub houses: i64,
    pub people: i64,
}

impl StepBody {
    const fn of(step: Step) -> Self {
        match step {
            Step::Sent(reach) => Self { state: State::Sent, houses: reach.houses, people: reach.people },
            Step::Scheduled(_) => Self { state: State::Scheduled, houses: 0, people: 0 },
            Step::Waiting => Self { state: State::Waiting, houses: 0, people: 0 },
        }
    }
}

/// Nothing to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StepWish {}

/// Sends it, at once or at its hour; where the complex wants it, somebody else agrees first.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/{announcement}/send", tag = "announcements",
    operation_id = "send_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    request_body = StepWish, responses((status = 200, body = StepBody), (status = 404), (status = 409))
)]
pub async fn send(
    may: May<WriteAnnouncements>,
    late: Late,
    path: Path<(String, Uuid)>,
    sent: Once<StepWish>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let step = send::send(&mut tx, id, &late).await?;
    claimed.settle(tx, Answer::ok(&StepBody::of(step))?).await
}

/// Agrees to what somebody else wrote; it goes its way.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/announcements/{announcement}/approve", tag = "announcements",
    operation_id = "approve_announcement", params(("complex" = String, Path), ("announcement" = Uuid, Path)),
    request_body = StepWish, responses((status = 200, body = StepBody), (status = 404), (status = 409))
)]
pub async fn approve(
    may: May<ApproveAnnouncements>,
    late: Late,
    path: Path<(String, Uuid)>,
    sent: Once<StepWish>,
) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let step = send::approve(&mut tx, id, may.who().account.uuid(), &late).await?;
    claimed.settle(tx, Answer::ok(&StepBody::of(step))?).await
}
