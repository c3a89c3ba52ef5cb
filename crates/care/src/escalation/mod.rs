//! What passes its promise, or is silent for two working days, is told once for each step, when it happens: that nobody
//! answered to those on duty first and an hour later to the others, everything else to all managers.
//!
//! Deliberately absent: an order of managers. Any of them may turn these notices off.

mod model;
mod sql;

use chrono::TimeDelta;
use jobs::{Job, JobFault, Plan, Tools};
use kernel::{Instant, Zone};
use model::{Open, Step};
use notices::{Facts, Kind, Notice, Recipient};
use serde::{Deserialize, Serialize};
use tenancy::{JobScope, Result, TenantTx};
use uuid::Uuid;

use crate::{
    complaint::view::spoken,
    duty::{self, Shift},
    setting,
};

/// What passed longer ago was told then, or happened before anybody was told: nobody is flooded with old ones.
const RECENT_DAYS: i64 = 2;
/// Letters of a complaint that a notice repeats.
const EXCERPT: usize = 140;

/// Looks at the clocks again when this one runs out.
///
/// # Errors
/// The database's.
pub async fn look_at(tx: &mut TenantTx, complaint: Uuid, due_at: Instant) -> Result<()> {
    jobs::later_as(tx, &Escalate {}, Plan::at(due_at).only_one(format!("late {complaint}"))).await?;
    Ok(())
}

/// Looks at them at once: all of them may have changed.
///
/// # Errors
/// The database's.
pub async fn look_now(tx: &mut TenantTx) -> Result<()> {
    jobs::later(tx, &Escalate {}).await?;
    Ok(())
}

/// Tells the managers what passed its promise since they were told, and comes back when the next one does. What was told is
/// known by the notices, so a second run tells nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Escalate {}

impl Job for Escalate {
    const NAME: &'static str = "care.escalate";

    async fn run(self, scope: JobScope, _: &Tools) -> std::result::Result<(), JobFault> {
        let mut tx = scope.begin().await?;
        let now = tx.now();
        let zone = sql::zone(&mut tx).await?;
        let calendar = setting::plan(&mut tx).await?.calendar;
        let open = sql::open(&mut tx).await?;
        let steps: Vec<(&Open, Step, Instant)> = open
            .iter()
            .flat_map(|it| it.steps(&calendar, zone).map(move |(step, at)| (it, step, at)))
            .collect();
        let recent = now - TimeDelta::days(RECENT_DAYS);
        let passed = steps.iter().filter(|(.., at)| recent < *at && *at <= now);
        let roster =
            Roster { shifts: duty::shifts(&mut tx).await?, all: notices::managers(&mut tx).await?, zone };
        let told = passed.map(|(it, step, at)| notice(it, *step, *at, &roster.hear(it, *step)));
        let told: Vec<Notice> = told.filter(|notice| !notice.to.is_empty()).collect();
        if !told.is_empty() {
            notices::tell(&mut tx, told).await?;
        }
        if let Some(next) = steps.iter().map(|(.., at)| *at).filter(|at| *at > now).min() {
            jobs::later_as(&mut tx, &Self {}, Plan::at(next).only_one("late next".to_owned())).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Who manages, and when each of them is on duty.
struct Roster {
    shifts: Vec<Shift>,
    all: Vec<Recipient>,
    zone: Zone,
}

impl Roster {
    fn is_on_duty(&self, who: &Recipient, at: Instant) -> bool {
        let Recipient::Account(account) = who else { return false };
        self.shifts.iter().any(|shift| shift.account == *account && shift.has(at, self.zone))
    }

    /// Whom a step concerns: nobody, when those who would hear it did already.
    fn hear(&self, it: &Open, step: Step) -> Vec<Recipient> {
        let on_duty = |who: &&Recipient| self.is_on_duty(who, it.respond_due);
        let first: Vec<Recipient> = self.all.iter().filter(on_duty).cloned().collect();
        match step {
            Step::Respond if !first.is_empty() => first,
            Step::Again if first.is_empty() => Vec::new(),
            Step::Again => self.all.iter().filter(|who| !on_duty(who)).cloned().collect(),
            Step::Respond | Step::Resolve | Step::Silent => self.all.clone(),
        }
    }
}

fn notice(it: &Open, step: Step, at: Instant, to: &[Recipient]) -> Notice {
    // Opened again, or silent again, it may be told again.
    let about = format!(
        "{} {} {}",
        it.id,
        step.code(),
        if step == Step::Silent { at.timestamp() } else { it.reopened.into() }
    );
    let facts = Facts {
        number: it.id.to_string(),
        subject: spoken(it.number),
        unit: it.place.clone(),
        excerpt: it.words.chars().take(EXCERPT).collect(),
        step: step.code().to_owned(),
        ..Facts::default()
    };
    Notice { kind: Kind::ComplaintLate, unit: None, about: Some(about), facts, to: to.to_vec() }
}
