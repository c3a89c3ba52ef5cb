//! Writing: the form, and what the houses will see of it while it is written.

use askama::Template;
use axum::response::IntoResponse as _;
use homes::UnitStatus;
use kernel::EventId;
use tenancy::{May, TenantTx, policy::WriteAnnouncements};
use uuid::Uuid;
use web::{Browser, Faults, Form, Go, Path, Shell, shell::parts::Choice};

use super::{
    People, State,
    audience::STAFF,
    form::{Named, Typed},
    send::{CannotSend, reach_of},
    sql::{self, Bulletin},
};
use crate::{arrears::Late, markup, setting};

/// One tick of many.
struct Pick {
    value: String,
    label: String,
    is_chosen: bool,
}

/// What the houses will see, and how many they are.
struct Preview {
    title: String,
    html: String,
    is_emergency: bool,
    reach: String,
    without_way: i64,
}

#[derive(Template)]
#[template(path = "bulletin/edit.html", blocks = ["preview"])]
struct Edit {
    s: Shell,
    action: String,
    preview_action: String,
    form: Typed,
    faults: Faults,
    mistakes: Vec<(String, String)>,
    reaches: Vec<Choice>,
    areas: Vec<Pick>,
    types: Vec<Pick>,
    statuses: Vec<Pick>,
    staff: Vec<Pick>,
    people: Vec<Choice>,
    knows_arrears: bool,
    allows_comments: bool,
    preview: Preview,
}

/// Where a form stands: the announcement that it changes, or none yet.
struct Desk<'a> {
    may: &'a May<WriteAnnouncements>,
    browser: &'a Browser,
    late: &'a Late,
    kept: Option<Uuid>,
}

impl Desk<'_> {
    async fn page(&self, tx: &mut TenantTx, form: Typed, faults: Faults) -> web::Result<Edit> {
        let (may, browser) = (self.may, self.browser);
        let base = may.place().path("pengumuman");
        let title = browser.texts().get(if self.kept.is_some() { "ann-edit" } else { "ann-write" });
        let s = browser
            .office(may, title)
            .crumb(browser.texts().get("ann-title"), base.as_str())
            .crumb(title, "");
        let preview = self.preview(tx, &s, &form).await?;
        let pick = |value: String, label: String, chosen: &[String]| Pick {
            is_chosen: chosen.contains(&value),
            value,
            label,
        };
        let areas = sql::areas(tx).await?;
        Ok(Edit {
            action: self.kept.map_or_else(|| base.clone(), |id| format!("{base}/{id}")),
            preview_action: format!("{base}/pratinjau"),
            reaches: vec![
                Choice::new("semua", s.t("ann-to-all")).with_icon("users"),
                Choice::new("saring", s.t("ann-to-some")).with_icon("filter"),
                Choice::new("unit", s.t("ann-to-units")).with_icon("house"),
            ],
            areas: areas.into_iter().map(|(id, name)| pick(id.to_string(), name, &form.area)).collect(),
            types: sql::unit_types(tx)
                .await?
                .into_iter()
                .map(|it| pick(it.clone(), it, &form.tipe))
                .collect(),
            statuses: UnitStatus::ALL
                .map(|it| pick(it.code().to_owned(), s.t(it.word()).to_owned(), &form.status))
                .into(),
            staff: STAFF
                .map(|it| pick(it.code().to_owned(), s.t(web::role_key(it)).to_owned(), &form.peran))
                .into(),
            people: People::ALL.map(|it| Choice::new(it.code(), s.t(it.word()))).into(),
            knows_arrears: self.late.is_known(),
            allows_comments: setting::sql::load(tx).await?.allows_comments,
            mistakes: faults.pairs(),
            preview,
            s: if faults.is_empty() { s } else { s.with_mistakes() },
            form,
            faults,
        })
    }

    async fn preview(&self, tx: &mut TenantTx, s: &Shell, form: &Typed) -> web::Result<Preview> {
        let named = named(tx, form).await?;
        let zone = self.may.place().zone;
        let (draft, _) = form.read(s, zone, tx.now(), &named);
        let reach = reach_of(tx, &draft.audience, self.late, zone.date(tx.now())).await?;
        Ok(Preview {
            html: markup::to_html(&draft.body),
            title: draft.title,
            is_emergency: draft.is_emergency,
            reach: super::show::reach_words(s, reach),
            // With a carrier those who have a number are told too; the page before sending counts them.
            without_way: if notices::has_carrier(tx).await? { 0 } else { reach.without_way },
        })
    }
}

async fn named(tx: &mut TenantTx, form: &Typed) -> tenancy::Result<Named> {
    let codes = form.codes();
    if codes.is_empty() {
        return Ok(Named::default());
    }
    Ok(sql::units_named(tx, &codes).await?.into_iter().collect())
}

pub async fn new(may: May<WriteAnnouncements>, browser: Browser, late: Late) -> web::Result {
    let mut tx = may.begin().await?;
    let desk = Desk { may: &may, browser: &browser, late: &late, kept: None };
    web::page(&desk.page(&mut tx, Typed::blank(), Faults::default()).await?)
}

pub async fn create(
    may: May<WriteAnnouncements>,
    browser: Browser,
    late: Late,
    Form(form): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let desk = Desk { may: &may, browser: &browser, late: &late, kept: None };
    let named = named(&mut tx, &form).await?;
    let (draft, faults) = form.read(&browser.public(""), may.place().zone, tx.now(), &named);
    if !faults.is_empty() {
        return web::invalid(&desk.page(&mut tx, form, faults).await?);
    }
    let id = EventId::new(tx.now()).uuid();
    sql::add(&mut tx, id, &draft).await?;
    tx.commit().await?;
    let said = browser.texts().get("ann-kept");
    Ok(Go::to(may.place().path(&format!("pengumuman/{id}"))).saying(said).into_response())
}

pub async fn edit(
    may: May<WriteAnnouncements>,
    browser: Browser,
    late: Late,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = open(&mut tx, id).await?;
    let options = sql::options(&mut tx, id).await?;
    let codes = sql::unit_codes(&mut tx, &bulletin.audience.0.units).await?;
    let form = Typed::of(&bulletin, &options, &codes, may.place().zone);
    let desk = Desk { may: &may, browser: &browser, late: &late, kept: Some(id) };
    web::page(&desk.page(&mut tx, form, Faults::default()).await?)
}

pub async fn update(
    may: May<WriteAnnouncements>,
    browser: Browser,
    late: Late,
    Path((_, id)): Path<(String, Uuid)>,
    Form(form): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    open(&mut tx, id).await?;
    let desk = Desk { may: &may, browser: &browser, late: &late, kept: Some(id) };
    let named = named(&mut tx, &form).await?;
    let (draft, faults) = form.read(&browser.public(""), may.place().zone, tx.now(), &named);
    if !faults.is_empty() {
        return web::invalid(&desk.page(&mut tx, form, faults).await?);
    }
    sql::change(&mut tx, id, &draft).await?;
    tx.commit().await?;
    let said = browser.texts().get("ann-kept");
    Ok(Go::to(may.place().path(&format!("pengumuman/{id}"))).saying(said).into_response())
}

/// What the houses would see of what stands in the form now.
pub async fn preview(
    may: May<WriteAnnouncements>,
    browser: Browser,
    late: Late,
    Form(form): Form<Typed>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let desk = Desk { may: &may, browser: &browser, late: &late, kept: None };
    let page = desk.page(&mut tx, form, Faults::default()).await?;
    if browser.hx.wants("pratinjau") { web::page(&page.as_preview()) } else { web::page(&page) }
}

/// An announcement that nobody was told of yet.
async fn open(tx: &mut TenantTx, id: Uuid) -> web::Result<Bulletin> {
    let bulletin = sql::locked(tx, id).await?.ok_or(web::Error::missing())?;
    match bulletin.state {
        State::Draft | State::Waiting | State::Scheduled => Ok(bulletin),
        State::Sent | State::Withdrawn => Err(web::Error::refused(CannotSend::NotOpen)),
    }
}
