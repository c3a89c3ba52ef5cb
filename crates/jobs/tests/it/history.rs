//! What ran stays known: to its own complex, and to the operator, who can try again.

use axum::{Json, extract::Path};
use jobs::{
    Job, JobFault, JobNumber, Registry, Tools, later,
    operator::{self, HistoryFilter, Outcome},
};
use kernel::ComplexId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenancy::{JobScope, Operator, Role, Routes};
use testkit::Complex;

use crate::{Diary, House, OpenGate, house};

/// Fails until it has been tried so often.
#[derive(Serialize, Deserialize)]
struct Stumble {
    times: usize,
}

impl Job for Stumble {
    const NAME: &'static str = "test.stumble";
    const MAX_ATTEMPTS: i16 = 2;

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        let diary = tools.need::<Diary>()?;
        diary.write(&scope, "tried");
        if diary.of(scope.complex()).len() <= self.times {
            return Err(JobFault::because("the printer says \"no paper\""));
        }
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
struct FallOver;

impl Job for FallOver {
    const NAME: &'static str = "test.fall_over";

    async fn run(self, _scope: JobScope, _tools: &Tools) -> Result<(), JobFault> {
        panic!("the ladder slipped");
    }
}

async fn put(complex: &Complex, job: &impl Job) -> JobNumber {
    let mut tx = complex.tx().await;
    let number = later(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
    number
}

/// The history as this complex itself may read it.
async fn seen_by(complex: &Complex) -> Vec<(i32, String, Option<String>)> {
    let mut tx = complex.tx().await;
    sqlx::query_as("select attempt, outcome, reason from job_run order by attempt")
        .fetch_all(&mut tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_job_that_fails_is_tried_again_and_both_attempts_are_known_to_its_complex_only() {
    let house = house().await;
    let registry = Registry::new().job::<Stumble>();
    put(&house.kit.melati, &Stumble { times: 1 }).await;
    house.work(&registry).await;
    house.work(&registry).await;
    let no_paper = Some("the printer says \"no paper\"".to_owned());
    assert_eq!(
        seen_by(&house.kit.melati).await,
        [(1, "failed".into(), no_paper), (2, "finished".into(), None)]
    );
    assert!(seen_by(&house.kit.mawar).await.is_empty());
}

#[tokio::test]
async fn a_job_that_panics_is_a_failed_job_and_the_worker_goes_on() {
    let house = house().await;
    put(&house.kit.melati, &FallOver).await;
    put(&house.kit.mawar, &OpenGate { visitor: 4 }).await;
    house.work(&Registry::new().job::<FallOver>().job::<OpenGate>()).await;
    let reason = Some("panic: the ladder slipped".to_owned());
    assert_eq!(seen_by(&house.kit.melati).await, [(1, "failed".into(), reason)]);
    assert_eq!(house.diary.of(house.kit.mawar.id), ["visitor 4"]);
}

async fn queues(operator: Operator) -> tenancy::Result<Json<Value>> {
    let mut tx = operator.begin().await?;
    let queues = operator::queues(&mut tx).await?;
    let stumble = queues.iter().find(|queue| queue.name == Stumble::NAME);
    Ok(Json(json!(stumble.map(|queue| (queue.last_outcome().map(Outcome::code), queue.depth() >= 0)))))
}

async fn failures(operator: Operator, Path(complex): Path<ComplexId>) -> tenancy::Result<Json<Value>> {
    let mut tx = operator.begin().await?;
    let mut ours = Vec::new();
    let mut after = None;
    loop {
        let page = operator::failures(&mut tx, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.job);
        ours.extend(page.into_iter().filter(|failure| failure.complex == Some(complex)));
    }
    let said: Vec<Value> = ours
        .iter()
        .map(|it| json!([it.job.number(), it.complex_name, it.attempts, it.reason, it.next_at.is_some()]))
        .collect();
    Ok(Json(json!(said)))
}

async fn history(operator: Operator, Path(complex): Path<ComplexId>) -> tenancy::Result<Json<Value>> {
    let mut tx = operator.begin().await?;
    let filter =
        HistoryFilter { complex: Some(complex), name: Some(Stumble::NAME.to_owned()), outcome: None };
    let runs = operator::history(&mut tx, &filter, None).await?;
    let mut outcomes: Vec<_> = runs.iter().map(|run| run.outcome.code()).collect();
    outcomes.sort_unstable();
    Ok(Json(json!(outcomes)))
}

async fn retry(operator: Operator, Path(job): Path<i64>) -> tenancy::Result<Json<Value>> {
    let mut tx = operator.begin().await?;
    let done = operator::retry(&mut tx, JobNumber::from_number(job)).await?;
    tx.commit().await?;
    Ok(Json(json!(done)))
}

async fn discard(operator: Operator, Path(job): Path<i64>) -> tenancy::Result<Json<Value>> {
    let mut tx = operator.begin().await?;
    let done = operator::discard(&mut tx, JobNumber::from_number(job)).await?;
    tx.commit().await?;
    Ok(Json(json!(done)))
}

fn window() -> Routes {
    Routes::new("jobs")
        .get("/admin/antrean", queues)
        .get("/admin/gagal/{complex}", failures)
        .get("/admin/jejak/{complex}", history)
        .get("/admin/ulangi/{job}", retry)
        .get("/admin/buang/{job}", discard)
}

#[tokio::test]
async fn the_operator_sees_what_was_given_up_and_tries_it_again_with_all_its_attempts() {
    let house = House::open(window()).await;
    let registry = Registry::new().job::<Stumble>();
    let melati = &house.kit.melati;
    let job = put(melati, &Stumble { times: 2 }).await.number();
    house.work(&registry).await;
    house.work(&registry).await;
    house.work(&registry).await; // two attempts are all it has

    let mut operator = melati.signed_in(Role::Operator).await;
    let failures = format!("/admin/gagal/{}", melati.id);
    let given_up = json!([[job, "Griya Melati", 2, "the printer says \"no paper\"", false]]);
    assert_eq!(json_of(&operator.get(&failures).await), given_up);
    assert_eq!(json_of(&operator.get("/admin/antrean").await)[1], json!(true));
    assert_eq!(json_of(&operator.get(&format!("/admin/ulangi/{job}")).await), json!(true));
    house.work(&registry).await;
    assert_eq!(json_of(&operator.get(&failures).await), json!([]));
    let history = json_of(&operator.get(&format!("/admin/jejak/{}", melati.id)).await);
    assert_eq!(history, json!(["failed", "finished", "given_up"]));
    assert_eq!(
        json_of(&operator.get(&format!("/admin/ulangi/{job}")).await),
        json!(false),
        "it is done and gone"
    );

    let stranger = melati.manager().await.get("/admin/antrean").await;
    assert_eq!(stranger.status.as_u16(), 404);
}

#[tokio::test]
async fn the_operator_throws_a_hopeless_job_away() {
    let house = House::open(window()).await;
    let melati = &house.kit.melati;
    let job = put(melati, &FallOver).await.number();
    house.work(&Registry::new().job::<FallOver>()).await;
    let mut operator = melati.signed_in(Role::Operator).await;
    assert_eq!(json_of(&operator.get(&format!("/admin/buang/{job}")).await), json!(true));
    assert_eq!(json_of(&operator.get(&format!("/admin/gagal/{}", melati.id)).await), json!([]));
}

fn json_of(page: &testkit::Page) -> Value {
    assert_eq!(page.status.as_u16(), 200, "{}", String::from_utf8_lossy(&page.body));
    serde_json::from_slice(&page.body).unwrap()
}
