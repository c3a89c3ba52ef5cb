//! The nightly round: whoever is late since yesterday is charged what the rule says.

use jobs::{Job, JobFault, Tools};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;

use super::assess_open;

/// Early in the morning of the complex's own day, over the day that has just ended.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct AssessPenalties {}

impl Job for AssessPenalties {
    const NAME: &'static str = "arrears.assess";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let today = dues::settle::today(&mut tx).await?;
        let yesterday = today.pred_opt().unwrap_or(today);
        assess_open(&mut tx, yesterday).await?;
        tx.commit().await?;
        Ok(())
    }
}
