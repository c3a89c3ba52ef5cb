//! What is solved closes by itself after seven days; its reporter is warned a day before. What its reporter writes stops
//! that, and the next answer of the office starts the seven days anew (docs/care.md).
//!
//! Deliberately absent: ratings. Whoever is silent says neither that it is well nor that it is not.

mod sql;

use chrono::TimeDelta;
use jobs::{Job, JobFault, Plan, Tools};
use kernel::{Instant, Zone};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Result, TenantTx};
use uuid::Uuid;

use super::{
    model::{Move, State},
    sql as complaints,
    tell::{self, About},
    verbs,
};

const DAYS: i64 = 7;
const WARNED_HOURS: i64 = 24;

/// From now on seven days.
pub async fn start(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    let closes_at = tx.now() + TimeDelta::days(DAYS);
    sql::start(tx, id, closes_at).await?;
    look_at(tx, closes_at - TimeDelta::hours(WARNED_HOURS), format!("warn {id}")).await
}

/// It does not close by itself any more.
pub async fn stop(tx: &mut TenantTx, id: Uuid) -> Result<()> {
    sql::stop(tx, id).await
}

async fn look_at(tx: &mut TenantTx, at: Instant, key: String) -> Result<()> {
    jobs::later_as(tx, &CloseSolved {}, Plan::at(at).only_one(key)).await?;
    Ok(())
}

/// Warns whose complaint closes within a day, and closes what was warned of a day ago. It looks at all of them: whatever
/// it did is written down in the same transaction, so a second run finds nothing to do.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct CloseSolved {}

impl Job for CloseSolved {
    const NAME: &'static str = "care.close_solved";

    async fn run(self, scope: JobScope, _: &Tools) -> std::result::Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let zone = sql::zone(&mut tx).await?;
        for id in sql::to_close(&mut tx).await? {
            close(&mut tx, zone, id).await?;
        }
        for waits in sql::to_warn(&mut tx, TimeDelta::hours(WARNED_HOURS)).await? {
            warn(&mut tx, zone, &waits).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn close(tx: &mut TenantTx, zone: Zone, id: Uuid) -> std::result::Result<(), JobFault> {
    let found = complaints::locked(tx, id).await?;
    let Some(complaint) = found.filter(|it| it.state == State::Solved) else { return Ok(()) };
    verbs::go(tx, zone, &complaint, Move::Lapse, "")
        .await
        .map_err(|error| JobFault::because(format!("{error:?}")))?;
    Ok(())
}

/// When the worker slept through the day before, the closing day moves: nobody is closed out without a day's notice.
async fn warn(tx: &mut TenantTx, zone: Zone, waits: &sql::Waiting) -> Result<()> {
    let closes_at = waits.closes_at.max(tx.now() + TimeDelta::hours(WARNED_HOURS));
    sql::warned(tx, waits.id, closes_at).await?;
    let about = About { id: waits.id, number: waits.number, place: &waits.place, words: &waits.words };
    tell::closing(tx, &about, closes_at, zone).await?;
    look_at(tx, closes_at, format!("close {}", waits.id)).await
}
