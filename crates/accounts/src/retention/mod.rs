//! What the night forgets: traces of signing in, ended sessions, spent links, invitations and requests of long ago. How
//! long each is kept stands in 0016_mail_and_retention.sql and, for people, in SECURITY.md.
//!
//! Deliberately absent: what a complex knows about its people, whose keeping is the complex's affair.

mod sql;

use jobs::{Job, JobFault, PlatformJob, PlatformScope, Registry, Tools};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;

pub fn jobs() -> Registry {
    Registry::new().nightly::<ForgetSignIns>().daily::<ForgetInvitations>(3)
}

/// Of accounts, once a night for the platform.
#[derive(Debug, Default, Serialize, Deserialize)]
struct ForgetSignIns {}

impl PlatformJob for ForgetSignIns {
    const NAME: &'static str = "accounts.forget_sign_ins";

    async fn run(self, scope: PlatformScope, _tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let gone = sql::forget_sign_ins(&mut tx).await?;
        tx.commit().await?;
        tracing::info!(gone, "old traces of signing in are forgotten");
        Ok(())
    }
}

/// Of one complex, at three in its night.
#[derive(Debug, Default, Serialize, Deserialize)]
struct ForgetInvitations {}

impl Job for ForgetInvitations {
    const NAME: &'static str = "accounts.forget_invitations";

    async fn run(self, scope: JobScope, _tools: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        sql::forget_invitations(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
