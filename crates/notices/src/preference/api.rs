//! The own choices for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::SignedIn;
use utoipa::ToSchema;
use web::Json;

use super::{pages, sql};
use crate::outbox::{Channel, Kind};

/// One kind by one way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct PreferenceBody {
    pub kind: Kind,
    pub channel: Channel,
    /// False: nothing of this kind comes by this way
    pub wanted: bool,
}

/// What the account wants to hear, in all its complexes.
#[utoipa::path(
    get, path = "/api/v1/me/notice-preferences", tag = "notices", operation_id = "show_notice_preferences",
    responses((status = 200, body = Vec<PreferenceBody>))
)]
pub async fn show(door: SignedIn) -> web::Result {
    let mut tx = pages::begin(&door).await?;
    let muted = sql::own(&mut tx).await?;
    let all: Vec<PreferenceBody> = pages::kinds_of(&door)
        .flat_map(|kind| pages::CHANNELS.map(|channel| (kind, channel)))
        .map(|(kind, channel)| PreferenceBody { kind, channel, wanted: !muted.contains(&(kind, channel)) })
        .collect();
    Ok(axum::Json(all).into_response())
}

/// Changes what is named; the rest stays.
#[utoipa::path(
    put, path = "/api/v1/me/notice-preferences", tag = "notices", operation_id = "change_notice_preferences",
    request_body = Vec<PreferenceBody>, responses((status = 200, body = Vec<PreferenceBody>))
)]
pub async fn change(door: SignedIn, Json(wished): Json<Vec<PreferenceBody>>) -> web::Result {
    let mut tx = pages::begin(&door).await?;
    let mut muted = sql::own(&mut tx).await?;
    for wish in wished {
        muted.retain(|muted| *muted != (wish.kind, wish.channel));
        if !wish.wanted {
            muted.push((wish.kind, wish.channel));
        }
    }
    sql::set(&mut tx, &muted).await?;
    tx.commit().await?;
    show(door).await
}
