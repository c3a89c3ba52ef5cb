//! The office's word on one complaint: it falls under another term, or under none.

use axum::response::IntoResponse as _;
use kernel::Zone;
use serde::Deserialize;
use tenancy::{May, TenantTx, policy::HandleComplaints};
use uuid::Uuid;
use web::{Browser, Error, Form, Go, Path};

use super::{Cannot, model::Term, sql};
use crate::complaint::sql as complaints;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Word {
    /// A term; without one it is not under warranty.
    bagian: Option<Uuid>,
    alasan: String,
}

pub async fn decide(
    may: May<HandleComplaints>,
    browser: Browser,
    Path((_, id)): Path<(String, Uuid)>,
    Form(word): Form<Word>,
) -> web::Result {
    let mut tx = may.begin().await?;
    settle(&mut tx, may.place().zone, id, word.bagian, &word.alasan).await?;
    tx.commit().await?;
    let back = may.place().path(&format!("keluhan/{id}"));
    Ok(Go::to(back).saying(browser.texts().get("care-said-moved")).into_response())
}

/// # Errors
/// [`Cannot`].
pub async fn settle(
    tx: &mut TenantTx,
    zone: Zone,
    complaint: Uuid,
    term: Option<Uuid>,
    why: &str,
) -> web::Result<()> {
    complaints::locked(tx, complaint).await?.ok_or(Error::missing())?;
    let Some(wanted) = term else {
        let why = why.trim();
        if why.is_empty() || why.chars().count() > 300 {
            return Err(Error::refused(Cannot::NoReason));
        }
        let was = sql::refuse(tx, complaint, why).await?;
        return if was { Ok(()) } else { Err(Error::refused(Cannot::Uncovered)) };
    };
    let fits = fitting(tx, zone, complaint).await?.into_iter().find(|term| term.id == wanted);
    let (term, dates) =
        fits.zip(sql::handover(tx, complaint, zone).await?).ok_or(Error::refused(Cannot::Uncovered))?;
    let (handed_over_on, reported_on) = dates;
    let until_on = term.until(handed_over_on).ok_or(Error::refused(Cannot::Uncovered))?;
    sql::put(tx, complaint, &term, (handed_over_on, until_on), reported_on).await?;
    Ok(())
}

/// Terms of any category that covered the house when it was reported: what is called water may be the roof.
pub async fn fitting(tx: &mut TenantTx, zone: Zone, complaint: Uuid) -> tenancy::Result<Vec<Term>> {
    let Some((handed_over_on, reported_on)) = sql::handover(tx, complaint, zone).await? else {
        return Ok(Vec::new());
    };
    let mut terms = sql::terms(tx).await?;
    terms.retain(|term| term.covers(handed_over_on, reported_on));
    Ok(terms)
}
