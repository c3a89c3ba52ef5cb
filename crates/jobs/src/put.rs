//! Putting a job into the queue, in the caller's transaction: rolled back, it was never there.

use kernel::Instant;
use serde_json::Value;
use tenancy::{TenantTx, Tx};

use crate::{Job, PlatformJob, sql};

/// The number under which the queue knows a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct JobNumber(i64);

impl JobNumber {
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    pub const fn number(self) -> i64 {
        self.0
    }
}

/// When a job is due, and whether it is the only one of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub(crate) due: Option<Instant>,
    pub(crate) key: Option<String>,
}

impl Plan {
    pub fn now() -> Self {
        Self::default()
    }

    pub fn at(due: Instant) -> Self {
        Self { due: Some(due), key: None }
    }

    /// Of the jobs of this kind that wait in this complex under the same key only the newest stays.
    #[must_use]
    pub fn only_one(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// As soon as this transaction is committed.
pub async fn later<J: Job>(tx: &mut TenantTx, job: &J) -> tenancy::Result<JobNumber> {
    later_as(tx, job, Plan::now()).await
}

pub async fn later_as<J: Job>(tx: &mut TenantTx, job: &J, plan: Plan) -> tenancy::Result<JobNumber> {
    sql::enqueue(tx, &Order::of(job), &plan).await
}

/// A job that belongs to no complex, from the hall, an account or the platform.
pub async fn later_for_platform<S: 'static, J: PlatformJob>(
    tx: &mut Tx<S>,
    job: &J,
    plan: Plan,
) -> tenancy::Result<JobNumber> {
    let order = Order { name: J::NAME, payload: payload(job), max_attempts: J::MAX_ATTEMPTS };
    sql::enqueue_for_platform(tx, &order, &plan).await
}

/// A job whose type is forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub name: &'static str,
    pub payload: Value,
    pub max_attempts: i16,
}

impl Order {
    pub fn of<J: Job>(job: &J) -> Self {
        Self { name: J::NAME, payload: payload(job), max_attempts: J::MAX_ATTEMPTS }
    }
}

pub(crate) fn payload(job: &impl serde::Serialize) -> Value {
    serde_json::to_value(job).expect("the fields of a job are plain data with text keys")
}
