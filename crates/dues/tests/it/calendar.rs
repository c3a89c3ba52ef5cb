//! The month bills itself on its day, and a day is a day of the complex's own calendar.

use std::collections::BTreeMap;

use jobs::Job as _;

use crate::billing::Office;

#[tokio::test]
async fn the_month_bills_itself_on_its_day_and_catches_up_after_the_server_was_off() {
    let mut office = Office::open(2).await;
    office.bill("2026-11").await;
    let mut tx = office.kit.melati.tx().await;
    sqlx::query("insert into dues_setting (setting_id, run_day) values (gen_random_uuid(), 25)")
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let periods = |office: &Office| {
        let (owner, id) = (office.kit.owner.clone(), office.kit.melati.id);
        async move {
            let sql = "select to_char(period, 'YYYY-MM') || ' ' || started_by from billing_run where complex_id = $1
                        order by period";
            sqlx::query_scalar::<_, String>(sql).bind(id).fetch_all(&owner).await.unwrap()
        }
    };
    // The kit's Sunday is 22 November 2026.
    morning(&office).await;
    assert_eq!(periods(&office).await, ["2026-11 button"]);
    office.kit.clock.turn(chrono::TimeDelta::days(33));
    morning(&office).await;
    morning(&office).await;
    assert_eq!(periods(&office).await, ["2026-11 button", "2026-12 schedule"]);
    // Off from 25 December until 3 March: January and February follow, one each morning.
    office.kit.clock.turn(chrono::TimeDelta::days(68));
    for _ in 0..3 {
        morning(&office).await;
    }
    let all = periods(&office).await;
    assert_eq!(all, ["2026-11 button", "2026-12 schedule", "2027-01 schedule", "2027-02 schedule"]);
    assert_eq!(office.one("select count(*) from invoice where complex_id = $1").await, 8);
}

async fn morning(office: &Office) {
    let scope = office.kit.store.job_scope(office.kit.melati.id);
    dues::BillBySchedule::default().run(scope, &jobs::Tools::new()).await.unwrap();
    office.work().await;
}

#[tokio::test]
async fn an_invoice_is_dated_by_the_calendar_of_the_complex() {
    let mut office = Office::open(1).await;
    // Sunday morning in Jakarta; turned to 15.30 UTC of 30 November, which is 1 December in Jayapura and Makassar's
    // 30 November, 23.30.
    let noon = "2026-11-30T15:30:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    office.kit.clock.turn(noon - office.kit.clock.now());
    let mut dates = BTreeMap::new();
    for zone in ["wib", "wita", "wit"] {
        let mut owner = office.past_policies().await;
        sqlx::query("update complex set zone = $2 where complex_id = $1")
            .bind(office.kit.melati.id)
            .bind(zone)
            .execute(&mut *owner)
            .await
            .unwrap();
        owner.commit().await.unwrap();
        let mut tx = office.kit.melati.tx().await;
        dates.insert(zone, dues::settle::today(&mut tx).await.unwrap().to_string());
    }
    assert_eq!(
        dates.into_iter().collect::<Vec<_>>(),
        [
            ("wib", "2026-11-30".to_owned()),
            ("wit", "2026-12-01".to_owned()),
            ("wita", "2026-11-30".to_owned())
        ]
    );
    let mut owner = office.past_policies().await;
    sqlx::query("update complex set zone = 'wit' where complex_id = $1")
        .bind(office.kit.melati.id)
        .execute(&mut *owner)
        .await
        .unwrap();
    owner.commit().await.unwrap();
    office.bill("2026-12").await;
    let issued = "select count(*) from invoice i join journal_entry e on e.complex_id = i.complex_id and e.source_id = i.invoice_id
                   where i.complex_id = $1 and i.issued_on = '2026-12-01' and e.booked_on = '2026-12-01'
                     and i.due_on = '2026-12-10'";
    assert_eq!(office.one(issued).await, 1);
}
