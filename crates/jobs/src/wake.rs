//! Nobody is overheard: calls the worker again when a job is due that it fell asleep over.
//!
//! The local queue of graphile_worker 0.14 loses the database's word when it comes between a question that finds nothing
//! and the pause after it, and the job then waits for the end of that pause. It does not take jobs itself, and it does not
//! go on calling for the same one: that one may be of a complex that this worker does not serve.

use std::{sync::Arc, time::Duration};

use graphile_worker::{HookRegistry, LocalQueueRefetchDelayStart, Plugin};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::sql;

/// How often it looks without being asked, should a pause begin unheard.
const LOOKS_EVERY: Duration = Duration::from_secs(10);

/// Calls for one job, each at the beginning of a pause: a call may be lost as the word was.
const CALLS: u8 = 3;

/// Rings whenever the worker begins to pause.
#[derive(Clone, Default)]
pub(crate) struct Pauses(Arc<Notify>);

impl Plugin for Pauses {
    fn register(self, hooks: &mut HookRegistry) {
        hooks.on(LocalQueueRefetchDelayStart, move |_| {
            self.0.notify_one();
            async {}
        });
    }
}

/// Goes on until it is dropped.
pub(crate) async fn call_for_what_was_missed(owner: &PgPool, pauses: &Pauses) {
    let (mut called_for, mut calls) = (None, 0);
    loop {
        let _asked_or_late = tokio::time::timeout(LOOKS_EVERY, pauses.0.notified()).await;
        let enough = called_for.filter(|_| calls >= CALLS);
        match sql::call_for_what_is_due(owner, enough).await {
            Ok(due) if due == called_for => calls = calls.saturating_add(1),
            Ok(due) => (called_for, calls) = (due, 1),
            // The worker says so itself, and is restarted.
            Err(error) => tracing::debug!(%error, "could not look whether a job was missed"),
        }
    }
}
