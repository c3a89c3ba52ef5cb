//! What becomes of a reading: a resident's is accepted or not, one is disputed, and a dispute comes to its end.

use axum::response::IntoResponse as _;
use kernel::{ReadingId, UnitId};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::ReadMeters};
use web::{Browser, Form, Go, Path, Say};

use super::show::unit_in_reach;
use crate::{
    common,
    reading::{self, State, decide, say, sql},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reason {
    alasan: String,
}

impl Reason {
    fn text(&self) -> Option<String> {
        let text: String = self.alasan.trim().chars().take(300).collect();
        (!text.is_empty()).then_some(text)
    }
}

/// A sentence that is ready in the reader's language.
#[derive(Debug)]
pub struct Told(pub String);

impl Say for Told {
    fn say(&self, _: kernel::Locale) -> String {
        self.0.clone()
    }
}

/// The reading of this address, if the caller may see it and it is in the wanted state.
async fn found(
    may: &May<ReadMeters>,
    tx: &mut TenantTx,
    id: ReadingId,
    wanted: State,
) -> web::Result<(UnitId, kernel::Period)> {
    let (unit, _, period, state) = sql::find(tx, id).await?.ok_or(web::Error::missing())?;
    unit_in_reach(may, tx, &unit.to_string()).await?;
    if state == wanted {
        Ok((unit, kernel::Period::of(period)))
    } else {
        Err(tenancy::Error::Conflict("reading_state_way".to_owned()).into())
    }
}

/// Accepts a draft by the same rules as any figure: what cannot be is refused with its sentence.
pub async fn accept(
    may: May<ReadMeters>,
    browser: Browser,
    Path((_, id)): Path<(String, ReadingId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, period) = found(&may, &mut tx, id, State::Draft).await?;
    let s = common::shell(&may, &browser, "");
    let scope = sql::Scope { units: Some(vec![unit.uuid()]), ..sql::Scope::default() };
    let (utility, today) = (crate::Utility::Water, may.place().zone.date(tx.now()));
    let setting = super::sql::setting(&mut tx, utility).await?;
    let rows = sql::sheet(&mut tx, utility, period.first_day(), reading::habit_from(period), &scope).await?;
    let row = rows.first().ok_or(web::Error::missing())?;
    if let (Some((_, counter, before)), Some(value), Some(on)) =
        (decide::meter_of(row), row.draft_value, row.draft_on)
    {
        let candidate = reading::Candidate { period, value, on, explanation: None };
        let habit = decide::habit(row, &setting);
        if let Err(fault) = reading::judge(&counter, &before, &candidate, &habit, today) {
            let sentence = say::refused(&s, &decide::Refused::Cannot(fault), utility);
            return Err(web::Error::refused(Told(sentence)));
        }
    }
    if let Some(old) = row.reading {
        // The resident's figure is accepted in place of the one that counted.
        bring(&mut tx, &s, old, State::Superseded, s.t("meter-reason-resident")).await?;
    }
    bring(&mut tx, &s, id, State::Accepted, "").await?;
    tx.commit().await?;
    Ok(Go::to(common::unit_path(may.place(), unit)).saying(s.t("meter-accepted-said")).into_response())
}

pub async fn reject(
    may: May<ReadMeters>,
    browser: Browser,
    Path((_, id)): Path<(String, ReadingId)>,
    Form(reason): Form<Reason>,
) -> web::Result {
    step(may, browser, id, (State::Draft, State::Rejected), &reason, "meter-rejected-said").await
}

pub async fn dispute(
    may: May<ReadMeters>,
    browser: Browser,
    Path((_, id)): Path<(String, ReadingId)>,
    Form(reason): Form<Reason>,
) -> web::Result {
    step(may, browser, id, (State::Accepted, State::Disputed), &reason, "meter-disputed-said").await
}

/// The dispute is over and the reading stands. One that was wrong is corrected on the sheet instead.
pub async fn settle(
    may: May<ReadMeters>,
    browser: Browser,
    Path((_, id)): Path<(String, ReadingId)>,
    Form(reason): Form<Reason>,
) -> web::Result {
    step(may, browser, id, (State::Disputed, State::Accepted), &reason, "meter-settled-said").await
}

async fn step(
    may: May<ReadMeters>,
    browser: Browser,
    id: ReadingId,
    (from, to): (State, State),
    reason: &Reason,
    said: &'static str,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, _) = found(&may, &mut tx, id, from).await?;
    let s = common::shell(&may, &browser, "");
    let Some(text) = reason.text() else {
        return Err(web::Error::refused(Told(s.t("meter-fault-reason").to_owned())));
    };
    bring(&mut tx, &s, id, to, &text).await?;
    tx.commit().await?;
    Ok(Go::to(common::unit_path(may.place(), unit)).saying(s.t(said)).into_response())
}

async fn bring(tx: &mut TenantTx, s: &web::Shell, id: ReadingId, to: State, reason: &str) -> web::Result<()> {
    match sql::bring(tx, &[id], to, reason).await {
        Ok(_) => Ok(()),
        Err(error) => match say::conflict(s, &error) {
            Some(sentence) => Err(web::Error::refused(Told(sentence))),
            None => Err(error.into()),
        },
    }
}
