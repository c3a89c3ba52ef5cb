//! Pages about members, for the manager.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::{AreaId, MembershipId, format};
use serde::Deserialize;
use tenancy::{May, Role, TenantTx, policy::ManageMembers};
use web::{
    Browser, Form, Go, Path, Query, Shell, role_key,
    shell::parts::{Chip, Choice, Pager, initials},
};

use super::sql::{self, Member, Wanted};
use crate::{homes_side, links, reset};

const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
pub struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    peran: String,
    #[serde(default)]
    sesudah: Option<MembershipId>,
}

#[derive(Template)]
#[template(path = "member/list.html")]
struct ListPage {
    s: Shell,
    base: String,
    invite_href: String,
    tabs: Vec<Chip>,
    roles: Vec<Chip>,
    q: String,
    peran: String,
    rows: Vec<Row>,
    pager: Pager,
    join_link: String,
}

pub struct Row {
    pub href: String,
    pub name: String,
    pub initials: String,
    pub role: String,
    pub phone: String,
    pub last_seen: String,
}

#[derive(Template)]
#[template(path = "member/show.html")]
struct ShowPage {
    s: Shell,
    base: String,
    member: Row,
    since: String,
    email: String,
    is_area_head: bool,
    areas: Vec<Choice>,
    area: String,
    is_self: bool,
    may_reset: bool,
    /// As whom of the complex's people the account signs in; empty for nobody.
    person: String,
}

pub async fn list(may: May<ManageMembers>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let role = Role::from_code(&filter.peran);
    let q = filter.q.trim();
    let wanted = Wanted { role, search: q, after: filter.sesudah, most: PAGE as i64 + 1 };
    let mut members = sql::page(&mut tx, wanted).await?;
    let counts = sql::counts(&mut tx).await?;
    let tabs = tabs(&mut tx, &may, &browser, "anggota").await?;
    let areas = homes_side::rts(&mut tx).await?;
    let base = may.place().path("anggota");
    let next = (members.len() > PAGE).then(|| {
        members.truncate(PAGE);
        let last = members.last().map(|member| member.id.to_string()).unwrap_or_default();
        format!("{base}?peran={}&q={}&sesudah={last}", filter.peran, links::encoded(q))
    });
    let shown = i64::try_from(members.len()).unwrap_or(0);
    let is_whole = next.is_none() && filter.sesudah.is_none();
    web::page(&ListPage {
        s: browser.office(&may, browser.texts().get("member-title")),
        rows: members.iter().map(|member| row(member, &areas, &may, &browser)).collect(),
        pager: Pager {
            from: 1,
            to: shown,
            total: is_whole.then_some(shown),
            previous: filter.sesudah.map(|_| base.clone()),
            next,
        },
        roles: role_chips(&counts, &base, &filter.peran, &browser),
        join_link: format!("/gabung/{}", may.place().slug),
        q: filter.q,
        invite_href: format!("{base}/undang"),
        peran: filter.peran,
        tabs,
        base,
    })
}

pub async fn show(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, MembershipId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let member = sql::find(&mut tx, id).await?;
    let areas = homes_side::rts(&mut tx).await?;
    let person = homes_side::person_of(&mut tx, member.account).await?.map(|person| person.name);
    let may_reset = reset::is_allowed(&mut tx, member.account, may.who().account).await?;
    let texts = browser.texts();
    let base = may.place().path("anggota");
    let since = format::short_date(may.place().zone.date(member.created_at), browser.locale());
    web::page(&ShowPage {
        s: browser
            .office(&may, member.name.clone())
            .crumb(texts.get("member-title"), base.clone())
            .crumb(member.name.clone(), ""),
        since: texts.with("member-since", &[("date", since.into())]),
        email: member.email.clone().unwrap_or_default(),
        is_area_head: member.role() == Role::AreaHead,
        area: member.area.map(|area| area.to_string()).unwrap_or_default(),
        areas: areas.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect(),
        is_self: member.account == may.who().account,
        may_reset,
        person: person.unwrap_or_default(),
        member: row(&member, &areas, &may, &browser),
        base,
    })
}

#[derive(Debug, Deserialize)]
pub struct AreaForm {
    area: AreaId,
}

pub async fn change_area(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, MembershipId)>,
    Form(form): Form<AreaForm>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let is_rt = homes_side::rts(&mut tx).await?.iter().any(|(area, _)| *area == form.area);
    if !is_rt || !sql::change_area(&mut tx, id, form.area).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    Go::to(may.place().path("anggota")).saying(browser.texts().get("member-area-done")).into()
}

/// Ends a role, at the person's next request. Nobody ends the own one: so somebody always remains.
pub async fn end(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, MembershipId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let member = sql::find(&mut tx, id).await?;
    if member.account == may.who().account {
        let go = Go::to(may.place().path(&format!("anggota/{id}")));
        return Ok(go.saying(browser.texts().get("member-not-oneself")).into_response());
    }
    sql::end(&mut tx, id).await?;
    tx.commit().await?;
    let said = browser.texts().with("member-ended", &[("name", member.name.into())]);
    Go::to(may.place().path("anggota")).saying(said).into()
}

/// The account is nobody of the complex's people any more and keeps its role: for a number that was written down with
/// the wrong person.
pub async fn unlink(
    may: May<ManageMembers>,
    browser: Browser,
    Path((_, id)): Path<(String, MembershipId)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let member = sql::find(&mut tx, id).await?;
    if !homes_side::unlink_account(&mut tx, member.account).await? {
        return Err(web::Error::missing());
    }
    tx.commit().await?;
    let go = Go::to(may.place().path(&format!("anggota/{id}")));
    go.saying(browser.texts().get("member-unlinked")).into()
}

/// The three lists of this corner: members, invitations, requests.
pub async fn tabs(
    tx: &mut TenantTx,
    may: &May<ManageMembers>,
    browser: &Browser,
    here: &str,
) -> tenancy::Result<Vec<Chip>> {
    let (invitations, claims) = sql::waiting(tx).await?;
    let texts = browser.texts();
    let tab =
        |path: &str, label: &'static str| Chip::new(label, may.place().path(path)).current_if(path == here);
    Ok(vec![
        tab("anggota", texts.get("member-title")),
        tab("anggota/undangan", texts.get("invite-list")).counted(invitations),
        tab("anggota/permintaan", texts.get("claim-list")).counted(claims),
    ])
}

fn row(member: &Member, areas: &[(AreaId, String)], may: &May<ManageMembers>, browser: &Browser) -> Row {
    let texts = browser.texts();
    let role = texts.get(role_key(member.role()));
    let area = member.area.and_then(|id| areas.iter().find(|(area, _)| *area == id)).map(|(_, name)| name);
    let seen = |at| format::date_time(at, may.place().zone, browser.locale());
    Row {
        href: may.place().path(&format!("anggota/{}", member.id)),
        initials: initials(&member.name),
        name: member.name.clone(),
        role: area.map_or_else(|| role.to_owned(), |area| format!("{role} · {area}")),
        phone: member.phone.as_ref().map(kernel::PhoneNumber::local).unwrap_or_default(),
        last_seen: member.last_seen_at.map_or_else(|| texts.get("member-never-seen").to_owned(), seen),
    }
}

fn role_chips(counts: &[(String, i64)], base: &str, chosen: &str, browser: &Browser) -> Vec<Chip> {
    let texts = browser.texts();
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let count =
        |role: Role| counts.iter().find(|(code, _)| code == role.code()).map_or(0, |(_, count)| *count);
    let chip = |role: &Role| {
        let href = format!("{base}?peran={}", role.code());
        Chip::new(texts.get(role_key(*role)), href).counted(count(*role)).current_if(chosen == role.code())
    };
    let first = Chip::new(texts.get("member-all"), base).counted(all).current_if(chosen.is_empty());
    [first].into_iter().chain(Role::IN_COMPLEX.iter().map(chip)).collect()
}
