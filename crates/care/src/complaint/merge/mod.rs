//! Two complaints about one thing of the commons become one: the later goes on in the other. Its reporter and whoever
//! supported it support the other from then on and hear of its moves; what the office noted about it stays with it
//! (docs/care.md).
//!
//! Deliberately absent: complaints about houses, which nobody but their reporter may see, and taking it back.

pub mod api;
mod sql;

use axum::response::IntoResponse as _;
use kernel::Zone;
use serde::Deserialize;
use tenancy::{May, Routes, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path};

use super::{
    model::{Move, State},
    sql::{self as complaints, Complaint},
    tell::{self, About},
    verbs::{self, Cannot},
    view::{heard, spoken},
};

pub fn routes() -> Routes {
    Routes::new("care")
        .post("/k/{complex}/keluhan/{complaint}/gabung", submit)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/merge", api::merge)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// As people say it: K-0007.
    nomor: String,
}

pub async fn submit(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
    Form(chosen): Form<Chosen>,
) -> web::Result {
    let mut tx = may.begin().await?;
    let number = heard(&chosen.nomor).ok_or_else(|| Error::refused(Cannot::Merge))?;
    let into = sql::numbered(&mut tx, number).await?.ok_or_else(|| Error::refused(Cannot::Merge))?;
    merge(&mut tx, may.place().zone, id, into).await?;
    tx.commit().await?;
    let said = browser.texts().with("care-desk-said-merged", &[("number", spoken(number).into())]);
    Ok(Go::to(may.place().path(&format!("keluhan/{into}"))).saying(said).into_response())
}

/// # Errors
/// [`Cannot::Merge`] unless both run and are about the commons.
pub async fn merge(tx: &mut TenantTx, zone: Zone, id: Uuid, into: Uuid) -> web::Result<()> {
    if id == into {
        return Err(Error::refused(Cannot::Merge));
    }
    let (was, target) = both(tx, id, into).await?;
    let goes_on = target.state.is_open() || target.state == State::Solved;
    if !(was.is_common && target.is_common && goes_on) || was.state.after(Move::Merge).is_none() {
        return Err(Error::refused(Cannot::Merge));
    }
    // Told before the supporters move, so that each hears it once.
    tell::merged(tx, &about(&was), &about(&target)).await?;
    verbs::go(tx, zone, &was, Move::Merge, &spoken(target.number)).await?;
    sql::point(tx, id, into).await?;
    sql::carry_supporters(tx, id, into).await?;
    complaints::note(tx, into, "joined", None, &spoken(was.number)).await?;
    Ok(())
}

/// Locked always in one order, so that two at once wait for each other and do not get stuck.
async fn both(tx: &mut TenantTx, id: Uuid, into: Uuid) -> web::Result<(Complaint, Complaint)> {
    let first = complaints::locked(tx, id.min(into)).await?.ok_or(Error::missing())?;
    let second = complaints::locked(tx, id.max(into)).await?.ok_or(Error::missing())?;
    Ok(if first.id == id { (first, second) } else { (second, first) })
}

fn about(complaint: &Complaint) -> About<'_> {
    About { id: complaint.id, number: complaint.number, place: &complaint.place, words: &complaint.words }
}
