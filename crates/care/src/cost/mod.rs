//! Chargeable work on a house: the office says what it costs, the resident agrees, and when it is solved the agreed lines
//! become an invoice of the house, once.
//!
//! - `form` is where the office writes it and notes an answer by telephone, `own` where its reporter answers.
//! - An estimate never changes: another one takes its place, and is agreed to anew. What was billed stays billed; what is
//!   written after that is a further invoice.
//! - The invoice is the dues room's like any other: paid on the ordinary page, voided and reduced by its own roads.
//!
//! Deliberately absent: what the work costs the complex, which the books know, and work on the commons, which nobody is
//! asked to pay.

pub mod api;
mod bill;
mod form;
mod model;
mod own;
mod sql;
mod view;

use kernel::Locale;
use tenancy::{Routes, TenantTx};
use uuid::Uuid;
use web::{Error, Say, texts::texts};

pub use bill::bill;
pub use view::{Shown, of_reporter};

use self::model::{BadLine, Line, Standing};
use crate::{
    complaint::{
        Move,
        sql::Complaint,
        tell::{self, About, CostStep},
    },
    warranty,
};

pub fn routes() -> Routes {
    Routes::new("care")
        .get("/k/{complex}/keluhan/{complaint}/biaya", form::show)
        .post("/k/{complex}/keluhan/{complaint}/biaya", form::save)
        .post("/k/{complex}/keluhan/{complaint}/biaya/jawaban", form::answer)
        .post("/k/{complex}/keluhan-saya/{complaint}/biaya", own::answer)
        .get("/api/v1/complexes/{complex}/complaints/{complaint}/cost", api::show)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/cost", api::create)
        .post("/api/v1/complexes/{complex}/complaints/{complaint}/cost/answer", api::answer)
}

/// Why it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("only running work on a house is charged")]
    NotHere,
    #[error("the developer answers for it")]
    Warranty,
    #[error("a line has a description, a quantity and a price")]
    Line,
    #[error("nobody agrees to that much")]
    TooMuch,
    #[error("the newest estimate is another one, or was answered")]
    Outdated,
    #[error("an answer has a name")]
    NoName,
    #[error("the resident has not agreed to what it costs")]
    NotAgreed,
}

impl Say for Cannot {
    fn say(&self, locale: Locale) -> String {
        let key = match self {
            Self::NotHere => "care-cost-refuse-here",
            Self::Warranty => "care-war-refuse-cost",
            Self::Line => "care-cost-refuse-line",
            Self::TooMuch => "care-cost-refuse-much",
            Self::Outdated => "care-cost-refuse-outdated",
            Self::NoName => "care-cost-refuse-name",
            Self::NotAgreed => "care-cost-refuse-agreed",
        };
        texts(locale).get(key).to_owned()
    }
}

/// May the office say now what it costs?
pub fn is_chargeable(complaint: &Complaint) -> bool {
    !complaint.is_common && complaint.state.is_open()
}

/// Says what a locked complaint will cost; no line: nothing.
///
/// # Errors
/// [`Cannot`].
pub async fn estimate(
    tx: &mut TenantTx,
    complaint: &Complaint,
    lines: &[Line],
    note: &str,
) -> web::Result<()> {
    let note = note.trim();
    if !is_chargeable(complaint) {
        return Err(Error::refused(Cannot::NotHere));
    }
    if note.chars().count() > 300 || lines.len() > model::MOST_LINES {
        return Err(Error::refused(Cannot::Line));
    }
    if !lines.is_empty() && warranty::holds(tx, complaint.id).await? {
        return Err(Error::refused(Cannot::Warranty));
    }
    let total = model::total(lines).ok_or_else(|| Error::refused(Cannot::TooMuch))?;
    sql::add(tx, complaint.id, total, note, lines).await?;
    let step = if lines.is_empty() { CostStep::Free } else { CostStep::Asked };
    tell::cost(tx, &about(complaint, note), step, total).await?;
    Ok(())
}

/// What somebody of the house says to an estimate.
pub struct Answer<'a> {
    /// The one that they saw.
    pub estimate: Uuid,
    pub agreed: bool,
    pub name: &'a str,
    pub words: &'a str,
}

/// Writes down the answer to the newest estimate of a locked complaint.
///
/// # Errors
/// [`Cannot::Outdated`] when another estimate took its place or somebody was quicker.
pub async fn answer(tx: &mut TenantTx, complaint: &Complaint, answer: &Answer<'_>) -> web::Result<()> {
    let (name, words) = (answer.name.trim(), answer.words.trim());
    let newest = sql::newest(tx, complaint.id).await?;
    let newest = newest.filter(|it| it.id == answer.estimate && it.standing() == Standing::Asked);
    let newest = newest.filter(|_| complaint.state.is_open());
    let newest = newest.ok_or_else(|| Error::refused(Cannot::Outdated))?;
    if name.is_empty() || name.chars().count() > 120 || words.chars().count() > 300 {
        return Err(Error::refused(Cannot::NoName));
    }
    sql::answer(tx, newest.id, answer.agreed, name, words).await?;
    let step = if answer.agreed { CostStep::Agreed } else { CostStep::Declined };
    tell::cost(tx, &about(complaint, words), step, newest.total).await?;
    Ok(())
}

/// Nobody begins or ends work whose price nobody agreed to.
///
/// # Errors
/// [`Cannot::NotAgreed`].
pub async fn refuse_unagreed(tx: &mut TenantTx, complaint: &Complaint, step: Move) -> web::Result<()> {
    let newest = sql::newest(tx, complaint.id).await?;
    match newest {
        Some(estimate) if !estimate.standing().allows(step) => Err(Error::refused(Cannot::NotAgreed)),
        _ => Ok(()),
    }
}

/// Lines out of what was typed beside each other; a row without a word or a price is none.
fn typed_lines<'a>(
    rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
) -> Result<Vec<Line>, (usize, BadLine)> {
    rows.enumerate()
        .filter(|(_, (description, _, rate))| !description.trim().is_empty() || !rate.trim().is_empty())
        .map(|(at, (description, quantity, rate))| {
            Line::parse(description, quantity, rate).map_err(|bad| (at, bad))
        })
        .collect()
}

fn about<'a>(complaint: &'a Complaint, words: &'a str) -> About<'a> {
    About { id: complaint.id, number: complaint.number, place: &complaint.place, words }
}
