//! Announcements: a room tells what happened, in the transaction in which it happened, and does not know who listens.
//!
//! The outbox row is written with the change; delivering it puts one job per listener into the queue and notes who has
//! heard, in one transaction: each listener hears once, however often delivery runs. Without a listener it is kept for
//! a month and forgotten.

use kernel::EventId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tenancy::{JobScope, TenantTx};

use crate::{
    Job, JobFault, Tools,
    put::{Order, payload},
    registry::Listeners,
    sql,
};

/// Something that happened, in the past tense: `HouseholdMovedOut`.
pub trait Announcement: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Room and event: `homes.household_moved_out`.
    const NAME: &'static str;
}

pub async fn announce<A: Announcement>(tx: &mut TenantTx, event: &A) -> tenancy::Result<EventId> {
    let id = EventId::new(tx.now());
    sql::announce(tx, id, A::NAME, &payload(event), &Order::of(&Deliver { event: id })).await?;
    Ok(id)
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Deliver {
    event: EventId,
}

impl Job for Deliver {
    const NAME: &'static str = "jobs.deliver";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let Some((name, event)) = sql::announcement(&mut tx, self.event).await? else { return Ok(()) };
        for listener in tools.need::<Listeners>()?.of(&name) {
            if sql::hears_first(&mut tx, self.event, listener.name()).await? {
                let order = listener.job_about(&event).map_err(JobFault::because)?;
                sql::enqueue(&mut tx, &order, &crate::Plan::now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
