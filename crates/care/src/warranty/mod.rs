//! The developer's warranty: a complaint about a house within a term of the complex is marked as such when it is reported,
//! with a day of its own by which it is to be solved, a list of its own, and no cost for the resident.
//!
//! - `terms` is the page on which a complex writes its terms down; `list` what runs under them, and the same as a
//!   spreadsheet; `claim` the office's word on one complaint.
//! - The day of handover is the unit's (homes). What was marked keeps its term when the terms change.
//!
//! Deliberately absent: who pays the developer's work, and units nobody wrote a handover for: they have no warranty.

pub mod api;
mod claim;
mod list;
mod model;
mod sql;
mod terms;

use kernel::{Locale, Zone, format};
use tenancy::{Result, Routes, TenantTx};
use uuid::Uuid;
use web::{Say, Shell, texts::texts};

use crate::complaint::model::Category;

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/garansi", list::index)
        .get("/k/{complex}/keluhan/garansi/unduh", list::download)
        .get("/k/{complex}/keluhan/aturan/garansi", terms::index)
        .post("/k/{complex}/keluhan/aturan/garansi", terms::update)
        .post("/k/{complex}/keluhan/{complaint}/garansi", claim::decide)
        .get("/api/v1/complexes/{complex}/complaint-warranties", api::index)
        .get("/api/v1/complexes/{complex}/complaint-settings/warranty", api::terms)
        .put("/api/v1/complexes/{complex}/complaint-settings/warranty", api::keep_terms)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/warranty", api::decide)
}

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("the term does not cover this complaint")]
    Uncovered,
    #[error("it needs a reason")]
    NoReason,
    #[error("a term is written wrongly, or its name is there twice")]
    Terms,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::Uncovered => "care-war-refuse-uncovered",
            Self::NoReason => "care-war-refuse-reason",
            Self::Terms => "care-war-refuse-terms",
        };
        texts(locale).get(key).to_owned()
    }
}

/// A new complaint about a house falls under the term that covers it, if any.
pub async fn mark(tx: &mut TenantTx, zone: Zone, complaint: Uuid, category: Category) -> Result<()> {
    let Some((handed_over_on, reported_on)) = sql::handover(tx, complaint, zone).await? else {
        return Ok(());
    };
    let terms = sql::terms(tx).await?;
    let Some(term) = model::first(&terms, category, handed_over_on, reported_on) else { return Ok(()) };
    let Some(until_on) = term.until(handed_over_on) else { return Ok(()) };
    sql::put(tx, complaint, term, (handed_over_on, until_on), reported_on).await
}

/// Is it the developer's to mend, so that nobody is asked to pay?
pub async fn holds(tx: &mut TenantTx, complaint: Uuid) -> Result<bool> {
    Ok(sql::of_complaint(tx, complaint).await?.is_some_and(|it| it.refused.is_empty()))
}

/// What pages of one complaint say of it.
pub struct Shown {
    pub term: String,
    pub handed_over: String,
    pub until: String,
    pub due: String,
    pub is_late: bool,
    /// Why it is none; empty: it is one.
    pub refused: String,
    /// Terms that the office may choose instead, by their ids.
    pub others: Vec<web::shell::parts::Choice>,
}

impl Shown {
    /// # Errors
    /// The database's.
    pub async fn load(
        tx: &mut TenantTx,
        s: &Shell,
        zone: Zone,
        complaint: Uuid,
        is_open: bool,
    ) -> Result<Option<Self>> {
        let Some(it) = sql::of_complaint(tx, complaint).await? else { return Ok(None) };
        let others = claim::fitting(tx, zone, complaint).await?.into_iter();
        let others = others.map(|term| web::shell::parts::Choice::new(term.id.to_string(), term.name));
        Ok(Some(Self {
            term: it.term,
            handed_over: format::date(it.handed_over_on, s.locale),
            until: format::long_date(it.until_on, s.locale),
            due: format::long_date(it.due_on, s.locale),
            is_late: is_open && it.due_on < zone.date(tx.now()),
            refused: it.refused,
            others: others.collect(),
        }))
    }
}
