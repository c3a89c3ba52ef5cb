//! The import for programs: send a file, read what was found, write it, take it back.

use std::sync::Arc;

use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use kernel::{ImportId, Instant, Locale};
use serde::Serialize;
use serde_json::json;
use spreadsheet::Refusal;
use tenancy::{May, Routes, TenantTx, policy::ImportHomes};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Browser, Error, Faults, Path, Say};

use super::{
    Counts, Report,
    apply::{CannotUndo, undo as take_back},
    jobs::ApplyImport,
    look::{self, Material},
    pages::{Named, UPLOAD_BYTES, read_upload},
    record::{Import, State, StepKind, TakenBack, Written},
    say_refusal, seen, sql,
};

pub fn routes() -> Routes {
    Routes::new("homes")
        .upload("/api/v1/complexes/{complex}/imports", UPLOAD_BYTES, create)
        .get("/api/v1/complexes/{complex}/imports/{import}", show)
        .post("/api/v1/complexes/{complex}/imports/{import}/apply", apply)
        .post("/api/v1/complexes/{complex}/imports/{import}/undo", undo)
}

/// An import, or with `dry_run` only what was found in a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportBody {
    /// Missing when nothing was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub file_name: String,
    pub state: State,
    /// Until when it can be taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undo_until: Option<Instant>,
    /// Rows by what would come of them; only while nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<CountsBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faults: Option<Vec<FaultBody>>,
    /// How far it is while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<ProgressBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Written>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<TakenBack>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CountsBody {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub faulty: u32,
    pub skipped: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FaultBody {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressBody {
    pub stage: String,
    pub done: i32,
    pub total: i32,
}

/// The form of `POST …/imports`.
#[derive(Debug, ToSchema)]
pub struct ImportForm {
    /// xlsx, xls, ods, csv or tsv, at most 16 MB
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
    /// Only say what would happen; nothing is kept
    pub dry_run: Option<bool>,
}

/// Sends a file. Nothing is written to the homes before `apply`.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/imports", tag = "imports",
    params(("complex" = String, Path, description = "Short name of the complex")),
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ImportBody), (status = 200, body = ImportBody, description = "A dry run"),
              (status = 422, description = "Not a spreadsheet, or one that is too large, locked or damaged"))
)]
pub async fn create(may: May<ImportHomes>, browser: Browser, form: Multipart) -> web::Result {
    let unreadable = |refusal: Refusal| unreadable(&refusal, browser.locale());
    let brought = read_upload(form, "paste").await?.map_err(unreadable)?;
    let content = Arc::new(brought.content);
    look::readable(content.clone(), brought.name.clone()).await.map_err(unreadable)?;
    let mut tx = may.begin().await?;
    let today = may.place().zone.date(tx.now());
    let existing = look::existing(&mut tx, today).await?;
    let id = (!brought.dry_run).then(|| ImportId::new(tx.now()));
    if let Some(id) = id {
        sql::keep(&mut tx, id, &brought.name, &content).await?;
        tx.commit().await?;
    }
    let file_name = brought.name.clone();
    let choices = super::Choices::default();
    let material = Material { content: content.to_vec(), file_name: brought.name, choices, existing, today };
    let report = look::look(material).await.map_err(unreadable)?.found.report(browser.locale());
    let body = ImportBody { id: id.map(ImportId::uuid), ..ImportBody::draft(file_name, report) };
    let status = if id.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(body)).into_response())
}

/// How an import stands: what was found, how far it is, or what it wrote.
#[utoipa::path(
    get, path = "/api/v1/complexes/{complex}/imports/{import}", tag = "imports",
    params(("complex" = String, Path), ("import" = Uuid, Path)),
    responses((status = 200, body = ImportBody), (status = 404))
)]
pub async fn show(may: May<ImportHomes>, browser: Browser, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = sql::find(&mut tx, named.import).await?.ok_or_else(Error::missing)?;
    if import.state() == State::Draft && import.has_file {
        let today = may.place().zone.date(tx.now());
        let opened = seen::open(&mut tx, &import, today).await?.ok_or_else(Error::missing)?;
        drop(tx);
        let report = opened.look().await.map_err(Error::broken)?.found.report(browser.locale());
        let draft = ImportBody::draft(import.file_name, report);
        return Ok(axum::Json(ImportBody { id: Some(import.id.uuid()), ..draft }).into_response());
    }
    standing(&mut tx, &import).await
}

/// Writes it in the background. Asked twice, it is written once.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/imports/{import}/apply", tag = "imports",
    params(("complex" = String, Path), ("import" = Uuid, Path)),
    responses((status = 202, body = ImportBody), (status = 404))
)]
pub async fn apply(may: May<ImportHomes>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    let import = sql::find(&mut tx, named.import).await?.ok_or_else(Error::missing)?;
    if order(&mut tx, &import).await? {
        tx.commit().await?;
        tx = may.begin().await?;
    }
    let import = sql::find(&mut tx, named.import).await?.ok_or_else(Error::missing)?;
    let mut answer = standing(&mut tx, &import).await?;
    *answer.status_mut() = StatusCode::ACCEPTED;
    Ok(answer)
}

/// Takes it back, within 24 hours.
#[utoipa::path(
    post, path = "/api/v1/complexes/{complex}/imports/{import}/undo", tag = "imports",
    params(("complex" = String, Path), ("import" = Uuid, Path)),
    responses((status = 200, body = ImportBody), (status = 404),
              (status = 409, description = "Never written, taken back already, or too late"))
)]
pub async fn undo(may: May<ImportHomes>, Path(named): Path<Named>) -> web::Result {
    let mut tx = may.begin().await?;
    match take_back(&mut tx, named.import).await {
        Ok(_) => {}
        Err(CannotUndo::Missing) => return Err(Error::missing()),
        Err(CannotUndo::TooLate) => return Err(Error::refused(TooLate)),
        Err(CannotUndo::Tenancy(error)) => return Err(error.into()),
    }
    tx.commit().await?;
    let mut tx = may.begin().await?;
    let import = sql::find(&mut tx, named.import).await?.ok_or_else(Error::missing)?;
    standing(&mut tx, &import).await
}

/// Puts the job into the queue, once. True when this call did.
pub(super) async fn order(tx: &mut TenantTx, import: &Import) -> tenancy::Result<bool> {
    let ordered = match import.state() {
        State::Draft if import.has_file => sql::step(tx, import.id, StepKind::Ordered, &json!({})).await?,
        State::Failed => sql::forget_failure(tx, import.id).await?,
        _ => false,
    };
    if ordered {
        ::jobs::later(tx, &ApplyImport { import: import.id }).await?;
    }
    Ok(ordered)
}

async fn standing(tx: &mut TenantTx, import: &Import) -> web::Result {
    let progress = sql::progress(tx, import.id).await?;
    let state = import.state();
    let running = matches!(state, State::Running | State::Failed);
    let body = ImportBody {
        id: Some(import.id.uuid()),
        file_name: import.file_name.clone(),
        state,
        undo_until: import.undo_until(tx.now()),
        counts: None,
        faults: None,
        progress: progress.filter(|_| running).map(|p| ProgressBody {
            stage: p.stage,
            done: p.done,
            total: p.total,
        }),
        written: matches!(state, State::Applied | State::Undone).then(|| import.written()),
        taken_back: (state == State::Undone).then(|| import.taken_back()),
    };
    Ok(axum::Json(body).into_response())
}

impl ImportBody {
    fn draft(file_name: String, report: Report) -> Self {
        let Counts { new, changed, unchanged, faulty, skipped } = report.counts;
        let fault = |line: super::FaultLine| FaultBody {
            sheet: line.sheet,
            row: line.row,
            column: line.column,
            reason: line.reason,
        };
        Self {
            id: None,
            file_name,
            state: State::Draft,
            undo_until: None,
            counts: Some(CountsBody { new, changed, unchanged, faulty, skipped }),
            faults: Some(report.faults.into_iter().map(fault).collect()),
            progress: None,
            written: None,
            taken_back: None,
        }
    }
}

#[derive(Debug)]
struct TooLate;

impl Say for TooLate {
    fn say(&self, locale: Locale) -> String {
        web::texts::texts(locale).get("import-too-late").to_owned()
    }
}

/// A file that is no workbook is a field that is wrong.
fn unreadable(refusal: &Refusal, locale: Locale) -> Error {
    let mut faults = Faults::default();
    faults.put("file", say_refusal(refusal, locale));
    Error::Invalid(faults)
}
