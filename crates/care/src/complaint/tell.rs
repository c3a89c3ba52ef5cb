//! Who hears what of a complaint: the managers when one comes in or is opened again, its reporter when the office moves it.
//!
//! Deliberately absent: notes of the office, and that work has begun; nobody need be disturbed for it.

use notices::{Facts, Kind, Notice, Recipient};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{desk::spoken, model::Move, sql};

/// Letters of a complaint that a notice repeats.
const EXCERPT: usize = 140;

/// What a notice says of a complaint.
pub struct About<'a> {
    pub id: Uuid,
    pub number: i32,
    /// House or place of the commons.
    pub place: &'a str,
    pub words: &'a str,
}

/// A new complaint, for the managers.
pub async fn filed(tx: &mut TenantTx, about: &About<'_>) -> Result<()> {
    let to = notices::managers(tx).await?;
    tell(tx, Kind::ComplaintFiled, "filed", about, to).await
}

/// A move, for whoever has to know of it. Its reporter is not told what they did themselves.
pub async fn moved(tx: &mut TenantTx, step: Move, about: &About<'_>) -> Result<()> {
    let news = match step {
        Move::Assign => "assigned",
        Move::Wait => "waiting",
        Move::Solve => "solved",
        Move::Reject => "rejected",
        Move::Reopen => {
            let to = notices::managers(tx).await?;
            return tell(tx, Kind::ComplaintFiled, "reopened", about, to).await;
        }
        Move::Start | Move::Confirm => return Ok(()),
    };
    let Some(reporter) = sql::reporter_elsewhere(tx, about.id).await? else { return Ok(()) };
    tell(tx, Kind::ComplaintMoved, news, about, vec![Recipient::Account(reporter)]).await
}

async fn tell(
    tx: &mut TenantTx,
    kind: Kind,
    step: &str,
    about: &About<'_>,
    to: Vec<Recipient>,
) -> Result<()> {
    let facts = Facts {
        number: about.id.to_string(),
        subject: spoken(about.number),
        unit: about.place.to_owned(),
        excerpt: about.words.chars().take(EXCERPT).collect(),
        step: step.to_owned(),
        ..Facts::default()
    };
    notices::tell(tx, vec![Notice { kind, unit: None, about: None, facts, to }]).await?;
    Ok(())
}
