//! Checklists: the steps of a category, copied to each complaint of it when it is reported or given to somebody. Whoever does
//! it ticks them, and *selesai* asks when some are open.
//!
//! Deliberately absent: changing the copy. What was to be done when it was taken on stays.

pub(crate) mod api;
mod pages;
mod sql;
mod view;

use kernel::Instant;
pub use pages::Ticked;
pub use sql::{copy, of_complaint};
use tenancy::{Routes, TenantTx};
use uuid::Uuid;
pub use view::List;
use web::Error;

use crate::complaint::{
    model::{Category, Move},
    sql::Complaint,
    verbs::Cannot,
};

pub fn routes() -> Routes {
    Routes::new("care")
        .post("/k/{complex}/keluhan/aturan/kategori/{category}/langkah", pages::keep)
        .post("/k/{complex}/keluhan/{complaint}/centang", pages::tick)
        .get("/api/v1/complexes/{complex}/complaint-settings/categories/{category}/steps", api::template)
        .put("/api/v1/complexes/{complex}/complaint-settings/categories/{category}/steps", api::keep)
        .get("/api/v1/complexes/{complex}/complaints/{complaint}/steps", api::index)
        .put("/api/v1/complexes/{complex}/complaints/{complaint}/steps/{step}", api::tick)
}

/// Steps of one category, at most.
pub const MOST: usize = 30;
/// Letters of one.
pub const LONGEST: usize = 120;

/// One step of a complaint.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: Uuid,
    pub words: String,
    pub done_at: Option<Instant>,
    /// By whom; empty: nobody yet.
    pub by: String,
}

/// A step that is done, or is not after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    Done,
    Open,
}

/// The steps of a category as they are written, one on each line.
pub async fn template(tx: &mut TenantTx, category: Category) -> tenancy::Result<Vec<String>> {
    sql::template(tx, category).await
}

/// In place of those before. Complaints that were taken on keep theirs.
///
/// # Errors
/// [`Cannot::Steps`].
pub async fn keep(tx: &mut TenantTx, category: Category, typed: &[String]) -> web::Result<()> {
    let steps: Vec<String> = typed
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    if steps.len() > MOST || steps.iter().any(|step| step.chars().count() > LONGEST) {
        return Err(Error::refused(Cannot::Steps));
    }
    Ok(sql::keep(tx, category, &steps).await?)
}

/// Only while it is worked on.
///
/// # Errors
/// [`Cannot::State`] when it is solved or over; 404 when it has no such step.
pub async fn tick(tx: &mut TenantTx, complaint: &Complaint, step: Uuid, tick: Tick) -> web::Result<()> {
    if !complaint.state.is_open() {
        return Err(Error::refused(Cannot::State));
    }
    if sql::tick(tx, complaint.id, step, tick == Tick::Done).await? { Ok(()) } else { Err(Error::missing()) }
}

/// Does whoever solves it know that steps are open?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenSteps {
    /// They said so.
    Known,
    Unknown,
}

impl OpenSteps {
    pub fn said(is_known: bool) -> Self {
        if is_known { Self::Known } else { Self::Unknown }
    }
}

/// Solving asks when steps are open.
///
/// # Errors
/// [`Cannot::OpenSteps`].
pub async fn ask(tx: &mut TenantTx, complaint: Uuid, step: Move, known: OpenSteps) -> web::Result<()> {
    if step != Move::Solve || known == OpenSteps::Known {
        return Ok(());
    }
    let is_open = of_complaint(tx, complaint).await?.iter().any(|step| step.done_at.is_none());
    if is_open { Err(Error::refused(Cannot::OpenSteps)) } else { Ok(()) }
}
