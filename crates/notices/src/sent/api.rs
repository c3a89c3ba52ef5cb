//! Messages that left the house, for programs.

use axum::response::IntoResponse as _;
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeMessages, SendReminders},
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{
    Error, Path, Query,
    api::{Page, PageQuery, Slice},
};

use super::{pages::OnItsWay, sql};
use crate::outbox::{Channel, Kind, State, schedule};

/// One message to one recipient.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageBody {
    pub id: Uuid,
    pub kind: Kind,
    pub channel: Channel,
    pub state: State,
    pub recipient: String,
    #[schema(example = "A-12")]
    pub unit_code: String,
    pub queued_at: DateTime<Utc>,
    /// When it became what it is
    pub changed_at: Option<DateTime<Utc>>,
    /// `paid`, `muted`, `no_mail`, `no_address`, `no_carrier`, `no_phone`, `too_late`, `lost`, or the words of whoever
    /// carries it
    pub reason: String,
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MessageQuery {
    state: Option<State>,
    channel: Option<Channel>,
}

/// Messages by mail and WhatsApp, the newest first. The centre's own notices are not among them.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/messages", tag = "notices", operation_id = "list_messages",
    params(("complex" = String, Path), MessageQuery, PageQuery),
    responses((status = 200, body = Page<MessageBody>))
)]
pub async fn index(
    may: May<SeeMessages>,
    slice: Slice<Uuid>,
    Query(query): Query<MessageQuery>,
) -> web::Result<Page<MessageBody>> {
    let mut tx = may.begin().await?;
    let rows = sql::list(&mut tx, query.state, query.channel, slice.after().copied(), slice.fetch()).await?;
    Ok(slice.page(
        rows,
        |row| row.id,
        |row| MessageBody {
            id: row.id,
            kind: row.kind,
            channel: row.channel,
            state: row.state,
            recipient: row.to,
            unit_code: row.unit,
            queued_at: row.queued_at,
            changed_at: row.at,
            reason: row.reason,
        },
    ))
}

/// Tries a message again that failed or was dropped.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/messages/{message}/retry", tag = "notices",
    operation_id = "retry_message", params(("complex" = String, Path), ("message" = Uuid, Path)),
    responses((status = 202), (status = 409))
)]
pub async fn again(may: May<SendReminders>, path: Path<(String, Uuid)>) -> web::Result {
    let Path((_, id)) = path;
    let mut tx = may.begin().await?;
    if !sql::again(&mut tx, id).await? {
        return Err(Error::refused(OnItsWay));
    }
    schedule(&mut tx).await?;
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED.into_response())
}
