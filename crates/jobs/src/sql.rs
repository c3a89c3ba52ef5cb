//! Every statement about jobs. What reaches into the queue's own tables goes through the functions of 0003_jobs.sql;
//! only the last two below touch them themselves: one watches the queue's own worker, the other is for tests.

use kernel::{ComplexId, EventId, Instant, JobRunId, Zone};
use serde_json::Value;
use sqlx::{PgPool, query, query_as, query_scalar};
use tenancy::{PlatformTx, Result, TenantTx, Tx};

use crate::{
    JobNumber, Plan,
    operator::{Failure, HistoryFilter, Queue, Run},
    put::Order,
};

pub async fn enqueue(tx: &mut TenantTx, order: &Order, plan: &Plan) -> Result<JobNumber> {
    let number = query_scalar!(
        r#"select enqueue($1, $2, $3, $4, $5) as "number!""#,
        order.name,
        order.payload,
        plan.key,
        plan.due,
        i32::from(order.max_attempts)
    )
    .fetch_one(tx)
    .await?;
    Ok(JobNumber::from_number(number))
}

pub async fn enqueue_for_platform<S: 'static>(
    tx: &mut Tx<S>,
    order: &Order,
    plan: &Plan,
) -> Result<JobNumber> {
    let number = query_scalar!(
        r#"select enqueue_for_platform($1, $2, $3, $4, $5) as "number!""#,
        order.name,
        order.payload,
        plan.key,
        plan.due,
        i32::from(order.max_attempts)
    )
    .fetch_one(tx)
    .await?;
    Ok(JobNumber::from_number(number))
}

/// What happened, and the job that tells whoever listens.
pub async fn announce(
    tx: &mut TenantTx,
    event: EventId,
    name: &str,
    payload: &Value,
    deliver: &Order,
) -> Result<()> {
    query!(
        "select announce($1, $2, $3, $4, $5, $6)",
        event.uuid(),
        name,
        payload,
        deliver.name,
        deliver.payload,
        i32::from(deliver.max_attempts)
    )
    .execute(tx)
    .await?;
    Ok(())
}

pub async fn announcement(tx: &mut TenantTx, event: EventId) -> Result<Option<(String, Value)>> {
    let row = query!("select name, payload from announcement where event_id = $1", event.uuid())
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| (row.name, row.payload)))
}

/// Notes that this listener has heard; false when it had heard before.
pub async fn hears_first(tx: &mut TenantTx, event: EventId, listener: &str) -> Result<bool> {
    let noted = query!(
        "insert into announcement_heard (event_id, listener) values ($1, $2) on conflict do nothing",
        event.uuid(),
        listener
    )
    .execute(tx)
    .await?;
    Ok(noted.rows_affected() == 1)
}

pub async fn complexes(owner: &PgPool) -> Result<Vec<ComplexId>> {
    let all =
        query_scalar!(r#"select complex_id as "complex_id: ComplexId" from complex order by complex_id"#);
    Ok(all.fetch_all(owner).await?)
}

/// One job for each complex of the zone, in one statement: the hour strikes for all of them at once.
pub async fn enqueue_everywhere(owner: &PgPool, order: &Order, zone: Zone, key: &str) -> Result<()> {
    query_scalar!(
        "select count(put_job(complex_id, $1, $2, $3, null, $4)) from complex where zone = $5",
        order.name,
        order.payload,
        key,
        i32::from(order.max_attempts),
        zone.code()
    )
    .fetch_one(owner)
    .await?;
    Ok(())
}

pub struct Start<'a> {
    pub id: JobRunId,
    pub complex: Option<ComplexId>,
    pub job_id: i64,
    pub name: &'a str,
    pub attempt: i32,
    pub max_attempts: i32,
}

/// Also ends a run of the same job whose worker died without a word.
pub async fn write_start(owner: &PgPool, start: &Start<'_>, now: Instant) -> Result<()> {
    query!(
        "with lost as (
             update job_run set outcome = 'interrupted', finished_at = $7 where job_id = $3 and finished_at is null
         )
         insert into job_run (job_run_id, complex_id, job_id, name, attempt, max_attempts, started_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        start.id.uuid(),
        start.complex.map(ComplexId::uuid),
        start.job_id,
        start.name,
        start.attempt,
        start.max_attempts,
        now
    )
    .execute(owner)
    .await?;
    Ok(())
}

pub async fn write_end(
    owner: &PgPool,
    job: i64,
    outcome: &str,
    reason: Option<&str>,
    now: Instant,
) -> Result<()> {
    query!(
        "update job_run set outcome = $2, reason = $3, finished_at = $4,
                took_ms = greatest(0, round(extract(epoch from $4 - started_at) * 1000))::int
          where job_id = $1 and finished_at is null",
        job,
        outcome,
        reason,
        now
    )
    .execute(owner)
    .await?;
    Ok(())
}

pub async fn close_lost_runs(owner: &PgPool, before: Instant, now: Instant) -> Result<()> {
    query!(
        "update job_run set outcome = 'interrupted', finished_at = $2 where finished_at is null and started_at < $1",
        before,
        now
    )
    .execute(owner)
    .await?;
    Ok(())
}

pub async fn forget_runs(owner: &PgPool, before: Instant) -> Result<()> {
    query!("delete from job_run where finished_at < $1", before).execute(owner).await?;
    Ok(())
}

pub async fn forget_announcements(owner: &PgPool, before: Instant) -> Result<()> {
    query!("delete from announcement where announced_at < $1", before).execute(owner).await?;
    Ok(())
}

pub async fn queues(tx: &mut PlatformTx) -> Result<Vec<Queue>> {
    let now = tx.now();
    let queues = query_as!(
        Queue,
        r#"select name as "name!", due as "due!", later as "later!", running as "running!", given_up as "given_up!",
                  oldest_due_at, last_started_at, last_outcome, last_took_ms,
                  finished_in_five_minutes as "finished_in_five_minutes!", failed_in_a_day as "failed_in_a_day!"
             from job_queues($1)"#,
        now
    )
    .fetch_all(tx)
    .await?;
    Ok(queues)
}

pub async fn history(
    tx: &mut PlatformTx,
    filter: &HistoryFilter,
    before: Option<JobRunId>,
    most: i64,
) -> Result<Vec<Run>> {
    let runs = query_as!(
        Run,
        r#"select r.job_run_id as "id: JobRunId", r.job_id as "job: JobNumber", r.name,
                  c.name as "complex_name?", r.attempt, r.max_attempts, r.outcome, r.reason, r.started_at,
                  r.finished_at, r.took_ms
             from job_run r left join complex c on c.complex_id = r.complex_id
            where ($1::text is null or r.name = $1) and ($2::text is null or r.outcome = $2)
              and ($3::uuid is null or r.complex_id = $3) and ($4::uuid is null or r.job_run_id < $4)
            order by r.job_run_id desc limit $5"#,
        filter.name,
        filter.outcome.map(|outcome| outcome.code()),
        filter.complex.map(ComplexId::uuid),
        before.map(JobRunId::uuid),
        most
    )
    .fetch_all(tx)
    .await?;
    Ok(runs)
}

pub async fn failures(tx: &mut PlatformTx, before: Option<JobNumber>, most: i32) -> Result<Vec<Failure>> {
    let failures = query_as!(
        Failure,
        r#"select job_id as "job!: JobNumber", name as "name!", complex_id as "complex: ComplexId", complex_name,
                  attempts as "attempts!", max_attempts as "max_attempts!", next_at, reason as "reason!",
                  put_at as "put_at!"
             from job_failures($1, $2)"#,
        before.map(JobNumber::number),
        most
    )
    .fetch_all(tx)
    .await?;
    Ok(failures)
}

pub async fn retry(tx: &mut PlatformTx, job: JobNumber) -> Result<bool> {
    Ok(query_scalar!(r#"select retry_job($1) as "done!""#, job.number()).fetch_one(tx).await?)
}

pub async fn discard(tx: &mut PlatformTx, job: JobNumber) -> Result<bool> {
    Ok(query_scalar!(r#"select discard_job($1) as "done!""#, job.number()).fetch_one(tx).await?)
}

/// The job that became due last and that nobody has; unless it is `enough`, the workers are called for it.
pub async fn call_for_what_is_due(owner: &PgPool, enough: Option<i64>) -> Result<Option<i64>> {
    let due = query_scalar(
        "with due as materialized (select id from graphile_worker._private_jobs
                                    where is_available and priority = 0 and run_at <= now()
                                    order by run_at desc limit 1)
         select id from due
          where id is not distinct from $1 or pg_notify('jobs:insert', '{\"count\":1}') is not null",
    )
    .bind(enough)
    .fetch_optional(owner)
    .await?;
    Ok(due)
}

/// For tests: what is due by the application's clock, or waits for its next attempt, is due by the database's too.
pub async fn make_due(owner: &PgPool, complexes: &[ComplexId], now: Instant) -> Result<()> {
    let ids: Vec<String> = complexes.iter().map(ComplexId::to_string).collect();
    query(
        "update graphile_worker._private_jobs set run_at = now()
          where is_available and run_at > now() and payload ->> 'complex' = any($1)
            and (payload ->> 'due')::timestamptz <= $2",
    )
    .bind(ids)
    .bind(now)
    .execute(owner)
    .await?;
    Ok(())
}
