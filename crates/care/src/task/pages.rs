//! Today's work as a list.

use askama::Template;
use kernel::{Instant, Zone};
use tenancy::{May, Role, policy::DoComplaints};
use web::{Browser, Shell, ShellKind};

use super::sql;
use crate::{
    classifier::{self, Names},
    complaint::{model::State, sql::Line, view::Row},
};

/// Nobody has more to do at once.
pub const MOST: i64 = 200;

/// Lines under one heading.
struct Group {
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "task/index.html")]
struct Index {
    s: Shell,
    groups: Vec<Group>,
}

pub async fn index(may: May<DoComplaints>, browser: Browser) -> web::Result {
    let mut tx = may.begin().await?;
    let s = shell(&browser, &may, browser.texts().get("care-task-title"));
    let base = may.place().path("tugas");
    let names = classifier::names(&mut tx).await?;
    let lines = sql::own(&mut tx, MOST).await?;
    let groups = groups(&s, may.place().zone, &names, &base, &lines, tx.now());
    web::page(&Index { groups, s })
}

/// Where a line belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Late,
    Today,
    Later,
    Waiting,
}

fn when(line: &Line, zone: Zone, now: Instant) -> When {
    match line.due_at {
        Some(due) if due < now => When::Late,
        _ if line.state == State::Waiting => When::Waiting,
        Some(due) if zone.date(due) == zone.date(now) => When::Today,
        _ => When::Later,
    }
}

fn groups(s: &Shell, zone: Zone, names: &Names, base: &str, lines: &[Line], now: Instant) -> Vec<Group> {
    let titles = [
        (When::Late, "care-late"),
        (When::Today, "care-task-today"),
        (When::Later, "care-task-later"),
        (When::Waiting, "care-state-waiting"),
    ];
    let group = |(wanted, title): (When, &'static str)| {
        let own = lines.iter().filter(|line| when(line, zone, now) == wanted);
        Group { title, rows: own.map(|line| Row::of(s, zone, names, base, line, now)).collect() }
    };
    titles.into_iter().map(group).filter(|group| !group.rows.is_empty()).collect()
}

/// The page of whoever looks, with the own navigation.
pub fn shell(browser: &Browser, may: &May<DoComplaints>, title: &str) -> Shell {
    let has = |wanted: Role| may.roles().contains(&wanted);
    if has(Role::Manager) || has(Role::Treasurer) {
        browser.office(may, title)
    } else if has(Role::AreaHead) {
        browser.member(may, ShellKind::AreaHead, title)
    } else {
        browser.member(may, ShellKind::Guard, title)
    }
}
