//! One thing to do, and doing it.

use askama::Template;
use axum::{
    Extension,
    extract::{Multipart, State as Extracted},
    response::IntoResponse as _,
};
use files::Files;
use tenancy::{May, Store, TenantTx, policy::DoComplaints};
use uuid::Uuid;
use web::{Browser, Form, Go, Path, Shell};

use super::pages::shell;
use crate::{
    checklist::{self, OpenSteps, Ticked},
    classifier,
    complaint::{
        desk::work::Work,
        model::Move,
        photo,
        sql::{self as complaints, Complaint},
        verbs,
        view::{Story, spoken},
    },
};

#[derive(Template)]
#[template(path = "task/show.html")]
struct Show {
    s: Shell,
    base: String,
    story: Story,
    moves: Vec<Move>,
    work: Work,
    fault: String,
}

type One = Path<(String, Uuid)>;

pub async fn show(
    may: May<DoComplaints>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, id)): One,
) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = super::found(&mut tx, id).await?;
    web::page(&page(&mut tx, &may, &browser, &store, &complaint, String::new()).await?)
}

async fn page(
    tx: &mut TenantTx,
    may: &May<DoComplaints>,
    browser: &Browser,
    store: &Store,
    complaint: &Complaint,
    fault: String,
) -> web::Result<Show> {
    let (place, title) = (may.place(), spoken(complaint.number));
    let list = place.path("tugas");
    let s = shell(browser, may, &title)
        .crumb(browser.texts().get("care-task-title"), list.as_str())
        .crumb(title.as_str(), "");
    let photos = photo::shown(tx, store, place.complex, complaint.id).await?;
    // Moves with their words; what reporter and office write to each other stays theirs.
    let mut events = complaints::events(tx, complaint.id, false).await?;
    events.retain(|event| event.state.is_some());
    let names = classifier::names(tx).await?;
    Ok(Show {
        base: format!("{list}/{}", complaint.id),
        moves: super::STEPS.into_iter().filter(|step| complaint.state.after(*step).is_some()).collect(),
        work: Work::load(tx, &s, place, complaint).await?,
        story: Story::of(&s, place.zone, &names, complaint, events, photos, tx.now()),
        fault,
        s,
    })
}

pub async fn go(
    may: May<DoComplaints>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
    Path((_, id)): One,
    form: Multipart,
) -> web::Result {
    let mut typed = photo::read(form, &files, browser.locale()).await?;
    let step = super::allowed(Move::from_code(&typed.langkah))?;
    let mut tx = may.begin().await?;
    let complaint = super::found(&mut tx, id).await?;
    if let Some(fault) = typed.photo_fault(&browser) {
        return web::invalid(&page(&mut tx, &may, &browser, &store, &complaint, fault).await?);
    }
    checklist::ask(&mut tx, id, step, OpenSteps::said(typed.pasti == "ya")).await?;
    verbs::go(&mut tx, may.place().zone, &complaint, step, &typed.kata).await?;
    photo::attach(&mut tx, &files, id, typed.take_photos()).await?;
    tx.commit().await?;
    let list = may.place().path("tugas");
    let next = if step == Move::Start { format!("{list}/{id}") } else { list };
    Ok(Go::to(next).saying(browser.texts().get("care-said-moved")).into_response())
}

pub async fn tick(may: May<DoComplaints>, Path((_, id)): One, Form(ticked): Form<Ticked>) -> web::Result {
    let mut tx = may.begin().await?;
    let complaint = super::found(&mut tx, id).await?;
    checklist::tick(&mut tx, &complaint, ticked.langkah, ticked.tick()).await?;
    tx.commit().await?;
    Ok(Go::to(may.place().path(&format!("tugas/{id}"))).into_response())
}
