//! Ten years in each of the three zones: the month bills itself while the clock turns, once for every house, on the
//! complex's own day.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use jobs::Job as _;
use kernel::Zone;

use crate::billing::Office;

const HOUSES: i64 = 2;
const PRICE: i64 = 199_000;
/// Hours of UTC at which it becomes midnight in Jayapura, Makassar and Jakarta, with one before and one behind.
const MIDNIGHTS: [u32; 5] = [14, 15, 16, 17, 18];

#[tokio::test]
async fn ten_years_in_jakarta_have_one_bill_for_each_house_and_month() {
    play(Zone::Wib, "wib", 1).await;
}

#[tokio::test]
async fn ten_years_in_makassar_have_one_bill_for_each_house_and_month() {
    play(Zone::Wita, "wita", 28).await;
}

#[tokio::test]
async fn ten_years_in_jayapura_have_one_bill_for_each_house_and_month() {
    play(Zone::Wit, "wit", 1).await;
}

/// From the last days of 2026 to those of 2036, with three leap years between them.
async fn play(zone: Zone, code: &str, run_day: u32) {
    let office = Office::open(i32::try_from(HOUSES).unwrap()).await;
    prepare(&office, code, run_day).await;
    let mut billed = 0;
    let (first, last) = (day_of(2026, 12, 30), day_of(2036, 12, 30));
    for day in first.iter_days().take_while(|day| *day <= last) {
        for hour in hours(day, run_day) {
            let now = day.and_hms_opt(*hour, 0, 0).unwrap().and_utc();
            office.kit.clock.turn(now - office.kit.clock.now());
            billed += look(&office, zone, run_day, now).await;
        }
    }
    assert_eq!(billed, 120, "months of ten years");
    // The queue's own orders find nothing left to bill.
    office.work().await;
    agree(&office, run_day).await;
}

fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn prepare(office: &Office, code: &str, run_day: u32) {
    let mut owner = office.past_policies().await;
    sqlx::query("update complex set zone = $2 where complex_id = $1")
        .bind(office.kit.melati.id)
        .bind(code)
        .execute(&mut *owner)
        .await
        .unwrap();
    // December 2026 was somebody's button.
    sqlx::query(
        "insert into billing_run (run_id, period, issued_on, due_on, started_by, units_total, finished_at)
         values ('00000000-0000-7000-8000-000000000000', '2026-12-01', '2026-12-01', '2026-12-10', 'button', 0, scope_now())",
    )
    .execute(&mut *owner)
    .await
    .unwrap();
    sqlx::query("insert into dues_setting (setting_id, run_day) values (gen_random_uuid(), $1)")
        .bind(i32::try_from(run_day).unwrap())
        .execute(&mut *owner)
        .await
        .unwrap();
    owner.commit().await.unwrap();
}

/// Every hour around the midnight with which a month or the day of the run begins; now and then on other days.
fn hours(day: NaiveDate, run_day: u32) -> &'static [u32] {
    let tomorrow = (day + Days::new(1)).day();
    match day.day() {
        _ if tomorrow == 1 || tomorrow == run_day => &MIDNIGHTS,
        7 | 14 | 21 => &[3],
        _ => &[],
    }
}

/// The worker looks at the calendar; how many months it billed. It does so in the first hour of the complex's own day.
async fn look(office: &Office, zone: Zone, run_day: u32, now: DateTime<Utc>) -> i64 {
    let scope = office.kit.store.job_scope(office.kit.melati.id);
    dues::BillBySchedule::default().run(scope, &jobs::Tools::new()).await.unwrap();
    let begun =
        office.one("select count(*) from billing_run where complex_id = $1 and finished_at is null").await;
    if begun > 0 {
        let (today, hour_ago) = (zone.date(now), zone.date(now - TimeDelta::hours(1)));
        assert_eq!(today.day(), run_day, "begun at {now}, which is {today} there");
        assert_eq!(hour_ago, today - Days::new(1), "begun late, at {now}");
        let scope = office.kit.store.job_scope(office.kit.melati.id);
        dues::BillMonth { run: office.run_id().await }.run(scope, &jobs::Tools::new()).await.unwrap();
    }
    begun
}

async fn agree(office: &Office, run_day: u32) {
    let sql = "select to_char(i.period, 'YYYY-MM') as month, count(*), count(distinct i.unit_id), sum(i.total)::bigint,
                      min(i.issued_on), max(i.issued_on)
                 from invoice i where i.complex_id = $1 group by i.period order by i.period";
    let months: Vec<(String, i64, i64, i64, NaiveDate, NaiveDate)> =
        sqlx::query_as(sql).bind(office.kit.melati.id).fetch_all(&office.kit.owner).await.unwrap();
    let wanted: Vec<String> =
        (2027..=2036).flat_map(|year| (1..=12).map(move |month| format!("{year}-{month:02}"))).collect();
    assert_eq!(months.iter().map(|month| month.0.clone()).collect::<Vec<_>>(), wanted);
    for (month, bills, houses, sum, first, last) in months {
        assert_eq!((bills, houses, sum), (HOUSES, HOUSES, HOUSES * PRICE), "{month}");
        let day = format!("{month}-{run_day:02}").parse::<NaiveDate>().unwrap();
        assert_eq!((first, last), (day, day), "{month} is dated by the complex's own calendar");
    }
    let mut tx = office.kit.melati.tx().await;
    crate::billing::assert_books_hold(&mut tx).await;
}
