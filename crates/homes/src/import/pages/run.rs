//! Writing an import: the order, the progress, the result, and taking it back.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse as _;
use kernel::{ImportId, Instant, format};
use serde_json::json;
use tenancy::{May, Place, policy::ImportHomes};
use web::shell::parts::Step;
use web::{Browser, Error, Go, Path, Query, Shell, page};

use super::{
    Named, found, looked, opened, path,
    review::{View, review},
    steps,
};
use crate::import::{
    api,
    apply::{CannotUndo, undo as take_back},
    record::{Import, Kept, State, StepKind, Written},
    sql::{self, Progress},
};

#[derive(Template)]
#[template(path = "import/pages/run.html", blocks = ["progress"])]
struct Running {
    s: Shell,
    base: String,
    home: String,
    steps: Vec<Step>,
    file: String,
    stage: String,
    done: i32,
    total: i32,
    failed: bool,
}

#[derive(Template)]
#[template(path = "import/pages/result.html")]
struct Outcome {
    s: Shell,
    base: String,
    steps: Vec<Step>,
    file: String,
    state: State,
    written: Written,
    /// When it was written, taken back or thrown away, and by whom.
    when: String,
    undo_until: Option<String>,
    removed: i64,
    restored: i64,
    kept: Vec<Line>,
    has_file: bool,
    units: String,
    people: String,
    index: String,
}

/// Something that stayed after an undo.
struct Line {
    icon: &'static str,
    name: String,
    why: String,
}

#[derive(Template)]
#[template(path = "import/pages/undo.html")]
struct AskToUndo {
    s: Shell,
    base: String,
    written: Written,
    until: String,
}

/// The page of an import, as it stands.
pub async fn show(
    may: May<ImportHomes>,
    browser: Browser,
    Path(named): Path<Named>,
    Query(view): Query<View>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    let waits = browser.hx.wants("progress");
    match import.state() {
        State::Draft if import.has_file => {
            let opened = opened(&may, &mut tx, &import).await?;
            drop(tx);
            review(&may, &browser, &import, &*looked(opened).await?, &view)
        }
        State::Running | State::Failed => {
            let progress = sql::progress(&mut tx, import.id).await?;
            let running = running(&may, &browser, &import, progress);
            if waits { page(&running.as_progress()) } else { page(&running) }
        }
        // The poll that finds the work done leads to the result.
        _ if waits => redirected(&path(may.place(), import.id)),
        _ => page(&outcome(&may, &browser, &import, tx.now())),
    }
}

/// "Impor": a step that exists once and a job in the same transaction. Clicked twice it is ordered once.
pub async fn order(may: May<ImportHomes>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    if api::order(&mut tx, &import).await? {
        tx.commit().await?;
    }
    Go::to(path(may.place(), import.id)).into()
}

/// The same file and decisions once more: what was written is unchanged now, what was faulty can be repaired.
pub async fn go_on(may: May<ImportHomes>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    let next = ImportId::new(tx.now());
    if !sql::copy(&mut tx, import.id, next).await? {
        return Err(Error::missing());
    }
    tx.commit().await?;
    Go::to(path(may.place(), next)).into()
}

/// Throws a file away that was never written.
pub async fn discard(may: May<ImportHomes>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    if import.state() == State::Draft
        && sql::step(&mut tx, import.id, StepKind::Discarded, &json!({})).await?
    {
        sql::forget_file(&mut tx, import.id).await?;
        tx.commit().await?;
    }
    Go::to(may.place().path("impor")).saying(browser.texts().get("import-discarded")).into()
}

pub async fn ask_to_undo(may: May<ImportHomes>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = found(&mut tx, named.import).await?;
    let base = path(may.place(), import.id);
    let Some(until) = import.undo_until(tx.now()) else { return Go::to(base).into() };
    let title = browser.texts().get("import-undo-title");
    let s = browser.office(&may, title).crumb(browser.texts().get("import-title"), may.place().path("impor"));
    let s = s.crumb(import.file_name.clone(), base.clone()).crumb(title, "");
    page(&AskToUndo {
        until: format::date_time(until, may.place().zone, s.locale),
        written: import.written(),
        base,
        s,
    })
}

pub async fn undo(may: May<ImportHomes>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let go = Go::to(path(may.place(), named.import));
    match take_back(&mut tx, named.import).await {
        Ok(_) => {
            tx.commit().await?;
            go.saying(browser.texts().get("import-undone")).into()
        }
        Err(CannotUndo::Missing) => Err(Error::missing()),
        // Twice clicked, or too late: the page says how it stands.
        Err(CannotUndo::TooLate) => go.into(),
        Err(CannotUndo::Tenancy(error)) => Err(error.into()),
    }
}

fn running(
    may: &May<ImportHomes>,
    browser: &Browser,
    import: &Import,
    progress: Option<Progress>,
) -> Running {
    let place = may.place();
    let s = head(may, browser, import, browser.texts().get("import-running-title"));
    let progress = progress.unwrap_or(Progress { stage: "waiting".to_owned(), done: 0, total: 0 });
    Running {
        base: path(place, import.id),
        home: s.home().to_owned(),
        steps: steps(&s, place, 1),
        file: import.file_name.clone(),
        stage: s
            .t(match progress.stage.as_str() {
                "writing" => "import-stage-writing",
                "reading" => "import-stage-reading",
                _ => "import-stage-waiting",
            })
            .to_owned(),
        done: progress.done,
        total: progress.total,
        failed: import.state() == State::Failed,
        s,
    }
}

fn outcome(may: &May<ImportHomes>, browser: &Browser, import: &Import, now: Instant) -> Outcome {
    let place = may.place();
    let texts = browser.texts();
    let (title, at) = match import.state() {
        State::Undone => (texts.get("import-undone-title"), import.step(StepKind::Undone)),
        State::Applied => (texts.get("import-result-title"), import.step(StepKind::Applied)),
        State::Discarded => (texts.get("import-discarded-title"), import.step(StepKind::Discarded)),
        _ => (texts.get("import-forgotten-title"), None),
    };
    let s = head(may, browser, import, title);
    let at = at.map_or(import.created_at, |step| step.at);
    let by = import.by.clone().map(|by| format!(" · {by}")).unwrap_or_default();
    let back = import.taken_back();
    Outcome {
        base: path(place, import.id),
        steps: if import.state() == State::Applied { steps(&s, place, 2) } else { Vec::new() },
        file: import.file_name.clone(),
        state: import.state(),
        written: import.written(),
        when: format!("{}{by}", format::date_time(at, place.zone, s.locale)),
        undo_until: import.undo_until(now).map(|until| format::date_time(until, place.zone, s.locale)),
        removed: back.removed,
        restored: back.restored,
        kept: back.kept.iter().map(|kept| kept_line(&s, kept)).collect(),
        has_file: import.has_file,
        units: place.path("unit"),
        people: place.path("warga"),
        index: place.path("impor"),
        s,
    }
}

fn kept_line(s: &Shell, kept: &Kept) -> Line {
    let icon = match kept.kind.as_str() {
        "unit" => "house",
        "person" => "user",
        "area" => "map-pin",
        _ => "key",
    };
    let why = match &kept.by {
        Some(by) => s.t1("import-kept-changed", "name", by),
        None => s.t("import-kept-needed").to_owned(),
    };
    Line { icon, name: kept.name.clone(), why }
}

fn head(may: &May<ImportHomes>, browser: &Browser, import: &Import, title: &str) -> Shell {
    let place: &Place = may.place();
    let s = browser.office(may, title).crumb(browser.texts().get("import-title"), place.path("impor"));
    s.crumb(import.file_name.clone(), "")
}

/// For the poll: not a piece of this page, but the next one.
fn redirected(to: &str) -> web::Result {
    let value = HeaderValue::try_from(to).map_err(Error::broken)?;
    Ok((StatusCode::NO_CONTENT, [(HeaderName::from_static("hx-redirect"), value)]).into_response())
}
