//! The centre as a page, and the figure at the bell.

use askama::Template;
use axum::response::IntoResponse as _;
use kernel::format;
use serde::Deserialize;
use tenancy::{May, Role, policy::SeeNotices};
use uuid::Uuid;
use web::{
    Browser, Go, Path, Query, Shell, ShellKind,
    shell::parts::{Chip, Tone},
};

use super::sql::{self, Shown, Told};
use crate::{
    outbox::{Facts, Kind, words},
    template::Wording,
};

const PAGE: i64 = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// `baru`: unread ones only.
    tampil: String,
    sesudah: String,
}

struct Row {
    title: String,
    text: String,
    when: String,
    icon: &'static str,
    href: String,
    is_read: bool,
}

#[derive(Template)]
#[template(path = "centre/index.html")]
struct Index {
    s: Shell,
    base: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    unread: i64,
    next: String,
    only_unread: bool,
}

pub async fn index(may: May<SeeNotices>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let mut tx = may.begin().await?;
    let only_unread = filter.tampil == "baru";
    let shown = if only_unread { Shown::Unread } else { Shown::All };
    let mut told = sql::own(&mut tx, shown, filter.sesudah.parse().ok(), PAGE + 1).await?;
    let more = told.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        told.pop();
    }
    let unread = sql::unread(&mut tx).await?;
    let wording = Wording::load(&mut tx).await?;
    let s = shell(&browser, &may, browser.texts().get("notices-title"));
    let base = may.place().path("kabar");
    let new = web::with_query(&base, &[("tampil", "baru")]);
    let next = told.last().filter(|_| more).map(|last| {
        let tampil = if only_unread { "baru" } else { "" };
        web::with_query(&base, &[("tampil", tampil), ("sesudah", &last.id.to_string())])
    });
    web::page(&Index {
        chips: vec![
            Chip::new(s.t("notices-all"), &base).current_if(!only_unread),
            Chip::new(s.t("notices-new"), &new).counted(unread).toned(Tone::Brand).current_if(only_unread),
        ],
        rows: told.iter().map(|told| row((&may, &wording), &s, &base, told)).collect(),
        next: next.unwrap_or_default(),
        unread,
        only_unread,
        base,
        s,
    })
}

fn row((may, wording): (&May<SeeNotices>, &Wording), s: &Shell, base: &str, told: &Told) -> Row {
    let said = wording.say(told.kind, &told.facts.0, &may.place().name, s.locale);
    Row {
        title: said.title,
        text: said.text,
        when: format::date_time(told.at, may.place().zone, s.locale),
        icon: told.kind.icon(),
        href: format!("{base}/{}", told.id),
        is_read: told.is_read,
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if unread > 0 %}<span class="hitung bad" aria-hidden="true">{{ shown }}</span><span class="hanya-baca">{{ words }}</span>{% endif %}"#
)]
struct Count {
    unread: i64,
    shown: String,
    words: String,
}

/// What stands at the bell; nothing when everything is read.
pub async fn count(may: May<SeeNotices>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let unread = sql::unread(&mut tx).await?;
    let shown = if unread > 99 { "99+".to_owned() } else { unread.to_string() };
    let words = browser.texts().with("notices-unread", &[("count", unread.into())]);
    web::page(&Count { unread, shown, words })
}

/// Opening one is reading it; then on to what it speaks of.
pub async fn open(
    may: May<SeeNotices>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let told = sql::one(&mut tx, id).await?.ok_or(web::Error::missing())?;
    sql::read(&mut tx, Some(id)).await?;
    tx.commit().await?;
    let path = match told.kind {
        Kind::InvoiceIssued | Kind::DuesReminder => own_bill(may.roles(), &told.facts.0),
        _ => None,
    };
    let said = words(told.kind, &told.facts.0, &may.place().name, browser.locale());
    Go::to(may.place().path(&path.unwrap_or(said.path))).into()
}

/// Where somebody who lives here, and is here by another role than a resident's, sees the own bill.
fn own_bill(roles: &[Role], facts: &Facts) -> Option<String> {
    let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
    let unit = [("q", facts.unit.as_str())];
    if has(&[Role::Resident]) {
        None
    } else if has(&[Role::OrganizationAdmin, Role::Manager, Role::Treasurer]) {
        Some(web::with_query("tagihan", &unit))
    } else if has(&[Role::AreaHead]) {
        Some(web::with_query("tunggakan", &unit))
    } else {
        Some("kabar".to_owned())
    }
}

pub async fn read_all(may: May<SeeNotices>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let read = sql::read(&mut tx, None).await?;
    tx.commit().await?;
    let said = browser.texts().with("notices-read", &[("count", read.into())]);
    Ok(Go::to(may.place().path("kabar")).saying(said).into_response())
}

/// The page of whoever looks, with the own navigation.
fn shell(browser: &Browser, may: &May<SeeNotices>, title: &str) -> Shell {
    let has = |wanted: Role| may.roles().contains(&wanted);
    if has(Role::Manager) || has(Role::OrganizationAdmin) || has(Role::Treasurer) {
        browser.office(may, title)
    } else if has(Role::AreaHead) {
        browser.member(may, ShellKind::AreaHead, title)
    } else if has(Role::Guard) {
        browser.member(may, ShellKind::Guard, title)
    } else {
        browser.member(may, ShellKind::Resident, title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lives_here_and_keeps_the_books_or_leads_the_rt_is_led_to_a_page_that_opens() {
        let facts = Facts { unit: "A-12".into(), ..Facts::default() };
        let led = |roles: &[Role]| own_bill(roles, &facts);
        assert_eq!(led(&[Role::Treasurer]).as_deref(), Some("tagihan?q=A-12"));
        assert_eq!(led(&[Role::AreaHead]).as_deref(), Some("tunggakan?q=A-12"));
        assert_eq!(led(&[Role::Guard]).as_deref(), Some("kabar"));
        assert_eq!(led(&[Role::Treasurer, Role::Resident]), None, "the own page of a resident");
    }
}
