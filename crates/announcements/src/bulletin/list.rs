//! The office's list: what was written, where it stands, and how far it got.

use askama::Template;
use kernel::format;
use serde::Deserialize;
use tenancy::{
    May,
    policy::{OverseeAnnouncements, WriteAnnouncements},
};
use uuid::Uuid;
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Tone},
};

use super::{
    State, percent,
    sql::{self, Line},
};

const PAGE: i64 = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    status: String,
    sesudah: String,
}

struct Row {
    href: String,
    title: String,
    when: String,
    icon: &'static str,
    tone: Tone,
    badge: (&'static str, Tone, &'static str),
    is_emergency: bool,
    is_pinned: bool,
    has_question: bool,
    was_sent: bool,
    percent: i64,
    read: i64,
    houses: i64,
}

#[derive(Template)]
#[template(path = "bulletin/index.html", blocks = ["list"])]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: String,
    writes: bool,
    is_filtered: bool,
}

pub async fn index(
    may: May<OverseeAnnouncements>,
    browser: Browser,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let state = State::from_code(&filter.status);
    let words = filter.q.trim();
    let mut lines = sql::lines(&mut tx, words, state, filter.sesudah.parse::<Uuid>().ok(), PAGE + 1).await?;
    let counts = sql::counts(&mut tx, words).await?;
    let more = lines.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        lines.pop();
    }
    let s = browser.office(&may, browser.texts().get("ann-title"));
    let base = may.place().path("pengumuman");
    let last = lines.last().filter(|_| more).map(|last| last.id.to_string());
    let address = |state: &str, after: &str| {
        web::with_query(&base, &[("q", words), ("status", state), ("sesudah", after)])
    };
    let page = Index {
        chips: chips(&s, &counts, state, |code| address(code, "")),
        rows: lines.iter().map(|line| row(&may, &s, &base, line)).collect(),
        next: last.map(|last| address(&filter.status, &last)).unwrap_or_default(),
        writes: may.can::<WriteAnnouncements>(),
        is_filtered: !words.is_empty() || state.is_some(),
        filter: filter.clone(),
        base: base.clone(),
        s,
    };
    if browser.hx.wants("daftar") { web::page(&page.as_list()) } else { web::page(&page) }
}

fn chips(
    s: &Shell,
    counts: &[(State, i64)],
    chosen: Option<State>,
    address: impl Fn(&str) -> String,
) -> Vec<Chip> {
    let of = |state: State| counts.iter().find(|(it, _)| *it == state).map_or(0, |(_, count)| *count);
    let all = counts.iter().map(|(_, count)| count).sum();
    let every = Chip::new(s.t("ann-all"), address("")).counted(all).current_if(chosen.is_none());
    let each = State::ALL.into_iter().filter(|state| of(*state) > 0 || chosen == Some(*state)).map(|state| {
        let tone = if state == State::Waiting { Tone::Warn } else { Tone::Plain };
        Chip::new(s.t(state.word()), address(state.code()))
            .counted(of(state))
            .toned(tone)
            .current_if(chosen == Some(state))
    });
    std::iter::once(every).chain(each).collect()
}

fn row(may: &May<OverseeAnnouncements>, s: &Shell, base: &str, line: &Line) -> Row {
    let zone = may.place().zone;
    let said = |at| format::date_time(at, zone, s.locale);
    let when = match (line.state, line.sent_at, line.send_at) {
        (_, Some(at), _) => s.t1("ann-sent-at", "when", said(at)),
        (State::Scheduled, _, Some(at)) => s.t1("ann-goes-at", "when", said(at)),
        _ => s.t1("ann-written-at", "when", said(line.created_at)),
    };
    let (tone, icon) = line.state.look();
    Row {
        href: format!("{base}/{}", line.id),
        title: line.title.clone(),
        when,
        icon: if line.is_emergency { "triangle-alert" } else { "megaphone" },
        tone: if line.is_emergency { Tone::Bad } else { Tone::Brand },
        badge: (line.state.word(), tone, icon),
        is_emergency: line.is_emergency,
        is_pinned: line.is_pinned,
        has_question: line.has_question,
        was_sent: line.state == State::Sent && line.houses > 0,
        percent: percent(line.read, line.houses),
        read: line.read,
        houses: line.houses,
    }
}
