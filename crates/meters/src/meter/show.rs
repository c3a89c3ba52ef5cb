//! A unit's meter: what it used month by month, every reading with what became of it, and what may be done.

use askama::Template;
use axum::extract::State as Extracted;
use kernel::{Period, UnitId, format};
use rust_decimal::Decimal;
use tenancy::{
    Capability, May, Place, Store, TenantTx,
    policy::{ManageMeters, ReadMeters},
};
use web::{Browser, Path, Query, Shell, shell::parts::Tone};

use super::{
    chart::{self, Chart, Month},
    sql::{self, Meter},
};
use crate::{
    Utility, common, figure,
    grid::Filter,
    reading::{
        self, Source, State, Unusual, say,
        sql::{self as readings, Past, Scope},
    },
    setting::Setting,
};

/// Readings on the page: three years, replaced ones included.
const MOST: i64 = 48;
/// Months in the chart.
const BARS: usize = 12;

pub struct Line {
    pub id: String,
    pub month: String,
    pub day: String,
    pub from: String,
    pub to: String,
    pub used: String,
    pub badges: Vec<(String, Tone, &'static str)>,
    /// Who, how, and why, in one line.
    pub detail: String,
    pub photo: String,
    pub photo_full: String,
    pub is_draft: bool,
    pub is_disputed: bool,
    pub can_dispute: bool,
}

#[derive(Template)]
#[template(path = "meter/show.html")]
struct Show {
    s: Shell,
    base: String,
    href: String,
    manages: bool,
    has_meter: bool,
    facts: Vec<(String, String)>,
    usual: String,
    last: String,
    chart: Option<Chart>,
    lines: Vec<Line>,
    earlier: Vec<(String, String)>,
}

pub async fn show(
    may: May<ReadMeters>,
    browser: Browser,
    Extracted(store): Extracted<Store>,
    Path((_, unit)): Path<(String, String)>,
    Query(filter): Query<Filter>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let (unit, code) = unit_in_reach(&may, &mut tx, &unit).await?;
    let utility = filter.utility();
    let setting = sql::setting(&mut tx, utility).await?;
    let meters = sql::of_unit(&mut tx, unit, utility).await?;
    let past = readings::history(&mut tx, &[unit], utility, MOST).await?;

    let s = common::shell(
        &may,
        &browser,
        browser.texts().with("meter-of-unit", &[("code", code.as_str().into())]),
    );
    let base = may.place().path("meter");
    let title = s.t("meter-title").to_owned();
    let s = s.crumb(title, &base).crumb(&code, "");
    let months = months(&past, &setting);
    let usual = usual_of(&past);
    let live = meters.iter().find(|meter| meter.removed_on.is_none());
    web::page(&Show {
        href: common::unit_path(may.place(), unit),
        manages: may.can::<ManageMeters>(),
        has_meter: live.is_some(),
        facts: live.map(|meter| facts(&s, meter)).unwrap_or_default(),
        usual: usual.map(|usual| say::quantity(&s, usual, utility)).unwrap_or_else(|| "—".to_owned()),
        last: months
            .last()
            .map(|month| say::quantity(&s, month.used, utility))
            .unwrap_or_else(|| "—".to_owned()),
        chart: chart::draw(&months, usual, s.locale),
        lines: past.iter().map(|past| line(&s, &store, may.place(), past, utility)).collect(),
        earlier: meters.iter().filter_map(|meter| earlier(&s, meter)).collect(),
        base,
        s,
    })
}

/// The unit of this address, if the caller may see its meter. One of another RT does not exist for an area head.
pub async fn unit_in_reach<C: Capability>(
    may: &May<C>,
    tx: &mut TenantTx,
    typed: &str,
) -> web::Result<(UnitId, String)> {
    let found = homes::unit_named(tx, typed).await?.ok_or(web::Error::missing())?;
    if let Some(rts) = common::bound_to(may) {
        let scope = Scope { rts: Some(rts), units: Some(vec![found.id.uuid()]), ..Scope::default() };
        let today = may.place().zone.date(tx.now());
        if readings::sheet(tx, Utility::Water, Period::of(today).first_day(), today, &scope).await?.is_empty()
        {
            return Err(web::Error::missing());
        }
    }
    Ok((found.id, found.code))
}

/// The last twelve months that count, oldest first, the parts of a replaced meter together.
pub fn months(past: &[Past], setting: &Setting) -> Vec<Month> {
    let usual = usual_of(past);
    let mut all: Vec<Month> = Vec::new();
    for reading in past.iter().filter(|reading| reading.state.counts()) {
        let (period, used) = (Period::of(reading.period), reading.used.unwrap_or_default());
        match all.last_mut() {
            Some(month) if month.period == period => month.used += used,
            _ => all.push(Month { period, used, unusual: false }),
        }
    }
    all.truncate(BARS);
    all.reverse();
    let habit = reading::Habit { usual, leak_limit: setting.leak_limit };
    for month in &mut all {
        month.unusual = matches!(
            reading::unusual(month.used, &habit),
            Some(Unusual::Surge { .. } | Unusual::Drop { .. } | Unusual::Leak { .. })
        );
    }
    all
}

fn usual_of(past: &[Past]) -> Option<Decimal> {
    let counted = past.iter().filter(|reading| reading.state == State::Accepted);
    let used: Vec<Decimal> = counted.filter_map(|reading| reading.used).take(12).collect();
    reading::usual(&used)
}

fn facts(s: &Shell, meter: &Meter) -> Vec<(String, String)> {
    let factor = (meter.factor != Decimal::ONE).then(|| figure::shown(meter.factor, s.locale));
    let all = [
        ("meter-serial", Some(meter.serial.clone()).filter(|serial| !serial.is_empty())),
        ("meter-digits", Some(meter.digits.to_string())),
        ("meter-factor", factor),
        ("meter-installed", Some(s.date(&meter.installed_on))),
        ("meter-initial", Some(figure::shown(meter.initial, s.locale))),
    ];
    let word = |key: &str| match key {
        "meter-serial" => s.t("meter-serial").to_owned(),
        "meter-digits" => s.t("meter-digits").to_owned(),
        "meter-factor" => s.t("meter-factor").to_owned(),
        "meter-installed" => s.t("meter-installed").to_owned(),
        _ => s.t("meter-initial").to_owned(),
    };
    all.into_iter().filter_map(|(key, value)| Some((word(key), value?))).collect()
}

/// A meter that hung here before: when, from which figure to which, why it went.
fn earlier(s: &Shell, meter: &Meter) -> Option<(String, String)> {
    let (on, last) = (meter.removed_on?, meter.last?);
    let serial =
        if meter.serial.is_empty() { s.t("meter-without-serial").to_owned() } else { meter.serial.clone() };
    let days = format!(
        "{} – {}",
        format::short_date(meter.installed_on, s.locale),
        format::short_date(on, s.locale)
    );
    let figures = format!("{} → {}", figure::shown(meter.initial, s.locale), figure::shown(last, s.locale));
    let because = Some(meter.removed_because.clone()).filter(|text| !text.is_empty());
    let parts = [Some(days), Some(figures), because];
    Some((serial, parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}

pub fn line(s: &Shell, store: &Store, place: &Place, past: &Past, utility: Utility) -> Line {
    let shown =
        |value: Option<Decimal>| value.map(|v| figure::shown(v, s.locale)).unwrap_or_else(|| "—".to_owned());
    Line {
        id: past.id.to_string(),
        month: format::month(Period::of(past.period), s.locale),
        day: format::short_date(past.on, s.locale),
        from: shown(past.from),
        to: figure::shown(past.value, s.locale),
        used: past.used.map(|used| say::quantity(s, used, utility)).unwrap_or_else(|| "—".to_owned()),
        badges: badges(s, past),
        detail: detail(s, past),
        photo: past.photo.map(|id| files::thumbnail_link(store, place.complex, id)).unwrap_or_default(),
        photo_full: past.photo.map(|id| files::link(store, place.complex, id)).unwrap_or_default(),
        is_draft: past.state == State::Draft,
        is_disputed: past.state == State::Disputed,
        can_dispute: past.state == State::Accepted,
    }
}

fn badges(s: &Shell, past: &Past) -> Vec<(String, Tone, &'static str)> {
    let (tone, icon) = match past.state {
        State::Accepted => (Tone::Ok, "circle-check"),
        State::Draft => (Tone::Info, "clock"),
        State::Disputed => (Tone::Bad, "circle-alert"),
        State::Superseded => (Tone::Plain, "undo-2"),
        State::Rejected => (Tone::Plain, "ban"),
    };
    let mut all = vec![(s.t(past.state.word()).to_owned(), tone, icon)];
    if past.source == Source::Estimate {
        all.push((s.t("meter-flag-estimate").to_owned(), Tone::Warn, "circle-help"));
    }
    if let Some(explanation) = past.explanation {
        all.push((s.t(explanation.word()).to_owned(), Tone::Info, "refresh-cw"));
    }
    if past.billed {
        all.push((s.t("meter-flag-billed").to_owned(), Tone::Plain, "lock"));
    }
    all
}

fn detail(s: &Shell, past: &Past) -> String {
    let parts = [
        s.t(past.source.word()).to_owned(),
        past.by.clone().unwrap_or_default(),
        past.note.clone(),
        past.state_reason.clone(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
