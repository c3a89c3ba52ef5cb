//! The pages of an import: bring a file, look at what it would do, do it.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::{extract::Multipart, response::IntoResponse as _};
use kernel::{Date, MeterId, Period, ReadingId, UnitId, format};
use serde::Deserialize;
use spreadsheet::Limits;
use tenancy::{May, TenantTx, policy::ManageMeters};
use web::{Browser, Form, Go, Shell, shell::parts::Choice};

use super::columns::{self, Line};
use crate::{
    Utility, common, figure, grid, meter,
    reading::{
        self, Explanation, Source,
        decide::{self, Change, Sheet, Typed},
        save, say,
        sql::{self, Row, Scope},
    },
};

#[derive(Template)]
#[template(path = "import/index.html")]
struct Index {
    s: Shell,
    base: String,
    months: Vec<Choice>,
    period: String,
    fault: String,
    mistakes: Vec<(String, String)>,
}

fn index_page(may: &May<ManageMeters>, browser: &Browser, today: Date, period: Period, fault: &str) -> Index {
    let mut s = common::shell(may, browser, browser.texts().get("meter-import-title"));
    s.mistakes = !fault.is_empty();
    let base = may.place().path("meter");
    let (room, here) = (s.t("meter-title").to_owned(), s.t("meter-import").to_owned());
    Index {
        months: common::months(today, period, s.locale),
        period: period.to_string(),
        mistakes: if fault.is_empty() { Vec::new() } else { vec![("file".to_owned(), fault.to_owned())] },
        fault: fault.to_owned(),
        s: s.crumb(room, &base).crumb(here, ""),
        base,
    }
}

pub async fn index(may: May<ManageMeters>, browser: Browser) -> web::Result {
    let tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    web::page(&index_page(&may, &browser, today, reading::period_on(today), ""))
}

/// What would become of a line.
enum Fate {
    New(Change),
    Changed(Change, String),
    Unchanged,
    Faulty(String),
}

struct Seen {
    line: Line,
    fate: Fate,
}

struct LineView {
    row: String,
    code: String,
    value: String,
    said: String,
}

#[derive(Template)]
#[template(path = "import/preview.html")]
struct Preview {
    s: Shell,
    base: String,
    period: String,
    month: String,
    carried: String,
    new: usize,
    changed: usize,
    unchanged: usize,
    ready: usize,
    faulty: Vec<LineView>,
    told: Vec<LineView>,
}

pub async fn look(may: May<ManageMeters>, browser: Browser, form: Multipart) -> web::Result {
    let (period_text, name, content) = read(form).await?;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let period = common::period_of(&period_text, today);
    let s = common::shell(&may, &browser, "");
    let again = |key: &str| web::invalid(&index_page(&may, &browser, today, period, s.t(key)));
    if content.is_empty() {
        return again("meter-import-none");
    }
    let reading =
        tokio::task::spawn_blocking(move || spreadsheet::read(&content, Some(&name), &Limits::default()));
    let Ok(Ok(book)) = reading.await else { return again("meter-import-unreadable") };
    let Some(lines) = columns::lines(&book).filter(|lines| !lines.is_empty()) else {
        return again("meter-import-no-columns");
    };
    let seen = judge(&s, &mut tx, lines, period, today).await?;
    web::page(&preview(&may, &browser, period, seen))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Carried {
    periode: String,
    baris: String,
}

pub async fn apply(may: May<ManageMeters>, browser: Browser, Form(carried): Form<Carried>) -> web::Result {
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let period = common::period_of(&carried.periode, today);
    let s = common::shell(&may, &browser, "");
    let seen = judge(&s, &mut tx, columns::brought_back(&carried.baris), period, today).await?;
    let changes = seen.into_iter().filter_map(|seen| match seen.fate {
        Fate::New(change) | Fate::Changed(change, _) => Some(change),
        Fate::Unchanged | Fate::Faulty(_) => None,
    });
    let written = match save::save(&mut tx, changes.collect(), s.t("meter-reason-import")).await {
        Ok(written) => written,
        Err(error) => {
            return match say::conflict(&s, &error) {
                Some(sentence) => Err(web::Error::refused(meter::Told(sentence))),
                None => Err(error.into()),
            };
        }
    };
    tx.commit().await?;
    let back = web::with_query(&may.place().path("meter"), &[("periode", &period.to_string())]);
    Ok(Go::to(back).saying(grid::said(&s, written)).into_response())
}

/// Every line against what is known about its unit in this month.
async fn judge(
    s: &Shell,
    tx: &mut TenantTx,
    lines: Vec<Line>,
    period: Period,
    today: Date,
) -> web::Result<Vec<Seen>> {
    let utility = Utility::Water;
    let setting = meter::sql::setting(tx, utility).await?;
    let codes: Vec<String> = lines.iter().map(|line| line.code.clone()).collect();
    let named: HashMap<String, UnitId> = sql::named(tx, &codes).await?.into_iter().collect();
    let rows =
        sql::sheet(tx, utility, period.first_day(), reading::habit_from(period), &Scope::default()).await?;
    let rows: HashMap<UnitId, Row> = rows.into_iter().map(|row| (row.unit, row)).collect();
    let sheet = Sheet { utility, period, setting: &setting, today, source: Source::Import, may_begin: true };
    let mut met = HashSet::new();
    let seen = lines.into_iter().map(|line| {
        let fate = match named.get(&line.code).and_then(|unit| rows.get(unit)) {
            None => Fate::Faulty(s.t("meter-import-unknown").to_owned()),
            Some(row) if !met.insert(row.unit) => Fate::Faulty(s.t("meter-import-twice").to_owned()),
            Some(row) => fate(s, tx, row, &line, &sheet),
        };
        Seen { line, fate }
    });
    Ok(seen.collect())
}

fn fate(s: &Shell, tx: &TenantTx, row: &Row, line: &Line, sheet: &Sheet<'_>) -> Fate {
    let value = match figure::parse(&line.value) {
        Ok(value) => value,
        Err(fault) => return Fate::Faulty(say::figure_fault(s, fault)),
    };
    let usual_day = reading::window(sheet.period).1.min(sheet.today);
    let on = if line.day.is_empty() { Some(usual_day) } else { common::day(&line.day) };
    let Some(on) = on else { return Fate::Faulty(s.t("meter-fault-day").to_owned()) };
    let note: String = line.note.chars().take(500).collect();
    let typed = Typed { value, on, explanation: explained(&note), sure: !note.is_empty(), note };
    let fresh = || (ReadingId::new(tx.now()), MeterId::new(tx.now()));
    // A meter that began with this very figure on that day is what the first import of it made.
    if row.reading.is_none() && row.previous == Some(value) && row.previous_on == Some(on) {
        return Fate::Unchanged;
    }
    match decide::decide(row, &typed, sheet, fresh) {
        Ok(None) => Fate::Unchanged,
        Ok(Some(change @ Change::Correct { .. })) => {
            let was = row.value.map(|value| figure::shown(value, s.locale)).unwrap_or_default();
            Fate::Changed(change, s.t1("meter-import-was", "value", was))
        }
        Ok(Some(change)) => Fate::New(change),
        Err(refused) => Fate::Faulty(say::refused(s, &refused, sheet.utility)),
    }
}

/// A remark may say that the counter turned over.
fn explained(note: &str) -> Option<Explanation> {
    let lower = note.to_lowercase();
    ["putar", "rollover", "turned over"]
        .iter()
        .any(|word| lower.contains(word))
        .then_some(Explanation::Rollover)
}

fn preview(may: &May<ManageMeters>, browser: &Browser, period: Period, seen: Vec<Seen>) -> Preview {
    let s = common::shell(may, browser, browser.texts().get("meter-import-preview"));
    let base = may.place().path("meter");
    let (room, here) = (s.t("meter-title").to_owned(), s.t("meter-import").to_owned());
    let s = s.crumb(room, &base).crumb(here, "");
    let count = |is: fn(&Fate) -> bool| seen.iter().filter(|seen| is(&seen.fate)).count();
    let (new, changed) = (count(|f| matches!(f, Fate::New(_))), count(|f| matches!(f, Fate::Changed(..))));
    let view = |line: &Line, said: &str| LineView {
        row: s.t1("meter-import-row", "row", i64::from(line.row)),
        code: line.code.clone(),
        value: line.value.clone(),
        said: said.to_owned(),
    };
    let faulty = seen.iter().filter_map(|seen| match &seen.fate {
        Fate::Faulty(said) => Some(view(&seen.line, said)),
        _ => None,
    });
    let told = seen.iter().filter_map(|seen| match &seen.fate {
        Fate::Changed(_, said) => Some(view(&seen.line, said)),
        Fate::New(Change::Begin(_)) => Some(view(&seen.line, s.t("meter-import-begins"))),
        _ => None,
    });
    let ready = |seen: &&Seen| matches!(seen.fate, Fate::New(_) | Fate::Changed(..));
    let carried: Vec<Line> = seen.iter().filter(ready).map(|seen| seen.line.clone()).collect();
    Preview {
        unchanged: count(|f| matches!(f, Fate::Unchanged)),
        ready: new + changed,
        faulty: faulty.collect(),
        told: told.collect(),
        carried: columns::carried(&carried),
        month: format::month(period, s.locale),
        period: period.to_string(),
        new,
        changed,
        base,
        s,
    }
}

/// The month, the file's name and its content.
async fn read(mut form: Multipart) -> web::Result<(String, String, Vec<u8>)> {
    let (mut period, mut name, mut content) = (String::new(), String::new(), Vec::new());
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        web::Error::unreadable(error.status(), error.body_text())
    };
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let which = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(unreadable)?;
        match which.as_str() {
            "periode" => period = String::from_utf8_lossy(&bytes).into_owned(),
            "file" => (name, content) = (file.unwrap_or_default(), bytes.to_vec()),
            _ => {}
        }
    }
    Ok((period, name, content))
}
