//! One announcement as the office sees it: before it goes out its look and its reach, afterwards who has read it.

use askama::Template;
use axum::{Extension, extract::State as Extracted};
use files::Files;
use kernel::format;
use tenancy::{
    May, Store, TenantTx,
    policy::{ApproveAnnouncements, OverseeAnnouncements, WriteAnnouncements},
};
use uuid::Uuid;
use web::{Browser, Path, Shell, shell::parts::Tone};

use super::{
    State, attachment, percent,
    send::{cost_of, reach_of},
    sql::{self, Bulletin, Reach},
};
use crate::{
    arrears::Late,
    house::sql::{AreaFigures, Figures, by_area, figures},
    links, markup,
    reader::{comment, poll},
    setting,
};

#[derive(Template)]
#[template(path = "bulletin/show.html")]
struct Show {
    s: Shell,
    base: String,
    title: String,
    html: String,
    badge: (&'static str, Tone, &'static str),
    state: State,
    is_emergency: bool,
    is_pinned: bool,
    wants_acknowledgement: bool,
    has_comments: bool,
    note: String,
    facts: Vec<(&'static str, String)>,
    files: Vec<attachment::Shown>,
    poll: Option<poll::Shown>,
    reach: String,
    reaches_nobody: bool,
    /// Empty where no message by WhatsApp would go.
    cost: String,
    without_way: i64,
    waits_for_hour: String,
    needs_approval: bool,
    can_write: bool,
    can_approve: bool,
    figures: Figures,
    percent: i64,
    areas: Vec<AreaFigures>,
    until: String,
    public_link: String,
    allows_public: bool,
    whatsapp_text: String,
    whatsapp: String,
    comments: Vec<comment::Shown>,
}

/// How many that is, in words.
pub fn reach_words(s: &Shell, reach: Reach) -> String {
    let houses = s.t2("ann-reach", "houses", reach.houses, "people", reach.people);
    match reach.staff {
        0 => houses,
        staff => format!("{houses} {}", s.t1("ann-reach-staff", "count", staff)),
    }
}

pub async fn show(
    may: May<OverseeAnnouncements>,
    browser: Browser,
    late: Late,
    Extracted(store): Extracted<Store>,
    Extension(files): Extension<Files>,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let bulletin = sql::find(&mut tx, id).await?.ok_or(web::Error::missing())?;
    let place = may.place();
    let s = browser
        .office(&may, bulletin.title.as_str())
        .crumb(browser.texts().get("ann-title"), place.path("pengumuman"))
        .crumb(bulletin.title.as_str(), "");
    let setting = setting::sql::load(&mut tx).await?;
    let today = place.zone.date(tx.now());
    let reach = if bulletin.state.is_open() {
        reach_of(&mut tx, &bulletin.audience.0, &late, today).await?
    } else {
        Reach::default()
    };
    let cost = if bulletin.state.is_open() { cost_of(&mut tx, &bulletin, &late, today).await? } else { None };
    let without_way = match cost {
        Some(cost) => i64::try_from(cost.unreached).unwrap_or(i64::MAX),
        None => reach.without_way,
    };
    let figures = figures(&mut tx, id).await?;
    let public_link = bulletin.link_id.filter(|_| setting.allows_public);
    let public_link = public_link.map(|link| links::public(&store, place.complex, link)).unwrap_or_default();
    let whatsapp_text = whatsapp_text(&s, &place.name, &bulletin, &public_link);
    let (tone, icon) = bulletin.state.look();
    let page = Show {
        base: place.path(&format!("pengumuman/{id}")),
        title: bulletin.title.clone(),
        html: markup::to_html(&bulletin.body),
        badge: (bulletin.state.word(), tone, icon),
        state: bulletin.state,
        is_emergency: bulletin.is_emergency,
        is_pinned: bulletin.is_pinned,
        wants_acknowledgement: bulletin.wants_acknowledgement,
        has_comments: bulletin.has_comments,
        note: bulletin.note.clone(),
        facts: facts(&mut tx, &s, &may, &bulletin).await?,
        files: attachment::shown(&mut tx, &files, &store, place.complex, id).await?,
        poll: poll::of_office(&mut tx, &s, place.zone, poll::Asked::in_bulletin(&bulletin)).await?,
        reach: reach_words(&s, reach),
        cost: cost.filter(|cost| cost.messages > 0).map(|cost| cost.words(&s)).unwrap_or_default(),
        reaches_nobody: bulletin.state.is_open() && reach.is_nobody(),
        without_way,
        waits_for_hour: match bulletin.send_at.filter(|at| *at > tx.now()) {
            Some(at) => format::date_time(at, place.zone, s.locale),
            None => String::new(),
        },
        needs_approval: setting.needs_approval && !bulletin.is_emergency,
        can_write: may.can::<WriteAnnouncements>(),
        can_approve: may.can::<ApproveAnnouncements>()
            && bulletin.written_by != Some(may.who().account.uuid()),
        percent: percent(figures.read, figures.houses),
        areas: by_area(&mut tx, id).await?,
        figures,
        until: bulletin
            .ends_at
            .map(|at| place.zone.date(at - chrono::TimeDelta::seconds(1)).to_string())
            .unwrap_or_default(),
        public_link,
        allows_public: setting.allows_public,
        whatsapp: web::with_query("https://wa.me/", &[("text", &whatsapp_text)]),
        whatsapp_text,
        comments: comment::of_office(&mut tx, &s, place.zone, id).await?,
        s,
    };
    web::page(&page)
}

async fn facts(
    tx: &mut TenantTx,
    s: &Shell,
    may: &May<OverseeAnnouncements>,
    bulletin: &Bulletin,
) -> tenancy::Result<Vec<(&'static str, String)>> {
    let zone = may.place().zone;
    let at = |instant| format::date_time(instant, zone, s.locale);
    // An announcement of the sample was written by nobody.
    let by = |person: &str, instant| match person {
        "" => at(instant),
        _ => format!("{person}, {}", at(instant)),
    };
    let mut facts = vec![("ann-fact-to", audience_words(tx, s, bulletin).await?)];
    facts.push(("ann-fact-writer", by(&bulletin.writer, bulletin.created_at)));
    if let Some(agreed) = bulletin.approved_at {
        facts.push(("ann-fact-approved", by(&bulletin.approver, agreed)));
    }
    if let Some(sent) = bulletin.sent_at {
        facts.push(("ann-fact-sent", at(sent)));
    }
    if let Some(end) = bulletin.ends_at {
        facts.push(("ann-fact-until", at(end)));
    }
    Ok(facts)
}

/// Whom it is for, in one line.
async fn audience_words(tx: &mut TenantTx, s: &Shell, bulletin: &Bulletin) -> tenancy::Result<String> {
    let audience = &bulletin.audience.0;
    let mut words = Vec::new();
    if !audience.areas.is_empty() {
        let areas = sql::areas(tx).await?;
        words.extend(areas.into_iter().filter(|(id, _)| audience.areas.contains(id)).map(|(_, name)| name));
    }
    words.extend(audience.unit_types.iter().cloned());
    words.extend(audience.statuses.iter().map(|status| s.t(status.word()).to_owned()));
    if audience.in_arrears {
        words.push(s.t("ann-arrears").to_owned());
    }
    if !audience.units.is_empty() {
        words.push(sql::unit_codes(tx, &audience.units).await?.join(", "));
    }
    if words.is_empty() {
        words.push(s.t("ann-to-all").to_owned());
    }
    words.push(s.t(audience.people.word()).to_owned());
    words.extend(audience.staff.iter().map(|role| s.t(web::role_key(*role)).to_owned()));
    Ok(words.join(" · "))
}

/// What one pastes into the group of the residents.
fn whatsapp_text(s: &Shell, place: &str, bulletin: &Bulletin, link: &str) -> String {
    let head = if bulletin.is_emergency {
        s.t1("ann-whatsapp-emergency", "title", bulletin.title.as_str())
    } else {
        format!("*{}*", bulletin.title)
    };
    let mut text = format!("{head}\n_{place}_\n\n{}", markup::to_whatsapp(&bulletin.body));
    if !link.is_empty() {
        text.push_str("\n\n");
        text.push_str(link);
    }
    text
}
