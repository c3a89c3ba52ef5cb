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

#[cfg(test)]
mod tests {
    use tenancy::Routes;
    use testkit::Kit;

    use super::*;

    #[tokio::test]
    async fn history_is_kept_for_three_months_and_a_run_without_end_is_closed_after_a_day() {
        let kit = Kit::open(Routes::new("jobs")).await;
        // Far from the days on which other tests write into the same table.
        kit.clock.turn(TimeDelta::days(-9000));
        let (now, complex) = (kit.clock.now(), kit.melati.id);
        for (name, days, is_over) in [("old", 91, true), ("young", 89, true), ("lost", 2, false)] {
            let at = now - TimeDelta::days(days);
            sqlx::query(
                "insert into job_run (job_run_id, complex_id, job_id, name, attempt, max_attempts, started_at,
                                      finished_at, outcome)
                 values (gen_random_uuid(), $1, 1, $2, 1, 8, $3, $4, $5)",
            )
            .bind(complex)
            .bind(name)
            .bind(at)
            .bind(is_over.then_some(at))
            .bind(if is_over { "finished" } else { "running" })
            .execute(&kit.owner)
            .await
            .unwrap();
        }
        let scope = PlatformScope::new(kit.store.clone(), kit.owner.clone());
        ForgetOldRuns.run(scope, &Tools::new()).await.unwrap();
        let mut tx = kit.melati.tx().await;
        let left: Vec<(String, String)> = sqlx::query_as("select name, outcome from job_run order by name")
            .fetch_all(&mut tx)
            .await
            .unwrap();
        assert_eq!(left, [("lost".into(), "interrupted".into()), ("young".into(), "finished".into())]);
    }
}
