//! Rounds of reminders for programs.

use axum::response::IntoResponse as _;
use kernel::{Date, Instant, Locale, UnitId};
use serde::{Deserialize, Serialize};
use tenancy::{May, Place, policy::SeeArrears};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{
    Browser, Path,
    api::{Answer, Claim, Once},
};

use super::{
    make, pages,
    sql::{self, ReminderRow},
};
use crate::{common::within, list::chosen::Chosen};

/// A round: whom to remind of what.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundBody {
    id: Uuid,
    reminders: Vec<ReminderBody>,
}

/// What one person is reminded of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReminderBody {
    id: Uuid,
    unit: Uuid,
    #[schema(example = "A-12")]
    unit_code: String,
    payer_name: String,
    /// What was late when the round began, rupiah
    amount: i64,
    /// The oldest due day of it
    since: Date,
    /// How many months it is for
    months: i16,
    /// The words, ready to be sent
    message: String,
    /// Opens WhatsApp with the words; empty where no number is known
    whatsapp: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Instant>,
    sent_by: String,
}

impl ReminderBody {
    fn of(locale: Locale, place: &Place, row: ReminderRow) -> Self {
        let message = make::message(locale, place, &row);
        Self {
            id: row.id,
            unit: row.unit.uuid(),
            whatsapp: make::chat(&row, &message),
            message,
            unit_code: row.unit_code,
            payer_name: row.payer_name,
            amount: row.amount.get(),
            since: row.since,
            months: row.months,
            sent_at: row.sent_at,
            sent_by: row.sent_by,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRound {
    /// Ids of the units, at most 500; those that owe nothing late are left out
    units: Vec<Uuid>,
}

/// Begins a round over these units.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/reminder-rounds", tag = "arrears", operation_id = "begin_reminder_round",
    params(("complex" = String, Path)), request_body = NewRound,
    responses((status = 201, body = RoundBody), (status = 409, description = "None of them owes anything late"))
)]
pub async fn begin(may: May<SeeArrears>, browser: Browser, sent: Once<NewRound>) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    let today = may.place().zone.date(tx.now());
    let chosen = Chosen::these(sent.body.units.iter().copied().map(UnitId::from_uuid));
    let rows = chosen.few(&mut tx, within(&may), today).await?;
    let id = make::round(&mut tx, &rows, today).await?;
    let rows = pages::of_round(&mut tx, &may, id).await?;
    let location = format!("/api/v1/complexes/{}/reminder-rounds/{id}", may.place().slug);
    let body = round_body(&browser, may.place(), id, rows);
    claimed.settle(tx, Answer::created(location, &body)?).await
}

fn round_body(browser: &Browser, place: &Place, id: Uuid, rows: Vec<ReminderRow>) -> RoundBody {
    let reminder = |row| ReminderBody::of(browser.locale(), place, row);
    RoundBody { id, reminders: rows.into_iter().map(reminder).collect() }
}

#[derive(Clone, Debug, Deserialize)]
pub struct NamedRound {
    round: Uuid,
}

/// A round with what was sent of it, what was not sent first.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/reminder-rounds/{round}", tag = "arrears",
    operation_id = "show_reminder_round", params(("complex" = String, Path), ("round" = Uuid, Path)),
    responses((status = 200, body = RoundBody), (status = 404))
)]
pub async fn show(may: May<SeeArrears>, browser: Browser, Path(named): Path<NamedRound>) -> web::Result {
    let mut tx = may.begin().await?;
    let rows = pages::of_round(&mut tx, &may, named.round).await?;
    Ok(axum::Json(round_body(&browser, may.place(), named.round, rows)).into_response())
}

/// Nothing to say.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TickBody {}

#[derive(Clone, Debug, Deserialize)]
pub struct NamedReminder {
    round: Uuid,
    reminder: Uuid,
}

/// Says that a reminder was sent.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/reminder-rounds/{round}/reminders/{reminder}/sent", tag = "arrears",
    operation_id = "tick_reminder",
    params(("complex" = String, Path), ("round" = Uuid, Path), ("reminder" = Uuid, Path)), request_body = TickBody,
    responses((status = 200, body = ReminderBody), (status = 404))
)]
pub async fn tick(
    may: May<SeeArrears>,
    browser: Browser,
    Path(named): Path<NamedReminder>,
    sent: Once<TickBody>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let claimed = match sent.claim(&mut tx).await? {
        Claim::Fresh(claimed) => claimed,
        Claim::Done(answer) => return Ok(answer),
    };
    pages::one(&mut tx, &may, named.round, named.reminder).await?;
    sql::tick(&mut tx, named.reminder).await?;
    let row = pages::one(&mut tx, &may, named.round, named.reminder).await?;
    claimed.settle(tx, Answer::ok(&ReminderBody::of(browser.locale(), may.place(), row))?).await
}
