//! The list of changes of a complex, by kind of thing, person and day.

use askama::Template;
use kernel::{Date, Instant, Zone};
use serde::Deserialize;
use tenancy::{May, policy::SeeHistory};
use web::{
    Browser, Query, Shell,
    shell::parts::{Chip, Choice, Pager},
};

use super::{
    EntryView,
    sql::{self, Wanted},
    words::{self, THINGS},
};
use crate::{typed, unit::Cursor};

const PAGE: usize = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    jenis: String,
    oleh: String,
    mulai: String,
    sampai: String,
    dari: String,
}

impl Filter {
    fn wanted(&self, zone: Zone) -> Wanted {
        let day = |text: &str| typed::date(text).ok().flatten();
        let known = THINGS.iter().find(|(table, ..)| *table == self.jenis);
        Wanted {
            table: known.map(|(table, ..)| (*table).to_owned()),
            who: self.oleh.parse().ok(),
            from: day(&self.mulai).map(|day| midnight(day, zone)),
            until: day(&self.sampai).and_then(|day| day.succ_opt()).map(|day| midnight(day, zone)),
        }
    }

    fn href(&self, base: &str, kind: &str, from: &str) -> String {
        let own = [
            ("jenis", kind),
            ("oleh", &self.oleh),
            ("mulai", &self.mulai),
            ("sampai", &self.sampai),
            ("dari", from),
        ];
        web::with_query(base, &own)
    }
}

/// When a day begins in the complex.
fn midnight(day: Date, zone: Zone) -> Instant {
    let as_utc = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let ahead = zone.local(as_utc).naive_local() - as_utc.naive_utc();
    as_utc - ahead
}

#[derive(Template)]
#[template(path = "history/index.html")]
struct Index {
    s: Shell,
    base: String,
    filter: Filter,
    chips: Vec<Chip>,
    actors: Vec<Choice>,
    history: Vec<EntryView>,
    pager: Pager,
    is_filtered: bool,
}

pub async fn index(may: May<SeeHistory>, browser: Browser, Query(filter): Query<Filter>) -> web::Result {
    let zone = may.place().zone;
    let wanted = filter.wanted(zone);
    let from = Cursor::parse(&filter.dari);
    let below = from.as_ref().and_then(|cursor| cursor.key.parse().ok()).unwrap_or(i64::MAX);
    let mut tx = may.begin().await?;
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = sql::page(&mut tx, &wanted, below, most).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let names = words::names(&mut tx, &entries).await?;
    let actors = sql::actors(&mut tx).await?;

    let s = browser.office(&may, browser.texts().get("history-title"));
    let base = may.place().path("riwayat");
    let at = from.map_or(1, |cursor| cursor.at);
    let shown = i64::try_from(entries.len()).unwrap_or(0);
    let last =
        entries.last().filter(|_| more).map(|entry| Cursor { at: at + shown, key: entry.id.to_string() });
    let pager = Pager {
        from: if shown == 0 { 0 } else { at },
        to: at + shown - 1,
        total: None,
        previous: (at > 1).then(|| filter.href(&base, &filter.jenis, "")),
        next: last.map(|cursor| filter.href(&base, &filter.jenis, &cursor.text())),
    };
    let every = Chip::new(s.t("history-all"), filter.href(&base, "", "")).current_if(wanted.table.is_none());
    let each = THINGS.iter().filter(|(table, ..)| *table != "person_merge").map(|(table, label, ..)| {
        Chip::new(s.t(label), filter.href(&base, table, ""))
            .current_if(wanted.table.as_deref() == Some(*table))
    });
    web::page(&Index {
        chips: std::iter::once(every).chain(each).collect(),
        actors: actors.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        history: words::views(&s, zone, &entries, &names),
        is_filtered: [&filter.jenis, &filter.oleh, &filter.mulai, &filter.sampai]
            .iter()
            .any(|part| !part.is_empty()),
        base,
        pager,
        filter,
        s,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_jayapura_begins_nine_hours_before_it_does_in_greenwich() {
        let day = Date::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(midnight(day, Zone::Wit).to_rfc3339(), "2026-11-21T15:00:00+00:00");
    }
}
