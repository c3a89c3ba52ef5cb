//! Writing what was decided, whichever way it came in.

use tenancy::{Result, TenantTx};

use super::{
    decide::Change,
    model::State,
    sql::{self, NewReading},
};
use crate::meter;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub new: usize,
    pub changed: usize,
    /// Meters that begin with this figure.
    pub begun: usize,
}

impl Written {
    pub const fn total(&self) -> usize {
        self.new + self.changed + self.begun
    }
}

/// All of them or, when the database refuses one, none. `reason` stands beside what they replace.
pub async fn save(tx: &mut TenantTx, changes: Vec<Change>, reason: &str) -> Result<Written> {
    let mut written = Written::default();
    let (mut fresh, mut drafts, mut meters) = (Vec::<NewReading>::new(), Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::New(new) => fresh.push(new),
            Change::AcceptDraft(draft) => drafts.push(draft),
            Change::Begin(meter) => meters.push(meter),
            Change::Instead { draft, new } => {
                sql::bring(tx, &[draft], State::Superseded, reason).await?;
                fresh.push(new);
            }
            Change::Correct { old, new } => {
                replace(tx, old, &new, reason).await?;
                written.changed += 1;
            }
        }
    }
    written.new = fresh.len() + drafts.len();
    written.begun = meters.len();
    if !meters.is_empty() {
        meter::sql::begin(tx, &meters).await?;
    }
    if !drafts.is_empty() {
        sql::bring(tx, &drafts, State::Accepted, "").await?;
    }
    if !fresh.is_empty() {
        sql::add(tx, &fresh, State::Accepted).await?;
    }
    Ok(written)
}

/// The new one waits, the old one steps back, the new one counts: what follows is counted once, from the new figure.
async fn replace(tx: &mut TenantTx, old: kernel::ReadingId, new: &NewReading, reason: &str) -> Result<()> {
    sql::add_correction(tx, new, old).await?;
    sql::bring(tx, &[old], State::Superseded, reason).await?;
    sql::bring(tx, &[new.id], State::Accepted, "").await?;
    Ok(())
}
