//! What somebody who signs in has to do, for a telephone in one hand: late ones first, then today's, then the rest. Whoever a
//! complaint was given to by name starts it, lets it wait, ticks its steps and solves it with a photo.
//!
//! Deliberately absent: what the office writes to itself, and everything that is somebody else's.

pub(crate) mod api;
mod pages;
mod show;
mod sql;

use tenancy::{Routes, TenantTx};
use uuid::Uuid;
use web::Error;

use crate::complaint::{model::Move, photo::BODY_LIMIT, sql as complaints, sql::Complaint, verbs::Cannot};

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/tugas", pages::index)
        .get("/k/{complex}/tugas/{complaint}", show::show)
        .upload("/k/{complex}/tugas/{complaint}/langkah", BODY_LIMIT, show::go)
        .post("/k/{complex}/tugas/{complaint}/centang", show::tick)
        .get("/api/v1/complexes/{complex}/complaints/tasks", api::index)
        .post("/api/v1/complexes/{complex}/complaints/tasks/{complaint}/moves", api::go)
}

/// What whoever does it may do with it.
pub const STEPS: [Move; 3] = [Move::Start, Move::Wait, Move::Solve];

/// One that is the caller's to do; anything else is not there.
async fn found(tx: &mut TenantTx, id: Uuid) -> web::Result<Complaint> {
    if !sql::is_own(tx, id).await? {
        return Err(Error::missing());
    }
    complaints::locked(tx, id).await?.ok_or(Error::missing())
}

/// # Errors
/// [`Cannot::State`] for what only the office does.
fn allowed(step: Option<Move>) -> web::Result<Move> {
    step.filter(|step| STEPS.contains(step)).ok_or(Error::refused(Cannot::State))
}
