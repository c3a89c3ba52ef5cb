//! The rounds, and one of them: whom to write to, with the words ready and a tick for what was sent.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{Rupiah, format};
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::SeeArrears};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Query, Shell};

use super::{
    make,
    sql::{self, ReminderRow, RoundRow},
};
use crate::{
    common::{shell, within},
    list::chosen::Chosen,
};

/// Rounds of one page.
const PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Behind {
    sesudah: Option<Uuid>,
}

struct Round {
    href: String,
    when: String,
    by: String,
    sent: String,
    amount: String,
    is_done: bool,
}

#[derive(Template)]
#[template(path = "reminder/index.html")]
struct Index {
    s: Shell,
    rows: Vec<Round>,
    next: String,
    arrears: String,
}

struct Line {
    id: Uuid,
    code: String,
    href: String,
    payer: String,
    amount: String,
    months: String,
    message: String,
    chat: String,
    /// When and by whom; empty while it was not sent.
    sent: String,
}

#[derive(Template)]
#[template(path = "reminder/show.html")]
struct Show {
    s: Shell,
    base: String,
    total: String,
    done: usize,
    all: usize,
    progress: String,
    rows: Vec<Line>,
}

pub async fn index(may: May<SeeArrears>, browser: Browser, Query(behind): Query<Behind>) -> web::Result {
    let mut tx = may.begin().await?;
    let mut rounds = sql::rounds(&mut tx, scope(&may).as_deref(), behind.sesudah, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rounds.len() > page;
    rounds.truncate(page);
    let s = shell(&browser, &may, browser.texts().get("reminder-title"));
    let (back, title, arrears) =
        (s.t("arrears-title").to_owned(), s.title.clone(), may.place().path("tunggakan"));
    let s = s.crumb(back, &arrears).crumb(title, "");
    let base = may.place().path("tunggakan/ingatkan");
    let last = rounds.last().filter(|_| more).map(|round| round.id.to_string());
    let round = |round: RoundRow| Round {
        href: format!("{base}/{}", round.id),
        when: format::date_time(round.at, may.place().zone, s.locale),
        sent: s.t2("reminder-progress", "sent", round.sent, "all", round.reminders),
        is_done: round.sent == round.reminders,
        amount: format::rupiah(round.amount),
        by: round.by,
    };
    let rows = rounds.into_iter().map(round).collect();
    let next = last.map_or(String::new(), |last| web::with_query(&base, &[("sesudah", &last)]));
    web::page(&Index { rows, next, arrears, s })
}

/// A round over what was ticked on the arrears list.
pub async fn begin(may: May<SeeArrears>, Form(fields): Form<Vec<(String, String)>>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let rows = Chosen::of(&fields).few(&mut tx, within(&may), today).await?;
    let round = make::round(&mut tx, &rows, today).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path(&format!("tunggakan/ingatkan/{round}"))).into_response())
}

pub async fn show(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, round)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let reminders = of_round(&mut tx, &may, round).await?;
    let s = shell(&browser, &may, browser.texts().get("reminder-title"));
    let (back, title, rounds) =
        (s.t("arrears-title").to_owned(), s.title.clone(), may.place().path("tunggakan/ingatkan"));
    let s = s.crumb(back, may.place().path("tunggakan")).crumb(title, &rounds);
    let done = reminders.iter().filter(|row| row.sent_at.is_some()).count();
    let total = reminders.iter().map(|row| row.amount.get()).sum::<i64>();
    web::page(&Show {
        base: format!("{rounds}/{round}"),
        total: format::rupiah(Rupiah::new(total).unwrap_or(Rupiah::ZERO)),
        progress: s.t2("reminder-progress", "sent", done, "all", reminders.len()),
        all: reminders.len(),
        done,
        rows: reminders.iter().map(|row| line(&s, &may, row)).collect(),
        s,
    })
}

fn line(s: &Shell, may: &May<SeeArrears>, row: &ReminderRow) -> Line {
    let place = may.place();
    let message = make::message(s.locale, place, row);
    let said = |at| {
        s.t2("reminder-was-sent", "when", format::date_time(at, place.zone, s.locale), "by", &row.sent_by)
    };
    Line {
        id: row.id,
        code: row.unit_code.clone(),
        href: place.path(&format!("tunggakan/{}", web::segment(&row.unit_code))),
        payer: row.payer_name.clone(),
        amount: format::rupiah(row.amount),
        months: make::months(s.locale, row),
        chat: make::chat(row, &message),
        sent: row.sent_at.map(said).unwrap_or_default(),
        message,
    }
}

pub async fn tick(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, round, reminder)): Path<(String, Uuid, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let row = one(&mut tx, &may, round, reminder).await?;
    sql::tick(&mut tx, reminder).await?;
    tx.commit().await?;
    let said = browser.texts().with("reminder-ticked", &[("unit", row.unit_code.as_str().into())]);
    let back = may.place().path(&format!("tunggakan/ingatkan/{round}"));
    let undo = format!("{back}/{reminder}/belum");
    Ok(Go::to(back).undoable(said, undo).into_response())
}

pub async fn untick(
    may: May<SeeArrears>,
    browser: Browser,
    Path((_, round, reminder)): Path<(String, Uuid, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let row = one(&mut tx, &may, round, reminder).await?;
    sql::untick(&mut tx, reminder).await?;
    tx.commit().await?;
    let said = browser.texts().with("reminder-unticked", &[("unit", row.unit_code.as_str().into())]);
    Ok(Go::to(may.place().path(&format!("tunggakan/ingatkan/{round}"))).saying(said).into_response())
}

/// The RTs of a ketua RT, `None` for the office.
fn scope(may: &May<SeeArrears>) -> Option<Vec<Uuid>> {
    let within = within(may);
    (!within.is_empty()).then(|| within.iter().map(|area| area.uuid()).collect())
}

/// What the caller may see of a round; a round without any of it is none.
pub(super) async fn of_round(
    tx: &mut TenantTx,
    may: &May<SeeArrears>,
    round: Uuid,
) -> web::Result<Vec<ReminderRow>> {
    let rows = sql::of_round(tx, round, scope(may).as_deref()).await?;
    if rows.is_empty() { Err(web::Error::missing()) } else { Ok(rows) }
}

/// One reminder of the round that the caller may see.
pub(super) async fn one(
    tx: &mut TenantTx,
    may: &May<SeeArrears>,
    round: Uuid,
    reminder: Uuid,
) -> web::Result<ReminderRow> {
    let rows = of_round(tx, may, round).await?;
    rows.into_iter().find(|row| row.id == reminder).ok_or_else(web::Error::missing)
}
