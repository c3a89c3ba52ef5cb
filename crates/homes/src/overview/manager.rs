//! The manager's overview: what needs care first, then the figures, then what was changed last.

use askama::Template;
use tenancy::{May, Place, policy::SeeOverview};
use web::{
    Browser, Shell,
    home::{HomeCards, Scene},
    shell::parts::{Hit, Task},
};

use super::{
    known::{self, Known},
    sql::Gaps,
    view::{Figure, figures},
};
use crate::history::{self, EntryView};

#[derive(Template)]
#[template(path = "overview/manager.html")]
struct Overview {
    s: Shell,
    today: String,
    tasks: Vec<Task>,
    done: usize,
    care: Vec<Hit>,
    /// What other rooms have to show.
    cards: Vec<String>,
    figures: Vec<Figure>,
    units: i64,
    people: i64,
    history: Vec<EntryView>,
    history_href: String,
    units_href: String,
}

pub async fn index(may: May<SeeOverview>, browser: Browser, rooms: HomeCards) -> web::Result {
    let mut tx = may.begin().await?;
    let place = may.place();
    let today = place.zone.date(tx.now());
    let Known { gaps, units: counts, pairs } = known::figures(&mut tx, place.complex, today).await?;
    let s = browser.member(&may, web::ShellKind::Manager, browser.texts().get("overview-title"));
    let history = history::latest(&mut tx, &s, place.zone, 6).await?;

    let units = counts.iter().map(|(_, count)| count).sum();
    let scene = Scene::of(&may, &s, today);
    let mut tasks = first_steps(&s, place, &gaps, units);
    tasks.extend(rooms.first_steps(&mut tx, &scene).await?);
    let cards = rooms.cards(&mut tx, &scene).await?;
    let done = tasks.iter().filter(|task| task.done).count();
    let units_href = place.path("unit");
    web::page(&Overview {
        today: kernel::format::long_date(today, s.locale),
        tasks,
        done,
        care: care(&s, place, &gaps, pairs),
        cards,
        figures: figures(&s, &units_href, &counts),
        units,
        people: gaps.people,
        history,
        history_href: place.path("riwayat"),
        units_href,
        s,
    })
}

/// From an empty complex to one that works.
fn first_steps(s: &Shell, place: &Place, gaps: &Gaps, units: i64) -> Vec<Task> {
    let task = |key: [&'static str; 3], path: &str, done: bool| Task {
        title: s.t(key[0]).to_owned(),
        detail: s.t(key[1]).to_owned(),
        action: s.t(key[2]).to_owned(),
        href: place.path(path),
        done,
    };
    vec![
        task(
            ["start-profile", "start-profile-text", "start-profile-do"],
            "pengaturan",
            !place.city.is_empty(),
        ),
        task(["start-import", "start-import-text", "start-import-do"], "impor", units > 0),
        task(["start-rt", "start-rt-text", "start-rt-do"], "area", gaps.rts > 0 && gaps.without_rt == 0),
        task(["start-members", "start-members-text", "start-members-do"], "anggota", gaps.members > 1),
    ]
}

/// What the data lack, each with the list that shows it.
fn care(s: &Shell, place: &Place, gaps: &Gaps, pairs: usize) -> Vec<Hit> {
    let units = place.path("unit");
    let people = place.path("warga");
    let pairs = i64::try_from(pairs).unwrap_or(i64::MAX);
    let lines = [
        (gaps.without_payer, "care-payer", "wallet", web::with_query(&units, &[("perlu", "tanpa-pembayar")])),
        (
            gaps.payers_without_phone,
            "care-phone",
            "phone",
            web::with_query(&people, &[("saring", "pembayar-tanpa-nomor")]),
        ),
        (gaps.without_rt, "care-rt", "map", web::with_query(&units, &[("perlu", "tanpa-rt")])),
        (pairs, "care-pairs", "users", place.path("warga/ganda")),
    ];
    let hit = |(count, key, icon, href): (i64, &'static str, &'static str, String)| Hit {
        title: s.t1(key, "count", count),
        detail: s.t(care_detail(key)).to_owned(),
        href,
        icon,
    };
    lines.into_iter().filter(|(count, ..)| *count > 0).map(hit).collect()
}

fn care_detail(key: &str) -> &'static str {
    match key {
        "care-payer" => "care-payer-text",
        "care-phone" => "care-phone-text",
        "care-rt" => "care-rt-text",
        _ => "care-pairs-text",
    }
}
