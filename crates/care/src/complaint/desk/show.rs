//! One complaint for the office: its story, its notes, and what can be done to it.

use askama::Template;
use axum::{extract::State as Extracted, response::IntoResponse as _};
use kernel::{Zone, format};
use serde::Deserialize;
use tenancy::{May, Store, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Shell, shell::parts::Choice};

use super::{
    super::{
        model::Move,
        photo,
        sql::{self as complaints, Complaint},
        verbs::{self, Voice},
        view::{Story, closing_day, spoken},
    },
    sql,
    work::Work,
};
use crate::{
    checklist::{self, OpenSteps},
    classifier, cost, incident, warranty,
};

#[derive(Template)]
#[template(path = "complaint/desk/show.html")]
struct Show {
    s: Shell,
    base: String,
    story: Story,
    facts: Vec<(&'static str, String)>,
    moves: Vec<Move>,
    /// Day on which it closes by itself.
    closes: String,
    /// Solved, and its reporter wrote since: it waits for an answer.
    is_held: bool,
    /// Number and address of the one that goes on in its place.
    merged_into: Option<(String, String)>,
    merged_here: Vec<(String, String)>,
    may_merge: bool,
    others: Vec<Choice>,
    /// Title and address of the incident that it belongs to.
    incident: Option<(String, String)>,
    cost: Option<cost::Shown>,
    warranty: Option<warranty::Shown>,
    work: Work,
    may_charge: bool,
}

pub type One = Path<(String, Uuid)>;

pub async fn show(
    may: May<HandleComplaints>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = complaints::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let place = may.place();
    let title = spoken(complaint.number);
    let list = place.path("keluhan");
    let s = browser
        .office(&may, title.as_str())
        .crumb(browser.texts().get("care-title"), list.as_str())
        .crumb(title.as_str(), "");
    let photos = photo::shown(&mut tx, &store, place.complex, id).await?;
    let events = complaints::events(&mut tx, id, true).await?;
    let link = |(id, number): (Uuid, i32)| (spoken(number), format!("{list}/{id}"));
    let incident = incident::of_complaint(&mut tx, id).await?;
    let cost = cost::Shown::load(&mut tx, &s, place, id, "tagihan").await?;
    let is_open = complaint.state.is_open();
    let warranty = warranty::Shown::load(&mut tx, &s, place.zone, id, is_open).await?;
    let names = classifier::names(&mut tx).await?;
    let may_merge = complaint.is_common && complaint.state.after(Move::Merge).is_some();
    web::page(&Show {
        base: format!("{list}/{id}"),
        facts: facts(&s, place.zone, &complaint),
        moves: Move::OFFICE.into_iter().filter(|step| complaint.state.after(*step).is_some()).collect(),
        closes: closing_day(&s, place.zone, &complaint),
        is_held: complaint.is_held(),
        merged_into: complaint.merged_into.zip(complaint.merged_number).map(link),
        merged_here: sql::merged_here(&mut tx, id).await?.into_iter().map(link).collect(),
        others: if may_merge { others(&mut tx, &complaint).await? } else { Vec::new() },
        may_merge,
        work: Work::load(&mut tx, &s, place, &complaint).await?,
        cost,
        warranty,
        may_charge: cost::is_chargeable(&complaint),
        incident: incident.map(|(id, title)| (title, place.path(&format!("gangguan/{id}")))),
        story: Story::of(&s, place.zone, &names, &complaint, events, photos, tx.now()),
        s,
    })
}

/// What a typed number may mean: running complaints about the commons.
async fn others(tx: &mut TenantTx, complaint: &Complaint) -> tenancy::Result<Vec<Choice>> {
    let others = sql::others(tx, complaint.id, complaint.category).await?;
    Ok(others.into_iter().map(|(number, place)| Choice::new(spoken(number), place)).collect())
}

fn facts(s: &Shell, zone: Zone, complaint: &Complaint) -> Vec<(&'static str, String)> {
    let at = |instant| format::date_time(instant, zone, s.locale);
    let mut facts = vec![
        ("care-fact-reporter", complaint.reporter.clone()),
        ("care-desk-heard", complaint.caller.clone()),
        ("care-fact-reported", at(complaint.created_at)),
        ("care-fact-assignee", complaint.assignee.clone()),
        ("care-fact-respond", at(complaint.respond_due)),
        ("care-fact-responded", complaint.responded_at.map(at).unwrap_or_default()),
        ("care-fact-resolve", complaint.resolve_due.map(at).unwrap_or_default()),
        ("care-fact-spent", s.t1("care-minutes", "count", complaint.spent_minutes)),
    ];
    if complaint.reopened > 0 {
        facts.push(("care-fact-reopened", complaint.reopened.to_string()));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Written {
    langkah: String,
    kata: String,
    /// `catatan`: for the office alone.
    untuk: String,
    /// `ya`: solved although steps are open.
    pasti: String,
}

pub async fn go(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let step = Move::from_code(&written.langkah).filter(|step| Move::OFFICE.contains(step));
    let step = step.ok_or(web::Error::missing())?;
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(web::Error::missing())?;
    checklist::ask(&mut tx, id, step, OpenSteps::said(written.pasti == "ya")).await?;
    verbs::go(&mut tx, may.place().zone, &complaint, step, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-moved")).into_response())
}

pub async fn write(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): One,
    Form(written): Form<Written>,
) -> web::Result {
    let voice = if written.untuk == "catatan" { Voice::Note } else { Voice::Office };
    let mut tx = may.begin().await?;
    let complaint = complaints::locked(&mut tx, id).await?.ok_or(web::Error::missing())?;
    verbs::write(&mut tx, &complaint, voice, &written.kata).await?;
    tx.commit().await?;
    Ok(back(&may, id).saying(browser.texts().get("care-said-written")).into_response())
}

fn back(may: &May<HandleComplaints>, id: Uuid) -> Go {
    Go::to(may.place().path(&format!("keluhan/{id}")))
}
