//! One room tells, others hear, each once.

use jobs::{Announcement, Job, JobFault, Registry, Tools, announce};
use serde::{Deserialize, Serialize};
use tenancy::JobScope;

use crate::{Diary, house};

#[derive(Serialize, Deserialize)]
struct HouseholdMovedOut {
    unit: String,
}

impl Announcement for HouseholdMovedOut {
    const NAME: &'static str = "test.household_moved_out";
}

#[derive(Serialize, Deserialize)]
struct CloseAccess(String);

impl From<HouseholdMovedOut> for CloseAccess {
    fn from(event: HouseholdMovedOut) -> Self {
        Self(event.unit)
    }
}

impl Job for CloseAccess {
    const NAME: &'static str = "test.close_access";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        tools.need::<Diary>()?.write(&scope, format!("access of {} closed", self.0));
        Ok(())
    }
}

#[derive(Serialize, Deserialize)]
struct SettleAccount(String);

impl From<HouseholdMovedOut> for SettleAccount {
    fn from(event: HouseholdMovedOut) -> Self {
        Self(event.unit)
    }
}

impl Job for SettleAccount {
    const NAME: &'static str = "test.settle_account";

    async fn run(self, scope: JobScope, tools: &Tools) -> Result<(), JobFault> {
        tools.need::<Diary>()?.write(&scope, format!("account of {} settled", self.0));
        Ok(())
    }
}

fn listeners() -> Registry {
    let gate = Registry::new().listen::<HouseholdMovedOut, CloseAccess>();
    let dues = Registry::new().listen::<HouseholdMovedOut, SettleAccount>();
    gate.and(dues)
}

#[tokio::test]
async fn each_listener_hears_once_even_when_the_news_is_delivered_twice() {
    let house = house().await;
    let melati = &house.kit.melati;
    let mut tx = melati.tx().await;
    let event = announce(&mut tx, &HouseholdMovedOut { unit: "A1/07".to_owned() }).await.unwrap();
    tx.commit().await.unwrap();
    house.work(&listeners()).await;

    let mut tx = melati.tx().await;
    sqlx::query("select enqueue('jobs.deliver', jsonb_build_object('event', $1::uuid), null, null, 1)")
        .bind(event)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    house.work(&listeners()).await;

    let mut heard = house.diary.of(melati.id);
    heard.sort();
    assert_eq!(heard, ["access of A1/07 closed", "account of A1/07 settled"]);
    assert!(house.diary.of(house.kit.mawar.id).is_empty(), "the neighbours' news is not ours");
}

#[tokio::test]
async fn news_of_something_that_did_not_happen_reach_nobody_and_news_without_listener_do_no_harm() {
    let house = house().await;
    let melati = &house.kit.melati;
    let mut tx = melati.tx().await;
    announce(&mut tx, &HouseholdMovedOut { unit: "A1/08".to_owned() }).await.unwrap();
    drop(tx);
    house.work(&listeners()).await;
    assert!(house.diary.of(melati.id).is_empty());

    let mut tx = melati.tx().await;
    announce(&mut tx, &HouseholdMovedOut { unit: "A1/09".to_owned() }).await.unwrap();
    tx.commit().await.unwrap();
    house.work(&Registry::new()).await;
    let mut tx = melati.tx().await;
    let (kept, failed): (i64, i64) = sqlx::query_as(
        "select (select count(*) from announcement), (select count(*) from job_run where outcome <> 'finished')",
    )
    .fetch_one(&mut tx)
    .await
    .unwrap();
    assert_eq!((kept, failed), (1, 0));
}
