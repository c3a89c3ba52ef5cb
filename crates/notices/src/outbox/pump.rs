//! What goes out: a handful a minute, within the hours in which people may be disturbed.

use chrono::TimeDelta;
use jobs::{Job, JobFault, Plan, Tools};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, TenantTx};
use uuid::Uuid;

use super::{
    State, hours,
    parcel::{self, Verdict},
    sql,
};
use crate::mail::{Mailer, Undelivered};

/// Messages of one complex in one minute: what a mail server of a small host takes without complaint.
const A_MINUTE: i64 = 60;
/// After so many tries, about two hours and a half, a delivery has failed.
const MOST_TRIES: i16 = 8;
/// What a worker took and did not finish is anybody's again after this long.
const CLAIM: TimeDelta = TimeDelta::minutes(10);

/// Sends what is due, and comes again when the next one is.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SendDue {}

impl Job for SendDue {
    const NAME: &'static str = "notices.send_due";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        for delivery in claim(&scope).await? {
            send(&scope, tools, delivery).await?;
        }
        let mut tx = scope.begin().await?;
        schedule(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

/// Sees to it that the next delivery finds a worker.
pub async fn schedule(tx: &mut TenantTx) -> tenancy::Result<()> {
    let Some(due) = sql::next_due(tx).await? else { return Ok(()) };
    // What waits because enough went out this minute is due already.
    let full = sql::sent_since(tx, tx.now() - TimeDelta::minutes(1)).await? >= A_MINUTE;
    let soonest = if full { tx.now() + TimeDelta::minutes(1) } else { tx.now() };
    jobs::later_as(tx, &SendDue {}, Plan::at(due.max(soonest)).only_one("send")).await?;
    Ok(())
}

async fn claim(scope: &JobScope) -> Result<Vec<Uuid>, JobFault> {
    let mut tx = scope.begin().await?;
    let now = tx.now();
    let open = hours::next_open(now, sql::place(&mut tx).await?.zone);
    let is_night = open > now;
    if is_night {
        sql::rest(&mut tx, open).await?;
    }
    let room = A_MINUTE - sql::sent_since(&mut tx, now - TimeDelta::minutes(1)).await?;
    let claimed = sql::claim(&mut tx, room.max(0), now + CLAIM, is_night).await?;
    tx.commit().await?;
    Ok(claimed)
}

async fn send(scope: &JobScope, tools: &Tools, delivery: Uuid) -> Result<(), JobFault> {
    let mailer = tools.need::<Mailer>()?;
    let mut tx = scope.begin().await?;
    let sealed = match parcel::open(&mut tx, mailer, tools, delivery).await? {
        Verdict::Gone => return Ok(()),
        Verdict::Drop(reason) => {
            sql::became(&mut tx, delivery, State::Dropped, reason).await?;
            return Ok(tx.commit().await?);
        }
        Verdict::Wait(until) => {
            sql::wait(&mut tx, delivery, until, None).await?;
            return Ok(tx.commit().await?);
        }
        Verdict::Send(sealed) => sealed,
    };
    drop(tx); // no connection waits while a mail server thinks
    let outcome = mailer.send_with(delivery, &sealed.letter, &sealed.headers, scope.now()).await;
    let mut tx = scope.begin().await?;
    match outcome {
        Ok(()) => sql::became(&mut tx, delivery, State::Sent, "").await?,
        Err(Undelivered::Never(why)) => sql::became(&mut tx, delivery, State::Failed, &why).await?,
        Err(Undelivered::Later(why)) if sealed.tries >= MOST_TRIES => {
            sql::became(&mut tx, delivery, State::Failed, &why).await?;
        }
        Err(Undelivered::Later(why)) => {
            let minutes = 1_i64 << sealed.tries.clamp(0, MOST_TRIES);
            sql::wait(&mut tx, delivery, scope.now() + TimeDelta::minutes(minutes), Some(&why)).await?;
        }
    }
    Ok(tx.commit().await?)
}
