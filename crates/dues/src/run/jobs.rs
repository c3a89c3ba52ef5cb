//! The run in the background, and the morning's look at the calendar.

use ::jobs::{Job, JobFault, Tools};
use kernel::{BillingRunId, Period};
use serde::{Deserialize, Serialize};
use tenancy::{Error, JobScope};

use super::{
    kill::KillPoints,
    schedule,
    sql::{self, StartedBy},
    start::{Started, start},
    step::{Next, StepFault, step},
};
use crate::{setting, settle};

/// A step that met somebody else's is tried again at once, so often.
const TRIES: u32 = 4;

/// Bills a month to its end, step by step. Run twice, killed, or beside another one: each unit is billed once.
#[derive(Debug, Serialize, Deserialize)]
pub struct BillMonth {
    pub run: BillingRunId,
}

impl Job for BillMonth {
    const NAME: &'static str = "dues.bill_month";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let kill = tools.need::<KillPoints>().cloned().unwrap_or_else(|_| KillPoints::from_env());
        match bill_month(&scope, self.run, &kill).await {
            // Another run was begun meanwhile; this one rests.
            Err(StepFault::Tenancy(Error::Conflict(name))) if name == "billing_run_one_active" => Ok(()),
            Err(StepFault::Tenancy(error @ Error::Busy(_))) => Err(error.into()),
            Err(StepFault::Tenancy(error)) => {
                note_failure(&scope, self.run, &error).await?;
                Err(error.into())
            }
            Err(StepFault::Killed(killed)) => Err(JobFault::because(killed)),
            Ok(()) => Ok(()),
        }
    }
}

/// Starts a run and bills it here and now; the job that the start put into the queue finds nothing left.
pub(crate) async fn bill_now(scope: &JobScope, period: Period) -> Result<BillingRunId, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut tx = scope.begin().await.map_err(|error| said(&error))?;
    let run = start(&mut tx, period, None, StartedBy::Schedule).await.map_err(|error| said(&error))?.run();
    tx.commit().await.map_err(|error| said(&error))?;
    bill_month(scope, run, &KillPoints::default()).await.map_err(|error| said(&error))?;
    Ok(run)
}

async fn bill_month(scope: &JobScope, run: BillingRunId, kill: &KillPoints) -> Result<(), StepFault> {
    let mut tries = TRIES;
    loop {
        match step(scope, run, kill).await {
            Ok(Next::Nothing) => return Ok(()),
            Ok(Next::Step) => tries = TRIES,
            Err(StepFault::Tenancy(error)) if met_another(&error) && tries > 1 => tries -= 1,
            Err(fault) => return Err(fault),
        }
    }
}

/// Somebody billed the same line, corrected a reading, or two waited for each other: what stands now is read anew.
fn met_another(error: &Error) -> bool {
    match error {
        Error::Conflict(name) => matches!(name.as_str(), "invoice_line_billed_once" | "reading_counts_still"),
        // 40001 and 40P01: serialization_failure and deadlock_detected.
        Error::Database(error) => {
            let code = error.as_database_error().and_then(|error| error.code());
            matches!(code.as_deref(), Some("40001" | "40P01"))
        }
        _ => false,
    }
}

/// The page of the run says why it stands still.
async fn note_failure(scope: &JobScope, run: BillingRunId, error: &Error) -> tenancy::Result<()> {
    let reason = match error {
        Error::Conflict(name) => name.clone(),
        Error::Database(error) => error.to_string(),
        other => other.to_string(),
    };
    let mut tx = scope.begin().await?;
    sql::fail(&mut tx, run, &reason.chars().take(500).collect::<String>()).await?;
    tx.commit().await
}

/// Every morning in every complex: begins the month on its day, and goes on with a run that was left lying.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct BillBySchedule {}

impl Job for BillBySchedule {
    const NAME: &'static str = "dues.bill_by_schedule";

    async fn run(self, scope: JobScope, _: &Tools) -> Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        if let Some(run) = sql::active(&mut tx).await? {
            super::start::poke(&mut tx, run).await?;
            return Ok(tx.commit().await?);
        }
        let setting = setting::load(&mut tx).await?;
        let today = settle::today(&mut tx).await?;
        let latest = sql::latest_period(&mut tx).await?;
        let Some(period) = schedule::due(setting.run_day, today, latest) else { return Ok(()) };
        if let Started::New(_) = start(&mut tx, period, None, StartedBy::Schedule).await? {
            tx.commit().await?;
        }
        Ok(())
    }
}
