//! The manager's pages: invite, the link with its QR code, the list of what waits.

use askama::Template;
use axum::extract::State;
use kernel::{AreaId, InvitationId, PhoneNumber, format};
use serde::Deserialize;
use tenancy::{May, Role, Store, TenantTx, Ticket, policy::ManageMembers};
use web::{
    Browser, Faults, Form, Go, Path, Query, Shell, role_key,
    shell::{
        Tone,
        parts::{Chip, Choice},
    },
};

use super::{
    InvitationLink,
    model::{self, Invitation, Wish},
    sql,
};
use crate::{
    account::model::{clean_name, phone_sentence},
    faults::Mistakes,
    homes_side, links, member,
};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct InviteForm {
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub area: String,
}

#[derive(Template)]
#[template(path = "invitation/form.html")]
struct FormPage {
    s: Shell,
    form: InviteForm,
    roles: Vec<Choice>,
    areas: Vec<Choice>,
    mistakes: Mistakes,
    action: String,
}

#[derive(Template)]
#[template(path = "invitation/list.html")]
struct ListPage {
    s: Shell,
    invite_href: String,
    tabs: Vec<Chip>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    detail: String,
    label: String,
    tone: Tone,
    icon: &'static str,
}

#[derive(Template)]
#[template(path = "invitation/show.html")]
struct ShowPage {
    s: Shell,
    base: String,
    here: String,
    name: String,
    role: String,
    unit: String,
    phone: String,
    until: String,
    is_open: bool,
    link: String,
    whatsapp: String,
    qr: String,
    state: String,
}

pub async fn form(
    may: May<ManageMembers>,
    browser: Browser,
    Query(mut form): Query<InviteForm>,
) -> web::Result {
    if Role::from_code(&form.role).is_none() {
        form.role = Role::Resident.code().to_owned();
    }
    let mut tx = may.begin().await?;
    web::page(&form_page(&mut tx, &may, &browser, form, Faults::default()).await?)
}

pub async fn invite(may: May<ManageMembers>, browser: Browser, Form(form): Form<InviteForm>) -> web::Result {
    let mut tx = may.begin().await?;
    let wish = match parse(&mut tx, &browser, &form).await? {
        Ok(wish) => wish,
        Err(faults) => return web::invalid(&form_page(&mut tx, &may, &browser, form, faults).await?),
    };
    match sql::add(&mut tx, &wish).await {
        Ok(id) => {
            tx.commit().await?;
            let path = may.place().path(&format!("anggota/undangan/{id}"));
            Go::to(path).saying(browser.texts().get("invite-made")).into()
        }
        Err(error) if error.constraint() == Some("invitation_once") => {
            let mut faults = Faults::default();
            faults.put("phone", browser.texts().get("invite-twice"));
            drop(tx);
            let mut tx = may.begin().await?;
            web::invalid(&form_page(&mut tx, &may, &browser, form, faults).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn list(may: May<ManageMembers>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let now = tx.now();
    let invitations = sql::waiting(&mut tx).await?;
    let tabs = member::pages::tabs(&mut tx, &may, &browser, "anggota/undangan").await?;
    let base = may.place().path("anggota");
    let row = |invitation: &Invitation| {
        let (label, tone, icon) = state_words(invitation.state(now), &browser);
        Row {
            href: format!("{base}/undangan/{}", invitation.id),
            name: invitation.name.clone(),
            detail: format!("{} · {}", role_words(invitation, &browser), invitation.phone.local()),
            label: label.to_owned(),
            tone,
            icon,
        }
    };
    let rows = invitations.iter().map(row).collect();
    let s = browser.office(&may, browser.texts().get("member-title"));
    web::page(&ListPage { s, rows, tabs, invite_href: format!("{base}/undang") })
}

pub async fn show(
    may: May<ManageMembers>,
    State(store): State<Store>,
    browser: Browser,
    Path((_, id)): Path<(String, InvitationId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let now = tx.now();
    let invitation = sql::find(&mut tx, id).await?;
    let texts = browser.texts();
    let base = may.place().path("anggota");
    let link = link_of(&store, &may, id);
    let until = format::date(may.place().zone.date(invitation.expires_at), browser.locale());
    let state = invitation.state(now);
    let message = message(&invitation, &may, &browser, &link, &until);
    web::page(&ShowPage {
        s: browser
            .office(&may, texts.get("invite-one"))
            .crumb(texts.get("member-title"), base.clone())
            .crumb(texts.get("invite-list"), format!("{base}/undangan"))
            .crumb(invitation.name.clone(), ""),
        here: format!("{base}/undangan/{id}"),
        role: texts.get(role_key(invitation.role())).to_owned(),
        unit: invitation.unit_code.clone(),
        phone: invitation.phone.local(),
        is_open: state == model::State::Open,
        whatsapp: links::whatsapp(&invitation.phone, &message),
        qr: web::qr::svg(&link),
        state: state_words(state, &browser).0.to_owned(),
        name: invitation.name,
        base,
        until,
        link,
    })
}

pub async fn renew(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, InvitationId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::renew(&mut tx, id).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    Go::to(may.place().path(&format!("anggota/undangan/{id}")))
        .saying(browser.texts().get("invite-renewed"))
        .into()
}

pub async fn revoke(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, InvitationId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    if !sql::revoke(&mut tx, id).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    Go::to(may.place().path("anggota/undangan")).saying(browser.texts().get("invite-revoked")).into()
}

/// The wish in the form, or what is wrong with it.
pub async fn parse(
    tx: &mut TenantTx,
    browser: &Browser,
    form: &InviteForm,
) -> tenancy::Result<Result<Wish, Faults>> {
    let texts = browser.texts();
    let mut faults = Faults::default();
    let role = Role::from_code(&form.role).filter(|role| Role::IN_COMPLEX.contains(role));
    if role.is_none() {
        faults.put("role", texts.get("invite-role-empty"));
    }
    let name = clean_name(&form.name);
    if name.is_none() {
        faults.put("name", texts.get("account-name-empty"));
    }
    let parsed = PhoneNumber::parse(&form.phone);
    let phone = faults.keep("phone", parsed, |fault| phone_sentence(texts, *fault).to_owned());
    let typed_unit = form.unit.trim();
    let mut unit = None;
    if role == Some(Role::Resident) && !typed_unit.is_empty() {
        unit = homes_side::unit_named(tx, typed_unit).await?;
        if unit.is_none() {
            faults.put("unit", texts.with("invite-unit-unknown", &[("code", typed_unit.into())]));
        }
    }
    let mut area = None;
    if role == Some(Role::AreaHead) {
        let wanted: Option<AreaId> = form.area.parse().ok();
        area = homes_side::rts(tx).await?.into_iter().map(|(id, _)| id).find(|id| Some(*id) == wanted);
        if area.is_none() {
            faults.put("area", texts.get("invite-area-empty"));
        }
    }
    Ok(match (role, name, phone) {
        (Some(role), Some(name), Some(phone)) if faults.is_empty() => {
            let unit_code = unit.as_ref().map(|unit| unit.code.clone()).unwrap_or_default();
            Ok(Wish { role, name, phone, unit: unit.map(|unit| unit.id), unit_code, area })
        }
        _ => Err(faults),
    })
}

/// The address to send.
pub fn link_of(store: &Store, may: &May<ManageMembers>, id: InvitationId) -> String {
    let ticket = Ticket::<InvitationLink>::seal(store, may.place().complex, id.uuid());
    format!("{}/undangan/{ticket}", store.site().public_url)
}

async fn form_page(
    tx: &mut TenantTx,
    may: &May<ManageMembers>,
    browser: &Browser,
    form: InviteForm,
    faults: Faults,
) -> tenancy::Result<FormPage> {
    let texts = browser.texts();
    let areas = homes_side::rts(tx).await?;
    let base = may.place().path("anggota");
    let icons = ["user-cog", "wallet", "map", "house", "shield"];
    let hints = [
        texts.get("invite-role-manager"),
        texts.get("invite-role-treasurer"),
        texts.get("invite-role-area-head"),
        texts.get("invite-role-resident"),
        texts.get("invite-role-guard"),
    ];
    let roles = Role::IN_COMPLEX.iter().zip(icons.iter().zip(hints)).map(|(role, (icon, hint))| {
        Choice::new(role.code(), texts.get(role_key(*role))).with_icon(icon).with_hint(hint)
    });
    let title = texts.get("invite-title");
    let mut s = browser.office(may, title).crumb(texts.get("member-title"), base.clone()).crumb(title, "");
    s.mistakes = !faults.is_empty();
    Ok(FormPage {
        s,
        roles: roles.collect(),
        areas: areas.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        mistakes: faults.into(),
        action: format!("{base}/undang"),
        form,
    })
}

fn message(
    invitation: &Invitation,
    may: &May<ManageMembers>,
    browser: &Browser,
    link: &str,
    until: &str,
) -> String {
    let texts = browser.texts();
    let blanks = [
        ("name", invitation.name.as_str().into()),
        ("role", texts.get(role_key(invitation.role())).into()),
        ("complex", may.place().name.as_str().into()),
        ("link", link.into()),
        ("until", until.into()),
    ];
    texts.with("invite-message", &blanks)
}

fn role_words(invitation: &Invitation, browser: &Browser) -> String {
    let role = browser.texts().get(role_key(invitation.role()));
    if invitation.unit_code.is_empty() { role.to_owned() } else { format!("{role} {}", invitation.unit_code) }
}

fn state_words(state: model::State, browser: &Browser) -> (&'static str, Tone, &'static str) {
    let texts = browser.texts();
    match state {
        model::State::Open => (texts.get("invite-state-open"), Tone::Info, "hourglass"),
        model::State::Expired => (texts.get("invite-state-expired"), Tone::Warn, "clock"),
        model::State::Used => (texts.get("invite-state-used"), Tone::Ok, "check"),
        model::State::Orphaned => (texts.get("invite-state-orphaned"), Tone::Warn, "triangle-alert"),
        model::State::Revoked => (texts.get("invite-state-revoked"), Tone::Plain, "ban"),
    }
}
