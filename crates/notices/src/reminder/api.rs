//! The ladder, and reminding by hand, for programs.

use axum::response::IntoResponse as _;
use serde::{Deserialize, Serialize};
use tenancy::{
    May,
    policy::{SeeMessages, SendReminders, SetReminders},
};
use utoipa::ToSchema;
use web::{
    Browser, Error, Faults, Json,
    api::{Answer, Claim, Once},
};

use super::{
    ladder::Ladder,
    pages::fault_key,
    remind::{House, Standing, cost_of, houses},
    sql,
};
use crate::outbox::tell;

/// When households are reminded.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderBody {
    /// By itself every morning at nine
    pub is_automatic: bool,
    /// Days from the due day; below zero: before it
    #[schema(example = json!([-3, 0, 3, 7, 14]))]
    pub rungs: Vec<i16>,
}

/// The ladder of this complex.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/reminder-settings", tag = "notices",
    operation_id = "show_reminder_settings", params(("complex" = String, Path)),
    responses((status = 200, body = LadderBody))
)]
pub async fn show(may: May<SeeMessages>) -> web::Result {
    let mut tx = may.begin().await?;
    let Ladder { is_automatic, rungs } = sql::load(&mut tx).await?;
    Ok(axum::Json(LadderBody { is_automatic, rungs }).into_response())
}

/// Sets the ladder.
#[utoipa::path(
    put, path = "/api/v1/complexes/{complex}/reminder-settings", tag = "notices",
    operation_id = "change_reminder_settings", params(("complex" = String, Path)), request_body = LadderBody,
    responses((status = 200, body = LadderBody), (status = 422))
)]
pub async fn change(may: May<SetReminders>, browser: Browser, Json(body): Json<LadderBody>) -> web::Result {
    let typed = body.rungs.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let rungs = Ladder::parse(&typed).map_err(|fault| {
        let mut faults = Faults::default();
        faults.put("rungs", browser.texts().get(fault_key(fault)));
        Error::Invalid(faults)
    })?;
    let ladder = Ladder { is_automatic: body.is_automatic, rungs };
    let mut tx = may.begin().await?;
    sql::save(&mut tx, &ladder).await?;
    tx.commit().await?;
    Ok(axum::Json(LadderBody { is_automatic: ladder.is_automatic, rungs: ladder.rungs }).into_response())
}

/// Whom to remind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindBody {
    /// Ids of units
    pub units: Vec<String>,
}

/// What came of it. Units that owe nothing are in none of these.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemindedBody {
    /// Households that are reminded now
    pub reminded: usize,
    /// House numbers of those that were reminded today already
    pub told_today: Vec<String>,
    /// House numbers without account and mail address
    pub unreachable: Vec<String>,
}

/// Reminds these households of all that they have open; each once a day.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/reminders", tag = "notices", operation_id = "send_reminders",
    params(("complex" = String, Path)), request_body = RemindBody, responses((status = 200, body = RemindedBody))
)]
pub async fn send(may: May<SendReminders>, sent: Once<RemindBody>) -> web::Result {
    let mut tx = may.begin().await?;
    let units = sql::units(&sent.body.units);
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let today = may.place().zone.date(tx.now());
    let houses = houses(&mut tx, &units, today).await?;
    let told = tell(&mut tx, houses.iter().filter_map(House::notice).collect()).await?;
    let codes = |standing: Standing| -> Vec<String> {
        houses.iter().filter(|house| house.standing == standing).map(|house| house.code.clone()).collect()
    };
    let body = RemindedBody {
        reminded: told.notices,
        told_today: codes(Standing::Told),
        unreachable: codes(Standing::Unreachable),
    };
    claimed.settle(tx, Answer::ok(&body)?).await
}

/// What reminding would do and cost.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReminderEstimateBody {
    /// Households that would be reminded
    pub reminded: usize,
    pub by_whatsapp: usize,
    pub by_email: usize,
    /// About, in whole rupiah
    pub cost: i64,
}

/// Counts and prices reminders before they are sent; nothing is sent.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/reminders/estimate", tag = "notices",
    operation_id = "estimate_reminders", params(("complex" = String, Path)), request_body = RemindBody,
    responses((status = 200, body = ReminderEstimateBody))
)]
pub async fn estimate(may: May<SendReminders>, Json(body): Json<RemindBody>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let houses = houses(&mut tx, &sql::units(&body.units), today).await?;
    let count = |standing: Standing| houses.iter().filter(|house| house.standing == standing).count();
    let body = ReminderEstimateBody {
        reminded: houses.iter().filter(|house| house.notice().is_some()).count(),
        by_whatsapp: count(Standing::ByChat),
        by_email: count(Standing::ByMail),
        cost: cost_of(&mut tx, &houses).await?.total().get(),
    };
    Ok(axum::Json(body).into_response())
}
