//! What the night forgets: history after three months, announcements after one, and runs that nobody ended.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{JobFault, PlatformJob, PlatformScope, Tools, sql};

const KEEP_HISTORY: TimeDelta = TimeDelta::days(90);
const KEEP_ANNOUNCEMENTS: TimeDelta = TimeDelta::days(30);
/// A run without an end belongs to a process that died; no job takes this long.
const LOST_AFTER: TimeDelta = TimeDelta::days(1);

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct ForgetOldRuns;

impl PlatformJob for ForgetOldRuns {
    const NAME: &'static str = "jobs.forget_old_runs";

    async fn run(self, scope: PlatformScope, _tools: &Tools) -> Result<(), JobFault> {
        let now = scope.now();
        sql::close_lost_runs(scope.owner(), now - LOST_AFTER, now).await?;
        sql::forget_runs(scope.owner(), now - KEEP_HISTORY).await?;
        sql::forget_announcements(scope.owner(), now - KEEP_ANNOUNCEMENTS).await?;
        Ok(())
    }
}
