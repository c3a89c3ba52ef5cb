//! Who hears what of a complaint: the managers when one comes in or is opened again, its reporter when the office moves it
//! or the calendar will, and whoever said "saya juga" of the moves that everybody may see.
//!
//! Deliberately absent: notes of the office, that work has begun, and what somebody did themselves.

use kernel::{Instant, Rupiah, Zone};
use notices::{Facts, Kind, Notice, Recipient};
use tenancy::{Result, TenantTx};
use uuid::Uuid;

use super::{model::Move, sql, view::spoken};

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

impl About<'_> {
    fn facts(&self, step: &str) -> Facts {
        Facts {
            number: self.id.to_string(),
            subject: spoken(self.number),
            unit: self.place.to_owned(),
            excerpt: self.words.chars().take(EXCERPT).collect(),
            step: step.to_owned(),
            ..Facts::default()
        }
    }
}

/// A new complaint: for the managers, and for its reporter when the office wrote it down for them.
pub async fn filed(tx: &mut TenantTx, about: &About<'_>) -> Result<()> {
    let mut to = notices::managers(tx).await?;
    if let Some(caller) = sql::caller(tx).await? {
        to.retain(|manager| !matches!(manager, Recipient::Account(account) if *account == caller));
    }
    send(tx, Kind::ComplaintFiled, about.facts("filed"), to).await?;
    to_executor(tx, about, "assigned").await
}

/// The office wrote it down for somebody who has an account.
pub async fn written_down(tx: &mut TenantTx, about: &About<'_>) -> Result<()> {
    to_reporter(tx, about, about.facts("called")).await
}

/// A move, for whoever has to know of it.
pub async fn moved(tx: &mut TenantTx, step: Move, about: &About<'_>) -> Result<()> {
    let (own, shared) = match step {
        Move::Assign => ("assigned", "shared-assigned"),
        Move::Wait => ("waiting", "waiting"),
        Move::Solve => ("solved", "shared-solved"),
        Move::Reject => ("rejected", "rejected"),
        Move::Lapse => ("lapsed", ""),
        Move::Reopen => {
            let to = notices::managers(tx).await?;
            send(tx, Kind::ComplaintFiled, about.facts("reopened"), to).await?;
            return to_executor(tx, about, "reopened").await;
        }
        // Where it goes on is told by `merged`, which knows where.
        Move::Start | Move::Confirm | Move::Merge => return Ok(()),
    };
    to_reporter(tx, about, about.facts(own)).await?;
    if step == Move::Assign {
        to_executor(tx, about, "assigned").await?;
    }
    if shared.is_empty() {
        return Ok(());
    }
    let supporters = sql::supporters_elsewhere(tx, about.id).await?;
    let to = supporters.into_iter().map(Recipient::Account).collect();
    send(tx, Kind::ComplaintMoved, about.facts(shared), to).await
}

/// Its reporter has this long to say that it is not well.
pub async fn closing(tx: &mut TenantTx, about: &About<'_>, closes_at: Instant, zone: Zone) -> Result<()> {
    let facts = Facts { due_on: Some(zone.date(closes_at)), ..about.facts("closing") };
    to_reporter(tx, about, facts).await
}

/// For whom it goes on in another one, which its link opens.
pub async fn merged(tx: &mut TenantTx, was: &About<'_>, into: &About<'_>) -> Result<()> {
    let facts = Facts { number: into.id.to_string(), excerpt: spoken(into.number), ..was.facts("merged") };
    to_reporter(tx, was, facts.clone()).await?;
    let supporters = sql::supporters_elsewhere(tx, was.id).await?;
    let to = supporters.into_iter().map(Recipient::Account).collect();
    send(tx, Kind::ComplaintMoved, facts, to).await
}

/// What became of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostStep {
    Asked,
    Free,
    Agreed,
    Declined,
    Billed,
}

/// A price that the resident is asked for, what they said, and the invoice that it became.
pub async fn cost(tx: &mut TenantTx, about: &About<'_>, step: CostStep, total: Rupiah) -> Result<()> {
    let word = match step {
        CostStep::Asked => "cost-asked",
        CostStep::Free => "cost-free",
        CostStep::Agreed => "cost-agreed",
        CostStep::Declined => "cost-declined",
        CostStep::Billed => "cost-billed",
    };
    let facts = Facts { amount: Some(total), ..about.facts(word) };
    if !matches!(step, CostStep::Agreed | CostStep::Declined) {
        return to_reporter(tx, about, facts).await;
    }
    let caller = sql::caller(tx).await?;
    let mut to = notices::managers(tx).await?;
    to.retain(|manager| !matches!(manager, Recipient::Account(account) if Some(*account) == caller));
    send(tx, Kind::ComplaintFiled, facts, to).await
}

/// Whoever has to do it and signs in.
async fn to_executor(tx: &mut TenantTx, about: &About<'_>, step: &str) -> Result<()> {
    let Some(executor) = sql::executor_elsewhere(tx, about.id).await? else { return Ok(()) };
    send(tx, Kind::ComplaintTask, about.facts(step), vec![Recipient::Account(executor)]).await
}

async fn to_reporter(tx: &mut TenantTx, about: &About<'_>, facts: Facts) -> Result<()> {
    let Some(reporter) = sql::reporter_elsewhere(tx, about.id).await? else { return Ok(()) };
    send(tx, Kind::ComplaintMoved, facts, vec![Recipient::Account(reporter)]).await
}

async fn send(tx: &mut TenantTx, kind: Kind, facts: Facts, to: Vec<Recipient>) -> Result<()> {
    if to.is_empty() {
        return Ok(());
    }
    notices::tell(tx, vec![Notice { kind, unit: None, about: None, facts, to }]).await?;
    Ok(())
}
