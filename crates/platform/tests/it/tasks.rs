//! The queue as the platform's staff see it, and another try.

use http::Method;
use jobs::{Job, JobFault, Registry, Tools, later, run_all_now};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tenancy::JobScope;
use testkit::Kit;

use crate::{arif, kit};

/// The printer has no paper, ever.
#[derive(Serialize, Deserialize)]
struct Print;

impl Job for Print {
    const NAME: &'static str = "platform_test.print";
    const MAX_ATTEMPTS: i16 = 1;

    async fn run(self, _scope: JobScope, _tools: &Tools) -> Result<(), JobFault> {
        Err(JobFault::because("the printer says <no paper>"))
    }
}

async fn printed(kit: &Kit) -> i64 {
    let mut tx = kit.melati.tx().await;
    let job = later(&mut tx, &Print).await.unwrap();
    tx.commit().await.unwrap();
    work(kit).await;
    job.number()
}

async fn work(kit: &Kit) {
    let registry = Registry::new().job::<Print>();
    run_all_now(&registry, &kit.owner_options, &kit.store, &Tools::new(), &[kit.melati.id]).await.unwrap();
}

#[tokio::test]
async fn a_job_that_was_given_up_is_seen_with_its_reason_and_tried_again() {
    let kit = kit().await;
    let job = printed(&kit).await;
    let mut arif = arif(&kit).await;
    arif.get("/admin/tugas")
        .await
        .assert_status(200)
        .assert_says("platform_test.print")
        .assert_says("Menyerah");
    let page = arif.get("/admin/tugas/gagal").await;
    page.assert_status(200).assert_says("the printer says <no paper>").assert_says("1 dari 1 percobaan");
    page.assert_says(&format!("/admin/tugas/{job}/ulangi"));

    let done = arif.submit(&format!("/admin/tugas/{job}/ulangi"), &[]).await;
    done.assert_says("Tugas dijadwalkan lagi sekarang.");
    work(&kit).await;
    let history = arif.get("/admin/tugas/riwayat?nama=platform_test.print&hasil=given_up").await;
    history.assert_status(200).assert_says("the printer says <no paper>");
    arif.post("/admin/tugas/-1/ulangi", &[]).await.assert_status(303);
}

#[tokio::test]
async fn throwing_a_job_away_is_asked_first() {
    let kit = kit().await;
    let job = printed(&kit).await;
    let mut arif = arif(&kit).await;
    let address = format!("/admin/tugas/{job}/buang");
    arif.get(&address).await.assert_status(200).assert_says("Buang tugas platform_test.print?");
    arif.submit(&address, &[]).await.assert_says("Tugas dibuang.");
    arif.get(&address).await.assert_status(404);
}

#[tokio::test]
async fn a_program_of_the_staff_tries_again_too() {
    let kit = kit().await;
    let job = printed(&kit).await;
    let mut arif = arif(&kit).await;
    let queues = arif.get("/api/v1/platform/jobs/queues").await.json();
    assert!(queues["items"].as_array().unwrap().iter().any(|queue| queue["name"] == "platform_test.print"));
    let failures = arif.get("/api/v1/platform/jobs/failures").await.json();
    let ours =
        failures["items"].as_array().unwrap().iter().find(|failure| failure["job"] == job).unwrap().clone();
    assert_eq!(ours["reason"], "the printer says <no paper>");
    assert_eq!(ours["complex"], kit.melati.id.to_string());
    arif.json(Method::POST, &format!("/api/v1/platform/jobs/{job}/retry"), &json!({}))
        .await
        .assert_status(200);
    arif.json(Method::POST, "/api/v1/platform/jobs/-1/retry", &json!({})).await.assert_status(404);
}

#[tokio::test]
async fn answers_to_requests_are_forgotten_by_a_job_of_the_night() {
    assert!(platform::jobs().names().any(|name| name == "platform.forget_idempotency_keys"));
}
