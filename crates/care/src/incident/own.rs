//! What residents see: incidents that concern them on top of their complaints, and one with what the office said of it.

use askama::Template;
use axum::response::IntoResponse as _;
use tenancy::{May, policy::ReportComplaints};
use uuid::Uuid;
use web::{Browser, Error, Go, Path, Shell, ShellKind};

use super::{
    sql::{self, Incident},
    verbs,
    view::{Shown, Told},
};
use crate::{
    classifier::{self, Names},
    complaint::view::spoken as complaint_number,
};

/// "Kami sudah tahu": what residents read of incidents on top of their own pages.
pub fn shown(s: &Shell, may: &May<ReportComplaints>, names: &Names, incidents: &[Incident]) -> Vec<Shown> {
    let base = may.place().path("gangguan-saya");
    incidents.iter().map(|incident| Shown::of(s, may.place().zone, names, &base, incident)).collect()
}

struct Line {
    href: String,
    title: String,
    state: &'static str,
    tone: web::shell::parts::Tone,
}

#[derive(Template)]
#[template(path = "incident/own_show.html")]
struct Show {
    s: Shell,
    base: String,
    it: Shown,
    news: Vec<Told>,
    own: Vec<Line>,
}

type One = Path<(String, Uuid)>;

pub async fn show(may: May<ReportComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let incident = sql::find(&mut tx, id).await?.ok_or(Error::missing())?;
    let place = may.place();
    let words = browser.texts();
    let complaints = place.path("keluhan-saya");
    let s = browser
        .member(&may, ShellKind::Resident, incident.title.as_str())
        .crumb(words.get("care-title"), complaints.as_str())
        .crumb(incident.title.as_str(), "");
    let base = place.path("gangguan-saya");
    let own = sql::members(&mut tx, id).await?.into_iter().filter(|member| member.is_own);
    let line = |member: sql::Member| Line {
        href: format!("{complaints}/{}", member.id),
        title: format!("{} · {}", complaint_number(member.number), member.place),
        state: words.get(member.state.word()),
        tone: member.state.tone(),
    };
    let own = own.map(line).collect();
    let news = sql::news(&mut tx, id).await?;
    let names = classifier::names(&mut tx).await?;
    web::page(&Show {
        it: Shown::of(&s, place.zone, &names, &base, &incident),
        news: news.into_iter().map(|it| Told::of(&s, place.zone, it, None)).collect(),
        own,
        base: format!("{base}/{id}"),
        s,
    })
}

pub async fn support(may: May<ReportComplaints>, browser: Browser, Path((_, id)): One) -> web::Result {
    let mut tx = may.begin().await?;
    let incident = sql::locked(&mut tx, id).await?.ok_or(Error::missing())?;
    let says = verbs::support(&mut tx, &incident, browser.locale()).await?;
    tx.commit().await?;
    let said = if says { "care-inc-said-too" } else { "care-inc-said-not" };
    let back = Go::to(may.place().path(&format!("gangguan-saya/{id}")));
    Ok(back.saying(browser.texts().get(said)).into_response())
}
